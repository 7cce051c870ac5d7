import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { statementDigest } from '@cunzhen/proof'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonActor } from '#access'
import { type Archive, archiveFiles, fsckHouse, startArchive } from '#archive'
import { auditMigrations, createRecorder, type Recorder, readActs } from '#audit'
import { type PersonId, systemClock } from '#base'
import { connectThreads, type HouseDb } from '#platform'
import { migrate, openHouseDb } from '#platform/house'
import { type KeyRegister, keyRegisterMigrations, openKeyRegister } from '#platform/keys'
import { parsePeriod } from '#policy'
import { type ArchiveHouse, makeArchiveHouse } from '#test/archive-house'
import { createIntake, type Intake, type StartOptions } from './intake.ts'
import { corpusOptions, PLAIN } from './receiving.test-support.ts'
import { type IntakeTables, intakeMigrations } from './store.ts'
import type { ImportView } from './view.ts'

const ADMIN: PersonActor = {
  kind: 'person',
  id: 'psn_aaaaaaaaaaaaaaaa' as PersonId,
  roles: ['administrator'],
  steppedUpUntil: null,
  ip: null,
} // of the right form

const MOST = 8_000_000
let made: ArchiveHouse
let db: HouseDb
let recorder: Recorder
let register: KeyRegister
let archive: Archive
let intake: Intake

async function open(): Promise<void> {
  db = openHouseDb(join(made.dir, 'house.db'), made.keyring.secret('house.db'))
  const rooms = [
    { room: 'keys', migrations: keyRegisterMigrations },
    { room: 'audit', migrations: auditMigrations },
    { room: 'intake', migrations: intakeMigrations },
  ]
  await migrate(db, rooms, systemClock)
  recorder = createRecorder(db, systemClock)
  register = openKeyRegister(
    archiveFiles(made.dir).house,
    made.keyring.secret('house.db'),
    made.keyring.secret('register'),
    systemClock,
  )
  archive = await startArchive({ house: made.dir, keyring: made.keyring, grantStillHolds: async () => true })
  intake = await createIntake({
    house: made.dir,
    db,
    clock: systemClock,
    tempPurge: () => parsePeriod('PT24H'),
    recorder,
    journal: archive.journal,
    objects: archive.objects,
    keys: {
      create: () => {
        const [key] = register.create('object')
        if (!key) throw new Error('no key')
        return key
      },
      open: (id) => register.open(id),
      destroy: (ids) => register.destroy(ids),
    },
    connect: (thread) => connectThreads(thread, archive.journalThread, 'journal'),
    digestKey: made.keyring.secret('dedupe'),
    mostUploaded: MOST,
  })
}

async function close(): Promise<void> {
  await intake.close()
  await archive.stop()
  register.close()
  await db.close()
}

// one house for all: starting its threads takes longer than any test. Each test has an origin of its own.
beforeAll(async () => {
  made = await makeArchiveHouse()
  await open()
})
afterAll(async () => {
  await close()
  made.remove()
})

const left = (dir: string) => readdirSync(join(made.dir, dir))
const records = () => archive.catalog.counts().records

const line = (n: number) =>
  `${JSON.stringify({ conv: 'c', seq: n, sender: '甲', text: `关于退款的第${n}条`, ts: 1788000000000 + n })}\n`
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => line(from + at)).join('')

async function* streamed(text: string) {
  for (let at = 0; at < text.length; at += 10_000) yield Buffer.from(text.slice(at, at + 10_000))
}

const asUpload = (origin: string) => ({ ...corpusOptions(), origin, fileName: '聊天记录.jsonl' })

/** An upload from its first byte to the import's end. */
async function imported(text: string, options: StartOptions): Promise<ImportView> {
  const upload = await intake.receiveUpload(streamed(text))
  const started = await intake.startImport(options, upload, ADMIN)
  return intake.ended(started.id)
}

