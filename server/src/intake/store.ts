import { sql } from 'kysely'
import type { ImportId, Instant, KeyId, PersonId, QuarantineId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'

// All SQL of this room. File names, parts' names and origins stand here only: the house database is encrypted as a whole.

export type ImportState = 'receiving' | 'running' | 'finished' | 'failed' | 'interrupted'

export interface ImportRow {
  id: ImportId
  file_name: string
  format: string | null
  origin: string
  encoding: string | null
  state: ImportState
  problem: string | null
  /** JSON of Counts. */
  counts: string
  /** JSON of ReasonCount[]. */
  reasons: string
  /** JSON of Gaps. */
  gaps: string
  total_bytes: number
  started_at: Instant
  finished_at: Instant | null
  by: PersonId
  /** HMAC of the source's SHA-256: knows a source again without saying what it holds. */
  source_digest: Uint8Array | null
  /** Key of the import's quarantine file; null once nothing is in it. */
  quarantine_key: KeyId | null
  /** What the evidence ledger committed to (formats/ledger-entry.md, type batch), and under which salt. */
  statement: string | null
  statement_salt: Uint8Array | null
  statement_entry: number | null
}

export interface QuarantineRow {
  id: QuarantineId
  import: ImportId
  part: string
  start: number
  end: number
  reason: string
  items: number
  at: Instant
  digest: Uint8Array
  /** The span whose bytes are the same: nothing is kept twice. */
  same_as: QuarantineId | null
  file_at: number
  file_block: number
  length: number
}

export interface IntakeTables {
  intake_import: ImportRow
  intake_quarantine: QuarantineRow
}

export const intakeMigrations: readonly Migration[] = [
  {
    name: '001_intake',
    async up(db) {
      await sql`create table intake_import (
        id text primary key, file_name text not null, format text, origin text not null, encoding text,
        state text not null, problem text, counts text not null, reasons text not null, gaps text not null,
        total_bytes integer not null, started_at integer not null, finished_at integer, by text not null,
        source_digest blob, quarantine_key text, statement text, statement_salt blob, statement_entry integer
      ) strict, without rowid`.execute(db)
      await sql`create index intake_import_source on intake_import(source_digest)`.execute(db)
      await sql`create table intake_quarantine (
        id text primary key, import text not null references intake_import(id), part text not null,
        start integer not null, "end" integer not null, reason text not null, items integer not null,
        at integer not null, digest blob not null, same_as text, file_at integer not null,
        file_block integer not null, length integer not null
      ) strict, without rowid`.execute(db)
      await sql`create index intake_quarantine_import on intake_quarantine(import, part, start)`.execute(db)
      await sql`create index intake_quarantine_digest on intake_quarantine(digest)`.execute(db)
    },
  },
]

export async function addImport(tx: Tx, row: ImportRow): Promise<void> {
  await tx.tables<IntakeTables>().insertInto('intake_import').values(row).execute()
}

export type ImportChange = Partial<Omit<ImportRow, 'id' | 'started_at' | 'by' | 'file_name' | 'origin'>>

export async function changeImport(tx: Tx, id: ImportId, change: ImportChange): Promise<void> {
  await tx.tables<IntakeTables>().updateTable('intake_import').set(change).where('id', '=', id).execute()
}

export async function findImport(db: ReadableDb, id: ImportId): Promise<ImportRow | null> {
  const row = await db
    .tables<IntakeTables>()
    .selectFrom('intake_import')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

export function newestImports(db: ReadableDb, limit: number): Promise<ImportRow[]> {
  const imports = db.tables<IntakeTables>().selectFrom('intake_import').selectAll()
  return imports.orderBy('started_at', 'desc').orderBy('id').limit(limit).execute()
}

export function unfinishedImports(db: ReadableDb): Promise<ImportRow[]> {
  const imports = db.tables<IntakeTables>().selectFrom('intake_import').selectAll()
  return imports.where('state', 'in', ['receiving', 'running']).execute()
}

/** Whether a source of this digest was read to its end before. */
export async function wasFinished(db: ReadableDb, digest: Uint8Array): Promise<boolean> {
  const found = await db
    .tables<IntakeTables>()
    .selectFrom('intake_import')
    .select('id')
    .where('source_digest', '=', Buffer.from(digest))
    .where('state', '=', 'finished')
    .limit(1)
    .execute()
  return found.length > 0
}

export async function addQuarantined(tx: Tx, row: QuarantineRow): Promise<void> {
  await tx.tables<IntakeTables>().insertInto('intake_quarantine').values(row).execute()
}

/** The span that keeps these bytes, if one does. */
export async function spanWithBytes(db: ReadableDb, digest: Uint8Array, length: number): Promise<QuarantineId | null> {
  const found = await db
    .tables<IntakeTables>()
    .selectFrom('intake_quarantine')
    .select('id')
    .where('digest', '=', Buffer.from(digest))
    .where('length', '=', length)
    .where('same_as', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return found?.id ?? null
}

export function spansOf(db: ReadableDb, id: ImportId, limit: number): Promise<QuarantineRow[]> {
  const spans = db.tables<IntakeTables>().selectFrom('intake_quarantine').selectAll().where('import', '=', id)
  return spans.orderBy('part').orderBy('start').limit(limit).execute()
}

export async function findSpan(db: ReadableDb, id: QuarantineId): Promise<QuarantineRow | null> {
  const spans = db.tables<IntakeTables>().selectFrom('intake_quarantine').selectAll()
  return (await spans.where('id', '=', id).executeTakeFirst()) ?? null
}

/** Whether the import's own file holds bytes that some span needs. */
export async function keepsBytes(db: ReadableDb, id: ImportId): Promise<boolean> {
  const spans = db.tables<IntakeTables>().selectFrom('intake_quarantine').select('id').where('import', '=', id)
  return (await spans.where('same_as', 'is', null).limit(1).execute()).length > 0
}

/** Items in quarantine, the same bytes counted once. */
export async function countQuarantined(db: ReadableDb): Promise<number> {
  const items = db.tables<IntakeTables>().selectFrom('intake_quarantine').where('same_as', 'is', null)
  const row = await items.select((each) => each.fn.sum<number | null>('items').as('items')).executeTakeFirst()
  return Number(row?.items ?? 0)
}
