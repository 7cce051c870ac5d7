import { Broken, type Entry } from '../containers/entry.ts'
import type { PartReader } from '../read-part.ts'
import { Unreadable } from '../syntax/json-value.ts'
import { readXml } from '../syntax/xml-element.ts'
import { xmlSplitter } from '../syntax/xml-elements.ts'
import { cellsOf, columnLetters, explainingPart, headerOfCells, rankOfPart, SHEET_SHAPE } from './xlsx.ts'
import { Workbook } from './xlsx-workbook.ts'

export interface SheetPreview {
  columns: string[]
  rows: string[][]
}

/** Most bytes of one part that are looked at. */
const MOST = 32 * 1024 * 1024

export function isWorkbook(entries: readonly Entry[]): boolean {
  return entries.some((entry) => entry.name.startsWith('xl/') && entry.name.endsWith('.xml'))
}

/** Columns and first rows of the first sheet that has a row of more than one cell. */
export async function previewWorkbook(entries: readonly Entry[], most: number): Promise<SheetPreview> {
  const book = new Workbook()
  const readable = entries.filter((entry) => entry.refused === null)
  for (const entry of readable.toSorted((a, b) => rankOfPart(a.name) - rankOfPart(b.name))) {
    if (rankOfPart(entry.name) < 3) await readThrough(entry, explainingPart(book, entry.name))
    else if (rankOfPart(entry.name) < 1_000_000) {
      const rows = await firstRows(book, entry, most + 20)
      const header = rows.findIndex((row) => row.size > 1)
      const names = rows[header]
      if (names) return asTable(names, rows.slice(header + 1, header + 1 + most))
    }
  }
  return { columns: [], rows: [] }
}

function asTable(names: ReadonlyMap<number, string>, rows: ReadonlyMap<number, string>[]): SheetPreview {
  const columns = new Map(headerOfCells(names))
  for (const row of rows) for (const at of row.keys()) if (!columns.has(at)) columns.set(at, columnLetters(at))
  const places = [...columns.keys()].sort((a, b) => a - b)
  return {
    columns: places.map((at) => columns.get(at) ?? ''),
    rows: rows.map((row) => places.map((at) => row.get(at) ?? '')),
  }
}

async function readThrough(entry: Entry, reader: PartReader | null): Promise<void> {
  if (!reader) return
  for await (const chunk of beginning(entry)) {
    for (const cut of reader.splitter.push(chunk)) {
      cut.reached?.()
      if (cut.what === 'item') reader.read(cut.bytes)
    }
  }
}

async function firstRows(book: Workbook, entry: Entry, most: number): Promise<Map<number, string>[]> {
  const splitter = xmlSplitter(SHEET_SHAPE)
  const rows: Map<number, string>[] = []
  for await (const chunk of beginning(entry)) {
    for (const cut of splitter.push(chunk)) {
      const element = cut.what === 'item' ? readXml(cut.bytes) : null
      const cells = element === null || element instanceof Unreadable ? null : cellsOf(book, element)
      if (cells) rows.push(cells)
      if (rows.length === most) return rows
    }
  }
  return rows
}

/** The end may be missing: the caller has only the file's first bytes. */
async function* beginning(entry: Entry): AsyncGenerator<Buffer> {
  let length = 0
  try {
    for await (const chunk of entry.content()) {
      yield chunk
      length += chunk.length
      if (length > MOST) return
    }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
  }
}
