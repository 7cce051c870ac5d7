import { fromUtf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { linesIn } from '../containers/reader.ts'
import type { Conversations, Manifest } from '../package/package.ts'
import { BYTE_ORDER_MARK, cellsOfLine, csvLine, headings } from '../render/render.ts'
import { factsOf, type ShownRow } from '../render/shown-row.ts'
import { disorderOf, LineMatch } from './align.ts'
import { RowFindings, SeenRows } from './seen-rows.ts'
import type { Findings } from './verdict.ts'
import type { FurtherFormats } from './verify-further.ts'
import { compareLine, FileLines, nextOf, reportLines, reportUnreadable, textOf } from './verify-lines.ts'
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
  /** Null: there are none, or the package's version compares none. */
  further: FurtherFormats | null
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
  const csv = new FileLines(streams.csv, findings, 'csv')
  const sheet = streams.xlsx === null ? null : new SheetComparison(streams.xlsx, findings)
  await checkHeadings(csv, manifest, findings)
  await sheet?.compare(csvLine(headings(manifest.export.language)), 0)
  const compared = new ComparedLines(csv, sheet, streams.further, run.preview, seen)
  for await (const piece of openedPieces(run, streams.disclosures, streams.further !== null)) {
    order.add(piece)
    await compared.piece(piece, seen.count)
    seen.push(piece)
  }
  await compared.rest(seen.count)
  findings.looked('csv', compared.lines)
  await sheet?.end(seen.count)
  await streams.further?.end()
  findings.looked('rows', seen.count)
  reportLines(compared.match, findings, 'csv', CSV_NUMBER)
  reportOrder(seen.claimed, manifest, findings)
  return seen
}

/** The pieces in the order of the file, some of them under way while one is looked at. */
async function* openedPieces(
  run: RowsRun,
  pieces: AsyncIterator<Uint8Array>,
  wantsFacts: boolean,
): AsyncGenerator<OpenedRows> {
  const openers = run.openRows(rowsContext(run.manifest, run.conversations, wantsFacts), run.bytes)
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

/** What rows render to against the lines of the CSV and the rows of the spreadsheet, in step. */
class ComparedLines {
  readonly match = new LineMatch()
  /** Of the CSV. */
  lines = 0
  readonly #csv: FileLines
  readonly #sheet: SheetComparison | null
  readonly #further: FurtherFormats | null
  readonly #preview: number
  readonly #seen: SeenRows

  constructor(
    csv: FileLines,
    sheet: SheetComparison | null,
    further: FurtherFormats | null,
    preview: number,
    seen: SeenRows,
  ) {
    this.#csv = csv
    this.#sheet = sheet
    this.#further = further
    this.#preview = preview
    this.#seen = seen
  }

  /** `before`: how many lines stand before the piece. */
  async piece({ rendered, csv, facts }: OpenedRows, before: number): Promise<void> {
    const lines = linesIn(csv)
    const others = facts.split('\n').values()
    for (const [at, row] of rendered.entries()) {
      const expected = row === 0 ? null : (lines.next().value ?? null)
      const actual = this.#csv.take() ?? (await this.#csv.next())
      const place = before + at + 1
      if (actual !== null) this.lines++
      compareLine(this.match, place, row, expected, actual)
      if (this.#sheet !== null) await this.#sheet.compare(expected === null ? null : fromUtf8(expected), place)
      await this.#further?.row(expected === null ? null : shownRow(expected, others.next().value ?? ''), row)
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

function shownRow(line: Uint8Array, facts: string): ShownRow {
  return { cells: cellsOfLine(fromUtf8(line)), ...factsOf(facts) }
}

const CSV_NUMBER = /^"([1-9][0-9]{0,15})",/

async function checkHeadings(lines: FileLines, manifest: Manifest, findings: Findings): Promise<void> {
  const line = await lines.next()
  const expected = `${BYTE_ORDER_MARK}${csvLine(headings(manifest.export.language))}`
  if (line === null || textOf(line) !== expected) findings.add('csv', 'headings_differ')
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
