import { sha256Into } from '#crypto'
import { ProofError } from '../bytes/errors.ts'
import {
  BLOCK,
  BLOCK_HASH,
  BLOCK_SEED,
  CHARACTERS,
  digestAt,
  LEAVES_FROM,
  putLeaf,
  putSaltPair,
  SALTS_FROM,
  slots,
} from './commitment-slots.ts'
import { SEED_SIZE } from './record.ts'

// The commitment to a per-character field (formats/commitment.md): salts, leaves, blocks and the digest of them all. A block's salts
// and leaves are hashed in the slots of commitment-slots.ts.

const { output, run } = slots
const outputWords = new DataView(output.buffer, output.byteOffset, output.length)
const SALTS_AT = digestAt(SALTS_FROM)
const blockSeedIn = new Uint8Array(21).fill(BLOCK_SEED, 0, 1)
let charactersRoom = new Uint8Array(9 + 32 * 64).fill(CHARACTERS, 0, 1)
const blockSeed = new Uint8Array(16)

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
  const words = new DataView(ofBlock.buffer, ofBlock.byteOffset, SEED_SIZE)
  for (let j = 0; j < pairs; j++) putSaltPair(j, j, words, 0)
  run(SALTS_FROM, pairs)
}

/** leaf_i = SHA256(00 ‖ salt ‖ utf8(code point)) for each code point of `text` and its 16-byte salt. */
export function leavesInto(salts: Uint8Array, text: string, out: Uint8Array, offset: number): void {
  const words = new DataView(salts.buffer, salts.byteOffset, salts.length)
  let unit = 0
  for (let done = 0; unit < text.length; ) {
    let count = 0
    for (; count < BLOCK && unit < text.length; count++) {
      const codePoint = text.codePointAt(unit) as number // unit lies in the text
      unit += codePoint > 0xffff ? 2 : 1
      putLeaf(count, words, 16 * (done + count), codePoint)
    }
    run(LEAVES_FROM, count)
    out.set(output.subarray(digestAt(LEAVES_FROM), digestAt(LEAVES_FROM + count)), offset + 32 * done)
    done += count
  }
}

/** block_b = SHA256(01 ‖ u16 count ‖ leaf…); `ofLeaves` holds `count` leaves of 32 bytes. */
export function blockInto(ofLeaves: Uint8Array, count: number, out: Uint8Array, offset: number): void {
  output.set(ofLeaves.subarray(0, 32 * count), digestAt(LEAVES_FROM))
  hashBlock(0, count, out, offset)
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
  charactersFrom(ofField, blockSeed, text, out, offset)
}

/** charactersInto, the first block's seed standing in `ofBlock` already; the later ones are written over it. */
export function charactersFrom(
  ofField: Uint8Array,
  ofBlock: Uint8Array,
  text: string,
  out: Uint8Array,
  offset: number,
): void {
  if (text === '') {
    out.set(NO_CHARACTERS, offset)
    return
  }
  const n = countCodePoints(text)
  const blocks = charactersReady(n)
  let unit = 0
  for (let b = 0; b < blocks; b++) {
    if (b > 0) blockSeedInto(ofField, b, ofBlock, 0)
    unit = wholeBlockInto(ofBlock, text, unit, Math.min(BLOCK, n - b * BLOCK), charactersRoom, 9 + 32 * b)
  }
  sha256Into(charactersRoom.subarray(0, 9 + 32 * blocks), out, offset, 32)
}

// Blocks that wait to be hashed together: the more messages a run has, the fewer lanes go empty. Their leaves stand in the leaves' slots from
// an even one on, so that the pairs of their salts stand in the same order. Whoever adds blocks sees to it that hashBlocks follows.
const MOST_WAITING = BLOCK / 2
const firstLeaf = new Uint8Array(MOST_WAITING)
const countOf = new Uint8Array(MOST_WAITING)
const textOf: string[] = []
const unitOf: number[] = []
/** What a block of which part is hidden was given, and from where; null where all is shown. */
const givenOf: (Uint8Array | null)[] = []
const givenFrom: number[] = []
const outOf: Uint8Array[] = []
const offsetOf: number[] = []
/** 1 for each leaf that is hidden. */
const isHidden = new Uint8Array(BLOCK)
let waiting = 0
let leaves = 0

/** Forgets what waits: of a record that was refused. */
export function dropBlocks(): void {
  waiting = 0
  leaves = 0
}

/** A block of `count` code points whose digest goes to `out` at `offset`; where its leaves begin. */
function addBlock(count: number, text: string, unit: number, out: Uint8Array, offset: number): number {
  if (leaves + count > BLOCK) hashBlocks()
  const first = leaves
  firstLeaf[waiting] = first
  countOf[waiting] = count
  textOf[waiting] = text
  unitOf[waiting] = unit
  givenOf[waiting] = null
  outOf[waiting] = out
  offsetOf[waiting] = offset
  waiting++
  leaves += count + (count & 1)
  return first
}

