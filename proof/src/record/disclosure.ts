import { toBase64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import {
  BLOCK,
  blockSeedInto,
  charactersInto,
  fieldNumber,
  fieldSeedInto,
  isSpanField,
  leavesInto,
  plainInto,
  type SpanField,
  saltsInto,
  wholeBlockInto,
} from './commitment.ts'
import { checkFields, FIELDS, type Field, type RecordFields } from './record.ts'

export type { SpanField } from './commitment.ts'

// Disclosure of a committed record: formats/commitment.md. What is shown comes with the salt that opens it, what is hidden
// with its digest only. A seed above anything hidden is never in it (disclosure.test.ts searches for every one).

/** What to hide: whole fields, and half-open code-point ranges of the per-character fields. */
export interface Hide {
  fields: readonly Field[]
  spans: Partial<Record<SpanField, readonly (readonly [start: number, end: number])[]>>
}

/** JSON-able. All bytes base64. Either the one seed of a record that is shown whole, or an item per field. */
export type Disclosure = { seed: string; values: (string | number | null)[] } | { fields: FieldDisclosure[] }

export type FieldDisclosure =
  /** Shown whole: value and field seed. */
  | { t: string | number | null; seed: string }
  /** Hidden whole: field digest. */
  | { h: string }
  /** Per-character field, partly hidden: code points in all, and a block for each 64 of them. */
  | { n: number; b: BlockDisclosure[] }
export type BlockDisclosure =
  /** Shown whole: text and block seed. */
  | { t: string; seed: string }
  /** Hidden whole: block digest. */
  | { h: string }
  /** Mixed: runs, shown and hidden in turn. */
  | { r: RunDisclosure[] }
export type RunDisclosure =
  /** Shown: text and a 16-byte salt for each code point. */
  | { t: string; s: string }
  /** Hidden: a 32-byte leaf for each code point. */
  | { h: string }

const EMPTY_SPANS: readonly (readonly [number, number])[] = []

/**
 * Throws what recordDigest throws, and ProofError 'bad_span' for a range that is empty, out of the text, out of order
 * or overlapping the one before (touching is fine). A span over the whole field still shows its length; hide the field
 * where that matters.
 */
export function discloseRecord(seed: Uint8Array, fields: RecordFields, hide: Hide): Disclosure {
  checkFields(seed, fields)
  const hidden = new Set(hide.fields)
  for (const field of hidden) fieldNumber(field)
  const items: FieldDisclosure[] = []
  let showsAll = true
  for (const field of FIELDS) {
    const spans = isSpanField(field) ? (hide.spans[field] ?? EMPTY_SPANS) : EMPTY_SPANS
    if (hidden.has(field) || spans.length > 0) showsAll = false
    items.push(discloseField(seed, field, fields[field], hidden.has(field), spans))
  }
  if (!showsAll) return { fields: items }
  return { seed: toBase64(seed), values: FIELDS.map((field) => fields[field]) }
}

function discloseField(
  seed: Uint8Array,
  field: Field,
  value: string | number | null,
  hidden: boolean,
  spans: readonly (readonly [number, number])[],
): FieldDisclosure {
  const k = fieldNumber(field)
  const fieldSeed = new Uint8Array(16)
  fieldSeedInto(seed, k, fieldSeed, 0)
  if (hidden) return { h: toBase64(fieldDigest(field, fieldSeed, value)) }
  if (spans.length === 0) return { t: value, seed: toBase64(fieldSeed) }
  if (typeof value !== 'string') throw new ProofError('bad_field', field) // per-character fields are text
  return discloseCharacters(field, fieldSeed, value, spans)
}

/** F_k under its seed. Throws ProofError 'bad_field', 'bad_time' for a value of another sort. */
export function fieldDigest(field: Field, fieldSeed: Uint8Array, value: string | number | null): Uint8Array {
  const digest = new Uint8Array(32)
  if ((field === 'sourceTs') === (typeof value === 'string')) throw new ProofError('bad_field', field)
  if (isSpanField(field) && typeof value === 'string') charactersInto(fieldSeed, value, digest, 0)
  else plainInto(fieldSeed, fieldNumber(field), value, digest, 0)
  return digest
}

function discloseCharacters(
  field: Field,
  fieldSeed: Uint8Array,
  text: string,
  spans: readonly (readonly [number, number])[],
): FieldDisclosure {
  const characters = Array.from(text)
  const hides = hiddenPositions(field, characters.length, spans)
  const blocks: BlockDisclosure[] = []
  for (let b = 0; b * BLOCK < characters.length; b++) {
    const from = b * BLOCK
    const blockSeed = new Uint8Array(16)
    blockSeedInto(fieldSeed, b, blockSeed, 0)
    blocks.push(discloseBlock(blockSeed, characters.slice(from, from + BLOCK), hides.slice(from, from + BLOCK)))
  }
  return { n: characters.length, b: blocks }
}

function hiddenPositions(field: Field, n: number, spans: readonly (readonly [number, number])[]): boolean[] {
  const hides = new Array<boolean>(n).fill(false)
  let last = 0
  for (const [start, end] of spans) {
    const whole = Number.isSafeInteger(start) && Number.isSafeInteger(end)
    if (!whole || start < last || end <= start || end > n) throw new ProofError('bad_span', field)
    hides.fill(true, start, end)
    last = end
  }
  return hides
}

function discloseBlock(blockSeed: Uint8Array, characters: string[], hides: boolean[]): BlockDisclosure {
  const text = characters.join('')
  if (!hides.includes(true)) return { t: text, seed: toBase64(blockSeed) }
  if (!hides.includes(false)) {
    const digest = new Uint8Array(32)
    wholeBlockInto(blockSeed, text, 0, characters.length, digest, 0)
    return { h: toBase64(digest) }
  }
  const salts = new Uint8Array(16 * (characters.length + 1))
  saltsInto(blockSeed, (characters.length + 1) >> 1, salts, 0)
  const runs: RunDisclosure[] = []
  for (let from = 0; from < characters.length; ) {
    let to = from + 1
    while (to < characters.length && hides[to] === hides[from]) to++
    if (hides[from]) runs.push({ h: toBase64(leavesOf(characters.slice(from, to), salts.subarray(16 * from))) })
    else runs.push({ t: characters.slice(from, to).join(''), s: toBase64(salts.subarray(16 * from, 16 * to)) })
    from = to
  }
  return { r: runs }
}

function leavesOf(characters: readonly string[], salts: Uint8Array): Uint8Array {
  const leaves = new Uint8Array(32 * characters.length)
  leavesInto(salts, characters.join(''), leaves, 0)
  return leaves
}
