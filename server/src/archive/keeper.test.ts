import { cpSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HOUR, MINUTE, type RecordNo } from '#base'
import { type ArchiveHouse, arrivalOf, arrivals, makeArchiveHouse } from '#test/archive-house'
import { TestClock } from '#test/house-db'
import { fsckHouse } from './fsck.ts'
import { admit, openDb, openKeeper, openReader, openWriter } from './house.test-support.ts'
import { archiveFiles } from './house-files.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { Keeper, KeeperOptions } from './keeper-work.ts'
import { fieldsOf } from './reader.ts'

let house: ArchiveHouse
let clock: TestClock
let journal: JournalWriter
let keeper: Keeper

const open = async (options: KeeperOptions = { waitsForIndex: false }) => {
  journal = openWriter(house, {}, clock)
  keeper = await openKeeper(house, journal, options, undefined, clock)
}
const close = async () => {
  await keeper.close()
  journal.close()
}

beforeEach(async () => {
  house = await makeArchiveHouse()
  clock = new TestClock()
})
afterEach(() => house.remove())

const filesOf = () => archiveFiles(house.dir)
const problems = async () => (await fsckHouse(house.dir, house.keyring, clock)).problems

describe('checkpoints', () => {
  test('are signed a second after an entry, or when 4,096 wait', async () => {
    await open()
    await admit(journal, arrivals(0, 10))
    keeper.integrate()
    expect(keeper.status().signed).toBe(0)
    clock.pass(999)
    keeper.integrate()
    expect(keeper.status().signed).toBe(0)
    clock.pass(1)
    keeper.integrate()
    expect(keeper.status().signed).toBe(10)
    await admit(journal, arrivals(10, 4105))
    keeper.integrate()
    expect(keeper.status().signed).toBe(10)
    await admit(journal, arrivals(4105, 4106))
    keeper.integrate()
    expect(keeper.status().signed).toBe(4106)
    expect(await problems()).toEqual([])
    await close()
  })

  test('are signed for what waits when the keeper ends', async () => {
    await open()
    await admit(journal, arrivals(0, 3))
    await close()
    await open()
    expect(keeper.status().signed).toBe(3)
    await close()
  })
})

describe('a house whose parts do not fit is refused', () => {
  const copy = (from: string, to: string) => cpSync(join(house.dir, from), join(house.dir, to), { recursive: true })
  const drop = (...names: string[]) => {
    for (const name of names) rmSync(join(house.dir, name), { recursive: true, force: true })
  }

  test('an old journal under a newer ledger', async () => {
    await open()
    await admit(journal, arrivals(0, 300))
    await close()
    copy('journal.db', 'old.db')
    await open()
    await admit(journal, arrivals(300, 310))
    await close()
    drop('journal.db', 'journal.db-wal', 'journal.db-shm')
    copy('old.db', 'journal.db')
    await expect(open()).rejects.toMatchObject({ code: 'ledger_ahead' })
    expect((await problems()).map(({ code }) => code)).toContain('ledger_ahead')
    journal.close()
  })

  test('a journal of another history', async () => {
    await open()
    await admit(journal, arrivals(0, 300))
    await close()
    copy('journal.db', 'old.db')
    await open()
    await admit(journal, arrivals(300, 310))
    await close()
    drop('journal.db', 'journal.db-wal', 'journal.db-shm')
    copy('old.db', 'journal.db')
    journal = openWriter(house, {}, clock)
    await admit(journal, arrivals(400, 420)) // as a server would that did not look at its ledger first
    await expect(openKeeper(house, journal, {}, undefined, clock)).rejects.toMatchObject({ code: 'ledger_forked' })
    journal.close()
  })

  test('a lost ledger, and an old one that lacks what has left the journal', async () => {
    await open()
    await admit(journal, arrivals(0, 10))
    await close()
    copy('ledger', 'old-ledger')
    await open()
    await keeper.seal()
    keeper.integrate(true)
    await keeper.prune()
    expect(keeper.status().pruned).toBe(10)
    await admit(journal, arrivals(10, 20))
    await keeper.seal()
    keeper.integrate(true)
    await keeper.prune()
    await close()
    drop('ledger')
    await expect(open()).rejects.toMatchObject({ code: 'ledger_missing' })
    journal.close()
    copy('old-ledger', 'ledger')
    await expect(open()).rejects.toMatchObject({ code: 'ledger_behind' })
    expect((await problems()).map(({ code }) => code)).toContain('ledger_behind')
    journal.close()
  })

  test('a checkpoint by another key', async () => {
    await open()
    await admit(journal, arrivals(0, 10))
    await close()
    const other = await makeArchiveHouse()
    const otherJournal = openWriter(other)
    const otherKeeper = await openKeeper(other, otherJournal)
    await admit(otherJournal, arrivals(0, 10))
    await otherKeeper.close()
    otherJournal.close()
    drop('ledger')
    cpSync(archiveFiles(other.dir).ledger, filesOf().ledger, { recursive: true })
    other.remove()
    await expect(open()).rejects.toMatchObject({ code: 'ledger_unsigned' })
    journal.close()
  })
})

