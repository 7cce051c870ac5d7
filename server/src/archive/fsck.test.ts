import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HOUSE } from '#access'
import { createRecorder } from '#audit'
import { type Fault, type KeyId, systemClock } from '#base'
import { openEncrypted } from '#platform'
import { openHouseDb } from '#platform/house'
import { openKeyRegister } from '#platform/keys'
import { type ArchiveHouse, arrivals, makeArchiveHouse } from '#test/archive-house'
import { fsckHouse } from './fsck.ts'
import { admit, openDb, openKeeper, openWriter } from './house.test-support.ts'
import { archiveFiles } from './house-files.ts'

// A house with two sealed segments (one pruned), a journal, statements and acts; then one thing at a time is changed as
// only someone with the keys could, or the disk.

let template: ArchiveHouse
let house: ArchiveHouse

beforeAll(async () => {
  template = await makeArchiveHouse()
  house = template
  const db = openHouseDb(archiveFiles(house.dir).house, house.keyring.secret('house.db'))
  await createRecorder(db, systemClock).record({ action: 'export.run', actor: HOUSE })
  await db.close()
  const journal = openWriter(house)
  const keeper = await openKeeper(house, journal, { waitsForIndex: false })
  await admit(journal, arrivals(0, 50))
  await journal.appendStatement({ type: 'batch', key: 'imp', salt: new Uint8Array(16), statement: { v: 1, count: 50 } })
  await keeper.seal()
  keeper.integrate(true)
  await keeper.prune()
  await admit(journal, arrivals(50, 80))
  await keeper.seal()
  await admit(journal, arrivals(80, 100))
  await keeper.close()
  journal.close()
})
beforeEach(() => {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-fsck-'))
  cpSync(template.dir, dir, { recursive: true })
  house = { ...template, dir, remove: () => rmSync(dir, { recursive: true }) }
})
afterEach(() => house.remove())
afterAll(() => template.remove())

const fsck = () => fsckHouse(house.dir, house.keyring)

/** Codes that fsck reports, each once, in order. */
async function codes(): Promise<string[]> {
  const { problems, ok } = await fsck()
  expect(ok).toBe(problems.length === 0)
  return [...new Set(problems.map(({ code }) => code))].sort()
}

