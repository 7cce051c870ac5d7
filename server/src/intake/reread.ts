import { createHash } from 'node:crypto'
import type { ImportId, QuarantineId } from '#base'
import type { ByteSource } from './containers/byte-source.ts'
import { type Listing, listFile } from './containers/entries.ts'
import type { Bounds } from './containers/entry.ts'
import { type CountsPlace, KeptCounts } from './kept-counts.store.ts'
import { type Numbers, SpanNumbers } from './numbers.ts'
import type { Occurrences } from './occurrences.store.ts'
import type { ReceiveOptions } from './options.ts'
import type { Reason } from './piece.ts'
import { Quarantine } from './quarantine.ts'
import { type KeptSpan, openKept } from './quarantine-file.ts'
import { receive } from './receive.ts'
import type { Doors, Received } from './received.ts'
import type { Format } from './sources/formats.ts'
import type { Counts, ReasonCount } from './tally.ts'
import { NOTHING } from './tally.ts'

// Reads bytes in quarantine again with today's importers, each span as if it were a file.

export interface SpanToRead {
  id: QuarantineId
  /** Of the part it lay in; some formats take the conversation from it. */
  part: string
  /** The part was the whole source. */
  alone: boolean
  /** What its import was read as; null: nobody knew. */
  format: Format | null
  /** Of the span in its part. */
  start: number
  reason: Reason
  kept: KeptSpan
  /** The import in whose quarantine file the bytes lie. */
  owner: ImportId
  path: string
  key: Uint8Array
  /** Where it may stand how often messages came in the rest of its part: the first that knows the part. */
  counts: CountsPlace[]
}

export interface RereadDoors extends Doors {
  /** What `numbers` counts with. */
  seen: Occurrences
}

/** What was kept for these is a part whole, not a place in it. */
const WHOLE: readonly Reason[] = ['format_unknown', 'not_messages', 'other_format', 'encoding_unsupported']

/** Durable before the next span is read. */
export type Resolved = (span: QuarantineId) => Promise<void>

/**
 * Each span is tried first with nothing stored: one of which still nothing can be read stays where it is and counts for
 * nothing here. A span that can be read goes the way of every source; what of it cannot is kept in this import's own
 * quarantine. Only then is the span said to be resolved: a crash before that leaves it open, and the next time finds its
 * messages as duplicates.
 *
 * @throws as receive; Fault `quarantine_damaged`
 */
export async function reread(
  spans: readonly SpanToRead[],
  importId: ImportId,
  options: ReceiveOptions,
  bounds: Bounds,
  doors: RereadDoors,
  resolved: Resolved,
): Promise<Received> {
  const whole = new Sum()
  const digest = createHash('sha256')
  try {
    for (const [at, span] of spans.entries()) {
      await doors.turn?.()
      const source = openKept(span.path, span.owner, span.key, span.kept)
      try {
        const format = await betterFormat(source, span, importId, options, bounds, doors)
        if (format === undefined) continue
        const { listing, isPlain } = await listingOf(source, span, bounds)
        const part = { name: span.part, no: at + 1, of: spans.length }
        const read = await withNumbers(span, isPlain, doors, (numbers) =>
          receive(listing, importId, { ...options, format }, bounds, {
            ...doors,
            numbers,
            progress: (progress) => {
              const { counts, totalBytes } = progress
              doors.progress({
                ...progress,
                ...whole.with(progress),
                part: { ...part, bytes: counts.bytes, totalBytes },
              })
            },
          }),
        )
        whole.add(read)
        digest.update(read.sourceDigest)
        await resolved(span.id)
      } finally {
        await source.close()
      }
    }
  } finally {
    for (const key of spans.flatMap((span) => [span.key, ...span.counts.map((place) => place.key)])) key.fill(0)
  }
  return { ...whole.received(), sourceDigest: Uint8Array.from(digest.digest()) }
}

