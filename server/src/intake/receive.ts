import { ProofError } from '@cunzhen/proof'
import { type ImportId, invariant, Refusal } from '#base'
import { Batches } from './batches.ts'
import { firstBytes } from './containers/byte-source.ts'
import type { Listing } from './containers/entries.ts'
import type { Bounds, Entry } from './containers/entry.ts'
import type { Encoding } from './encodings/encodings.ts'
import { guardedDraft, isCarried, Media } from './media.ts'
import { admitNumbered } from './numbers.ts'
import type { ReceiveOptions } from './options.ts'
import type { Draft, Piece, Reason } from './piece.ts'
import { type PartReader, readPart } from './read-part.ts'
import type { Doors, PartProgress, Problem, Received } from './received.ts'
import { detectFormat, type Format, openSource } from './sources/formats.ts'
import { headOf, type PartHead, type Source } from './sources/source.ts'
import { headOfEntry, type Survey, salvaged, surveyOf } from './survey.ts'
import { Unreadable } from './syntax/json-value.ts'
import { wholePart } from './syntax/splitter.ts'
import { type Counts, Tally } from './tally.ts'

/**
 * Reads a source from its first byte to its last into the archive. When it throws, what was admitted stays admitted;
 * reading the same source again finds it as duplicates and goes on from there.
 *
 * @throws Refusal `mapping_needed`, `source_changed`, or what the journal or the quarantine refused
 */
export async function receive(
  listing: Listing,
  importId: ImportId,
  options: ReceiveOptions,
  bounds: Bounds,
  doors: Doors,
): Promise<Received> {
  return new Receiver(listing, importId, options, bounds, doors).run()
}

class Receiver {
  readonly #listing: Listing
  readonly #bounds: Bounds
  readonly #options: ReceiveOptions
  readonly #doors: Doors
  readonly #tally = new Tally()
  readonly #batches: Batches
  readonly #encodings = new Map<Encoding, number>()
  readonly #media: Media
  /** Parts that hold no messages: whose they are is known at the end. */
  readonly #others: { entry: Entry; survey: Survey; no: number; reason: Reason }[] = []
  #format: Format | null = null
  #missingColumns = false
  #unpacked = 0
  #ahead: number
  #part: PartProgress | null = null

