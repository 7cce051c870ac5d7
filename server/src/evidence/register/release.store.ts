import { type ColumnType, type Generated, type Kysely, sql } from 'kysely'
import type { ExportId, Instant, PersonId } from '#base'
import type { ReadableDb, Tx } from '#platform'

// What was said of a finished package, who looked at which bytes of it, and which paper originals lie in the house's files.
// Rows are added and never changed, but for the ledger's index. SQL of these tables only.

/** `void`: the bytes that lie there are not those that were looked at. */
const DECISIONS = ['second', 'released', 'refused', 'withdrawn', 'void'] as const
export type DecisionKind = (typeof DECISIONS)[number]

type Fixed<T> = ColumnType<T, T, never>

export interface DecisionRow {
  export_id: ExportId
  /** Run of the export that it is about. */
  attempt: number
  what: DecisionKind
  /** Null: the house. */
  by_id: PersonId | null
  at: Instant
  reason: string
  /** Of the package that it is about, hex. */
  sha256: string
  /** Of the statement in the evidence ledger. */
  salt: Uint8Array
  /** JSON. */
  statement: string
  ledger_index: number | null
}

export interface OriginalRow {
  export_id: ExportId
  attempt: number
  item: string
  /** Of the paper, or of the seal. */
  number: string
  place: string
  by_id: PersonId
  at: Instant
}

type Table<Row, Free extends keyof Row = never> = { [C in Exclude<keyof Row, Free>]: Fixed<Row[C]> } & Pick<
  Row,
  Free
> & { seq: Generated<number> }

interface Tables {
  evidence_decision: Table<DecisionRow, 'ledger_index'>
  evidence_original: Table<OriginalRow>
  evidence_look: {
    export_id: Fixed<ExportId>
    person_id: Fixed<PersonId>
    sha256: Fixed<string>
    at: Fixed<Instant>
  }
}

const to = (tx: Tx) => tx.tables<Tables>()
const from = (db: ReadableDb) => db.tables<Tables>()

export async function createReleaseTables(db: Kysely<unknown>): Promise<void> {
  await sql`create table evidence_decision (
    seq integer primary key autoincrement, export_id text not null, attempt integer not null, what text not null,
    by_id text, at integer not null, reason text not null, sha256 text not null, salt blob not null,
    statement text not null, ledger_index integer) strict`.execute(db)
  await sql`create index evidence_decision_export on evidence_decision (export_id, seq)`.execute(db)
  await sql`create index evidence_decision_unsaid on evidence_decision (seq) where ledger_index is null`.execute(db)
  await sql`create table evidence_original (
    seq integer primary key autoincrement, export_id text not null, attempt integer not null, item text not null,
    number text not null, place text not null, by_id text not null, at integer not null) strict`.execute(db)
  await sql`create index evidence_original_export on evidence_original (export_id)`.execute(db)
  await sql`create table evidence_look (
    export_id text not null, person_id text not null, sha256 text not null, at integer not null,
    primary key (export_id, person_id, sha256)) strict, without rowid`.execute(db)
}

export type StoredDecision = DecisionRow & { seq: number }

export async function insertDecision(tx: Tx, row: DecisionRow): Promise<void> {
  await to(tx).insertInto('evidence_decision').values(row).execute()
}

/** Oldest first. */
export function listDecisions(db: ReadableDb, id: ExportId): Promise<StoredDecision[]> {
  return from(db).selectFrom('evidence_decision').selectAll().where('export_id', '=', id).orderBy('seq').execute()
}

export function listUnsaidDecisions(db: ReadableDb): Promise<StoredDecision[]> {
  return from(db)
    .selectFrom('evidence_decision')
    .selectAll()
    .where('ledger_index', 'is', null)
    .orderBy('seq')
    .limit(100)
    .execute()
}

export async function setDecisionIndex(tx: Tx, seq: number, ledger_index: number): Promise<void> {
  await to(tx).updateTable('evidence_decision').set({ ledger_index }).where('seq', '=', seq).execute()
}

/** Packages on which counsel has said yes or no, and those among them with a yes: S2's "100 %" counts these. */
export async function countJudged(db: ReadableDb): Promise<{ judged: number; passed: number }> {
  const rows = await from(db)
    .selectFrom('evidence_decision')
    .select(['what', sql<number>`count(*)`.as('n')])
    .where('what', 'in', ['released', 'refused'])
    .groupBy('what')
    .execute()
  const of = (what: DecisionKind) => rows.find((row) => row.what === what)?.n ?? 0
  return { judged: of('released') + of('refused'), passed: of('released') }
}

export async function insertOriginal(tx: Tx, row: OriginalRow): Promise<void> {
  await to(tx).insertInto('evidence_original').values(row).execute()
}

/** Newest last. */
export function listOriginals(db: ReadableDb, id: ExportId): Promise<OriginalRow[]> {
  return from(db).selectFrom('evidence_original').selectAll().where('export_id', '=', id).orderBy('seq').execute()
}

export async function insertLook(tx: Tx, id: ExportId, person: PersonId, sha256: string, at: Instant): Promise<void> {
  await to(tx)
    .insertInto('evidence_look')
    .values({ export_id: id, person_id: person, sha256, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Whether this person has opened the preview of exactly these bytes. */
export async function hasLooked(db: ReadableDb, id: ExportId, person: PersonId, sha256: string): Promise<boolean> {
  const row = await from(db)
    .selectFrom('evidence_look')
    .select('at')
    .where('export_id', '=', id)
    .where('person_id', '=', person)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row !== undefined
}
