import { CsvError, parse } from 'csv-parse/sync'
import { Refusal } from '#base'

// A list that a person hands in: CSV under a header of known columns, in any order.

export interface TableLine<Column extends string> {
  /** In the file, from 1. */
  readonly line: number
  /** Trimmed, of the columns that the header names; null: the line has more or fewer cells than the header. */
  readonly cells: Readonly<Partial<Record<Column, string>>> | null
}

export interface TableShape<Column extends string> {
  readonly columns: readonly Column[]
  readonly needed: readonly Column[]
  /** Letters of a line. */
  readonly longest: number
}

/** attacker-controlled: a file. @throws Refusal `csv_unreadable`, `csv_header_wrong` for the file as a whole */
export function readTable<Column extends string>(csv: string, shape: TableShape<Column>): TableLine<Column>[] {
  const [head, ...rows] = rowsOf(csv, shape.longest)
  const header = head?.record.map((word) => word.trim().toLowerCase()) ?? []
  const isKnown = (word: string): word is Column => (shape.columns as readonly string[]).includes(word)
  if (!header.every(isKnown) || new Set(header).size < header.length) throw new Refusal('invalid', 'csv_header_wrong')
  if (!shape.needed.every((word) => header.includes(word))) throw new Refusal('invalid', 'csv_header_wrong')
  return rows.map(({ record, info }) => ({ line: info.lines, cells: cellsUnder(header, record) }))
}

interface CsvRow {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

function rowsOf(csv: string, longest: number): CsvRow[] {
  const shape = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true } as const
  try {
    return parse(csv, { ...shape, max_record_size: longest }) as unknown as CsvRow[] // its types do not say what `info` does
  } catch (error) {
    // its message may quote the file
    throw new Refusal('invalid', 'csv_unreadable', { line: error instanceof CsvError ? Number(error.lines ?? 0) : 0 })
  }
}

function cellsUnder<Column extends string>(
  header: readonly Column[],
  record: readonly string[],
): TableLine<Column>['cells'] {
  if (record.length !== header.length) return null
  const cells: Partial<Record<Column, string>> = {}
  for (const [place, column] of header.entries()) cells[column] = (record[place] ?? '').trim()
  return cells
}
