import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type KeyId, systemClock } from '#base'
import { type HouseDb, openHouseDb, type Tx } from '../db/house-db.ts'
import { migrate } from '../db/migrate.ts'
import { keyRegisterMigrations } from './key-register.store.ts'
import { type KeyRegister, openKeyRegister, type RegisteredKey } from './key-register.ts'
import { createKeyring, type Keyring, openKeyring } from './keyring.ts'
import { recoveryKit } from './recovery-kit.ts'
import { beginRotation, closeBridges, finishRotation, type RotationParts, registerState } from './rotate.ts'

const clock = systemClock
let house = ''
let db: HouseDb
let keyring: Keyring
let handles: KeyRegister[] = []

beforeEach(async () => {
  house = mkdtempSync(join(tmpdir(), 'cunzhen-rotate-'))
  keyring = createKeyring(join(house, 'keys'), { clock })
  db = openHouseDb(join(house, 'house.db'), keyring.secret('house.db'))
  await migrate(db, [{ room: 'keys', migrations: keyRegisterMigrations }], clock)
})
afterEach(async () => {
  for (const handle of handles) handle.close()
  handles = []
  await db.close()
  rmSync(house, { recursive: true })
})

function open(of: Keyring = keyring, registerKey = of.secret('register')): KeyRegister {
  const handle = openKeyRegister(join(house, 'house.db'), of.secret('house.db'), registerKey, clock)
  handles.push(handle)
  return handle
}

const begin = () => db.write((tx) => beginRotation(tx, { keyring, clock }))
const finish = (more: Partial<RotationParts> = {}) => finishRotation({ db, keyring, clock, ...more })
const opensAll = (handle: KeyRegister, keys: readonly RegisteredKey[]) =>
  expect(keys.map(({ id }) => handle.open(id))).toEqual(keys.map(({ key }) => key))

async function rows(): Promise<{ id: KeyId; wrapped: Uint8Array; generation: number }[]> {
  const read = (tx: Tx) =>
    sql<{ id: KeyId; wrapped: Uint8Array; generation: number }>`select * from key_register`.execute(tx.tables())
  return (await db.write(read)).rows
}

describe('a rotation', () => {
  test('wraps every key anew under another register key, each with a nonce of its own, and keeps the kit', async () => {
    const made = [...open().create('block', 40), ...open().create('epoch', 3), ...open().create('shard', 2)]
    const [before, kit, old] = [await rows(), recoveryKit(keyring), keyring.secret('register')]
    expect(await begin()).toBe(2)
    const seen: string[] = []
    const onProgress = (done: number, total: number) => seen.push(`${done}/${total}`)
    expect(await finish({ batch: 20, onProgress })).toEqual({ generation: 2, keys: 45, damaged: 0 })
    expect(seen).toEqual(['0/45', '20/45', '40/45', '45/45'])
    const after = await rows()
    const nonces = [...before, ...after].map(({ wrapped }) => Buffer.from(wrapped.subarray(0, 12)).toString('hex'))
    expect(new Set(nonces).size).toBe(90)
    expect(new Set(after.map(({ generation }) => generation))).toEqual(new Set([2]))
    const again = openKeyring(join(house, 'keys'))
    expect(again.secret('register')).not.toEqual(old)
    expect(again.secret('log')).toEqual(keyring.secret('log'))
    expect(readFileSync(join(house, 'keys/keyring.copy.json'))).toEqual(readFileSync(join(house, 'keys/keyring.json')))
    expect(recoveryKit(again)).toEqual(kit)
    opensAll(open(again), made)
    expect(await registerState(db)).toMatchObject({ generation: 2, isRotating: false, isBridged: true })
  })

  test('is not noticed by who holds the older key: it reads on, and what it makes is under the newest', async () => {
    const running = open()
    const made = running.create('block', 3)
    for (const generation of [2, 3]) {
      await begin()
      made.push(...running.create('epoch', 2))
      await finish()
      made.push(...running.create('shard'))
      expect((await rows()).every((row) => row.generation === generation)).toBe(true)
      opensAll(running, made)
    }
    opensAll(open(openKeyring(join(house, 'keys'))), made)
  })

  test('after the bridges are closed an older key leads nowhere', async () => {
    const old = keyring.secret('register')
    const made = open().create('block', 2)
    await begin()
    await finish()
    await closeBridges(db)
    expect(await registerState(db)).toMatchObject({ generation: 2, isBridged: false })
    const holder = open(keyring, old)
    for (const { id } of made) {
      expect(() => holder.open(id)).toThrow(expect.objectContaining({ code: 'register_damaged' }))
    }
    expect(() => holder.create('block')).toThrow(expect.objectContaining({ code: 'register_damaged' }))
    opensAll(open(), made)
  })

  test('that runs is not begun twice; one that never began is not ended', async () => {
    expect(await finish()).toBeNull()
    await begin()
    await expect(begin()).rejects.toMatchObject({ kind: 'conflict', code: 'rotation_running' })
    await finish()
    expect(await finish()).toBeNull()
  })

  test('leaves a destroyed key destroyed, and names what did not open before either', async () => {
    const [gone, broken, kept] = open().create('block', 3)
    if (!gone || !broken || !kept) return expect.unreachable()
    open().destroy([gone.id])
    await db.write((tx) => sql`update key_register set wrapped = x'00' where id = ${broken.id}`.execute(tx.tables()))
    await begin()
    expect(await finish()).toEqual({ generation: 2, keys: 1, damaged: 1 })
    const handle = open()
    expect(() => handle.open(gone.id)).toThrow(expect.objectContaining({ code: 'key_destroyed' }))
    expect(() => handle.open(broken.id)).toThrow(expect.objectContaining({ code: 'register_damaged' }))
    opensAll(handle, [kept])
  })
})

