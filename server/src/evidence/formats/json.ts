import type { OpenEntry } from '../containers/zip.ts'
import { CELL, type CellName, type ShownRow } from './shown-rows.ts'

/** Numbers in JSON; every other cell is text as the CSV has it. */
const NUMBERS: readonly CellName[] = ['row', 'entry', 'seq', 'masked']

export interface JsonHead {
  number: string
  language: 'zh' | 'en'
  rows: number
}

/**
 * data/records.json: the head, then one row a line, so that a line is a row for whoever has no JSON reader for large files.
 * Keys are the English names of the columns in both languages; `redacted` lists the kinds of what is masked or withheld.
 */
export async function writeJson(entry: OpenEntry, head: JsonHead, rows: AsyncIterable<ShownRow>): Promise<void> {
  const open = JSON.stringify({ format: 'cunzhen/records', v: 1, export: head.number, language: head.language })
  await entry.write(Buffer.from(`${open.slice(0, -1)},"count":${head.rows},"rows":[\n`))
  let first = true
  let waiting = ''
  for await (const row of rows) {
    waiting += `${first ? '' : ',\n'}${JSON.stringify(rowObject(row))}`
    first = false
    if (waiting.length < 64 * 1024) continue
    await entry.write(Buffer.from(waiting))
    waiting = ''
  }
  await entry.write(Buffer.from(`${waiting}\n]}\n`))
}

function rowObject(row: ShownRow): Record<string, string | number | readonly string[]> {
  const shown: Record<string, string | number | readonly string[]> = {}
  for (const [name, place] of Object.entries(CELL)) {
    const text = row.cells[place] ?? ''
    shown[name] = NUMBERS.includes(name as CellName) ? Number(text) : text // keys of CELL
  }
  shown.redacted = row.kinds
  return shown
}
