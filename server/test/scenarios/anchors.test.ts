import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openCosignatures } from '@cunzhen/proof'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BareHouse, openBareHouse } from '#test/bare-house'
import { type LocalTsa, startTsa } from '#test/tsa'

// A whole house, an authority out of openssl and a witness in a process of its own: what the house page tells of them.

const SERVER = join(import.meta.dirname, '../..')
let bare: BareHouse
let tsa: LocalTsa
let dir: string

beforeAll(async () => {
  bare = await openBareHouse()
  tsa = await startTsa()
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-witness-run-'))
})
afterAll(async () => {
  await bare.close()
  await tsa.stop()
  rmSync(dir, { recursive: true, force: true })
})

const cunzhen = (...args: string[]) =>
  spawnSync(process.execPath, ['src/cli/main.ts', ...args], { cwd: SERVER, encoding: 'utf8' })

async function start(args: string[]): Promise<{ process: ChildProcess; port: number }> {
  const child = spawn(process.execPath, args, { cwd: SERVER, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { port } = JSON.parse(line) as { port: number }
  return { process: child, port }
}

test('a house is stamped and witnessed, says so, and its own ledger holds the stamp', async () => {
  const folder = join(dir, 'witness')
  const made = cunzhen('witness', 'init', '--dir', folder, '--name', 'witness.example/w1')
  expect(made.status).toBe(0)
  const { key } = JSON.parse(made.stdout) as { key: string }
  expect(cunzhen('witness', 'init', '--dir', folder, '--name', 'witness.example/w1').status).toBe(1)
  expect(cunzhen('witness', '--dir', folder).status).toBe(2)
  expect(cunzhen('witness', '--dir', folder, '--log', 'no-key').status).toBe(1)

  const { house } = bare
  const run = ['src/cli/main.ts', 'witness', '--dir', folder, '--log', house.keys.evidence, '--port', '0']
  const auditing = join(dir, 'auditor')
  const initAudit = cunzhen('witness', 'init', '--audit', '--dir', auditing, '--name', 'auditor.example')
  const { key: auditor } = JSON.parse(initAudit.stdout) as { key: string }
  const audit = ['--dir', auditing, '--log', house.keys.evidence, '--port', '0', '--audit', bare.config.house]
  expect(cunzhen('witness', ...audit.slice(0, 4)).status).toBe(1)
  const child = await start(run)
  const second = await start(['src/cli/main.ts', 'witness', ...audit])
  try {
    const anchors = join(bare.config.house, 'anchors')
    mkdirSync(anchors)
    writeFileSync(join(anchors, 'root.pem'), tsa.root)
    const authorities = [{ id: 'local', name: 'Local TSA', url: tsa.url, roots: 'root.pem' }]
    const witnesses = [
      { key, url: `http://127.0.0.1:${child.port}` },
      { key: auditor, url: `http://127.0.0.1:${second.port}` },
    ]
    writeFileSync(join(anchors, 'settings.json'), JSON.stringify({ v: 1, authorities, witnesses }))

    const salt = new Uint8Array(16)
    await house.archive.journal.appendStatement({ type: 'setup', key: 'test', salt, statement: { v: 1 } })
    await house.archive.integrate()
    await house.archive.sealEpoch('all')
    await house.archive.integrate()
    const { size } = await house.headOf('evidence')
    expect(size).toBeGreaterThan(0)
    await house.anchors.turn()
    expect(house.anchors.status()).toMatchObject({
      settings: 'read',
      authorities: [{ id: 'local', last: { size }, trouble: null }],
      witnesses: [
        { name: 'witness.example/w1', last: { size }, trouble: null },
        { name: 'auditor.example', last: { size }, trouble: null },
      ],
    })
    const kept = house.anchors.of(size)
    expect(openCosignatures(kept.checkpoint ?? '', [key, auditor])).toHaveLength(2)
    expect(kept.stamps[0]?.note.index).toBe(size)
    await house.archive.integrate()
    expect((await house.headOf('evidence')).size).toBe(size + 1)
  } finally {
    for (const { process: each } of [child, second]) {
      each.kill('SIGTERM')
      await once(each, 'exit')
      expect(each.exitCode).toBe(0)
    }
  }
  await bare.leave()
  const checked = cunzhen('fsck', '--house', bare.config.house)
  expect(checked.status).toBe(0)
  expect(JSON.parse(checked.stdout).anchors).toEqual({ stamps: 1, unnamed: 0, waiting: 0, problems: [] })
  const told = cunzhen('stats', '--house', bare.config.house).stdout
  expect(told).toMatch(/stamped to +2 .*local/)
  expect(told).toMatch(/cosigned to +2 .*witness\.example\/w1/)
})
