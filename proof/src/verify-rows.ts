import { disorderOf, LineMatch, movedOf } from './align.ts'
import { equalBytes, fromUtf8 } from './bytes.ts'
import { ProofError } from './errors.ts'
import { type Conversations, type Manifest, PACKAGE_FILES } from './package.ts'
import { linesIn } from './reader.ts'
import { BYTE_ORDER_MARK, cellsOfLine, csvLine, headings } from './render.ts'
import { RowFindings, SeenRows } from './seen-rows.ts'
import type { Findings } from './verdict.ts'
import { type OpenedRows, RowOpener, type RowsContext, rowsContext } from './verify-row.ts'
import { SheetComparison } from './verify-sheet.ts'

// The rows of a package: every line of disclosures.ndjson is opened, hashed, rendered, and its rendering compared with the
// CSV and the spreadsheet, in one pass over all three. Disclosures come in pieces of whole lines, which can be opened side by side.

export type { OpenedRows, RowsContext } from './verify-row.ts'

export interface RowStreams {
  /** Pieces of whole lines. */
  disclosures: AsyncIterator<Uint8Array>
  csv: AsyncIterator<Uint8Array>
  /** Cells of the spreadsheet, headings first; null when there is none. */
  xlsx: AsyncIterator<string[]> | null
}

/** Who opens pieces of rows; what verifyRows itself does in its own thread. */
export interface RowOpeners {
  /** How many pieces may be under way. */
  readonly most: number
  open(piece: Uint8Array, place: number): OpenedRows | Promise<OpenedRows>
  end(): Promise<void>
}

/** @param bytes of the rows' file, as it declares itself: nothing but the choice of hands may follow from it */
export type OpenRows = (context: RowsContext, bytes: number) => RowOpeners

export const inThisThread: OpenRows = (context) => {
  const opener = new RowOpener(context)
  return { most: 1, open: (piece, place) => opener.open(piece, place), end: async () => undefined }
}

export interface RowsRun {
  manifest: Manifest
  conversations: Conversations
  /** How many rows to keep as cells. */
  preview: number
  findings: Findings
  openRows: OpenRows
  /** Of disclosures.ndjson, as declared. */
  bytes: number
}

/** Reads the files side by side to their ends, whatever is wrong in them. */
export async function verifyRows(run: RowsRun, streams: RowStreams): Promise<SeenRows> {
  const { findings, manifest } = run
  const seen = new SeenRows()
  const order = new RowFindings(manifest, findings)
  const csv = new CsvLines(streams.csv, findings)
  const sheet = streams.xlsx === null ? null : new SheetComparison(streams.xlsx, findings)
  await checkHeadings(csv, manifest, findings)
  await sheet?.compare(csvLine(headings(manifest.export.language)), 0)
  const compared = new ComparedLines(csv, sheet, run.preview, seen)
  for await (const piece of openedPieces(run, streams.disclosures)) {
    order.add(piece)
    await compared.piece(piece, seen.count)
    seen.push(piece)
  }
  await compared.rest(seen.count)
  findings.looked('csv', compared.lines)
  await sheet?.end(seen.count)
  findings.looked('rows', seen.count)
  reportLines(compared.match, findings)
  reportOrder(seen.claimed, manifest, findings)
  return seen
}

