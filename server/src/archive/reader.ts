import { createSecretKey, type KeyObject } from 'node:crypto'
import { decodeRecord, type Kind, type RecordFields } from '@cunzhen/proof/keeping'
import {
  type Clock,
  type ConversationNo,
  Fault,
  type KeyId,
  type ParticipantNo,
  type RecordNo,
  Refusal,
  type SegmentId,
} from '#base'
import { type KeyRegister, openKeyRegister } from '#platform/keys'
import { kindOf } from './arrival.ts'
import { openRecord } from './epoch.ts'
import { type ArchiveFiles, archiveFiles } from './house-files.ts'
import type { SegmentRow } from './journal.store.ts'
import { JournalReading, type JournalRecord } from './reading.store.ts'
import type { Block } from './segment/block.ts'
import { segmentDamaged } from './segment/frame.ts'
import type { RecordPlace } from './segment/locator.ts'
import { OPEN_FILES, Shelf } from './shelf.ts'

/** Content in one stretch of a sequential read; a single record may be larger. */
const STRETCH_BYTES = 16 * 1024 * 1024

/** A record as the archive keeps it, its content still in canonical form: `fieldsOf` decodes it. */
export interface ArchivedRecord {
  no: RecordNo
  conversation: ConversationNo
  /** null where the source names no sender. */
  sender: ParticipantNo | null
  kind: Kind
  /** ms UTC; null = undated. */
  sourceTs: number | null
  /** Number in its conversation, from 0. */
  seq: number
  /** ms UTC. */
  archivedAt: number
  /** True where it was read from a segment. */
  sealed: boolean
  /** The canonical record. May be a view into the reader's cache: copy it before keeping it. */
  bytes: Uint8Array
}

/** What is known of a record without decrypting its content. */
export interface RecordOutline {
  no: RecordNo
  conversation: ConversationNo
  kind: Kind
  sourceTs: number | null
}

/** Keys that reading takes: the keyring's secrets `journal.db`, `house.db`, `register`. */
export interface ReaderSecrets {
  journal: Uint8Array
  house: Uint8Array
  register: Uint8Array
}

export interface ReaderOptions {
  /** Memory for decrypted blocks, in bytes. Default 32 MiB. */
  cacheBytes?: number
  /** Memory for pages of journal.db, in bytes. Default: what SQLite was built with, 16 MB. */
  pageBytes?: number
}

/** For whoever reads one record after another and comes to none again: what was kept would be for nothing. */
export const IN_SEQUENCE: ReaderOptions = { cacheBytes: 8 * 1024 * 1024, pageBytes: 2 * 1024 * 1024 }

/** A stretch of the archive in RecordNo order. */
export interface Stretch {
  records: ArchivedRecord[]
  /** Where to go on; equal to the archive's end when there is nothing more. */
  next: RecordNo
}

/**
 * Opens records, wherever they lie. It asks for no permit: only `open.ts` and the house's own workers (indexer, searcher,
 * exporter, fsck) hold one. Synchronous, for worker threads; not shared between threads.
 */
export class ArchiveReader {
  readonly #journal: JournalReading
  readonly #register: KeyRegister
  readonly #shelf: Shelf
  readonly #epochKeys = new Map<number, KeyObject>()
  /** The segments there were at the last look, in the order of what they hold: none ever changes or goes. */
  #segments: SegmentRow[] = []

  constructor(house: string, secrets: ReaderSecrets, clock: Clock, options: ReaderOptions = {}) {
    const files: ArchiveFiles = archiveFiles(house)
    this.#journal = new JournalReading(files.journal, secrets.journal, { pageBytes: options.pageBytes })
    this.#register = openKeyRegister(files.house, secrets.house, secrets.register, clock)
    const openKey = (id: KeyId) => this.#register.open(id)
    this.#shelf = new Shelf(files, openKey, options.cacheBytes ?? 32 * 1024 * 1024)
  }

  /** The number the next entry will have: everything archived lies below it. */
  end(): RecordNo {
    return this.#journal.state().next as RecordNo // the journal counts in RecordNos
  }

