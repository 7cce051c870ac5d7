import { type ConversationNo, Fault, type KeyId, type RecordNo, type SegmentId } from '#base'
import { openEncrypted, type SqliteDatabase, type SqliteStatement, sqliteFault } from '#platform'
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

export interface StatementRow {
  key: string
  no: number
  type: number
  salt: Uint8Array
  digest: Uint8Array
  /** Canonical JSON. */
  statement: string
}

/** Rows of a sequential read and where to go on. */
export interface Window<Row> {
  prunedTo: number
  rows: Row[]
  next: number
}

type Value = string | number

const RECORD = `select record.no, epoch, nonce, conversation, sender, kind, source_ts as sourceTs, ciphertext,
  entry.bytes as entry from record join entry on entry.no = record.no`
const RECORDS_FROM = `${RECORD} where record.no >= ? and record.no < ? order by record.no limit ?`
const SEGMENT = `select id, retention, from_no as "from", to_no as "to", records, bytes, sha256, statement,
  sealed_at as sealedAt from segment`
const STATE = `select version, next_no as next, next_conversation as nextConversation,
  next_participant as nextParticipant, next_epoch as nextEpoch, records, last_archived_at as lastArchivedAt, sealed_to as sealedTo,
  pruned_to as prunedTo, unsealed_bytes as unsealedBytes, unsealed_since as unsealedSince from state`

export interface JournalReadingOptions {
  /** A server may be running (OpenOptions). */
  beside?: boolean
  /** Memory for pages; default: SQLite's own. */
  pageBytes?: number | undefined
}

export class JournalReading {
  readonly db: SqliteDatabase
  readonly #prepared = new Map<string, SqliteStatement<Value[], unknown>>()

  /** @throws Fault `house_is_newer`, and what openEncrypted throws */
  constructor(path: string, key: Uint8Array, { beside = false, pageBytes }: JournalReadingOptions = {}) {
    this.db = openEncrypted(path, key, { readonly: true, beside })
    try {
      if (pageBytes !== undefined) this.db.pragma(`cache_size=-${Math.floor(pageBytes / 1024)}`)
      if (this.state().version === JOURNAL_VERSION) return
      throw new Fault('house_is_newer', 'journal.db was written by a newer version; start that one')
    } catch (error) {
      this.db.close()
      throw error
    }
  }

  /** All rows of one query, prepared once. SQLite's errors may quote SQL or values: only their codes go on. */
  rows<Row>(sql: string, ...values: Value[]): Row[] {
    try {
      return this.#statement(sql).all(...values) as Row[] // the columns are named in the query beside the type
    } catch (error) {
      throw sqliteFault(error, 'journal.db')
    }
  }

