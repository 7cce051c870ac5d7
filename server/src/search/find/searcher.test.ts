import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ConversationNo, Instant, ParticipantNo } from '#base'
import { chance } from '#test/search-oracle'
import { ARCHIVED_AT, EVERYTHING, TestIndex } from '../search.test-support.ts'
import { ask, randomScope, scan, tell } from '../story.test-support.ts'
import type { SearchInput } from './answer.ts'
import { writeCursor } from './cursor.ts'

let index: TestIndex
beforeEach(() => {
  index = new TestIndex()
})
afterEach(() => index.remove())

const DAY = 86_400_000
const NOON = Date.UTC(2026, 9, 5, 4)

describe('random queries under random scopes are answered as a scan of the scope answers them', () => {
  test.each(['normal', 'exact'] as const)(
    'in %s mode, all numbers, in order, page by page',
    (mode) => {
      const random = chance(mode === 'normal' ? 10 : 11)
      index.source.add(...tell(random, 1500))
      index.indexAll()
      let inside = 0
      let outside = 0
      const rounds = 400
      for (let n = 0; n < rounds; n++) {
        if (n % 80 === 40) {
          // while it grows, and after it was settled
          index.source.add(...tell(random, 150))
          index.indexAll()
          if (n > 200) index.settleAll()
        }
        const asked = ask(random, index.source.told, mode)
        const under = randomScope(random)
        const expected = scan(index.source.told, under, asked.holds)
        const found = index.findAll(asked.query, { ...under, mode, limit: random.pick([1, 7, 50, 1000]) })
        expect(found, asked.query).toEqual({ numbers: expected.inScope, total: expected.inScope.length })
        if (expected.inScope.length > 0) inside++
        if (expected.outside.length > 0) outside++
      }
      expect(inside / rounds).toBeGreaterThan(0.3)
      expect(outside / rounds).toBeGreaterThan(0.3)
    },
    60_000,
  )
})

describe('the scope', () => {
  const only = (conversation: number): SearchInput['scope'] => ({
    ...EVERYTHING,
    conversations: new Set([conversation as ConversationNo]),
  })

  test('gives a word outside it the same answer as a word that is nowhere', () => {
    index.source.add({ text: '绝密词', time: NOON, conversation: 2 }, { text: '平常话', time: NOON, conversation: 1 })
    index.indexAll()
    const outside = index.find('绝密词', { scope: only(1), byDay: true })
    const nowhere = index.find('无此词', { scope: only(1), byDay: true })
    expect({ ...outside, expansion: null }).toEqual({ ...nowhere, expansion: null })
    expect(outside).toMatchObject({ total: 0, hits: [], next: null, days: [] })
    expect(index.find('绝密词', { scope: only(2) }).total).toBe(1)
  })

  test('keeps exact search from opening anything outside it', () => {
    const [outside, inside] = index.source.add(
      { text: 'ＯＫ！', time: NOON, conversation: 2 },
      { text: 'ＯＫ！', time: NOON, conversation: 1 },
    )
    index.indexAll()
    expect(index.find('"ＯＫ！"', { scope: only(1), mode: 'exact' }).total).toBe(1)
    expect(index.source.opened).toEqual([inside])
    expect(index.source.opened).not.toContain(outside)
  })

  test('of no conversation or no kind finds nothing, with or without words', () => {
    index.source.add({ text: '你好', time: NOON })
    index.indexAll()
    for (const query of ['', '你好', '-再见']) {
      expect(index.find(query).total).toBe(1)
      expect(index.find(query, { scope: { ...EVERYTHING, conversations: new Set() } }).total).toBe(0)
      expect(index.find(query, { scope: { ...EVERYTHING, kinds: new Set() } }).total).toBe(0)
      expect(index.find(query, { senders: [] }).total).toBe(0)
      expect(index.find(query, { senders: [1 as ParticipantNo] }).total).toBe(1)
    }
  })

  test('ends before its last millisecond’s successor and begins with its first', () => {
    index.source.add({ text: 'x', time: NOON })
    index.indexAll()
    const within = (from: number, to: number) =>
      index.find('x', { scope: { ...EVERYTHING, from: from as Instant, to: to as Instant } }).total
    expect([within(NOON, NOON + 1), within(NOON - 1, NOON), within(NOON + 1, NOON + 2)]).toEqual([1, 0, 0])
  })

  test('holds undated records only where it says so, and no time range asked for holds them', () => {
    index.source.add({ text: 'x', time: null })
    index.indexAll()
    expect(index.find('x').hits).toMatchObject([{ time: null }])
    expect(index.find('x', { scope: { ...EVERYTHING, undated: false } }).total).toBe(0)
    expect(index.find('x', { scope: { ...EVERYTHING, from: NOON as Instant } }).total).toBe(1)
    expect(index.find('x', { from: NOON as Instant }).total).toBe(0)
  })
})

