import { expect, test } from 'vitest'
import { chance, normalise } from '#test/search-oracle'
import { highlightsOf } from './highlights.ts'
import { type Mode, parseQuery } from './query.ts'

/** The text with its highlights in brackets. */
function marked(text: string, query: string, mode: Mode = 'normal'): string {
  let out = ''
  let at = 0
  for (const [start, end] of highlightsOf(text, parseQuery(query, mode))) {
    out += `${text.slice(at, start)}[${text.slice(start, end)}]`
    at = end
  }
  return out + text.slice(at)
}

test.each([
  ['我要投訴客戶經理', '投诉', '我要[投訴]客戶經理'],
  ['我要投訴客戶經理', '投诉 经理', '我要[投訴]客戶[經理]'],
  ['ＯＫ ok Ok', 'ok', '[ＯＫ] [ok] [Ok]'],
  ['銀\u200b行', '银行', '[銀\u200b行]'],
  ['共㎏，', 'kg', '共[㎏]，'],
  ['哈哈哈哈', '哈哈', '[哈哈哈哈]'],
  ['𠮷野家👍🏽', '野家👍', '𠮷[野家👍]🏽'],
  ['abc', 'ab bc', '[abc]'],
  ['abc', 'a -b', '[a]bc'],
  ['abc', '', 'abc'],
  ['abc', 'x', 'abc'],
])('%s for %s: %s', (text, query, expected) => {
  expect(marked(text, query)).toBe(expected)
})

test('in exact mode only what was written is highlighted', () => {
  expect(marked('ＯＫ ok', 'ok', 'exact')).toBe('ＯＫ [ok]')
})

test('every highlight folds to a text that holds a word, and every text that holds it has one', () => {
  const random = chance(12)
  const letters = ['投', '訴', '诉', 'a', 'Ａ', '①', '1', '\u200b', '👍', '㈱', '株', ' ']
  const text = (length: number) => Array.from({ length }, () => random.pick(letters)).join('')
  for (let n = 0; n < 2000; n++) {
    const body = text(12)
    const word = text(1 + random.below(3))
    if (normalise(word) === '') continue
    const ranges = highlightsOf(body, parseQuery(`"${word}"`, 'normal'))
    expect(ranges.length > 0).toBe(normalise(body).includes(normalise(word)))
    for (const [start, end] of ranges) expect(normalise(body.slice(start, end))).toContain(normalise(word))
  }
})