  /** The same row by row, for readers that may stop. Inside a snapshot, which words its errors. */
  #each<Row>(sql: string, ...values: Value[]): Iterable<Row> {
    return this.#statement(sql).iterate(...values) as Iterable<Row> // as above
  }

  #statement(sql: string): SqliteStatement<Value[], unknown> {
    const known = this.#prepared.get(sql)
    if (known) return known
    const statement = this.db.prepare<Value[], unknown>(sql)
    this.#prepared.set(sql, statement)
    return statement
  }

  row<Row>(sql: string, ...values: Value[]): Row | null {
    return this.rows<Row>(sql, ...values)[0] ?? null
  }

  /** Several reads of one committed state. */
  inSnapshot<T>(work: () => T): T {
    try {
      return this.db.transaction(work)()
    } catch (error) {
      throw sqliteFault(error, 'journal.db')
    }
  }

  state(): JournalState & { version: number } {
    const state = this.row<JournalState & { version: number }>(STATE)
    if (!state) throw new Fault('file_damaged', 'journal.db has no state row; restore it from the newest backup')
    return state
  }

  /** Null: not a record, or no longer in the journal. */
  meta(no: number): RecordMeta | null {
    return this.row('select no, conversation, kind, source_ts as sourceTs from record where no = ?', no)
  }

  record(no: number): JournalRecord | null {
    return this.row(`${RECORD} where record.no = ?`, no)
  }

  /** Records with from ≤ no < to, in order, at most `limit`. */
  recordsFrom(from: number, to: number, limit: number): JournalRecord[] {
    return this.rows(RECORDS_FROM, from, to, limit)
  }

  /**
   * The journal's part of a sequential read: what is still here from `from` on, and where to go on. One read transaction,
   * so that nothing is pruned between the two looks. `rows` is meaningless where from < prunedTo. It ends at `limit`
   * records, or with the record that makes it `bytes` of content: a run of the largest records must not fill the memory.
   */
  window(from: number, limit: number, bytes: number): Window<JournalRecord> {
    return this.inSnapshot(() => {
      const { prunedTo, next: end } = this.state()
      if (from < prunedTo) return { prunedTo, rows: [], next: from }
      const rows: JournalRecord[] = []
      let held = 0
      for (const row of this.#each<JournalRecord>(RECORDS_FROM, from, end, limit)) {
        rows.push(row)
        held += row.ciphertext.length
        if (rows.length === limit || held >= bytes) return { prunedTo, rows, next: row.no + 1 }
      }
      return { prunedTo, rows, next: Math.max(from, end) }
    })
  }

  /** The same without the content. */
  metaWindow(from: number, limit: number): Window<RecordMeta> {
    const sql =
      'select no, conversation, kind, source_ts as sourceTs from record where no >= ? and no < ? order by no limit ?'
    return this.#window(from, limit, (end) => this.rows(sql, from, end, limit))
  }

  #window<Row extends { no: RecordNo }>(from: number, limit: number, read: (end: number) => Row[]): Window<Row> {
    return this.inSnapshot(() => {
      const { prunedTo, next: end } = this.state()
      if (from < prunedTo) return { prunedTo, rows: [], next: from }
      const rows = read(end)
      const last = rows.at(-1)
      return { prunedTo, rows, next: last && rows.length === limit ? last.no + 1 : Math.max(from, end) }
    })
  }

  /** Bytes of content under `limit` records from `from` on, without reading the content. */
  sizesFrom(from: number, to: number, limit: number): { no: RecordNo; bytes: number }[] {
    const sql = 'select no, length(ciphertext) as bytes from record where no >= ? and no < ? order by no limit ?'
    return this.rows(sql, from, to, limit)
  }

  entry(no: number): Uint8Array | null {
    return this.row<{ bytes: Buffer }>('select bytes from entry where no = ?', no)?.bytes ?? null
  }

  entriesFrom(from: number, to: number, limit: number): { no: number; bytes: Buffer }[] {
    return this.rows('select no, bytes from entry where no >= ? and no < ? order by no limit ?', from, to, limit)
  }

  /** Segments whose range holds `no`; where there are several, one per retention class, they have the same range. */
  segmentsAt(no: number): SegmentRow[] {
    const sql = `${SEGMENT} where to_no = (select min(to_no) from segment where to_no > ?) and from_no <= ?`
    return this.rows(sql, no, no)
  }

  /** Segments in the order of what they hold; only those that end after `after`. */
  segments(after = 0): SegmentRow[] {
    return this.rows(`${SEGMENT} where to_no > ? order by from_no, id`, after)
  }

  hasSegment(id: SegmentId): boolean {
    return this.row('select 1 from segment where id = ?', id) !== null
  }

  attempts(): SegmentId[] {
    return this.rows<{ segment: SegmentId }>('select segment from attempt').map((row) => row.segment)
  }

  epochKey(epoch: number): KeyId | null {
    return this.row<{ key: KeyId }>('select key from epoch where id = ?', epoch)?.key ?? null
  }

  /** The statement that is this entry of the ledger. */
  statement(no: number): StatementRow | null {
    return this.row('select key, no, type, salt, digest, statement from statement where no = ?', no)
  }

  close(): void {
    this.db.close()
  }
}