describe('a rotation that was interrupted', () => {
  const STEPS = ['after beginning', 'between two batches', 'before the keyring', 'after the keyring'] as const

  test.each(STEPS)('%s: all keys open at every moment, and the next start ends it', async (step) => {
    const made = open().create('block', 30)
    await begin()
    const stop = new Error('power')
    const failing = {
      'after beginning': null,
      'between two batches': { batch: 10, onProgress: (done: number) => void (done === 20 && fail()) },
      'before the keyring': { also: [() => Promise.reject(stop)] },
      'after the keyring': { clock: { now: () => fail() } },
    }[step]
    function fail(): never {
      throw stop
    }
    if (failing) await expect(finish(failing)).rejects.toBe(stop)
    // a process that starts now knows what is on disk
    keyring = openKeyring(join(house, 'keys'))
    opensAll(open(), made)
    made.push(...open().create('epoch'))
    expect(await registerState(db)).toMatchObject({ generation: 1, isRotating: true })
    expect(await finish()).toMatchObject({ generation: 2, damaged: 0 })
    await closeBridges(db)
    opensAll(open(openKeyring(join(house, 'keys'))), made)
    expect((await rows()).every(({ generation }) => generation === 2)).toBe(true)
  })

  test('lets others wrap by the newest key and open by either, meanwhile', async () => {
    const old = keyring.secret('register')
    await begin()
    const offered: Uint8Array[][] = []
    await finish({ also: [async () => void offered.push(keyring.registerKeys())] })
    expect(offered[0]).toHaveLength(2)
    expect(offered[0]?.[1]).toEqual(old)
    expect(offered[0]?.[0]).toEqual(keyring.secret('register'))
    expect(keyring.registerKeys()).toEqual(offered[0])
  })

  test('with the keyring of another time beside it says so, and changes nothing', async () => {
    open().create('block', 2)
    await begin()
    const before = await rows()
    const stranger = createKeyring(join(house, 'other'), { clock })
    await expect(finish({ keyring: stranger })).rejects.toMatchObject({ name: 'Fault', code: 'register_damaged' })
    expect(await rows()).toEqual(before)
  })
})

test('a house that this version has never started is read as it is', async () => {
  const [made] = open().create('block')
  await db.write(async (tx) => {
    await sql`drop table key_register_generation`.execute(tx.tables())
    await sql`alter table key_register drop column generation`.execute(tx.tables())
  })
  expect(open().open(made?.id ?? ('' as KeyId))).toEqual(made?.key)
  expect(open().create('epoch')).toHaveLength(1)
})
