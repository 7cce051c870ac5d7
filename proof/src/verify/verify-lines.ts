import { equalBytes, fromUtf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { linesIn } from '../containers/reader.ts'
import { JSON_FILE, PACKAGE_FILES } from '../package/package.ts'
import { type LineMatch, movedOf } from './align.ts'
import type { Findings } from './verdict.ts'

// Lines of a file against the lines that the rows render to, in step: which are missing, doubled, moved, altered.

const FILES = { rows: PACKAGE_FILES.disclosures, csv: PACKAGE_FILES.csv, json: JSON_FILE } as const

/** Null at the end; a file that cannot be read on ends with its refusal. */
export async function nextOf(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array | ProofError | null> {
  try {
    const next = await pieces.next()
    return next.done === true ? null : next.value
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
    return error
  }
}

/** Names the file itself: what inflates or deciphers does not know which one it reads. */
export function reportUnreadable({ code }: ProofError, findings: Findings, check: keyof typeof FILES): void {
  const file = FILES[check]
  findings.add(check, code === 'too_long' ? 'line_too_long' : 'unreadable_file', { file })
}

/** Lines of a file, a piece of it at a time. */
export class FileLines {
  readonly #pieces: AsyncIterator<Uint8Array>
  readonly #findings: Findings
  readonly #check: keyof typeof FILES
  #lines: Iterator<Uint8Array> | null = null
  #ended = false

  constructor(pieces: AsyncIterator<Uint8Array>, findings: Findings, check: keyof typeof FILES) {
    this.#pieces = pieces
    this.#findings = findings
    this.#check = check
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
    if (piece instanceof ProofError) reportUnreadable(piece, this.#findings, this.#check)
    this.#ended = piece === null || piece instanceof ProofError
    this.#lines = piece === null || piece instanceof ProofError ? null : linesIn(piece)
    return this.take()
  }
}

/** Bytes as text for comparison; what is not UTF-8 equals no line of ours. */
export function textOf(line: Uint8Array): string {
  try {
    return fromUtf8(line)
  } catch {
    return `\0${line.length}`
  }
}

/** `expected` is what the row renders to, null where none renders here. */
export function compareLine(
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

/** Names lines that differ from what the disclosures render to. `numbered`: finds the number of the row that a line claims to be. */
export function reportLines(match: LineMatch, findings: Findings, check: 'csv' | 'json', numbered: RegExp): void {
  const { rows, lines } = match.leftovers()
  const waiting = new Set(rows)
  const met = new Set(lines.length === 0 ? [] : match.order.filter((row) => row !== undefined))
  for (const { place, line } of lines) {
    const row = Number(numbered.exec(line)?.[1] ?? 0)
    if (waiting.delete(row)) findings.add(check, 'row_altered', { row })
    else if (waiting.delete(place)) findings.add(check, 'row_altered', { row: place })
    else if (met.has(row)) findings.add(check, 'row_doubled', { row, detail: `line ${place + 1}` })
    else findings.add(check, 'row_unknown', { row: place })
  }
  for (const row of waiting) findings.add(check, 'row_missing', { row })
  if (match.gaveUp) {
    findings.add(check, 'row_altered', { detail: 'more' })
    return
  }
  const order = match.order.filter((row) => row !== undefined)
  for (const row of movedOf(order)) findings.add(check, 'row_moved', { row })
}
