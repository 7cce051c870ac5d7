import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ParticipantNo } from '#base'
import { chance, normalise } from '#test/search-oracle'
import { parseQuery } from '../query/query.ts'
import { isOneEdit } from '../query/seek.ts'
import { TestIndex } from '../search.test-support.ts'
import { shareRead } from './bounds.ts'

// Expansions that docs/search.md states: together, in exact mode, and what they cost. Each by itself is judged by the table of stated.test.ts.

let index: TestIndex
beforeEach(() => {
  index = new TestIndex()
})
afterEach(() => index.remove())

const NOON = Date.UTC(2026, 9, 5, 4)

function found(texts: readonly string[], query: string, mode: 'normal' | 'exact' = 'normal'): string[] {
  const numbers = index.source.add(...texts.map((text, at) => ({ text, time: NOON + at })))
  index.indexAll()
  const hits = new Set(index.findAll(query, { mode }).numbers)
  return texts.filter((_, at) => hits.has(numbers[at] ?? -1))
}

test('what is not there may be an expansion as well, inside any group', () => {
  const texts = ['ok 退款', 'okay 退款', '张三 ok', 'book 张叁']
  expect(found(texts, '退款 -=ok')).toEqual(['okay 退款'])
  index.source.told.length = 0
  expect(found(['a'], '-(~bank | py:zs)')).toEqual(['a'])
})

test('a group mixes them', () => {
  const texts = ['ok 退款', 'okay 退款', '章三 ok', 'book 张叁']
  expect(found(texts, '(=ok | sound:张三) -退款')).toEqual(['章三 ok', 'book 张叁'])
})

test('exact mode knows whole words as written', () => {
  expect(found(['OK!', 'ok!', 'ＯＫ!', 'okay', 'ＡOK'], '=OK', 'exact')).toEqual(['OK!'])
})

test('file: names an ending or a type of file, in records that carry one', () => {
  const numbers = index.source.add(
    { text: '[文件] 合同.PDF', time: NOON, kind: 'file' },
    { text: '[文件] 报价.xlsx（1.2 MB）', time: NOON, kind: 'file' },
    { text: '看合同.pdf', time: NOON, kind: 'text' },
    { text: '[文件] 合同.pdfx', time: NOON, kind: 'file' },
    { text: '扫描.jpg', time: NOON, kind: 'image' },
  )
  index.indexAll()
  const hits = (query: string) => index.findAll(query, { order: 'oldest' }).numbers.map((no) => numbers.indexOf(no))
  expect(hits('file:pdf')).toEqual([0])
  expect(hits('file:.pdf,xlsx')).toEqual([0, 1])
  expect(hits('文件：表格')).toEqual([1])
  expect(hits('file:picture')).toEqual([4])
  expect(hits('-file:document kind:file')).toEqual([1, 3])
})

test('many rows of a common word are mostly decided without opening them', () => {
  const texts = Array.from({ length: 3000 }, (_, n) =>
    n % 3 === 0 ? `ok ${n}` : n % 3 === 1 ? 'okay' : `book ok ${n}`,
  )
  index.source.add(...texts.map((text, at) => ({ text, time: NOON + at })))
  index.indexAll()
  expect(index.find('=ok').total).toBe(2000)
  expect(index.source.opened.length).toBeLessThan(2100)
})

test('a search that would have to open too much is refused, and counts only what is in scope', () => {
  index.source.add(...Array.from({ length: 31_000 }, (_, at) => ({ text: '张三丰', time: NOON + at, conversation: 2 })))
  index.source.add({ text: '张三丰', time: NOON, conversation: 1 })
  index.indexAll()
  expect(() => index.find('py:zsf')).toThrow(expect.objectContaining({ kind: 'invalid', code: 'query_too_broad' }))
  const scope = { conversations: new Set([1]) as never, from: null, to: null, kinds: null, undated: true } // a number
  expect(index.find('py:zsf', { scope }).total).toBe(1)
})

