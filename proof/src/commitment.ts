import { sha256Into } from '#crypto'
import { writeUtf8 } from './bytes.ts'
import { ProofError } from './errors.ts'
import { checkFields, FIELDS, type Field, type RecordFields, SEED_SIZE, timeBytes } from './record.ts'
import { createLanes, type Lanes, LONGEST, MARGIN, pad, SLOT, SLOTS } from './sha256-lanes.ts'

// Salted commitment to a record, version 1: formats/commitment.md (evidence.md 0.1).
// The hot path of intake: a record costs about eighty hashes, nearly all of one block. They stand in the slots below and
// are hashed four at a time, with hardly an allocation. Synchronous and never re-entered, so the slots are safe to share
// within a thread.

export const COMMITMENT_VERSION = 1
/** Code points in a block of a per-character field. */
export const BLOCK = 64
/** Fields that can be hidden character by character; the others only whole. */
export const SPAN_FIELDS = ['sender', 'senderName', 'body'] as const
export type SpanField = (typeof SPAN_FIELDS)[number]

const FIELD_NUMBERS = new Map<Field, number>(FIELDS.map((field, number) => [field, number]))
const SPAN_FIELD_SET: ReadonlySet<string> = new Set(SPAN_FIELDS)

export function isSpanField(field: string): field is SpanField {
  return SPAN_FIELD_SET.has(field)
}

export function fieldNumber(field: Field): number {
  const number = FIELD_NUMBERS.get(field)
  if (number === undefined) throw new ProofError('bad_field')
  return number
}

/** A prefix byte for every use of SHA-256, so that no value can be read as another kind. */
const LEAF = 0x00
const BLOCK_HASH = 0x01
const SALTS = 0x02
const CHARACTERS = 0x03
const PLAIN = 0x04
const RECORD = 0x05
const FIELD_SEED = 0x06
const BLOCK_SEED = 0x07

// The slots. Leaves come first, so that the block's prefix fits the margin before their digests; the fields' digests
// stand behind them in the order of FIELDS, and the record's prefix overwrites the end of a leaf that is done with.
const LEAVES_FROM = 0
const FIELDS_FROM = BLOCK
const SALTS_FROM = FIELDS_FROM + 16
const PAIRS = BLOCK / 2

const { input, output, run } = createLanes() ?? oneByOne()
const digestAt = (slot: number) => MARGIN + 32 * slot
for (let i = 0; i < BLOCK; i++) input[SLOT * (LEAVES_FROM + i)] = LEAF
for (let j = 0; j < PAIRS; j++) {
  const at = SLOT * (SALTS_FROM + j)
  input[at] = SALTS
  input[at + 18] = j // u16; a block has 32 pairs
  pad(input, SALTS_FROM + j, 19)
}
/** 01 ‖ u16 count ‖ leaf… for each count. */
const blockIn = Array.from({ length: BLOCK + 1 }, (_, count) => output.subarray(MARGIN - 3, MARGIN + 32 * count))
/** 05 ‖ version ‖ F_0 ‖ … */
const recordIn = output.subarray(digestAt(FIELDS_FROM) - 2, digestAt(FIELDS_FROM) + 32 * FIELDS.length)

const fieldSeedIn = new Uint8Array(18).fill(FIELD_SEED, 0, 1)
const blockSeedIn = new Uint8Array(21).fill(BLOCK_SEED, 0, 1)
let charactersRoom = new Uint8Array(9 + 32 * 64).fill(CHARACTERS, 0, 1)
let plainRoom = new Uint8Array(18 + 4096).fill(PLAIN, 0, 1)
const fieldSeeds = new Uint8Array(16 * FIELDS.length)
const fieldSeedOf = FIELDS.map((_, k) => fieldSeeds.subarray(16 * k, 16 * k + 16))
const blockSeed = new Uint8Array(16)