/** The format in which at least one item can now be read; undefined: none. */
async function betterFormat(
  source: ByteSource,
  span: SpanToRead,
  importId: ImportId,
  options: ReceiveOptions,
  bounds: Bounds,
  doors: RereadDoors,
): Promise<Format | null | undefined> {
  for (const format of span.format === null ? [null] : [span.format, null]) {
    const { listing } = await listingOf(source, span, bounds)
    const tried = await receive(listing, importId, { ...options, format }, bounds, {
      journal: { admit: (batch) => Promise.resolve(batch.map(() => ({ outcome: 'duplicate', record: 0 as never }))) }, // looked at by nobody
      quarantine: new Quarantine({
        write() {},
        endSpan: () => ({ at: 0, block: 0, length: 0, digest: new Uint8Array(0) }),
        sync() {},
      }),
      numbers: new SpanNumbers(doors.seen, span, null),
      quarantined: () => Promise.resolve(),
      progress: () => undefined,
      ...(doors.turn ? { turn: doors.turn } : {}),
    })
    if (tried.counts.items > tried.counts.quarantined) return format
  }
  return undefined
}

/**
 * A message without an id is one more than its equals in the rest of its part: what it is among those of its span alone
 * would make it the same as one of them.
 */
async function withNumbers<Result>(
  span: SpanToRead,
  isPlain: boolean,
  doors: RereadDoors,
  read: (numbers: Numbers) => Promise<Result>,
): Promise<Result> {
  const kept = isPlain ? keptFor(span) : null
  const isWhole = span.start === 0 && WHOLE.includes(span.reason)
  if (!kept && (isWhole || !isPlain)) return read(doors.numbers)
  try {
    return await read(new SpanNumbers(doors.seen, span, kept))
  } finally {
    kept?.close()
  }
}

function keptFor({ part, counts }: SpanToRead): KeptCounts | null {
  for (const place of counts) {
    const kept = KeptCounts.find(place)
    if (kept?.has(part)) return kept
    kept?.close()
  }
  return null
}

/** `isPlain`: the span is what stands in its part, and no archive of parts of its own. */
async function listingOf(
  source: ByteSource,
  span: SpanToRead,
  bounds: Bounds,
): Promise<{ listing: Listing; isPlain: boolean }> {
  const listing = await listFile(source, span.part, bounds)
  const [only] = listing.entries
  // a member keeps its path: some formats know their days and rooms by it
  const isPlain = listing.entries.length === 1 && only?.alone === true
  const entries = isPlain && !span.alone ? [{ ...only, name: span.part, alone: false }] : listing.entries
  return { listing: { ...listing, entries }, isPlain }
}

/** The books of several readings as one. */
class Sum {
  #counts: Counts = { ...NOTHING }
  #reasons: ReasonCount[] = []
  readonly #formats = new Set<Format | null>()
  readonly #encodings = new Set<string>()

  with({ counts, reasons }: Pick<Received, 'counts' | 'reasons'>): { counts: Counts; reasons: ReasonCount[] } {
    const sum = { ...this.#counts }
    for (const key of Object.keys(NOTHING) as (keyof Counts)[]) sum[key] += counts[key] // its own keys
    const merged = new Map(this.#reasons.map((one) => [one.reason, { ...one }]))
    for (const one of reasons) {
      const known = merged.get(one.reason)
      merged.set(one.reason, known ? { ...one, items: one.items + known.items, bytes: one.bytes + known.bytes } : one)
    }
    return { counts: sum, reasons: [...merged.values()] }
  }

  add(read: Received): void {
    const { counts, reasons } = this.with(read)
    this.#counts = counts
    this.#reasons = reasons
    this.#formats.add(read.format)
    if (read.encoding) this.#encodings.add(read.encoding)
  }

  received(): Omit<Received, 'sourceDigest'> {
    const [format = null] = this.#formats
    return {
      counts: this.#counts,
      reasons: this.#reasons,
      format: this.#formats.size === 1 ? format : null,
      encoding: this.#encodings.size > 0 ? [...this.#encodings].join(', ') : null,
      problem: this.#formats.size === 0 ? 'nothing_better' : null,
      gaps: { knowable: false, gaps: [] },
    }
  }
}