  /** Null: no record has this number. Decrypts no content. */
  outline(no: RecordNo): RecordOutline | null {
    const known = this.#sealed(no)
    if (known) return outlineOf(no, known.place)
    const row = this.#journal.meta(no)
    if (row) return { no, conversation: row.conversation, kind: kindOf(row.kind), sourceTs: row.sourceTs }
    // a record is in its segment's register before it leaves the journal, so the second look cannot miss it
    const sealed = this.#sealedSince(no)
    return sealed && outlineOf(no, sealed.place)
  }

  /** Outlines from `from` on, in RecordNo order, at most `limit`: for whoever looks through the whole archive. */
  outlinesFrom(from: RecordNo, limit: number): { outlines: RecordOutline[]; next: RecordNo } {
    const window = this.#journal.metaWindow(from, limit)
    if (window.prunedTo <= from) {
      const outlines = window.rows.map((row) => ({ ...row, kind: kindOf(row.kind) }))
      return { outlines, next: window.next as RecordNo } // as the journal counts
    }
    const segments = this.#segmentsFrom(from)
    const outlines: RecordOutline[] = []
    let no: number = from
    for (; no < segments.end && outlines.length < limit; no++) {
      for (const { id } of segments.rows) {
        const place = this.#shelf.place(id, no)
        if (!place) continue
        const { conversation, sourceTs } = place
        outlines.push({ no: no as RecordNo, conversation, kind: kindOf(place.kind), sourceTs }) // counted up from one
      }
    }
    return { outlines, next: no as RecordNo } // likewise
  }

  /**
   * Null: no record has this number.
   * @throws Fault `record_damaged`, `segment_damaged`, `segment_missing`, `segment_unreadable`; Refusal `key_destroyed`
   */
  read(no: RecordNo): ArchivedRecord | null {
    const known = this.#sealed(no)
    if (known) return this.#openSealed(known, no)
    const row = this.#journal.record(no)
    const fromJournal = row && this.#openRow(row)
    if (fromJournal) return fromJournal
    const sealed = this.#sealedSince(no)
    if (sealed) return this.#openSealed(sealed, no)
    // the row was there and its key is not: neither pruned nor readable
    if (row) throw new Refusal('not_found', 'key_destroyed')
    return null
  }

  /**
   * Records from `from` on, at most `limit` of them and about STRETCH_BYTES, in RecordNo order, for the indexer. Fast when
   * asked for one after another.
   */
  readForIndex(from: RecordNo, limit: number): Stretch {
    const window = this.#journal.window(from, limit, STRETCH_BYTES)
    if (window.prunedTo <= from) {
      this.#shelf.endScan()
      const records: ArchivedRecord[] = []
      for (const row of window.rows) {
        const record = this.#openRow(row) ?? kept(this.read(row.no))
        if (record) records.push(record)
      }
      return { records, next: window.next as RecordNo } // as the journal counts
    }
    return this.#scanSegments(from, limit)
  }

  /** Opens the newest segments, one at each step: else the first searches after a start each open some. */
  *openNewest(): Generator<undefined> {
    this.#segments = this.#journal.segments()
    for (const { id } of this.#segments.slice(-OPEN_FILES)) {
      this.#shelf.open(id)
      yield
    }
  }

  close(): void {
    this.#shelf.close()
    this.#epochKeys.clear()
    this.#register.close()
    this.#journal.close()
  }

  #openSealed({ segment, place }: Sealed, no: RecordNo): ArchivedRecord {
    return sealedRecord(segment, this.#shelf.block(segment, place.block), place, no)
  }

