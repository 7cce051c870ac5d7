import { isScalar, type ParsedNode, parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { DAY, Refusal } from '#base'

// A table of days off and make-up days, as the State Council's yearly notice gives them, read strictly: a table with a mistake is
// no table, since every deadline of the house is counted by it. A refusal names the place by its keys, never by its words.

const Holiday = z.strictObject({ name: z.string().min(1).max(40), from: z.string(), to: z.string() })
const Year = z.strictObject({ holidays: z.array(Holiday).max(60), make_up_days: z.array(z.string()).max(60) })
const Table = z.strictObject({
  id: z.string().regex(/^\w{1,40}$/),
  zone: z.literal('Asia/Shanghai'),
  years: z.record(z.string().regex(/^20\d\d$/), Year).refine((years) => Object.keys(years).length > 0),
})

export interface CalendarYear {
  readonly year: number
  /** First and last day, both off. */
  readonly holidays: readonly { readonly name: string; readonly from: string; readonly to: string }[]
  /** Days of a weekend that are worked. */
  readonly makeUpDays: readonly string[]
}

export interface CalendarFile {
  readonly id: string
  readonly years: readonly CalendarYear[]
}

/** Longer than any table of ten years. */
export const LONGEST_CALENDAR = 64 * 1024

/**
 * Reads a table of the shape of calendars/CN_state_council.yaml.
 * @throws Refusal `calendar_not_yaml`, `calendar_field_unknown`, `calendar_field_wrong`, `calendar_day_wrong` (does not exist, lies
 *   outside its year, or the end lies before the beginning), `calendar_day_twice` (a day in two lists), `calendar_make_up_no_weekend`
 */
export function readCalendarFile(text: string): CalendarFile {
  const table = Table.safeParse(parseYaml(text))
  if (!table.success) throw shapeRefusal(table.error)
  const years = Object.entries(table.data.years).map(([year, { holidays, make_up_days }]) => {
    checkDays(year, holidays, make_up_days)
    return { year: Number(year), holidays, makeUpDays: make_up_days }
  })
  return { id: table.data.id, years }
}

/** Every day of a holiday, as numbers since 1970-01-01. */
export function daysOff({ from, to }: { readonly from: string; readonly to: string }): number[] {
  const first = dayNumber(from) ?? 0
  return Array.from({ length: (dayNumber(to) ?? first) - first + 1 }, (_, n) => first + n)
}

/** Null: there is no such day. */
export function dayNumber(word: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(word) ? Date.parse(`${word}T00:00:00Z`) : Number.NaN
  // Date.parse turns some dates that do not exist into the next month's
  return Number.isNaN(at) || dayWord(at / DAY) !== word ? null : at / DAY
}

export function dayWord(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

export function isWeekend(day: number): boolean {
  return (day + 3) % 7 >= 5 // day 0, 1970-01-01, was a Thursday
}

function checkDays(year: string, holidays: z.output<typeof Holiday>[], makeUpDays: readonly string[]): void {
  const seen = new Set<number>()
  const take = (day: number, at: string) => {
    if (seen.has(day)) throw refuse('calendar_day_twice', at)
    seen.add(day)
  }
  for (const [n, holiday] of holidays.entries()) {
    const at = `years.${year}.holidays.${n}`
    const [first, last] = [dayWithin(year, holiday.from, `${at}.from`), dayWithin(year, holiday.to, `${at}.to`)]
    if (last < first) throw refuse('calendar_day_wrong', `${at}.to`)
    for (const day of daysOff(holiday)) take(day, at)
  }
  for (const [n, word] of makeUpDays.entries()) {
    const at = `years.${year}.make_up_days.${n}`
    const day = dayWithin(year, word, at)
    if (!isWeekend(day)) throw refuse('calendar_make_up_no_weekend', at)
    take(day, at)
  }
}

function dayWithin(year: string, word: string, at: string): number {
  const day = dayNumber(word)
  if (day === null || word.slice(0, 4) !== year) throw refuse('calendar_day_wrong', at)
  return day
}

function parseYaml(text: string): unknown {
  if (text.length > LONGEST_CALENDAR || !text.isWellFormed()) throw new Refusal('invalid', 'calendar_not_yaml')
  try {
    return parse(text, { schema: 'core', maxAliasCount: 0, uniqueKeys: isSameKey })
  } catch (error) {
    // the parser's message may quote the file
    const line = error instanceof YAMLParseError ? (error.linePos?.[0].line ?? null) : null
    throw new Refusal('invalid', 'calendar_not_yaml', line === null ? {} : { line })
  }
}

/** Both 2027 and "2027" are the year 2027: the later one would silently take the place of the earlier. */
function isSameKey(one: ParsedNode, other: ParsedNode): boolean {
  return isScalar(one) && isScalar(other) && String(one.value) === String(other.value)
}

/** Of an unknown field, the place where it stands: its own name may say anything. */
function shapeRefusal(error: z.ZodError): Refusal {
  const issue = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0]
  const isKnown = (key: PropertyKey) => typeof key === 'number' || /^(?:20\d\d|[a-z_]{1,20})$/.test(String(key))
  const at = (issue?.path ?? []).filter(isKnown).join('.')
  return refuse(issue?.code === 'unrecognized_keys' ? 'calendar_field_unknown' : 'calendar_field_wrong', at)
}

function refuse(code: string, at: string): Refusal {
  return new Refusal('invalid', code, { at: at === '' ? 'file' : at })
}
