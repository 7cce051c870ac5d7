import { disorderOf, LineMatch, movedOf } from './align.ts'
import { equalBytes, fromBase64, fromHex, fromUtf8 } from './bytes.ts'
import { type OpenedRecord, openDisclosure } from './disclosure.ts'
import { convKeyString, convTag, encodeEntry } from './entry.ts'
import { ProofError } from './errors.ts'
import { leafHash } from './merkle.ts'
import type { Conversations, Manifest, Row } from './package.ts'
import { BYTE_ORDER_MARK, csvLine, headings, isSpanMask, type RenderRule, rowCells } from './render.ts'
import { parseRow } from './shapes.ts'
import type { Findings } from './verdict.ts'

// The rows of a package: every line of disclosures.ndjson is opened, hashed, rendered, and its rendering compared with the
// CSV and the spreadsheet, in one pass over all three. What is kept per row is small and of fixed size: numbers and a leaf.

const HASH = 32

/** What one pass over the rows leaves for the checks after it. */
export class SeenRows {
  count = 0
  maskedCharacters = 0
  readonly indices: number[] = []
  readonly convs: number[] = []
  readonly seqs: number[] = []
  /** Row number of each of these. */
  readonly rows: number[] = []
  /** Row numbers as the lines claim them, of the unreadable ones too. */
  readonly claimed: number[] = []
  readonly preview: string[][] = []
  #leaves: Uint8Array = new Uint8Array(HASH * 1024)

  leaf(place: number): Uint8Array {
    return this.#leaves.subarray(HASH * place, HASH * (place + 1))
  }

  push(row: Row, leaf: Uint8Array): void {
    const at = this.indices.length
    this.#leaves = withRoom(this.#leaves, HASH * (at + 1))
    this.#leaves.set(leaf, HASH * at)
    this.indices.push(row.index)
    this.convs.push(row.conv)
    this.seqs.push(row.seq)
    this.rows.push(row.row)
  }
}

function withRoom(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length >= size) return bytes
  const larger = new Uint8Array(Math.max(size, bytes.length * 2))
  larger.set(bytes)
  return larger
}

export interface RowsRun {
  manifest: Manifest
  conversations: Conversations
  /** How many rows to keep as cells. */
  preview: number
  findings: Findings
}

export interface RowStreams {
  disclosures: AsyncIterator<Uint8Array>
  csv: AsyncIterator<Uint8Array>
  /** Cells of the spreadsheet, headings first; null when there is none. */
  xlsx: AsyncIterator<string[]> | null
}

/** Reads the files side by side to their ends, whatever is wrong in them. */
export async function verifyRows(run: RowsRun, streams: RowStreams): Promise<SeenRows> {
  const { findings, manifest } = run
  const seen = new SeenRows()
  const match = new LineMatch()
  const opener = new RowOpener(run, seen)
  const sheet = streams.xlsx === null ? null : new SheetComparison(streams.xlsx, findings)
  await checkHeadings(streams.csv, manifest, findings)
  await sheet?.compare(headings(manifest.export.language), 0)
  let csvEnded = false
  let ended = false
  for (let place = 1; !ended || !csvEnded; place++) {
    const line: Uint8Array | null = ended ? null : await nextLine(streams.disclosures, findings, 'rows')
    ended = line === null
    const actual: Uint8Array | null = csvEnded ? null : await nextLine(streams.csv, findings, 'csv')
    csvEnded = actual === null
    const expected = line === null ? null : opener.open(line, place)
    if (actual !== null) findings.looked('csv', 1)
    compareLine(match, place, expected, actual)
    if (!ended) await sheet?.compare(expected?.cells ?? null, place)
  }
  await sheet?.end(seen.count)
  findings.looked('rows', seen.count)
  reportLines(match, findings)
  reportOrder(seen.claimed, manifest, findings)
  return seen
}

/** The spreadsheet's rows against the rendered cells, in step. */
class SheetComparison {
  readonly #rows: AsyncIterator<string[]>
  readonly #findings: Findings
  #count = 0
  #ended = false
  #broken = false

  constructor(rows: AsyncIterator<string[]>, findings: Findings) {
    this.#rows = rows
    this.#findings = findings
  }