  constructor(listing: Listing, importId: ImportId, options: ReceiveOptions, bounds: Bounds, doors: Doors) {
    this.#listing = listing
    this.#options = options
    this.#bounds = bounds
    this.#doors = doors
    this.#batches = new Batches(admitNumbered(doors.journal, doors.numbers), importId, this.#tally)
    this.#media = new Media(listing.entries, {
      objects: doors.objects ?? null,
      turn: () => this.#turn(),
      take: (bytes) => {
        this.#unpacked += bytes
        return this.#unpacked <= bounds.totalBytes
      },
    })
    this.#ahead = listing.entries.reduce((sum, entry) => sum + contentSize(entry), 0)
  }

  async run(): Promise<Received> {
    // 1. What it is. Nothing is stored yet: a crash leaves nothing.
    const sourceDigest = await this.#listing.digest()
    this.#format = this.#options.format ?? (await this.#detect())
    const source = this.#format && openSource(this.#format, this.#options)
    // 2. Part by part. A crash leaves what the journal acknowledged and spans of quarantine; the import is then found
    //    interrupted at start-up, and reading the source again adds what is missing and nothing twice.
    try {
      for (const [at, entry] of this.#inOrder(source).entries()) {
        this.#begin(entry, at + 1)
        await this.#entry(entry, source)
      }
      for (const { entry, survey, no, reason } of this.#others) {
        this.#begin(entry, no)
        await this.#other(entry, survey, reason)
      }
      await this.#batches.drain()
    } catch (error) {
      await this.#batches.settle()
      throw error
    } finally {
      // 3. What was quarantined is on disk and reported, also when the rest failed.
      try {
        this.#doors.quarantine.close()
      } finally {
        await this.#doors.quarantined(this.#doors.quarantine.take())
        this.#report()
      }
    }
    // 4. The books.
    this.#tally.close()
    const counts = this.#tally.counts
    return {
      counts,
      reasons: this.#tally.reasons,
      format: this.#format,
      encoding: this.#encoding(),
      problem: this.#problem(counts),
      gaps: source?.gaps() ?? { knowable: false, gaps: [] },
      sourceDigest,
    }
  }

  async #detect(): Promise<Format | null> {
    const readable = this.#listing.entries.filter((entry) => entry.refused === null)
    const names = readable.map((entry) => entry.name)
    const byName = detectFormat(names, [])
    if (byName) return byName
    for (const entry of readable.slice(0, 100)) {
      const format = detectFormat([], [await headOfEntry(entry)])
      if (format) return format
    }
    return null
  }

  #inOrder(source: Source | null): Entry[] {
    const rank = (entry: Entry) => (source && entry.refused === null ? source.rank(entry.name) : 0)
    const carried = ({ name }: Entry) => Number(isCarried(name))
    return this.#listing.entries.toSorted((a, b) => rank(a) - rank(b) || carried(a) - carried(b))
  }

  #begin(entry: Entry, no: number): void {
    this.#part = { name: entry.name, no, of: this.#listing.entries.length, bytes: 0, totalBytes: 0 }
  }

  async #entry(entry: Entry, source: Source | null): Promise<void> {
    if (this.#media.claimedBytes(entry) !== null) return this.#claimed(entry, contentSize(entry))
    this.#ahead -= contentSize(entry)
    if (entry.refused) return this.#refuse(entry, entry.refused)
    const survey = await surveyOf(entry, this.#bounds.totalBytes - this.#unpacked, source?.watch?.(entry.name))
    if (survey.refused) return this.#refuse(entry, survey.refused)
    this.#unpacked += survey.bytes
    this.#ahead += survey.bytes
    const head = headOf(entry.name, entry.alone, survey.head, survey.encoding)
    const reader = source ? source.reader(head) : unread('format_unknown')
    // a message further on may name it
    if (!reader) {
      const reason = this.#isOfOtherFormat(head) ? 'other_format' : 'not_messages'
      this.#others.push({ entry, survey: { ...survey, head: NO_BYTES }, no: this.#part?.no ?? 0, reason })
      return
    }
    await this.#readBy(entry, survey, reader)
    if (survey.cutOff) await this.#refuse(entry, survey.cutOff, survey.consumed)
  }

  /** An archive is read in one format: what speaks for another is to be imported by itself. */
  #isOfOtherFormat(head: PartHead): boolean {
    const format = detectFormat([], [head])
    return format !== null && format !== this.#format
  }

  /** What was found to hold no messages: a message's own by now, or nobody's. */
  async #other(entry: Entry, survey: Survey, reason: Reason): Promise<void> {
    if (this.#media.claimedBytes(entry) !== null) return this.#claimed(entry, survey.bytes)
    await this.#readBy(entry, survey, unread(reason))
    if (survey.cutOff) await this.#refuse(entry, survey.cutOff, survey.consumed)
  }

  /** Its bytes lie in the house's objects, under the record that names them. */
  async #claimed(entry: Entry, awaited: number): Promise<void> {
    const bytes = this.#media.claimedBytes(entry) ?? 0
    this.#tally.structure(bytes)
    await this.#settleRun(awaited)
  }

  async #readBy(entry: Entry, survey: Survey, reader: PartReader): Promise<void> {
    if (reader.missingColumns) this.#missingColumns = true
    const { encoding } = survey.encoding
    this.#encodings.set(encoding, (this.#encodings.get(encoding) ?? 0) + survey.bytes)
    this.#doors.numbers.restart()
    const before = this.#tally.inQuarantine
    let at = 0
    if (this.#part) this.#part.totalBytes = survey.bytes
    for await (const run of readPart(firstBytes(salvaged(entry), survey.bytes), survey.encoding, reader)) {
      for (const piece of run) {
        invariant(piece.start === at && piece.end >= at, 'the pieces of a part touch')
        at = piece.end
        const taking = this.#take(piece, entry.name)
        if (taking) await taking
        if (this.#batches.full) await this.#batches.send()
      }
      if (this.#part) this.#part.bytes = at
      await this.#settleRun(at - (run[0]?.start ?? at))
    }
    if (at !== survey.bytes) throw new Refusal('conflict', 'source_changed')
    const isWhole = reader.isUnread || survey.encoding.unsupported // in one span: nothing of it stands elsewhere
    if (!isWhole && this.#tally.inQuarantine > before) this.#doors.numbers.keep(entry.name)
  }

  /** Null: it is done. Messages with files take their time, the others must not wait for a turn of the event loop. */
  #take(piece: Piece, part: string): Promise<void> | null {
    if (piece.what === 'structure') this.#tally.structure(piece.end - piece.start)
    else if (piece.what === 'quarantine') this.#quarantine(piece, part)
    else if (piece.drafts.some(({ files = [] }) => files.length > 0)) return this.#recordWithFiles(piece, part)
    else this.#record(piece, piece.drafts.map(guardedDraft), part)
    return null
  }

  /** The files first: a record is admitted when what it names is on disk. A crash between leaves a file nobody names. */
  async #recordWithFiles(piece: RecordPiece, part: string): Promise<void> {
    const attached = []
    for (const draft of piece.drafts) attached.push(await this.#media.attach(draft, part))
    const isEncoded = this.#record(
      piece,
      attached.map(({ draft }) => draft),
      part,
    )
    if (!isEncoded) return
    for (const { parts, kept, missing } of attached) {
      this.#media.claim(parts)
      this.#tally.files(kept, missing)
    }
  }

  /** @returns false where they are no records, and lie in quarantine */
  #record(piece: RecordPiece, drafts: readonly Draft[], part: string): boolean {
    const { start, end, bytes } = piece
    try {
      const encoded = drafts.map((draft) => this.#batches.encode(draft)) // all of an item, or none of it
      for (const [at, { identity, counted }] of drafts.entries()) {
        const arrival = encoded[at]
        invariant(arrival, 'every draft was encoded')
        const same = counted ? this.#doors.numbers.of(identity) : identity
        this.#batches.add({ ...arrival, identity: same })
      }
    } catch (error) {
      if (!(error instanceof ProofError)) throw error
      const reason: Reason = error.code === 'lone_surrogate' ? 'lone_surrogate' : 'wrong_shape'
      this.#quarantine({ start, end, bytes, reason, items: drafts.length, more: false }, part)
      return false
    }
    const undated = drafts.filter(({ fields }) => fields.sourceTs === null).length
    this.#tally.records(end - start, drafts.length, undated)
    return true
  }

  #quarantine(piece: Omit<Extract<Piece, { what: 'quarantine' }>, 'what'>, part: string): void {
    this.#doors.quarantine.add(piece, part)
    this.#tally.quarantined(piece.end - piece.start, piece.items, piece.reason)
  }

  async #settleRun(bytes: number): Promise<void> {
    this.#ahead -= bytes
    const spans = this.#doors.quarantine.take()
    if (spans.length > 0) await this.#doors.quarantined(spans)
    this.#report()
    await this.#turn()
  }

  async #turn(): Promise<void> {
    this.#doors.numbers.commit() // nothing is held while the import is paused
    await this.#doors.turn?.()
  }

  /** The entry's raw bytes, or those behind the first `used` packed ones, as one item. */
  async #refuse(entry: Entry, reason: Reason, used?: number): Promise<void> {
    this.#doors.quarantine.close()
    const raw = used === undefined ? { start: 0, bytes: entry.raw() } : entry.rest(used)
    let at = raw.start
    for await (const bytes of raw.bytes) {
      this.#quarantine({ start: at, end: at + bytes.length, bytes, reason, items: 0, more: true }, entry.name)
      at += bytes.length
    }
    this.#quarantine({ start: at, end: at, bytes: new Uint8Array(0), reason, items: 1, more: false }, entry.name)
    this.#doors.quarantine.close()
    await this.#settleRun(0)
  }

  #encoding(): string | null {
    const read = [...this.#encodings].sort((a, b) => b[1] - a[1]).map(([encoding]) => encoding)
    return read.length > 0 ? read.join(', ') : null
  }

  #problem(counts: Counts): Problem | null {
    if (this.#format === null) return 'format_unknown'
    if (this.#missingColumns) return 'column_missing'
    if (this.#listing.problem) return this.#listing.problem
    return counts.items > 0 && counts.quarantined === counts.items ? 'nothing_readable' : null
  }

  #report(): void {
    const counts = this.#tally.counts
    const totalBytes = counts.bytes + Math.max(0, this.#ahead)
    this.#doors.progress({
      counts,
      reasons: this.#tally.reasons,
      format: this.#format,
      encoding: this.#encoding(),
      totalBytes,
      part: this.#part && { ...this.#part },
    })
  }
}

type RecordPiece = Extract<Piece, { what: 'record' }>

/** Of a part that is read later, or not at all: half a million heads do not lie in memory. */
const NO_BYTES = Buffer.alloc(0)

function contentSize(entry: Entry): number {
  return entry.refused ? entry.rawSize : entry.claimed
}

function unread(reason: Reason): PartReader {
  return { splitter: wholePart(reason), read: () => new Unreadable(reason), isUnread: true }
}
