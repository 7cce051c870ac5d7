import { equalBytes, fromHex, fromUtf8, toBase64, writeUtf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { linesIn } from '../containers/reader.ts'
import { convKeyString, convTag, encodeEntry } from '../ledger/entry.ts'
import { leafHash } from '../ledger/merkle.ts'
import { openPacked } from '../package/open-packed.ts'
import type { Conversations, Manifest, PackedRow, Row, RowHead } from '../package/package.ts'
import { parseRow } from '../package/package-shapes.ts'
import { parsePackedRow } from '../package/packed-row.ts'
import { type OpenedRecord, openDisclosure } from '../record/open-disclosure.ts'
import { KINDS } from '../record/record.ts'
import { csvLine, isSpanMask, type RenderRule, rowCells } from '../render/render.ts'
import { factsLine, kindsOf } from '../render/shown-row.ts'
import { codeOf, type FindingCode } from './verdict.ts'

// Pieces of disclosures.ndjson: each line is read, its disclosure opened, its entry rebuilt and hashed, its cells rendered. No line knows of another, so
// pieces can be opened in several threads; what spans them is for verify-rows.ts. What is handed back is plain, to be sent from thread to thread.

const HASH = 32

/** What opening a row takes besides the row. */
export interface RowsContext {
  version: Manifest['v']
  language: RenderRule['language']
  zone: number
  conversations: Conversations['conversations']
  /** Whether what a line does not say is asked for, to compare further formats. */
  wantsFacts: boolean
}

export function rowsContext(manifest: Manifest, { conversations }: Conversations, wantsFacts: boolean): RowsContext {
  const { language, zone } = manifest.export
  return { version: manifest.v, language, zone, conversations, wantsFacts }
}

export interface RowProblem {
  /** Line of the piece, from 0. */
  line: number
  /** Found before the row's place in the order is looked at, or after. */
  rank: 0 | 2
  code: FindingCode
  row: number
  detail?: string
}

/**
 * What each row that opened says, and where it stands: so many numbers a row, which goes from thread to thread without an object for each.
 * `KIND`: place in KINDS, or one of the two below. `TIME`: no number where it is undated.
 */
export const HEAD = 7
export const [LINE, ROW, INDEX, CONV, SEQ, TIME, KIND] = [0, 1, 2, 3, 4, 5, 6] as const
export const HIDDEN_KIND = -1
const OTHER_KIND = -2

export interface OpenedRows {
  /** Lines of the piece. */
  lines: number
  /** Row numbers as the lines claim them, of those that open and of those that do not. */
  claimed: number[]
  /** Of those that opened: HEAD numbers each. */
  opened: number
  heads: Float64Array
  /** 32 bytes for each of them: leaf hash of the entry, recordDigest. */
  leaves: Uint8Array
  digests: Uint8Array
  /** Row number of each line that renders, 0 for one that does not. */
  rendered: number[]
  /** Lines of the CSV that they render to, one behind the other. */
  csv: Uint8Array
  /** What those lines do not say, as factsLine gives it; empty where no further format is compared. */
  facts: string
  maskedCharacters: number
  problems: RowProblem[]
}

/** A line as either version writes it. */
type AnyRow = Row | PackedRow

const recordOf = (row: AnyRow): OpenedRecord =>
  'open' in row ? openDisclosure(row.open) : openPacked(row, row.masks, row.sourceTs)

export class RowOpener {
  readonly #version: Manifest['v']
  readonly #wantsFacts: boolean
  readonly #rule: RenderRule
  readonly #tags: Uint8Array[]
  readonly #tagKeys: (Uint8Array | null)[]
  #csv: Uint8Array = new Uint8Array(64 * 1024)
  #csvLength = 0
  #opened: OpenedRows = emptyRows(0)
  #line = 0

  constructor({ version, language, zone, conversations, wantsFacts }: RowsContext) {
    this.#version = version
    this.#wantsFacts = wantsFacts
    this.#rule = { version, language, zone, labels: conversations.map(({ label }) => label) }
    this.#tags = conversations.map(({ tag }) => fromHex(tag))
    this.#tagKeys = conversations.map(({ key }) => (key === null ? null : fromHex(key)))
  }

  /** Opens whole lines, the first of which is line `place` of the file, from 1. */
  open(piece: Uint8Array, place: number): OpenedRows {
    const lines = [...linesIn(piece)]
    const opened = emptyRows(lines.length)
    this.#opened = opened
    this.#csvLength = 0
    for (const [at, line] of lines.entries()) {
      this.#line = at
      this.#openLine(line, place + at)
    }
    opened.heads = opened.heads.slice(0, HEAD * opened.opened)
    opened.leaves = opened.leaves.slice(0, HASH * opened.opened)
    opened.digests = opened.digests.slice(0, HASH * opened.opened)
    opened.csv = this.#csv.slice(0, this.#csvLength)
    return opened
  }

  #problem(code: FindingCode, row: number, detail?: string, rank: 0 | 2 = 0): void {
    this.#opened.problems.push({ line: this.#line, rank, code, row, ...(detail === undefined ? {} : { detail }) })
  }

  #openLine(bytes: Uint8Array, place: number): void {
    const opened = this.#opened
    opened.rendered.push(0)
    const row = this.#parse(bytes, place)
    if (row === null) return
    opened.claimed.push(row.row)
    let record: OpenedRecord
    let leaf: Uint8Array
    try {
      record = recordOf(row)
      leaf = this.#leafOf(row, record)
    } catch (error) {
      this.#problem('bad_disclosure', row.row, codeOf(error))
      return
    }
    if (toBase64(leaf) !== row.leaf) this.#problem('leaf_differs', row.row)
    const shownTime = record.fields.sourceTs
    if (shownTime !== null && (!('time' in shownTime) || shownTime.time !== row.sourceTs)) {
      this.#problem('time_differs', row.row)
    }
    this.#checkTag(row, record)
    opened.leaves.set(leaf, HASH * opened.opened)
    opened.digests.set(record.digest, HASH * opened.opened)
    this.#putHead(row, record)
    opened.opened++
    this.#render(row, record)
  }

  #parse(bytes: Uint8Array, place: number): AnyRow | null {
    if (bytes.at(-1) !== 0x0a) this.#problem('not_ended', place)
    try {
      const json = fromUtf8(bytes.subarray(0, -1))
      const row = this.#version === 1 ? parseRow(json) : parsePackedRow(json)
      if (row.conv > this.#tags.length) throw new ProofError('bad_row', 'conv')
      return row
    } catch (error) {
      this.#problem('bad_row', place, codeOf(error))
      return null
    }
  }

  #leafOf(row: RowHead, opened: OpenedRecord): Uint8Array {
    const tag = this.#tags[row.conv - 1]
    if (tag === undefined) throw new ProofError('bad_row', 'conv')
    const { seq, archiveTs, sourceTs } = row
    return leafHash(encodeEntry({ type: 'record', convTag: tag, seq, archiveTs, sourceTs, digest: opened.digest }))
  }

  #putHead({ row, index, conv, seq, sourceTs }: RowHead, { fields }: OpenedRecord): void {
    const { heads, opened } = this.#opened
    const at = HEAD * opened
    heads[at + LINE] = this.#line
    heads[at + ROW] = row
    heads[at + INDEX] = index
    heads[at + CONV] = conv
    heads[at + SEQ] = seq
    heads[at + TIME] = sourceTs ?? Number.NaN
    heads[at + KIND] = kindNumber(shownText(fields.kind))
  }

  /** Where the conversation's key is disclosed and its name shown, the tag must be its own. */
  #checkTag(row: RowHead, opened: OpenedRecord): void {
    const key = this.#tagKeys[row.conv - 1]
    const tag = this.#tags[row.conv - 1]
    if (key === null || key === undefined || tag === undefined) return
    const names = (['platform', 'origin', 'conversation'] as const).map((field) => shownText(opened.fields[field]))
    const [platform, origin, conversation] = names
    if (typeof platform !== 'string' || typeof origin !== 'string' || typeof conversation !== 'string') return
    if (!equalBytes(convTag(key, convKeyString(platform, origin, conversation)), tag)) {
      this.#problem('tag_differs', row.row)
    }
  }

  #render(row: RowHead, record: OpenedRecord): void {
    const opened = this.#opened
    let line: string
    try {
      line = csvLine(rowCells(row, record, this.#rule))
    } catch (error) {
      this.#problem('bad_mask', row.row, codeOf(error), 2)
      return
    }
    for (const mask of row.masks) if (isSpanMask(mask)) opened.maskedCharacters += mask.end - mask.start
    opened.rendered[this.#line] = row.row
    if (this.#wantsFacts) opened.facts += factsLine({ conv: row.conv, kinds: kindsOf(row.masks) })
    this.#csv = withRoom(this.#csv, this.#csvLength, 3 * line.length)
    this.#csvLength += writeUtf8(this.#csv, line, this.#csvLength)
  }
}

function emptyRows(lines: number): OpenedRows {
  return {
    lines,
    claimed: [],
    opened: 0,
    heads: new Float64Array(HEAD * lines),
    leaves: new Uint8Array(HASH * lines),
    digests: new Uint8Array(HASH * lines),
    rendered: [],
    csv: new Uint8Array(0),
    facts: '',
    maskedCharacters: 0,
    problems: [],
  }
}

/** The same bytes, with room for `more` behind `used`. */
function withRoom(bytes: Uint8Array, used: number, more: number): Uint8Array {
  if (bytes.length >= used + more) return bytes
  const larger = new Uint8Array(Math.max(used + more, bytes.length * 2))
  larger.set(bytes.subarray(0, used))
  return larger
}

const KIND_NUMBERS: ReadonlyMap<string, number> = new Map(KINDS.map((kind, number) => [kind, number]))

function kindNumber(shown: string | null): number {
  return shown === null ? HIDDEN_KIND : (KIND_NUMBERS.get(shown) ?? OTHER_KIND)
}

function shownText(opened: OpenedRecord['fields']['platform']): string | null {
  if (opened === null || !('runs' in opened)) return null
  const [run] = opened.runs
  if (run === undefined) return ''
  return 'text' in run ? run.text : null
}
