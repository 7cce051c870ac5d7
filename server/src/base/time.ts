import type { Brand } from './ids.ts'

/** Milliseconds since the Unix epoch, UTC. */
export type Instant = Brand<number, 'Instant'>

export interface Clock {
  now(): Instant
}

/** The only place that reads the machine's clock. */
export const systemClock: Clock = { now: () => Date.now() as Instant }

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The house counts days, weeks and months in China Standard Time (no daylight saving since 1991). */
export const HOUSE_OFFSET = 8 * HOUR

/** Midnight (house zone) of the day that `at` lies in. */
export function startOfDay(at: Instant): Instant {
  return (Math.floor((at + HOUSE_OFFSET) / DAY) * DAY - HOUSE_OFFSET) as Instant
}

/** Midnight (house zone) of the Monday on or before `at`. 1970-01-01 was a Thursday. */
export function startOfWeek(at: Instant): Instant {
  const day = Math.floor((at + HOUSE_OFFSET) / DAY)
  return ((day - ((day + 3) % 7)) * DAY - HOUSE_OFFSET) as Instant
}

/** Midnight (house zone) of the first of the month that `at` lies in. */
export function startOfMonth(at: Instant): Instant {
  const local = new Date(at + HOUSE_OFFSET)
  return (Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - HOUSE_OFFSET) as Instant
}

/** `at` plus calendar months (civil code art. 200-203): 31 Jan + P1M = last day of February. */
export function addMonths(at: Instant, months: number): Instant {
  const local = new Date(at + HOUSE_OFFSET)
  const day = local.getUTCDate()
  const first = Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1)
  const length = new Date(Date.UTC(new Date(first).getUTCFullYear(), new Date(first).getUTCMonth() + 1, 0)).getUTCDate()
  const timeOfDay = (at + HOUSE_OFFSET) % DAY
  return (first + (Math.min(day, length) - 1) * DAY + timeOfDay - HOUSE_OFFSET) as Instant
}