  /** Row 0 is the headings; null cells are those of a row that could not be read, which no spreadsheet can agree with. */
  async compare(cells: readonly string[] | null, row: number): Promise<void> {
    const actual = await this.#next()
    if (actual === null) return
    if (row > 0) this.#findings.looked('xlsx', 1)
    const same = cells !== null && cells.length === actual.length && cells.every((cell, i) => cell === actual[i])
    if (same) return
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

/** The line, or null at the end; a file that cannot be read on ends here and says so. */
async function nextLine(
  lines: AsyncIterator<Uint8Array>,
  findings: Findings,
  check: 'rows' | 'csv',
): Promise<Uint8Array | null> {
  try {
    const next = await lines.next()
    return next.done === true ? null : next.value
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
    findings.add(check, error.code === 'too_long' ? 'line_too_long' : 'unreadable_file', { file: error.what })
    return null
  }
}

async function checkHeadings(lines: AsyncIterator<Uint8Array>, manifest: Manifest, findings: Findings): Promise<void> {
  const line = await nextLine(lines, findings, 'csv')
  const expected = `${BYTE_ORDER_MARK}${csvLine(headings(manifest.export.language))}`
  if (line === null || textOf(line) !== expected) findings.add('csv', 'headings_differ')
}

/** Bytes as text for comparison; what is not UTF-8 equals no line of ours. */
function textOf(line: Uint8Array): string {
  try {
    return fromUtf8(line)
  } catch {
    return `\0${line.length}`
  }
}

interface ExpectedLine {
  row: number
  cells: readonly string[]
  line: string
}

function compareLine(match: LineMatch, place: number, expected: ExpectedLine | null, actual: Uint8Array | null): void {
  const text = actual === null ? null : textOf(actual)
  if (expected !== null && expected.line === text) {
    match.agree(expected.row, place)
    return
  }
  if (text !== null) match.meet(place, text)
  if (expected !== null) match.expect(expected.row, expected.line)
}

class RowOpener {
  readonly #run: RowsRun
  readonly #seen: SeenRows
  readonly #rule: RenderRule
  readonly #tags: Uint8Array[]
  readonly #tagKeys: (Uint8Array | null)[]
  #last: OrderKey | null = null

  constructor(run: RowsRun, seen: SeenRows) {
    const { conversations } = run.conversations
    this.#run = run
    this.#seen = seen
    this.#rule = {
      language: run.manifest.export.language,
      zone: run.manifest.export.zone,
      labels: conversations.map(({ label }) => label),
    }
    this.#tags = conversations.map(({ tag }) => fromHex(tag))
    this.#tagKeys = conversations.map(({ key }) => (key === null ? null : fromHex(key)))
  }

  /** Checks one line; what it renders to, or null when it cannot be read at all. */
  open(bytes: Uint8Array, place: number): ExpectedLine | null {
    const { findings } = this.#run
    this.#seen.count++
    const row = this.#parse(bytes, place)
    if (row === null) return null
    this.#seen.claimed.push(row.row)
    let opened: OpenedRecord
    let leaf: Uint8Array
    try {
      opened = openDisclosure(row.open)
      leaf = this.#leafOf(row, opened)
    } catch (error) {
      findings.add('rows', 'bad_disclosure', { row: row.row, detail: codeOf(error) })
      return null
    }
    if (!equalBytes(leaf, fromBase64(row.leaf))) findings.add('rows', 'leaf_differs', { row: row.row })
    const shownTime = opened.fields.sourceTs
    if (shownTime !== null && (!('time' in shownTime) || shownTime.time !== row.sourceTs)) {
      findings.add('rows', 'time_differs', { row: row.row })
    }
    this.#checkTag(row, opened)
    this.#checkOrder(row)
    this.#seen.push(row, leaf)
    return this.#render(row, opened)
  }

  #parse(bytes: Uint8Array, place: number): Row | null {
    const { findings } = this.#run
    if (bytes.at(-1) !== 0x0a) findings.add('rows', 'not_ended', { row: place })
    try {
      const row = parseRow(fromUtf8(bytes.subarray(0, -1)))
      if (row.conv > this.#tags.length) throw new ProofError('bad_row', 'conv')
      return row
    } catch (error) {
      findings.add('rows', 'bad_row', { row: place, detail: codeOf(error) })
      return null
    }
  }

  #leafOf(row: Row, opened: OpenedRecord): Uint8Array {
    const tag = this.#tags[row.conv - 1]
    if (tag === undefined) throw new ProofError('bad_row', 'conv')
    const { seq, archiveTs, sourceTs } = row
    return leafHash(encodeEntry({ type: 'record', convTag: tag, seq, archiveTs, sourceTs, digest: opened.digest }))
  }

