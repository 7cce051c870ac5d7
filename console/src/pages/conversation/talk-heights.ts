import type { ShownRecord } from '../../wire.ts'
import { isEvent, type TalkRow } from './talk.ts'

// How high a row will be, before it was ever drawn: the nearer the guess, the less moves when it is measured. In CSS px at
// the console's own letter size.

const DAY_LINE = 36
const EVENT_LINE = 36
const LINE = 20
/** Edges of a bubble and the space around it. */
const AROUND = 16
/** The line with a sender's name. */
const NAME = 35
/** A line of its own above or below the text: what is answered, a version, a recall. */
const EXTRA = 30
/** Half-width letters on one line of a bubble that is as wide as it may be. */
const PER_LINE = 64

export function heightOf(row: TalkRow): number {
  if (row.row === 'day') return DAY_LINE
  const { record, leads } = row
  if (isEvent(record)) return EVENT_LINE
  const extras = (record.refersTo === null && !record.refersElsewhere ? 0 : 1) + (record.recalledBy === null ? 0 : 1)
  const versions = record.versions.length === 0 ? 0 : EXTRA + LINE
  return AROUND + LINE * linesOf(record) + (leads ? NAME : 0) + EXTRA * extras + versions
}

const known = new WeakMap<ShownRecord, number>()

function linesOf(record: ShownRecord): number {
  const before = known.get(record)
  if (before !== undefined) return before
  let lines = 1
  let used = 0
  for (const letter of record.text.text) {
    const width = letter > '\u2e7f' ? 2 : 1 // from here on letters fill a square
    if (letter === '\n' || used + width > PER_LINE) {
      lines++
      used = 0
    }
    if (letter !== '\n') used += width
  }
  known.set(record, lines)
  return lines
}

/** How far down a row begins, `top` above the first. */
export function offsetOf(rows: readonly TalkRow[], index: number, top: number): number {
  let offset = top
  for (let i = 0; i < index; i++) {
    const row = rows[i]
    if (row) offset += heightOf(row)
  }
  return offset
}