function change(sql: string): void {
  const db = openDb(house)
  db.exec(sql)
  db.close()
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  const place = at < 0 ? bytes.length + at : at
  bytes[place] = (bytes[place] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

const segments = () =>
  readdirSync(archiveFiles(house.dir).segments).map((name) => join(archiveFiles(house.dir).segments, name))

test('a house in order is found in order, with its counts', async () => {
  expect(await fsck()).toEqual({
    ok: true,
    problems: [],
    counts: {
      problems: 0,
      entries: 103,
      records: 100,
      statements: 3,
      conversations: 5,
      participants: 7,
      segments: 2,
      blocks: 2,
      sealedRecords: 80,
      journalRecords: 50,
      signed: 103,
      acts: 1,
      actsSigned: 1,
      seals: 0,
      sealedEntries: 0,
      objects: 0,
      orphanedObjects: 0,
      leftovers: 0,
    },
  })
})

describe('fsck finds', () => {
  test.each([
    // record 90 is in the journal only; 60 in journal and segment; 10 in a segment only
    ['a record taken out', 'delete from record where no = 90', ['record_missing', 'state_differs']],
    ['a row taken out of a sealed range that was not pruned', 'delete from record where no = 60', ['record_missing']],
    ['an entry taken out', 'delete from entry where no = 90', ['entry_missing', 'record_missing', 'state_differs']],
    ['a row that is too many', 'insert into entry select 1000, bytes from entry where no = 90', ['state_differs']],
    ['an entry changed', 'update entry set bytes = zeroblob(89) where no = 90', ['entry_differs']],
    [
      'a ciphertext of another record',
      'update record set ciphertext = (select ciphertext from record where no = 85) where no = 90',
      ['record_damaged'],
    ],
    [
      'a column of a record changed',
      'update record set conversation = 1 + conversation % 5 where no = 90',
      ['record_damaged'],
    ],
    ['an epoch whose row is gone', 'delete from epoch', ['record_damaged']],
    ['a forgotten source id', 'delete from seen where no = 10', ['source_id_differs']],
    ['a source id of nothing', 'insert into seen values (zeroblob(20), 5000)', ['source_id_differs']],
    ['a source id remembered for another record', 'update seen set no = 11 where no = 10', ['source_id_differs']],
    [
      'a conversation renamed',
      "update conversation set conversation = 'another' where no = 2",
      ['catalog_differs', 'record_differs'],
    ],
    ['a miscounted conversation', 'update conversation set next_seq = next_seq + 1 where no = 2', ['catalog_differs']],
    ['a conversation’s wrong time', 'update conversation set last_ts = last_ts + 1 where no = 2', ['catalog_differs']],
    ['a participant renamed', "update participant set account = 'another' where no = 2", ['record_differs']],
    ['a member that is nobody', 'insert into member values (1, 1000)', ['catalog_differs']],
    [
      'a statement reworded',
      `update statement set statement = '{"count":51,"v":1}' where key = 'imp'`,
      ['statement_differs'],
    ],
    ['a statement taken out', "delete from statement where key = 'imp'", ['statement_missing']],
    ['an import’s run cut', 'update arrival set last_no = last_no - 1 where first_no = 0', ['arrival_differs']],
    ['a counter set back', 'update state set records = records - 1', ['state_differs']],
    ['a segment dropped from the register', 'delete from segment where from_no = 0', ['record_missing', 'segment_gap']],
    [
      'a segment’s range changed',
      'update segment set to_no = to_no + 1 where from_no = 0',
      ['segment_file_differs', 'segment_gap', 'statement_differs'],
    ],
    [
      'a segment’s hash changed',
      'update segment set sha256 = zeroblob(32) where from_no = 0',
      ['record_missing', 'segment_file_differs', 'statement_differs'],
    ],
  ])('%s', async (_, sql, expected) => {
    change(sql)
    expect(await codes()).toEqual(expected)
  })

  test('a bit of a segment changed', async () => {
    for (const [at, path] of segments().entries()) flip(path, 100 + at)
    expect(await codes()).toEqual(['record_missing', 'segment_file_differs'])
  })

  test('a segment’s file gone', async () => {
    for (const path of segments()) rmSync(path)
    expect(await codes()).toEqual(['record_missing', 'segment_unreadable'])
  })

  test('a frame’s key destroyed', async () => {
    const secrets = [house.keyring.secret('house.db'), house.keyring.secret('register')] as const
    const db = openEncrypted(archiveFiles(house.dir).house, house.keyring.secret('house.db'))
    const keys = db.prepare("select id from key_register where purpose = 'block'").pluck().all() as KeyId[]
    db.close()
    const register = openKeyRegister(archiveFiles(house.dir).house, ...secrets, systemClock)
    register.destroy(keys.slice(0, 1))
    register.close()
    expect(await codes()).toContain('key_destroyed')
  })

  test('a page of journal.db damaged', async () => {
    const path = archiveFiles(house.dir).journal
    flip(path, 3 * 8192 + 100)
    expect(await codes()).toEqual(expect.arrayContaining(['file_damaged']))
  })

  test('an entry of the signed ledger changed, and one the journal no longer has', async () => {
    const [bundle] = readdirSync(join(archiveFiles(house.dir).ledger, 'tile/entries'), {
      recursive: true,
      encoding: 'utf8',
    }).filter((name) => name.endsWith('103'))
    flip(join(archiveFiles(house.dir).ledger, 'tile/entries', bundle ?? ''), 10 * 91 + 60)
    expect(await codes()).toEqual(['evidence_partial_differs', 'evidence_root_differs', 'record_differs'])
  })

  test('an act changed, and an audit ledger that lost its tiles', async () => {
    const db = openEncrypted(archiveFiles(house.dir).house, house.keyring.secret('house.db'))
    db.exec('drop trigger audit_act_no_update')
    db.exec("update audit_act set person = 'psn_other'")
    db.close()
    rmSync(join(archiveFiles(house.dir).audit, 'tile'), { recursive: true })
    expect(await codes()).toEqual(expect.arrayContaining(['act_differs', 'audit_bundle_missing']))
  })

  test('a wrong key, as what it is', async () => {
    const other = await makeArchiveHouse()
    const { problems } = await fsckHouse(house.dir, other.keyring)
    expect(problems.map(({ code }) => code)).toContain('key_wrong')
    other.remove()
  })

  describe.skipIf(process.geteuid?.() !== 0)('on a read-only copy', () => {
    async function asNobody(): Promise<unknown> {
      for (const file of readdirSync(house.dir, { recursive: true, withFileTypes: true }))
        chmodSync(join(file.parentPath, file.name), file.isDirectory() ? 0o555 : 0o444)
      chmodSync(house.dir, 0o555)
      process.seteuid?.(65_534) // the superuser may write everywhere
      const told = await fsck().catch((error: unknown) => error)
      process.seteuid?.(0)
      return told
    }

    test('what it finds elsewhere, for it only reads', async () => {
      expect(await codes()).toEqual([]) // leaves SQLite’s two files beside each database
      expect(await asNobody()).toMatchObject({ ok: true, counts: { records: 100 } })
    })

    test('that it cannot be checked where SQLite’s two files beside each database are not there', async () => {
      for (const file of ['house', 'journal'] as const) {
        const path = archiveFiles(house.dir)[file]
        openEncrypted(path, house.keyring.secret(`${file}.db`)).close()
        expect(existsSync(`${path}-shm`)).toBe(false)
      }
      const told = await asNobody()
      expect(told).toMatchObject({ name: 'Fault', code: 'file_unopenable' })
      expect((told as Fault).hint).toContain('copy')
    })
  })

  test.each(['house', 'journal'] as const)('that %s.db is not there, and does not make it', async (file) => {
    const path = archiveFiles(house.dir)[file]
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
    const { problems } = await fsck()
    expect(problems).toEqual([{ code: 'file_missing', where: `${file}.db` }])
    expect(existsSync(path)).toBe(false)
  })

  test('what a crash left, and does not call it a problem', async () => {
    writeFileSync(join(archiveFiles(house.dir).segments, 'seg_aaaaaaaaaaaaaaaa.seg.part'), 'half')
    const { ok, counts } = await fsck()
    expect([ok, counts.leftovers]).toEqual([true, 1])
  })
})
