import { type ColumnType, type Generated, sql } from 'kysely'
import type { ExportId, GrantId, Instant, PersonId, RequestId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'
import type { Recipient } from '#policy'
import { createAlarmTable, createToldTable } from './alarms.store.ts'
import { addConfirmations, type CopyTable, createCopyTable } from './copies.store.ts'
import type { NameWay } from './name-way.ts'
import { createReleaseTables } from './release.store.ts'

// All SQL of this room.

/**
 * `awaiting_release`: made and verified, for nobody to take yet; `ready`: released, or the pack asks for no release; `refused`: counsel
 * said no, its file is gone; `expired`: its file is gone, copies may be out; `destroyed`: those too are entered as destroyed.
 */
export const EXPORT_STATES = [
  'awaiting_monitor',
  'running',
  'awaiting_release',
  'ready',
  'failed',
  'declined',
  'refused',
  'expired',
  'destroyed',
] as const
export type ExportState = (typeof EXPORT_STATES)[number]
/** `load`: a load file (DAT and OPT) over RSMF, text and pages; `xlsx_locked`: a workbook with a password of its own. The CSV is always there. */
export const EXPORT_FORMATS = ['csv', 'xlsx', 'xlsx_locked', 'json', 'pdf', 'rsmf', 'load'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

type Fixed<T> = ColumnType<T, T, never>

export interface ExportRow {
  id: ExportId
  number: string
  grant_id: GrantId
  grant_number: string
  request_id: RequestId
  case_no: string
  requester_id: PersonId
  executor_id: PersonId
  /** Who it is for: by this the masking policy has its rules. */
  recipient: Recipient
  /** JSON array. */
  formats: string
  /** As asked for; of a package that is made, what was done. */
  names: NameWay
  asked_at: Instant
  state: ExportState
  monitor_id: PersonId | null
  finished_at: Instant | null
  /** Counts the confirmations; 0 before the first. */
  attempt: number
  done_rows: number
  rows: number | null
  masked_spans: number | null
  bytes: number | null
  /** Of the zip, hex. */
  sha256: string | null
  /** Code of a failure, or of something left out of a package that is ready. */
  problem: string | null
  /** The zip's password, wrapped by the keyring. */
  password: Uint8Array | null
  /** The recipient's public key of age; null: the package has a password. */
  age_recipient: string | null
  /** When what was taken must be destroyed: the grant's end, fixed when the package was made. */
  expires_at: Instant | null
  /** JSON array of FileDigest: what the package holds, of very many files folders as one line (file-list.ts). */
  files: string | null
  /** JSON of the verifier's Completeness: what the package proves about what is not in it; null: nothing. */
  completeness: string | null
  /** When overdue copies were last asked for. */
  chased_at: Instant | null
  /** JSON of Weight; null: of a package from before there was one. */
  weight: string | null
  /** Why so much of it is needed; for bulk exports. */
  bulk_reason: string | null
  /** Who asked for its removal before its time, and when; it stands with the package until another confirms it. */
  removal_by: PersonId | null
  removal_at: Instant | null
  /** Who confirmed that. */
  removal_confirmed_by: PersonId | null
}

type Changing =
  | 'state'
  | 'names'
  | 'monitor_id'
  | 'finished_at'
  | 'attempt'
  | 'done_rows'
  | 'rows'
  | 'masked_spans'
  | 'bytes'
  | 'sha256'
  | 'problem'
  | 'password'
  | 'expires_at'
  | 'files'
  | 'completeness'
  | 'chased_at'
  | 'weight'
  | 'bulk_reason'
  | 'removal_by'
  | 'removal_at'
  | 'removal_confirmed_by'

interface EvidenceTables {
  evidence_export: { [C in Exclude<keyof ExportRow, Changing>]: Fixed<ExportRow[C]> } & Pick<ExportRow, Changing> & {
      seq: Generated<number>
    }
  evidence_copy: CopyTable
  evidence_number: { year: Fixed<number>; last: number }
}

export type StoredExport = ExportRow & { seq: number }
export type ExportChange = Partial<Pick<ExportRow, Changing>>

export const evidenceMigrations: readonly Migration[] = [
  {
    name: '001_exports',
    async up(db) {
      await sql`create table evidence_export (
        seq integer primary key autoincrement, id text not null unique, number text not null unique,
        grant_id text not null, grant_number text not null, request_id text not null, case_no text not null,
        requester_id text not null, executor_id text not null, formats text not null, names text not null,
        asked_at integer not null, state text not null, monitor_id text, finished_at integer, attempt integer not null,
        done_rows integer not null, rows integer, masked_spans integer, bytes integer, sha256 text, problem text,
        password blob) strict`.execute(db)
      await sql`create index evidence_export_requester on evidence_export (requester_id, seq)`.execute(db)
      await sql`create index evidence_export_state on evidence_export (state)`.execute(db)
      await sql`create table evidence_number (year integer primary key, last integer not null) strict`.execute(db)
    },
  },
  {
    name: '002_copies',
    async up(db) {
      for (const column of ['expires_at integer', 'files text', 'chased_at integer'])
        await sql`alter table evidence_export add column ${sql.raw(column)}`.execute(db)
      await createCopyTable(db)
    },
  },
  {
    name: '003_completeness',
    async up(db) {
      await sql`alter table evidence_export add column completeness text`.execute(db)
    },
  },
  {
    name: '004_age',
    async up(db) {
      await sql`alter table evidence_export add column age_recipient text`.execute(db)
    },
  },
  {
    name: '005_release',
    async up(db) {
      for (const column of ['weight text', 'bulk_reason text'])
        await sql`alter table evidence_export add column ${sql.raw(column)}`.execute(db)
      await createReleaseTables(db)
      await createAlarmTable(db)
      // nobody has released these: counsel may, they can be taken no more until then
      await sql`update evidence_export set state = 'awaiting_release' where state = 'ready'`.execute(db)
    },
  },
  {
    name: '006_recipient',
    async up(db) {
      await sql`alter table evidence_export add column recipient text not null default 'internal'`.execute(db)
    },
  },
  { name: '007_alarm_told', up: createToldTable },
  {
    name: '008_two_people',
    async up(db) {
      for (const column of ['removal_by text', 'removal_at integer', 'removal_confirmed_by text'])
        await sql`alter table evidence_export add column ${sql.raw(column)}`.execute(db)
      await addConfirmations(db)
    },
  },
]

const to = (tx: Tx) => tx.tables<EvidenceTables>()
const from = (db: ReadableDb) => db.tables<EvidenceTables>()

/** Next number of the year; never given twice, a rolled back one is given again. */
export async function takeNumber(tx: Tx, year: number): Promise<number> {
  await to(tx)
    .insertInto('evidence_number')
    .values({ year, last: 1 })
    .onConflict((conflict) => conflict.column('year').doUpdateSet({ last: sql`last + 1` }))
    .execute()
  const row = await to(tx)
    .selectFrom('evidence_number')
    .select('last')
    .where('year', '=', year)
    .executeTakeFirstOrThrow()
  return row.last
}

export async function insertExport(tx: Tx, row: ExportRow): Promise<void> {
  await to(tx).insertInto('evidence_export').values(row).execute()
}

export function findExport(db: ReadableDb, id: ExportId): Promise<StoredExport | undefined> {
  return from(db).selectFrom('evidence_export').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Newest first. `requester`: only that person's. */
export function listExports(db: ReadableDb, requester: PersonId | null, limit: number): Promise<StoredExport[]> {
  let query = from(db).selectFrom('evidence_export').selectAll().orderBy('seq', 'desc').limit(limit)
  if (requester !== null) query = query.where('requester_id', '=', requester)
  return query.execute()
}

export function listInState(db: ReadableDb, state: ExportState): Promise<StoredExport[]> {
  return from(db).selectFrom('evidence_export').selectAll().where('state', '=', state).orderBy('seq').execute()
}

/** Every wrapped password there is. */
export async function listPasswords(db: ReadableDb): Promise<{ id: ExportId; password: Uint8Array }[]> {
  const rows = await from(db)
    .selectFrom('evidence_export')
    .select(['id', 'password'])
    .where('password', 'is not', null)
    .execute()
  return rows.flatMap(({ id, password }) => (password === null ? [] : [{ id, password }]))
}

export async function replacePassword(tx: Tx, id: ExportId, password: Uint8Array): Promise<void> {
  await to(tx).updateTable('evidence_export').set({ password }).where('id', '=', id).execute()
}

/** Changes an export that is still in the state its caller saw. @returns false where it is not: nothing has changed */
export async function changeExport(tx: Tx, id: ExportId, seen: ExportState, change: ExportChange): Promise<boolean> {
  const result = await to(tx)
    .updateTable('evidence_export')
    .set(change)
    .where('id', '=', id)
    .where('state', '=', seen)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
