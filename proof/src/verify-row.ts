import { equalBytes, fromHex, fromUtf8, toBase64 } from './bytes.ts'
import { convKeyString, convTag, encodeEntry } from './entry.ts'
import { ProofError } from './errors.ts'
import { leafHash } from './merkle.ts'
import { type OpenedRecord, openDisclosure } from './open-disclosure.ts'
import { openPacked } from './open-packed.ts'
import type { Conversations, Manifest, RowHead } from './package.ts'
import { parsePackedRow } from './packed-row.ts'
import { csvLine, isSpanMask, type RenderRule, rowCells } from './render.ts'
import { parseRow } from './shapes.ts'
import { codeOf, type Findings } from './verdict.ts'

// One row: its line is read, its disclosure opened, its entry rebuilt and hashed, its cells rendered. What is kept of it is small and
// of fixed size: numbers and a leaf.

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
  /** Source times and kinds, null where undated, and where the kind is hidden. */
  readonly times: (number | null)[] = []
  readonly kinds: (string | null)[] = []
  readonly preview: string[][] = []
  #leaves: Uint8Array = new Uint8Array(HASH * 1024)
  #digests: Uint8Array = new Uint8Array(HASH * 1024)

  leaf(place: number): Uint8Array {
    return this.#leaves.subarray(HASH * place, HASH * (place + 1))
  }

  /** recordDigest of the row at this place. */
  digest(place: number): Uint8Array {
    return this.#digests.subarray(HASH * place, HASH * (place + 1))
  }

  push(row: RowHead, leaf: Uint8Array, { digest, fields }: OpenedRecord): void {
    const at = this.indices.length
    this.#leaves = withRoom(this.#leaves, HASH * (at + 1))
    this.#leaves.set(leaf, HASH * at)
    this.#digests = withRoom(this.#digests, HASH * (at + 1))
    this.#digests.set(digest, HASH * at)
    this.times.push(row.sourceTs)
    this.kinds.push(shownText(fields.kind))
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

/** What a row renders to. */
export interface ExpectedLine {
  row: number
  cells: readonly string[]
  line: string
}

/** A line as either version writes it. */
interface ReadRow extends RowHead {
  open(): OpenedRecord
}

function readRow(json: string, version: Manifest['v']): ReadRow {
  if (version === 1) {
    const { open, ...head } = parseRow(json)
    return { ...head, open: () => openDisclosure(open) }
  }
  const { shown, proof, ...head } = parsePackedRow(json)
  return { ...head, open: () => openPacked({ shown, proof }, head.masks, head.sourceTs) }
}

export class RowOpener {
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
      opened = row.open()
      leaf = this.#leafOf(row, opened)
    } catch (error) {
      findings.add('rows', 'bad_disclosure', { row: row.row, detail: codeOf(error) })
      return null
    }
    if (toBase64(leaf) !== row.leaf) findings.add('rows', 'leaf_differs', { row: row.row })
    const shownTime = opened.fields.sourceTs
    if (shownTime !== null && (!('time' in shownTime) || shownTime.time !== row.sourceTs)) {
      findings.add('rows', 'time_differs', { row: row.row })
    }
    this.#checkTag(row, opened)
    this.#checkOrder(row)
    this.#seen.push(row, leaf, opened)
    return this.#render(row, opened)
  }

  #parse(bytes: Uint8Array, place: number): ReadRow | null {
    const { findings } = this.#run
    if (bytes.at(-1) !== 0x0a) findings.add('rows', 'not_ended', { row: place })
    try {
      const row = readRow(fromUtf8(bytes.subarray(0, -1)), this.#run.manifest.v)
      if (row.conv > this.#tags.length) throw new ProofError('bad_row', 'conv')
      return row
    } catch (error) {
      findings.add('rows', 'bad_row', { row: place, detail: codeOf(error) })
      return null
    }
  }

  #leafOf(row: RowHead, opened: OpenedRecord): Uint8Array {
    const tag = this.#tags[row.conv - 1]
    if (tag === undefined) throw new ProofError('bad_row', 'conv')
    const { seq, archiveTs, sourceTs } = row
    return leafHash(encodeEntry({ type: 'record', convTag: tag, seq, archiveTs, sourceTs, digest: opened.digest }))
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
      this.#run.findings.add('rows', 'tag_differs', { row: row.row })
    }
  }

  #checkOrder(row: RowHead): void {
    const key: OrderKey = orderKey(row, this.#run.manifest.export.order)
    if (this.#last !== null && compareKeys(this.#last, key) >= 0) {
      this.#run.findings.add('rows', 'row_out_of_order', { row: row.row })
    }
    this.#last = key
  }

  #render(row: RowHead, opened: OpenedRecord): ExpectedLine | null {
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

function orderKey(row: RowHead, order: Manifest['export']['order']): OrderKey {
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
