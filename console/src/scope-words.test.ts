import { describe, expect, it } from 'vitest'
import { calendarRange, daysIn } from './scope-words.ts'
import { DAY, parseDay } from './time.ts'

const day = (text: string) => parseDay(text) ?? 0

describe('a range in words', () => {
  it('is a week from Monday to Monday, and nothing else is', () => {
    expect(calendarRange(day('2026-11-16'), day('2026-11-23'))).toBe('week')
    expect(calendarRange(day('2026-11-17'), day('2026-11-24'))).toBe('range')
    expect(calendarRange(day('2026-11-16') + 1, day('2026-11-23') + 1)).toBe('range')
  })

  it('is a month from the first to the first', () => {
    expect(calendarRange(day('2026-02-01'), day('2026-03-01'))).toBe('month')
    expect(calendarRange(day('2026-02-01'), day('2026-03-02'))).toBe('range')
  })

  it('is all time only when both ends are open', () => {
    expect(calendarRange(null, null)).toBe('all')
    expect(calendarRange(null, day('2026-03-01'))).toBe('range')
  })

  it('counts its days', () => {
    expect(daysIn({ from: day('2026-09-01'), to: day('2026-09-16') })).toBe(15)
    expect(daysIn({ from: 0, to: DAY + 1 })).toBe(2)
    expect(daysIn({ from: 5, to: 5 })).toBe(0)
  })
})
