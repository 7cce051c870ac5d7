import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { KINDS, type Kind } from '@cunzhen/proof/keeping'
import { Fault, invariant } from '#base'

// What is known of each row besides its words, by ordinal: the scope is applied on these while hits are counted. They
// lie in the shard's own file, in chunks (docs/decisions/0003-columns-in-the-shard.md), and in typed arrays in memory.

/** Rows per chunk. The last chunk of a shard is rewritten as it grows. */
export const CHUNK_ROWS = 4096

export type ColumnName = 'time' | 'conversation' | 'sender' | 'kind' | 'record'
/** Shards number their columns in this order: only ever add at the end. */
export const COLUMN_NAMES: readonly ColumnName[] = ['time', 'conversation', 'sender', 'kind', 'record']

export type ColumnArray = Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>

/** How a shard keeps times: ms after its month's start in 32 bits, ms UTC where any time may come, or not at all. */
export type TimeForm = 'offset' | 'instant' | 'none'

/** kind byte: place in KINDS (5 bits), then these. */
const KIND_MASK = 0x1f
const KIND_CODES: ReadonlyMap<Kind, number> = new Map(KINDS.map((kind, code) => [kind, code]))
export const FOLDS_TO_ITSELF = 0x20
export const HAS_INVISIBLE = 0x40

export function kindByte(kind: Kind, toItself: boolean, hasInvisible: boolean): number {
  return codeOf(kind) | (toItself ? FOLDS_TO_ITSELF : 0) | (hasInvisible ? HAS_INVISIBLE : 0)
}

export function kindOf(byte: number): Kind {
  return KINDS[byte & KIND_MASK] ?? 'unknown'
}

/** A bit per kind, for testing `(mask >>> (byte & 31)) & 1`. */
export function kindsMask(kinds: Iterable<Kind>): number {
  let mask = 0
  for (const kind of kinds) mask |= 1 << codeOf(kind)
  return mask
}

function codeOf(kind: Kind): number {
  const code = KIND_CODES.get(kind)
  invariant(code !== undefined, 'a kind is one of the closed list')
  return code
}

export function newColumn(name: ColumnName, form: TimeForm, length: number): ColumnArray {
  if (name === 'kind') return new Uint8Array(length)
  return name === 'time' && form === 'instant' ? new Float64Array(length) : new Uint32Array(length)
}

/** Times and record numbers mostly climb: their differences are small. */
function isDelta(name: ColumnName): boolean {
  return name === 'time' || name === 'record'
}

// A chunk of 32-bit values: bytes per value (0 to 4), the least value, then each value's distance from it in that many
// bytes, little endian. Of differences the sign is folded in (0, -1, 1, -2 …). Wider than zstd would be, and read thirty
// times as fast: a search over ten million rows may need every chunk of a column. Other columns are small: zstd.
const HEAD = 5

