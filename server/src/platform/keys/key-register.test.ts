import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type KeyId, systemClock } from '#base'
import { type HouseDb, openHouseDb } from '../db/house-db.ts'
import { migrate } from '../db/migrate.ts'
import { keyRegisterMigrations } from './key-register.store.ts'
import { type KeyRegister, openKeyRegister } from './key-register.ts'

const HOUSE_KEY = new Uint8Array(32).fill(1)
const REGISTER_KEY = new Uint8Array(32).fill(2)

let dir = ''
let db: HouseDb
let register: KeyRegister
const open = (registerKey = REGISTER_KEY) => openKeyRegister(join(dir, 'house.db'), HOUSE_KEY, registerKey, systemClock)

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-register-'))
  db = openHouseDb(join(dir, 'house.db'), HOUSE_KEY)
  await migrate(db, [{ room: 'platform', migrations: keyRegisterMigrations }], systemClock)
  register = open()
})
afterEach(async () => {
  register.close()
  await db.close()
  rmSync(dir, { recursive: true })
})

test('a key made through one connection opens through another', () => {
  const made = register.create('block', 3)
  const other = open()
  expect(made.map(({ id }) => other.open(id))).toEqual(made.map(({ key }) => key))
  expect(new Set(made.map(({ key }) => Buffer.from(key).toString('hex'))).size).toBe(3)
  other.close()
})

test('a destroyed key opens nowhere; its neighbours still do; destroying it again is no error', () => {
  const other = open()
  const [kept, gone] = register.create('epoch', 2)
  if (!kept || !gone) return expect.unreachable()
  expect(other.open(gone.id)).toEqual(gone.key)
  register.destroy([gone.id])
  register.destroy([gone.id])
  expect(() => other.open(gone.id)).toThrow(expect.objectContaining({ kind: 'not_found', code: 'key_destroyed' }))
  expect(other.open(kept.id)).toEqual(kept.key)
  other.close()
})

test('a key that never was is answered like one destroyed', () => {
  const open = () => register.open('key_absent' as KeyId)
  expect(open).toThrow(expect.objectContaining({ code: 'key_destroyed' }))
})

test('under another register key nothing opens', () => {
  const [made] = register.create('shard')
  const other = open(new Uint8Array(32).fill(3))
  expect(() => other.open(made?.id as KeyId)).toThrow(expect.objectContaining({ code: 'register_damaged' }))
  other.close()
})

test('a wrapped key opens under its own id and purpose only', async () => {
  const [a, b] = register.create('block', 2)
  await db.write((tx) => sql`update key_register set purpose = 'shard' where id = ${a?.id}`.execute(tx.tables()))
  await db.write((tx) =>
    sql`update key_register set wrapped = (select wrapped from key_register where id = ${a?.id}) where id = ${b?.id}`.execute(
      tx.tables(),
    ),
  )
  for (const made of [a, b]) {
    expect(() => register.open(made?.id as KeyId)).toThrow(expect.objectContaining({ code: 'register_damaged' }))
  }
})

test('the files of the house hold no key in the clear', () => {
  const made = register.create('block', 5)
  for (const name of ['house.db', 'house.db-wal']) {
    const bytes = readFileSync(join(dir, name))
    for (const { key } of made) expect(bytes.includes(Buffer.from(key))).toBe(false)
  }
})

test('keys are made while the house is writing, as soon as it is done', async () => {
  const writing = db.write(async (tx) => {
    await sql`create table other (x integer) strict`.execute(tx.tables())
  })
  await writing
  expect(register.create('block')).toHaveLength(1)
})