/** Where there are no vectors: the same slots, one hash after the other. */
function oneByOne(): Lanes {
  const slots = new Uint8Array(SLOTS * SLOT)
  const digests = new Uint8Array(MARGIN + SLOTS * 32)
  return {
    input: slots,
    output: digests,
    run(from, count) {
      for (let slot = from; slot < from + count; slot++) {
        const at = slot * SLOT
        const bits = ((slots[at + SLOT - 2] ?? 0) << 8) | (slots[at + SLOT - 1] ?? 0)
        sha256Into(slots.subarray(at, at + bits / 8), digests, digestAt(slot), 32)
      }
    },
  }
}

/**
 * The 32-byte digest of a record under its 16-byte random seed: what the ledger holds.
 * Throws ProofError 'bad_seed', 'bad_kind', 'bad_time', 'bad_field', 'lone_surrogate'.
 */
export function recordDigest(seed: Uint8Array, fields: RecordFields): Uint8Array {
  checkFields(seed, fields)
  seedsOfFields(seed)
  // a plain field's digest, or the seed of a per-character field's first block
  for (let k = 0; k < FIELDS.length; k++) {
    const field = FIELDS[k] as Field // k runs over FIELDS
    if (isSpanField(field)) putBlockSeedMessage(k)
    else putPlainMessage(k, fields[field])
  }
  run(FIELDS_FROM, FIELDS.length)
  for (let k = 0; k < FIELDS.length; k++) {
    const field = FIELDS[k] as Field
    const ofField = fieldSeedOf[k] as Uint8Array // as many as FIELDS
    const at = digestAt(FIELDS_FROM + k)
    if (isSpanField(field)) {
      blockSeed.set(output.subarray(at, at + 16))
      charactersFrom(ofField, fields[field], output, at)
    } else if (!fitsSlot(fields[field])) plainInto(ofField, k, fields[field], output, at)
  }
  return recordHash()
}

/** recordDigest from the field digests, in the order of FIELDS. */
export function digestOfFields(fieldDigests: readonly Uint8Array[]): Uint8Array {
  if (fieldDigests.length !== FIELDS.length) throw new ProofError('bad_disclosure')
  fieldDigests.forEach((digest, k) => {
    if (digest.length !== 32) throw new ProofError('bad_disclosure')
    output.set(digest, digestAt(FIELDS_FROM + k))
  })
  return recordHash()
}

function recordHash(): Uint8Array {
  recordIn[0] = RECORD
  recordIn[1] = COMMITMENT_VERSION
  const digest = new Uint8Array(32)
  sha256Into(recordIn, digest, 0, 32)
  return digest
}

/** fieldSeed_k = SHA256(06 ‖ recordSeed ‖ k)[:16], of every field at once, into fieldSeeds. */
function seedsOfFields(seed: Uint8Array): void {
  for (let k = 0; k < FIELDS.length; k++) {
    const at = SLOT * (FIELDS_FROM + k)
    input[at] = FIELD_SEED
    for (let i = 0; i < 16; i++) input[at + 1 + i] = seed[i] as number // SEED_SIZE: checkFields
    input[at + 17] = k
    pad(input, FIELDS_FROM + k, 18)
  }
  run(FIELDS_FROM, FIELDS.length)
  for (let k = 0; k < FIELDS.length; k++) {
    const at = digestAt(FIELDS_FROM + k)
    for (let i = 0; i < 16; i++) fieldSeeds[16 * k + i] = output[at + i] as number
  }
}

/** 07 ‖ fieldSeed ‖ u32 0 */
function putBlockSeedMessage(k: number): void {
  const at = SLOT * (FIELDS_FROM + k)
  input[at] = BLOCK_SEED
  for (let i = 0; i < 16; i++) input[at + 1 + i] = fieldSeeds[16 * k + i] as number
  input.fill(0, at + 17, at + 21)
  pad(input, FIELDS_FROM + k, 21)
}

/** 04 ‖ fieldSeed ‖ k ‖ bytes, where it fits a slot; else whatever stands there is hashed and not used. */
function putPlainMessage(k: number, value: string | number | null): void {
  if (!fitsSlot(value)) return
  const at = SLOT * (FIELDS_FROM + k)
  input[at] = PLAIN
  for (let i = 0; i < 16; i++) input[at + 1 + i] = fieldSeeds[16 * k + i] as number
  input[at + 17] = k
  pad(input, FIELDS_FROM + k, 18 + putValue(value, input, at + 18))
}

