import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { randomFillSync } from 'node:crypto'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { encodeRecord, recordDigest } from '@cunzhen/proof'
import { startArchive, archiveFiles } from '#archive'
import { auditMigrations, createRecorder } from '#audit'
import { systemClock } from '#base'
import { connectThreads, migrate, openHouseDb } from '#platform'
import { createKeyring, keyRegisterMigrations, openKeyRegister } from '#platform/keys'
import { createIntake } from './intake.ts'
import { intakeMigrations } from './store.ts'
import { readPart } from './read-part.ts'
import { openSource } from './sources/open-source.ts'
const path = process.argv[2]!
const id = process.env.NOID ? [] : ['conv', 'seq']
const mapping = { platform: 'bili', conversation: 'conv', sender: 'sender', text: 'text', time: 'ts', id, timeFormat: 'auto' as const, zone: 480 }
const cpu = (from: NodeJS.CpuUsage) => { const c = process.cpuUsage(from); return c.user + c.system }
for (const hash of process.env.SKIP ? [] : [false, true]) {
  const reader = openSource({ format: 'jsonl', origin: '', ownAccount: '', mapping }).reader({ name: 'x', alone: true, text: '{"a":1}\n' })!
  const seed = randomFillSync(new Uint8Array(16)); let n = 0
  const c0 = process.cpuUsage()
  for await (const run of readPart(createReadStream(path, { highWaterMark: 262144 }), { encoding: 'utf-8', bom: 0, unsupported: false }, reader))
    for (const p of run) if (p.what === 'record') { n++; if (hash) { encodeRecord(seed, p.draft.fields); recordDigest(seed, p.draft.fields) } }
  console.log(hash ? 'parse+commit' : 'parse', n, 'us CPU per message', (cpu(c0) / n).toFixed(1))
}
const dir = mkdtempSync(join(tmpdir(), 'cunzhen-perf-'))
const keyring = createKeyring(join(dir, 'keys'), { clock: systemClock })
const db = openHouseDb(join(dir, 'house.db'), keyring.secret('house.db'))
await migrate(db, [{ room: 'keys', migrations: keyRegisterMigrations }, { room: 'audit', migrations: auditMigrations }, { room: 'intake', migrations: intakeMigrations }], systemClock)
const register = openKeyRegister(archiveFiles(dir).house, keyring.secret('house.db'), keyring.secret('register'), systemClock)
const archive = await startArchive({ house: dir, keyring, grantStillHolds: async () => true })
const intake = await createIntake({ house: dir, db, clock: systemClock, recorder: createRecorder(db, systemClock), journal: archive.journal,
  keys: { create: () => register.create('object')[0]!, open: (k) => register.open(k), destroy: (k) => register.destroy(k) },
  connect: (t) => connectThreads(t, archive.journalThread, 'journal'), digestKey: keyring.secret('dedupe') })
console.log('rss before import', process.memoryUsage().rss >> 20)
const actor = { kind: 'person', id: 'psn_aaaaaaaaaaaaaaaa', roles: ['administrator'], steppedUpUntil: null, ip: null } as never
for (const what of ['first', 'again']) {
  const c0 = process.cpuUsage()
  const s = await intake.startImport({ format: 'jsonl', mapping, origin: '', ownAccount: '', fileName: 'x' }, { kind: 'file', path }, actor)
  const v = await intake.ended(s.id)
  console.log(what, v.state, v.problem, JSON.stringify(v.counts), 'wall/s', v.perSecond, 'us CPU per message, all threads', (cpu(c0) / v.counts.items).toFixed(1), 'rss MiB', process.memoryUsage().rss >> 20)
}
await intake.close(); await archive.stop(); register.close(); await db.close(); rmSync(dir, { recursive: true })
