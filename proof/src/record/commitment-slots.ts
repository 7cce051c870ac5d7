import { sha256Into } from '#crypto'
import { writeUtf8 } from '../bytes/bytes.ts'
import { createLanes, type Lanes, LONGEST, MARGIN, pad, SLOT, SLOTS } from '../crypto/sha256-lanes.ts'
import { FIELDS, timeBytes } from './record.ts'

// The slots of the commitment (formats/commitment.md): where its messages of one block stand, and what writes them there. They are
// hashed four at a time, with hardly an allocation. Synchronous and never re-entered, so the slots are safe to share within a
// thread.

/** Code points in a block of a per-character field. */
export const BLOCK = 64

/** A prefix byte for every use of SHA-256, so that no value can be read as another kind. */
const LEAF = 0x00
export const BLOCK_HASH = 0x01
const SALTS = 0x02
export const CHARACTERS = 0x03
export const PLAIN = 0x04
export const RECORD = 0x05
export const FIELD_SEED = 0x06
export const BLOCK_SEED = 0x07

// The slots. Leaves come first, so that the block's prefix fits the margin before their digests; the fields' digests
// stand behind them in the order of FIELDS, and the record's prefix overwrites the end of a leaf that is done with. Per-character
// fields of one block are put together in four slots, one run for all of them.
export const LEAVES_FROM = 0
export const FIELDS_FROM = BLOCK
export const JOINS_FROM = FIELDS_FROM + 12
export const SALTS_FROM = JOINS_FROM + 4
const PAIRS = BLOCK / 2
export const SEEDS_FROM = SALTS_FROM + PAIRS

/** Each file takes what it needs into constants of its own: V8 compiles those in, and not what is imported. */
export const slots: Lanes = createLanes() ?? oneByOne()
const { input } = slots
const inputWords = new DataView(input.buffer, input.byteOffset, input.length)
export const digestAt = (slot: number) => MARGIN + 32 * slot
for (let i = 0; i < BLOCK; i++) input[SLOT * (LEAVES_FROM + i)] = LEAF
for (let j = 0; j < PAIRS; j++) {
  const at = SLOT * (SALTS_FROM + j)
  input[at] = SALTS
  pad(input, SALTS_FROM + j, 19)
}
for (let k = 0; k < FIELDS.length; k++) {
  const at = SLOT * (SEEDS_FROM + k)
  input[at] = FIELD_SEED
  input[at + 17] = k
  pad(input, SEEDS_FROM + k, 18)
}
for (let j = 0; j < 4; j++) {
  input[SLOT * (JOINS_FROM + j)] = CHARACTERS
  pad(input, JOINS_FROM + j, 41)
}

/** Where there are no vectors: the same slots, one hash after the other. */
function oneByOne(): Lanes {
  const messages = new Uint8Array(SLOTS * SLOT)
  const digests = new Uint8Array(MARGIN + SLOTS * 32)
  return {
    input: messages,
    output: digests,
    run(from, count) {
      for (let slot = from; slot < from + count; slot++) {
        const at = slot * SLOT
        const bits = ((messages[at + SLOT - 2] ?? 0) << 8) | (messages[at + SLOT - 1] ?? 0)
        sha256Into(messages.subarray(at, at + bits / 8), digests, digestAt(slot), 32)
      }
    },
  }
}

/** Sixteen bytes of `from` into the slots. */
export function copySeed(from: DataView, offset: number, at: number): void {
  inputWords.setUint32(at, from.getUint32(offset))
  inputWords.setUint32(at + 4, from.getUint32(offset + 4))
  inputWords.setUint32(at + 8, from.getUint32(offset + 8))
  inputWords.setUint32(at + 12, from.getUint32(offset + 12))
}

/** 07 ‖ fieldSeed ‖ u32 0 */
export function putBlockSeedMessage(k: number, seeds: DataView): void {
  const at = SLOT * (FIELDS_FROM + k)
  input[at] = BLOCK_SEED
  copySeed(seeds, 16 * k, at + 1)
  inputWords.setUint32(at + 17, 0)
  pad(input, FIELDS_FROM + k, 21)
}

/** 04 ‖ fieldSeed ‖ k ‖ bytes, where it fits a slot; else whatever stands there is hashed and not used. */
export function putPlainMessage(k: number, seeds: DataView, value: string | number | null): void {
  if (!fitsSlot(value)) return
  const at = SLOT * (FIELDS_FROM + k)
  input[at] = PLAIN
  copySeed(seeds, 16 * k, at + 1)
  input[at + 17] = k
  pad(input, FIELDS_FROM + k, 18 + putValue(value, input, at + 18))
}

/** At most three bytes a UTF-16 unit; and ASCII is looked at, because ids are longer. */
export function fitsSlot(value: string | number | null): boolean {
  if (typeof value !== 'string' || value.length * 3 <= LONGEST - 18) return true
  return value.length <= LONGEST - 18 && isAscii(value)
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false
  return true
}

/** 03 ‖ u32 n ‖ u32 1 ‖ …; returns where in `input` the block's digest goes. */
export function putJoin(j: number, n: number): number {
  const at = SLOT * (JOINS_FROM + j)
  inputWords.setUint32(at + 1, n)
  inputWords.setUint32(at + 5, 1)
  return at + 9
}

/** 02 ‖ blockSeed ‖ u16 j; a block has 32 pairs. */
export function putSaltPair(slot: number, j: number, seeds: DataView, from: number): void {
  const at = SLOT * (SALTS_FROM + slot)
  copySeed(seeds, from, at + 1)
  input[at + 18] = j
}

/** Writes leaf i's message: its 16-byte salt from `salts` at `from`, its code point as UTF-8, and its padding. */
export function putLeaf(i: number, salts: DataView, from: number, codePoint: number): void {
  const at = SLOT * (LEAVES_FROM + i)
  copySeed(salts, from, at + 1)
  const end = at + 17 + putCodePoint(at + 17, codePoint)
  input[end] = 0x80
  for (let rest = end + 1; rest < at + 22; rest++) input[rest] = 0 // a longer code point may have stood here
  input[at + SLOT - 1] = (end - at) << 3
}

function putCodePoint(at: number, codePoint: number): number {
  if (codePoint < 0x80) {
    input[at] = codePoint
    return 1
  }
  if (codePoint < 0x800) {
    input[at] = 0xc0 | (codePoint >> 6)
    input[at + 1] = 0x80 | (codePoint & 63)
    return 2
  }
  if (codePoint < 0x10000) {
    input[at] = 0xe0 | (codePoint >> 12)
    input[at + 1] = 0x80 | ((codePoint >> 6) & 63)
    input[at + 2] = 0x80 | (codePoint & 63)
    return 3
  }
  input[at] = 0xf0 | (codePoint >> 18)
  input[at + 1] = 0x80 | ((codePoint >> 12) & 63)
  input[at + 2] = 0x80 | ((codePoint >> 6) & 63)
  input[at + 3] = 0x80 | (codePoint & 63)
  return 4
}

/** Writes a value and returns its length in bytes; there must be room. */
export function putValue(value: string | number | null, out: Uint8Array, offset: number): number {
  if (typeof value !== 'string') {
    const bytes = timeBytes(value)
    out.set(bytes, offset)
    return bytes.length
  }
  if (value.length > SHORT) return writeUtf8(out.subarray(offset), value, 0)
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i)
    if (unit >= 0x80) return writeUtf8(out.subarray(offset), value, 0)
    out[offset + i] = unit
  }
  return value.length
}

/** Up to here a loop over ASCII is faster than the encoder. */
const SHORT = 40
