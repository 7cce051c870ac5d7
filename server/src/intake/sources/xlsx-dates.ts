import { DAY } from '#base'

// How a worksheet writes moments: a number of days, that a number format shows as a date (ECMA-376 part 1, 18.17.4 and
// 18.8.30).

/** Formats that every program knows by number and that show a date or a time; 27-36 and 50-58 are those of East Asia. */
const BUILT_IN = (id: number) => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58 && id !== 49)

/** @param code the format's own code where the workbook defines it; undefined: one of those known by number */
export function showsDate(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN(id)
  // what stands in quotes, behind a backslash or in brackets ([Red], [$-804], but not [h]) is no part of the pattern
  const first = code.split(';', 1)[0] ?? ''
  const pattern = first.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  return !/general/i.test(pattern) && /[ymdhs年月日时分秒]/i.test(pattern)
}

/** Day 0 of the two calendars. That of 1900 counts a 29 February 1900 which never was. */
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)
const LAST_SERIAL = 2_958_466 // 10000-01-01

/**
 * A serial number as local date and time, `2026-08-29 18:40:00`; a whole day without a time, a part of a day as a time.
 * null: no moment (below zero, the day that never was, beyond 9999).
 */
export function serialText(serial: number, is1904: boolean): string | null {
  if (!(serial >= 0 && serial < LAST_SERIAL)) return null
  const ms = Math.round(serial * DAY)
  if (ms < DAY) return serial === 0 ? null : timeOf(new Date(ms))
  if (!is1904 && Math.floor(ms / DAY) === 60) return null
  const early = !is1904 && ms < 60 * DAY ? DAY : 0
  const at = new Date((is1904 ? EPOCH_1904 : EPOCH_1900) + ms + early)
  const day = at.toISOString().slice(0, 10)
  return ms % DAY === 0 ? day : `${day} ${timeOf(at)}`
}

function timeOf(at: Date): string {
  const text = at.toISOString()
  return text.slice(20, 23) === '000' ? text.slice(11, 19) : text.slice(11, 23)
}
