import { type ColumnType, type Generated, type Kysely, sql } from 'kysely'
import type { ExportId, Instant, PersonId } from '#base'
import type { ReadableDb, Tx } from '#platform'

// The register of copies: one row for each time a package was handed out. SQL of this table only.

export const DESTRUCTIONS = ['wiped', 'shredded', 'returned', 'never_opened'] as const
export type Destruction = (typeof DESTRUCTIONS)[number]

type Fixed<T> = ColumnType<T, T, never>

export interface CopyRow {
  export_id: ExportId
  /** From 1 within the export. */
  no: number
  taken_by: PersonId
  taken_at: Instant
  /** When it counts as destroyed: entered, and confirmed by another where it takes two. */
  destroyed_at: Instant | null
  method: Destruction | null
  /** Who entered it, and when. */
  entered_by: PersonId | null
  entered_at: Instant | null
  /** Who confirmed it; null: nobody has, or it took one person. */
  confirmed_by: PersonId | null
  /** Of the statement in the evidence ledger. */
  salt: Uint8Array | null
  ledger_index: number | null
}

type Ending = 'destroyed_at' | 'method' | 'entered_by' | 'entered_at' | 'confirmed_by' | 'salt' | 'ledger_index'

export type CopyTable = { [C in Exclude<keyof CopyRow, Ending>]: Fixed<CopyRow[C]> } & Pick<CopyRow, Ending> & {
    seq: Generated<number>
  }

interface Tables {
  evidence_copy: CopyTable
}

const to = (tx: Tx) => tx.tables<Tables>()
const from = (db: ReadableDb) => db.tables<Tables>()

export async function createCopyTable(db: Kysely<unknown>): Promise<void> {
  await sql`create table evidence_copy (
    seq integer primary key autoincrement, export_id text not null, no integer not null, taken_by text not null,
    taken_at integer not null, destroyed_at integer, method text, entered_by text, salt blob, ledger_index integer,
    unique (export_id, no)) strict`.execute(db)
}

/** It was entered by one person until then; what was, stays so. */
export async function addConfirmations(db: Kysely<unknown>): Promise<void> {
  for (const column of ['entered_at integer', 'confirmed_by text'])
    await sql`alter table evidence_copy add column ${sql.raw(column)}`.execute(db)
  await sql`update evidence_copy set entered_at = destroyed_at where destroyed_at is not null`.execute(db)
}

/** Enters one more copy. @returns its number */
export async function insertCopy(tx: Tx, id: ExportId, taken_by: PersonId, taken_at: Instant): Promise<number> {
  const copies = await listCopies(tx, id)
  const no = copies.length + 1
  const entry = { method: null, entered_by: null, entered_at: null, confirmed_by: null }
  const open = { ...entry, destroyed_at: null, salt: null, ledger_index: null }
  await to(tx)
    .insertInto('evidence_copy')
    .values({ export_id: id, no, taken_by, taken_at, ...open })
    .execute()
  return no
}

export function listCopies(db: ReadableDb, id: ExportId): Promise<CopyRow[]> {
  return from(db).selectFrom('evidence_copy').selectAll().where('export_id', '=', id).orderBy('no').execute()
}

/** Changes a copy that is not destroyed and was entered by whom its caller saw. @returns false where it is otherwise by now */
export async function changeCopy(
  tx: Tx,
  { export_id, no, entered_by }: Pick<CopyRow, 'export_id' | 'no' | 'entered_by'>,
  change: Partial<Pick<CopyRow, Ending>>,
): Promise<boolean> {
  const result = await to(tx)
    .updateTable('evidence_copy')
    .set(change)
    .where('export_id', '=', export_id)
    .where('no', '=', no)
    .where('destroyed_at', 'is', null)
    .where('entered_by', 'is', entered_by)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Destroyed, and not yet said in the evidence ledger. */
export function listUnsaid(db: ReadableDb): Promise<CopyRow[]> {
  return from(db)
    .selectFrom('evidence_copy')
    .selectAll()
    .where('destroyed_at', 'is not', null)
    .where('ledger_index', 'is', null)
    .orderBy('seq')
    .limit(100)
    .execute()
}

export async function setCopyIndex(tx: Tx, id: ExportId, no: number, ledger_index: number): Promise<void> {
  await to(tx)
    .updateTable('evidence_copy')
    .set({ ledger_index })
    .where('export_id', '=', id)
    .where('no', '=', no)
    .execute()
}
