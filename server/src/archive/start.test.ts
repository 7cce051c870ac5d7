import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HOUSE } from '#access'
import { mintPermit } from '#access/mint'
import { createRecorder } from '#audit'
import { newId, type PersonId, type RecordNo, systemClock } from '#base'
import { openHouseDb } from '#platform/house'
import { type ArchiveHouse, arrivalOf, arrivals, HIDDEN_WORDS, makeArchiveHouse } from '#test/archive-house'
import { killRepeatedly } from '#test/kills'
import { filesHolding } from '#test/raw-search'
import { fsckHouse } from './fsck.ts'
import { archiveFiles } from './house-files.ts'
import { type Archive, type ArchiveParts, startArchive } from './start.ts'

// The archive as the server runs it: with its threads.

let house: ArchiveHouse
let archive: Archive | null

beforeEach(async () => {
  house = await makeArchiveHouse()
  archive = null
})
afterEach(async () => {
  await archive?.stop()
  house.remove()
})

async function start(over: Partial<ArchiveParts> = {}): Promise<Archive> {
  const troubles: string[] = []
  archive = await startArchive({
    house: house.dir,
    keyring: house.keyring,
    grantStillHolds: () => true,
    onTrouble: (code) => troubles.push(code),
    keeper: { waitsForIndex: false },
    ...over,
  })
  expect(troubles).toEqual([])
  return archive
}

async function stop(): Promise<void> {
  await archive?.stop()
  archive = null
}

describe('an archive with its threads', () => {
  test('takes in, signs, seals, prunes, opens, and ends in order', async () => {
    const { journal, catalog, integrate, seal, prune, open, findParticipants } = await start()
    const outcomes = await Promise.all([0, 1, 2].map((n) => journal.admit(arrivals(n * 500, n * 500 + 500))))
    expect(outcomes.flat().map(({ record }) => record)).toEqual(Array.from({ length: 1500 }, (_, n) => n))
    expect(await journal.admit([])).toEqual([])
    expect(await journal.admit(arrivals(0, 1))).toEqual([{ outcome: 'duplicate', record: 0 }])
    expect(await integrate()).toMatchObject({ signed: 1500 })
    expect(await seal()).toHaveLength(1)
    await integrate()
    expect(await prune()).toMatchObject({ signed: 1501, sealed: 1500, pruned: 1500 })
    expect(catalog.counts()).toMatchObject({ records: 1500, segments: 1, prunedTo: 1500 })
    expect(await findParticipants('经办人3')).toMatchObject([{ account: 'jingban_user3' }])

    const db = openHouseDb(archiveFiles(house.dir).house, house.keyring.secret('house.db'))
    const person = newId<PersonId>('psn')
    const scope = {
      v: 1,
      subjects: [],
      people: [],
      conversations: 'all',
      from: null,
      to: null,
      kinds: null,
      undated: true,
    } as const
    const permit = mintPermit({ kind: 'window', id: 'window', person, role: 'legal', scope, until: null })
    const recorder = createRecorder(db, systemClock)
    const receipt = await recorder.record({ action: 'search.window', actor: HOUSE, permit: 'window' })
    const [opened] = await open(permit, receipt, [1234 as RecordNo])
    expect(opened).toMatchObject({ fields: arrivalOf(1234).fields, sealed: true })
    await expect(open(permit, receipt, [1500 as RecordNo])).rejects.toMatchObject({ code: 'record_not_found' })
    await db.close()
    expect(await integrate()).toMatchObject({ auditSigned: 1 })
    await stop()
    expect(await fsckHouse(house.dir, house.keyring)).toMatchObject({ ok: true, problems: [] })
  })

  test('signs by itself within a second or two', async () => {
    const { journal, status } = await start({ keeper: { checkpointMs: 100, waitsForIndex: false } })
    await journal.admit(arrivals(0, 10))
    await expect.poll(async () => (await status()).signed, { timeout: 20_000 }).toBe(10)
  })

  test('goes on where it was after a restart', async () => {
    const first = await start()
    await first.journal.admit(arrivals(0, 100))
    await stop()
    const second = await start()
    expect(await second.status()).toMatchObject({ signed: 100 })
    expect(await second.journal.admit(arrivals(99, 101))).toEqual([
      { outcome: 'duplicate', record: 99 },
      { outcome: 'archived', record: 100 },
    ])
  })

  test('does not start over an old copy of the journal, and takes nothing in', async () => {
    const first = await start()
    await first.journal.admit(arrivals(0, 10))
    await stop()
    const { journal } = archiveFiles(house.dir)
    cpSync(journal, join(house.dir, 'old.db'))
    const second = await start()
    await second.journal.admit(arrivals(10, 20))
    await stop()
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${journal}${suffix}`, { force: true })
    cpSync(join(house.dir, 'old.db'), journal)
    await expect(start()).rejects.toMatchObject({ code: 'ledger_ahead' })
  })

  test('does not start with another house’s keys', async () => {
    await start()
    await stop()
    const other = await makeArchiveHouse()
    await expect(start({ keyring: other.keyring })).rejects.toMatchObject({ code: 'key_wrong' })
    other.remove()
  })

  test('shows no word of what it holds to a raw search of its files while it runs', async () => {
    const { journal, seal } = await start()
    for (let n = 0; n < 300; n += 50) {
      await journal.admit(arrivals(n, n + 50))
      if (n === 100) await seal()
      expect(filesHolding(house.dir, HIDDEN_WORDS)).toEqual([])
    }
    // the search itself finds words that are there
    cpSync(import.meta.filename, join(house.dir, 'bare.txt'))
    expect(filesHolding(house.dir, ['经办人3'])).toEqual(['bare.txt'])
  })
})

test('ten kills lose nothing that was acknowledged, double nothing, and show nothing', {
  timeout: 240_000,
}, async () => {
  const report = await killRepeatedly(10)
  expect(report?.problems).toEqual([])
  expect(report).toMatchObject({ kills: 10 })
  expect(report?.acknowledged).toBeGreaterThan(50)
})

test('four power cuts, losing all that was never synced, lose nothing that was acknowledged', {
  timeout: 240_000,
}, async (context) => {
  const report = await killRepeatedly(4, undefined, 'power')
  if (!report) return context.skip('there is no C compiler on this machine')
  expect(report.problems).toEqual([])
  expect(report.acknowledged).toBeGreaterThan(50)
})
