import { csvLine } from '../render/render.ts'
import { codeOf, type Findings } from './verdict.ts'

/** The spreadsheet's rows against the rendered cells, in step. */
export class SheetComparison {
  readonly #rows: AsyncIterator<string[]>
  readonly #findings: Findings
  #count = 0
  #ended = false
  #broken = false

  constructor(rows: AsyncIterator<string[]>, findings: Findings) {
    this.#rows = rows
    this.#findings = findings
  }

  /**
   * `line` of the CSV has the cells that must stand here, and no other cells have that line. Row 0 is the headings; null is a row that could not be
   * read, which no spreadsheet can agree with.
   */
  async compare(line: string | null, row: number): Promise<void> {
    const actual = await this.#next()
    if (actual === null) return
    if (row > 0) this.#findings.looked('xlsx', 1)
    if (line !== null && csvLine(actual) === line) return
    if (row === 0) this.#findings.add('xlsx', 'headings_differ')
    else this.#findings.add('xlsx', 'row_altered', { row })
  }

  async end(rows: number): Promise<void> {
    while ((await this.#next()) !== null) this.#findings.add('xlsx', 'row_unknown', { row: this.#count - 1 })
    if (this.#broken || this.#count === rows + 1) return
    this.#findings.add('xlsx', 'rows_differ', { detail: `${Math.max(this.#count - 1, 0)}/${rows}` })
  }

  async #next(): Promise<string[] | null> {
    if (this.#ended) return null
    try {
      const next = await this.#rows.next()
      this.#ended = next.done === true
      if (next.done === true) return null
      this.#count++
      return next.value
    } catch (error) {
      this.#ended = true
      this.#broken = true
      this.#findings.add('xlsx', 'bad_xlsx', { detail: codeOf(error) })
      return null
    }
  }
}
