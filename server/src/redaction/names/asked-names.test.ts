import { describe, expect, it } from 'vitest'
import { type DetectPoint, jointParts } from '../detect/detect.ts'
import { answered } from './asked-names.ts'

const toldBy = (before: string, text: string): string[] =>
  answered(before, text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`)
const namesIn = (before: string, text: string, point: DetectPoint): number =>
  jointParts(before, text, { point }).ofAfter.filter(({ kind }) => kind === 'name').length

describe('what was asked for is answered', () => {
  it.each([
    ['请问怎么称呼？', '童话', 'name 童话'],
    ['收件人写谁', '写童话', 'name 童话'],
    ['May I have your full name?', "Sure, it's Rowan Teal", 'name Rowan Teal'],
    ['What is your date of birth?', '03/04/1988', 'birthday 03/04/1988'],
    ['出生日期？', '是1988年3月4日', 'birthday 1988年3月4日'],
  ])('%s %s', (before, text, told) => {
    expect(toldBy(before, text)).toEqual([told])
  })

  it('for bytes that leave; a screen shows it', () => {
    expect(namesIn('请问怎么称呼？', '童话', 'release')).toBe(1)
    expect(namesIn('请问怎么称呼？', '童话', 'review')).toBe(0)
  })
})

describe('and what is no answer, or was not asked, is none', () => {
  it.each([
    ['今天吃什么？', '童话'],
    ['请问怎么称呼？', '不知道'],
    ['户名是？', '方便'],
    ['May I have your full name?', 'Sure, no problem'],
    ['What time is it?', 'Rowan Teal'],
    ['哪天发货？', '2024年3月4日'],
    ['', '童话'],
    ['请问怎么称呼？', ''],
    // the question is what the message ends with
    ['请问怎么称呼？我是客服，很高兴为您服务，请稍等片刻', '童话'],
  ])('%s %s', (before, text) => {
    expect(toldBy(before, text)).toEqual([])
  })
})
