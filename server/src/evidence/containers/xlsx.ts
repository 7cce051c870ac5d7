import { SHEET, SHEET_PARTS, sheetEnd, sheetHead, sheetRow } from '@cunzhen/proof'
import type { OpenEntry } from './zip.ts'
import { ZipWriter } from './zip.ts'

// The workbook of proof/src/sheet-parts.ts, written row by row: memory does not grow with the rows.

/** Excel's limits: rows of a sheet, the heading's among them; UTF-16 units of a cell. */
export const MOST_ROWS = 1_048_576
export const LONGEST_CELL = 32_767

/** Writes a workbook into an entry of a package, which should be stored: the sheet is compressed here. */
export class SheetWriter {
  readonly #zip: ZipWriter
  #sheet: OpenEntry | null = null
  #row = 0
  #waiting = ''

  constructor(out: Pick<OpenEntry, 'write'>) {
    this.#zip = new ZipWriter((bytes) => out.write(bytes), null)
  }

  async begin(headings: readonly string[]): Promise<void> {
    for (const [name, content] of SHEET_PARTS) await this.#zip.add(name, content)
    this.#sheet = await this.#zip.open(SHEET, { level: 1 })
    this.#waiting = sheetHead()
    await this.row(headings)
  }

  async row(cells: readonly string[]): Promise<void> {
    this.#row += 1
    this.#waiting += sheetRow(this.#row, cells)
    if (this.#waiting.length > 64 * 1024) await this.#flush()
  }

  async end(): Promise<void> {
    this.#waiting += sheetEnd(this.#row)
    await this.#flush()
    await this.#sheet?.end()
    await this.#zip.end()
  }

  async #flush(): Promise<void> {
    const text = this.#waiting
    this.#waiting = ''
    await this.#sheet?.write(Buffer.from(text))
  }
}
