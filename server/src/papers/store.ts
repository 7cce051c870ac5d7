import { type ColumnType, type Generated, sql } from 'kysely'
import type { Brand, ExportId, Instant, PersonId, RequestId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'
import type { PaperKind } from './kinds.ts'

// All SQL of this room. The PDF lies in the row: house.db is encrypted as a whole, and paper, number and act are one transaction.

export type PaperId = Brand<string, 'PaperId'> // ppr_

type Fixed<T> = ColumnType<T, T, never>

export interface PaperRow {
  id: PaperId
  number: string
  kind: PaperKind
  language: 'zh' | 'en'
  request_id: RequestId
  export_id: ExportId | null
  issued_by: PersonId
  issued_at: Instant
  pages: number
  bytes: number
  /** Of the PDF, hex. */
  sha256: string
  /** Of the template that made it, hex. */
  template_sha256: string
  /** Who signed the PDF, as the certificate of the house's seal names it; null: unsigned. */
  seal: string | null
  pdf: Uint8Array
  /** Of its statement in the evidence ledger. */
  salt: Uint8Array
  statement: string
  ledger_index: number | null
}

export type ListedPaper = Omit<PaperRow, 'pdf' | 'salt' | 'statement'> & { seq: number }

interface PaperTables {
  papers_paper: { [C in Exclude<keyof PaperRow, 'ledger_index'>]: Fixed<PaperRow[C]> } & {
    seq: Generated<number>
    ledger_index: number | null
  }
  papers_number: { kind: Fixed<string>; year: Fixed<number>; last: number }
}

export const papersMigrations: readonly Migration[] = [
  {
    name: '001_papers',
    async up(db) {
      await sql`create table papers_paper (
        seq integer primary key autoincrement, id text not null unique, number text not null unique, kind text not null,
        language text not null, request_id text not null, export_id text, issued_by text not null,
        issued_at integer not null, pages integer not null, bytes integer not null, sha256 text not null,
        template_sha256 text not null, pdf blob not null, salt blob not null, statement text not null,
        ledger_index integer) strict`.execute(db)
      await sql`create index papers_paper_request on papers_paper (request_id, seq)`.execute(db)
      await sql`create index papers_paper_waiting on papers_paper (seq) where ledger_index is null`.execute(db)
      await sql`create table papers_number (kind text not null, year integer not null, last integer not null,
        primary key (kind, year)) strict, without rowid`.execute(db)
    },
  },
  {
    name: '002_seal',
    async up(db) {
      await sql`alter table papers_paper add column seal text`.execute(db)
    },
  },
]

const to = (tx: Tx) => tx.tables<PaperTables>()
const from = (db: ReadableDb) => db.tables<PaperTables>()

export async function lastNumber(db: ReadableDb, kind: PaperKind, year: number): Promise<number> {
  const row = await from(db)
    .selectFrom('papers_number')
    .select('last')
    .where('kind', '=', kind)
    .where('year', '=', year)
    .executeTakeFirst()
  return row?.last ?? 0
}

export async function setLastNumber(tx: Tx, kind: PaperKind, year: number, last: number): Promise<void> {
  await to(tx)
    .insertInto('papers_number')
    .values({ kind, year, last })
    .onConflict((conflict) => conflict.columns(['kind', 'year']).doUpdateSet({ last }))
    .execute()
}

export async function insertPaper(tx: Tx, row: PaperRow): Promise<void> {
  await to(tx).insertInto('papers_paper').values(row).execute()
}

const LISTED = [
  'seq',
  'id',
  'number',
  'kind',
  'language',
  'request_id',
  'export_id',
  'issued_by',
  'issued_at',
  'pages',
  'bytes',
  'sha256',
  'template_sha256',
  'seal',
  'ledger_index',
] as const

/** Newest first. `exportId` null: those about the request itself. */
export function listPapers(db: ReadableDb, request: RequestId, exportId: ExportId | null): Promise<ListedPaper[]> {
  return from(db)
    .selectFrom('papers_paper')
    .select(LISTED)
    .where('request_id', '=', request)
    .where('export_id', exportId === null ? 'is' : '=', exportId)
    .orderBy('seq', 'desc')
    .limit(200)
    .execute()
}

/** What is filed about a request itself or about one export of it: kind, number, time. Oldest first. */
export async function listFiled(
  db: ReadableDb,
  request: RequestId,
  exportId: ExportId,
): Promise<{ kind: PaperKind; number: string; at: Instant }[]> {
  const rows = await from(db)
    .selectFrom('papers_paper')
    .select(['kind', 'number', 'issued_at', 'export_id'])
    .where('request_id', '=', request)
    .orderBy('seq')
    .execute()
  return rows
    .filter(({ export_id }) => export_id === null || export_id === exportId)
    .map(({ kind, number, issued_at: at }) => ({ kind, number, at }))
}

export function findPaper(db: ReadableDb, id: PaperId): Promise<(PaperRow & { seq: number }) | undefined> {
  return from(db).selectFrom('papers_paper').selectAll().where('id', '=', id).executeTakeFirst()
}

export function listWaiting(db: ReadableDb): Promise<Pick<PaperRow & { seq: number }, 'id' | 'salt' | 'statement'>[]> {
  return from(db)
    .selectFrom('papers_paper')
    .select(['id', 'salt', 'statement'])
    .where('ledger_index', 'is', null)
    .orderBy('seq')
    .limit(100)
    .execute()
}

export async function setLedgerIndex(tx: Tx, id: PaperId, ledger_index: number): Promise<void> {
  await to(tx).updateTable('papers_paper').set({ ledger_index }).where('id', '=', id).execute()
}
