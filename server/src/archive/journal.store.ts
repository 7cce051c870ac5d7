import { dirname } from 'node:path'
import { type ConversationNo, Fault, type KeyId, type ParticipantNo, type RecordNo, type SegmentId } from '#base'
import { durable, openEncrypted, type SqliteDatabase, type SqliteStatement, sqliteFault } from '#platform'
import { JOURNAL_SCHEMA } from './schema.store.ts'

// What the journal's writer does to journal.db. One connection, one thread; every method runs inside the transaction
// that its caller opened. Formats and meanings: formats/journal.md.

/** The journal's counters: one row, changed in the same transaction as what it counts. */
export interface JournalState {
  /** Index of the next ledger entry. */
  next: number
  nextConversation: number
  nextParticipant: number
  nextEpoch: number
  records: number
  lastArchivedAt: number
  /** Everything before it lies in registered segments. */
  sealedTo: number
  /** Rows before it have left the journal. */
  prunedTo: number
  /** Ciphertext bytes of records from sealedTo on. */
  unsealedBytes: number
  /** When the oldest record from sealedTo on was archived; null = none. */
  unsealedSince: number | null
}

export interface ConversationRow {
  no: ConversationNo
  title: string
  nextSeq: number
  undated: number
  firstTs: number | null
  lastTs: number | null
}

export interface RecordRow {
  no: RecordNo
  epoch: number
  nonce: number
  conversation: ConversationNo
  sender: ParticipantNo | null
  kind: number
  sourceTs: number | null
  ciphertext: Uint8Array
}

export interface SegmentRow {
  id: SegmentId
  retention: number
  from: number
  to: number
  records: number
  bytes: number
  sha256: Uint8Array
  /** Ledger entry that says so. */
  statement: number
  sealedAt: number
}

type Statement<Bind extends unknown[], Row = unknown> = SqliteStatement<Bind, Row>

const STATE_COLUMNS = `next_no as next, next_conversation as nextConversation, next_participant as nextParticipant, next_epoch as nextEpoch, records,
  last_archived_at as lastArchivedAt, sealed_to as sealedTo, pruned_to as prunedTo, unsealed_bytes as unsealedBytes,
  unsealed_since as unsealedSince`

export class JournalStore {
  readonly #db: SqliteDatabase
  readonly #readState: Statement<[], JournalState>
  readonly #writeState: Statement<(number | null)[]>
  readonly #insertEntry: Statement<[number, Uint8Array]>
  readonly #insertRecord: Statement<[number, number, number, number, number | null, number, number | null, Uint8Array]>
  readonly #insertSeen: Statement<[Uint8Array, number]>
  readonly #findSeen: Statement<[Uint8Array], { no: number }>
  readonly #findConversation: Statement<[string, string, string], ConversationRow>
  readonly #insertConversation: Statement<[number, string, string, string, string]>
  readonly #updateConversation: Statement<(string | number | null)[]>
  readonly #membersOf: Statement<[number], { participant: ParticipantNo }>
  readonly #insertMember: Statement<[number, number]>
  readonly #findParticipant: Statement<[string, string], { no: ParticipantNo; name: string }>
  readonly #insertParticipant: Statement<[number, string, string, string]>
  readonly #renameParticipant: Statement<[string, number]>
  readonly #insertName: Statement<[number, string]>
  readonly #insertEpoch: Statement<[number, string, number]>
  readonly #findStatement: Statement<[string], { no: number; type: number; digest: Buffer }>
  readonly #insertStatement: Statement<[string, number, number, Uint8Array, Uint8Array, string]>
  readonly #extendRun: Statement<[number, string, number]>
  readonly #insertRun: Statement<[number, number, string]>

