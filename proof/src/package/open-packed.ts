import { fromBase64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import {
  addMixedBlock,
  BLOCK,
  blocksInto,
  countCodePoints,
  digestOfSeeded,
  fieldNumber,
  fieldSeedsInto,
  isSpanField,
  joinOf,
  mixedBlockInto,
  unitAfter,
  wholeBlockInto,
} from '../record/commitment.ts'
import { slots } from '../record/commitment-slots.ts'
import type { OpenedField, OpenedRecord, OpenedRun } from '../record/open-disclosure.ts'
import { FIELDS, type Field, SEED_SIZE } from '../record/record.ts'
import type { Mask } from './mask.ts'
import type { Packed } from './packed.ts'

// Opening a packed disclosure: formats/commitment.md, "Packed". The verifier's side; it shares the hashing with the one who packs,
// nothing else. Where each byte belongs follows from the masks and from what is shown, so there is nothing to choose.

type Spans = (readonly [start: number, end: number])[]
const WHOLE = null
const HIDDEN = 'hidden'

const DIGEST = 32
const TIME = fieldNumber('sourceTs')
const NO_TEXT: OpenedRun[] = []
const seeds = new Uint8Array(SEED_SIZE * FIELDS.length)
const values: (string | number | null)[] = FIELDS.map(() => '')

/**
 * What a packed disclosure shows, and the record digest it opens to. Everything in it is attacker-controlled: the answer
 * means something only once `digest` is found in a ledger entry. Memory is bounded by the size of `proof` and `shown`.
 * Throws ProofError 'bad_disclosure', 'bad_base64', 'bad_time', 'lone_surrogate', 'bad_mask' for masks that are out of order, empty,
 * overlapping, or hide a place that is not there.
 */
export function openPacked({ shown, proof }: Packed, masks: readonly Mask[], sourceTs: number | null): OpenedRecord {
  const bytes = fromBase64(proof)
  return masks.length === 0 ? openWhole(shown, bytes, sourceTs) : new Opening(shown, bytes, masks, sourceTs).open()
}

function openWhole(shown: readonly string[], seed: Uint8Array, sourceTs: number | null): OpenedRecord {
  if (seed.length !== SEED_SIZE || shown.length !== FIELDS.length - 1) throw new ProofError('bad_disclosure')
  const fields: Partial<Record<Field, OpenedField>> = {}
  for (const [k, field] of FIELDS.entries()) {
    const text = shown[k < TIME ? k : k - 1] as string // as many as there are texts
    values[k] = k === TIME ? sourceTs : wellFormed(text)
    fields[field] = k === TIME ? { time: sourceTs } : wholeText(text)
  }
  fieldSeedsInto(seed, seeds)
  // the loop over FIELDS has filled every field
  return { fields: fields as Record<Field, OpenedField>, digest: digestOfSeeded(seeds, values, null) }
}

function wellFormed(text: string): string {
  if (!text.isWellFormed()) throw new ProofError('lone_surrogate')
  return text
}

function wholeText(text: string): OpenedField {
  return { runs: text === '' ? NO_TEXT : [{ text }] }
}

/** What the masks say of each field; 'bad_mask' unless they stand in the one order. */
function treatments(masks: readonly Mask[]): (Spans | typeof WHOLE | typeof HIDDEN)[] {
  const found: (Spans | typeof WHOLE | typeof HIDDEN)[] = FIELDS.map(() => WHOLE)
  let last = -1
  for (const mask of masks) {
    const k = fieldNumber(mask.field)
    const before = found[k] ?? WHOLE
    if (k < last || before === HIDDEN) throw new ProofError('bad_mask', mask.field)
    last = k
    if (!('start' in mask)) {
      if (before !== WHOLE) throw new ProofError('bad_mask', mask.field)
      found[k] = HIDDEN
      continue
    }
    const { start, end } = mask
    const from = before === WHOLE ? 0 : (before.at(-1)?.[1] ?? 0)
    if (!isSpanField(mask.field) || start < from || end <= start) throw new ProofError('bad_mask', mask.field)
    if (before === WHOLE) found[k] = [[start, end]]
    else before.push([start, end])
  }
  return found
}

class Opening {
  readonly #shown: readonly string[]
  readonly #bytes: Uint8Array
  readonly #sourceTs: number | null
  readonly #treatments: (Spans | typeof WHOLE | typeof HIDDEN)[]
  /** Where the bytes of each field begin that are no seed; of no use for others. */
  readonly #places: number[] = []
  readonly #texts: string[] = []
  readonly #fields: Partial<Record<Field, OpenedField>> = {}
  #next = 0
  #at = 0

  constructor(shown: readonly string[], bytes: Uint8Array, masks: readonly Mask[], sourceTs: number | null) {
    this.#shown = shown
    this.#bytes = bytes
    this.#sourceTs = sourceTs
    this.#treatments = treatments(masks)
  }

  open(): OpenedRecord {
    for (let k = 0; k < FIELDS.length; k++) this.#field(k, FIELDS[k] as Field) // k runs over FIELDS
    if (this.#at !== this.#bytes.length || this.#next !== this.#shown.length) throw new ProofError('bad_disclosure')
    const digest = digestOfSeeded(seeds, values, (k, out, offset) => this.#digest(k, out, offset))
    // every field was looked at
    return { fields: this.#fields as Record<Field, OpenedField>, digest }
  }

  /** Sets aside what the field needs of the bytes and of the texts. */
  #field(k: number, field: Field): void {
    const treatment = this.#treatments[k] ?? WHOLE
    values[k] = k === TIME ? this.#sourceTs : ''
    if (treatment === HIDDEN) {
      this.#places[k] = this.#take(DIGEST)
      this.#fields[field] = null
    } else if (treatment === WHOLE) {
      const from = this.#take(SEED_SIZE)
      for (let i = 0; i < SEED_SIZE; i++) seeds[SEED_SIZE * k + i] = this.#bytes[from + i] as number // take has counted them
      if (k !== TIME) values[k] = this.#text()
      this.#fields[field] = k === TIME ? { time: this.#sourceTs } : wholeText(String(values[k]))
    } else this.#spans(k, field, treatment)
  }

  #spans(k: number, field: Field, spans: Spans): void {
    const text = this.#text()
    const { n, size } = sizeOfSpans(countCodePoints(text), spans, this.#bytes.length - this.#at)
    this.#texts[k] = text
    this.#places[k] = this.#take(size)
    this.#fields[field] = { runs: runsOf(text, spans, n) }
  }

  /** Digest of a field that is not shown whole. */
  #digest(k: number, out: Uint8Array, offset: number): boolean {
    const treatment = this.#treatments[k] ?? WHOLE
    if (treatment === WHOLE) return false
    const at = this.#places[k] as number // #field has set it
    if (treatment === HIDDEN) out.set(this.#bytes.subarray(at, at + DIGEST), offset)
    else {
      const of = { k, text: this.#texts[k] as string, spans: treatment, bytes: this.#bytes, from: at } // set beside it
      if (lengthOf(of) <= BLOCK) addOneBlock(of)
      else charactersOf(of, out, offset)
    }
    return true
  }

  #text(): string {
    const text = this.#shown[this.#next++]
    if (text === undefined) throw new ProofError('bad_disclosure')
    return wellFormed(text)
  }

  #take(size: number): number {
    const from = this.#at
    this.#at += size
    if (this.#at > this.#bytes.length) throw new ProofError('bad_disclosure')
    return from
  }
}

/** Code points of the field, and bytes of its proof. Throws ProofError 'bad_mask', and 'bad_disclosure' as soon as more than `most` are needed. */
function sizeOfSpans(shown: number, spans: Spans, most: number): { n: number; size: number } {
  let n = shown
  for (const [start, end] of spans) n += end - start
  if (!Number.isSafeInteger(n) || (spans.at(-1)?.[1] ?? 0) > n) throw new ProofError('bad_mask')
  if (Math.ceil(n / BLOCK) * SEED_SIZE > most) throw new ProofError('bad_disclosure')
  let size = 0
  for (const { count, hidden } of blocksOf(n, spans)) {
    if (hidden === 0) size += SEED_SIZE
    else size += hidden === count ? DIGEST : DIGEST * hidden + SEED_SIZE * (count - hidden)
  }
  return { n, size }
}

interface BlockPlaces {
  count: number
  hidden: number
  /** 1 for each code point of the block that is hidden; valid until the next block. */
  hides: Uint8Array
}

const blockHides = new Uint8Array(BLOCK)

function* blocksOf(n: number, spans: Spans): Generator<BlockPlaces> {
  let next = 0
  for (let from = 0; from < n; from += BLOCK) {
    const to = Math.min(from + BLOCK, n)
    blockHides.fill(0)
    let hidden = 0
    for (let span = spans[next]; span !== undefined && span[0] < to; span = spans[next]) {
      const start = Math.max(span[0], from)
      const end = Math.min(span[1], to)
      blockHides.fill(1, start - from, end - from)
      hidden += end - start
      if (span[1] > to) break
      next++
    }
    yield { count: to - from, hidden, hides: blockHides }
  }
}

/** A field that is shown in part: what is shown, what is hidden, and its proof's bytes from where they begin. */
interface Characters {
  k: number
  text: string
  spans: Spans
  bytes: Uint8Array
  from: number
}

/** In code points. */
function lengthOf({ text, spans }: Characters): number {
  let n = countCodePoints(text)
  for (const [start, end] of spans) n += end - start
  return n
}

/** A field of one block, to be hashed with those of the others. */
function addOneBlock(of: Characters): void {
  const n = lengthOf(of)
  const place = joinOf(of.k, n)
  for (const { count, hidden, hides } of blocksOf(n, of.spans)) {
    if (hidden === count) slots.input.set(of.bytes.subarray(of.from, of.from + DIGEST), place)
    else addMixedBlock(of.bytes, of.from, hides, count, of.text, 0, slots.input, place)
  }
}

let blockDigests = new Uint8Array(DIGEST * 64)

/** Writes the digest of a field of several blocks. */
function charactersOf(of: Characters, out: Uint8Array, offset: number): void {
  const { text, spans, bytes } = of
  const n = lengthOf(of)
  const blocks = Math.ceil(n / BLOCK)
  if (blockDigests.length < DIGEST * blocks) blockDigests = new Uint8Array(DIGEST * blocks)
  let at = of.from
  let unit = 0
  let to = 0
  for (const { count, hidden, hides } of blocksOf(n, spans)) {
    if (hidden === count) {
      blockDigests.set(bytes.subarray(at, at + DIGEST), to)
      at += DIGEST
    } else if (hidden === 0) {
      unit = wholeBlockInto(bytes.subarray(at, at + SEED_SIZE), text, unit, count, blockDigests, to)
      at += SEED_SIZE
    } else {
      unit = mixedBlockInto(bytes, at, hides, count, text, unit, blockDigests, to)
      at += DIGEST * hidden + SEED_SIZE * (count - hidden)
    }
    to += DIGEST
  }
  blocksInto(n, blockDigests, out, offset)
}

/** Shown and hidden in turn; masks that touch hide one run. */
function runsOf(text: string, spans: Spans, n: number): OpenedRun[] {
  const runs: OpenedRun[] = []
  let unit = 0
  let place = 0
  for (const [start, end] of spans) {
    if (start > place) {
      const next = unitAfter(text, unit, start - place)
      runs.push({ text: text.slice(unit, next) })
      unit = next
    }
    const last = runs.at(-1)
    if (last !== undefined && 'hidden' in last) last.hidden += end - start
    else runs.push({ hidden: end - start })
    place = end
  }
  if (place < n) runs.push({ text: text.slice(unit) })
  return runs
}
