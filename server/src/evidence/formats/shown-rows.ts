import { cellsOf } from '../containers/csv-cells.ts'
import type { Spool } from '../containers/spool.ts'

// The masked rows once more, for every format beside the CSV: the same sixteen cells, neutralised as they stand there, and what a
// cell does not say. Nothing here opens a record again, so no format can show what the CSV does not.

export interface RowFacts {
  /** Number of the conversation in the package, from 1. */
  conv: number
  /** Kinds of what is masked or withheld, sorted, each once. */
  kinds: readonly string[]
}

export interface ShownRow extends RowFacts {
  /** In the order of records.csv. */
  cells: readonly string[]
}

/** Places in `cells`. */
export const CELL = {
  row: 0,
  entry: 1,
  conversation: 2,
  seq: 3,
  time: 4,
  archived: 5,
  kind: 6,
  sender: 7,
  senderName: 8,
  recipients: 9,
  body: 10,
  platform: 11,
  sourceId: 12,
  refersTo: 13,
  masked: 14,
  digest: 15,
} as const
export type CellName = keyof typeof CELL

export function cell(row: ShownRow, name: CellName): string {
  return row.cells[CELL[name]] ?? ''
}

/** How the facts of a row wait in their spool. */
export function factsLine({ conv, kinds }: RowFacts): string {
  return `${conv}\t${kinds.join(',')}\n`
}

/** Rows in package order, out of the two spools in step. */
export async function* shownRows(lines: Spool, facts: Spool): AsyncGenerator<ShownRow> {
  const others = piecesOf(facts, '\n')
  for await (const line of piecesOf(lines, '\r\n')) {
    const next = await others.next()
    const [conv = '', kinds = ''] = (next.done === true ? '' : next.value).split('\t')
    yield { cells: cellsOf(line), conv: Number(conv), kinds: kinds === '' ? [] : kinds.split(',') }
  }
}

/** A spool's pieces end where an addition ended, so no line lies in two of them. */
async function* piecesOf(spool: Spool, end: string): AsyncGenerator<string> {
  for await (const text of spool.read()) for (const line of text.split(end)) if (line !== '') yield line
}