/** A block that is shown whole, under the seed at `from` in `seeds`: the `count` code points of `text` from UTF-16 `unit`, which must be there. */
export function addWholeBlock(
  seeds: DataView,
  from: number,
  text: string,
  unit: number,
  count: number,
  out: Uint8Array,
  offset: number,
): void {
  const first = addBlock(count, text, unit, out, offset)
  for (let j = 0; 2 * j < count; j++) putSaltPair((first >> 1) + j, j, seeds, from)
}

/**
 * A block of which part is hidden: in `given`, from `at`, the 16-byte salt of each code point that is shown and the
 * 32-byte leaf of each that is not (`hides`), in turn; `text` from
 * UTF-16 `unit` holds those that are shown. All must be there. Returns the unit after them.
 */
export function addMixedBlock(
  given: Uint8Array,
  at: number,
  hides: Uint8Array,
  count: number,
  text: string,
  unit: number,
  out: Uint8Array,
  offset: number,
): number {
  const first = addBlock(count, text, unit, out, offset)
  givenOf[waiting - 1] = given
  givenFrom[waiting - 1] = at
  const words = new DataView(given.buffer, given.byteOffset, given.length)
  let next = unit
  let from = at
  for (let i = 0; i < count; i++) {
    const hidden = hides[i] as number // one for each
    isHidden[first + i] = hidden
    if (hidden === 1) {
      from += 32
      continue
    }
    const codePoint = text.codePointAt(next) as number // the caller has counted them
    next += codePoint > 0xffff ? 2 : 1
    putLeaf(first + i, words, from, codePoint)
    from += 16
  }
  return next
}

/** Hashes the blocks that wait. */
export function hashBlocks(): void {
  if (waiting === 0) return
  run(SALTS_FROM, (leaves + 1) >> 1)
  for (let b = 0; b < waiting; b++) if (givenOf[b] === null) putLeavesOf(b)
  run(LEAVES_FROM, leaves)
  // from the left: the prefix of a block stands on the end of the leaf before it
  for (let b = 0; b < waiting; b++) {
    const first = firstLeaf[b] as number // waiting counts them all
    const given = givenOf[b] ?? null
    if (given !== null) putHidden(b, given)
    hashBlock(first, countOf[b] as number, outOf[b] as Uint8Array, offsetOf[b] as number)
    textOf[b] = '' // nothing of a record stays here
    givenOf[b] = null
  }
  dropBlocks()
}

function putLeavesOf(b: number): void {
  const first = firstLeaf[b] as number // as in hashBlocks
  const text = textOf[b] as string
  const end = first + (countOf[b] as number)
  let next = unitOf[b] as number
  for (let slot = first; slot < end; slot++) {
    const codePoint = text.codePointAt(next) as number // count code points are there: countCodePoints said so
    next += codePoint > 0xffff ? 2 : 1
    putLeaf(slot, outputWords, SALTS_AT + 16 * slot, codePoint)
  }
}

function putHidden(b: number, given: Uint8Array): void {
  const first = firstLeaf[b] as number // as in hashBlocks
  const end = first + (countOf[b] as number)
  let from = givenFrom[b] as number
  for (let slot = first; slot < end; slot++) {
    if (isHidden[slot] === 1) output.set(given.subarray(from, from + 32), digestAt(LEAVES_FROM + slot))
    from += isHidden[slot] === 1 ? 32 : 16
  }
}

/** The digest of one block at once; as addWholeBlock. Returns the unit after its text. */
export function wholeBlockInto(
  ofBlock: Uint8Array,
  text: string,
  unit: number,
  count: number,
  out: Uint8Array,
  offset: number,
): number {
  addWholeBlock(new DataView(ofBlock.buffer, ofBlock.byteOffset, SEED_SIZE), 0, text, unit, count, out, offset)
  hashBlocks()
  return unitAfter(text, unit, count)
}

/** The digest of one block at once; as addMixedBlock. */
export function mixedBlockInto(
  given: Uint8Array,
  at: number,
  hides: Uint8Array,
  count: number,
  text: string,
  unit: number,
  out: Uint8Array,
  offset: number,
): number {
  const next = addMixedBlock(given, at, hides, count, text, unit, out, offset)
  hashBlocks()
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

/** The UTF-16 unit that stands `points` code points behind `unit`. */
export function unitAfter(text: string, unit: number, points: number): number {
  let at = unit
  for (let i = 0; i < points; i++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
  return at
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

/** The digest of `count` leaves whose digests stand from leaf `first` on. */
function hashBlock(first: number, count: number, out: Uint8Array, offset: number): void {
  if (first + count > BLOCK) throw new ProofError('bad_disclosure')
  const at = digestAt(LEAVES_FROM + first) - 3
  output[at] = BLOCK_HASH
  output[at + 1] = count >> 8
  output[at + 2] = count
  sha256Into(output.subarray(at, at + 3 + 32 * count), out, offset, 32)
}
