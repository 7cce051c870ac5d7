import type { Mask } from '../package/mask.ts'

// The masked rows once more, for every format beside the CSV: the same sixteen cells, neutralised as they stand there, and what a
// cell does not say. What is made of them opens no record again, so no format can show what the CSV does not.

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

export function kindsOf(masks: readonly Mask[]): string[] {
  return [...new Set(masks.map(({ kind }) => kind))].sort()
}

/** How the facts of a row stand in a text beside its line of the CSV. */
export function factsLine({ conv, kinds }: RowFacts): string {
  return `${conv}\t${kinds.join(',')}\n`
}

/** The facts of a line that factsLine gave, with or without its end. */
export function factsOf(line: string): RowFacts {
  const [conv = '', kinds = ''] = line.trimEnd().split('\t')
  return { conv: Number(conv), kinds: kinds === '' ? [] : kinds.split(',') }
}