describe('answers', () => {
  test('come newest first by time and number, undated last, in whatever order they were archived', () => {
    const told = [5, 1, null, 3, 3, 2, null, 4].map((n) => ({ text: 'x', time: n === null ? null : NOON + n * DAY }))
    const [five, one, undated, three, alsoThree, two, alsoUndated, four] = index.source.add(...told)
    const odd = index.source.add({ text: 'x', time: 0 }, { text: 'x', time: ARCHIVED_AT + 3 * DAY })
    index.indexAll()
    const newest = [odd[1], five, four, alsoThree, three, two, one, odd[0], alsoUndated, undated]
    const oldest = [odd[0], one, two, three, alsoThree, four, five, odd[1], undated, alsoUndated]
    for (const limit of [1, 2, 3, 50]) {
      expect(index.findAll('x', { limit }).numbers).toEqual(newest)
      expect(index.findAll('x', { limit, order: 'oldest' }).numbers).toEqual(oldest)
    }
  })

  test('tell time, conversation, sender and kind as archived', () => {
    index.source.add({ text: 'x', time: NOON, conversation: 70_000, sender: 90_000, kind: 'card' })
    index.source.add({ text: 'x', time: NOON - DAY, conversation: 3, sender: null })
    index.indexAll()
    expect(index.find('x').hits).toEqual([
      { record: 0, time: NOON, about: { conversation: 70_000, sender: 90_000, kind: 'card' } },
      { record: 1, time: NOON - DAY, about: { conversation: 3, sender: null, kind: 'text' } },
    ])
  })

  test('count hits per day of the house’s zone', () => {
    const midnight = Date.UTC(2026, 9, 4, 16) // 2026-10-05 00:00 in UTC+8
    index.source.add(
      { text: 'x', time: midnight },
      { text: 'x', time: midnight - 1 },
      { text: 'x', time: midnight + DAY - 1 },
    )
    index.source.add({ text: 'x', time: null }, { text: 'x', time: 0 }, { text: 'y', time: midnight })
    index.indexAll()
    expect(index.find('x', { byDay: true }).days).toEqual([
      { day: '1970-01-01', hits: 1 },
      { day: '2026-10-04', hits: 1 },
      { day: '2026-10-05', hits: 2 },
    ])
    expect(index.find('x').days).toBeNull()
  })

  test('go on from a cursor although records arrived meanwhile', () => {
    const first = index.source.add(...[1, 2, 3, 4].map((n) => ({ text: 'x', time: NOON + n })))
    index.indexAll()
    const page = index.find('x', { limit: 2 })
    index.source.add({ text: 'x', time: NOON + 9 })
    index.indexAll()
    const rest = index.find('x', { limit: 9, cursor: page.next })
    expect([...page.hits, ...rest.hits].map((hit) => hit.record)).toEqual(first.toReversed())
    expect([page.total, rest.total]).toEqual([4, 5])
  })

  test('can begin around any place', () => {
    const numbers = index.source.add(...[1, 2, 3].map((n) => ({ text: 'x', time: NOON + n })))
    index.indexAll()
    const place = { time: (NOON + 2) as Instant, record: numbers[1] as never }
    const records = (order: 'newest' | 'oldest') =>
      index.find('', { order, cursor: writeCursor(order, place) }).hits.map((hit) => hit.record)
    expect(records('newest')).toEqual([numbers[0]])
    expect(records('oldest')).toEqual([numbers[2]])
  })

  test('say how far the index is', () => {
    index.source.add({ text: 'x', time: NOON })
    expect(index.find('x')).toMatchObject({ total: 0, indexed: 0 })
    index.indexAll()
    expect(index.find('x')).toMatchObject({ total: 1, indexed: 1 })
  })

  test.each([
    'x',
    '1.n.5',
    Buffer.from('1.n.5').toString('base64url'),
    Buffer.from('1.n.5.-2').toString('base64url'),
    Buffer.from('1.n.99999999999999999.1').toString('base64url'),
    Buffer.from('2.n.5.1').toString('base64url'),
    writeCursor('oldest', { time: NOON as Instant, record: 1 as never }),
  ])('refuse the cursor %j', (cursor) => {
    expect(() => index.find('x', { cursor })).toThrow(
      expect.objectContaining({ code: 'cursor_malformed', kind: 'invalid' }),
    )
  })
})

