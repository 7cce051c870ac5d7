import { cell, type ShownRow } from './shown-rows.ts'

// What a review platform calls a document: one day of one conversation.

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

/** Files that a package may hold for each kind of file made of documents. */
export const MOST_DOCUMENTS = 4000
/** Bounds of one document; its files are made in memory. */
const MOST_ROWS = 2000
const MOST_TEXT = 4 * 1024 * 1024

/** `00001_2026-01-02`, `00001_2026-01-02_2`: what the files of a document are called. */
export function fileStem({ conv, day, part }: ChatDay): string {
  return `${String(conv).padStart(5, '0')}_${day}${part === 1 ? '' : `_${part}`}`
}

export async function* chatDays(rows: AsyncIterable<ShownRow>): AsyncGenerator<ChatDay> {
  let no = 0
  let held: ShownRow[] = []
  let text = 0
  let part = 1
  let current = { conv: 0, day: '' }
  const ended = (): ChatDay => {
    no += 1
    return { ...current, no, part, rows: held }
  }
  for await (const row of rows) {
    const day = dayOf(row)
    const isSame = row.conv === current.conv && day === current.day
    const isFull = held.length >= MOST_ROWS || text >= MOST_TEXT
    if (held.length > 0 && (!isSame || isFull)) {
      yield ended()
      part = isSame ? part + 1 : 1
      held = []
      text = 0
    } else if (!isSame) part = 1
    current = { conv: row.conv, day }
    held.push(row)
    text += row.cells.reduce((sum, each) => sum + each.length, 0)
  }
  if (held.length > 0) yield ended()
}

/** A time outside the years that a date can be written in is none: its number stands in the cell. */
function dayOf(row: ShownRow): string {
  const [day = ''] = /^\d{4}-\d{2}-\d{2}(?= )/.exec(cell(row, 'time')) ?? []
  return day === '' ? 'undated' : day
}
