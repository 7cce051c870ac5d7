import { describe, expect, it } from 'vitest'
import { visible } from './visible.ts'

const both = (text: string) => [visible(text, 3), visible(text, 4)]

describe('what a screen does not show', () => {
  it('is shown by its number in every version', () => {
    for (const text of ['\u202e', '\u200b', '\ufeff', '\u{e0041}'])
      expect(both(`a${text}b`)[0]).toBe(both(`a${text}b`)[1])
    expect(visible('a\u200bb\nc')).toBe('a〖U+200B〗b⏎c')
  })

  it.each<[what: string, text: string, shown: string]>([
    ['a joiner in a name', '林\u200d若\u200c溪', '林〖U+200D〗若〖U+200C〗溪'],
    ['a joiner in a number', '138\u200d0013', '138〖U+200D〗0013'],
    ['selectors that carry a text', '好\u{e0131}\u{e0132}', '好〖U+E0131〗〖U+E0132〗'],
    ['a selector behind a digit', '1\ufe0f3\ufe0f', '1〖U+FE0F〗3〖U+FE0F〗'],
    ['a selector behind a letter', '林\ufe01', '林〖U+FE01〗'],
    ['letters that are blank', '\u3164\u2800\u115f\uffa0\u034f', '〖U+3164〗〖U+2800〗〖U+115F〗〖U+FFA0〗〖U+034F〗'],
    ['a picture that is joined to nothing', '👨\u200d号', '👨〖U+200D〗号'],
    ['two selectors behind a picture', '❤\ufe0f\ufe0f', '❤\ufe0f〖U+FE0F〗'],
    ['two joiners', '👨\u200d\u200d👩', '👨〖U+200D〗〖U+200D〗👩'],
  ])('from version 4 on: %s', (_what, text, shown) => {
    expect(both(text)).toEqual([text, shown])
  })

  it.each<[what: string, text: string]>([
    ['a family', '👨\u200d👩\u200d👧'],
    ['a heart on fire', '❤\ufe0f\u200d🔥'],
    ['a tone of skin', '👩🏽\u200d🔬'],
    ['a keycap', '1\ufe0f\u20e3'],
    ['Persian', 'می\u200cخواهم'],
    ['Hindi', 'क्\u200dष'],
    ['Malayalam at the end of a word', 'അവന്\u200d'],
  ])('stays where it is part of the writing: %s', (_what, text) => {
    expect(both(text)).toEqual([text, text])
  })

  it('takes time in proportion to a hostile text', () => {
    const started = process.cpuUsage() // other programs take the time of a clock, not this
    expect(visible('👨\u200d\ufe0f'.repeat(100_000)).length).toBeGreaterThan(300_000)
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000)
  })
})
