import { cell, type ShownRow } from './shown-row.ts'

// What a review platform calls a document: one day of one conversation. Exporter and verifier divide the rows by this one rule.

export interface ChatDay {
  /** From 1, in package order. */
  no: number
  conv: number
  /** `2026-01-02` in the package's zone, or `undated`. */
  day: string
  /** A day too long for one file goes on in a second; from 1. */
  part: number
  rows: readonly ShownRow[]
}

const UNDATED = 'undated'

/** Bounds of one document; its files are made in memory. */
const MOST_ROWS = 2000
const MOST_TEXT = 4 * 1024 * 1024

/** `00001_2026-01-02`, `00001_2026-01-02_2`: what the files of a document are called. */
export function fileStem({ conv, day, part }: Pick<ChatDay, 'conv' | 'day' | 'part'>): string {
  return `${String(conv).padStart(5, '0')}_${day}${part === 1 ? '' : `_${part}`}`
}

/** Takes rows one after the other and gives each document when it is whole. */
export class ChatDays {
  #no = 0
  #part = 1
  #conv = 0
  #day = ''
  /** The last part of this conversation's undated rows: some stand before its first day, some behind its last. */
  #undated = 0
  #rows: ShownRow[] = []
  #text = 0

  /** The document that ends before this row; null: it goes on, or there was none. */
  add(row: ShownRow): ChatDay | null {
    const day = dayOf(row)
    const isSame = row.conv === this.#conv && day === this.#day
    const isFull = this.#rows.length >= MOST_ROWS || this.#text >= MOST_TEXT
    const ended = this.#rows.length > 0 && (!isSame || isFull) ? this.end() : null
    if (row.conv !== this.#conv) this.#undated = 0
    if (isSame) this.#part += ended === null ? 0 : 1
    else this.#part = day === UNDATED ? this.#undated + 1 : 1
    if (day === UNDATED) this.#undated = this.#part
    this.#conv = row.conv
    this.#day = day
    this.#rows.push(row)
    this.#text += row.cells.reduce((sum, each) => sum + each.length, 0)
    return ended
  }

  /** What is left; null: nothing. */
  end(): ChatDay | null {
    if (this.#rows.length === 0) return null
    this.#no += 1
    const ended = { no: this.#no, conv: this.#conv, day: this.#day, part: this.#part, rows: this.#rows }
    this.#rows = []
    this.#text = 0
    return ended
  }
}

/** A time outside the years that a date can be written in is none: its number stands in the cell. */
function dayOf(row: ShownRow): string {
  const [day = ''] = /^\d{4}-\d{2}-\d{2}(?= )/.exec(cell(row, 'time')) ?? []
  return day === '' ? UNDATED : day
}
