import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { invariant, type KeyId, type RecordNo, type SegmentId, systemClock } from '#base'
import { openKeyRegister } from '#platform/keys'
import { type ArchiveHouse, arrivalOf, arrivals, makeArchiveHouse } from '#test/archive-house'
import { BudgetCache } from './block-cache.ts'
import { admit, openDb, openKeeper, openReader, openWriter } from './house.test-support.ts'
import { archiveFiles, segmentPath } from './house-files.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { Keeper } from './keeper-work.ts'
import { type ArchivedRecord, ArchiveReader, fieldsOf, openFields } from './reader.ts'
import { readerSecrets } from './start.ts'

let house: ArchiveHouse
let journal: JournalWriter
let keeper: Keeper

beforeEach(async () => {
  house = await makeArchiveHouse()
  journal = openWriter(house)
  keeper = await openKeeper(house, journal, { waitsForIndex: false, sealBytes: 20_000 })
})
afterEach(async () => {
  await keeper.close().catch(() => undefined) // some tests break the house on purpose
  journal.close()
  house.remove()
})

const messageOf = (record: ArchivedRecord) => Number(fieldsOf(record).sourceId.slice(4))

async function sealAndPrune(): Promise<string[]> {
  const ids = await keeper.seal()
  keeper.integrate(true)
  await keeper.prune()
  return ids
}

function everything(reader: ArchiveReader, limit: number): ArchivedRecord[] {
  const records: ArchivedRecord[] = []
  for (let from = 0 as RecordNo; ; ) {
    const stretch = reader.readForIndex(from, limit)
    expect(stretch.records.length).toBeLessThanOrEqual(limit)
    records.push(...stretch.records)
    if (stretch.next === from) return records
    from = stretch.next
  }
}