describe('an upload', () => {
  test('is archived, told, and gone from the spool', async () => {
    const [kept, before] = [left('quarantine'), records()]
    const view = await imported(lines(0, 3000), asUpload('one'))
    expect(view).toMatchObject({
      fileName: '聊天记录.jsonl',
      format: 'jsonl',
      encoding: 'utf-8',
      state: 'finished',
      problem: null,
      counts: { items: 3000, archived: 3000, duplicates: 0, quarantined: 0 },
      gapsKnowable: true,
      gaps: [],
      by: ADMIN.id,
    })
    expect(view.totalBytes).toBe(view.counts.bytes)
    expect(view.perSecond).toBeGreaterThan(0)
    expect([left('spool'), left('scratch'), left('quarantine')]).toEqual([[], [], kept])
    expect(records() - before).toBe(3000)
  })

  test('lies on disk encrypted while it waits', async () => {
    const input = await intake.receiveUpload(streamed(lines(0, 500)))
    for (const name of left('spool')) {
      const bytes = readFileSync(join(made.dir, 'spool', name))
      expect(bytes.length).toBeGreaterThan(1000)
      expect(bytes.includes('退款')).toBe(false)
    }
    intake.dropUpload(input)
    expect(left('spool')).toEqual([])
  })

  test('too large is refused and leaves nothing', async () => {
    await expect(intake.receiveUpload(streamed('x'.repeat(MOST + 1)))).rejects.toMatchObject({
      code: 'upload_too_large',
    })
    expect(left('spool')).toEqual([])
  })
})

test('the same file twice is all duplicates, and said to be the same', async () => {
  const text = `${lines(0, 50)}broken, once\n`
  const first = await imported(text, asUpload('same'))
  expect(first).toMatchObject({ problem: null, counts: { archived: 50, quarantined: 1 } })
  const kept = () => left('quarantine').filter((name) => !name.endsWith('.counts'))
  const [files, items] = [kept(), await intake.quarantinedItems()]
  const second = await imported(text, asUpload('same'))
  expect(second).toMatchObject({ state: 'finished', problem: 'same_source' })
  expect(second.counts).toMatchObject({ archived: 0, duplicates: 50, quarantined: 1 })
  // its broken line was kept already
  expect(kept()).toEqual(files)
  expect(await intake.quarantinedItems()).toBe(items)
})

test('an import is an act, on disk before anything is read', async () => {
  await imported(lines(0, 5), asUpload('act'))
  const { acts } = await readActs(db, {}, { ledgerSize: 0 })
  expect(acts.map((act) => [act.action, act.outcome])).toContainEqual(['intake.import', 'allowed'])
  await expect(
    intake.startImport({ ...PLAIN, format: 'csv', fileName: 'a' }, { kind: 'file', path: '/x' }, ADMIN),
  ).rejects.toMatchObject({ code: 'mapping_needed' })
  await expect(
    intake.startImport({ ...PLAIN, origin: 'a\0b', fileName: 'a' }, { kind: 'file', path: '/x' }, ADMIN),
  ).rejects.toMatchObject({ code: 'bad_options' })
})

test('its statement is in the evidence ledger, once', async () => {
  const view = await imported(lines(0, 5), asUpload('stated'))
  const row = await db
    .tables<IntakeTables>()
    .selectFrom('intake_import')
    .selectAll()
    .where('id', '=', view.id)
    .executeTakeFirstOrThrow()
  const statement = JSON.parse(row.statement ?? '') as Record<string, unknown>
  expect(statement).toMatchObject({ v: 1, import: view.id, items: 5, archived: 5, missing: 0 })
  expect(JSON.stringify(statement)).not.toContain('聊天记录')
  const salt = row.statement_salt ?? new Uint8Array()
  const again = await archive.journal.appendStatement({ type: 'batch', key: view.id, salt, statement })
  expect(again).toBe(row.statement_entry)
  expect(statementDigest(salt, statement)).toHaveLength(32)
  await archive.integrate()
  expect(await fsckHouse(made.dir, made.keyring)).toMatchObject({ ok: true, problems: [] })
})