  /** Where the conversation's key is disclosed and its name shown, the tag must be its own. */
  #checkTag(row: Row, opened: OpenedRecord): void {
    const key = this.#tagKeys[row.conv - 1]
    const tag = this.#tags[row.conv - 1]
    if (key === null || key === undefined || tag === undefined) return
    const names = (['platform', 'origin', 'conversation'] as const).map((field) => shownText(opened.fields[field]))
    const [platform, origin, conversation] = names
    if (typeof platform !== 'string' || typeof origin !== 'string' || typeof conversation !== 'string') return
    if (!equalBytes(convTag(key, convKeyString(platform, origin, conversation)), tag)) {
      this.#run.findings.add('rows', 'tag_differs', { row: row.row })
    }
  }

  #checkOrder(row: Row): void {
    const key: OrderKey = orderKey(row, this.#run.manifest.export.order)
    if (this.#last !== null && compareKeys(this.#last, key) >= 0) {
      this.#run.findings.add('rows', 'row_out_of_order', { row: row.row })
    }
    this.#last = key
  }

  #render(row: Row, opened: OpenedRecord): ExpectedLine | null {
    const seen = this.#seen
    let cells: string[]
    try {
      cells = rowCells(row, opened, this.#rule)
    } catch (error) {
      this.#run.findings.add('rows', 'bad_mask', { row: row.row, detail: codeOf(error) })
      return null
    }
    for (const mask of row.masks) if (isSpanMask(mask)) seen.maskedCharacters += mask.end - mask.start
    if (seen.preview.length < this.#run.preview) seen.preview.push(cells)
    return { row: row.row, cells, line: csvLine(cells) }
  }
}

function shownText(opened: OpenedRecord['fields']['platform']): string | null {
  if (opened === null || !('runs' in opened)) return null
  const [run] = opened.runs
  if (run === undefined) return ''
  return 'text' in run ? run.text : null
}

type OrderKey = readonly number[]

function orderKey(row: Row, order: Manifest['export']['order']): OrderKey {
  const time = row.sourceTs ?? Number.POSITIVE_INFINITY
  if (order === 'ledger') return [row.index]
  return order === 'time' ? [time, row.index] : [row.conv, time, row.index]
}

function compareKeys(a: OrderKey, b: OrderKey): number {
  for (let i = 0; i < a.length; i++) {
    const left = a[i] ?? 0
    const right = b[i] ?? 0
    if (left !== right) return left < right ? -1 : 1
  }
  return 0
}

/** Names lines of the CSV that differ from what the disclosures render to. */
function reportLines(match: LineMatch, findings: Findings): void {
  const { rows, lines } = match.leftovers()
  const waiting = new Set(rows)
  const met = new Set(match.order.filter((row) => row !== undefined))
  for (const { place, line } of lines) {
    const row = Number(/^"([1-9][0-9]{0,15})",/.exec(line)?.[1] ?? 0)
    if (waiting.delete(row)) findings.add('csv', 'row_altered', { row })
    else if (waiting.delete(place)) findings.add('csv', 'row_altered', { row: place })
    else if (met.has(row)) findings.add('csv', 'row_doubled', { row, detail: `line ${place + 1}` })
    else findings.add('csv', 'row_unknown', { row: place })
  }
  for (const row of waiting) findings.add('csv', 'row_missing', { row })
  if (match.gaveUp) {
    findings.add('csv', 'row_altered', { detail: 'more' })
    return
  }
  const order = match.order.filter((row) => row !== undefined)
  for (const row of movedOf(order)) findings.add('csv', 'row_moved', { row })
}

/** Names rows that the disclosures lack, repeat or have elsewhere, by the numbers that they claim. */
function reportOrder(claimed: readonly number[], manifest: Manifest, findings: Findings): void {
  // a manifest that claims a billion rows must not make us count to a billion
  const count = Math.min(manifest.rows, claimed.length + 1000)
  const disorder = disorderOf(claimed, count)
  for (const row of disorder.missing) findings.add('rows', 'row_missing', { row })
  for (const row of disorder.doubled) findings.add('rows', 'row_doubled', { row })
  for (const row of disorder.outside) findings.add('rows', 'row_unknown', { row })
  for (const row of disorder.moved) findings.add('rows', 'row_moved', { row })
}

export function codeOf(error: unknown): string {
  if (error instanceof ProofError) return error.what === '' ? error.code : `${error.code}:${error.what}`
  throw error
}
