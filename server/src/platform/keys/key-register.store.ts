import type { Kysely } from 'kysely'
import type { Instant, KeyId } from '#base'
import type { SqliteDatabase } from '../db/connect.ts'
import type { ReadableDb, Tx } from '../db/house-db.ts'
import type { Migration } from '../db/migrate.ts'

export interface WrappedKey {
  purpose: string
  wrapped: Uint8Array
  /** Of the register key that wraps it, from 1. */
  generation: number
}

/** A register key of this house, without the key. A house that was never rotated has none of these rows. */
export interface Generation {
  generation: number
  /** HMAC of the key: tells which one somebody holds. */
  proof: Uint8Array
  /** The key, wrapped by the one before it; null once nobody can hold the older one any more. */
  bridge: Uint8Array | null
  begun_at: Instant
  done_at: Instant | null
}

interface RegisterTables {
  key_register: { id: KeyId; purpose: string; wrapped: Uint8Array; created_at: Instant; generation: number }
  key_register_generation: Generation
}

// The query builder is imported where it runs, on the main thread: every worker that opens keys loads this file.
export const keyRegisterMigrations: readonly Migration[] = [
  {
    name: '001_key_register',
    async up(db: Kysely<unknown>) {
      const { sql } = await import('kysely')
      await sql`create table key_register (
        id text primary key, purpose text not null, wrapped blob not null, created_at integer not null
      ) strict, without rowid`.execute(db)
    },
  },
  {
    name: '002_generations',
    async up(db: Kysely<unknown>) {
      const { sql } = await import('kysely')
      await sql`alter table key_register add column generation integer not null default 1`.execute(db)
      await sql`create table key_register_generation (
        generation integer primary key, proof blob not null, bridge blob, begun_at integer not null, done_at integer
      ) strict`.execute(db)
    },
  },
]

/** The statements of one connection; each is prepared once. A house that this version has not started yet is read too. */
export function registerStore(db: SqliteDatabase) {
  const isOld = !db.prepare(`select 1 from sqlite_schema where name = 'key_register_generation'`).get()
  const generation = isOld ? '1 as generation' : 'generation'
  const find = db.prepare<[string], WrappedKey>(`select purpose, wrapped, ${generation} from key_register where id = ?`)
  const insert = isOld
    ? db.prepare('insert into key_register (id, purpose, wrapped, created_at) values (?, ?, ?, ?)')
    : db.prepare('insert into key_register (id, purpose, wrapped, created_at, generation) values (?, ?, ?, ?, ?)')
  const generations = isOld
    ? null
    : db.prepare<[], Generation>('select * from key_register_generation order by generation')
  const remove = db.prepare('delete from key_register where id = ?')
  return {
    insert(id: KeyId, key: WrappedKey, at: Instant) {
      const row = [id, key.purpose, key.wrapped, at]
      insert.run(...(isOld ? row : [...row, key.generation]))
    },
    find: (id: KeyId) => find.get(id),
    remove: (id: KeyId) => remove.run(id),
    /** Oldest first. */
    generations: () => generations?.all() ?? [],
    inTransaction: (work: () => void) => db.transaction(work).immediate(),
  }
}

export function readGenerations(db: ReadableDb): Promise<Generation[]> {
  return db.tables<RegisterTables>().selectFrom('key_register_generation').selectAll().orderBy('generation').execute()
}

export async function insertGeneration(tx: Tx, row: Generation): Promise<void> {
  await tx.tables<RegisterTables>().insertInto('key_register_generation').values(row).execute()
}

export async function endGeneration(tx: Tx, generation: number, at: Instant): Promise<void> {
  const rows = tx.tables<RegisterTables>().updateTable('key_register_generation')
  await rows.set({ done_at: at }).where('generation', '=', generation).execute()
}

export async function removeBridges(tx: Tx): Promise<void> {
  const rows = tx.tables<RegisterTables>().updateTable('key_register_generation')
  await rows.set({ bridge: null }).where('done_at', 'is not', null).execute()
}

/** Keys that an older generation wraps, by id, after `after`. */
export function keysBefore(db: ReadableDb, generation: number, after: string, limit: number) {
  return db
    .tables<RegisterTables>()
    .selectFrom('key_register')
    .select(['id', 'purpose', 'wrapped', 'generation'])
    .where('generation', '<', generation)
    .where('id', '>', after as KeyId) // '' or an id that was read before
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function countKeysBefore(db: ReadableDb, generation: number): Promise<number> {
  const counted = await db
    .tables<RegisterTables>()
    .selectFrom('key_register')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('generation', '<', generation)
    .executeTakeFirstOrThrow()
  return counted.n
}

export async function replaceWrapped(tx: Tx, id: KeyId, wrapped: Uint8Array, generation: number): Promise<void> {
  const rows = tx.tables<RegisterTables>().updateTable('key_register')
  await rows.set({ wrapped, generation }).where('id', '=', id).execute()
}