test('looking pairs up costs what the query says, whatever the archive holds', () => {
  const share = (query: string) => shareRead(parseQuery(query, 'normal').root)
  expect([share('投诉'), share('=ok'), share('~refund')]).toEqual([0, 0, 0])
  expect([share('~投诉'), share('py:zhangsan')].every((one) => one < 0.01)).toBe(true)
  expect(share('py:zsf')).toBeGreaterThan(0.05)
  expect(share('a -(b | py:zsf)')).toBe(share('py:zsf'))
})

test('one edit is found in random texts as a slow comparison finds it', () => {
  const random = chance(31)
  const letters = ['a', 'b', 'c', 'A', '1', ' ', '中', 'ü']
  const text = () => Array.from({ length: 3 + random.below(6) }, () => random.pick(letters)).join('')
  const texts = Array.from({ length: 1500 }, text)
  const numbers = index.source.add(...texts.map((each) => ({ text: each, time: NOON })))
  index.indexAll()
  for (let n = 0; n < 60; n++) {
    const word = `a${Array.from({ length: 3 + random.below(3) }, () => random.pick(['a', 'b', 'c', '1'])).join('')}`
    const expected = numbers.filter((_, at) =>
      normalise(texts[at] ?? '')
        .split(/[^0-9a-zü]+/)
        .some((each) => !each.includes('ü') && distance(word, each) <= 1),
    )
    const hits = index.findAll(`~${word}`).numbers
    expect(
      hits.toSorted((a, b) => a - b),
      word,
    ).toEqual(expected)
  }
})

test('isOneEdit says what a table of distances says', () => {
  const random = chance(32)
  for (let n = 0; n < 20_000; n++) {
    const some = () => Array.from({ length: 3 + random.below(4) }, () => random.pick(['a', 'b', 'c'])).join('')
    const [a, b] = [some(), some()]
    const points = Array.from(b, (letter) => letter.charCodeAt(0))
    expect(isOneEdit(a, points, 0, points.length), `${a} ${b}`).toBe(distance(a, b) <= 1)
  }
})

/** Optimal string alignment, by the table. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j))
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let best = i === 0 || j === 0 ? i + j : Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, at(i - 2, j - 2) + 1)
      const row = rows[i]
      if (row) row[j] = best
    }
  }
  return at(a.length, b.length)
}

test('facets count what is in scope, and the rest together', () => {
  index.source.add(
    ...Array.from({ length: 60 }, (_, n) => ({ text: 'x', time: NOON + n, conversation: 1, sender: 1 + n })),
    ...Array.from({ length: 5 }, (_, n) => ({
      text: 'x',
      time: NOON + n,
      conversation: 2,
      sender: 7,
      kind: 'image' as const,
    })),
    { text: 'x', time: null, conversation: 1, sender: null },
    { text: 'y', time: NOON, conversation: 3, sender: 99 },
  )
  index.indexAll()
  const { facets } = index.find('x', { facets: ['sender', 'kind', 'conversation'] })
  expect(facets.sender?.top.length).toBe(50)
  expect(facets.sender?.top[0]).toEqual({ value: 7, hits: 6 })
  expect(facets.sender?.top[1]).toEqual({ value: null, hits: 1 })
  expect(facets.sender?.rest).toEqual({ values: 11, hits: 11 })
  expect(facets.kind).toEqual({
    top: [
      { value: 'text', hits: 61 },
      { value: 'image', hits: 5 },
    ],
    rest: { values: 0, hits: 0 },
  })
  expect(facets.conversation?.top).toEqual([
    { value: 1, hits: 61 },
    { value: 2, hits: 5 },
  ])
  const scope = { conversations: new Set([2]) as never, from: null, to: null, kinds: null, undated: true } // a number
  expect(index.find('', { scope, facets: ['conversation', 'sender'] }).facets).toEqual({
    conversation: { top: [{ value: 2, hits: 5 }], rest: { values: 0, hits: 0 } },
    sender: { top: [{ value: 7 as ParticipantNo, hits: 5 }], rest: { values: 0, hits: 0 } },
  })
  expect(index.find('x').facets).toEqual({})
})
