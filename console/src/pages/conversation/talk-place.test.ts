import { describe, expect, it } from 'vitest'
import type { TalkRow } from './talk.ts'
import { heightOf, offsetOf } from './talk-heights.ts'
import { endToLoad, placeOf } from './talk-place.ts'

type Record = Extract<TalkRow, { row: 'record' }>['record']

const said = (record: number, time: number | null, text = '好', more: Partial<Record> = {}): TalkRow => ({
  row: 'record',
  key: String(record),
  leads: false,
  original: null,
  // only what a place and a height are told from
  record: {
    record,
    time,
    kind: 'text',
    text: { text, masks: [], highlights: [] },
    versions: [],
    recalledBy: null,
    refersTo: null,
    refersElsewhere: false,
    ...more,
  } as unknown as Record, // what the functions under test read of a record; the rest of one is the server's matter
})
const day: TalkRow = { row: 'day', key: 'day/2026-09-01/1', day: '2026-09-01', gapDays: 0 }
const rows = [said(9, null), day, said(1, 100), said(2, 200), said(3, 200), said(4, 300)]

describe('where a conversation is entered', () => {
  it('is the record asked for, and nowhere while it is not loaded', () => {
    expect(placeOf(rows, 2, null)).toBe(3)
    expect(placeOf(rows, 77, null)).toBe(-1)
  })

  it('is the first record at or after a time, past days and undated ones', () => {
    expect(placeOf(rows, null, 200)).toBe(3)
    expect(placeOf(rows, null, 101)).toBe(3)
  })

  it('is the first dated record for a time before all, the last for one after all or for none', () => {
    expect(placeOf(rows, null, 1)).toBe(2)
    expect(placeOf(rows, null, 301)).toBe(5)
    expect(placeOf(rows, null, null)).toBe(5)
  })
})

describe('more of a conversation', () => {
  const both = { older: true, newer: true }

  it('is asked for before an end is reached, the nearer end first', () => {
    expect(endToLoad(100, 9000, both)).toBe('older')
    expect(endToLoad(9000, 100, both)).toBe('newer')
    expect(endToLoad(800, 300, both)).toBe('newer')
  })

  it('is not asked for in the middle, nor where there is none', () => {
    expect(endToLoad(9000, 9000, both)).toBeNull()
    expect(endToLoad(0, 9000, { older: false, newer: true })).toBeNull()
    expect(endToLoad(0, 300, { older: false, newer: true })).toBe('newer')
  })
})

describe('the height of a row that was never drawn', () => {
  it('grows with the lines of its text, by the width of the letters', () => {
    const lines = (text: string) => heightOf(said(1, 1, text))
    expect(lines('字'.repeat(33))).toBe(lines('a'.repeat(65)))
    expect(lines('字'.repeat(32))).toBe(lines('a'))
    expect(lines('a\na')).toBe(lines('字'.repeat(33)))
  })

  it('is more for what stands above or below the text', () => {
    expect(heightOf(said(1, 1, '好', { recalledBy: 2 }))).toBeGreaterThan(heightOf(said(1, 1)))
    expect(heightOf(said(1, 1, '好', { refersElsewhere: true }))).toBeGreaterThan(heightOf(said(1, 1)))
  })

  it('adds up to where a row begins', () => {
    expect(offsetOf(rows, 2, 44)).toBe(44 + heightOf(said(9, null)) + heightOf(day))
  })
})
