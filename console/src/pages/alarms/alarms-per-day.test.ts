import { describe, expect, it } from 'vitest'
import { parseDay } from '../../time.ts'
import { alarmsPerDay } from './alarms-per-day.ts'

const HOUR = 3_600_000
const at = (day: string, hour: number) => (parseDay(day) ?? 0) + hour * HOUR

describe('alarms by day', () => {
  it('stand on the house’s day on which they began, reported apart from waiting, days between at nothing', () => {
    const bars = alarmsPerDay([
      { firstAt: at('2026-09-01', 1), reportedAt: at('2026-09-04', 9) },
      { firstAt: at('2026-09-01', 23), reportedAt: null },
      { firstAt: at('2026-09-03', 0), reportedAt: null },
    ])
    expect(bars.days.map(({ name }) => name)).toEqual(['09-01', '09-02', '09-03'])
    expect(bars.reported).toEqual([1, 0, 0])
    expect(bars.waiting).toEqual([1, 0, 1])
  })

  it('are none without alarms', () => {
    expect(alarmsPerDay([])).toEqual({ days: [], reported: [], waiting: [] })
  })
})
