import {
  type CalendarFile,
  type CalendarYear,
  calendarOf,
  mergeCalendars,
  readCalendarFile,
  type WorkdayCalendar,
  withoutYears,
} from '#policy'
import type { CalendarVersion } from './store.ts'

// What all tables together say: the shipped one, and over it each that the house brought in, in their order.

export interface KnownYear extends CalendarYear {
  /** Of the house's table that it stands in; null: the shipped one. */
  readonly version: number | null
}

export interface Tables {
  readonly calendar: WorkdayCalendar
  /** By year, ascending. */
  readonly years: readonly KnownYear[]
  /** Of the newest of the house's tables; null: it has none. */
  readonly version: number | null
}

export function startTables(shipped: CalendarFile): Tables {
  return {
    calendar: calendarOf(shipped),
    years: shipped.years.map((year) => ({ ...year, version: null })),
    version: null,
  }
}

export function withFile(under: Tables, file: CalendarFile, version: number): Tables {
  const own = file.years.map((year) => ({ ...year, version }))
  return {
    calendar: mergeCalendars(under.calendar, calendarOf(file)),
    years: [...without(under.years, own), ...own].sort((a, b) => a.year - b.year),
    version,
  }
}

/** A version that can be read no more makes its years unknown: what it replaced is known to be wrong. */
export function withVersion(under: Tables, { text, version, years }: CalendarVersion): Tables {
  try {
    return withFile(under, readCalendarFile(text), version)
  } catch {
    const lost = JSON.parse(years) as number[] // as the import wrote it
    const calendar = withoutYears(under.calendar, lost)
    return { calendar, years: under.years.filter(({ year }) => !lost.includes(year)), version }
  }
}

function without(years: readonly KnownYear[], replaced: readonly CalendarYear[]): readonly KnownYear[] {
  return years.filter(({ year }) => !replaced.some((own) => own.year === year))
}
