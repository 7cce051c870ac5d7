import { DAY, HOUSE_OFFSET } from '#base'
import type { HitList } from './page.ts'

/** Hits per day of the house's zone, as days since 1970; days without any and undated records are left out. */
export type Days = ReadonlyMap<number, number>

export function daysOf(lists: readonly HitList[]): Days {
  const days = new Map<number, number>()
  for (const list of lists) {
    if (list.span.form === 'none') continue
    const times = list.column('time', list.rows)
    const start = list.span.base + HOUSE_OFFSET
    const { rows, count } = list
    let day = Number.NaN
    let hits = 0
    for (let i = 0; i < count; i++) {
      const at = Math.floor(((times[rows ? (rows[i] ?? 0) : i] ?? 0) + start) / DAY)
      if (at !== day) {
        if (hits > 0) days.set(day, (days.get(day) ?? 0) + hits)
        day = at
        hits = 0
      }
      hits++
    }
    if (hits > 0) days.set(day, (days.get(day) ?? 0) + hits)
  }
  return days
}

/** The days of all parts of an answer, in order, by name. */
export function namedDays(parts: readonly Days[]): { day: string; hits: number }[] {
  const all = new Map<number, number>()
  for (const days of parts) for (const [day, hits] of days) all.set(day, (all.get(day) ?? 0) + hits)
  return [...all].sort(([a], [b]) => a - b).map(([day, hits]) => ({ day: dayName(day), hits }))
}

function dayName(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}
