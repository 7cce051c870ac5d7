import { type Kysely, sql } from 'kysely'
import type { Instant, KeyId } from '#base'
import type { SqliteDatabase } from '../db/connect.ts'
import type { Migration } from '../db/migrate.ts'

export interface WrappedKey {
  purpose: string
  wrapped: Uint8Array
}

export const keyRegisterMigrations: readonly Migration[] = [
  {
    name: '001_key_register',
    async up(db: Kysely<unknown>) {
      await sql`create table key_register (
        id text primary key, purpose text not null, wrapped blob not null, created_at integer not null
      ) strict, without rowid`.execute(db)
    },
  },
]

/** The statements of one connection; each is prepared once. */
export function registerStore(db: SqliteDatabase) {
  const insert = db.prepare('insert into key_register (id, purpose, wrapped, created_at) values (?, ?, ?, ?)')
  const find = db.prepare<[string], WrappedKey>('select purpose, wrapped from key_register where id = ?')
  const remove = db.prepare('delete from key_register where id = ?')
  return {
    insert: (id: KeyId, key: WrappedKey, at: Instant) => insert.run(id, key.purpose, key.wrapped, at),
    find: (id: KeyId) => find.get(id),
    remove: (id: KeyId) => remove.run(id),
    inTransaction: (work: () => void) => db.transaction(work).immediate(),
  }
}
