import { addMonths, DAY, HOUR, type Instant, MINUTE, Refusal, SECOND } from '#base'

/**
 * A period as packs write it: ISO 8601 (`P3M`, `P14D`, `PT15M`, `P1Y6M`), or working days (`P2WD`, ours).
 * Calendar months stay months: they are never turned into days.
 */
export interface Period {
  readonly text: string
  readonly months: number
  readonly days: number
  readonly workdays: number
  /** Hours, minutes and seconds, in milliseconds. */
  readonly time: number
}

const CALENDAR = /^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/
const WORKDAYS = /^P(\d{1,4})WD$/

/** @throws Refusal `period_invalid` for anything that is not exactly one of the two forms, or is empty (`P`, `PT`) */
export function parsePeriod(text: string): Period {
  const workdays = WORKDAYS.exec(text)
  if (workdays) return { text, months: 0, days: 0, workdays: Number(workdays[1]), time: 0 }
  const match = CALENDAR.exec(text)
  if (!match || text.endsWith('P') || text.endsWith('T')) throw new Refusal('invalid', 'period_invalid')
  const [years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((n) => Number(n ?? 0))
  return {
    text,
    months: years * 12 + months,
    days,
    workdays: 0,
    time: hours * HOUR + minutes * MINUTE + seconds * SECOND,
  }
}

/** The moment that many months, days and hours later. Working days need a calendar: see workdays.ts. */
export function addPeriod(at: Instant, period: Period): Instant {
  if (period.workdays > 0) throw new Refusal('invalid', 'period_in_workdays')
  return (addMonths(at, period.months) + period.days * DAY + period.time) as Instant // an Instant moved by milliseconds
}
