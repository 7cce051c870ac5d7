import { type ConversationNo, Fault, type KeyId, type RecordNo, type SegmentId } from '#base'
import { openEncrypted, type SqliteDatabase, type SqliteStatement } from '#platform'
import type { JournalState, RecordRow, SegmentRow } from './journal.store.ts'
import { JOURNAL_VERSION } from './schema.store.ts'

// What every thread may read of journal.db, over a connection of its own that cannot write. Each call is one short read
// of the newest committed state; long reads are paged by key.

/** What is known of a record without opening it. */
export interface RecordMeta {
  no: RecordNo
  conversation: ConversationNo
  kind: number
  sourceTs: number | null
}

export type JournalRecord = RecordRow & { entry: Uint8Array }

const RECORD = `record.no, epoch, nonce, conversation, sender, kind, source_ts as sourceTs, ciphertext,
  entry.bytes as entry`
const SEGMENT = `id, retention, from_no as "from", to_no as "to", records, bytes, sha256, statement,
  sealed_at as sealedAt`

export class JournalReading {
  readonly db: SqliteDatabase
  readonly #state: SqliteStatement<[], JournalState & { version: number }>
  readonly #meta: SqliteStatement<[number], RecordMeta>
  readonly #record: SqliteStatement<[number], JournalRecord>
  readonly #recordsFrom: SqliteStatement<[number, number, number], JournalRecord>
  readonly #entry: SqliteStatement<[number], { bytes: Buffer }>
  readonly #entriesFrom: SqliteStatement<[number, number, number], { no: number; bytes: Buffer }>
  readonly #segmentsAt: SqliteStatement<[number, number], SegmentRow>
  readonly #epochKey: SqliteStatement<[number], { key: KeyId }>

  /** @throws Fault `house_is_newer`, and what openEncrypted throws */
  constructor(path: string, key: Uint8Array) {
    const db = openEncrypted(path, key, { readonly: true })
    this.db = db
    this.#state = db.prepare(`select version, next_no as next, next_conversation as nextConversation,
      next_participant as nextParticipant, records, last_archived_at as lastArchivedAt, sealed_to as sealedTo,
      pruned_to as prunedTo, unsealed_bytes as unsealedBytes, unsealed_since as unsealedSince from state`)
    this.#meta = db.prepare('select no, conversation, kind, source_ts as sourceTs from record where no = ?')
    this.#record = db.prepare(`select ${RECORD} from record join entry on entry.no = record.no where record.no = ?`)
    this.#recordsFrom = db.prepare(`select ${RECORD} from record join entry on entry.no = record.no
      where record.no >= ? and record.no < ? order by record.no limit ?`)
    this.#entry = db.prepare('select bytes from entry where no = ?')
    this.#entriesFrom = db.prepare('select no, bytes from entry where no >= ? and no < ? order by no limit ?')
    this.#segmentsAt = db.prepare(`select ${SEGMENT} from segment where to_no > ? and from_no <= ?`)
    this.#epochKey = db.prepare('select key from epoch where id = ?')
    if (this.state().version !== JOURNAL_VERSION) {
      db.close()
      throw new Fault('house_is_newer', 'journal.db was written by a newer version; start that one')
    }
  }

  state(): JournalState & { version: number } {
    const state = this.#state.get()
    if (!state) throw new Fault('file_damaged', 'journal.db has no state row; restore it from the newest backup')
    return state
  }

  /** Null: not a record, or no longer in the journal. */
  meta(no: number): RecordMeta | null {
    return this.#meta.get(no) ?? null
  }

  record(no: number): JournalRecord | null {
    return this.#record.get(no) ?? null
  }

  /** Records with from ≤ no < to, in order, at most `limit`. */
  recordsFrom(from: number, to: number, limit: number): JournalRecord[] {
    return this.#recordsFrom.all(from, to, limit)
  }

  /**
   * The journal's part of a sequential read: what is still here from `from` on, and where to go on. One read transaction,
   * so that nothing is pruned between the two looks. `rows` is meaningless where from < prunedTo.
   */
  window(from: number, limit: number): { prunedTo: number; rows: JournalRecord[]; next: number } {
    return this.db.transaction(() => {
      const { prunedTo, next: end } = this.state()
      if (from < prunedTo) return { prunedTo, rows: [], next: from }
      const rows = this.recordsFrom(from, end, limit)
      const last = rows.at(-1)
      return { prunedTo, rows, next: last && rows.length === limit ? last.no + 1 : Math.max(from, end) }
    })()
  }

  /** Bytes of content under `limit` records from `from` on, without reading the content. */
  sizesFrom(from: number, to: number, limit: number): { no: RecordNo; bytes: number }[] {
    return this.db
      .prepare<[number, number, number], { no: RecordNo; bytes: number }>(
        'select no, length(ciphertext) as bytes from record where no >= ? and no < ? order by no limit ?',
      )
      .all(from, to, limit)
  }

  entry(no: number): Uint8Array | null {
    return this.#entry.get(no)?.bytes ?? null
  }

  entriesFrom(from: number, to: number, limit: number): { no: number; bytes: Buffer }[] {
    return this.#entriesFrom.all(from, to, limit)
  }

  /** Segments whose range holds `no`. */
  segmentsAt(no: number): SegmentRow[] {
    return this.#segmentsAt.all(no, no)
  }

  /** Segments in the order of what they hold; only those that end after `after`. */
  segments(after = 0): SegmentRow[] {
    return this.db
      .prepare<[number], SegmentRow>(`select ${SEGMENT} from segment where to_no > ? order by from_no, id`)
      .all(after)
  }

  hasSegment(id: SegmentId): boolean {
    return this.db.prepare<[string]>('select 1 from segment where id = ?').get(id) !== undefined
  }

  attempts(): SegmentId[] {
    return this.db
      .prepare<[], { segment: SegmentId }>('select segment from attempt')
      .all()
      .map((row) => row.segment)
  }

  epochKey(epoch: number): KeyId | null {
    return this.#epochKey.get(epoch)?.key ?? null
  }

  /** Statements in the order of the ledger. */
  statementsFrom(after: number, limit: number): StatementRow[] {
    return this.db
      .prepare<[number, number], StatementRow>(
        'select key, no, type, salt, digest, statement from statement where no > ? order by no limit ?',
      )
      .all(after, limit)
  }

  statement(no: number): StatementRow | null {
    return (
      this.db
        .prepare<[number], StatementRow>('select key, no, type, salt, digest, statement from statement where no = ?')
        .get(no) ?? null
    )
  }

  close(): void {
    this.db.close()
  }
}

export interface StatementRow {
  key: string
  no: number
  type: number
  salt: Uint8Array
  digest: Uint8Array
  /** Canonical JSON. */
  statement: string
}
