import type { PartReader } from '../read-part.ts'
import { type JsonObject, Unreadable } from '../syntax/json-value.ts'
import { type Splitter, structure, wholePart } from '../syntax/splitter.ts'
import { readXml, type XmlElement } from '../syntax/xml-element.ts'
import { xmlSplitter } from '../syntax/xml-elements.ts'
import { columnsOf, needMapping, RowReader } from './mapping.ts'
import type { Source, SourceFormat, SourceOptions } from './source.ts'
import { localName, Workbook } from './xlsx-workbook.ts'

/**
 * Rows of worksheets (ECMA-376, SpreadsheetML) under a header, with a mapping of its columns.
 *
 * A workbook is a zip, and the room already opens it as one: bounded, checked, every byte accounted for. So the
 * worksheet's XML is the part and its <row> elements are the items; strings, styles and settings are parts that explain
 * it and are read before. A library for workbooks would hand out rows without saying which bytes they were: nothing
 * could be quarantined by its place, and its own unpacking would have to be bounded a second time.
 */
export const xlsx = { name: 'xlsx', open: xlsxSource } as const satisfies SourceFormat<'xlsx'>

const SHEET = /^xl\/worksheets\/(?:sheet)?([^/]*)\.xml$/i
/** Parts that hold how the workbook is put together, and nothing that stands in a cell. */
const PLUMBING =
  /^(\[Content_Types\]\.xml|(.*\/)?_rels\/[^/]*\.rels|docProps\/[^/]*|xl\/(theme\/[^/]*|tables\/[^/]*\.xml|printerSettings\/[^/]*|calcChain\.xml|metadata\.xml))$/i
/** The header is the first of so many rows that names what the mapping needs; titles may stand above it. */
const HEADER_WITHIN = 20

export const SHEET_SHAPE = {
  records: ['row', 'x:row'],
  containers: ['sheetData', 'x:sheetData'],
  onRoot: () => undefined,
} as const

function xlsxSource(options: SourceOptions): Source {
  const mapping = needMapping(options.mapping)
  const rows = new RowReader(mapping, options.origin, false)
  const needed = columnsOf(mapping)
  const book = new Workbook()
  let isMatched = false
  return {
    rank: rankOfPart,
    reader(part) {
      if (part.alone) return { splitter: wholePart('format_unknown'), read: () => new Unreadable('format_unknown') }
      const explaining = explainingPart(book, part.name)
      if (explaining) return explaining
      if (!SHEET.test(part.name)) return null
      const header = headerIn(book, part.text, needed)
      // a sheet of explanations beside the one with the rows is no mistake in the mapping
      if (header === 'missing') return missingColumns(!isMatched)
      isMatched ||= header === 'found'
      return { splitter: xmlSplitter(SHEET_SHAPE), read: sheetReader(book, needed, rows) }
    },
    gaps: () => rows.sequence.result(),
  }
}

/** What cells refer to comes before them; sheets in their own order. */
export function rankOfPart(name: string): number {
  if (name === 'xl/workbook.xml') return 0
  if (name === 'xl/styles.xml') return 1
  if (name === 'xl/sharedStrings.xml') return 2
  const sheet = SHEET.exec(name)?.[1]
  return sheet === undefined ? 1_000_000 : 3 + Math.min(Number(sheet) || 0, 900_000)
}

export function explainingPart(book: Workbook, name: string): PartReader | null {
  if (name === 'xl/workbook.xml') return book.settings()
  if (name === 'xl/styles.xml') return book.styles()
  if (name === 'xl/sharedStrings.xml') return book.strings()
  return PLUMBING.test(name) ? { splitter: allStructure(), read: () => null } : null
}

function allStructure(): Splitter {
  return { push: (chunk) => (chunk.length > 0 ? [structure(Buffer.from(chunk))] : []), end: () => [] }
}

function missingColumns(isMistake: boolean): PartReader {
  const read = () => new Unreadable('missing_column')
  return { splitter: wholePart('missing_column'), read, ...(isMistake ? { missingColumns: true } : {}) }
}

/** Texts by column, from 0; null: no row, or nothing in it; undefined: a cell refers to what is not there. */
export function cellsOf(book: Workbook, row: XmlElement): Map<number, string> | null | undefined {
  if (localName(row) !== 'row') return null
  const cells = new Map<number, string>()
  let next = 0
  for (const cell of row.children) {
    if (localName(cell) !== 'c') continue
    const at = cell.attributes.r === undefined ? next : columnNo(cell.attributes.r)
    next = at + 1
    const text = book.cellText(cell)
    if (text === undefined) return undefined
    if (text !== null && text !== '') cells.set(at, text)
  }
  return cells.size > 0 ? cells : null
}

/** `AB12` → 27. */
function columnNo(reference: string): number {
  let no = 0
  for (const letter of /^[A-Z]{1,3}/i.exec(reference)?.[0].toUpperCase() ?? 'A')
    no = no * 26 + letter.charCodeAt(0) - 64
  return no - 1
}

export function columnLetters(at: number): string {
  return at < 26
    ? String.fromCharCode(65 + at)
    : columnLetters(Math.floor(at / 26) - 1) + String.fromCharCode(65 + (at % 26))
}

type Header = ReadonlyMap<number, string>

/** Column names by place; a name that stands twice is told apart by its letters. */
export function headerOfCells(cells: ReadonlyMap<number, string>): Header {
  const header = new Map<number, string>()
  const used = new Set<string>()
  for (const [at, text] of cells) {
    const name = text.trim()
    header.set(at, used.has(name) || name === '' ? `${name}#${columnLetters(at)}` : name)
    used.add(name)
  }
  return header
}

/** Whether the sheet's first rows name the columns; a sheet without rows misses nothing. */
function headerIn(book: Workbook, head: string, needed: readonly string[]): 'found' | 'missing' | 'empty' {
  const splitter = xmlSplitter(SHEET_SHAPE)
  let seen = 0
  for (const cut of splitter.push(Buffer.from(head))) {
    const element = cut.what === 'item' ? readXml(cut.bytes) : null
    const cells = element === null || element instanceof Unreadable ? null : cellsOf(book, element)
    if (!cells) continue
    if (names(headerOfCells(cells), needed)) return 'found'
    seen += 1
    if (seen === HEADER_WITHIN) return 'missing'
  }
  return seen === 0 ? 'empty' : 'missing'
}

function names(header: Header, needed: readonly string[]): boolean {
  const columns = new Set(header.values())
  return needed.every((column) => columns.has(column))
}

function sheetReader(book: Workbook, needed: readonly string[], rows: RowReader): PartReader['read'] {
  let header: Header | null = null
  return (bytes) => {
    const element = readXml(bytes)
    if (element instanceof Unreadable) return element
    const cells = cellsOf(book, element)
    if (cells === null) return null // an empty row, or what a sheet says of its looks
    if (cells === undefined) return new Unreadable('wrong_shape')
    if (header) return rows.read(rowOf(header, cells))
    const found = headerOfCells(cells)
    if (!names(found, needed)) return new Unreadable('not_a_message') // a title above the header
    header = found
    return null
  }
}

function rowOf(header: Header, cells: ReadonlyMap<number, string>): JsonObject {
  const row: [string, string][] = [...header].map(([at, column]) => [column, cells.get(at) ?? ''])
  for (const [at, text] of cells) if (!header.has(at)) row.push([columnLetters(at), text])
  return Object.fromEntries(row)
}
