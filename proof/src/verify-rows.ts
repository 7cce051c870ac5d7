import { disorderOf, LineMatch, movedOf } from './align.ts'
import { fromUtf8 } from './bytes.ts'
import { ProofError } from './errors.ts'
import type { Manifest } from './package.ts'
import { BYTE_ORDER_MARK, csvLine, headings } from './render.ts'
import type { Findings } from './verdict.ts'
import { type ExpectedLine, RowOpener, type RowsRun, SeenRows } from './verify-row.ts'
import { SheetComparison } from './verify-sheet.ts'

// The rows of a package: every line of disclosures.ndjson is opened, hashed, rendered, and its rendering compared with the
// CSV and the spreadsheet, in one pass over all three.

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

function compareLine(match: LineMatch, place: number, expected: ExpectedLine | null, actual: Uint8Array | null): void {
  const text = actual === null ? null : textOf(actual)
  if (expected !== null && expected.line === text) {
    match.agree(expected.row, place)
    return
  }
  if (text !== null) match.meet(place, text)
  if (expected !== null) match.expect(expected.row, expected.line)
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
