import type { Language } from '../package/package.ts'
import { CELL, type CellName, cell, type ShownRow } from './shown-row.ts'

// data/records.json (formats/evidence-package.md): the head, then one row a line, so that a line is a row for whoever has no JSON reader for
// large files. Exporter and verifier share this one rendering.

/** Numbers in JSON; every other cell is text as the CSV has it. */
const NUMBERS: ReadonlySet<string> = new Set<CellName>(['row', 'entry', 'seq', 'masked'])

export interface JsonHead {
  /** Of the export. */
  number: string
  language: Language
  rows: number
}

/** The first line, ended. */
export function jsonHead({ number, language, rows }: JsonHead): string {
  const open = JSON.stringify({ format: 'cunzhen/records', v: 1, export: number, language })
  return `${open.slice(0, -1)},"count":${rows},"rows":[\n`
}

/** Between two rows. */
export const JSON_BETWEEN = ',\n'
/** Behind the last row. */
export const JSON_END = '\n]}\n'

/** A row, not ended. Keys are the English names of the columns in both languages; `redacted` lists the kinds of what is masked or withheld. */
export function jsonRow(row: ShownRow): string {
  const shown: Record<string, string | number | readonly string[]> = {}
  for (const name of Object.keys(CELL) as CellName[]) // keys of CELL
    shown[name] = NUMBERS.has(name) ? Number(cell(row, name)) : cell(row, name)
  shown.redacted = row.kinds
  return JSON.stringify(shown)
}