describe('reading', () => {
  test.each([1, 7, 100, 5000])(
    'in order, %i at a time, meets every record once, in segments and journal',
    async (limit) => {
      await admit(journal, arrivals(0, 400))
      await sealAndPrune()
      await admit(journal, arrivals(400, 420))
      const reader = openReader(house)
      const records = everything(reader, limit)
      expect(records.map(messageOf)).toEqual(Array.from({ length: 420 }, (_, n) => n))
      expect(records.map(({ no }) => no)).toEqual(records.map(({ no }) => no).toSorted((a, b) => a - b))
      expect(reader.readForIndex(reader.end(), limit)).toEqual({ records: [], next: reader.end() })
      const outlines: unknown[] = []
      for (let from = 0 as RecordNo; from < reader.end(); ) {
        const stretch = reader.outlinesFrom(from, limit)
        expect(stretch.outlines.length).toBeLessThanOrEqual(limit)
        outlines.push(...stretch.outlines)
        from = stretch.next
      }
      expect(outlines).toEqual(records.map(({ no }) => reader.outline(no)))
      reader.close()
    },
  )

  test('never holds more than a stretch of large records at once, in journal or segments', async () => {
    const large = (n: number) => arrivalOf(n, { body: String.fromCharCode(0x4e00 + n).repeat(1_000_000) }) // 3 MB each
    for (let n = 0; n < 12; n += 4)
      await admit(
        journal,
        [0, 1, 2, 3].map((more) => large(n + more)),
      )
    const reader = openReader(house)
    const inJournal = reader.readForIndex(0 as RecordNo, 1000)
    expect(inJournal).toMatchObject({ next: inJournal.records.length })
    expect(inJournal.records.length).toBe(6)
    expect(everything(reader, 1000).map(messageOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    await sealAndPrune()
    expect(reader.readForIndex(0 as RecordNo, 1000).records.length).toBeLessThanOrEqual(6) // or where a segment ends
    expect(everything(reader, 1000).map(messageOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    reader.close()
  })

  test('gives the same record from the journal and from its segment', async () => {
    await admit(journal, arrivals(0, 50))
    const reader = openReader(house)
    const before = Array.from({ length: 50 }, (_, n) => reader.read(n as RecordNo))
    const outlines = Array.from({ length: 50 }, (_, n) => reader.outline(n as RecordNo))
    await sealAndPrune()
    for (let n = 0; n < 50; n++) {
      expect(reader.read(n as RecordNo)).toEqual({ ...before[n], sealed: true })
      expect(reader.outline(n as RecordNo)).toEqual(outlines[n])
    }
    reader.close()
  })

  test('finds a record in its segment when the epoch’s key is gone since its row was read', async () => {
    await admit(journal, arrivals(0, 30))
    await keeper.seal() // registered, and the rows still in the journal
    const db = openDb(house)
    const [key] = db.prepare('select key from epoch').pluck().all() as KeyId[]
    db.close()
    const secrets = [house.keyring.secret('house.db'), house.keyring.secret('register')] as const
    const register = openKeyRegister(archiveFiles(house.dir).house, ...secrets, systemClock)
    register.destroy(key ? [key] : [])
    register.close()
    const reader = openReader(house)
    expect(reader.read(3 as RecordNo)).toMatchObject({ no: 3, sealed: true })
    expect(everything(reader, 10).map(messageOf)).toEqual(Array.from({ length: 30 }, (_, n) => n))
    await admit(journal, arrivals(30, 31)) // under the same epoch, and in no segment
    expect(() => reader.read(31 as RecordNo)).toThrow('key_destroyed')
    reader.close()
  })

  test('beside a writer that seals and prunes all the time never misses one', async () => {
    const reader = openReader(house, 4096)
    let end = 0
    const writing = (async () => {
      for (let n = 0; n < 600; n += 20) {
        const outcomes = await admit(journal, arrivals(n, n + 20))
        end = n + 20
        expect(outcomes.every(({ outcome }) => outcome === 'archived')).toBe(true)
        if (n % 100 === 0) await sealAndPrune()
      }
    })()
    let rounds = 0
    for (let isDone = false; !isDone; rounds++) {
      isDone = await Promise.race([writing.then(() => true), new Promise<false>((r) => setImmediate(() => r(false)))])
      const known = end
      const messages = everything(reader, 64).map(messageOf)
      expect(messages.slice(0, known)).toEqual(Array.from({ length: known }, (_, n) => n))
    }
    expect(rounds).toBeGreaterThan(3)
    reader.close()
  })

  test('opens its segments before anybody asks, one at each step', async () => {
    await admit(journal, arrivals(0, 400))
    const ids = await sealAndPrune()
    expect(ids.length).toBeGreaterThan(1)
    const [ready, late] = [openReader(house), openReader(house)]
    expect([...ready.openNewest()].length).toBe(ids.length)
    for (const id of ids) rmSync(segmentPath(archiveFiles(house.dir), id as SegmentId))
    expect(everything(ready, 100).length).toBe(400) // an open file stays readable
    expect(() => late.read(0 as RecordNo)).toThrow('segment_missing')
    expect(() => [...late.openNewest()]).toThrow('segment_missing')
    for (const reader of [ready, late]) reader.close()
  })

  test('of a number that is no record gives nothing', async () => {
    await admit(journal, arrivals(0, 3))
    await sealAndPrune()
    const reader = openReader(house)
    for (const no of [3, 4, 1000]) {
      expect(reader.read(no as RecordNo)).toBeNull()
      expect(reader.outline(no as RecordNo)).toBeNull()
    }
    reader.close()
  })
})

describe('damage is said, and nothing else is given', () => {
  const flip = (path: string, at: number) => {
    const bytes = readFileSync(path)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(path, bytes)
  }
  const segmentFile = (id: string | undefined) => join(archiveFiles(house.dir).segments, `${id}.seg`)

  test.each([
    ['its header', () => 30],
    ['its first block', () => 100],
    ['its trailer', (size: number) => size - 3],
    ['its table', (size: number) => size - 60],
  ])('a segment damaged in %s', async (_, at) => {
    await admit(journal, arrivals(0, 30))
    const [id] = await sealAndPrune()
    flip(segmentFile(id), at(readFileSync(segmentFile(id)).length))
    const reader = openReader(house)
    const readAll = () => Array.from({ length: 30 }, (__, n) => reader.read(n as RecordNo))
    expect(readAll).toThrow(/^(segment_damaged|key_destroyed)/)
    reader.close()
  })

  test('a segment whose file is gone', async () => {
    await admit(journal, arrivals(0, 30))
    const [id] = await sealAndPrune()
    rmSync(segmentFile(id))
    const reader = openReader(house)
    expect(() => reader.read(1 as RecordNo)).toThrow('segment_missing')
    expect(() => reader.readForIndex(0 as RecordNo, 10)).toThrow('segment_missing')
    reader.close()
  })

  test('a row of the journal whose columns were exchanged with another’s', async () => {
    await admit(journal, arrivals(0, 30))
    const db = openDb(house)
    const reader = openReader(house)
    const columns = ['conversation', 'sender', 'kind', 'source_ts', 'nonce']
    for (const column of columns) {
      db.exec(`update record set ${column} = ${column} + 1 where no = 3`)
      expect(() => reader.read(3 as RecordNo), column).toThrow('record_damaged')
      expect(() => reader.readForIndex(0 as RecordNo, 10), column).toThrow('record_damaged')
      db.exec(`update record set ${column} = ${column} - 1 where no = 3`)
      expect(reader.read(3 as RecordNo)).toMatchObject({ no: 3 })
    }
    db.exec('update record set source_ts = null where no = 5')
    expect(() => reader.read(5 as RecordNo)).toThrow('record_damaged')
    db.exec('update record set ciphertext = (select ciphertext from record where no = 8) where no = 7')
    expect(() => reader.read(7 as RecordNo)).toThrow('record_damaged')
    expect(reader.read(8 as RecordNo)).toMatchObject({ no: 8 })
    reader.close()
    db.close()
  })

  test('a page of journal.db with one bit changed', async () => {
    await admit(journal, arrivals(0, 500))
    await keeper.close()
    journal.close()
    const path = archiveFiles(house.dir).journal
    const good = `${path}.good`
    copyFileSync(path, good)
    const pages = readFileSync(path).length / 8192
    for (let page = 1; page < pages; page++) {
      copyFileSync(good, path)
      flip(path, page * 8192 + 4000)
      const readAll = () => {
        const reader = openReader(house)
        try {
          return everything(reader, 100).map(messageOf)
        } finally {
          reader.close()
        }
      }
      // a page that reading does not need is found by fsck; what is read is right or is refused
      try {
        expect(readAll()).toEqual(Array.from({ length: 500 }, (_, n) => n))
      } catch (error) {
        expect(error).toMatchObject({ code: 'file_damaged' })
      }
    }
    copyFileSync(good, path)
    rmSync(good)
  })

  test('a wrong key', async () => {
    await admit(journal, arrivals(0, 3))
    const secrets = readerSecrets(house.keyring)
    secrets.journal.fill(7)
    expect(() => new ArchiveReader(house.dir, secrets, systemClock)).toThrow('key_wrong')
  })
})

describe('the cache', () => {
  test('keeps within its budget, drops what was used longest ago, and keeps what alone is over', () => {
    const dropped: string[] = []
    const cache = new BudgetCache<{ cost: number; name: string }>(100, ({ name }) => dropped.push(name))
    const get = (name: string, cost: number) => cache.get(name, () => ({ cost, name }))
    get('a', 40)
    get('b', 40)
    get('a', 40)
    get('c', 40)
    expect(dropped).toEqual(['b'])
    expect(cache.cost).toBe(80)
    get('huge', 1000)
    expect(dropped).toEqual(['b', 'a', 'c'])
    expect(cache.cost).toBe(1000)
    get('d', 1)
    expect(cache.cost).toBe(1)
    cache.clear()
    expect(cache.cost).toBe(0)
  })

  test('is not changed by who wipes a seed, and takes none away that was given out', async () => {
    await admit(journal, arrivals(0, 60))
    await sealAndPrune()
    const roomy = openReader(house)
    const cramped = openReader(house, 1)
    const opened = (reader: ArchiveReader, n: number) => {
      const record = reader.read(n as RecordNo)
      invariant(record?.sealed === true, 'the record lies in a segment')
      return openFields(record)
    }
    for (const n of [0, 59]) {
      const first = opened(cramped, n)
      opened(cramped, 30)
      opened(cramped, 59 - n)
      const known = opened(roomy, n)
      expect(first).toEqual(known)
      const seed = known.seed.slice()
      known.seed.fill(0)
      expect(opened(roomy, n).seed).toEqual(seed)
    }
    roomy.close()
    cramped.close()
  })

  test('of a few bytes only makes reading slower', async () => {
    await admit(journal, arrivals(0, 60))
    await sealAndPrune()
    const reader = openReader(house, 1)
    for (const n of [59, 0, 30, 59]) {
      const record = reader.read(n as RecordNo)
      expect(record && fieldsOf(record)).toEqual(arrivalOf(n).fields)
    }
    reader.close()
  })
})
