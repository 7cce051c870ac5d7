import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { randomBytes } from 'node:crypto'
import { openSigner } from '#platform/keys'
import { createLedger, openLedger } from '#ledger'
const dir = mkdtempSync(join(tmpdir(), 'cz-m-'))
const s = openSigner('cunzhen/hse_m/evidence', new Uint8Array(randomBytes(32)))
const ld = join(dir, 'ledger')
createLedger(ld, s)
const l = await openLedger(ld, s, { size: 1e9, entry: () => null })
const entries = Array.from({ length: 10000 }, () => new Uint8Array(randomBytes(89)))
const u = process.cpuUsage()
for (let i = 0; i < 100; i++) l.integrate(l.size, entries)
const v = process.cpuUsage(u)
console.log('user us/entry', v.user / 1e6, 'system', v.system / 1e6)
rmSync(dir, { recursive: true })
