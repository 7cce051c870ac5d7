import { digestInto } from '#crypto'
import { utf8, writeUtf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { canonicalJson } from '../bytes/jcs.ts'
import { hashOf, type TreeHash } from '../crypto/renewal-hash.ts'
import { STATEMENT_PREFIX } from '../ledger/entry.ts'
import { BLOCK, COMMITMENT_VERSION, isSpanField } from './commitment.ts'
import { checkFields, FIELDS, type RecordFields, SEED_SIZE, timeBytes } from './record.ts'

// The commitment of formats/commitment.md with another hash in the place of SHA-256: digests as long as the hash makes them,
// seeds and salts 16 bytes as ever. Written to be read beside that page, not to be fast: commitment.ts is, and under SHA-256
// both must say the same.

const one = (byte: number): Uint8Array => Uint8Array.of(byte)
const u32 = (n: number): Uint8Array => Uint8Array.of(n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255)
const seedOf = (digest: Uint8Array): Uint8Array => digest.subarray(0, SEED_SIZE)

/**
 * The digest of a record under its 16-byte seed. Throws ProofError 'bad_seed', 'bad_kind', 'bad_time', 'bad_field',
 * 'lone_surrogate'.
 */
export function recordDigestUnder(hash: TreeHash, seed: Uint8Array, fields: RecordFields): Uint8Array {
  checkFields(seed, fields)
  const digests = FIELDS.map((field, k) => {
    const fieldSeed = seedOf(hashOf(hash, one(0x06), seed, one(k)))
    const value = fields[field]
    if (isSpanField(field)) return charactersUnder(hash, fieldSeed, String(value)) // a text: checkFields
    const bytes = typeof value === 'string' ? utf8(value) : timeBytes(value)
    return hashOf(hash, one(0x04), fieldSeed, one(k), bytes)
  })
  return hashOf(hash, one(0x05), one(COMMITMENT_VERSION), ...digests)
}

function charactersUnder(hash: TreeHash, fieldSeed: Uint8Array, text: string): Uint8Array {
  const points = [...text]
  const blocks: Uint8Array[] = []
  for (let from = 0; from < points.length; from += BLOCK) {
    const blockSeed = seedOf(hashOf(hash, one(0x07), fieldSeed, u32(blocks.length)))
    blocks.push(blockUnder(hash, blockSeed, points.slice(from, from + BLOCK)))
  }
  return hashOf(hash, one(0x03), u32(points.length), u32(blocks.length), ...blocks)
}

// Nearly all of a record's hashes are made here, so these two messages stand in rooms of their own.
/** 02 ‖ blockSeed ‖ u16 j */
const saltsIn = new Uint8Array(1 + SEED_SIZE + 2).fill(0x02, 0, 1)
/** 00 ‖ salt ‖ code point */
const leafIn = new Uint8Array(1 + SEED_SIZE + 4)

function blockUnder({ name, length }: TreeHash, blockSeed: Uint8Array, points: readonly string[]): Uint8Array {
  const salts = new Uint8Array(2 * SEED_SIZE)
  const block = new Uint8Array(3 + length * points.length)
  block[0] = 0x01
  block[2] = points.length // at most 64: the upper byte of the u16 is zero
  saltsIn.set(blockSeed, 1)
  points.forEach((point, i) => {
    const half = SEED_SIZE * (i % 2)
    saltsIn[2 + SEED_SIZE] = i >> 1
    if (half === 0) digestInto(name, saltsIn, salts, 0, 2 * SEED_SIZE)
    for (let at = 0; at < SEED_SIZE; at++) leafIn[1 + at] = salts[half + at] as number // it is as long as two
    const size = 1 + SEED_SIZE + writeUtf8(leafIn, point, 1 + SEED_SIZE)
    digestInto(name, leafIn.subarray(0, size), block, 3 + length * i, length)
  })
  return hashOf({ name, length }, block)
}

/** The digest of a house statement: formats/ledger-entry.md. Throws ProofError 'bad_seed', 'unsupported_value'. */
export function statementDigestUnder(hash: TreeHash, salt: Uint8Array, statement: object): Uint8Array {
  if (salt.length !== SEED_SIZE) throw new ProofError('bad_seed', 'salt')
  return hashOf(hash, STATEMENT_PREFIX, salt, utf8(canonicalJson(statement)))
}

/**
 * The salted digest of a file that a record names, by its place in the record's list: a file's own digest could be guessed. Throws
 * ProofError 'bad_seed', 'bad_digest'.
 */
export function fileDigestUnder(hash: TreeHash, recordSeed: Uint8Array, at: number, content: Uint8Array): Uint8Array {
  if (recordSeed.length !== SEED_SIZE) throw new ProofError('bad_seed')
  if (content.length !== hash.length) throw new ProofError('bad_digest')
  const seed = seedOf(hashOf(hash, one(0x09), recordSeed, u32(at)))
  return hashOf(hash, one(0x08), seed, content)
}
