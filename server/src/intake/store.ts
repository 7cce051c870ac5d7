import { sql } from 'kysely'
import type { ImportId, Instant, KeyId, PersonId, QuarantineId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'
import { wecomKeysMigration } from './wecom-keys.store.ts'

// All SQL of this room. File names, parts' names and origins stand here only: the house database is encrypted as a whole.

export type ImportState = 'receiving' | 'running' | 'paused' | 'finished' | 'failed' | 'interrupted' | 'cancelled'

/** Where an import's bytes come from: `spans` are bytes in quarantine, read again. */
export type ImportKind = 'upload' | 'file' | 'folder' | 'spans'

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
  kind: ImportKind
  /** Of a file or folder on this machine; null: the bytes are no longer to be had. */
  path: string | null
  /** JSON of ReceiveOptions: how it was asked for, to ask again after an interruption. */
  asked: string
  /** The interrupted import that this one goes on with; how many were before it. */
  continues: ImportId | null
  attempt: number
  continued_by: ImportId | null
  /** The import whose quarantine this one reads again. */
  rereads: ImportId | null
  /** Items of its quarantine that later imports could read. */
  resolved: number
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
  /** The later import that could read it; its bytes stay. */
  resolved_by: ImportId | null
  resolved_at: Instant | null
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
  {
    name: '002_control',
    async up(db) {
      const columns = [
        `kind text not null default 'upload'`,
        'path text',
        `asked text not null default '{}'`,
        'continues text',
        'attempt integer not null default 1',
        'continued_by text',
        'rereads text',
        'resolved integer not null default 0',
      ]
      for (const column of columns) await sql`alter table intake_import add column ${sql.raw(column)}`.execute(db)
      await sql`alter table intake_quarantine add column resolved_by text`.execute(db)
      await sql`alter table intake_quarantine add column resolved_at integer`.execute(db)
      await sql`create index intake_quarantine_same on intake_quarantine(same_as)`.execute(db)
      await sql`create table intake_mapping (
        id text primary key, name text not null unique, format text not null, mapping text not null,
        columns text not null, by text not null, at integer not null
      ) strict, without rowid`.execute(db)
    },
  },
  wecomKeysMigration,
]

export async function addImport(tx: Tx, row: ImportRow): Promise<void> {
  await tx.tables<IntakeTables>().insertInto('intake_import').values(row).execute()
}

export type ImportChange = Partial<Omit<ImportRow, 'id' | 'started_at' | 'by' | 'file_name' | 'origin' | 'kind'>>

export async function changeImport(tx: Tx, id: ImportId, change: ImportChange): Promise<void> {
  await tx.tables<IntakeTables>().updateTable('intake_import').set(change).where('id', '=', id).execute()
}

/** It is its turn. Who paused it meanwhile is not overruled: it is then held before its first byte. */
export async function beginImport(tx: Tx, id: ImportId, quarantine_key: KeyId): Promise<void> {
  const imports = tx.tables<IntakeTables>().updateTable('intake_import').where('id', '=', id)
  await imports.set({ quarantine_key }).execute()
  await imports.set({ state: 'running' }).where('state', '!=', 'paused').execute()
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
  return imports.where('state', 'in', ['receiving', 'running', 'paused']).execute()
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

export interface SpanFilter {
  reason?: string | null
  /** Only spans that are still unread (true) or were read since (false). */
  open?: boolean | null
  /** Only spans that come behind this one. */
  after?: QuarantineId | null
  limit?: number
}

/** In the order of the source: part, then place. */
export async function spansOf(db: ReadableDb, id: ImportId, filter: SpanFilter): Promise<QuarantineRow[]> {
  const { reason, open, after, limit = 1000 } = filter
  const spans = db.tables<IntakeTables>().selectFrom('intake_quarantine').selectAll().where('import', '=', id)
  const last = after ? await findSpan(db, after) : null
  return spans
    .$if(Boolean(reason), (query) => query.where('reason', '=', reason ?? ''))
    .$if(open === true, (query) => query.where('resolved_by', 'is', null))
    .$if(open === false, (query) => query.where('resolved_by', 'is not', null))
    .$if(last !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('part', 'start', 'id'),
          '>',
          tuple(last?.part ?? '', last?.start ?? 0, last?.id ?? after ?? ('' as QuarantineId)),
        ),
      ),
    )
    .orderBy('part')
    .orderBy('start')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/**
 * Says which import could read a span, once, and the same of its place in the readings that the span's import went on with:
 * they are of one source. The same bytes anywhere else are other messages until they are read there, be it by another
 * house, in another chat or a second time in the same one.
 */
export async function resolveSpan(tx: Tx, id: QuarantineId, by: ImportId, at: Instant): Promise<void> {
  const tables = tx.tables<IntakeTables>()
  const row = await findSpan(tx, id)
  if (!row) return
  const root = row.same_as ?? id
  const same = await tables
    .selectFrom('intake_quarantine')
    .select(['id', 'import', 'items'])
    .where(({ or, eb }) => or([eb('id', '=', root), eb('same_as', '=', root)]))
    .where('part', '=', row.part)
    .where('start', '=', row.start)
    .where('import', 'in', await goneOnWith(tx, row.import))
    .where('resolved_by', 'is', null)
    .execute()
  for (const span of same.filter((one) => one.import !== row.import || one.id === id)) {
    await tables
      .updateTable('intake_quarantine')
      .set({ resolved_by: by, resolved_at: at })
      .where('id', '=', span.id)
      .execute()
    await tables
      .updateTable('intake_import')
      .set(({ eb }) => ({ resolved: eb('resolved', '+', span.items) }))
      .where('id', '=', span.import)
      .execute()
  }
}

/** An import and those before it that were interrupted and that it went on with. */
async function goneOnWith(db: ReadableDb, id: ImportId): Promise<ImportId[]> {
  const found: ImportId[] = []
  for (let row = await findImport(db, id); row; row = row.continues ? await findImport(db, row.continues) : null) {
    found.push(row.id)
  }
  return found
}

/** Imports that ended with their process, whose files may still be there, and that nothing went on with. */
export function resumableImports(db: ReadableDb, mostAttempts: number): Promise<ImportRow[]> {
  const imports = db.tables<IntakeTables>().selectFrom('intake_import').selectAll()
  return imports
    .where('state', '=', 'interrupted')
    .where('problem', '=', 'process_ended')
    .where('path', 'is not', null)
    .where('continued_by', 'is', null)
    .where('attempt', '<', mostAttempts)
    .orderBy('started_at')
    .execute()
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

/** Items in quarantine, the same bytes counted once, as long as they are unread anywhere. */
export async function countQuarantined(db: ReadableDb): Promise<number> {
  const each = db
    .tables<IntakeTables>()
    .selectFrom('intake_quarantine')
    .select(({ fn }) => fn.max<number>('items').as('items'))
    .where('resolved_by', 'is', null)
    .groupBy(({ fn }) => fn.coalesce('same_as', 'id'))
    .as('each')
  const all = db.tables<IntakeTables>().selectFrom(each)
  const row = await all.select(({ fn }) => fn.sum<number | null>('each.items').as('items')).executeTakeFirst()
  return Number(row?.items ?? 0)
}
