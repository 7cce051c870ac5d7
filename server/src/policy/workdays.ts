import { readFileSync } from 'node:fs'
import { DAY, HOUSE_OFFSET, type Instant } from '#base'
import {
  type CalendarFile,
  type CalendarYear,
  dayNumber,
  daysOff,
  dayWord,
  isWeekend,
  readCalendarFile,
} from './calendar-file.ts'
import { addPeriod, type Period } from './period.ts'

/** Which days are worked. A year that is not in `years` is not known, and no answer about it is made up. */
export interface WorkdayCalendar {
  readonly id: string
  readonly years: ReadonlySet<number>
  /** Day numbers since 1970-01-01 (house zone) that differ from "Monday to Friday". */
  readonly off: ReadonlySet<number>
  readonly worked: ReadonlySet<number>
}

/** The table that ships with the house. */
export function readShippedCalendarFile(): CalendarFile {
  return readCalendarFile(readFileSync(new URL('./calendars/CN_state_council.yaml', import.meta.url), 'utf8'))
}

export function readShippedCalendar(): WorkdayCalendar {
  return calendarOf(readShippedCalendarFile())
}

/** @throws Refusal as readCalendarFile */
export function parseCalendar(text: string): WorkdayCalendar {
  return calendarOf(readCalendarFile(text))
}

export function calendarOf({ id, years }: CalendarFile): WorkdayCalendar {
  return {
    id,
    years: new Set(years.map(({ year }) => year)),
    off: new Set(years.flatMap(({ holidays }) => holidays.flatMap(daysOff))),
    worked: new Set(years.flatMap(({ makeUpDays }) => makeUpDays.flatMap((word) => dayNumber(word) ?? []))),
  }
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

/** What is left when these years are taken to be unknown. */
export function withoutYears(calendar: WorkdayCalendar, years: readonly number[]): WorkdayCalendar {
  return { ...calendar, years: new Set([...calendar.years].filter((year) => !years.includes(year))) }
}

/** Until when every day is known without a gap, from the day of `at` on (midnight, exclusive); null: that day is not known. */
export function knownUntil(at: Instant, calendar: WorkdayCalendar): Instant | null {
  const first = yearOf(Math.floor((at + HOUSE_OFFSET) / DAY))
  let year = first
  while (calendar.years.has(year)) year += 1
  return year === first ? null : ((Date.UTC(year, 0, 1) - HOUSE_OFFSET) as Instant) // midnight in the house's zone
}

/** How many days of a year are worked. */
export function workedDays(of: CalendarYear): number {
  const calendar = calendarOf({ id: '', years: [of] })
  return daysOfYear(of.year).filter((day) => isWorkedDay(day, calendar) === true).length
}

/** Days of a year that one table says are worked and the other says are not. */
export function changedDays(before: CalendarYear, after: CalendarYear): { day: string; worked: boolean }[] {
  const [was, is] = [before, after].map((year) => calendarOf({ id: '', years: [year] }))
  return daysOfYear(after.year).flatMap((day) => {
    if (was === undefined || is === undefined) return []
    const worked = isWorkedDay(day, is) === true
    return worked === (isWorkedDay(day, was) === true) ? [] : [{ day: dayWord(day), worked }]
  })
}

function daysOfYear(year: number): number[] {
  return daysOff({ from: `${year}-01-01`, to: `${year}-12-31` })
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

function yearOf(day: number): number {
  return new Date(day * DAY).getUTCFullYear()
}
