import { fromBase64, toBase64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import {
  BLOCK,
  blockInto,
  blocksInto,
  countCodePoints,
  digestOfFields,
  fieldSeedInto,
  isSpanField,
  leavesInto,
  wholeBlockInto,
} from './commitment.ts'
import {
  type BlockDisclosure,
  type Disclosure,
  type FieldDisclosure,
  fieldDigest,
  type RunDisclosure,
} from './disclosure.ts'
import { FIELDS, type Field, SEED_SIZE } from './record.ts'

// Opening a disclosure: formats/commitment.md. This is the verifier's side; it shares the hashing with the discloser, nothing else.

/** A run of a per-character field as opened: its text, or how many code points it hides. */
export type OpenedRun = { text: string } | { hidden: number }
/** A field as opened: its runs, its time, or null when it is hidden whole (then not even its length is known). */
export type OpenedField = { runs: OpenedRun[] } | { time: number | null } | null
export interface OpenedRecord {
  fields: Record<Field, OpenedField>
  /** recordDigest: what the ledger entry must hold for any of this to mean something. */
  digest: Uint8Array
}

/**
 * What a disclosure shows, and the record digest it opens to. Everything in it is attacker-controlled: the answer means
 * something only once `digest` is found in a ledger entry. Throws ProofError 'bad_disclosure', 'bad_base64', 'bad_seed',
 * 'bad_time', 'lone_surrogate'.
 */
export function openDisclosure(disclosure: Disclosure): OpenedRecord {
  const items = fieldItems(disclosure)
  const digests: Uint8Array[] = []
  const opened: Partial<Record<Field, OpenedField>> = {}
  FIELDS.forEach((field, k) => {
    const item = items[k]
    if (item === undefined || !isObject(item)) throw new ProofError('bad_disclosure', field)
    const digest = new Uint8Array(32)
    opened[field] = openField(field, item, digest)
    digests.push(digest)
  })
  // forEach over FIELDS has filled every field
  return { fields: opened as Record<Field, OpenedField>, digest: digestOfFields(digests) }
}

function fieldItems(disclosure: Disclosure): FieldDisclosure[] {
  if (!isObject(disclosure)) throw new ProofError('bad_disclosure')
  if ('fields' in disclosure) {
    exactKeys(disclosure, 1)
    if (!Array.isArray(disclosure.fields) || disclosure.fields.length !== FIELDS.length) {
      throw new ProofError('bad_disclosure')
    }
    return disclosure.fields
  }
  exactKeys(disclosure, 2)
  if (!Array.isArray(disclosure.values) || disclosure.values.length !== FIELDS.length) {
    throw new ProofError('bad_disclosure')
  }
  const seed = bytesOf(disclosure.seed, SEED_SIZE)
  return disclosure.values.map((value, k) => {
    const fieldSeed = new Uint8Array(16)
    fieldSeedInto(seed, k, fieldSeed, 0)
    return { t: value, seed: toBase64(fieldSeed) }
  })
}

function openField(field: Field, item: FieldDisclosure, digest: Uint8Array): OpenedField {
  if ('h' in item) {
    exactKeys(item, 1)
    digest.set(bytesOf(item.h, 32))
    return null
  }
  if ('t' in item) {
    exactKeys(item, 2)
    const value = item.t
    if (typeof value === 'string' && !value.isWellFormed()) throw new ProofError('lone_surrogate', field)
    digest.set(fieldDigest(field, bytesOf(item.seed, 16), value))
    if (typeof value === 'string') return { runs: value === '' ? [] : [{ text: value }] }
    return { time: value }
  }
  exactKeys(item, 2)
  if (!isSpanField(field)) throw new ProofError('bad_disclosure', field)
  return { runs: openCharacters(item.n, item.b, digest) }
}

function openCharacters(n: number, items: BlockDisclosure[], digest: Uint8Array): OpenedRun[] {
  if (!Number.isSafeInteger(n) || n < 1 || n > 0xffffffff || !Array.isArray(items))
    throw new ProofError('bad_disclosure')
  if (items.length !== Math.ceil(n / BLOCK)) throw new ProofError('bad_disclosure')
  const runs: OpenedRun[] = []
  const blocks = new Uint8Array(32 * items.length)
  items.forEach((item, b) => {
    const count = Math.min(BLOCK, n - b * BLOCK)
    if (!isObject(item)) throw new ProofError('bad_disclosure')
    for (const run of openBlock(item, count, blocks, 32 * b)) joinRun(runs, run)
  })
  blocksInto(n, blocks, digest, 0)
  return runs
}

function openBlock(item: BlockDisclosure, count: number, out: Uint8Array, offset: number): OpenedRun[] {
  if ('h' in item) {
    exactKeys(item, 1)
    out.set(bytesOf(item.h, 32), offset)
    return [{ hidden: count }]
  }
  if ('t' in item) {
    exactKeys(item, 2)
    const text = textOf(item.t, count)
    wholeBlockInto(bytesOf(item.seed, 16), text, 0, count, out, offset)
    return [{ text }]
  }
  exactKeys(item, 1)
  return openRuns(item.r, count, out, offset)
}

function openRuns(items: RunDisclosure[], count: number, out: Uint8Array, offset: number): OpenedRun[] {
  if (!Array.isArray(items)) throw new ProofError('bad_disclosure')
  const leaves = new Uint8Array(32 * count)
  const runs: OpenedRun[] = []
  let at = 0
  for (const item of items) {
    if (!isObject(item)) throw new ProofError('bad_disclosure')
    const run = 'h' in item ? openHiddenRun(item, leaves, at) : openShownRun(item, leaves, at)
    const last = runs.at(-1)
    // runs alternate, so that one way of hiding has one spelling
    if (last !== undefined && 'hidden' in last === 'hidden' in run) throw new ProofError('bad_disclosure')
    at += 'hidden' in run ? run.hidden : countCodePoints(run.text)
    runs.push(run)
  }
  if (at !== count) throw new ProofError('bad_disclosure')
  blockInto(leaves, count, out, offset)
  return runs
}

function openHiddenRun(item: { h: string }, leaves: Uint8Array, at: number): OpenedRun {
  exactKeys(item, 1)
  const given = bytesOf(item.h, null)
  const hidden = given.length / 32
  if (!Number.isInteger(hidden) || hidden < 1 || 32 * at + given.length > leaves.length) {
    throw new ProofError('bad_disclosure')
  }
  leaves.set(given, 32 * at)
  return { hidden }
}

function openShownRun(item: { t: string; s: string }, leaves: Uint8Array, at: number): OpenedRun {
  exactKeys(item, 2)
  const salts = bytesOf(item.s, null)
  const count = salts.length / 16
  if (!Number.isInteger(count) || count < 1 || 32 * (at + count) > leaves.length) throw new ProofError('bad_disclosure')
  const text = textOf(item.t, count)
  leavesInto(salts, text, leaves, 32 * at)
  return { text }
}

/** Neighbouring runs of one sort are one run, wherever the blocks cut them. */
function joinRun(runs: OpenedRun[], run: OpenedRun): void {
  const last = runs.at(-1)
  if (last !== undefined && 'hidden' in last && 'hidden' in run)
    runs[runs.length - 1] = { hidden: last.hidden + run.hidden }
  else if (last !== undefined && 'text' in last && 'text' in run) runs[runs.length - 1] = { text: last.text + run.text }
  else runs.push(run)
}

/** Text of exactly `count` valid code points. */
function textOf(text: string, count: number): string {
  if (typeof text !== 'string' || !text.isWellFormed() || countCodePoints(text) !== count) {
    throw new ProofError('bad_disclosure')
  }
  return text
}

function bytesOf(text: unknown, size: number | null): Uint8Array {
  if (typeof text !== 'string') throw new ProofError('bad_disclosure')
  const bytes = fromBase64(text)
  if (size !== null && bytes.length !== size) throw new ProofError('bad_disclosure')
  return bytes
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** No key that this version does not know: what is not checked must not be there. */
function exactKeys(value: object, count: number): void {
  if (Object.keys(value).length !== count) throw new ProofError('bad_disclosure')
}