/** At most three bytes a UTF-16 unit; and ASCII is looked at, because ids are longer. */
function fitsSlot(value: string | number | null): boolean {
  if (typeof value !== 'string' || value.length * 3 <= LONGEST - 18) return true
  return value.length <= LONGEST - 18 && isAscii(value)
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false
  return true
}

/** fieldSeed_k = SHA256(06 ‖ recordSeed ‖ k)[:16] */
export function fieldSeedInto(seed: Uint8Array, k: number, out: Uint8Array, offset: number): void {
  if (seed.length !== SEED_SIZE) throw new ProofError('bad_seed')
  fieldSeedIn.set(seed, 1)
  fieldSeedIn[17] = k
  sha256Into(fieldSeedIn, out, offset, 16)
}

/** blockSeed_b = SHA256(07 ‖ fieldSeed ‖ u32 b)[:16] */
export function blockSeedInto(ofField: Uint8Array, b: number, out: Uint8Array, offset: number): void {
  blockSeedIn.set(ofField, 1)
  writeU32(blockSeedIn, 17, b)
  sha256Into(blockSeedIn, out, offset, 16)
}

/** salt_2j ‖ salt_2j+1 = SHA256(02 ‖ blockSeed ‖ u16 j) for j = 0 … pairs - 1, one behind the other. */
export function saltsInto(ofBlock: Uint8Array, pairs: number, out: Uint8Array, offset: number): void {
  saltPairs(ofBlock, pairs)
  out.set(output.subarray(digestAt(SALTS_FROM), digestAt(SALTS_FROM + pairs)), offset)
}

function saltPairs(ofBlock: Uint8Array, pairs: number): void {
  for (let j = 0; j < pairs; j++) {
    const at = SLOT * (SALTS_FROM + j) + 1
    for (let i = 0; i < 16; i++) input[at + i] = ofBlock[i] as number // 16 bytes
  }
  run(SALTS_FROM, pairs)
}

/** F_k of an ordinary field: SHA256(04 ‖ fieldSeed ‖ k ‖ bytes); text as UTF-8, a time as its 8 or 0 bytes. */
export function plainInto(
  seed: Uint8Array,
  k: number,
  value: string | number | null,
  out: Uint8Array,
  offset: number,
): void {
  const most = 18 + (typeof value === 'string' ? value.length * 3 : 8)
  if (plainRoom.length < most) plainRoom = new Uint8Array(most).fill(PLAIN, 0, 1)
  plainRoom.set(seed, 1)
  plainRoom[17] = k
  sha256Into(plainRoom.subarray(0, 18 + putValue(value, plainRoom, 18)), out, offset, 32)
}

