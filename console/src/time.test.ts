import { describe, expect, it } from 'vitest'
import {
  addMonths,
  dayOf,
  distance,
  endOf,
  exactOf,
  fromWallClock,
  minuteOf,
  parseDay,
  rangeOf,
  secondOf,
  startOfDay,
  toWallClock,
} from './time.ts'

const at = (text: string) => Date.parse(text)

describe('time in the house’s zone', () => {
  it('is China time wherever the browser stands', () => {
    expect(minuteOf(at('2026-11-21T06:20:00Z'))).toBe('2026-11-21 14:20')
    expect(dayOf(at('2026-11-20T16:00:00Z'))).toBe('2026-11-21')
    expect(exactOf(at('2026-11-20T15:59:59Z'))).toBe('2026-11-20 23:59:59 UTC+8')
    expect(secondOf(at('2026-11-20T16:00:01Z'))).toBe('2026-11-21 00:00:01')
    expect(minuteOf(at('1999-12-31T16:00:00Z'))).toBe('2000-01-01 00:00')
  })

  it('starts a day at midnight in China', () => {
    expect(startOfDay(at('2026-11-21T06:20:00Z'))).toBe(at('2026-11-20T16:00:00Z'))
    expect(startOfDay(at('1969-12-31T23:00:00Z'))).toBe(at('1969-12-31T16:00:00Z'))
  })

  it('reads a day only when it exists', () => {
    expect(parseDay('2026-02-28')).toBe(at('2026-02-27T16:00:00Z'))
    for (const bad of ['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '']) expect(parseDay(bad), bad).toBeNull()
  })

  it('says a half-open range as people do: the last day is inside', () => {
    const from = parseDay('2026-09-01')
    const to = parseDay('2026-09-16')
    expect(rangeOf(from, to)).toBe('2026-09-01 – 2026-09-15')
    expect(rangeOf(from, parseDay('2026-09-02'))).toBe('2026-09-01')
    expect(rangeOf(null, to)).toBe('… – 2026-09-15')
    expect(rangeOf(from, (to ?? 0) - 60_000)).toBe('2026-09-01 00:00 – 2026-09-15 23:59')
    expect(endOf(to ?? 0)).toEqual({ day: '2026-09-15' })
    expect(endOf((to ?? 0) + 60_000)).toEqual({ minute: '2026-09-16 00:01' })
  })

  it('adds calendar months: the last of January plus one is the last of February', () => {
    expect(dayOf(addMonths(parseDay('2026-01-31') ?? 0, 1))).toBe('2026-02-28')
    expect(dayOf(addMonths(parseDay('2028-01-31') ?? 0, 1))).toBe('2028-02-29')
    expect(minuteOf(addMonths(at('2026-11-21T06:20:00Z'), 3))).toBe('2027-02-21 14:20')
  })

  it('goes through a picker and back unchanged', () => {
    for (const text of ['2026-11-21T06:20:00Z', '2026-03-29T01:30:00Z', '2000-01-01T00:00:00Z']) {
      expect(fromWallClock(toWallClock(at(text)))).toBe(at(text))
    }
  })

  it('says a distance in a unit that tells enough', () => {
    expect(distance(3 * 86_400_000)).toEqual({ n: 3, unit: 'day' })
    expect(distance(-40 * 3_600_000)).toEqual({ n: 40, unit: 'hour' })
    expect(distance(90_000)).toEqual({ n: 90, unit: 'second' })
    expect(distance(0)).toEqual({ n: 0, unit: 'second' })
  })
})
