import { sql } from 'kysely'
import type { ParticipantNo, SubjectId } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { at, type IdentifierId, type IdentifierRow, on, type SubjectRow } from './tables.store.ts'

// Customers, their accounts and what else they are known by.

export const subjectById = (db: ReadableDb, id: SubjectId) =>
  on(db).selectFrom('subjects_subject').selectAll().where('id', '=', id).executeTakeFirst()

export const subjectByPhone = (db: ReadableDb, digits: string) =>
  on(db).selectFrom('subjects_subject').selectAll().where('phone_digits', '=', digits).executeTakeFirst()

/** Those of the numbers that a customer is registered with. */
export const registeredPhones = async (db: ReadableDb, digits: readonly string[]): Promise<string[]> =>
  (
    await on(db)
      .selectFrom('subjects_subject')
      .select('phone_digits')
      .where('phone_digits', 'in', [...digits])
      .execute()
  ).flatMap(({ phone_digits }) => phone_digits ?? [])

export const subjectsByIds = (db: ReadableDb, ids: readonly SubjectId[]) =>
  on(db)
    .selectFrom('subjects_subject')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('name')
    .orderBy('id')
    .execute()

/** The customer that this one turned out to be, through any number of merges; itself where it was never merged. */
export async function survivorOf(db: ReadableDb, id: SubjectId): Promise<SubjectId> {
  let here = id
  for (;;) {
    const next = (await subjectById(db, here))?.merged_into ?? null
    if (next === null) return here
    here = next
  }
}

/** Subjects whose name contains the text, or whose phone contains the digits, by name; merged ones among them. */
export function findSubjects(db: ReadableDb, text: string, digits: string, limit: number): Promise<SubjectRow[]> {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const found = on(db)
    .selectFrom('subjects_subject')
    .selectAll()
    .where((e) => {
      const byName = sql<boolean>`name like ${like} escape '\\'`
      return digits.length >= 4 ? e.or([byName, sql<boolean>`phone_digits like ${`%${digits}%`}`]) : byName
    })
  return (text === '' ? found.where('merged_into', 'is', null) : found)
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export const allNames = async (db: ReadableDb): Promise<string[]> =>
  (await on(db).selectFrom('subjects_subject').select('name').execute()).map(({ name }) => name)

export const allSubjects = (db: ReadableDb) => on(db).selectFrom('subjects_subject').selectAll().execute()
export const allLinks = (db: ReadableDb) => on(db).selectFrom('subjects_link').selectAll().execute()

export const addSubject = (tx: Tx, row: SubjectRow) => at(tx).insertInto('subjects_subject').values(row).execute()

export const changeSubject = (
  tx: Tx,
  id: SubjectId,
  change: Partial<Pick<SubjectRow, 'phone' | 'phone_digits' | 'merged_into'>>,
) => at(tx).updateTable('subjects_subject').set(change).where('id', '=', id).execute()

// --- accounts ---

type Link = { participant: ParticipantNo; subject: SubjectId; linked_at: SubjectRow['created_at'] }

export const linksOf = async (db: ReadableDb, ids: readonly SubjectId[]): Promise<Link[]> =>
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

export const addLink = (tx: Tx, row: Link) => at(tx).insertInto('subjects_link').values(row).execute()

export async function dropLink(tx: Tx, subject: SubjectId, participant: ParticipantNo): Promise<boolean> {
  const gone = at(tx).deleteFrom('subjects_link').where('subject', '=', subject).where('participant', '=', participant)
  return (await gone.executeTakeFirst()).numDeletedRows === 1n
}

/** Those of the accounts that are `from`'s become `to`'s; answers which. */
export async function moveLinks(
  tx: Tx,
  from: SubjectId,
  to: SubjectId,
  participants: readonly ParticipantNo[],
): Promise<ParticipantNo[]> {
  if (participants.length === 0) return []
  const moved = at(tx)
    .updateTable('subjects_link')
    .set({ subject: to })
    .where('subject', '=', from)
    .where('participant', 'in', [...participants])
    .returning('participant')
  return (await moved.execute()).map(({ participant }) => participant)
}

// --- identifiers ---

export const identifiersOf = (db: ReadableDb, subject: SubjectId) =>
  on(db)
    .selectFrom('subjects_identifier')
    .selectAll()
    .where('subject', '=', subject)
    .orderBy('added_at')
    .orderBy('id')
    .execute()

/** Whoever has one of these identifiers. */
export async function holdersOf(db: ReadableDb, lookups: readonly Buffer[]): Promise<SubjectId[]> {
  if (lookups.length === 0) return []
  const found = on(db)
    .selectFrom('subjects_identifier')
    .select('subject')
    .distinct()
    .where('lookup', 'in', [...lookups])
  return (await found.execute()).map(({ subject }) => subject)
}

export const addIdentifier = (tx: Tx, row: IdentifierRow) =>
  at(tx).insertInto('subjects_identifier').values(row).execute()

export async function dropIdentifier(tx: Tx, subject: SubjectId, id: IdentifierId): Promise<boolean> {
  const gone = at(tx).deleteFrom('subjects_identifier').where('subject', '=', subject).where('id', '=', id)
  return (await gone.executeTakeFirst()).numDeletedRows === 1n
}

/** Those of the identifiers that are `from`'s become `to`'s; answers which. */
export async function moveIdentifiers(
  tx: Tx,
  from: SubjectId,
  to: SubjectId,
  ids: readonly IdentifierId[],
): Promise<IdentifierId[]> {
  if (ids.length === 0) return []
  const moved = at(tx)
    .updateTable('subjects_identifier')
    .set({ subject: to })
    .where('subject', '=', from)
    .where('id', 'in', [...ids])
    .returning('id')
  return (await moved.execute()).map(({ id }) => id)
}