  constructor(db: SqliteDatabase) {
    this.#db = db
    this.#readState = db.prepare<[], JournalState>(`select ${STATE_COLUMNS} from state`)
    this.#writeState =
      db.prepare(`update state set next_no = ?, next_conversation = ?, next_participant = ?, next_epoch = ?, records = ?,
      last_archived_at = ?, sealed_to = ?, pruned_to = ?, unsealed_bytes = ?, unsealed_since = ?`)
    this.#insertEntry = db.prepare('insert into entry (no, bytes) values (?, ?)')
    this.#insertRecord = db.prepare(`insert into record
      (no, epoch, nonce, conversation, sender, kind, source_ts, ciphertext) values (?, ?, ?, ?, ?, ?, ?, ?)`)
    this.#insertSeen = db.prepare('insert into seen (key, no) values (?, ?) on conflict do nothing')
    this.#findSeen = db.prepare('select no from seen where key = ?')
    this.#findConversation = db.prepare(`select no, title, next_seq as nextSeq, undated, first_ts as firstTs,
      last_ts as lastTs from conversation where platform = ? and origin = ? and conversation = ?`)
    this.#insertConversation = db.prepare(
      'insert into conversation (no, platform, origin, conversation, title) values (?, ?, ?, ?, ?)',
    )
    this.#updateConversation = db.prepare(
      'update conversation set title = ?, next_seq = ?, undated = ?, first_ts = ?, last_ts = ? where no = ?',
    )
    this.#membersOf = db.prepare('select participant from member where conversation = ?')
    this.#insertMember = db.prepare(
      'insert into member (conversation, participant) values (?, ?) on conflict do nothing',
    )
    this.#findParticipant = db.prepare('select no, name from participant where platform = ? and account = ?')
    this.#insertParticipant = db.prepare('insert into participant (no, platform, account, name) values (?, ?, ?, ?)')
    this.#renameParticipant = db.prepare('update participant set name = ? where no = ?')
    this.#insertName = db.prepare(
      'insert into participant_name (participant, name) values (?, ?) on conflict do nothing',
    )
    this.#insertEpoch = db.prepare('insert into epoch (id, key, started_at) values (?, ?, ?) on conflict do nothing')
    this.#findStatement = db.prepare('select no, type, digest from statement where key = ?')
    this.#insertStatement = db.prepare(
      'insert into statement (key, no, type, salt, digest, statement) values (?, ?, ?, ?, ?, ?)',
    )
    this.#extendRun = db.prepare('update arrival set last_no = ? where import_id = ? and last_no = ?')
    this.#insertRun = db.prepare('insert into arrival (first_no, last_no, import_id) values (?, ?, ?)')
  }

  /** Runs `work` in one transaction: all of it is on disk when this returns, or none of it. */
  inTransaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#db.exec('COMMIT')
      return result
    } catch (error) {
      // SQLite has rolled back already after some errors (disk full, I/O)
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  state(): JournalState {
    const state = this.#readState.get()
    if (!state) throw new Fault('file_damaged', 'journal.db has no state row; restore it from the newest backup')
    return state
  }

  writeState(s: JournalState): void {
    this.#writeState.run(
      s.next,
      s.nextConversation,
      s.nextParticipant,
      s.nextEpoch,
      s.records,
      s.lastArchivedAt,
      s.sealedTo,
      s.prunedTo,
      s.unsealedBytes,
      s.unsealedSince,
    )
  }

  insertEntry(no: number, bytes: Uint8Array): void {
    this.#insertEntry.run(no, bytes)
  }

  insertRecord(row: RecordRow): void {
    const { no, epoch, nonce, conversation, sender, kind, sourceTs, ciphertext } = row
    this.#insertRecord.run(no, epoch, nonce, conversation, sender, kind, sourceTs, ciphertext)
  }

  /** Notes the keyed source id under `no`; or says under which record it is known already. */
  noteSeen(key: Uint8Array, no: number): RecordNo | null {
    if (this.#insertSeen.run(key, no).changes === 1) return null
    return (this.#findSeen.get(key)?.no ?? null) as RecordNo | null // the row in the way
  }

  conversation(platform: string, origin: string, conversation: string): ConversationRow | undefined {
    return this.#findConversation.get(platform, origin, conversation)
  }

  insertConversation(no: number, platform: string, origin: string, conversation: string, title: string): void {
    this.#insertConversation.run(no, platform, origin, conversation, title)
  }

  updateConversation(row: ConversationRow): void {
    this.#updateConversation.run(row.title, row.nextSeq, row.undated, row.firstTs, row.lastTs, row.no)
  }

  membersOf(conversation: ConversationNo): ParticipantNo[] {
    return this.#membersOf.all(conversation).map((row) => row.participant)
  }

  insertMember(conversation: ConversationNo, participant: ParticipantNo): void {
    this.#insertMember.run(conversation, participant)
  }

  participant(platform: string, account: string): { no: ParticipantNo; name: string } | undefined {
    return this.#findParticipant.get(platform, account)
  }

  insertParticipant(no: number, platform: string, account: string, name: string): void {
    this.#insertParticipant.run(no, platform, account, name)
  }

  /** Adds a name; the one added last is the one shown. */
  nameParticipant(no: ParticipantNo, name: string): void {
    this.#insertName.run(no, name)
    this.#renameParticipant.run(name, no)
  }

  insertEpoch(id: number, key: KeyId, startedAt: number): void {
    this.#insertEpoch.run(id, key, startedAt)
  }

  statement(key: string): { no: number; type: number; digest: Uint8Array } | undefined {
    return this.#findStatement.get(key)
  }

  insertStatement(key: string, no: number, type: number, salt: Uint8Array, digest: Uint8Array, text: string): void {
    this.#insertStatement.run(key, no, type, salt, digest, text)
  }

  noteRun(importId: string, first: number, last: number): void {
    if (this.#extendRun.run(last, importId, first - 1).changes > 0) return
    this.#insertRun.run(first, last, importId)
  }

  // --- rare: prepared where they are used ---

  noteAttempt(segment: SegmentId, keys: readonly KeyId[]): void {
    this.#db.prepare('insert into attempt (segment, keys) values (?, ?)').run(segment, keys.join(' '))
  }

  /** Seals begun whose segment is not registered: their keys and files are rubbish. */
  attempts(): { segment: SegmentId; keys: KeyId[] }[] {
    const rows = this.#db.prepare<[], { segment: SegmentId; keys: string }>('select segment, keys from attempt').all()
    return rows.map(({ segment, keys }) => ({ segment, keys: keys.split(' ') as KeyId[] })) // joined in noteAttempt
  }

  endAttempt(segment: SegmentId): void {
    this.#db.prepare('delete from attempt where segment = ?').run(segment)
  }

  insertSegment(row: SegmentRow): void {
    this.#db
      .prepare(`insert into segment (id, retention, from_no, to_no, records, bytes, sha256, statement, sealed_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(row.id, row.retention, row.from, row.to, row.records, row.bytes, row.sha256, row.statement, row.sealedAt)
  }

  segmentStatement(id: SegmentId): number | undefined {
    return this.#db.prepare<[string], { statement: number }>('select statement from segment where id = ?').get(id)
      ?.statement
  }

  /** Entry of the first record from `from` on. */
  firstEntry(from: number): Uint8Array | null {
    const sql = 'select bytes from entry where no = (select no from record where no >= ? order by no limit 1)'
    return this.#db.prepare<[number], { bytes: Buffer }>(sql).get(from)?.bytes ?? null
  }

  deleteRows(from: number, to: number): void {
    this.#db.prepare('delete from record where no >= ? and no < ?').run(from, to)
    this.#db.prepare('delete from entry where no >= ? and no < ?').run(from, to)
  }

  /** Epochs older than the one of the oldest record still here. Their records are all in segments. */
  unusedEpochs(current: number): { id: number; key: KeyId }[] {
    return this.#db
      .prepare<[number, number], { id: number; key: KeyId }>(`select id, key from epoch
        where id < coalesce((select epoch from record order by no limit 1), ?) and id < ?`)
      .all(current, current)
  }

  deleteEpoch(id: number): void {
    this.#db.prepare('delete from epoch where id = ?').run(id)
  }

  /** Gives back to the disk a part of what pruning freed, as long as more is free than the next hours need. */
  shrink(): void {
    if (Number(this.#db.pragma('freelist_count', { simple: true })) <= FREE_PAGES_KEPT) return
    this.#db.pragma(`incremental_vacuum(${SHRINK_PAGES})`)
  }
}

/** 64 MiB: rows of some hundred thousand messages that wait to be sealed. */
const FREE_PAGES_KEPT = 8192
/** 4 MiB at a time: whoever archives waits no longer than for a group of their own. */
const SHRINK_PAGES = 512

/** Opens journal.db for its one writer, making it where there is none. */
export function openJournalDb(path: string, key: Uint8Array): SqliteDatabase {
  const db = openEncrypted(path, key)
  try {
    db.pragma('cache_size = -65536')
    if (db.prepare('select count(*) from sqlite_schema').pluck().get() === 0) shrinkable(db)
    db.transaction(() => db.exec(JOURNAL_SCHEMA)).immediate()
    durable.syncDir(dirname(path)) // SQLite syncs the name of the WAL, not of a new database
    return db
  } catch (error) {
    db.close()
    throw sqliteFault(error, path)
  }
}

/** Needs an empty file, and page 1 exists already; the vacuum of nothing writes the change. */
function shrinkable(db: SqliteDatabase): void {
  db.pragma('auto_vacuum=INCREMENTAL')
  db.exec('vacuum')
}
