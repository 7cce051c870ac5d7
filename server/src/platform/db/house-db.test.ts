import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEncrypted } from './connect.ts'
import { type HouseDb, openHouseDb, type Tx } from './house-db.ts'
import { isUniqueViolation } from './sqlite-fault.ts'

interface Tables {
  note: { id: number; word: string }
}

let dir = ''
let db: HouseDb
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-house-'))
  db = openHouseDb(join(dir, 'house.db'), new Uint8Array(32).fill(1))
  await db.write(async (tx) => {
    await sql`create table note (id integer primary key, word text not null) strict`.execute(tx.tables())
  })
})
afterEach(async () => {
  await db.close()
  rmSync(dir, { recursive: true })
})

const add = (tx: Tx, id: number) => tx.tables<Tables>().insertInto('note').values({ id, word: 'w' }).execute()
const ids = async () => (await db.tables<Tables>().selectFrom('note').select('id').execute()).map((row) => row.id)

test('what a transaction wrote is there when it resolved', async () => {
  const answer = await db.write(async (tx) => {
    await add(tx, 1)
    return 'done'
  })
  expect([answer, await ids()]).toEqual(['done', [1]])
})

test('what another connection of this thread writes waits until no transaction is open', async () => {
  const other = openEncrypted(join(dir, 'house.db'), new Uint8Array(32).fill(1))
  const order: string[] = []
  const slow = db.write(async (tx) => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    await add(tx, 1)
    order.push('transaction')
  })
  const between = db.between(() => {
    other.exec("insert into note values (2, 'w')")
    order.push('between')
    return 'made'
  })
  const later = db.write(async (tx) => void (await add(tx, 3)))
  await expect(db.between(() => other.exec('no sql'))).rejects.toThrow()
  expect([await slow, await between, await later]).toEqual([undefined, 'made', undefined])
  expect([order, await ids()]).toEqual([
    ['transaction', 'between'],
    [1, 2, 3],
  ])
  other.close()
})

test('a query asked before reads what a changed table has now, however many were asked since', async () => {
  const notes = () => db.tables<Tables>().selectFrom('note').selectAll()
  await db.write((tx) => add(tx, 1))
  expect(await notes().execute()).toEqual([{ id: 1, word: 'w' }])
  await db.write(async (tx) => {
    await sql`alter table note add column colour text`.execute(tx.tables())
  })
  expect(await notes().execute()).toEqual([{ id: 1, word: 'w', colour: null }])
  for (let n = 1; n <= 450; n++) {
    const among = Array.from({ length: n }, (_, at) => at + 1)
    expect(await db.tables<Tables>().selectFrom('note').select('id').where('id', 'in', among).execute()).toHaveLength(1)
  }
  expect(await notes().execute()).toEqual([{ id: 1, word: 'w', colour: null }])
})

test('a transaction that throws leaves nothing and passes its error on', async () => {
  const failing = db.write(async (tx) => {
    await add(tx, 1)
    throw new RangeError('of the caller')
  })
  await expect(failing).rejects.toThrow(RangeError)
  expect(await ids()).toEqual([])
})

test('a handle dies with its transaction', async () => {
  let kept: Tx | undefined
  await db.write(async (tx) => {
    kept = tx
  })
  await expect(add(kept as unknown as Tx, 1)).rejects.toMatchObject({ code: 'transaction_over' }) // set just above
  expect(await ids()).toEqual([])
})

test('a reader sees committed rows only, a transaction also its own', async () => {
  await db.write(async (tx) => {
    await add(tx, 1)
    expect(await ids()).toEqual([])
    expect(await tx.tables<Tables>().selectFrom('note').select('id').execute()).toEqual([{ id: 1 }])
  })
  expect(await ids()).toEqual([1])
})

test('a reader cannot write', async () => {
  const insert = sql`insert into note (id, word) values (1, 'w')`.execute(db.tables<Tables>())
  await expect(insert).rejects.toMatchObject({ name: 'Fault', code: 'database_failed' })
})

test('transactions run one after another, in the order asked for', async () => {
  const seen: number[] = []
  await Promise.all(
    [1, 2, 3].map((id) =>
      db.write(async (tx) => {
        seen.push(id)
        await add(tx, id)
        await new Promise((resolve) => setImmediate(resolve))
        seen.push(id)
      }),
    ),
  )
  expect(seen).toEqual([1, 1, 2, 2, 3, 3])
})

test('a failed transaction does not hold up the next', async () => {
  const failing = db.write(async (tx) => sql`select * from absent`.execute(tx.tables()))
  const next = db.write((tx) => add(tx, 2))
  await expect(failing).rejects.toMatchObject({ code: 'database_failed' })
  await next
  expect(await ids()).toEqual([2])
})

test('a transaction inside another is refused instead of waiting for ever', async () => {
  const nested = db.write(() => db.write((tx) => add(tx, 1)))
  await expect(nested).rejects.toMatchObject({ code: 'broken_invariant' })
})

test('a second row of the same key is told apart from other failures', async () => {
  await db.write((tx) => add(tx, 1))
  const twice = await db.write((tx) => add(tx, 1)).catch((error) => error)
  expect(twice).toMatchObject({ name: 'Fault', code: 'constraint_violated' })
  expect(isUniqueViolation(twice)).toBe(true)
  const missing = await db
    .write((tx) => sql`insert into note (id) values (2)`.execute(tx.tables()))
    .catch((error) => error)
  expect(missing).toMatchObject({ code: 'constraint_violated' })
  expect(isUniqueViolation(missing)).toBe(false)
})

test('an error of the database carries no value of the statement', async () => {
  const failing = db.write((tx) => sql.raw(`insert into absent values ('13800138000')`).execute(tx.tables()))
  await expect(failing).rejects.toThrow(expect.not.stringMatching(/13800138000|absent/))
})
