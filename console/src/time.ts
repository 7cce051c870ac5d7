// The house counts and shows time in China Standard Time (UTC+8, no daylight saving), wherever the browser stands.
// Wire times are integers: milliseconds since the Unix epoch, UTC. Ranges are half-open: `to` is the first moment outside.

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const HOUSE_OFFSET = 8 * HOUR

const pad = (n: number, width = 2) => String(n).padStart(width, '0')

/** `2026-11-21` in the house's zone. */
export function dayOf(at: number): string {
  const d = new Date(at + HOUSE_OFFSET)
  return `${pad(d.getUTCFullYear(), 4)}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}`
}

/** `14:20` in the house's zone. */
export function clockOf(at: number): string {
  const d = new Date(at + HOUSE_OFFSET)
  return `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`
}

/** `14:20:05` in the house's zone. */
export function clockWithSeconds(at: number): string {
  return `${clockOf(at)}:${pad(new Date(at + HOUSE_OFFSET).getUTCSeconds())}`
}

/** `2026-11-21 14:20` in the house's zone. */
export function minuteOf(at: number): string {
  return `${dayOf(at)} ${clockOf(at)}`
}

/** `2026-11-21 14:20:05` in the house's zone: where many things happen within a minute. */
export function secondOf(at: number): string {
  return `${dayOf(at)} ${clockWithSeconds(at)}`
}

/** `2026-11-21 14:20:05 UTC+8`: the full time, for hovers, papers and comparison with other systems. */
export function exactOf(at: number): string {
  return `${secondOf(at)} UTC+8`
}

/** Midnight (house zone) of the day that `at` lies in. */
export function startOfDay(at: number): number {
  return Math.floor((at + HOUSE_OFFSET) / DAY) * DAY - HOUSE_OFFSET
}

/** The instant of a day written `2026-11-21` at midnight in the house's zone; null when it is not a real day. */
export function parseDay(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return null
  const at = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) - HOUSE_OFFSET
  return dayOf(at) === text ? at : null
}

/**
 * The last moment that a half-open range holds, for reading aloud: `to` at midnight is the day before.
 * People say "1 to 15 September"; the wire says [1 Sep 00:00, 16 Sep 00:00).
 */
export function lastInside(to: number): number {
  return to - 1
}

/** An exclusive end for reading aloud: a midnight is the end of the day before; other ends are said to the minute. */
export function endOf(to: number): { day: string } | { minute: string } {
  return startOfDay(to) === to ? { day: dayOf(lastInside(to)) } : { minute: minuteOf(to) }
}

/** A half-open range in few characters: whole days without clocks, otherwise minutes. Null ends are open. */
export function rangeOf(from: number | null, to: number | null): string {
  const whole = (from === null || startOfDay(from) === from) && (to === null || startOfDay(to) === to)
  const left = from === null ? '…' : whole ? dayOf(from) : minuteOf(from)
  const right = to === null ? '…' : whole ? dayOf(lastInside(to)) : minuteOf(to)
  return whole && left === right ? left : `${left} – ${right}`
}

/** `at` plus calendar months in the house's zone; 31 January plus one month is the last day of February. */
export function addMonths(at: number, months: number): number {
  const local = new Date(at + HOUSE_OFFSET)
  const first = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1))
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const timeOfDay = (((at + HOUSE_OFFSET) % DAY) + DAY) % DAY
  return first.getTime() + (Math.min(local.getUTCDate(), length) - 1) * DAY + timeOfDay - HOUSE_OFFSET
}

/** A distance in the largest unit that says enough: 3 d, 5 h, 12 min, 40 s. */
export function distance(ms: number): { n: number; unit: 'day' | 'hour' | 'minute' | 'second' } {
  const abs = Math.abs(ms)
  if (abs >= 2 * DAY) return { n: Math.floor(abs / DAY), unit: 'day' }
  if (abs >= 2 * HOUR) return { n: Math.floor(abs / HOUR), unit: 'hour' }
  if (abs >= 2 * MINUTE) return { n: Math.floor(abs / MINUTE), unit: 'minute' }
  return { n: Math.floor(abs / SECOND), unit: 'second' }
}

/**
 * A calendar picker speaks in the browser's own zone. These two carry a wall clock over: the picker shows what a clock
 * in China shows, whatever the browser's zone is.
 */
export function toWallClock(at: number): Date {
  const d = new Date(at + HOUSE_OFFSET)
  return new Date(
    d.getUTCFullYear(),
    d.getUTCMonth(),
    d.getUTCDate(),
    d.getUTCHours(),
    d.getUTCMinutes(),
    d.getUTCSeconds(),
  )
}

export function fromWallClock(d: Date): number {
  return (
    Date.UTC(d.getFullYear(), d.getMonth(), d.getDate(), d.getHours(), d.getMinutes(), d.getSeconds()) - HOUSE_OFFSET
  )
}
