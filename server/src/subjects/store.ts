import { sql } from 'kysely'
import type { Instant, ParticipantNo, SubjectId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'

// All SQL of this room. Names and phones of customers stand here, in the encrypted house database, and nowhere in a log.

export interface SubjectRow {
  id: SubjectId
  name: string
  /** As typed. */
  phone: string | null
  /** Digits only, without a country code of China; what customers are found by. */
  phone_digits: string | null
  note: string
  created_at: Instant
}

export interface SubjectTables {
  subjects_subject: SubjectRow
  subjects_link: { participant: ParticipantNo; subject: SubjectId; linked_at: Instant }
}

export const migrations: readonly Migration[] = [
  {
    name: '001_subjects',
    up: async (db) => {
      for (const statement of [
        sql`create table subjects_subject (id text primary key, name text not null, phone text, phone_digits text,
          note text not null, created_at integer not null) strict`,
        sql`create unique index subjects_phone on subjects_subject(phone_digits) where phone_digits is not null`,
        sql`create table subjects_link (participant integer primary key, subject text not null references subjects_subject(id),
          linked_at integer not null) strict`,
        sql`create index subjects_link_subject on subjects_link(subject)`,
      ]) {
        await statement.execute(db)
      }
    },
  },
]

const on = (db: ReadableDb) => db.tables<SubjectTables>()
const at = (tx: Tx) => tx.tables<SubjectTables>()

export const subjectById = (db: ReadableDb, id: SubjectId) =>
  on(db).selectFrom('subjects_subject').selectAll().where('id', '=', id).executeTakeFirst()

export const subjectByPhone = (db: ReadableDb, digits: string) =>
  on(db).selectFrom('subjects_subject').selectAll().where('phone_digits', '=', digits).executeTakeFirst()

export const subjectsByIds = (db: ReadableDb, ids: readonly SubjectId[]) =>
  on(db)
    .selectFrom('subjects_subject')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()

/** Subjects whose name contains the text, or whose phone contains the digits, by name. */
export function findSubjects(db: ReadableDb, text: string, digits: string, limit: number): Promise<SubjectRow[]> {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const found = on(db)
    .selectFrom('subjects_subject')
    .selectAll()
    .where((e) => {
      const byName = sql<boolean>`name like ${like} escape '\\'`
      return digits.length >= 4 ? e.or([byName, sql<boolean>`phone_digits like ${`%${digits}%`}`]) : byName
    })
  return found.orderBy('name').orderBy('id').limit(limit).execute()
}

export const allNames = async (db: ReadableDb): Promise<string[]> =>
  (await on(db).selectFrom('subjects_subject').select('name').execute()).map(({ name }) => name)

export const allSubjects = (db: ReadableDb) => on(db).selectFrom('subjects_subject').selectAll().execute()
export const allLinks = (db: ReadableDb) => on(db).selectFrom('subjects_link').selectAll().execute()

export const addSubject = (tx: Tx, row: SubjectRow) => at(tx).insertInto('subjects_subject').values(row).execute()

export const linksOf = async (db: ReadableDb, ids: readonly SubjectId[]) =>
  ids.length === 0
    ? []
    : on(db)
        .selectFrom('subjects_link')
        .selectAll()
        .where('subject', 'in', [...ids])
        .orderBy('participant')
        .execute()

export const linkOf = (db: ReadableDb, participant: ParticipantNo) =>
  on(db).selectFrom('subjects_link').selectAll().where('participant', '=', participant).executeTakeFirst()

export const addLink = (tx: Tx, row: SubjectTables['subjects_link']) =>
  at(tx).insertInto('subjects_link').values(row).execute()

export async function dropLink(tx: Tx, subject: SubjectId, participant: ParticipantNo): Promise<boolean> {
  const gone = at(tx).deleteFrom('subjects_link').where('subject', '=', subject).where('participant', '=', participant)
  return (await gone.executeTakeFirst()).numDeletedRows === 1n
}
