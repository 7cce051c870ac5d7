import type { ColumnType, Kysely } from 'kysely'
import { sql } from 'kysely'
import { type Clock, Fault } from '#base'
import type { HouseDb, Tx } from './house-db.ts'

export interface Migration {
  /** Unique within the room, never renamed: `001_requests`. */
  name: string
  up(db: Kysely<unknown>): Promise<void>
}

export interface RoomMigrations {
  room: string
  migrations: readonly Migration[]
}

interface MigrationTables {
  platform_migration: {
    room: ColumnType<string, string, never>
    name: ColumnType<string, string, never>
    ran_at: ColumnType<number, number, never>
  }
}

/**
 * Brings the house database up to this version: every room's list in the order given, each migration in a transaction
 * of its own with the row that says it ran. A crash leaves whole migrations only; the next start goes on from there.
 *
 * @throws Fault `house_is_newer` when the file knows migrations that this version does not
 */
export async function migrate(db: HouseDb, rooms: readonly RoomMigrations[], clock: Clock): Promise<number> {
  await db.write(makeTable)
  const ran = await db.tables<MigrationTables>().selectFrom('platform_migration').select(['room', 'name']).execute()
  const known = new Set(rooms.flatMap(({ room, migrations }) => migrations.map(({ name }) => `${room}/${name}`)))
  const done = new Set(ran.map(({ room, name }) => `${room}/${name}`))
  const unknown = [...done].filter((id) => !known.has(id))
  if (unknown.length > 0) {
    throw new Fault('house_is_newer', 'this house was opened by a newer version; start that one', {
      migrations: unknown.length,
    })
  }
  let count = 0
  for (const { room, migrations } of rooms) {
    for (const { name, up } of migrations) {
      if (done.has(`${room}/${name}`)) continue
      await db.write(async (tx) => {
        await up(tx.tables())
        const row = { room, name, ran_at: clock.now() }
        await tx.tables<MigrationTables>().insertInto('platform_migration').values(row).execute()
      })
      count += 1
    }
  }
  return count
}

async function makeTable(tx: Tx): Promise<void> {
  await sql`create table if not exists platform_migration (
    room text not null, name text not null, ran_at integer not null, primary key (room, name)
  ) strict, without rowid`.execute(tx.tables())
}
