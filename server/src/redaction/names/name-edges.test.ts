import { describe, expect, it } from 'vitest'
import { type DetectPoint, detect } from '../detect/detect.ts'
import { maskText } from '../masks/mask.ts'

const namesIn = (text: string, point: DetectPoint): string[] =>
  detect(text, { point })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

/** What of it no finding covers. */
function left(text: string): string {
  const hidden = new Uint8Array(text.length)
  for (const { start, end } of detect(text, { point: 'release' })) hidden.fill(1, start, end)
  return [...text].filter((_, i) => hidden[i] === 0).join('')
}

describe('what belongs to a name leaves with it', () => {
  it.each([
    ['演员安吉丽娜出席', '演员出席'],
    ['J.K.罗琳说', ''],
    ['记者采访了布拉德(Brad Pitt)', '记者采访了'],
    ['昨天王小明Kevin来过', '昨天来过'],
  ])('%s: %j stays', (text, stays) => {
    expect(left(text)).toBe(stays)
  })
  it('the letters beside it are masked, not only found', () => {
    const text = '记者采访了布拉德(Brad Pitt)'
    expect(maskText(text, detect(text, { point: 'release' })).text).not.toMatch(/Brad|Pitt/)
  })
  it('a name that letters stand beside keeps its own spelling, so that it is looked for elsewhere', () => {
    expect(namesIn('昨天王小明Kevin来过', 'release')).toContain('王小明')
  })
})

describe('what does not belong to it stays', () => {
  it.each([
    ['王小明vs李刚', 'vs'],
    ['请王小明去www.example.com看', 'www'],
    ['王小明和大家一起去', '大家一起去'],
  ])('%s: %j', (text, stays) => {
    expect(namesIn(text, 'release').join(' ')).not.toContain(stays)
  })
})

describe('whom @ names', () => {
  it.each([
    ['@nick_zhao 麻烦看下工单', 'nick_zhao'],
    ['@爱吃鱼的猫…哈哈', '爱吃鱼的猫'],
    ['转发//@南山老妖：说得对', '南山老妖'],
  ])('%s: leaves masked', (text, name) => {
    expect(namesIn(text, 'release')).toContain(name)
  })
  it.each(['@所有人 明天开会', '@all please read', '@here', 'see you @ home', '@2024'])('%s: nobody', (text) => {
    expect(namesIn(text, 'release')).toEqual([])
  })
})

describe('a Latin word between Chinese ones', () => {
  it.each([
    ['找rose拿钥匙', 'rose'],
    ['Grubby说这局稳了', 'Grubby'],
    ['昨晚和Moonlet一起打球', 'Moonlet'],
    ['Hebe的新专辑终于等到了', 'Hebe'],
    ['Ella：我觉得可以', 'Ella'],
  ])('%s: leaves masked', (text, name) => {
    expect(namesIn(text, 'release')).toContain(name)
  })
  it.each([
    'Excel表格打不开',
    '这个App闪退',
    '和Google一样',
    'Tips：先关机',
    'VIP说明在后面',
    '用Python写的',
    'OK，那就这么定了',
  ])('%s: nobody', (text) => {
    expect(namesIn(text, 'release')).toEqual([])
  })
})
