import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { randomBytes } from 'node:crypto'
import { durable, openEncrypted, openHouseDb, migrate } from '#platform'
import { keyRegisterMigrations, openKeyRegister, openSigner } from '#platform/keys'
import { createLedger, openLedger, fsckLedger } from '#ledger'
import { systemClock } from '#base'
const dir = mkdtempSync(join(tmpdir(), 'cz-m-'))
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000 }
const measure = async (name: string, n: number, f: () => unknown) => { const t = performance.now(), c = cpu(); await f(); const ms = performance.now() - t; console.log(`${name}: ${(ms / n * 1000).toFixed(1)} us each wall, ${((cpu() - c) / n * 1000).toFixed(1)} us cpu, ${(n / ms * 1000).toFixed(0)}/s`) }
const b = randomBytes(8192)
await measure('writeFileDurably 8 KiB (2 fsyncs)', 500, () => { for (let i = 0; i < 500; i++) durable.writeFileDurably(join(dir, 'f'), b) })
await measure('group of 40 files', 40 * 20, () => { for (let i = 0; i < 20; i++) durable.writeGroupDurably(Array.from({ length: 40 }, (_, k) => ({ path: join(dir, 'g' + k), bytes: b }))) })
const key = randomBytes(32)
const db = openEncrypted(join(dir, 'j.db'), key)
db.exec('create table entry (seq integer primary key, bytes blob) strict; create table record (seq integer primary key, nonce blob, ciphertext blob, conv_no integer, sender_no integer, kind integer, source_ts integer) strict')
const e = db.prepare('insert into entry values (?, ?)'), r = db.prepare('insert into record values (?, ?, ?, ?, ?, ?, ?)')
const eb = randomBytes(89), ct = randomBytes(250), nonce = randomBytes(12)
await measure('record+entry rows, 1000 a commit', 100000, () => { for (let g = 0; g < 100; g++) db.transaction(() => { for (let i = 0; i < 1000; i++) { const s = g * 1000 + i; e.run(s, eb); r.run(s, nonce, ct, 5, 6, 1, 1.7e12 + s) } })() })
await measure('one row a commit', 2000, () => { for (let i = 0; i < 2000; i++) e.run(200000 + i, eb) })
const house = openHouseDb(join(dir, 'house.db'), key)
await migrate(house, [{ room: 'platform', migrations: keyRegisterMigrations }], systemClock)
interface T { platform_migration: { room: string; name: string; ran_at: number } }
await measure('house.write of one row (Kysely)', 2000, async () => { for (let i = 0; i < 2000; i++) await house.write((tx) => tx.tables<T>().insertInto('platform_migration').values({ room: 'x', name: 'n' + i, ran_at: i }).execute()) })
await measure('house read of one row (Kysely)', 5000, async () => { for (let i = 0; i < 5000; i++) await house.tables<T>().selectFrom('platform_migration').selectAll().where('room', '=', 'x').where('name', '=', 'n' + (i % 2000)).executeTakeFirst() })
const reg = openKeyRegister(join(dir, 'house.db'), key, randomBytes(32), systemClock)
let ks: { id: never; key: Uint8Array }[] = []
await measure('register create, 1000 a commit', 1000, () => { ks = reg.create('block', 1000) as never })
await measure('register open', 1000, () => { for (const k of ks) reg.open(k.id) })
const s = openSigner('cunzhen/hse_m/evidence', new Uint8Array(randomBytes(32)))
const ld = join(dir, 'ledger')
createLedger(ld, s)
const l = await openLedger(ld, s, { size: 1e9, entry: () => null })
const entries = Array.from({ length: 10000 }, () => new Uint8Array(randomBytes(89)))
for (let round = 0; round < 3; round++) await measure('ledger.integrate, groups of 10000', 200000, () => { for (let i = 0; i < 20; i++) l.integrate(l.size, entries) })
await measure('ledger.integrate, groups of 1000', 100000, () => { for (let i = 0; i < 100; i++) l.integrate(l.size, entries.slice(0, 1000)) })
await measure('ledger.integrate, groups of 10', 200, () => { for (let i = 0; i < 200; i++) l.integrate(l.size, entries.slice(0, 10)) })
await measure('fsckLedger', l.size, () => console.log(fsckLedger(ld, s.verifierKey).ok, l.size))
await measure('openLedger', 1, () => openLedger(ld, s, { size: 1e9, entry: () => null }))
await measure('prove', 200, async () => { for (let i = 0; i < 200; i++) await l.prove(i * 3001) })
reg.close(); await house.close(); db.close()
rmSync(dir, { recursive: true })
