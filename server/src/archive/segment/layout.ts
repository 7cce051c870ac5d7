import type { KeyId, SegmentId } from '#base'

// The fixed parts of a segment file: header, table of frames, trailer (formats/segment.md). Decoders are strict and
// answer null for bytes that are not of this form.

const SEGMENT_VERSION = 1
/** Of a table that is written now. In version 1 each locator page had a key of its own, and a hit cost opening two. */
const TABLE_VERSION = 2
export const HEADER_LENGTH = 64
export const TRAILER_LENGTH = 48
const TABLE_ROW = 32
const ID_LENGTH = 20
const [UNDERSCORE, LETTER_A, LETTER_Z, DIGIT_0, DIGIT_9] = [0x5f, 0x61, 0x7a, 0x30, 0x39]
const MAGIC = 'cunzhen'
const END_MAGIC = 'trailer'

export interface SegmentHeader {
  id: SegmentId
  /** Retention class; 0 = none assigned. */
  retention: number
  /** RecordNos from ≤ no < to. */
  from: number
  to: number
  records: number
  blocks: number
  pages: number
}

export interface SegmentTrailer {
  tableOffset: number
  tableLength: number
  tablePlainLength: number
  tableKey: KeyId
}

/** One frame's line in the table. Frames lie one after another in table order, from byte 64. */
export interface FrameLine {
  key: KeyId
  length: number
  plainLength: number
  count: number
}

export function encodeHeader(header: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(HEADER_LENGTH)
  bytes[0] = SEGMENT_VERSION
  bytes.write(MAGIC, 1, 'latin1')
  bytes.write(header.id, 8, ID_LENGTH, 'latin1')
  bytes.writeUInt16BE(header.retention, 28)
  bytes.writeBigUInt64BE(BigInt(header.from), 30)
  bytes.writeBigUInt64BE(BigInt(header.to), 38)
  bytes.writeUInt32BE(header.records, 46)
  bytes.writeUInt32BE(header.blocks, 50)
  bytes.writeUInt32BE(header.pages, 54)
  return bytes
}

export function decodeHeader(bytes: Buffer): SegmentHeader | null {
  if (bytes.length !== HEADER_LENGTH || bytes[0] !== SEGMENT_VERSION) return null
  if (bytes.toString('latin1', 1, 8) !== MAGIC || bytes.subarray(58).some((byte) => byte !== 0)) return null
  const id = idAt(bytes, 8, 'seg')
  const from = safe(bytes.readBigUInt64BE(30))
  const to = safe(bytes.readBigUInt64BE(38))
  if (id === null || from === null || to === null || to <= from) return null
  const [records, blocks, pages] = [bytes.readUInt32BE(46), bytes.readUInt32BE(50), bytes.readUInt32BE(54)]
  if (records > to - from || blocks > records) return null
  return { id: id as SegmentId, retention: bytes.readUInt16BE(28), from, to, records, blocks, pages } // idAt checked it
}

export function encodeTrailer(trailer: SegmentTrailer): Buffer {
  const bytes = Buffer.alloc(TRAILER_LENGTH)
  bytes[0] = SEGMENT_VERSION
  bytes.write(END_MAGIC, 1, 'latin1')
  bytes.writeBigUInt64BE(BigInt(trailer.tableOffset), 8)
  bytes.writeUInt32BE(trailer.tableLength, 16)
  bytes.writeUInt32BE(trailer.tablePlainLength, 20)
  bytes.write(trailer.tableKey, 24, ID_LENGTH, 'latin1')
  return bytes
}

/** @param fileLength the table must end where the trailer begins */
export function decodeTrailer(bytes: Buffer, fileLength: number): SegmentTrailer | null {
  if (bytes.length !== TRAILER_LENGTH || bytes[0] !== SEGMENT_VERSION) return null
  if (bytes.toString('latin1', 1, 8) !== END_MAGIC || bytes.readUInt32BE(44) !== 0) return null
  const tableOffset = safe(bytes.readBigUInt64BE(8))
  const tableLength = bytes.readUInt32BE(16)
  const key = idAt(bytes, 24, 'key')
  if (tableOffset === null || tableOffset + tableLength + TRAILER_LENGTH !== fileLength || key === null) return null
  return { tableOffset, tableLength, tablePlainLength: bytes.readUInt32BE(20), tableKey: key as KeyId } // idAt checked
}