describe('exact search', () => {
  test('tells what folding makes equal apart, and does not open what folds to itself', () => {
    const [plain, wide, other] = index.source.add(
      { text: 'ok!', time: NOON },
      { text: 'ＯＫ！', time: NOON - 1 },
      { text: 'OK!', time: NOON - 2 },
    )
    index.indexAll()
    expect(index.findAll('ok!').numbers).toEqual([plain, wide, other])
    expect(index.findAll('ok!', { mode: 'exact' }).numbers).toEqual([plain])
    expect(index.source.opened.sort()).toEqual([wide, other])
    expect(index.findAll('"ＯＫ"', { mode: 'exact' }).numbers).toEqual([wide])
    expect(index.findAll('-ok!', { mode: 'exact' }).numbers).toEqual([wide, other])
  })

  test('finds what folds to nothing', () => {
    const [hidden] = index.source.add({ text: '银\u200b行', time: NOON }, { text: '银行', time: NOON })
    index.indexAll()
    expect(index.findAll('"\u200b"', { mode: 'exact' }).numbers).toEqual([hidden])
    expect(index.findAll('银行').total).toBe(2)
    expect(() => index.find('"\u200b"')).toThrow(expect.objectContaining({ code: 'query_word_empty' }))
  })

  test('does not find a record whose key was destroyed, and finds the others', () => {
    const [gone, kept] = index.source.add({ text: 'ＯＫ', time: NOON }, { text: 'ＯＫ', time: NOON })
    index.indexAll()
    index.source.destroyed.add(gone ?? -1)
    expect(index.findAll('"ＯＫ"', { mode: 'exact' }).numbers).toEqual([kept])
  })
})

test('words of any length are found, up to the longest query', () => {
  const long = '很长的一段话'.repeat(160)
  index.source.add({ text: `a${long}b`, time: NOON }, { text: long.slice(0, 900), time: NOON })
  index.indexAll()
  expect(index.find(long.slice(3, 1000)).total).toBe(1)
  expect(index.find('ﷺ'.repeat(1000)).total).toBe(0)
})

test('what an attacker writes into a message cannot leave its token', () => {
  const texts = [
    '" OR a',
    'a" AND "b',
    'NEAR(a b)',
    'a*',
    '^a',
    'word: a',
    "');--",
    '\u{10ffff}000041',
    '\u0000a',
    'ｆｅｅ',
  ]
  const numbers = index.source.add(...texts.map((text) => ({ text, time: NOON })))
  index.indexAll()
  texts.forEach((text, at) => {
    expect(index.findAll(`"${text.replaceAll('"', '""')}"`, { mode: 'exact' }).numbers).toEqual([numbers[at]])
  })
})

test('runs of one character are found at any length, before and after they were listed', () => {
  const laugh = (length: number, at: number) => ({ text: `好${'哈'.repeat(length)}！`, time: NOON + at * 1000 })
  const runs = Array.from({ length: 40 }, (_, at) => (at % 13) + 1)
  index.source.add(...runs.map(laugh))
  index.indexAll()
  const expectAll = (told: readonly number[]) => {
    for (let length = 1; length <= 14; length++) {
      const { total, hits } = index.find('哈'.repeat(length), { limit: 5 })
      const longEnough = told.filter((run) => run >= length).length
      expect([length, total, hits.length]).toEqual([length, longEnough, Math.min(5, longEnough)])
    }
  }
  expectAll(runs)
  index.settleAll()
  expectAll(runs)
  const more = [3, 3, 12].map((length, at) => laugh(length, 50 + at))
  index.source.add(...more)
  index.indexAll()
  expectAll([...runs, 3, 3, 12])
  index.settleAll()
  expectAll([...runs, 3, 3, 12])
})

test('a word that a list counts has the same total, pages and days as one that is read', () => {
  index.source.add(
    ...Array.from({ length: 60 }, (_, at) => ({ text: at % 3 ? '退款了' : '退货', time: NOON + at * DAY })),
  )
  index.indexAll()
  const asked = ['退', '退款', '货', '款了', '无'].map((word) => () => {
    const { total, hits, days } = index.find(word, { limit: 7, byDay: true })
    const under = index.find(word, { limit: 7, senders: [1 as ParticipantNo] })
    return { total, hits, days, under: under.total, all: index.findAll(word, { limit: 9 }).numbers }
  })
  const read = asked.map((ask) => ask())
  index.settleAll()
  expect(asked.map((ask) => ask())).toEqual(read)
  expect(read.map(({ total }) => total)).toEqual([60, 40, 20, 40, 0])
})
