import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '#base'
import { type HouseDb, openHouseDb } from './house-db.ts'
import { type Migration, migrate } from './migrate.ts'

let dir = ''
let db: HouseDb
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-migrate-'))
  db = openHouseDb(join(dir, 'house.db'), new Uint8Array(32).fill(1))
})
afterEach(async () => {
  await db.close()
  rmSync(dir, { recursive: true })
})

const table = (name: string): Migration => ({
  name,
  up: async (to) => {
    await sql`create table ${sql.table(name)} (x integer) strict`.execute(to)
  },
})
const tableNames = async () =>
  (await sql<{ name: string }>`select name from sqlite_schema where name like 'room_%'`.execute(db.tables())).rows
    .map((row) => row.name)
    .sort()

test('each migration runs once, in order, however often the house starts', async () => {
  const rooms = [
    { room: 'first', migrations: [table('room_a')] },
    { room: 'second', migrations: [table('room_b')] },
  ]
  expect(await migrate(db, rooms, systemClock)).toBe(2)
  expect(await migrate(db, rooms, systemClock)).toBe(0)
  const later = [{ room: 'first', migrations: [table('room_a'), table('room_c')] }, ...rooms.slice(1)]
  expect(await migrate(db, later, systemClock)).toBe(1)
  expect(await tableNames()).toEqual(['room_a', 'room_b', 'room_c'])
})

test('a migration that fails leaves none of its changes, and the ones before it stay', async () => {
  const broken: Migration = {
    name: 'broken',
    up: async (to) => {
      await table('room_b').up(to)
      await sql`select * from absent`.execute(to)
    },
  }
  const rooms = [{ room: 'r', migrations: [table('room_a'), broken] }]
  await expect(migrate(db, rooms, systemClock)).rejects.toMatchObject({ code: 'database_failed' })
  expect(await tableNames()).toEqual(['room_a'])
  expect(await migrate(db, [{ room: 'r', migrations: [table('room_a'), table('room_b')] }], systemClock)).toBe(1)
})

test('a house that a newer version opened is refused', async () => {
  await migrate(db, [{ room: 'r', migrations: [table('room_a'), table('room_b')] }], systemClock)
  const older = [{ room: 'r', migrations: [table('room_a')] }]
  await expect(migrate(db, older, systemClock)).rejects.toMatchObject({ code: 'house_is_newer' })
})
