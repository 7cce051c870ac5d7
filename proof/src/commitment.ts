import { sha256Into } from '#crypto'
import { writeUtf8 } from './bytes.ts'
import { ProofError } from './errors.ts'
import { checkFields, FIELDS, type Field, type RecordFields, SEED_SIZE, timeBytes } from './record.ts'

// Salted commitment to a record, version 1: formats/commitment.md (evidence.md 0.1).
// The hot path of intake: the inputs of every hash live in the fixed arenas below, so that a record costs about eighty
// hashes and hardly an allocation. Synchronous and never re-entered, so the arenas are safe to share within a thread.

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

const fieldSeedIn = new Uint8Array(18).fill(FIELD_SEED, 0, 1)
const blockSeedIn = new Uint8Array(21).fill(BLOCK_SEED, 0, 1)
const saltsIn = new Uint8Array(19).fill(SALTS, 0, 1)
// A leaf input is 00 ‖ salt ‖ code point at 16 of its room; the 16 bytes before it take the first half of a pair of salts,
// so that the second half lands where the odd leaf wants it.
const LEAF_AT = 16
const evenLeaf = leafRoom()
const oddLeaf = leafRoom()
const blockRoom = new Uint8Array(3 + 32 * BLOCK).fill(BLOCK_HASH, 0, 1)
const blockIn = Array.from({ length: BLOCK + 1 }, (_, count) => blockRoom.subarray(0, 3 + 32 * count))
let charactersRoom = new Uint8Array(9 + 32 * 64).fill(CHARACTERS, 0, 1)
let plainRoom = new Uint8Array(18 + 4096).fill(PLAIN, 0, 1)
let plainText = plainRoom.subarray(18)
/** Inputs for texts of up to 255 bytes: most fields are short, and a view costs as much as a fifth of a hash. */
let plainIn = plainInputs()
const recordIn = new Uint8Array(2 + 32 * FIELDS.length)
recordIn[0] = RECORD
recordIn[1] = COMMITMENT_VERSION

const fieldSeed = new Uint8Array(16)
const blockSeed = new Uint8Array(16)

/**
 * The 32-byte digest of a record under its 16-byte random seed: what the ledger holds.
 * Throws ProofError 'bad_seed', 'bad_kind', 'bad_time', 'bad_field', 'lone_surrogate'.
 */
export function recordDigest(seed: Uint8Array, fields: RecordFields): Uint8Array {
  checkFields(seed, fields)
  fieldSeedIn.set(seed, 1)
  for (let k = 0; k < FIELDS.length; k++) {
    const field = FIELDS[k] as Field // k runs over FIELDS
    const at = 2 + 32 * k
    fieldSeedIn[17] = k
    if (isSpanField(field)) {
      sha256Into(fieldSeedIn, fieldSeed, 0, 16)
      charactersInto(fieldSeed, fields[field], recordIn, at)
    } else {
      sha256Into(fieldSeedIn, plainRoom, 1, 16)
      plainRoom[17] = k
      const length = field === 'sourceTs' ? putTime(fields.sourceTs) : putText(fields[field])
      sha256Into(plainInput(length), recordIn, at, 32)
    }
  }
  const digest = new Uint8Array(32)
  sha256Into(recordIn, digest, 0, 32)
  return digest
}

/** recordDigest from the field digests, in the order of FIELDS. */
export function digestOfFields(fieldDigests: readonly Uint8Array[]): Uint8Array {
  if (fieldDigests.length !== FIELDS.length) throw new ProofError('bad_disclosure')
  fieldDigests.forEach((digest, k) => {
    if (digest.length !== 32) throw new ProofError('bad_disclosure')
    recordIn.set(digest, 2 + 32 * k)
  })
  const digest = new Uint8Array(32)
  sha256Into(recordIn, digest, 0, 32)
  return digest
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
  blockSeedIn[17] = b >>> 24
  blockSeedIn[18] = b >>> 16
  blockSeedIn[19] = b >>> 8
  blockSeedIn[20] = b
  sha256Into(blockSeedIn, out, offset, 16)
}

/** salt_2j ‖ salt_2j+1 = SHA256(02 ‖ blockSeed ‖ u16 j) */
export function saltPairInto(ofBlock: Uint8Array, j: number, out: Uint8Array, offset: number): void {
  saltsIn.set(ofBlock, 1)
  saltsIn[17] = j >>> 8
  saltsIn[18] = j
  sha256Into(saltsIn, out, offset, 32)
}

/** F_k of an ordinary field: SHA256(04 ‖ fieldSeed ‖ k ‖ bytes); text as UTF-8, a time as its 8 or 0 bytes. */
export function plainInto(
  seed: Uint8Array,
  k: number,
  value: string | number | null,
  out: Uint8Array,
  offset: number,
): void {
  // the room may be made anew for a long text: what stands before the text is written after it
  const length = typeof value === 'string' ? putText(value) : putTime(value)
  plainRoom.set(seed, 1)
  plainRoom[17] = k
  sha256Into(plainInput(length), out, offset, 32)
}

