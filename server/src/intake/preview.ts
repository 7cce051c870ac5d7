import { canonicalJson, type Kind } from '@cunzhen/proof'
import type { ByteSource } from './containers/byte-source.ts'
import { type Listing, listFile } from './containers/entries.ts'
import { BOUNDS, Broken } from './containers/entry.ts'
import { EncodingSurvey } from './encodings/encodings.ts'
import { DELIMITERS, firstRows, namedApart } from './sources/csv.ts'
import { rowsIn } from './sources/jsonl.ts'
import { headOf } from './sources/source.ts'
import { isWorkbook, previewWorkbook } from './sources/xlsx-preview.ts'
import { readRow } from './syntax/csv-rows.ts'
import { isObject, type Json, type JsonObject, readJson, Unreadable } from './syntax/json-value.ts'

/** What a table's columns are called, and its first rows: to choose a mapping by (wire type MappingPreview). */
export interface Preview {
  columns: string[]
  rows: { kind: Kind; cells: string[] }[]
}

const ROWS = 20
const HEAD = 1024 * 1024

/**
 * Looks at the first bytes of a file; nothing is stored. Of text 1 MiB is enough; the strings of a workbook stand
 * anywhere in it, so that it is needed whole.
 */
export async function previewTable(bytes: Uint8Array): Promise<Preview> {
  const listing = await listFile(inMemory(Buffer.from(bytes)), '', BOUNDS)
  if (isWorkbook(listing.entries)) {
    const { columns, rows } = await previewWorkbook(listing.entries, ROWS)
    return { columns, rows: rows.map((cells) => ({ kind: 'text', cells })) }
  }
  const text = await textOf(listing)
  return /^\s*[[{]/.test(text) ? previewJson(text) : previewCsv(text)
}

async function textOf(listing: Listing): Promise<string> {
  const survey = new EncodingSurvey()
  const parts: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of listing.entries.find((entry) => !entry.refused)?.content() ?? []) {
      survey.add(chunk)
      parts.push(Buffer.from(chunk))
      length += chunk.length
      if (length > HEAD) break
    }
  } catch (error) {
    if (!(error instanceof Broken)) throw error // the end is missing: the caller has only the file's first bytes
  }
  return headOf('', true, Buffer.concat(parts), survey.found()).text
}

function previewJson(text: string): Preview {
  const splitter = rowsIn(text)
  const rows: JsonObject[] = []
  for (const cut of splitter.push(Buffer.from(text))) {
    const row = cut.what === 'item' ? readJson(cut.bytes) : null
    if (row !== null && !(row instanceof Unreadable) && isObject(row)) rows.push(flat(row))
    if (rows.length === ROWS) break
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return { columns, rows: rows.map((row) => ({ kind: 'text', cells: columns.map((column) => cell(row[column])) })) }
}

/** Members of members under dotted names, as a mapping names them. */
function flat(object: JsonObject, prefix = ''): JsonObject {
  const pairs = Object.entries(object).flatMap(([key, value]): [string, Json][] =>
    isObject(value) ? Object.entries(flat(value, `${prefix}${key}.`)) : [[`${prefix}${key}`, value]],
  )
  return Object.fromEntries(pairs)
}

function cell(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? canonicalJson(value) : String(value)
}

/** The header is the first row that is about as wide as the widest: titles may stand above it. */
function previewCsv(text: string): Preview {
  const tables = DELIMITERS.map((delimiter) =>
    firstRows(text, delimiter, 2 * ROWS).map((row) => readRow(row, delimiter)),
  )
  const table = tables.reduce((best, one) => (widest(one) > widest(best) ? one : best))
  const at = table.findIndex((row) => 2 * filled(row) > widest(table))
  const columns = namedApart((table[at] ?? []).map((name) => name.trim()))
  return { columns, rows: table.slice(at + 1, at + 1 + ROWS).map((cells) => ({ kind: 'text', cells })) }
}

function filled(row: readonly string[]): number {
  return row.filter((cell) => cell.trim() !== '').length
}

function widest(table: readonly string[][]): number {
  return table.reduce((most, row) => Math.max(most, filled(row)), 0)
}

function inMemory(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    read: (start, length) => Promise.resolve(bytes.subarray(start, start + length)),
    close: () => Promise.resolve(),
  }
}
