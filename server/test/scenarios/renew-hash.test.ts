import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readActs } from '#audit'
import { type LocalTsa, startTsa } from '#test/tsa'
import { openWorld, takeIn, type World } from '#test/world'
import { openHouse } from '#wire'

// The whole way at the command line: refused beside a server, killed in each of its steps, gone on with, computed again by fsck,
// and told by the server that is started after it.

const SERVER = resolve(import.meta.dirname, '../..')
const RECORDS = 10_000

let tsa: LocalTsa
let world: World
const house = () => join(world.dir, 'house')
const folder = (name: string) => join(house(), 'anchors/rehash/001', name)

beforeAll(async () => {
  tsa = await startTsa()
  world = await openWorld()
  const lines = Array.from({ length: RECORDS }, (_, n) => {
    return { conv: `c${n % 40}`, sender: `p${n % 7}`, text: `message number ${n}`, ts: 1_690_000_000_000 + n }
  })
  await takeIn(world, lines)
  await world.house.archive.seal()
  mkdirSync(join(house(), 'anchors'), { recursive: true })
  writeFileSync(join(house(), 'anchors/root.pem'), tsa.root)
}, 300_000)
afterAll(async () => {
  await world.close()
  await tsa.stop()
})

interface Said {
  readonly status: number | null
  readonly lines: Record<string, unknown>[]
  readonly told: string
}

/** Not at once: the authority is in this process. */
async function cunzhen(...args: string[]): Promise<Said> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args, '--house', house()], { cwd: SERVER })
  const said = Promise.all([text(child.stdout), text(child.stderr)])
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, told] = await said
  const lines = out.split('\n').filter((line) => line.startsWith('{'))
  return { status, lines: lines.map((line) => JSON.parse(line)), told }
}

const settings = (written: object) => writeFileSync(join(house(), 'anchors/settings.json'), JSON.stringify(written))

/** Runs that came far enough to write an act. */
let runs = 0

/**
 * Runs the command and kills it at the moment that something is so, which it is only after the run's act. A kill that came late may have let
 * the run before come so far already: then there is nothing to wait for. @returns false where it ended before
 */
async function killedWhen(isSo: () => boolean): Promise<boolean> {
  if (isSo()) return true
  runs += 1
  const child = spawn(process.execPath, ['src/cli/main.ts', 'renew-hash', '--house', house()], {
    cwd: SERVER,
    stdio: 'ignore',
  })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_code, signal) => resolve(signal)))
  const looking = setInterval(() => {
    if (isSo()) child.kill('SIGKILL')
  }, 2)
  const signal = await ended
  clearInterval(looking)
  return signal === 'SIGKILL'
}

function saved(): number {
  try {
    return JSON.parse(readFileSync(folder('progress.json'), 'utf8')).entries
  } catch {
    return 0
  }
}

test('beside a running server it is refused, and so is a hash that there is none of, and a house without an authority', async () => {
  expect(await cunzhen('renew-hash')).toMatchObject({ status: 1, told: expect.stringContaining('house_in_use') })
  await world.leave()
  expect(await cunzhen('renew-hash', '--hash', 'sha256')).toMatchObject({
    status: 1,
    told: expect.stringMatching(/hash_unknown[\s\S]*renew-hash --hash/),
  })
  expect(await cunzhen('renew-hash')).toMatchObject({ status: 1, told: expect.stringContaining('no_authority') })
  expect((await cunzhen('renew-hash', '--help')).told).toContain('goes on where it was')
  expect(existsSync(folder('plan.json'))).toBe(false)
})

test('killed in each of its steps it goes on, and is done once', { timeout: 600_000 }, async () => {
  settings({ v: 1, authorities: [{ id: 'local', name: 'Local TSA', url: tsa.url, roots: 'root.pem' }] })
  tsa.behave('hang')
  const steps = [
    () => existsSync(folder('plan.json')),
    () => saved() >= 4096,
    () => saved() >= 8192,
    () => existsSync(folder('groups')),
    () => existsSync(folder('text')),
    () => existsSync(folder('entry.json')),
  ]
  const kills: boolean[] = []
  for (const step of steps) kills.push(await killedWhen(step))
  expect(kills).toEqual(steps.map(() => true))
  tsa.behave('well')
  runs += 1
  const done = await cunzhen('renew-hash')
  expect(done).toMatchObject({
    status: 0,
    lines: [{ number: 1, hash: 'sha512', without: 0, resumed: true, troubles: [] }],
  })
  const [renewed = {}] = done.lines
  expect(renewed.retained).toBe(renewed.size)
  expect(tsa.verifies(folder('local.tsr'), folder('text'))).toBe(true)
  expect(await cunzhen('fsck')).toMatchObject({
    status: 0,
    lines: [
      {
        ok: true,
        hashRenewals: { renewals: 1, open: 0, unstamped: 0, entries: renewed.size, notRetained: 0, problems: [] },
      },
    ],
  })
  expect((await cunzhen('stats', '--json')).lines[0]).toMatchObject({ anchors: { hashRenewal: { state: 'stamped' } } })
})

test('fsck names a changed file of it and says so by its exit code', async () => {
  const bytes = readFileSync(folder('subjects'))
  writeFileSync(folder('subjects'), bytes.with(500 * 65 + 7, (bytes[500 * 65 + 7] ?? 0) ^ 1))
  const found = await cunzhen('fsck')
  expect(found.status).toBe(1)
  const named = { code: 'digest_differs', number: 1, where: 'entries 256-511' }
  expect(found.lines[0]).toMatchObject({ ok: false, hashRenewals: { problems: expect.arrayContaining([named]) } })
  writeFileSync(folder('subjects'), bytes)
})

test('the server tells of it, and the audit of every run', async () => {
  const { house: again, close } = await openHouse(world.house.config, { demo: true })
  try {
    expect(again.anchors.status().hashRenewal).toMatchObject({
      state: 'stamped',
      number: 1,
      hash: 'sha512',
      without: 0,
    })
    const { acts } = await readActs(again.db, { action: 'house.renew_hash' }, { ledgerSize: 0 })
    expect(acts.map(({ outcome }) => outcome)).toEqual(Array(runs).fill('allowed'))
    expect(runs).toBeGreaterThanOrEqual(3) // one late kill or two: the others were made
  } finally {
    await close()
  }
})