/** The pieces in the order of the file, some of them under way while one is looked at. */
async function* openedPieces(run: RowsRun, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<OpenedRows> {
  const openers = run.openRows(rowsContext(run.manifest, run.conversations), run.bytes)
  const waiting: (OpenedRows | Promise<OpenedRows>)[] = []
  let place = 1
  try {
    for (;;) {
      const piece = await nextOf(pieces)
      if (piece === null || piece instanceof ProofError) {
        while (waiting.length > 0) yield await (waiting.shift() as OpenedRows) // there is one
        if (piece !== null) reportUnreadable(piece, run.findings, 'rows')
        return
      }
      const lines = countLines(piece)
      waiting.push(openers.open(piece, place))
      place += lines
      if (waiting.length >= openers.most) yield await (waiting.shift() as OpenedRows) // there is one
    }
  } finally {
    await openers.end()
  }
}

function countLines(piece: Uint8Array): number {
  let lines = 0
  for (let end = piece.indexOf(0x0a); end >= 0; end = piece.indexOf(0x0a, end + 1)) lines++
  return piece.at(-1) === 0x0a ? lines : lines + 1
}

/** Null at the end; a file that cannot be read on ends with its refusal. */
async function nextOf(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array | ProofError | null> {
  try {
    const next = await pieces.next()
    return next.done === true ? null : next.value
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
    return error
  }
}

/** Names the file itself: what inflates or deciphers does not know which one it reads. */
function reportUnreadable({ code }: ProofError, findings: Findings, check: 'rows' | 'csv'): void {
  const file = check === 'csv' ? PACKAGE_FILES.csv : PACKAGE_FILES.disclosures
  findings.add(check, code === 'too_long' ? 'line_too_long' : 'unreadable_file', { file })
}

/** Lines of the CSV, a piece of the file at a time. */
class CsvLines {
  readonly #pieces: AsyncIterator<Uint8Array>
  readonly #findings: Findings
  #lines: Iterator<Uint8Array> | null = null
  #ended = false

  constructor(pieces: AsyncIterator<Uint8Array>, findings: Findings) {
    this.#pieces = pieces
    this.#findings = findings
  }

  /** A line of what is in memory; null: `next` must be awaited. */
  take(): Uint8Array | null {
    const next = this.#lines?.next()
    return next === undefined || next.done === true ? null : next.value
  }

  /** The first line of the next piece; null at the end of the file; one that cannot be read on ends there and says so. */
  async next(): Promise<Uint8Array | null> {
    if (this.#ended) return null
    const piece = await nextOf(this.#pieces)
    if (piece instanceof ProofError) reportUnreadable(piece, this.#findings, 'csv')
    this.#ended = piece === null || piece instanceof ProofError
    this.#lines = piece === null || piece instanceof ProofError ? null : linesIn(piece)
    return this.take()
  }
}

/** What rows render to against the lines of the CSV and the rows of the spreadsheet, in step. */
class ComparedLines {
  readonly match = new LineMatch()
  /** Of the CSV. */
  lines = 0
  readonly #csv: CsvLines
  readonly #sheet: SheetComparison | null
  readonly #preview: number
  readonly #seen: SeenRows

  constructor(csv: CsvLines, sheet: SheetComparison | null, preview: number, seen: SeenRows) {
    this.#csv = csv
    this.#sheet = sheet
    this.#preview = preview
    this.#seen = seen
  }

  /** `before`: how many lines stand before the piece. */
  async piece({ rendered, csv }: OpenedRows, before: number): Promise<void> {
    const lines = linesIn(csv)
    for (const [at, row] of rendered.entries()) {
      const expected = row === 0 ? null : (lines.next().value ?? null)
      const actual = this.#csv.take() ?? (await this.#csv.next())
      const place = before + at + 1
      if (actual !== null) this.lines++
      compareLine(this.match, place, row, expected, actual)
      if (this.#sheet !== null) await this.#sheet.compare(expected === null ? null : fromUtf8(expected), place)
      if (expected !== null && this.#seen.preview.length < this.#preview)
        this.#seen.preview.push(cellsOfLine(fromUtf8(expected)))
    }
  }

  /** Lines of the CSV behind the last row. */
  async rest(before: number): Promise<void> {
    for (let place = before + 1; ; place++) {
      const actual = this.#csv.take() ?? (await this.#csv.next())
      if (actual === null) return
      this.lines++
      compareLine(this.match, place, 0, null, actual)
    }
  }
}

async function checkHeadings(lines: CsvLines, manifest: Manifest, findings: Findings): Promise<void> {
  const line = await lines.next()
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

/** `expected` is what the row renders to, null where none renders here. */
function compareLine(
  match: LineMatch,
  place: number,
  row: number,
  expected: Uint8Array | null,
  actual: Uint8Array | null,
): void {
  if (expected !== null && actual !== null && equalBytes(expected, actual)) {
    match.agree(row, place)
    return
  }
  if (actual !== null) match.meet(place, textOf(actual))
  if (expected !== null) match.expect(row, fromUtf8(expected))
}

/** Names lines of the CSV that differ from what the disclosures render to. */
function reportLines(match: LineMatch, findings: Findings): void {
  const { rows, lines } = match.leftovers()
  const waiting = new Set(rows)
  const met = new Set(lines.length === 0 ? [] : match.order.filter((row) => row !== undefined))
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
