import { afterEach, beforeEach, expect, test } from 'vitest'
import { chance } from '#test/search-oracle'
import { ARCHIVED_AT, TestIndex } from '../search.test-support.ts'

let index: TestIndex
beforeEach(() => {
  index = new TestIndex()
})
afterEach(() => index.remove())

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** Texts that fold into each other in every way: case, width, one to many, nothing, traditional, beyond the first plane. */
const LETTERS = [
  'a',
  'A',
  'Ａ',
  '𝐚',
  '!',
  '！',
  '.',
  '…',
  '¨',
  ' ',
  '\u3000',
  '訴',
  '诉',
  '\u200b',
  '\ufe0f',
  '①',
  '1',
  '👍',
]

test('of texts that fold into each other, exact search finds those that hold the word as written', () => {
  const random = chance(20)
  const text = (length: number) => Array.from({ length }, () => random.pick(LETTERS)).join('')
  const texts = Array.from({ length: 4000 }, () => text(1 + random.below(7)))
  const numbers = index.source.add(...texts.map((each) => ({ text: each, time: ARCHIVED_AT })))
  index.indexAll()
  let opened = 0
  let found = 0
  for (let n = 0; n < 600; n++) {
    const word = text(1 + random.below(random.pick([1, 2, 3, 4])))
    index.source.opened = []
    const expected = numbers.filter((_, at) => texts[at]?.includes(word))
    expect(index.findAll(quoted(word), { mode: 'exact', limit: 1000 }).numbers.toReversed()).toEqual(expected)
    const without = numbers.filter((_, at) => !texts[at]?.includes(word))
    expect(index.find(`-${quoted(word)}`, { mode: 'exact' }).total).toBe(without.length)
    opened += index.source.opened.length
    found += expected.length
  }
  expect(found).toBeGreaterThan(50_000)
  expect(opened).toBeGreaterThan(0)
})

test('a word whose characters came from themselves is decided without opening a record', () => {
  const texts = Array.from({ length: 500 }, (_, at) => `投诉${at}！`)
  index.source.add(...texts.map((text) => ({ text, time: ARCHIVED_AT })))
  index.indexAll()
  for (const [word, total] of [
    ['投诉', 500],
    ['！', 500],
    ['!', 0],
    ['诉1', 111],
    ['9！', 50],
    ['投訴', 0],
  ] as const) {
    expect(index.find(quoted(word), { mode: 'exact' }).total).toBe(total)
  }
  expect(index.source.opened).toEqual([])
})
