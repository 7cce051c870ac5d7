import { toBase64 } from './bytes.ts'
import {
  BLOCK,
  blockSeedInto,
  fieldDigests,
  fieldNumber,
  fieldSeedsInto,
  isSpanField,
  leavesInto,
  saltsInto,
  wholeBlockInto,
} from './commitment.ts'
import { ProofError } from './errors.ts'
import type { Mask } from './package.ts'
import { checkFields, FIELDS, type RecordFields, SEED_SIZE } from './record.ts'

// The packed disclosure of a record (formats/commitment.md, "Packed"): masks say what is hidden, `shown` is the text of what is not, and
// `proof` the seeds, salts and digests of it all, one behind the other. A seed above anything hidden is never in it
// (packed.test.ts searches for every one).

export interface Packed {
  /** In the order of FIELDS, without `sourceTs`: of each field that is not hidden whole, what is shown of it. */
  shown: string[]
  /** Base64. */
  proof: string
}

const seeds = new Uint8Array(SEED_SIZE * FIELDS.length)
let room = new Uint8Array(4096)
let used = 0

/**
 * Throws what recordDigest throws, and ProofError 'bad_span' for a mask that is empty, out of the text, out of order or
 * overlapping the one before (touching is fine), 'bad_field' for a span of a field that has none, or a field masked twice.
 */
export function packRecord(seed: Uint8Array, fields: RecordFields, masks: readonly Mask[]): Packed {
  checkFields(seed, fields)
  if (masks.length === 0) return { shown: shownOf(fields, () => true), proof: toBase64(seed) }
  const hidden = FIELDS.map(() => false)
  const spans = spansOf(masks, hidden)
  fieldSeedsInto(seed, seeds)
  const values = FIELDS.map((field) => fields[field])
  const digests = fieldDigests(seeds, values, hidden).slice()
  used = 0
  const shown: string[] = []
  for (const [k, field] of FIELDS.entries()) {
    const value = fields[field]
    const ofField = spans[k]
    const fieldSeed = seeds.subarray(SEED_SIZE * k, SEED_SIZE * (k + 1))
    if (hidden[k]) put(digests.subarray(32 * k, 32 * k + 32))
    else if (ofField === undefined || typeof value !== 'string') {
      put(fieldSeed)
      if (typeof value === 'string') shown.push(value)
    } else shown.push(putCharacters(field, fieldSeed, value, ofField))
  }
  return { shown, proof: toBase64(room.subarray(0, used)) }
}

function shownOf(fields: RecordFields, isShown: (k: number) => boolean): string[] {
  return FIELDS.flatMap((field, k) => (field !== 'sourceTs' && isShown(k) ? [fields[field]] : []))
}

/** Spans of each field by its number; marks the fields that are hidden whole. */
function spansOf(masks: readonly Mask[], hidden: boolean[]): (readonly [number, number])[][] {
  const spans: (readonly [number, number])[][] = []
  for (const mask of masks) {
    const k = fieldNumber(mask.field)
    if (hidden[k]) throw new ProofError('bad_field', mask.field)
    if (!('start' in mask)) {
      if (spans[k] !== undefined) throw new ProofError('bad_field', mask.field)
      hidden[k] = true
      continue
    }
    if (!isSpanField(mask.field)) throw new ProofError('bad_field', mask.field)
    spans[k] ??= []
    spans[k].push([mask.start, mask.end])
  }
  return spans
}

function put(bytes: Uint8Array): void {
  if (used + bytes.length > room.length) {
    const larger = new Uint8Array((used + bytes.length) * 2)
    larger.set(room.subarray(0, used))
    room = larger
  }
  room.set(bytes, used)
  used += bytes.length
}

const blockSeed = new Uint8Array(SEED_SIZE)
const salts = new Uint8Array(SEED_SIZE * BLOCK)
const leaves = new Uint8Array(32 * BLOCK)

/** Writes the proof of a field that is shown in part; returns what is shown. */
function putCharacters(
  field: string,
  fieldSeed: Uint8Array,
  text: string,
  spans: readonly (readonly [number, number])[],
): string {
  const characters = Array.from(text)
  const hides = new Uint8Array(characters.length)
  let last = 0
  for (const [start, end] of spans) {
    const isPlace = Number.isSafeInteger(start) && Number.isSafeInteger(end)
    if (!isPlace || start < last || end <= start || end > characters.length) throw new ProofError('bad_span', field)
    hides.fill(1, start, end)
    last = end
  }
  for (let b = 0; b * BLOCK < characters.length; b++) {
    blockSeedInto(fieldSeed, b, blockSeed, 0)
    putBlock(characters.slice(b * BLOCK, (b + 1) * BLOCK), hides.subarray(b * BLOCK, (b + 1) * BLOCK))
  }
  return characters.filter((_, i) => hides[i] === 0).join('')
}

/** A block whose seed stands in blockSeed. */
function putBlock(characters: readonly string[], hides: Uint8Array): void {
  const text = characters.join('')
  if (!hides.includes(1)) {
    put(blockSeed)
    return
  }
  if (!hides.includes(0)) {
    wholeBlockInto(blockSeed, text, 0, characters.length, leaves, 0)
    put(leaves.subarray(0, 32))
    return
  }
  saltsInto(blockSeed, (characters.length + 1) >> 1, salts, 0)
  leavesInto(salts, text, leaves, 0)
  for (let i = 0; i < characters.length; i++) {
    if (hides[i] === 1) put(leaves.subarray(32 * i, 32 * i + 32))
    else put(salts.subarray(SEED_SIZE * i, SEED_SIZE * (i + 1)))
  }
}
