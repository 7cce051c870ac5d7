import { sha256Into } from '#crypto'
import { ProofError } from '../bytes/errors.ts'
import { SLOT } from '../crypto/sha256-lanes.ts'
import { addWholeBlock, charactersFrom, countCodePoints, dropBlocks, hashBlocks } from './commitment-characters.ts'
import {
  BLOCK,
  copySeed,
  digestAt,
  FIELD_SEED,
  FIELDS_FROM,
  fitsSlot,
  JOINS_FROM,
  PLAIN,
  putBlockSeedMessage,
  putJoin,
  putPlainMessage,
  putValue,
  RECORD,
  SEEDS_FROM,
  slots,
} from './commitment-slots.ts'
import { checkFields, FIELDS, type Field, type RecordFields, SEED_SIZE } from './record.ts'

export {
  addMixedBlock,
  addWholeBlock,
  blockInto,
  blockSeedInto,
  blocksInto,
  charactersInto,
  countCodePoints,
  leavesInto,
  mixedBlockInto,
  saltsInto,
  unitAfter,
  wholeBlockInto,
} from './commitment-characters.ts'
export { BLOCK } from './commitment-slots.ts'

// Salted commitment to a record, version 1: formats/commitment.md (evidence.md 0.1). Here the record and its fields; a per-character
// field is in commitment-characters.ts, the messages and their slots in commitment-slots.ts, and all are used through this file.
// The hot path of intake: a record costs about eighty hashes, nearly all of one block, which stand in those slots.

export const COMMITMENT_VERSION = 1
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

const { input, output, run } = slots
const outputWords = new DataView(output.buffer, output.byteOffset, output.length)
/** 05 ‖ version ‖ F_0 ‖ … */
const recordIn = output.subarray(digestAt(FIELDS_FROM) - 2, digestAt(FIELDS_FROM) + 32 * FIELDS.length)

const fieldSeedIn = new Uint8Array(18).fill(FIELD_SEED, 0, 1)
let plainRoom = new Uint8Array(18 + 4096).fill(PLAIN, 0, 1)
const fieldSeeds = new Uint8Array(16 * FIELDS.length)
const blockSeed = new Uint8Array(16)

/**
 * The 32-byte digest of a record under its 16-byte random seed: what the ledger holds.
 * Throws ProofError 'bad_seed', 'bad_kind', 'bad_time', 'bad_field', 'lone_surrogate'.
 */
export function recordDigest(seed: Uint8Array, fields: RecordFields): Uint8Array {
  checkFields(seed, fields)
  fieldSeedsInto(seed, fieldSeeds)
  for (let k = 0; k < FIELDS.length; k++) recordValues[k] = fields[FIELDS[k] as Field] // k runs over FIELDS
  digestFields(fieldSeeds, recordValues, null)
  return recordHash()
}

const recordValues: (string | number | null)[] = FIELDS.map(() => '')

/**
 * Writes the digest of field k into `out` at `offset`; or, where the field has one block, adds that block with `joinOf` for its place; and
 * answers true. Or leaves it to the field's seed and value, and answers false.
 */
export type DigestElse = (k: number, out: Uint8Array, offset: number) => boolean

/**
 * The digest of a record whose fields are told one by one: `seeds` holds 16 bytes for each of FIELDS, `values` what they seed.
 * Throws ProofError 'bad_field', 'bad_time' for a value of another sort.
 */
export function digestOfSeeded(
  seeds: Uint8Array,
  values: readonly (string | number | null)[],
  digestElse: DigestElse | null,
): Uint8Array {
  digestFields(seeds, values, digestElse)
  return recordHash()
}

/** The digests of the fields for which `wanted` holds true; 32 bytes for each of FIELDS, valid until the next hash. */
export function fieldDigests(
  seeds: Uint8Array,
  values: readonly (string | number | null)[],
  wanted: readonly boolean[],
): Uint8Array {
  digestFields(seeds, values, (k) => wanted[k] !== true)
  return output.subarray(digestAt(FIELDS_FROM), digestAt(FIELDS_FROM + FIELDS.length))
}

function digestFields(
  seeds: Uint8Array,
  values: readonly (string | number | null)[],
  digestElse: DigestElse | null,
): void {
  const words = new DataView(seeds.buffer, seeds.byteOffset, seeds.length)
  // a plain field's digest, or the seed of a per-character field's first block
  for (let k = 0; k < FIELDS.length; k++) {
    if (isSpanField(FIELDS[k] as Field)) putBlockSeedMessage(k, words)
    else putPlainMessage(k, words, values[k] as string | number | null) // as many as FIELDS
  }
  run(FIELDS_FROM, FIELDS.length)
  dropBlocks()
  joins = 0
  for (let k = 0; k < FIELDS.length; k++) {
    const at = digestAt(FIELDS_FROM + k)
    if (digestElse?.(k, output, at)) continue
    const value = values[k] as string | number | null
    if ((k === TIME) === (typeof value === 'string')) throw new ProofError('bad_field', FIELDS[k])
    if (!isSpanField(FIELDS[k] as Field)) {
      if (!fitsSlot(value)) plainInto(seeds.subarray(16 * k, 16 * k + 16), k, value, output, at)
      continue
    }
    if (typeof value !== 'string') continue // never: only the time is none
    const n = countCodePoints(value)
    if (n > 0 && n <= BLOCK) addWholeBlock(outputWords, at, value, 0, n, input, joinOf(k, n))
    else {
      blockSeed.set(output.subarray(at, at + 16))
      charactersFrom(seeds.subarray(16 * k, 16 * k + 16), blockSeed, value, output, at)
    }
  }
  hashBlocks()
  if (joins > 0) run(JOINS_FROM, joins)
  for (let j = 0; j < joins; j++) {
    const from = digestAt(JOINS_FROM + j)
    output.copyWithin(digestAt(FIELDS_FROM + (joined[j] as number)), from, from + 32) // filled above
  }
}

/** Fields of one block, whose digests are put together at the end; there are three that can. */
const joined = new Uint8Array(4)
let joins = 0

/** Where in `slots.input` the digest of the one block of field k goes, which has n code points. */
export function joinOf(k: number, n: number): number {
  joined[joins] = k
  return putJoin(joins++, n)
}

const TIME = FIELDS.indexOf('sourceTs')

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

/** fieldSeed_k = SHA256(06 ‖ recordSeed ‖ k)[:16], of every field at once, 16 bytes each. Throws ProofError 'bad_seed'. */
export function fieldSeedsInto(seed: Uint8Array, out: Uint8Array): void {
  if (seed.length !== SEED_SIZE) throw new ProofError('bad_seed')
  const words = new DataView(seed.buffer, seed.byteOffset, SEED_SIZE)
  for (let k = 0; k < FIELDS.length; k++) copySeed(words, 0, SLOT * (SEEDS_FROM + k) + 1)
  run(SEEDS_FROM, FIELDS.length)
  for (let k = 0; k < FIELDS.length; k++) {
    const at = digestAt(SEEDS_FROM + k)
    for (let i = 0; i < 16; i++) out[16 * k + i] = output[at + i] as number
  }
}

/** fieldSeed_k = SHA256(06 ‖ recordSeed ‖ k)[:16] */
export function fieldSeedInto(seed: Uint8Array, k: number, out: Uint8Array, offset: number): void {
  if (seed.length !== SEED_SIZE) throw new ProofError('bad_seed')
  fieldSeedIn.set(seed, 1)
  fieldSeedIn[17] = k
  sha256Into(fieldSeedIn, out, offset, 16)
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
