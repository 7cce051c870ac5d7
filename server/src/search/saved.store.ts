import type { ColumnType } from 'kysely'
import type { Brand, Instant, PersonId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'

// Searches that a person keeps, in the house database (encrypted): what was typed is about people.

export type SavedSearchId = Brand<string, 'SavedSearchId'> // sav_

type Fixed<T> = ColumnType<T, T, never>

interface SavedTable {
  id: Fixed<SavedSearchId>
  person_id: Fixed<PersonId>
  permit: Fixed<string>
  name: Fixed<string>
  /** JSON as saved.ts writes it. */
  asked: Fixed<string>
  saved_at: Fixed<Instant>
}

export interface SavedRow {
  readonly id: SavedSearchId
  readonly person_id: PersonId
  readonly permit: string
  readonly name: string
  readonly asked: string
  readonly saved_at: Instant
}

interface Tables {
  search_saved: SavedTable
}

// The query builder is imported where it runs, on the main thread: the threads that read know this room too.
const first: Migration = {
  name: '001_saved',
  async up(db) {
    const { sql } = await import('kysely')
    await sql`create table search_saved (
      id text primary key not null, person_id text not null, permit text not null, name text not null,
      asked text not null, saved_at integer not null, unique (person_id, permit, name)
    ) strict`.execute(db)
  },
}

export const migrations: readonly Migration[] = [first]

/** By name. */
export function listSaved(db: ReadableDb, person: PersonId): Promise<SavedRow[]> {
  return db
    .tables<Tables>()
    .selectFrom('search_saved')
    .selectAll()
    .where('person_id', '=', person)
    .orderBy('name')
    .execute()
}

/** In the place of one of the same name under the same permit. */
export async function putSaved(tx: Tx, row: SavedRow): Promise<void> {
  const { person_id, permit, name } = row
  await tx
    .tables<Tables>()
    .deleteFrom('search_saved')
    .where('person_id', '=', person_id)
    .where('permit', '=', permit)
    .where('name', '=', name)
    .execute()
  await tx.tables<Tables>().insertInto('search_saved').values(row).execute()
}

/** False: no such one of this person's. */
export async function removeSaved(tx: Tx, id: SavedSearchId, person: PersonId): Promise<boolean> {
  const result = await tx
    .tables<Tables>()
    .deleteFrom('search_saved')
    .where('id', '=', id)
    .where('person_id', '=', person)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}
