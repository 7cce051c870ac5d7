import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MINUTE, type RecordNo, Refusal } from '#base'
import type { SqliteDatabase } from '#platform'
import { type ArchiveHouse, arrivalOf, arrivals, makeArchiveHouse } from '#test/archive-house'
import { TestClock } from '#test/house-db'
import { packArrivals } from './arrival.ts'
import { fsckHouse } from './fsck.ts'
import { admit, openDb, openKeeper, openReader, openWriter } from './house.test-support.ts'
import type { JournalWriter } from './journal-writer.ts'
import { fieldsOf } from './reader.ts'

let house: ArchiveHouse
let db: SqliteDatabase
let clock: TestClock
let journal: JournalWriter

beforeEach(async () => {
  house = await makeArchiveHouse()
  clock = new TestClock()
  db = openDb(house)
  journal = openWriter(house, {}, clock, db)
  const keeper = await openKeeper(house, journal, {}, undefined, clock) // the ledgers begin before the first record
  await keeper.close()
})
afterEach(() => {
  journal.close()
  house.remove()
})

const archived = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => ({ outcome: 'archived', record: from + at }))

function bodyOf(no: number): string {
  const reader = openReader(house)
  const record = reader.read(no as RecordNo)
  reader.close()
  return record ? fieldsOf(record).body : ''
}

async function isSound(): Promise<boolean> {
  const { problems } = await fsckHouse(house.dir, house.keyring, clock)
  expect(problems).toEqual([])
  return true
}

describe('admitting', () => {
  test('numbers records densely, in the order of the batch, and keeps each as it came', async () => {
    expect(await admit(journal, arrivals(0, 30))).toEqual(archived(0, 30))
    const reader = openReader(house)
    for (let n = 0; n < 30; n++) {
      const record = reader.read(n as RecordNo)
      expect(record && fieldsOf(record)).toEqual(arrivalOf(n).fields)
      expect(record).toMatchObject({ archivedAt: clock.now(), seq: Math.floor(n / 5), sealed: false })
    }
    expect(reader.read(30 as RecordNo)).toBeNull()
    reader.close()
    expect(await isSound()).toBe(true)
  })

  test('recognises what it has, in the same batch, in another, and after a restart', async () => {
    expect(await admit(journal, [arrivalOf(1), arrivalOf(1), arrivalOf(2)])).toEqual([
      { outcome: 'archived', record: 0 },
      { outcome: 'duplicate', record: 0 },
      { outcome: 'archived', record: 1 },
    ])
    const again = [arrivalOf(2), arrivalOf(3), arrivalOf(1)]
    const outcomes = [
      { outcome: 'duplicate', record: 1 },
      { outcome: 'archived', record: 2 },
      { outcome: 'duplicate', record: 0 },
    ]
    expect(await admit(journal, again)).toEqual(outcomes)
    journal.close()
    journal = openWriter(house, {}, clock)
    expect(await admit(journal, arrivals(1, 4))).toEqual([0, 1, 2].map((record) => ({ outcome: 'duplicate', record })))
    expect(await isSound()).toBe(true)
  })

  test('takes the same identity from another origin, platform or hour for another message', async () => {
    const batch = [
      arrivalOf(1),
      arrivalOf(1, { origin: 'corp-2' }),
      arrivalOf(1, { platform: 'sms' }),
      arrivalOf(1, { sourceTs: 1_690_000_000_000 + 60 * MINUTE }),
      arrivalOf(1, { sourceTs: null }),
    ]
    expect(await admit(journal, batch)).toEqual(archived(0, 5))
    expect(await isSound()).toBe(true)
  })

  test('takes batches of several callers in one transaction, each answered with its own numbers', async () => {
    const outcomes = await Promise.all([0, 1, 2].map((n) => admit(journal, arrivals(n * 10, n * 10 + 10))))
    expect(outcomes).toEqual([archived(0, 10), archived(10, 20), archived(20, 30)])
    expect(db.prepare('select count(*) as n, max(id) as id from epoch').get()).toEqual({ n: 1, id: 1 })
  })

  test('refuses a batch that is too large, and arrivals that are out of shape', () => {
    const one = arrivalOf(0)
    expect(() => packArrivals(Array(10_001).fill(one))).toThrow('batch_too_large')
    const broken = [
      { ...one, fields: { ...one.fields, platform: 'a\0b' } },
      { ...one, fields: { ...one.fields, platform: '' } },
      { ...one, fields: { ...one.fields, origin: 'a\0b' } },
      { ...one, digest: new Uint8Array(31) },
      { ...one, encoded: new Uint8Array(0) },
      { ...one, identity: '\ud800' },
      { ...one, fields: { ...one.fields, sourceTs: 0.5 } },
    ]
    for (const arrival of broken) expect(() => packArrivals([arrival])).toThrow('bad_arrival')
    expect(() => packArrivals([one])).not.toThrow()
  })

  test('lets one caller’s broken batch refuse only that one', async () => {
    const broken = packArrivals(arrivals(0, 5)).value
    broken.conversations = []
    const [good, bad, alsoGood] = await Promise.allSettled([
      admit(journal, arrivals(10, 15)),
      journal.admit(broken),
      admit(journal, arrivals(20, 25)),
    ])
    expect(good).toMatchObject({ status: 'fulfilled', value: archived(0, 5) })
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'broken_invariant' } })
    expect(alsoGood).toMatchObject({ status: 'fulfilled', value: archived(5, 10) })
    expect(await isSound()).toBe(true)
  })

  test('never lets the archive’s clock run back', async () => {
    await admit(journal, arrivals(0, 1))
    clock.pass(-5 * MINUTE)
    await admit(journal, arrivals(1, 2))
    expect(await isSound()).toBe(true)
  })

  test('says after closing that it is closed', async () => {
    const waiting = admit(journal, arrivals(0, 3))
    journal.close()
    expect(await waiting).toEqual(archived(0, 3))
    await expect(admit(journal, arrivals(3, 4))).rejects.toMatchObject({ kind: 'unavailable', code: 'journal_closed' })
    journal = openWriter(house, {}, clock)
  })
})

