import { type ColumnType, type Generated, type Kysely, sql } from 'kysely'
import type { Brand, ExportId, GrantId, Instant, PersonId, RequestId } from '#base'
import type { ReadableDb, Tx } from '#platform'

// Alarms and the reports on them. SQL of this table only.

export type AlarmId = Brand<string, 'AlarmId'> // alm_

/**
 * `bulk_export`: what was tried is bulk by the pack; `package_changed`: the bytes of a package are not what they were;
 * `unauthorised_masking`: masks changed by who may not, or loosened without a second person.
 */
const ALARM_KINDS = ['bulk_export', 'unauthorised_export', 'package_changed', 'unauthorised_masking'] as const
export type AlarmKind = (typeof ALARM_KINDS)[number]

type Fixed<T> = ColumnType<T, T, never>

export interface AlarmRow {
  id: AlarmId
  number: string
  kind: AlarmKind
  /** Who tried; null: nobody of the house. */
  person_id: PersonId | null
  action: string
  /** Code of the refusal. */
  reason: string
  grant_id: GrantId | null
  export_id: ExportId | null
  request_id: RequestId | null
  /** JSON of Weight; null: nothing is known of what was tried. */
  weight: string | null
  first_at: Instant
  last_at: Instant
  /** The same thing tried again adds to the alarm that is open. */
  times: number
  report_due: Instant
  reported_at: Instant | null
  reported_by: PersonId | null
  cause: string | null
  measures: string | null
  salt: Uint8Array
  ledger_index: number | null
}

type Changing = 'last_at' | 'times' | 'reported_at' | 'reported_by' | 'cause' | 'measures' | 'ledger_index'

/** That somebody outside was told of an alarm. */
export interface ToldRow {
  alarm_id: AlarmId
  what: 'raised' | 'overdue'
  at: Instant
}

interface Tables {
  evidence_alarm_told: { [C in keyof ToldRow]: Fixed<ToldRow[C]> } & { seq: Generated<number> }
  evidence_alarm: { [C in Exclude<keyof AlarmRow, Changing>]: Fixed<AlarmRow[C]> } & Pick<AlarmRow, Changing> & {
      seq: Generated<number>
    }
}

const to = (tx: Tx) => tx.tables<Tables>()
const from = (db: ReadableDb) => db.tables<Tables>()

export type StoredAlarm = AlarmRow & { seq: number }

export async function createAlarmTable(db: Kysely<unknown>): Promise<void> {
  await sql`create table evidence_alarm (
    seq integer primary key autoincrement, id text not null unique, number text not null unique, kind text not null,
    person_id text, action text not null, reason text not null, grant_id text, export_id text, request_id text, weight text,
    first_at integer not null, last_at integer not null, times integer not null, report_due integer not null,
    reported_at integer, reported_by text, cause text, measures text, salt blob not null, ledger_index integer)
    strict`.execute(db)
  await sql`create index evidence_alarm_open on evidence_alarm (person_id) where reported_at is null`.execute(db)
}

export async function insertAlarm(tx: Tx, row: AlarmRow): Promise<void> {
  await to(tx).insertInto('evidence_alarm').values(row).execute()
}

export async function countAlarms(db: ReadableDb): Promise<number> {
  const row = await from(db)
    .selectFrom('evidence_alarm')
    .select(sql<number>`count(*)`.as('n'))
    .executeTakeFirstOrThrow()
  return row.n
}

/** The open alarm about the same thing, so that a thousand tries are one alarm. */
export function findSameAlarm(
  db: ReadableDb,
  same: Pick<AlarmRow, 'person_id' | 'action' | 'reason' | 'grant_id' | 'export_id'>,
): Promise<StoredAlarm | undefined> {
  return from(db)
    .selectFrom('evidence_alarm')
    .selectAll()
    .where('reported_at', 'is', null)
    .where('person_id', 'is', same.person_id)
    .where('action', '=', same.action)
    .where('reason', '=', same.reason)
    .where('grant_id', 'is', same.grant_id)
    .where('export_id', 'is', same.export_id)
    .executeTakeFirst()
}

export function findAlarm(db: ReadableDb, id: AlarmId): Promise<StoredAlarm | undefined> {
  return from(db).selectFrom('evidence_alarm').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The newest that are not about this person, newest first. */
export function listAlarms(db: ReadableDb, besides: PersonId, limit: number): Promise<StoredAlarm[]> {
  return from(db)
    .selectFrom('evidence_alarm')
    .selectAll()
    .where('person_id', 'is not', besides)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
}

/** Reported, and not yet said in the evidence ledger. */
export function listUnsaidAlarms(db: ReadableDb): Promise<StoredAlarm[]> {
  return from(db)
    .selectFrom('evidence_alarm')
    .selectAll()
    .where('reported_at', 'is not', null)
    .where('ledger_index', 'is', null)
    .orderBy('seq')
    .limit(100)
    .execute()
}

export async function changeAlarm(tx: Tx, id: AlarmId, change: Partial<Pick<AlarmRow, Changing>>): Promise<void> {
  await to(tx).updateTable('evidence_alarm').set(change).where('id', '=', id).execute()
}

export async function createToldTable(db: Kysely<unknown>): Promise<void> {
  await sql`create table evidence_alarm_told (
    seq integer primary key autoincrement, alarm_id text not null, what text not null, at integer not null)
    strict`.execute(db)
  await sql`create index evidence_alarm_told_alarm on evidence_alarm_told (alarm_id, what)`.execute(db)
}

/** Open alarms that nobody outside was told of, oldest first; then those overdue of which nobody was told since. */
export async function listUntold(
  db: ReadableDb,
  now: Instant,
  since: number,
): Promise<{ what: ToldRow['what']; alarm: StoredAlarm }[]> {
  const toldOf = (what: ToldRow['what'], after: number) =>
    from(db)
      .selectFrom('evidence_alarm_told')
      .select('alarm_id')
      .where('what', '=', what)
      .where('at', '>', after as Instant) // compared only
  const open = from(db)
    .selectFrom('evidence_alarm')
    .selectAll()
    .where('reported_at', 'is', null)
    .orderBy('seq')
    .limit(20)
  const raised = await open.where('id', 'not in', toldOf('raised', -1)).execute()
  const overdue = await open.where('report_due', '<=', now).where('id', 'not in', toldOf('overdue', since)).execute()
  return [
    ...raised.map((alarm) => ({ what: 'raised' as const, alarm })),
    ...overdue.map((alarm) => ({ what: 'overdue' as const, alarm })),
  ]
}

export async function insertTold(tx: Tx, row: ToldRow): Promise<void> {
  await to(tx).insertInto('evidence_alarm_told').values(row).execute()
}

/** Open ones, those of them whose report is overdue, and all that were ever raised, by kind. */
export async function alarmFigures(
  db: ReadableDb,
  now: Instant,
): Promise<{ open: number; overdue: number; raised: Partial<Record<AlarmKind, number>> }> {
  const rows = await from(db)
    .selectFrom('evidence_alarm')
    .select(['kind', sql<number>`count(*)`.as('all')])
    .select(sql<number>`sum(reported_at is null)`.as('open'))
    .select(sql<number>`sum(reported_at is null and report_due <= ${now})`.as('overdue'))
    .groupBy('kind')
    .execute()
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + of(row), 0)
  return {
    open: sum((row) => row.open),
    overdue: sum((row) => row.overdue),
    raised: Object.fromEntries(rows.map((row) => [row.kind, row.all])),
  }
}
