import { MINUTE } from '#base'

// What a source writes for a time. Null = undated: a record is never given a borrowed time.

export type TimeFormat = 'auto' | 'ms' | 's' | 'iso' | 'local'

/** 1e11 as seconds is the year 5138, as milliseconds 1973: no export of ours lies where the two could be confused. */
const FIRST_MS = 1e11
const LAST = 8.64e15 // ECMAScript's last time

/**
 * @param zone minutes east of UTC, for times that name no zone
 * @returns milliseconds UTC; null for nothing, zero or what is no time
 */
export function readTime(value: string | number, format: TimeFormat = 'auto', zone = 480): number | null {
  const text = String(value).trim()
  const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null
  if (number !== null) return format === 'iso' || format === 'local' ? null : readNumber(number, format)
  return format === 'ms' || format === 's' ? null : readWritten(text, format, zone)
}

function readNumber(number: number, format: TimeFormat): number | null {
  if (number === 0) return null
  const seconds = format === 's' || (format === 'auto' && Math.abs(number) < FIRST_MS)
  const ms = Math.floor(seconds ? number * 1000 + 1e-6 : number)
  return Math.abs(ms) <= LAST ? ms : null
}

/** `2017-1-17 16:44`, `2017/01/17 16:44:05.123`, `2017年1月17日 16:44`, `2017-01-17T16:44:05+08:00`. */
const WRITTEN =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:[.,](\d{1,9}))?秒?|分)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i

function readWritten(text: string, format: TimeFormat, zone: number): number | null {
  const found = WRITTEN.exec(text)
  if (!found) return null
  const [, year, month, day, hour, minute, second, fraction, named] = found
  // a day without a time of day: any hour we gave it would be borrowed
  if (hour === undefined || (format === 'local' && named !== undefined)) return null
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map((part) => Number(part ?? 0))
  const ms = Number((fraction ?? '').padEnd(3, '0').slice(0, 3))
  const utc = Date.UTC(y ?? 0, (mo ?? 1) - 1, d, h, mi, s, ms)
  const back = new Date(utc)
  const exists =
    back.getUTCMonth() + 1 === mo && back.getUTCDate() === d && (h ?? 0) < 24 && (mi ?? 0) < 60 && (s ?? 0) < 60
  return exists ? utc - offsetMinutes(named, zone) * MINUTE : null
}

function offsetMinutes(named: string | undefined, zone: number): number {
  if (named === undefined) return zone
  if (!/^[+-]/.test(named)) return 0
  const digits = named.replace(':', '')
  return (digits.startsWith('-') ? -1 : 1) * (Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5)))
}
