import { csvSplitter, readRow } from '../syntax/csv-rows.ts'
import { type JsonObject, readText, Unreadable } from '../syntax/json-value.ts'
import { wholePart } from '../syntax/splitter.ts'
import { columnsOf, needMapping, RowReader } from './mapping.ts'
import type { Source, SourceFormat, SourceOptions } from './source.ts'

export const DELIMITERS = [',', '\t', ';', '|']

/** The header is the first of so many rows that names what the mapping needs; titles may stand above it. */
const HEADER_WITHIN = 20
/** How Excel is told the delimiter, in a line of its own. */
const DELIMITER_LINE = /^sep=[,;|\t]\s*$/i

/** Rows of RFC 4180 under a header, with a mapping of its columns. The delimiter is the one that yields them. */
export const csv = { name: 'csv', open: csvSource } as const satisfies SourceFormat<'csv'>

function csvSource(options: SourceOptions): Source {
  const mapping = needMapping(options.mapping)
  const rows = new RowReader(mapping, options.origin, false)
  const needed = columnsOf(mapping)
  return {
    rank: () => 0,
    reader(part) {
      const header = headerOf(part.text, needed, HEADER_WITHIN)
      if (!header) {
        const read = () => new Unreadable('missing_column')
        return { splitter: wholePart('missing_column'), read, missingColumns: true }
      }
      let above = header.above
      return {
        splitter: csvSplitter(header.delimiter),
        read(bytes) {
          const text = readText(bytes)
          if (text instanceof Unreadable) return text
          above -= 1
          if (above === -1) return null // the header itself
          if (above >= 0) return DELIMITER_LINE.test(text) ? null : new Unreadable('not_a_message')
          const row = toObject(header.columns, readRow(text, header.delimiter))
          return row ? rows.read(row) : new Unreadable('column_count')
        },
      }
    },
    gaps: () => rows.sequence.result(),
  }
}

export interface Header {
  delimiter: string
  columns: string[]
  /** Rows above it. */
  above: number
}

/** null: under no delimiter does one of the first rows hold the needed columns, each column once. */
export function headerOf(head: string, needed: readonly string[], within = 1): Header | null {
  const start = head.search(/[^\r\n]/)
  if (start < 0) return null
  for (const delimiter of DELIMITERS) {
    for (const [above, row] of firstRows(head.slice(start), delimiter, within).entries()) {
      const names = readRow(row, delimiter).map((name) => (needed.includes(name) ? name : name.trim()))
      const isHere = needed.length > 0 && needed.every((name) => names.indexOf(name) === names.lastIndexOf(name))
      if (isHere && needed.every((name) => names.includes(name)))
        return { delimiter, columns: namedApart(names), above }
    }
  }
  return null
}

/** Reads the rows of a table from its header on, each as wide as it; what stands above it is no message. */
export function rowsUnder<Read>(
  { delimiter, columns, above }: Pick<Header, 'delimiter' | 'columns' | 'above'>,
  read: (cells: readonly string[]) => Read,
): { splitter: ReturnType<typeof csvSplitter>; read(bytes: Buffer): Read | null | Unreadable } {
  let before = above + 1
  return {
    splitter: csvSplitter(delimiter),
    read(bytes) {
      const text = readText(bytes)
      if (text instanceof Unreadable) return text
      before -= 1
      if (before >= 0) return before === 0 ? null : new Unreadable('not_a_message')
      const cells = readRow(text, delimiter)
      return cells.length === columns.length ? read(cells) : new Unreadable('column_count')
    },
  }
}

/** Cells under their columns' names. */
export function underColumns(columns: readonly string[], cells: readonly string[]): Map<string, string> {
  return new Map(columns.map((column, at) => [column, cells[at] ?? '']))
}

/** Columns by names of their own: spreadsheets write columns without one, and one name twice. */
export function namedApart(names: readonly string[]): string[] {
  return names.map((name, at) => (name === '' || names.indexOf(name) < at ? `${name}#${at + 1}` : name))
}

/** The first well-formed rows of a text, its header among them. */
export function firstRows(text: string, delimiter: string, most: number): string[] {
  const splitter = csvSplitter(delimiter)
  const cuts = [...splitter.push(Buffer.from(text)), ...splitter.end()]
  return cuts
    .filter((cut) => cut.what === 'item')
    .slice(0, most)
    .map((cut) => cut.bytes.toString('utf8'))
}

/** What `namedApart` calls a column without a name. */
const NAMELESS = /^#\d{1,6}$/

/** Null: the row has cells beyond the header, or too few; what is empty or has no name may be missing. */
function toObject(columns: readonly string[], cells: readonly string[]): JsonObject | null {
  if (cells.slice(columns.length).some((cell) => cell !== '')) return null
  const row: [string, string][] = []
  for (const [at, column] of columns.entries()) {
    const cell = cells[at]
    if (cell === undefined && !NAMELESS.test(column)) return null
    if (cell || !NAMELESS.test(column)) row.push([column, cell ?? ''])
  }
  return Object.fromEntries(row)
}