describe('a disk that is full or fails', () => {
  test('when full refuses the group as a whole, remembers nothing of it, and takes it when there is room', async () => {
    await admit(journal, arrivals(0, 10))
    const pages = db.pragma('page_count', { simple: true })
    db.pragma(`max_page_count = ${pages}`)
    const fresh = Array.from({ length: 300 }, (_, n) =>
      arrivalOf(1000 + n, { conversation: `new-${n}`, sender: `new-${n}` }),
    )
    const refusal = { kind: 'unavailable', code: 'journal_full' }
    const both = await Promise.allSettled([admit(journal, fresh), admit(journal, arrivals(10, 12))])
    expect(both).toMatchObject([{ reason: refusal }, { reason: refusal }])
    expect(journal.state).toMatchObject({ next: 10, records: 10, nextConversation: 6 })
    db.pragma('max_page_count = 1000000')
    expect(await admit(journal, arrivals(10, 12))).toEqual(archived(10, 12))
    expect(await admit(journal, fresh)).toEqual(archived(12, 312))
    expect(await isSound()).toBe(true)
  })

  test.each([
    ['and had written nothing', false],
    ['and had written everything', true],
  ])('that fails at the commit %s leaves a journal that goes on', async (_, isPersisted) => {
    await admit(journal, arrivals(0, 10))
    const exec = db.exec.bind(db)
    db.exec = (sql) => {
      if (sql === 'COMMIT') {
        db.exec = exec
        if (isPersisted) exec(sql)
        throw Object.assign(new Error('disk'), { code: 'SQLITE_IOERR_FSYNC' })
      }
      return exec(sql)
    }
    await expect(admit(journal, arrivals(10, 20))).rejects.toMatchObject({ kind: 'unavailable', code: 'journal_io' })
    const again = await admit(journal, arrivals(10, 21))
    expect(again.map(({ record }) => record)).toEqual(Array.from({ length: 11 }, (__, at) => 10 + at))
    expect(again[0]?.outcome).toBe(isPersisted ? 'duplicate' : 'archived')
    expect(await isSound()).toBe(true)
  })

  test('at the very first commit of an epoch leaves a journal that goes on', async () => {
    const exec = db.exec.bind(db)
    db.exec = (sql) => {
      const done = exec(sql)
      if (sql !== 'COMMIT') return done
      db.exec = exec
      throw Object.assign(new Error('disk'), { code: 'SQLITE_IOERR_FSYNC' })
    }
    await expect(admit(journal, arrivals(0, 5))).rejects.toMatchObject({ code: 'journal_io' })
    expect(await admit(journal, arrivals(5, 6))).toEqual(archived(5, 6))
    expect(await isSound()).toBe(true)
  })

  test('that has no room for the epoch’s key leaves nothing of the batch', async () => {
    journal.close()
    db = openDb(house)
    let isFull = true
    journal = openWriter(house, {}, clock, db, (register) => ({
      ...register,
      create(purpose, count) {
        if (isFull) throw new Refusal('unavailable', 'disk_full')
        return register.create(purpose, count)
      },
    }))
    const both = await Promise.allSettled([
      journal.appendStatement({ type: 'setup', key: 's', salt: new Uint8Array(16), statement: { v: 1 } }),
      admit(journal, arrivals(0, 5)),
    ])
    const refused = { status: 'rejected', reason: { code: 'journal_full' } }
    expect(both).toMatchObject([refused, refused])
    expect(db.prepare('select count(*) from seen').pluck().get()).toBe(0)
    isFull = false
    expect(await admit(journal, arrivals(0, 5))).toEqual(archived(0, 5))
    expect(await isSound()).toBe(true)
  })

  test('never brings a nonce back', async () => {
    await admit(journal, arrivals(0, 10))
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`)
    await expect(admit(journal, arrivals(100, 400))).rejects.toMatchObject({ code: 'journal_full' })
    db.pragma('max_page_count = 1000000')
    await admit(journal, arrivals(10, 12))
    const nonces = db.prepare('select nonce from record order by no').pluck().all()
    expect(nonces.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, at) => at))
    expect(Math.min(...(nonces.slice(10) as number[]))).toBeGreaterThan(10)
  })
})

describe('epoch keys', () => {
  test('are new at each start and after each hour', async () => {
    await admit(journal, arrivals(0, 1))
    clock.pass(59 * MINUTE)
    await admit(journal, arrivals(1, 2))
    clock.pass(2 * MINUTE)
    await admit(journal, arrivals(2, 3))
    journal.close()
    journal = openWriter(house, {}, clock)
    await admit(journal, arrivals(3, 4))
    const rows = openDb(house)
    expect(rows.prepare('select no, epoch, nonce from record order by no').all()).toEqual([
      { no: 0, epoch: 1, nonce: 0 },
      { no: 1, epoch: 1, nonce: 1 },
      { no: 2, epoch: 2, nonce: 0 },
      { no: 3, epoch: 3, nonce: 0 },
    ])
    expect(rows.prepare('select count(distinct key) from epoch').pluck().get()).toBe(3)
    rows.close()
    expect(bodyOf(0)).toBe(arrivalOf(0).fields.body)
  })

  test('are not made by a start that takes nothing in', async () => {
    await journal.appendStatement({ type: 'setup', key: 'setup', salt: new Uint8Array(16), statement: { v: 1 } })
    expect(db.prepare('select count(*) from epoch').pluck().get()).toBe(0)
  })
})