test('what is in quarantine is listed, and read under an act that names it, byte for byte', async () => {
  const bad = '{"conv":"c","seq":7,"sender":"甲","text":"半句\n'
  const view = await imported(lines(0, 3) + bad + lines(3, 5), asUpload('broken'))
  const spans = await intake.quarantined(view.id)
  expect(spans).toMatchObject([
    { importId: view.id, part: '聊天记录.jsonl', reason: 'bad_json', items: 1, start: Buffer.byteLength(lines(0, 3)) },
  ])
  const [span] = spans
  if (!span) throw new Error('nothing in quarantine')
  const receipt = await recorder.record({ action: 'intake.read', actor: ADMIN, permit: span.id })
  expect((await intake.readQuarantined(span.id, receipt)).toString()).toBe(bad)
  expect((await intake.readQuarantined(span.id, receipt, 2, 4)).toString()).toBe(bad.slice(2, 6))
  const other = await recorder.record({ action: 'intake.read', actor: ADMIN, permit: 'qrt_aaaaaaaaaaaaaaaa' })
  await expect(intake.readQuarantined(span.id, other)).rejects.toMatchObject({ code: 'broken_invariant' })
  const path = join(made.dir, 'quarantine', view.id)
  const bytes = readFileSync(path)
  expect(bytes.includes('半句')).toBe(false)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  writeFileSync(path, bytes)
  await expect(intake.readQuarantined(span.id, receipt)).rejects.toMatchObject({ code: 'quarantine_damaged' })
})

test('a file of the machine and a folder are read where they lie', async () => {
  const path = join(made.dir, 'a.jsonl')
  writeFileSync(path, lines(0, 10))
  const started = await intake.startImport({ ...asUpload('file'), fileName: 'a.jsonl' }, { kind: 'file', path }, ADMIN)
  expect(await intake.ended(started.id)).toMatchObject({ state: 'finished', counts: { archived: 10 } })
  const missing = await intake.startImport(
    { ...corpusOptions(), fileName: 'b.jsonl' },
    { kind: 'file', path: join(made.dir, 'b.jsonl') },
    ADMIN,
  )
  expect(await intake.ended(missing.id)).toMatchObject({ state: 'interrupted', problem: 'source_missing' })
  expect((await intake.listImports()).map((view) => view.id)).toEqual(expect.arrayContaining([started.id, missing.id]))
})

test('what nobody can read is failed, and all of it kept', async () => {
  expect(await imported('no format', { ...PLAIN, fileName: 'x' })).toMatchObject({
    state: 'failed',
    problem: 'format_unknown',
    counts: { items: 1, quarantined: 1 },
  })
})

test('stopped in the middle it is interrupted; read again, nothing is lost and nothing is twice', async () => {
  const text = lines(0, 30_000)
  const before = records()
  const upload = await intake.receiveUpload(streamed(text))
  const started = await intake.startImport(asUpload('stopped'), upload, ADMIN)
  while ((await intake.importStatus(started.id)).counts.archived === 0) await pause(5)
  await close()
  await open()
  expect((await intake.importStatus(started.id)).state).toBe('interrupted')
  const kept = records() - before
  expect(kept).toBeGreaterThan(0)
  expect(kept).toBeLessThan(30_000)
  const again = await imported(text, asUpload('stopped'))
  expect(again).toMatchObject({
    state: 'finished',
    counts: { items: 30_000, archived: 30_000 - kept, duplicates: kept },
  })
  expect(records() - before).toBe(30_000)
})

test('at start, what a crash left is found and cleared away', async () => {
  const view = await imported(lines(0, 3), asUpload('crashed'))
  await db.write(async (tx) => {
    const change = { state: 'running', finished_at: null } as const
    await tx.tables<IntakeTables>().updateTable('intake_import').set(change).where('id', '=', view.id).execute()
  })
  const kept = left('quarantine')
  for (const name of ['spool/left', 'scratch/left.db', 'quarantine/imp_bbbbbbbbbbbbbbbb']) {
    writeFileSync(join(made.dir, name), 'x')
  }
  await close()
  await open()
  expect(await intake.importStatus(view.id)).toMatchObject({ state: 'interrupted', problem: 'upload_gone' })
  expect([left('spool'), left('scratch'), left('quarantine')]).toEqual([[], [], kept])
})

test('an import nobody made is not found', async () => {
  await expect(intake.importStatus('imp_aaaaaaaaaaaaaaaa' as never)).rejects.toMatchObject({ code: 'import_not_found' })
})