/** Writes a value and returns its length in bytes; there must be room. */
function putValue(value: string | number | null, out: Uint8Array, offset: number): number {
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

/** leaf_i = SHA256(00 ‖ salt ‖ utf8(code point)) for each code point of `text` and its 16-byte salt. */
export function leavesInto(salts: Uint8Array, text: string, out: Uint8Array, offset: number): void {
  let unit = 0
  for (let done = 0; unit < text.length; ) {
    let count = 0
    for (; count < BLOCK && unit < text.length; count++) {
      const codePoint = text.codePointAt(unit) as number // unit lies in the text
      unit += codePoint > 0xffff ? 2 : 1
      putLeaf(count, salts, 16 * (done + count), codePoint)
    }
    run(LEAVES_FROM, count)
    out.set(output.subarray(digestAt(LEAVES_FROM), digestAt(LEAVES_FROM + count)), offset + 32 * done)
    done += count
  }
}

/** block_b = SHA256(01 ‖ u16 count ‖ leaf…); `leaves` holds `count` leaves of 32 bytes. */
export function blockInto(leaves: Uint8Array, count: number, out: Uint8Array, offset: number): void {
  output.set(leaves.subarray(0, 32 * count), digestAt(LEAVES_FROM))
  hashBlock(count, out, offset)
}

/** F_body = SHA256(03 ‖ u32 n ‖ u32 nblocks ‖ block…) */
export function blocksInto(n: number, blocks: Uint8Array, out: Uint8Array, offset: number): void {
  const count = charactersReady(n)
  charactersRoom.set(blocks.subarray(0, 32 * count), 9)
  sha256Into(charactersRoom.subarray(0, 9 + 32 * count), out, offset, 32)
}

/** F of an empty text: it has no block, so no salt. */
const NO_CHARACTERS = new Uint8Array(32)
blocksInto(0, new Uint8Array(0), NO_CHARACTERS, 0)

/** The whole of a per-character field under its seed. Code points exactly as received: no normal form, no trimming. */
export function charactersInto(ofField: Uint8Array, text: string, out: Uint8Array, offset: number): void {
  blockSeedInto(ofField, 0, blockSeed, 0)
  charactersFrom(ofField, text, out, offset)
}

/** charactersInto, the first block's seed standing in blockSeed already. */
function charactersFrom(ofField: Uint8Array, text: string, out: Uint8Array, offset: number): void {
  if (text === '') {
    out.set(NO_CHARACTERS, offset)
    return
  }
  const n = countCodePoints(text)
  const blocks = charactersReady(n)
  let unit = 0
  for (let b = 0; b < blocks; b++) {
    if (b > 0) blockSeedInto(ofField, b, blockSeed, 0)
    unit = wholeBlockInto(blockSeed, text, unit, Math.min(BLOCK, n - b * BLOCK), charactersRoom, 9 + 32 * b)
  }
  sha256Into(charactersRoom.subarray(0, 9 + 32 * blocks), out, offset, 32)
}

/** The digest of one block from its seed and the `count` code points of `text` from UTF-16 `unit`; returns the unit after them. */
export function wholeBlockInto(
  ofBlock: Uint8Array,
  text: string,
  unit: number,
  count: number,
  out: Uint8Array,
  offset: number,
): number {
  saltPairs(ofBlock, (count + 1) >> 1)
  const salts = digestAt(SALTS_FROM)
  let next = unit
  for (let i = 0; i < count; i++) {
    const codePoint = text.codePointAt(next) as number // count code points are there: countCodePoints said so
    next += codePoint > 0xffff ? 2 : 1
    putLeaf(i, output, salts + 16 * i, codePoint)
  }
  run(LEAVES_FROM, count)
  hashBlock(count, out, offset)
  return next
}

export function countCodePoints(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit <= 0xdbff) count-- // the text is well formed, so a low surrogate follows
  }
  return count
}

function charactersReady(n: number): number {
  const blocks = Math.ceil(n / BLOCK)
  if (charactersRoom.length < 9 + 32 * blocks) {
    charactersRoom = new Uint8Array(9 + 32 * blocks).fill(CHARACTERS, 0, 1)
  }
  writeU32(charactersRoom, 1, n)
  writeU32(charactersRoom, 5, blocks)
  return blocks
}

function writeU32(out: Uint8Array, offset: number, value: number): void {
  out[offset] = value >>> 24
  out[offset + 1] = value >>> 16
  out[offset + 2] = value >>> 8
  out[offset + 3] = value
}

/** The digest of the leaves that stand in their slots. */
function hashBlock(count: number, out: Uint8Array, offset: number): void {
  const message = blockIn[count]
  if (message === undefined) throw new ProofError('bad_disclosure')
  message[0] = BLOCK_HASH
  message[1] = count >> 8
  message[2] = count
  sha256Into(message, out, offset, 32)
}

/** Writes leaf i's message: its 16-byte salt from `salts` at `from`, its code point as UTF-8, and its padding. */
function putLeaf(i: number, salts: Uint8Array, from: number, codePoint: number): void {
  const at = SLOT * (LEAVES_FROM + i)
  for (let s = 0; s < 16; s++) input[at + 1 + s] = salts[from + s] as number
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