  /** Where a record lies in a segment of the last look; null: in none of them. */
  #sealed(no: number): Sealed | null {
    for (let at = this.#firstHolding(no); at < this.#segments.length; at++) {
      const segment = this.#segments[at]
      if (!segment || segment.from > no) return null
      const place = this.#shelf.place(segment.id, no)
      if (place) return { segment: segment.id, place }
    }
    return null
  }

  /** The same after a new look. */
  #sealedSince(no: number): Sealed | null {
    this.#segments = this.#journal.segments()
    return this.#sealed(no)
  }

  /** The first segment that ends after `no`; ranges are apart, or the same for several retention classes. */
  #firstHolding(no: number): number {
    let low = 0
    let high = this.#segments.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#segments[middle]?.to ?? 0) <= no) low = middle + 1
      else high = middle
    }
    return low
  }

  #scanSegments(from: RecordNo, limit: number): Stretch {
    const segments = this.#segmentsFrom(from)
    const records: ArchivedRecord[] = []
    let no: number = from
    let held = 0
    for (; no < segments.end && records.length < limit && held < STRETCH_BYTES; no++) {
      for (const segment of segments.rows) {
        const place = this.#shelf.place(segment.id, no)
        if (!place) continue
        const block = this.#shelf.scanBlock(segment.id, place.block)
        const record = sealedRecord(segment.id, block, place, no as RecordNo) // counted up from one
        records.push(record)
        held += record.bytes.length
      }
    }
    return { records, next: no as RecordNo } // counted up from one
  }

  /** The segments that hold `from`, and where their common range ends. */
  #segmentsFrom(from: number): { rows: SegmentRow[]; end: number } {
    const rows = this.#journal.segmentsAt(from)
    const [first] = rows
    if (!first) throw new Fault('segment_missing', 'no segment holds what has left the journal', { no: from })
    return { rows, end: first.to }
  }

  /** Null where the epoch's key is gone: the record was sealed and pruned since the row was read. */
  #openRow(row: JournalRecord): ArchivedRecord | null {
    const key = this.#epochKey(row.epoch)
    if (!key) return null
    const bytes = openRecord(key, row, row.nonce, row.ciphertext)
    if (!bytes) throw recordDamaged(row.no)
    const { seq, archivedAt } = entryTimes(row.entry)
    const { no, conversation, sender, sourceTs } = row
    return { no, conversation, sender, kind: kindOf(row.kind), sourceTs, seq, archivedAt, sealed: false, bytes }
  }

  #epochKey(epoch: number): KeyObject | null {
    const known = this.#epochKeys.get(epoch)
    if (known) return known
    // keys of epochs that have ended are forgotten here when the next one is met
    for (const old of this.#epochKeys.keys()) if (this.#journal.epochKey(old) === null) this.#epochKeys.delete(old)
    const id = this.#journal.epochKey(epoch)
    if (!id) return null
    try {
      const bytes = this.#register.open(id)
      const key = createSecretKey(bytes)
      bytes.fill(0)
      this.#epochKeys.set(epoch, key)
      return key
    } catch (error) {
      if (error instanceof Refusal && error.code === 'key_destroyed') return null
      throw error
    }
  }
}

interface Sealed {
  segment: SegmentId
  place: RecordPlace
}

function outlineOf(no: RecordNo, { conversation, kind, sourceTs }: RecordPlace): RecordOutline {
  return { no, conversation, kind: kindOf(kind), sourceTs }
}

/** Of its own: the cache it came from may let its block go while others are read. */
function kept(record: ArchivedRecord | null): ArchivedRecord | null {
  return record && { ...record, bytes: new Uint8Array(record.bytes) }
}

/** The fields of an archived record. @throws Fault `record_damaged` */
export function fieldsOf(record: ArchivedRecord): RecordFields {
  return openFields(record).fields
}

/** Seed and fields: the seed opens every character's commitment, so it goes no further than it must. */
export function openFields(record: ArchivedRecord): { seed: Uint8Array; fields: RecordFields } {
  try {
    return decodeRecord(record.bytes)
  } catch {
    throw recordDamaged(record.no)
  }
}

export function recordDamaged(no: RecordNo): Fault {
  return new Fault('record_damaged', 'a record in journal.db is damaged; restore it from a backup', { record: no })
}

function sealedRecord(segment: SegmentId, block: Block, place: RecordPlace, no: RecordNo): ArchivedRecord {
  const row = block.row(place.index)
  if (row.no !== no || row.conversation !== place.conversation) throw segmentDamaged(segment, 'content', place.block)
  return { ...row, kind: kindOf(place.kind), sourceTs: place.sourceTs, sealed: true }
}

/** seq and archive time of a record's ledger entry (formats/ledger-entry.md), read in place. */
function entryTimes(entry: Uint8Array): { seq: number; archivedAt: number } {
  const view = new DataView(entry.buffer, entry.byteOffset, entry.byteLength)
  return { seq: Number(view.getBigUint64(33)), archivedAt: Number(view.getBigInt64(41)) }
}
