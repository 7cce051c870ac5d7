import { describe, expect, it } from 'vitest'
import { type DetectPoint, detect } from '../detect/detect.ts'

const namesIn = (text: string, point: DetectPoint): string[] =>
  detect(text, { point })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

describe('characters that make no word, where the words around speak of somebody', () => {
  it.each([
    ['主演凌澈表示很期待', '凌澈'],
    ['记者采访了选手霁岚', '霁岚'],
    ['玩家沐曜霜说道', '沐曜霜'],
  ])('%s: leaves masked', (text, name) => {
    expect(namesIn(text, 'release').join(' ')).toContain(name)
  })
  it.each(['嗯哦知道了', '嘻嘿笑死', '老凤祥', '两个黄鹂鸣翠柳，一行白鹭上青天', '型号见包装 雅川青', '我姓什么'])(
    '%s: nobody',
    (text) => {
      expect(namesIn(text, 'release')).toEqual([])
      expect(namesIn(text, 'review')).toEqual([])
    },
  )
})

describe('capitals of a code', () => {
  it.each(['型号：BCD-525WKPZM(E)', '用Python写的', 'Model X-100'])('%s: nobody', (text) => {
    expect(namesIn(text, 'release')).toEqual([])
  })
})