export function encodeTable(lines: readonly FrameLine[], version: 1 | typeof TABLE_VERSION = TABLE_VERSION): Buffer {
  const bytes = Buffer.alloc(1 + lines.length * TABLE_ROW)
  bytes[0] = version
  lines.forEach((line, index) => {
    const at = 1 + index * TABLE_ROW
    bytes.write(line.key, at, ID_LENGTH, 'latin1')
    bytes.writeUInt32BE(line.length, at + 20)
    bytes.writeUInt32BE(line.plainLength, at + 24)
    bytes.writeUInt32BE(line.count, at + 28)
  })
  return bytes
}

/** A decoded table, kept as bytes: a large segment has a few thousand lines. */
export class FrameTable {
  readonly #bytes: Buffer
  readonly #offsets: Float64Array
  /** Slots of each locator page but the last. */
  readonly slotsPerPage: number

  constructor(bytes: Buffer, offsets: Float64Array, slotsPerPage: number) {
    this.#bytes = bytes
    this.#offsets = offsets
    this.slotsPerPage = slotsPerPage
  }

  /** True where one key seals all locator pages, each under its number. */
  get hasOneLocatorKey(): boolean {
    return this.#bytes[0] === TABLE_VERSION
  }

  get cost(): number {
    return this.#bytes.length + this.#offsets.length * 8 + 400
  }

  get frames(): number {
    return this.#offsets.length
  }

  line(frame: number): FrameLine & { offset: number } {
    const at = 1 + frame * TABLE_ROW
    return {
      key: this.#bytes.toString('latin1', at, at + ID_LENGTH) as KeyId, // decodeTable checked its form
      length: this.#bytes.readUInt32BE(at + 20),
      plainLength: this.#bytes.readUInt32BE(at + 24),
      count: this.#bytes.readUInt32BE(at + 28),
      offset: this.#offsets[frame] ?? 0,
    }
  }
}

/**
 * The table, or null where it does not tile the file from the header to the table itself, or a page is of another size or,
 * in version 2, under another key than the first.
 */
export function decodeTable(bytes: Buffer, header: SegmentHeader, tableOffset: number): FrameTable | null {
  const frames = header.blocks + header.pages
  if ((bytes[0] !== 1 && bytes[0] !== TABLE_VERSION) || bytes.length !== 1 + frames * TABLE_ROW) return null
  const firstPage = bytes.subarray(1 + header.blocks * TABLE_ROW).subarray(0, ID_LENGTH)
  const offsets = new Float64Array(frames)
  let offset = HEADER_LENGTH
  let records = 0
  let slots = 0
  const slotsPerPage = header.pages === 0 ? 0 : bytes.readUInt32BE(1 + header.blocks * TABLE_ROW + 28)
  for (let frame = 0; frame < frames; frame++) {
    const at = 1 + frame * TABLE_ROW
    if (!isIdAt(bytes, at, 'key')) return null
    offsets[frame] = offset
    offset += bytes.readUInt32BE(at + 20)
    const count = bytes.readUInt32BE(at + 28)
    if (frame < header.blocks) records += count
    else slots += count
    const isPage = frame >= header.blocks
    if (isPage && (frame < frames - 1 ? count !== slotsPerPage : count > slotsPerPage)) return null
    const hasOtherKey = isPage && !firstPage.equals(bytes.subarray(at, at + ID_LENGTH))
    if (bytes[0] === TABLE_VERSION && hasOtherKey) return null
  }
  if (offset !== tableOffset || records !== header.records || slots !== header.to - header.from) return null
  return new FrameTable(bytes, offsets, slotsPerPage)
}

function idAt(bytes: Buffer, at: number, prefix: string): string | null {
  return isIdAt(bytes, at, prefix) ? bytes.toString('latin1', at, at + ID_LENGTH) : null
}

/** Byte by byte: a table has thousands, and the first search after a start waits for all of them. */
function isIdAt(bytes: Buffer, at: number, prefix: string): boolean {
  for (let i = 0; i < prefix.length; i++) if (bytes[at + i] !== prefix.charCodeAt(i)) return false
  if (bytes[at + prefix.length] !== UNDERSCORE) return false
  for (let i = prefix.length + 1; i < ID_LENGTH; i++) {
    const byte = bytes[at + i] ?? 0
    if (!((byte >= LETTER_A && byte <= LETTER_Z) || (byte >= DIGIT_0 && byte <= DIGIT_9))) return false
  }
  return true
}

function safe(value: bigint): number | null {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null
}
