import { MINUTE } from '#base'
import { hourOf, PERIOD } from './clock.ts'

// When a line of a WhatsApp export was written. The phone's locale wrote it, and the export does not name the locale.

export type Order = 'dmy' | 'mdy' | 'ymd'
const ORDERS: readonly Order[] = ['dmy', 'mdy', 'ymd']

/** As written at the front of a line. */
export interface Written {
  /** `20/01/19, 11:23`, to be kept where it is not understood. */
  text: string
  /** The three numbers of the date, in the order in which they stand. */
  numbers: readonly [string, string, string]
  separator: string
  time: string
  /** 上午, PM, `p. m.`; '' where there is none. */
  period: string
}

const MARKS = '[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]*'
const DATE = '(\\d{1,4})(\\s?\\u200f?[./年-]\\s?)(\\d{1,2})\\s?\\u200f?[./月-]\\s?(\\d{1,4})(?:\\.|日|\\sг\\.)?'
const TIME = `(?:klo\\s|kl\\.?\\s|um\\s|à\\s)?(${PERIOD})?\\s?(\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2})?)(?:\\s?(${PERIOD}))?`
const DASH = new RegExp(`^${MARKS}(${DATE},?\\s${MARKS}${TIME})\\s[-–]\\s`)
const BRACKETS = new RegExp(`^${MARKS}\\[(${DATE},?\\s${MARKS}${TIME})\\]\\s?`)

/** The front of a line that starts a message, and how long it is; null where the line starts none. */
export function readFront(line: string): { written: Written; length: number } | null {
  // a front is short: no line is looked at further than this, however long it is
  const start = inLatin(line.slice(0, 100))
  const found = DASH.exec(start) ?? BRACKETS.exec(start)
  if (!found) return null
  const [all, front = '', first = '', separator = '', second = '', third = '', before, time = '', after] = found
  const at = all.indexOf(front)
  const written: Written = {
    text: line.slice(at, at + front.length),
    numbers: [first, second, third],
    separator,
    time,
    period: (before ?? after ?? '').replace(/[\s.]/g, '').toLowerCase(),
  }
  return { written, length: all.length }
}

/** Arabic and Persian digits and commas as ours, and marks of direction between them as nothing; letter for letter. */
function inLatin(front: string): string {
  if (!/[\u0660-\u0669\u06f0-\u06f9]/.test(front)) return front
  return front
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replaceAll('،', ',')
}

/**
 * In which orders a date may have been written: year first where it has four digits; never month first where points
 * or Chinese, Japanese or Korean words for the half of the day stand beside it (CLDR has no such locale); year first
 * with two digits only beside those words.
 */
function candidates({ numbers, separator, period }: Written): readonly Order[] {
  const [first, , third] = numbers
  if (first.length > 2 || separator.includes('年')) return ['ymd']
  const isEastAsian = /[上下凌清早中晚午오]/.test(period)
  if (separator.includes('.')) return separator.trim() === separator ? ['dmy'] : ['ymd', 'dmy']
  if (!isEastAsian) return ['dmy', 'mdy']
  return third.length > 2 ? ['dmy'] : ['ymd', 'dmy']
}

/** Thai phones count the years of the Buddha. */
const BUDDHIST = 2500

/** Days since 1970; null where there is no such day, or WhatsApp was not there yet (2009). */
function dayOf({ numbers }: Written, order: Order): number | null {
  const [first, second, third] = numbers
  const [year, month, day] =
    order === 'ymd' ? [first, second, third] : order === 'dmy' ? [third, second, first] : [third, first, second]
  const written = year.length <= 2 ? 2000 + Number(year) : Number(year)
  const fullYear = written > BUDDHIST ? written - 543 : written
  const at = new Date(Date.UTC(fullYear, Number(month) - 1, Number(day)))
  const exists = at.getUTCMonth() + 1 === Number(month) && at.getUTCDate() === Number(day)
  return exists && fullYear >= 2009 && day.length <= 2 ? at.getTime() / 86_400_000 : null
}

/**
 * Finds in which order a whole file writes day and month. Against an order speak the dates that do not exist under it
 * (20/01/19 is no mdy) and the days that go backwards under it, for a chat is in order of time. An order is ruled out
 * where another has less than a tenth of its contradictions: not by the first one, for text pasted into a message may
 * look like the front of another. Where several orders are left, a day that is the same under all of them (03/03) is
 * known, and no other is.
 */
export class DateOrders {
  readonly #against: Record<Order, number> = { dmy: 0, mdy: 0, ymd: 0 }
  readonly #last: Record<Order, number> = { dmy: 0, mdy: 0, ymd: 0 }

  see(written: Written): void {
    const possible = candidates(written)
    for (const order of ORDERS) {
      const day = possible.includes(order) ? dayOf(written, order) : null
      if (day === null || day < this.#last[order]) this.#against[order] += 1
      if (day !== null) this.#last[order] = day
    }
  }

  /**
   * @param zone minutes east of UTC
   * @returns milliseconds UTC; null where the day or the time of day cannot be known
   */
  timeOf(written: Written, zone: number): number | null {
    const days = new Set(this.#left(candidates(written)).map((order) => dayOf(written, order)))
    const [day] = days
    const minutes = timeOfDay(written)
    if (days.size !== 1 || day === null || day === undefined || minutes === null) return null
    return day * 86_400_000 + minutes - zone * MINUTE
  }

  #left(possible: readonly Order[]): readonly Order[] {
    const fewest = Math.min(...possible.map((order) => this.#against[order]))
    return possible.filter((order) => this.#against[order] <= 10 * fewest)
  }
}

/** Milliseconds since midnight. A time without a half of the day is one of 24 hours. */
function timeOfDay({ time, period }: Written): number | null {
  const [hour = 0, minute = 0, second = 0] = time.split(/[:.]/).map(Number)
  if (hour > 23 || minute > 59 || second > 59) return null
  const full = hourOf(hour, period)
  return full === null ? null : ((full * 60 + minute) * 60 + second) * 1000
}
