import { type ConversationNo, type ParticipantNo, type RecordNo, release } from '#base'
import { VarintReader, VarintWriter } from './varint.ts'

// A content block before zstd: version byte, six columns of varints, then the records' bytes (formats/segment.md).

const BLOCK_VERSION = 1

/** One record as a segment keeps it; kind and source time are in `bytes` and in the locator. */
export interface BlockRow {
  no: RecordNo
  conversation: ConversationNo
  /** null where the source names no sender. */
  sender: ParticipantNo | null
  seq: number
  /** ms UTC. */
  archivedAt: number
  /** The canonical record (formats/canonical-record.md), opaque here. */
  bytes: Uint8Array
}

/** A decoded block: columns, and the place of each record's bytes. Rows are made when asked for. */
export class Block {
  /** The decoded frame. */
  readonly plain: Buffer
  readonly #columns: Float64Array[]
  readonly #ends: Uint32Array
  readonly #start: number

  constructor(plain: Buffer, columns: Float64Array[], ends: Uint32Array, start: number) {
    this.plain = plain
    this.#columns = columns
    this.#ends = ends
    this.#start = start
  }

  get count(): number {
    return this.#ends.length
  }

  /** Memory it holds, for the cache's budget. */
  get cost(): number {
    return this.plain.length + this.#ends.length * 52 + 400
  }

  /** Nobody needs it any more: what is still held of it is empty from now on. */
  release(): void {
    release(this.plain, this.#ends, ...this.#columns)
  }

  /** `bytes` is a view into the block: copy it before the cache may let the block go. */
  row(index: number): BlockRow {
    const column = (which: number) => this.#columns[which]?.[index] ?? 0
    const from = index === 0 ? this.#start : (this.#ends[index - 1] ?? 0)
    return {
      no: column(0) as RecordNo, // written from a RecordNo, and authenticated
      conversation: column(1) as ConversationNo, // likewise
      sender: (column(2) || null) as ParticipantNo | null, // likewise; 0 stands for none
      seq: column(3),
      archivedAt: column(4),
      bytes: this.plain.subarray(from, this.#ends[index] ?? from),
    }
  }
}

export function encodeBlock(rows: readonly BlockRow[]): Buffer {
  const columns: ((row: BlockRow) => number)[] = [
    (row) => row.no,
    (row) => row.conversation,
    (row) => row.sender ?? 0,
    (row) => row.seq,
    (row) => row.archivedAt,
  ]
  const writer = new VarintWriter()
  for (const column of columns) {
    let before = 0
    for (const row of rows) {
      const value = column(row)
      writer.signed(value - before)
      before = value
    }
  }
  for (const row of rows) writer.unsigned(row.bytes.length)
  return Buffer.concat([Buffer.of(BLOCK_VERSION), writer.bytes, ...rows.map((row) => row.bytes)])
}

/** The block, or null where `plain` is not one of exactly `count` records. */
export function decodeBlock(plain: Buffer, count: number): Block | null {
  if (plain[0] !== BLOCK_VERSION) return null
  const reader = new VarintReader(plain, 1)
  const columns: Float64Array[] = []
  for (let column = 0; column < 5; column++) {
    const values = new Float64Array(count)
    let before = 0
    for (let index = 0; index < count; index++) {
      const difference = reader.signed()
      if (difference === null) return null
      before += difference
      if (before < 0) return null
      values[index] = before
    }
    columns.push(values)
  }
  const ends = new Uint32Array(count)
  let end = 0
  for (let index = 0; index < count; index++) {
    const length = reader.unsigned()
    if (length === null) return null
    end += length
    ends[index] = end
  }
  if (reader.at + end !== plain.length) return null
  for (let index = 0; index < count; index++) ends[index] = (ends[index] ?? 0) + reader.at
  return new Block(plain, columns, ends, reader.at)
}
