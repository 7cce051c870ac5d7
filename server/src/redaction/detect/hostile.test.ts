import { describe, expect, it } from 'vitest'
import { ALL } from '../codes/find-patterns.ts'
import { maskText } from '../masks/mask.ts'
import { buildRoster } from '../roster/roster.ts'
import { detect } from './detect.ts'

// A sender chooses every character. Steps are counted, not seconds: ten times the text may cost ten times the steps, never a hundred.

const roster = buildRoster('1', [
  { name: '张伟', person: 'par_1', kind: 'name' },
  { name: '张张张张张张张伟', person: 'par_2', kind: 'name' },
  { name: 'aaaaaaaaaaaaaaaaaaaab', person: 'par_3', kind: 'name' },
  { name: 'aaaaaaaa', person: 'par_4', kind: 'account' },
])

const UNITS: readonly (readonly [string, string])[] = [
  ['one digit', '1'],
  ['digits and spaces', '1 '],
  ['digits and dashes', '1-'],
  ['groups that nearly are a mobile', '138 0013 800 '],
  ['mobiles', '13800138000 '],
  ['at signs', '@'],
  ['local parts', 'a@'],
  ['dots', 'a.'],
  ['e-mails that never end', 'a@b.'],
  ['Chinese numerals', '一二'],
  ['mixed numerals', '一1'],
  ['surnames', '张'],
  ['surnames and titles', '张总'],
  ['letters of a nested pattern', 'a'],
  ['gaps', '张 . '],
  ['combining marks', '1\u0301'],
  ['joiners', '👨\u200d'],
  ['invisible characters', '\u200b'],
  ['brackets', '(1'],
  ['plus signs', '+1'],
  ['ids that nearly are', '11010519491231002 '],
  ['the longest fold', '\ufdfa'],
  ['lone surrogates', '\ud800'],
  ['extensions', '010-63553377-8'],
  ['roads', '文三路'],
  ['places', '杭州'],
  ['doors', '3-2-502'],
  ['words that announce', '密码'],
  ['an announced code that never ends', '密码:1 '],
  ['links', 'http://a?k='],
  ['link paths', 'https://a/a/a/'],
  ['English words', 'John Smith '],
  ['foreign names', '斯特'],
  ['birthdays', '生日1990年1月'],
  ['orders', '单号a-'],
  ['numbers in two', '后面1'],
  ['private keys', '-----begin '],
  ['plates', '京A '],
  ['sums', '1,000'],
  ['names with spaces', '张 三\n'],
  ['lists of names', '王小明、'],
  ['names without a sign between', '夜华凌澈霁岚说'],
  ['names with letters beside', 'J.K.罗琳(Jo)'],
  ['nicknames and mentions', '@老王 婷婷，@nick '],
  ['spelled figures', 'one two three '],
  ['misread figures', 'l38O2'],
  ['misspelt names of the roster', '张玮，章伟'],
  ['strangers with a name of the roster in theirs', '张伟杰，'],
  ['signs in names of the roster', '张*伟👍'],
  ['pieces that somebody says', '电话一三八，呃，'],
  ['cells of a table', '工资\t8500\n'],
  ['doors that go on', '3幢，2单元，'],
  ['address blocks', 'Suite 4\nAa Bb\n'],
]

/** Steps for one character: every search of every pass, up to five passes over what is left. */
const MOST_STEPS = 400

function repeat(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
}

const LENGTH = 200_000

describe.each(UNITS)('very many %s', (_name, unit) => {
  it('costs steps in proportion to its length', { timeout: 120_000 }, () => {
    const tenth = { steps: 0 }
    const full = { steps: 0 }
    detect(repeat(unit, LENGTH / 10), { point: 'release', roster, meter: tenth })
    const text = repeat(unit, LENGTH)
    const findings = detect(text, { point: 'release', roster, meter: full })
    expect(full.steps).toBeLessThan(MOST_STEPS * text.length)
    expect(full.steps).toBeLessThan(10.5 * tenth.steps + 1000)
    const { hidden } = maskText(text, findings)
    // in order and not overlapping, as a disclosure wants them
    expect(hidden.every(([start], i) => i === 0 || start >= (hidden[i - 1]?.[1] ?? 0))).toBe(true)
  })
})

describe('a megabyte', () => {
  it('of everything at once costs ten times what a tenth of it costs', { timeout: 120_000 }, () => {
    const mixed = UNITS.map(([, unit]) => repeat(unit, 500)).join('')
    const tenth = { steps: 0 }
    const full = { steps: 0 }
    detect(repeat(mixed, 100_000), { point: 'release', roster, meter: tenth })
    detect(repeat(mixed, 1_000_000), { point: 'release', roster, meter: full })
    expect(full.steps).toBeLessThan(12 * tenth.steps)
  })
})

describe('any text', () => {
  it('is found in and masked without a throw, and what is shown keeps its length in code points', () => {
    let seed = 3
    const random = (n: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
      return (seed >>> 8) % n
    }
    for (let round = 0; round < 2000; round += 1) {
      let text = ''
      for (let i = random(40); i >= 0; i -= 1)
        text += String.fromCharCode(random(4) === 0 ? random(0x10000) : 0x30 + random(10))
      const { text: shown } = maskText(text, detect(text, { point: 'release', roster }))
      expect([...shown].length, JSON.stringify(text)).toBe([...text].length)
    }
  })
})

describe('every pattern', () => {
  it.each(ALL.map(({ pattern }) => pattern.source))('costs a constant at each place: %s', (source) => {
    // outside of classes no quantifier is without an end, and none is larger than a link is long
    const bare = source.replace(/\\./g, 'x').replace(/\[(?:[^\]])*\]/g, 'x')
    expect(bare).not.toMatch(/[*+](?!\?)|[*+]\?/)
    for (const [, most] of bare.matchAll(/\{\d+,(\d*)\}/g)) {
      expect(most).not.toBe('')
      expect(Number(most)).toBeLessThanOrEqual(4000)
    }
  })
})
