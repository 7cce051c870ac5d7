import { sql } from 'kysely'
import type { Instant, PersonId } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { type DirectoryId, type DirectoryRow, from, type PersonRow, to } from './schema.store.ts'

export const insertDirectory = (tx: Tx, row: DirectoryRow) =>
  to(tx).insertInto('identity_directory').values(row).execute()

export const listDirectories = (db: ReadableDb): Promise<DirectoryRow[]> =>
  from(db).selectFrom('identity_directory').selectAll().orderBy('made_at').execute()

export const directoryByHash = (db: ReadableDb, hash: string): Promise<DirectoryRow | undefined> =>
  from(db).selectFrom('identity_directory').selectAll().where('hash', '=', hash).executeTakeFirst()

export const directoryById = (db: ReadableDb, id: DirectoryId): Promise<DirectoryRow | undefined> =>
  from(db).selectFrom('identity_directory').selectAll().where('id', '=', id).executeTakeFirst()

export const updateDirectory = (tx: Tx, id: DirectoryId, change: { used_at?: Instant; revoked_at?: Instant }) =>
  to(tx).updateTable('identity_directory').set(change).where('id', '=', id).execute()

/** People who came from a list and are not disabled. */
export const fromLists = (db: ReadableDb): Promise<PersonRow[]> =>
  from(db)
    .selectFrom('identity_person')
    .selectAll()
    .where('source', '=', 'csv')
    .where('state', '!=', 'disabled')
    .orderBy('username')
    .execute()

export const findExternal = (db: ReadableDb, external: string): Promise<PersonRow | undefined> =>
  from(db).selectFrom('identity_person').selectAll().where('external_id', '=', external).executeTakeFirst()

export async function usernameOf(db: ReadableDb, id: PersonId | null): Promise<string | null> {
  if (id === null) return null
  const row = from(db).selectFrom('identity_person').select('username').where('id', '=', id)
  return (await row.executeTakeFirst())?.username ?? null
}

// One line of a list inside the transaction of the whole: refused, it leaves nothing behind and the others stay.
export const startLine = (tx: Tx) => sql`savepoint line`.execute(to(tx))
export const keepLine = (tx: Tx) => sql`release line`.execute(to(tx))
export async function undoLine(tx: Tx): Promise<void> {
  await sql`rollback to line`.execute(to(tx))
  await sql`release line`.execute(to(tx))
}
