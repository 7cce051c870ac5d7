import { type ColumnType, sql } from 'kysely'
import type { Instant } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'

interface SetupTables {
  house_setup: { one: ColumnType<number, number, never>; kit_confirmed_at: Instant }
}

export const setupMigrations: readonly Migration[] = [
  {
    name: '001_setup',
    up: async (db) => {
      await sql`create table house_setup (one integer primary key check (one = 1), kit_confirmed_at integer not null) strict`.execute(
        db,
      )
    },
  },
]

export const isKitConfirmed = async (db: ReadableDb): Promise<boolean> =>
  (await db.tables<SetupTables>().selectFrom('house_setup').selectAll().executeTakeFirst()) !== undefined

export const confirmKit = (tx: Tx, at: Instant) =>
  tx
    .tables<SetupTables>()
    .insertInto('house_setup')
    .values({ one: 1, kit_confirmed_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
