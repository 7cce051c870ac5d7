import { csvSplitter, readRow } from '../syntax/csv-rows.ts'
import { type JsonObject, readText, Unreadable } from '../syntax/json-value.ts'
import { wholePart } from '../syntax/splitter.ts'
import { columnsOf, needMapping, RowReader } from './mapping.ts'
import type { Source, SourceFormat, SourceOptions } from './source.ts'

export const DELIMITERS = [',', '\t', ';', '|']

/** Rows of RFC 4180 under a header, with a mapping of its columns. The delimiter is the one that yields them. */
export const csv = { name: 'csv', open: csvSource } as const satisfies SourceFormat<'csv'>

function csvSource(options: SourceOptions): Source {
  const mapping = needMapping(options.mapping)
  const rows = new RowReader(mapping, options.origin, false)
  const needed = columnsOf(mapping)
  return {
    rank: () => 0,
    reader(part) {
      const header = headerOf(part.text, needed)
      if (!header) {
        const read = () => new Unreadable('missing_column')
        return { splitter: wholePart('missing_column'), read, missingColumns: true }
      }
      let first = true
      return {
        splitter: csvSplitter(header.delimiter),
        read(bytes) {
          const text = readText(bytes)
          if (text instanceof Unreadable) return text
          if (first) {
            first = false
            return null // the header itself
          }
          const cells = readRow(text, header.delimiter)
          if (cells.length !== header.columns.length) return new Unreadable('column_count')
          return rows.read(toObject(header.columns, cells))
        },
      }
    },
    gaps: () => rows.sequence.result(),
  }
}

export interface Header {
  delimiter: string
  columns: string[]
}

/** null: under no delimiter does the first row hold the needed columns, each column once. */
export function headerOf(head: string, needed: readonly string[]): Header | null {
  const start = head.search(/[^\r\n]/)
  if (start < 0) return null
  for (const delimiter of DELIMITERS) {
    const [row] = firstRows(head.slice(start), delimiter, 1)
    const columns = row === undefined ? [] : readRow(row, delimiter)
    const once = new Set(columns).size === columns.length
    if (once && columns.length > 0 && needed.every((column) => columns.includes(column))) return { delimiter, columns }
  }
  return null
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

function toObject(columns: readonly string[], cells: readonly string[]): JsonObject {
  return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']))
}
