import { toBase64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import {
  BLOCK,
  blockSeedInto,
  countCodePoints,
  fieldDigests,
  fieldNumber,
  fieldSeedsInto,
  isSpanField,
  leavesInto,
  saltsInto,
  unitAfter,
  wholeBlockInto,
} from '../record/commitment.ts'
import { checkFields, FIELDS, type RecordFields, SEED_SIZE } from '../record/record.ts'
import type { Mask } from './mask.ts'

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
  if (masks.length === 0) return { shown: textsOf(fields), proof: toBase64(seed) }
  const hidden = FIELDS.map(() => false)
  const spans = spansOf(masks, hidden)
  fieldSeedsInto(seed, seeds)
  const values = FIELDS.map((field) => fields[field])
  digests.set(fieldDigests(seeds, values, hidden))
  used = 0
  const shown: string[] = []
  for (let k = 0; k < FIELDS.length; k++) {
    const value = values[k] as string | number | null // as many as FIELDS
    const ofField = spans[k]
    if (hidden[k]) put(digests, DIGEST * k, DIGEST)
    else if (ofField === undefined || typeof value !== 'string') {
      put(seeds, SEED_SIZE * k, SEED_SIZE)
      if (typeof value === 'string') shown.push(value)
    } else {
      putCharacters(seeds.subarray(SEED_SIZE * k, SEED_SIZE * (k + 1)), value, hidesOf(value, ofField, FIELDS[k]))
      shown.push(shownOf(value, ofField))
    }
  }
  return { shown, proof: toBase64(room.subarray(0, used)) }
}

function textsOf(fields: RecordFields): string[] {
  const texts: string[] = []
  for (const field of FIELDS) if (field !== 'sourceTs') texts.push(fields[field])
  return texts
}

type Spans = (readonly [start: number, end: number])[]

/** Spans of each field by its number; marks the fields that are hidden whole. */
function spansOf(masks: readonly Mask[], hidden: boolean[]): Spans[] {
  const spans: Spans[] = []
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

/** Bytes of `from` to the end of the proof; they are few, and a view of them would cost more than the copy. */
function put(from: Uint8Array, at: number, length: number): void {
  if (used + length > room.length) {
    const larger = new Uint8Array((used + length) * 2)
    larger.set(room)
    room = larger
  }
  for (let i = 0; i < length; i++) room[used + i] = from[at + i] as number // they are there
  used += length
}

/** 1 for each code point of `text` that is hidden. */
function hidesOf(text: string, spans: Spans, field: string | undefined): Uint8Array {
  const hides = new Uint8Array(countCodePoints(text))
  let last = 0
  for (const [start, end] of spans) {
    const isPlace = Number.isSafeInteger(start) && Number.isSafeInteger(end)
    if (!isPlace || start < last || end <= start || end > hides.length) throw new ProofError('bad_span', field)
    hides.fill(1, start, end)
    last = end
  }
  return hides
}

function shownOf(text: string, spans: Spans): string {
  let shown = ''
  let place = 0
  let unit = 0
  for (const [start, end] of spans) {
    const from = unitAfter(text, unit, start - place)
    shown += text.slice(unit, from)
    unit = unitAfter(text, from, end - start)
    place = end
  }
  return shown + text.slice(unit)
}

const DIGEST = 32
const digests = new Uint8Array(DIGEST * FIELDS.length)
const blockSeed = new Uint8Array(SEED_SIZE)
const salts = new Uint8Array(SEED_SIZE * BLOCK)
const hiddenSalts = new Uint8Array(SEED_SIZE * BLOCK)
const leaves = new Uint8Array(DIGEST * BLOCK)

/** Writes the proof of a field that is shown in part. */
function putCharacters(fieldSeed: Uint8Array, text: string, hides: Uint8Array): void {
  let unit = 0
  for (let b = 0; b * BLOCK < hides.length; b++) {
    blockSeedInto(fieldSeed, b, blockSeed, 0)
    unit = putBlock(text, unit, hides, b * BLOCK)
  }
}

/** A block whose seed stands in blockSeed: the code points of `text` from `unit` on, which is number `first`. Returns the unit after it. */
function putBlock(text: string, unit: number, hides: Uint8Array, first: number): number {
  const end = Math.min(first + BLOCK, hides.length)
  let hidden = 0
  for (let i = first; i < end; i++) hidden += hides[i] as number // one for each
  if (hidden === 0) put(blockSeed, 0, SEED_SIZE)
  if (hidden === end - first) {
    wholeBlockInto(blockSeed, text, unit, hidden, leaves, 0)
    put(leaves, 0, DIGEST)
  }
  if (hidden === 0 || hidden === end - first) return unitAfter(text, unit, end - first)
  saltsInto(blockSeed, (end - first + 1) >> 1, salts, 0)
  const next = hiddenLeaves(text, unit, hides, first, end)
  let leaf = 0
  for (let i = first; i < end; i++) {
    if (hides[i] === 1) put(leaves, DIGEST * leaf++, DIGEST)
    else put(salts, SEED_SIZE * (i - first), SEED_SIZE)
  }
  return next
}

/** Writes the leaves of those that are hidden, whose salts stand in salts; returns the unit after the last, hidden or not. */
function hiddenLeaves(text: string, unit: number, hides: Uint8Array, first: number, end: number): number {
  let characters = ''
  let count = 0
  let next = unit
  for (let i = first; i < end; i++) {
    const from = next
    next = unitAfter(text, from, 1)
    if (hides[i] === 0) continue
    const salt = SEED_SIZE * (i - first)
    hiddenSalts.set(salts.subarray(salt, salt + SEED_SIZE), SEED_SIZE * count++)
    characters += text.slice(from, next)
  }
  leavesInto(hiddenSalts, characters, leaves, 0)
  return next
}