/** Writes the text behind seed and field number and returns its length. */
function putText(text: string): number {
  const most = 18 + text.length * 3
  if (plainRoom.length < most) {
    const larger = new Uint8Array(most)
    larger.set(plainRoom.subarray(0, 18))
    plainRoom = larger
    plainText = plainRoom.subarray(18)
    plainIn = plainInputs()
  }
  if (text.length > SHORT) return writeUtf8(plainText, text, 0)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) return writeUtf8(plainText, text, 0)
    plainText[i] = unit
  }
  return text.length
}

/** Up to here a loop over ASCII is faster than the encoder. */
const SHORT = 40

function putTime(time: number | null): number {
  const bytes = timeBytes(time)
  plainText.set(bytes)
  return bytes.length
}

function plainInputs(): Uint8Array[] {
  return Array.from({ length: 256 }, (_, length) => plainRoom.subarray(0, 18 + length))
}

function plainInput(length: number): Uint8Array {
  return plainIn[length] ?? plainRoom.subarray(0, 18 + length)
}

/** leaf_i = SHA256(00 ‖ salt ‖ utf8(code point)) for a salt that stands alone. */
export function leafInto(salt: Uint8Array, codePoint: number, out: Uint8Array, offset: number): void {
  evenLeaf.room.set(salt, LEAF_AT + 1)
  hashLeaf(evenLeaf, codePoint, out, offset)
}

/** block_b = SHA256(01 ‖ u16 count ‖ leaf…); `leaves` holds `count` leaves of 32 bytes. */
export function blockInto(leaves: Uint8Array, count: number, out: Uint8Array, offset: number): void {
  blockRoom.set(leaves.subarray(0, 32 * count), 3)
  hashBlock(count, out, offset)
}

/** F_body = SHA256(03 ‖ u32 n ‖ u32 nblocks ‖ block…) */
export function blocksInto(n: number, blocks: Uint8Array, out: Uint8Array, offset: number): void {
  const count = charactersReady(n)
  charactersRoom.set(blocks.subarray(0, 32 * count), 9)
  sha256Into(charactersRoom.subarray(0, 9 + 32 * count), out, offset, 32)
}

/** The whole of a per-character field under its seed. Code points exactly as received: no normal form, no trimming. */
export function charactersInto(ofField: Uint8Array, text: string, out: Uint8Array, offset: number): void {
  const n = countCodePoints(text)
  const blocks = charactersReady(n)
  let unit = 0
  for (let b = 0; b < blocks; b++) {
    blockSeedInto(ofField, b, blockSeed, 0)
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
  saltsIn.set(ofBlock, 1)
  let next = unit
  for (let i = 0; i < count; i++) {
    const even = (i & 1) === 0
    if (even) splitSaltPair(i >> 1)
    const codePoint = text.codePointAt(next) as number // count code points are there: countCodePoints said so
    next += codePoint > 0xffff ? 2 : 1
    hashLeaf(even ? evenLeaf : oddLeaf, codePoint, blockRoom, 3 + 32 * i)
  }
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

function hashBlock(count: number, out: Uint8Array, offset: number): void {
  const input = blockIn[count]
  if (input === undefined) throw new ProofError('bad_disclosure')
  blockRoom[1] = count >> 8
  blockRoom[2] = count
  sha256Into(input, out, offset, 32)
}

interface LeafRoom {
  readonly room: Uint8Array
  /** The input for a code point of 1, 2, 3 and 4 UTF-8 bytes. */
  readonly inputs: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
}

function leafRoom(): LeafRoom {
  const room = new Uint8Array(LEAF_AT + 17 + 4)
  const input = (size: number) => room.subarray(LEAF_AT, LEAF_AT + 17 + size)
  return { room, inputs: [input(1), input(2), input(3), input(4)] }
}

/** Salts 2j and 2j+1 of the block whose seed stands in saltsIn, each into its leaf. A block has 32 pairs, so j is one byte. */
function splitSaltPair(j: number): void {
  saltsIn[17] = 0
  saltsIn[18] = j
  const odd = oddLeaf.room
  const even = evenLeaf.room
  sha256Into(saltsIn, odd, 1, 32)
  for (let i = 1; i <= 16; i++) even[LEAF_AT + i] = odd[i] as number // both rooms are longer than 32
  odd[LEAF_AT] = LEAF // the first salt's last byte stood here
}

/** Hashes the leaf whose salt already stands in its room. */
function hashLeaf(leaf: LeafRoom, codePoint: number, out: Uint8Array, offset: number): void {
  const { room, inputs } = leaf
  let input = inputs[0]
  if (codePoint < 0x80) {
    room[33] = codePoint
  } else if (codePoint < 0x800) {
    room[33] = 0xc0 | (codePoint >> 6)
    room[34] = 0x80 | (codePoint & 63)
    input = inputs[1]
  } else if (codePoint < 0x10000) {
    room[33] = 0xe0 | (codePoint >> 12)
    room[34] = 0x80 | ((codePoint >> 6) & 63)
    room[35] = 0x80 | (codePoint & 63)
    input = inputs[2]
  } else {
    room[33] = 0xf0 | (codePoint >> 18)
    room[34] = 0x80 | ((codePoint >> 12) & 63)
    room[35] = 0x80 | ((codePoint >> 6) & 63)
    room[36] = 0x80 | (codePoint & 63)
    input = inputs[3]
  }
  sha256Into(input, out, offset, 32)
}
