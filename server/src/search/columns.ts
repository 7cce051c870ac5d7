import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { KINDS, type Kind } from '@cunzhen/proof'
import { Fault, invariant } from '#base'

// What is known of each row besides its words, by ordinal: the scope is applied on these while hits are counted. They
// lie in the shard's own file, in chunks (docs/decisions/0003-columns-in-the-shard.md), and in typed arrays in memory.

/** Rows per chunk. The last chunk of a shard is rewritten as it grows. */
export const CHUNK_ROWS = 4096

export type ColumnName = 'time' | 'conversation' | 'sender' | 'kind' | 'record'
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

/** Times and record numbers mostly climb: as differences they shrink to a byte or two. */
function isDelta(name: ColumnName, values: ColumnArray): values is Uint32Array<ArrayBuffer> {
  return (name === 'time' || name === 'record') && values instanceof Uint32Array
}

export function encodeChunk(name: ColumnName, values: ColumnArray): Buffer {
  let stored = values
  if (isDelta(name, values)) {
    stored = new Uint32Array(values.length) // differences wrap at 2^32 and wrap back
    for (let i = 0; i < values.length; i++) stored[i] = (values[i] ?? 0) - (i === 0 ? 0 : (values[i - 1] ?? 0))
  }
  return zstdCompressSync(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength))
}

/**
 * Decodes a chunk of `rows` rows into `into` at `at`, as far as there is room: the last chunk may have grown since `into`
 * was measured.
 */
export function decodeChunk(name: ColumnName, data: Uint8Array, rows: number, into: ColumnArray, at: number): void {
  const width = into.BYTES_PER_ELEMENT
  const bytes = zstdDecompressSync(data, { maxOutputLength: CHUNK_ROWS * width })
  if (bytes.length !== rows * width) {
    throw new Fault('file_damaged', 'a shard of the index is damaged; it can be rebuilt from the archive', { rows })
  }
  const kept = Math.min(rows, into.length - at)
  new Uint8Array(into.buffer, into.byteOffset + at * width, kept * width).set(bytes.subarray(0, kept * width))
  if (!isDelta(name, into)) return
  for (let i = at + 1; i < at + kept; i++) into[i] = (into[i] ?? 0) + (into[i - 1] ?? 0)
}
