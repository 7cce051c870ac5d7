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
  destroyed_at: Instant | null
  method: Destruction | null
  /** Who entered it. */
  entered_by: PersonId | null
  /** Of the statement in the evidence ledger. */
  salt: Uint8Array | null
  ledger_index: number | null
}

type Ending = 'destroyed_at' | 'method' | 'entered_by' | 'salt' | 'ledger_index'

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

/** Enters one more copy. @returns its number */
export async function insertCopy(tx: Tx, id: ExportId, taken_by: PersonId, taken_at: Instant): Promise<number> {
  const copies = await listCopies(tx, id)
  const no = copies.length + 1
  const open = { destroyed_at: null, method: null, entered_by: null, salt: null, ledger_index: null }
  await to(tx)
    .insertInto('evidence_copy')
    .values({ export_id: id, no, taken_by, taken_at, ...open })
    .execute()
  return no
}

export function listCopies(db: ReadableDb, id: ExportId): Promise<CopyRow[]> {
  return from(db).selectFrom('evidence_copy').selectAll().where('export_id', '=', id).orderBy('no').execute()
}

/** @returns false where it is destroyed already, or not there */
export async function endCopy(
  tx: Tx,
  id: ExportId,
  no: number,
  ending: { destroyed_at: Instant; method: Destruction; entered_by: PersonId; salt: Uint8Array },
): Promise<boolean> {
  const result = await to(tx)
    .updateTable('evidence_copy')
    .set(ending)
    .where('export_id', '=', id)
    .where('no', '=', no)
    .where('destroyed_at', 'is', null)
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