export function encodeChunk(name: ColumnName, values: ColumnArray): Buffer {
  if (!(values instanceof Uint32Array)) {
    return zstdCompressSync(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  }
  const stored = isDelta(name) ? differences(values) : values
  const least = stored.reduce((a, b) => Math.min(a, b), 0xffffffff)
  const most = stored.reduce((a, b) => Math.max(a, b), 0)
  const width = Math.ceil((32 - Math.clz32(most - least)) / 8)
  const bytes = Buffer.allocUnsafe(HEAD + stored.length * width)
  bytes[0] = width
  bytes.writeUInt32LE(least, 1)
  let at = HEAD
  for (const value of stored) {
    let left = value - least
    for (let n = 0; n < width; n++, left >>>= 8) bytes[at++] = left & 0xff
  }
  return bytes
}

/**
 * Decodes a chunk of `rows` rows into `into` at `at`, as far as there is room: the last chunk may have grown since `into`
 * was measured.
 */
export function decodeChunk(name: ColumnName, data: Uint8Array, rows: number, into: ColumnArray, at: number): void {
  if (!(into instanceof Uint32Array)) {
    unpackSmall(data, rows, into, at)
    return
  }
  const width = data[0] ?? 0
  if (width > 4 || data.length !== HEAD + rows * width) throw damaged(rows)
  const kept = Math.min(rows, into.length - at)
  spread(data, width, into.subarray(at, at + kept))
  if (isDelta(name)) addUp(into, at, kept)
}

function spread(data: Uint8Array, width: number, into: Uint32Array): void {
  const least = leastOf(data)
  const { length } = into
  // a loop for each width: one that counts the bytes of every value takes three times as long
  let from = HEAD
  if (width === 0) into.fill(least)
  else if (width === 1) for (let i = 0; i < length; i++) into[i] = (data[from++] ?? 0) + least
  else if (width === 2)
    for (let i = 0; i < length; i++, from += 2) into[i] = ((data[from] ?? 0) | ((data[from + 1] ?? 0) << 8)) + least
  else
    for (let i = 0; i < length; i++, from += width) {
      const low = (data[from] ?? 0) | ((data[from + 1] ?? 0) << 8) | ((data[from + 2] ?? 0) << 16)
      into[i] = (width === 3 ? low : low | ((data[from + 3] ?? 0) << 24)) + least
    }
}

/** How a chunk of numbers that are no differences is stored. @throws Fault `file_damaged` */
export function numbersOf(data: Uint8Array, rows: number): { width: number; least: number } {
  const width = data[0] ?? 0
  if (width > 4 || data.length !== HEAD + rows * width) throw damaged(rows)
  return { width, least: leastOf(data) >>> 0 }
}

/** The largest number of such a chunk. */
export function mostOf(data: Uint8Array, rows: number): number {
  const { width, least } = numbersOf(data, rows)
  let most = least
  for (let row = 0; row < rows; row++) {
    const number = numberAt(data, width, least, row)
    if (number > most) most = number
  }
  return most
}

/**
 * Appends to `found` which rows of such a chunk have a number of the set, and answers how long it is then.
 * @param pick first: ordinal of the chunk's first row; rows: ordinals, ascending, or how many from the first on
 */
export function pickRows(
  data: Uint8Array,
  pick: { first: number; rows: Int32Array | number; numbers: Uint8Array; found: Int32Array; size: number },
): number {
  const { first, rows, numbers, found } = pick
  const [width, least] = [data[0] ?? 0, leastOf(data) >>> 0]
  let { size } = pick
  if (typeof rows === 'number') {
    for (let row = 0; row < rows; row++)
      if (numbers[numberAt(data, width, least, row)] === 1) found[size++] = first + row
  } else {
    for (const ordinal of rows)
      if (numbers[numberAt(data, width, least, ordinal - first)] === 1) found[size++] = ordinal
  }
  return size
}

function numberAt(data: Uint8Array, width: number, least: number, row: number): number {
  const at = HEAD + row * width
  if (width === 0) return least
  if (width === 1) return (data[at] ?? 0) + least
  const low = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8)
  if (width === 2) return low + least
  const high = (data[at + 2] ?? 0) | (width === 4 ? (data[at + 3] ?? 0) << 8 : 0)
  return low + high * 0x10000 + least
}

function leastOf(data: Uint8Array): number {
  return (data[1] ?? 0) | ((data[2] ?? 0) << 8) | ((data[3] ?? 0) << 16) | ((data[4] ?? 0) << 24)
}

/** Differences wrap at 2^32 and wrap back. */
function differences(values: Uint32Array): Uint32Array {
  return values.map((value, i) => {
    const difference = (value - (i === 0 ? 0 : (values[i - 1] ?? 0))) | 0
    return (difference << 1) ^ (difference >> 31)
  })
}

function addUp(values: Uint32Array, at: number, count: number): void {
  let before = 0
  for (let i = at; i < at + count; i++) {
    const folded = values[i] ?? 0
    before = (before + ((folded >>> 1) ^ -(folded & 1))) >>> 0
    values[i] = before
  }
}

function unpackSmall(data: Uint8Array, rows: number, into: ColumnArray, at: number): void {
  const width = into.BYTES_PER_ELEMENT
  const bytes = zstdDecompressSync(data, { maxOutputLength: CHUNK_ROWS * width })
  if (bytes.length !== rows * width) throw damaged(rows)
  const kept = Math.min(rows, into.length - at)
  new Uint8Array(into.buffer, into.byteOffset + at * width, kept * width).set(bytes.subarray(0, kept * width))
}

function damaged(rows: number): Fault {
  return new Fault('file_damaged', 'a shard of the index is damaged; it can be rebuilt from the archive', { rows })
}
