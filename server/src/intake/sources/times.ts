import { MINUTE } from '#base'
import { hourOf, PERIOD } from './clock.ts'

// What a source writes for a time. Null = undated: a record is never given a borrowed time.

export type TimeFormat = 'auto' | 'ms' | 's' | 'iso' | 'local'

/**
 * What a number of its size counts since 1970, as milliseconds: from 1973 to 2286 each unit has a size of its own. A number
 * of no such size is no time of a message, whatever it is.
 */
const UNITS: readonly (readonly [from: number, to: number, toMs: (number: number) => number])[] = [
  [1e8, 1e10, fromSeconds],
  [1e11, 1e13, (ms) => ms],
  [1e14, 1e16, (micros) => micros / 1e3],
  [1e17, 1e19, (nanos) => nanos / 1e6],
]
const LAST = 8.64e15 // ECMAScript's last time

/**
 * @param zone minutes east of UTC, for times that name no zone
 * @returns milliseconds UTC; null for nothing, zero or what is no time
 */
export function readTime(value: string | number, format: TimeFormat = 'auto', zone = 480): number | null {
  const text = String(value).trim()
  if (!/^-?\d+(\.\d+)?$/.test(text)) return format === 'ms' || format === 's' ? null : readWritten(text, format, zone)
  if (format === 'iso' || format === 'local') return null
  const ms = format === 'auto' ? readNumber(text, zone) : format === 's' ? fromSeconds(Number(text)) : Number(text)
  return ms === null || ms === 0 || Math.abs(ms) > LAST ? null : Math.floor(ms)
}

/** Seconds, milli-, micro- or nanoseconds since 1970, digits in a row (`20240305150405`), or days as Excel counts them. */
function readNumber(text: string, zone: number): number | null {
  const digits = DIGITS.exec(text)
  if (digits) return readWritten(`${digits[1]}-${digits[2]}-${digits[3]} ${digits[4] ?? ''}`, 'local', zone)
  const number = Number(text)
  const unit = UNITS.find(([from, to]) => number >= from && number < to)
  return unit ? unit[2](number) : readDays(number, zone)
}

/** A day, or a day and a time of it: as seconds or milliseconds they would lie in the seventies, or in the year 2611. */
const DIGITS = /^((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])((?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\d{3})?)?)?$/

function fromSeconds(seconds: number): number {
  return Math.floor(seconds * 1000 + 1e-6)
}

/** 1 January 1970 in the calendar of worksheets; a cell without a format shows its moment as such a number. */
const DAY_1970 = 25_569

/** A whole day has no time of day. */
function readDays(days: number, zone: number): number | null {
  const isDay = days > 20_000 && days < 80_000 && !Number.isInteger(days)
  return isDay ? Math.round((days - DAY_1970) * 86_400) * 1000 - zone * MINUTE : null
}

const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'
const WEEKDAY = '(?:[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\\.?,?)'
const CLOCK = `(?<before>${PERIOD})?\\s*(?<hour>\\d{1,2})[:时時点點](?<minute>\\d{1,2})(?:[:分](?<second>\\d{1,2})(?:[.,](?<fraction>\\d{1,9}))?秒?|分)?\\s*(?<after>${PERIOD})?`
const PACKED = '(?<hour2>\\d{2})(?<minute2>\\d{2})(?:(?<second2>\\d{2})(?<fraction2>\\d{3})?)?'
/** CST is China's and America's: it counts as no zone. */
const ZONE = '(?:(?<utc>Z|UTC|GMT)|CST|(?:UTC|GMT)?(?<offset>[+-]\\d{1,2}(?::?\\d{2})?))'
const TIME = `(?:${CLOCK}|${PACKED})`

/** Year first; the month as a word, before or behind the day; a date of numbers behind which the year stands. */
const FORMS = [
  `(?<year>\\d{4})[-/.年](?<month>\\d{1,2})[-/.月](?<day>\\d{1,2})[日号]?(?:[T,\\s]\\s*|(?<=[日号]))(?:${WEEKDAY}\\s*)?${TIME}\\s*${ZONE}?`,
  `(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})[T\\s]${TIME}\\s*${ZONE}?`,
  `(?:${WEEKDAY}\\s*)?(?<day>\\d{1,2})[-\\s](?<word>${MONTHS})[a-z]*\\.?,?[-\\s](?<year>\\d{4}),?\\s+${CLOCK}\\s*${ZONE}?`,
  `(?:${WEEKDAY}\\s*)?(?<word>${MONTHS})[a-z]*\\.?\\s+(?<day>\\d{1,2}),?\\s+(?<year>\\d{4}),?\\s+(?:at\\s+)?${CLOCK}\\s*${ZONE}?`,
  `${WEEKDAY}\\s*(?<word>${MONTHS})\\s+(?<day>\\d{1,2})\\s+${CLOCK}\\s*${ZONE}?\\s*(?<year>\\d{4})`,
  `(?<one>\\d{1,2})[-/.](?<other>\\d{1,2})[-/.](?<year>\\d{4}),?\\s+${CLOCK}\\s*${ZONE}?`,
].map((form) => new RegExp(`^${form}$`, 'i'))
const LONGEST = 80

function readWritten(written: string, format: TimeFormat, zone: number): number | null {
  if (written.length > LONGEST) return null
  // full-width digits, the spaces that locales put before AM
  const text = written.normalize('NFKC').trim()
  for (const form of FORMS) {
    const found = form.exec(text)?.groups
    if (found) return momentOf(found, format, zone)
  }
  return null
}

/** The member of a time that the record gives back; one that could not be read stays among what it keeps, as written. */
export function heldTime(sourceTs: number | null, ...keys: string[]): string[] {
  return sourceTs === null ? [] : keys
}

type Found = Readonly<Record<string, string | undefined>>

function momentOf(found: Found, format: TimeFormat, zone: number): number | null {
  if (format === 'local' && (found.utc ?? found.offset) !== undefined) return null
  const [month, day] = monthAndDay(found)
  const hour = hourOf(Number(found.hour ?? found.hour2), found.before ?? found.after ?? '')
  const [minute, second] = [found.minute ?? found.minute2, found.second ?? found.second2 ?? 0].map(Number)
  if (hour === null || minute === undefined || second === undefined || minute > 59 || second > 59) return null
  const ms = Number((found.fraction ?? found.fraction2 ?? '').padEnd(3, '0').slice(0, 3))
  const at = new Date(Date.UTC(Number(found.year), month - 1, day, hour, minute, second, ms))
  const exists = at.getUTCMonth() + 1 === month && at.getUTCDate() === day
  return exists ? at.getTime() - offsetMinutes(found, zone) * MINUTE : null
}

/** Of 3/5/2024 nobody knows which is the month; of 25/3 and of 5/5 everybody. */
function monthAndDay({ word, month, day, one, other }: Found): [number, number] {
  if (word !== undefined) return [MONTHS.split('|').indexOf(word.toLowerCase()) + 1, Number(day)]
  if (one === undefined || other === undefined) return [Number(month), Number(day)]
  const [first, second] = [Number(one), Number(other)]
  if (first > 12 || first === second) return [second, first]
  return second > 12 ? [first, second] : [0, 0]
}

function offsetMinutes({ utc, offset }: Found, zone: number): number {
  if (utc !== undefined) return 0
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(offset ?? '') ?? []
  return hours === undefined ? zone : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
