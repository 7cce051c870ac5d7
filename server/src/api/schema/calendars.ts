import { z } from 'zod'
import { Id, Time } from './common.ts'

/** As the calendar writes it: a date of the house's zone, no moment. */
const Day = z.string()
const Years = z.array(z.int().min(2000).max(2099)).max(100)

const CalendarYear = z.object({
  year: z.int(),
  /** Of the house's table that it stands in; null: the one that ships with the house. */
  version: z.int().nullable(),
  holidays: z.array(z.object({ name: z.string(), from: Day, to: Day })).readonly(),
  /** Days of a weekend that are worked. */
  makeUpDays: z.array(Day).readonly(),
  workedDays: z.int(),
})

export const Calendar = z.object({
  id: z.string(),
  /** False: the pack in force counts by another calendar, or by none. */
  isUsed: z.boolean(),
  years: z.array(CalendarYear).readonly(),
  /** Midnight after the last day that is known without a gap from today on; null: today is not known. */
  knownUntil: Time.nullable(),
  warning: z.enum(['over', 'soon']).nullable(),
  /** Newest of the house's tables; null: it has none. */
  version: z.int().nullable(),
  /** Deadlines that run without an end, because their days are not known. */
  flagged: z.int(),
})

const Text = z.string().min(1).max(65_536)
export const CalendarText = z.object({ text: Text })

export const CalendarPreview = z.object({
  sha256: z.string(),
  seen: z.int().nullable(),
  years: z
    .array(
      CalendarYear.extend({
        what: z.enum(['new', 'replaced', 'same']),
        changed: z.array(z.object({ day: Day, worked: z.boolean() })).readonly(),
      }),
    )
    .readonly(),
  knownUntil: Time.nullable(),
  flagged: z.int(),
  /** Of the flagged deadlines, those that would be computed. */
  computable: z.int(),
})

/** `replaces`: known years of which the table says otherwise, and is to. `seen`: of the preview. */
export const BringCalendar = z.object({
  text: Text,
  replaces: Years.default([]),
  seen: z.int().nullable(),
  reason: z.string().trim().min(1).max(500),
})

export const CalendarVersion = z.object({
  version: z.int(),
  years: z.array(z.int()),
  sha256: z.string(),
  reason: z.string(),
  by: Id,
  byName: z.string(),
  at: Time,
  /** As it was brought in. */
  text: z.string(),
})
