import { JSON_FILE, type Manifest } from '../package/package.ts'
import { JSON_BETWEEN, JSON_END, jsonHead, jsonRow } from '../render/render-json.ts'
import type { ShownRow } from '../render/shown-row.ts'
import { LineMatch } from './align.ts'
import type { Source } from './source.ts'
import type { Findings } from './verdict.ts'
import { FileLines, reportLines, textOf } from './verify-lines.ts'

const [LAST_ROW_END = '', LAST_LINE = ''] = JSON_END.split(/(?<=\n)/)

/** records.json against the rows, line by line: the exporter's own rendering, made again. */
export class JsonComparison {
  readonly #lines: FileLines
  readonly #findings: Findings
  readonly #manifest: Manifest
  readonly #match = new LineMatch()
  /** The row before, which ends otherwise where it is the last. */
  #held: { text: string | null; row: number } | null = null
  #place = 0
  /** The line that closes the file was met. */
  #closed = false
  /** What stands around and between the rows is as it must be. */
  #framed = true

  constructor(source: Source, manifest: Manifest, findings: Findings) {
    this.#lines = new FileLines(source.wholeLines(JSON_FILE), findings, 'json')
    this.#findings = findings
    this.#manifest = manifest
  }

  async begin(): Promise<void> {
    const { export: exported, rows } = this.#manifest
    const head = jsonHead({ number: exported.number, language: exported.language, rows })
    this.#framed = (await this.#line()) === head
  }

  /** Null: a row that could not be read, which no line can agree with. */
  async row(row: ShownRow | null, number: number): Promise<void> {
    await this.#release(JSON_BETWEEN)
    this.#held = { text: row === null ? null : jsonRow(row), row: number }
  }

  async end(): Promise<void> {
    this.#held ??= { text: '', row: 0 } // of no rows there is an empty line
    await this.#release(LAST_ROW_END)
    for (let line = await this.#next(); line !== null; line = await this.#next()) this.#meet(line)
    this.#framed &&= this.#closed
    for (let more = await this.#line(); more !== null; more = await this.#line()) this.#framed = false
    if (!this.#framed) this.#findings.add('json', 'frame_differs', { file: JSON_FILE })
    reportLines(this.#match, this.#findings, 'json', /^\{"row":([1-9][0-9]{0,15}),/)
  }

  async #release(end: string): Promise<void> {
    if (this.#held === null) return
    const { text, row } = this.#held
    this.#held = null
    this.#findings.looked('json', row === 0 ? 0 : 1)
    const line = await this.#next()
    if (line !== null && text !== null && bare(line) === text) {
      this.#place++
      this.#match.agree(row, this.#place)
      this.#framed &&= line === text + end
      return
    }
    if (line !== null) this.#meet(line)
    if (text !== null) this.#match.expect(row, text)
  }

  #meet(line: string): void {
    this.#place++
    this.#match.meet(this.#place, bare(line))
  }

  /** Null behind the last row. */
  async #next(): Promise<string | null> {
    if (this.#closed) return null
    const line = await this.#line()
    this.#closed = line === LAST_LINE
    return this.#closed ? null : line
  }

  async #line(): Promise<string | null> {
    const line = this.#lines.take() ?? (await this.#lines.next())
    return line === null ? null : textOf(line)
  }
}

/** Without what stands between it and the next. */
function bare(line: string): string {
  return line.replace(/,?\n$/, '')
}
