import { fromBase64, toBase64 } from './bytes.ts'
import {
  BLOCK,
  blockInto,
  blockSeedInto,
  blocksInto,
  charactersInto,
  countCodePoints,
  digestOfFields,
  fieldNumber,
  fieldSeedInto,
  isSpanField,
  leafInto,
  plainBytesInto,
  plainTextInto,
  type SpanField,
  saltPairInto,
  wholeBlockInto,
} from './commitment.ts'
import { ProofError } from './errors.ts'
import { checkFields, FIELDS, type Field, type RecordFields, SEED_SIZE, timeBytes } from './record.ts'

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

/** A run of a per-character field as opened: its text, or how many code points it hides. */
export type OpenedRun = { text: string } | { hidden: number }
/** A field as opened: its runs, its time, or null when it is hidden whole (then not even its length is known). */
export type OpenedField = { runs: OpenedRun[] } | { time: number | null } | null
export interface OpenedRecord {
  fields: Record<Field, OpenedField>
  /** recordDigest: what the ledger entry must hold for any of this to mean something. */
  digest: Uint8Array
}

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

function fieldDigest(field: Field, fieldSeed: Uint8Array, value: string | number | null): Uint8Array {
  const digest = new Uint8Array(32)
  if (field === 'sourceTs') {
    if (typeof value === 'string') throw new ProofError('bad_time', field)
    plainBytesInto(fieldSeed, fieldNumber(field), timeBytes(value), digest, 0)
    return digest
  }
  if (typeof value !== 'string') throw new ProofError('bad_field', field)
  if (isSpanField(field)) charactersInto(fieldSeed, value, digest, 0)
  else plainTextInto(fieldSeed, fieldNumber(field), value, digest, 0)
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
  for (let j = 0; 2 * j < characters.length; j++) saltPairInto(blockSeed, j, salts, 32 * j)
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
  characters.forEach((character, i) => {
    leafInto(salts.subarray(16 * i, 16 * i + 16), character.codePointAt(0) ?? 0, leaves, 32 * i)
  })
  return leaves
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
  let i = 0
  for (const character of text) {
    leafInto(salts.subarray(16 * i, 16 * i + 16), character.codePointAt(0) ?? 0, leaves, 32 * (at + i))
    i++
  }
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
