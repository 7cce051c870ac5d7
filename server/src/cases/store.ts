import { sql } from 'kysely'
import type { Brand, ConversationNo, Instant, PersonId, RecordNo } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'

export type MarkId = Brand<string, 'MarkId'> // mrk_

export interface MarkRow {
  id: MarkId
  /** A grant's id, or `window`: marks never leave it. */
  permit: string
  record: RecordNo
  /** What places the record in a scope; copied from it, since a record never changes. */
  conversation: ConversationNo
  source_ts: number | null
  record_kind: string
  kind: 'mark' | 'tag' | 'note'
  /** The tag's word or the note; '' for a mark. Encrypted at rest with the file. */
  text: string
  shared: 0 | 1
  by: PersonId
  at: Instant
  removed_at: Instant | null
  removed_by: PersonId | null
}

interface CasesTables {
  cases_mark: MarkRow
}

export const casesMigrations: readonly Migration[] = [
  {
    name: '001_marks',
    async up(db) {
      for (const statement of [
        sql`create table cases_mark (
          id text primary key, permit text not null, record integer not null, conversation integer not null,
          source_ts integer, record_kind text not null, kind text not null, text text not null, shared integer not null,
          by text not null, at integer not null, removed_at integer, removed_by text) strict`,
        sql`create index cases_mark_place on cases_mark (permit, record)`,
        sql`create unique index cases_mark_once on cases_mark (permit, record, by, kind, text)
          where removed_at is null and kind != 'note'`,
        sql`create trigger cases_mark_no_delete before delete on cases_mark
          begin select raise(abort, 'a mark that is taken off stays as history'); end`,
        sql`create trigger cases_mark_fixed before update on cases_mark
          when old.removed_at is not null or old.text is not new.text or old.record is not new.record
            or old.permit is not new.permit or old.by is not new.by or old.at is not new.at
          begin select raise(abort, 'of a mark only its end is written'); end`,
      ]) {
        await statement.execute(db)
      }
    },
  },
]

const on = (db: ReadableDb) => db.tables<CasesTables>()
const to = (tx: Tx) => tx.tables<CasesTables>()

/** Null where the same mark or tag is there already. */
export async function insertMark(tx: Tx, row: MarkRow): Promise<boolean> {
  const added = to(tx)
    .insertInto('cases_mark')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
  return (await added.executeTakeFirst()).numInsertedOrUpdatedRows === 1n
}

export const markById = (db: ReadableDb, id: MarkId) =>
  on(db).selectFrom('cases_mark').selectAll().where('id', '=', id).executeTakeFirst()

export const endMark = (tx: Tx, id: MarkId, removed_at: Instant, removed_by: PersonId) =>
  to(tx).updateTable('cases_mark').set({ removed_at, removed_by }).where('id', '=', id).execute()

export async function countMarks(db: ReadableDb, permit: string, by: PersonId): Promise<number> {
  const row = await on(db)
    .selectFrom('cases_mark')
    .select(({ fn }) => fn.countAll<number>().as('marks'))
    .where('permit', '=', permit)
    .where('by', '=', by)
    .executeTakeFirst()
  return row?.marks ?? 0
}

/** One's own and the shared ones under a permit, in order of records, then as they were made. `records` null: of all. */
export function marksUnder(
  db: ReadableDb,
  permit: string,
  person: PersonId,
  records: readonly RecordNo[] | null,
): Promise<MarkRow[]> {
  const all = on(db)
    .selectFrom('cases_mark')
    .selectAll()
    .where('permit', '=', permit)
    .where((e) => e.or([e('by', '=', person), e('shared', '=', 1)]))
    .orderBy('record')
    .orderBy(sql`rowid`) // as they were made
  return (records === null ? all : all.where('record', 'in', [...records])).execute()
}