describe('sealing', () => {
  test('is due an hour after the oldest record, or at a size', async () => {
    await open({ waitsForIndex: false, sealBytes: 4000 })
    await admit(journal, arrivals(0, 5))
    expect(await keeper.sealDue()).toEqual([])
    clock.pass(HOUR - MINUTE)
    await admit(journal, arrivals(5, 6))
    expect(await keeper.sealDue()).toEqual([])
    clock.pass(MINUTE)
    expect(await keeper.sealDue()).toHaveLength(1)
    expect(keeper.status().sealed).toBe(6)
    await admit(journal, arrivals(6, 46))
    const sealed = await keeper.sealDue()
    expect(sealed.length).toBeGreaterThan(0)
    expect(keeper.status().sealed).toBeLessThan(46) // what is less than a segment waits for its hour
    clock.pass(HOUR)
    await keeper.sealDue()
    expect(keeper.status().sealed).toBeGreaterThanOrEqual(46)
    expect(await problems()).toEqual([])
    await close()
  })

  test('of nothing makes nothing, also where only statements wait', async () => {
    await open()
    expect(await keeper.seal()).toEqual([])
    await journal.appendStatement({ type: 'setup', key: 's', salt: new Uint8Array(16), statement: { v: 1 } })
    expect(await keeper.seal()).toEqual([])
    expect(readdirSync(filesOf().segments)).toEqual([])
    await close()
  })

  test('asked for twice at once seals each record once', async () => {
    await open()
    await admit(journal, arrivals(0, 50))
    const [first, second] = await Promise.all([keeper.seal(), keeper.seal()])
    expect([first, second].map((ids) => ids.length).sort()).toEqual([0, 1])
    keeper.integrate(true)
    expect(await problems()).toEqual([])
    await close()
  })

  test('goes on while records arrive', async () => {
    await open({ waitsForIndex: false, sealBytes: 3000 })
    await admit(journal, arrivals(0, 200))
    const sealing = keeper.seal()
    for (let n = 200; n < 260; n += 10) await admit(journal, arrivals(n, n + 10))
    await sealing
    await keeper.seal()
    keeper.integrate(true)
    await keeper.prune()
    expect(await problems()).toEqual([])
    await close()
  })
})

describe('pruning', () => {
  test('gives the room of what left the journal back to the disk, but for what the next hours need', async () => {
    await open()
    // a field that is committed to as one: a body of this length is twenty thousand commitments
    const extra = JSON.stringify({ long: '长'.repeat(20_000) })
    for (let n = 0; n < 2100; n += 100) {
      const bodies = Array.from({ length: 100 }, (_, at) => arrivalOf(n + at, { extra }))
      await admit(journal, bodies)
    }
    await keeper.seal()
    keeper.integrate(true)
    const db = openDb(house)
    const pages = (what: string) => Number(db.pragma(what, { simple: true }))
    const before = pages('page_count')
    await keeper.prune()
    expect(pages('page_count')).toBeLessThan(before)
    expect(pages('freelist_count')).toBeGreaterThan(8000)
    db.close()
    expect(await problems()).toEqual([])
    await close()
  })

  const rowsLeft = () => {
    const db = openDb(house)
    const left = db.prepare('select count(*) from record').pluck().get()
    db.close()
    return left
  }

  test('waits for the signed checkpoint, over the records and over the segment’s statement', async () => {
    await open()
    await admit(journal, arrivals(0, 20))
    await keeper.seal()
    await keeper.prune()
    expect(rowsLeft()).toBe(20)
    keeper.integrate(true)
    await keeper.prune()
    expect(rowsLeft()).toBe(0)
    expect(await problems()).toEqual([])
    await close()
  })

  test('waits for the index', async () => {
    await open({})
    await admit(journal, arrivals(0, 20))
    await keeper.seal()
    keeper.integrate(true)
    await keeper.prune()
    expect(rowsLeft()).toBe(20)
    keeper.noteIndexed(19)
    await keeper.prune()
    expect(rowsLeft()).toBe(20)
    keeper.noteIndexed(20)
    await keeper.prune()
    expect(rowsLeft()).toBe(0)
    await close()
  })

  test.each([
    ['has lost a byte', (path: string) => truncateSync(path, 200)],
    ['is gone', (path: string) => rmSync(path)],
    ['is another', (path: string) => writeFileSync(path, 'another')],
  ])('does not happen where the segment’s file %s', async (_, damage) => {
    await open()
    await admit(journal, arrivals(0, 20))
    const [id] = await keeper.seal()
    keeper.integrate(true)
    damage(join(filesOf().segments, `${id}.seg`))
    await expect(keeper.prune()).rejects.toThrow(/^segment_/)
    expect(rowsLeft()).toBe(20)
    expect((await problems()).map(({ code }) => code)).toEqual([expect.stringMatching(/^segment_/)])
    await close()
  })

  test('destroys the key of an epoch when the last row under it is gone, and not before', async () => {
    await open()
    await admit(journal, arrivals(0, 20))
    clock.pass(2 * HOUR)
    await admit(journal, arrivals(20, 30))
    const db = openDb(house)
    const epochs = () => db.prepare('select id from epoch order by id').pluck().all()
    expect(epochs()).toEqual([1, 2])
    await keeper.seal()
    expect(epochs()).toEqual([1, 2])
    keeper.integrate(true)
    await keeper.prune()
    expect(epochs()).toEqual([2]) // the writer still encrypts under it
    db.close()
    const reader = openReader(house)
    expect(fieldsOf(reader.read(3 as RecordNo) as never)).toEqual(arrivalOf(3).fields)
    reader.close()
    await close()
    await open() // a new start, a new epoch: the old one has no rows
    await keeper.repair()
    const after = openDb(house)
    expect(after.prepare('select count(*) from epoch').pluck().get()).toBe(0)
    after.close()
    expect(await problems()).toEqual([])
    await close()
  })

  test('keeps the tombstones: what was pruned is still recognised', async () => {
    await open()
    await admit(journal, arrivals(0, 20))
    await keeper.seal()
    keeper.integrate(true)
    await keeper.prune()
    expect(await admit(journal, arrivals(7, 8))).toEqual([{ outcome: 'duplicate', record: 7 }])
    await close()
  })
})
