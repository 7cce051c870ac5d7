import { describe, expect, it } from 'vitest'
import { DAY, parseDay } from '../../time.ts'
import type { Hit } from '../../wire.ts'
import { barsOf, groupHits, neighbourOf } from './hits.ts'

const hit = (record: number, conversation: number): Hit => ({
  record,
  conversation,
  time: record,
  sender: 1,
  kind: 'text',
})
const page = (...hits: Hit[]) => ({ hits })
const shown = (rows: ReturnType<typeof groupHits>) =>
  rows.map((row) => (row.row === 'hit' ? row.hit.record : `#${row.conversation}x${row.count}`))

describe('hits by conversation', () => {
  it('stand together in the order of their first', () => {
    expect(shown(groupHits([page(hit(9, 1), hit(8, 2), hit(7, 1))]))).toEqual(['#1x2', 9, 7, '#2x1', 8])
  })

  it('of a later page never move the earlier ones', () => {
    const first = page(hit(9, 1), hit(8, 2))
    const before = shown(groupHits([first]))
    expect(shown(groupHits([first, page(hit(7, 1))])).slice(0, before.length)).toEqual(before)
  })

  it('go on under the same head when the next page begins where the last ended', () => {
    expect(shown(groupHits([page(hit(9, 1)), page(hit(8, 1))]))).toEqual(['#1x1', 9, 8])
  })
})

describe('the next hit and the one before', () => {
  const pages = [page(hit(9, 1), hit(8, 2), hit(7, 1)), page(hit(6, 2))]

  it('follow the order on the page and end at its ends', () => {
    expect(neighbourOf(pages, null, 1)).toBe(9)
    expect([9, 7, 8].map((at) => neighbourOf(pages, at, 1))).toEqual([7, 8, 6])
    expect(neighbourOf(pages, 6, 1)).toBeNull()
    expect(neighbourOf(pages, 9, -1)).toBeNull()
    expect(neighbourOf([], null, 1)).toBeNull()
  })
})

describe('bars of hits', () => {
  it('have no gaps, and each knows its half-open range', () => {
    const bars = barsOf([
      { day: '2026-09-01', hits: 3 },
      { day: '2026-09-04', hits: 1 },
    ])
    expect(bars.map((bar) => bar.hits)).toEqual([3, 0, 0, 1])
    expect(bars[3]).toMatchObject({
      name: '09-04',
      from: parseDay('2026-09-04'),
      to: (parseDay('2026-09-04') ?? 0) + DAY,
    })
  })

  it('become weeks, then calendar months, as the stretch grows, and lose no hit', () => {
    const weeks = barsOf([
      { day: '2026-01-01', hits: 2 },
      { day: '2026-09-30', hits: 5 },
    ])
    expect(weeks.length).toBeLessThan(60)
    const months = barsOf([
      { day: '2015-12-31', hits: 2 },
      { day: '2026-01-01', hits: 5 },
    ])
    expect(months[0]).toMatchObject({ name: '2015-12', hits: 2 })
    expect(months.at(-1)).toMatchObject({ name: '2026-01', hits: 5 })
    for (const bars of [weeks, months]) expect(bars.reduce((sum, bar) => sum + bar.hits, 0)).toBe(7)
    for (let i = 1; i < months.length; i++) expect(months[i]?.from).toBe(months[i - 1]?.to)
  })

  it('are none without days', () => {
    expect(barsOf([])).toEqual([])
    expect(barsOf([{ day: 'undated', hits: 1 }])).toEqual([])
  })
})
