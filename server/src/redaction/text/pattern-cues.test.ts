import { describe, expect, it } from 'vitest'
import { ALL } from '../codes/find-patterns.ts'
import { normalise } from './normal.ts'
import { cuesOf } from './pattern-cues.ts'
import { readingText } from './reading-text.ts'
import { TELLING_TEXTS } from './telling-texts.test-support.ts'
import { Woken } from './woken.ts'

function written(pattern: RegExp): string | null {
  const cues = cuesOf(pattern)
  if (cues === null) return null
  return [...cues].sort().join(' ')
}

describe('what wakes a pattern is read off it', () => {
  it.each([
    [/密码|口令/, '口令 密码'],
    // of a sequence what stands in the fewest texts
    [/\d{3}号楼/, '号楼'],
    [/[楼层][上下]/, '层上 层下 楼上 楼下'],
    [/(?:验证码|pin)[:： ]?\d/, 'pin 验证码'],
    [/[Cc]ar /, 'Car car'],
    // of several only the last stands beside what follows
    [/\d楼{1,2}\d/, '楼'],
    [/(?:楼{2}上|上楼+下[多少]?)/, '上楼 楼上'],
    // what may be missing tells nothing, and nothing stands beside it
    [/号?码?座/, '座'],
    [/楼(?:的)?座/, '楼'],
    [/单元{2}/, '单元'],
    // looked at only, but it has to stand there
    [/\d{2,6}(?=带走)/, '带走'],
    [/楼(?!上)下/, '楼下'],
    [/(?<!密码)\d座/, '座'],
    [/x(?<![a-z]{2})/i, 'X x'],
    // one branch may be anything
    [/密码|.{3}/, null],
    [/密码|/, null],
    [/[^楼]\p{L}\w\s./u, null],
    [/[\u4e00-\u9fff]{2}/, null],
    // ſ is an s where a pattern reads Unicode without its cases
    [/s/iu, null],
    [/[{}]{1,2}[\u{1F600}]/u, '{ }'],
  ])('%s', (pattern, cues) => {
    expect(written(pattern)).toBe(cues)
  })
})

describe('what it does not understand', () => {
  it.each([/(?i:密码)\d/, /[[a-z]--[b]]密/v])('%s is refused where it is written', (pattern) => {
    expect(() => cuesOf(pattern)).toThrow('no cue is read off')
  })
})

describe('a text wakes', () => {
  const rules = [
    /密码/,
    /[a-z]{3}\d/,
    /楼[上下]/,
    /.{3}/,
    ...Array.from({ length: 40 }, (_, i) => new RegExp(`甲${i}z`)),
  ]
  const woken = new Woken(rules, (rule) => rule)
  it.each([
    ['', [3]],
    ['我家楼下', [2, 3]],
    ['楼房在下面，码', [3]],
    ['密码是a1', [0, 1, 3]],
    ['甲3z甲39z', [1, 3, 7, 43]],
  ])('%j', (text, expected) => {
    const found = woken.in(text).map((rule) => rules.indexOf(rule))
    expect(expected.filter((i) => !found.includes(i))).toEqual([])
    expect(found).toEqual([...found].sort((a, b) => a - b))
    for (const [i, rule] of rules.entries()) if (rule.test(text)) expect(found).toContain(i)
  })
  it('also what stands only in its other reading', () => {
    expect(new Woken([/12/], (rule) => rule).in('一二', '12')).toHaveLength(1)
    expect(new Woken([/12/], (rule) => rule).in('一二')).toHaveLength(0)
  })
})

describe('no pattern that ships sleeps through a text that it matches', () => {
  const woken = new Woken(ALL, ({ pattern }) => pattern)
  it('has a cue', () => {
    expect(ALL.filter(({ pattern }) => cuesOf(pattern) === null)).toEqual([])
  })
  it.each(TELLING_TEXTS)('%s', (text) => {
    const reading = readingText(normalise(text))
    const found = woken.in(reading.plain, reading.figures)
    const matching = ALL.filter(({ pattern, on }) => {
      pattern.lastIndex = 0
      return pattern.test(reading[on])
    })
    expect(matching.length).toBeGreaterThan(0)
    expect(matching.filter((one) => !found.includes(one))).toEqual([])
    expect(found.length).toBeLessThan(ALL.length / 2)
  })
})
