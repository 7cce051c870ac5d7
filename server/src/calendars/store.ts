import { type Generated, sql } from 'kysely'
import type { Instant, PersonId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'

// All SQL of this room. A table that counted once stays written.

export interface CalendarRow {
  /** As it was brought in. */
  text: string
  /** Of its UTF-8 bytes, hex. */
  sha256: string
  /** JSON list of the years that it speaks of. */
  years: string
  reason: string
  by: PersonId
  at: Instant
}
export type CalendarVersion = CalendarRow & { version: number }

interface CalendarTables {
  calendars_version: CalendarRow & { version: Generated<number> }
}

export const calendarsMigrations: readonly Migration[] = [
  {
    name: '001_versions',
    async up(db) {
      await sql`create table calendars_version (version integer primary key autoincrement, text text not null,
        sha256 text not null, years text not null, reason text not null, by text not null, at integer not null) strict`.execute(
        db,
      )
      for (const verb of ['update', 'delete'])
        await sql`create trigger ${sql.raw(`calendars_version_no_${verb}`)} before ${sql.raw(verb)} on calendars_version
          begin select raise(abort, 'it was so, and stays written'); end`.execute(db)
    },
  },
]

const on = (db: ReadableDb) => db.tables<CalendarTables>()

/** Oldest first: a later one counts over an earlier one. */
export function listVersions(db: ReadableDb): Promise<CalendarVersion[]> {
  return on(db).selectFrom('calendars_version').selectAll().orderBy('version').execute()
}

export async function insertVersion(tx: Tx, row: CalendarRow): Promise<void> {
  await tx.tables<CalendarTables>().insertInto('calendars_version').values(row).execute()
}
