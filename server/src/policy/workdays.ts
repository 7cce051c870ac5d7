import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { DAY, HOUSE_OFFSET, type Instant, Refusal } from '#base'
import { addPeriod, type Period } from './period.ts'

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const Year = z.looseObject({
  holidays: z.array(z.looseObject({ name: z.string(), from: Day, to: Day })),
  make_up_days: z.array(Day),
})
const File = z.looseObject({
  id: z.string(),
  zone: z.literal('Asia/Shanghai'),
  years: z.record(z.string().regex(/^\d{4}$/), Year),
})

/** Which days are worked. A year that is not in `years` is not known, and no answer about it is made up. */
export interface WorkdayCalendar {
  readonly id: string
  readonly years: ReadonlySet<number>
  /** Day numbers since 1970-01-01 (house zone) that differ from "Monday to Friday". */
  readonly off: ReadonlySet<number>
  readonly worked: ReadonlySet<number>
}

/** The calendar that ships with the house. */
export function readShippedCalendar(): WorkdayCalendar {
  return parseCalendar(readFileSync(new URL('./calendars/CN_state_council.yaml', import.meta.url), 'utf8'))
}

/**
 * Reads a calendar of the shape of calendars/CN_state_council.yaml.
 * @throws Refusal `calendar_invalid` when a date does not exist or lies outside its year, a holiday ends before it
 *   begins, or a make-up day is no weekend day or is itself off
 */
export function parseCalendar(text: string): WorkdayCalendar {
  const file = File.safeParse(parseYaml(text))
  if (!file.success) throw invalid()
  const off = new Set<number>()
  const worked = new Set<number>()
  for (const [year, { holidays, make_up_days }] of Object.entries(file.data.years)) {
    for (const { from, to } of holidays) {
      const last = dayOf(to, year)
      if (dayOf(from, year) > last) throw invalid()
      for (let day = dayOf(from, year); day <= last; day += 1) off.add(day)
    }
    for (const word of make_up_days) {
      const day = dayOf(word, year)
      if (!isWeekend(day) || off.has(day)) throw invalid()
      worked.add(day)
    }
  }
  return { id: file.data.id, years: new Set(Object.keys(file.data.years).map(Number)), off, worked }
}

/** Both calendars; where both know a year, the second one's word counts (a house's own file over the shipped one). */
export function mergeCalendars(shipped: WorkdayCalendar, own: WorkdayCalendar): WorkdayCalendar {
  const kept = (day: number) => !own.years.has(yearOf(day))
  return {
    id: shipped.id,
    years: new Set([...shipped.years, ...own.years]),
    off: new Set([...[...shipped.off].filter(kept), ...own.off]),
    worked: new Set([...[...shipped.worked].filter(kept), ...own.worked]),
  }
}

/** Null: that year is not in the calendar. */
export function isWorkday(at: Instant, calendar: WorkdayCalendar): boolean | null {
  return isWorkedDay(Math.floor((at + HOUSE_OFFSET) / DAY), calendar)
}

/**
 * The end (exclusive) of the n-th working day after the day of `at`; the first day is not counted (Civil Code 201).
 * Null where the way there leads through a year that the calendar does not know: the deadline is then flagged.
 */
export function addWorkdays(at: Instant, workdays: number, calendar: WorkdayCalendar): Instant | null {
  let day = Math.floor((at + HOUSE_OFFSET) / DAY)
  for (let left = workdays; left > 0; ) {
    day += 1
    const worked = isWorkedDay(day, calendar)
    if (worked === null) return null
    if (worked) left -= 1
  }
  return ((day + 1) * DAY - HOUSE_OFFSET) as Instant // midnight of a counted day, house zone
}

/** When something due after `period` is due; null: not computable, show it as flagged. */
export function dueAfter(at: Instant, period: Period, calendar: WorkdayCalendar | null): Instant | null {
  if (period.workdays === 0) return addPeriod(at, period)
  return calendar === null ? null : addWorkdays(at, period.workdays, calendar)
}

function isWorkedDay(day: number, calendar: WorkdayCalendar): boolean | null {
  if (!calendar.years.has(yearOf(day))) return null
  if (calendar.off.has(day)) return false
  return calendar.worked.has(day) || !isWeekend(day)
}

function isWeekend(day: number): boolean {
  return (day + 3) % 7 >= 5 // day 0, 1970-01-01, was a Thursday
}

function yearOf(day: number): number {
  return new Date(day * DAY).getUTCFullYear()
}

function dayOf(word: string, year: string): number {
  const at = Date.parse(`${word}T00:00:00Z`)
  // Date.parse turns some dates that do not exist into the next month's
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== word || word.slice(0, 4) !== year) throw invalid()
  return at / DAY
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { schema: 'core', maxAliasCount: 0 })
  } catch {
    throw invalid() // the parser's message may quote the file
  }
}

function invalid(): Refusal {
  return new Refusal('invalid', 'calendar_invalid')
}
