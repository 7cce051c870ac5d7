import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonActor } from '#access'
import { openKeyring, recoveryKit } from '#platform/keys'
import { killRotations } from '#test/rotation-kills'
import { grantFor, openWorld, takeIn, type World } from '#test/world'

const SERVER = resolve(import.meta.dirname, '../..')

interface KeysState {
  provider: string
  generation: number
  isRotating: boolean
  rotatedAt: number | null
  progress: { done: number; total: number } | null
}

describe('rotating the keys of the running house', () => {
  let world: World
  const state = () => world.house.keyCare.state()
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())

  const rotate = (role: string, body: unknown = { because: 'the quarter is over' }) =>
    world.person(role).client.post<KeysState>('/api/house/rotate-keys', body)

  test('is the administrator’s alone, with a reason and a fresh second factor, and every attempt is on record', async () => {
    for (const role of ['auditor', 'data_security', 'legal']) {
      await expect(rotate(role)).rejects.toMatchObject({ code: 'role_missing' })
    }
    await expect(rotate('administrator', { because: ' ' })).rejects.toThrow()
    const people = await world.house.identity.people()
    const found = people.find(({ roles }) => roles.includes('administrator'))
    const actor = { kind: 'person', id: found?.id, roles: found?.roles, steppedUpUntil: null, ip: null } as PersonActor // a person of the cast
    await expect(world.house.keyCare.rotate(actor, 'x')).rejects.toMatchObject({ code: 'step_up_needed' })
    expect(await state()).toMatchObject({ generation: 1, rotatedAt: null, isRotating: false })
    const acts = await world
      .person('auditor')
      .client.post<{ acts: { reason: string | null }[] }>('/api/audit', { action: 'house.rotate_keys' })
    expect(acts.acts.map(({ reason }) => reason)).toEqual(['step_up_needed', ...Array(3).fill('role_missing')])
  })

  test('goes on under intake and search; what was archived before and what comes after is found', async () => {
    const line = (at: number) => ({ conv: 'c', sender: 'a', text: `message number ${at}`, ts: 1_690_000_000_000 + at })
    const lines = (from: number) => Array.from({ length: 50 }, (_, at) => line(from + at))
    await takeIn(world, lines(0), 'before.jsonl')
    await world.house.archive.seal()
    const kit = recoveryKit(openKeyring(join(world.dir, 'house/keys')))
    const [answer, twice] = await Promise.allSettled([rotate('administrator'), rotate('administrator')])
    expect(answer.status).toBe('fulfilled')
    if (twice.status === 'rejected') expect(twice.reason).toMatchObject({ code: 'rotation_running' })
    await takeIn(world, lines(50), 'meanwhile.jsonl')
    await world.house.keyCare.ended()
    const { generation, isBridged, rotatedAt } = await state()
    expect(generation).toBeGreaterThan(1)
    expect([isBridged, typeof rotatedAt]).toEqual([true, 'number'])
    await takeIn(world, lines(100), 'after.jsonl')
    await world.house.archive.seal()
    const permit = await grantFor(world, { from: 1_600_000_000_000, to: 1_790_000_000_000, people: [1] })
    const found = await world
      .person('requester')
      .client.post<{ total: number; hits: unknown[] }>('/api/search', { permit, query: 'message', limit: 200 })
    expect([found.total, found.hits.length]).toEqual([150, 150])
    expect(recoveryKit(openKeyring(join(world.dir, 'house/keys')))).toEqual(kit)
    const shown = await world.person('auditor').client.get<{ keys: KeysState }>('/api/house')
    expect(shown.keys).toMatchObject({ provider: 'file', generation, progress: null })
  })
})

describe('keys from the command line', () => {
  let dir: string
  let house: string
  const words = '一句只有我们知道的话 2026'
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'cunzhen-keys-'))
    house = join(dir, 'house')
    writeFileSync(join(dir, 'words'), `${words}\n`)
    writeFileSync(join(dir, 'other-words'), `${words} and more\n`)
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  function cunzhen(args: string[], env: Record<string, string> = {}) {
    const done = spawnSync(process.execPath, ['src/cli/main.ts', ...args, '--house', house], {
      cwd: SERVER,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    })
    return { status: done.status, text: done.stdout + done.stderr }
  }

  /** Starts the server until it listens, and stops it. @returns what it said when it ended before */
  async function startAndStop(env: Record<string, string> = {}): Promise<string> {
    const args = ['src/main.ts', '--house', house, '--port', '0', '--portal-port', '0']
    const child = spawn(process.execPath, args, {
      cwd: SERVER,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...env },
    })
    let text = ''
    child.stderr.on('data', (piece: Buffer) => {
      text += piece.toString()
      if (text.includes("customers' page listens")) child.kill('SIGTERM')
    })
    const code = await new Promise((done) => child.once('close', done))
    return code === 0 ? 'started' : `exit ${code}\n${text}`
  }

  const right = () => ({ CUNZHEN_PASSPHRASE_FILE: join(dir, 'words') })
  let groups: string[]

  test('a house moves to a passphrase', async () => {
    expect(await startAndStop()).toBe('started')
    groups = recoveryKit(openKeyring(join(house, 'keys'))).groups
    expect(cunzhen(['key', 'move', '--to', 'passphrase'], right())).toMatchObject({ status: 0 })
    expect(existsSync(join(house, 'keys/master.key'))).toBe(false)
  })

  test('and then by nothing else', async () => {
    expect(await startAndStop()).toMatch(/exit 3[\s\S]*passphrase_needed/)
    expect(await startAndStop(right())).toBe('started')
  })

  test('a passphrase comes by a descriptor through the starter that people use', () => {
    const file = openSync(join(dir, 'words'), 'r')
    const starter = ['tools/run.mjs', 'server/src/cli/main.ts', 'key', '--house', house]
    const cwd = resolve(SERVER, '..')
    const by = (fd: string, ...stdio: (number | 'ignore')[]) =>
      spawnSync(process.execPath, [...starter, '--passphrase-fd', fd], {
        cwd,
        stdio: ['ignore', 'pipe', 'pipe', ...stdio],
      })
    expect(by('4', 'ignore', file).status).toBe(0)
    expect(by('4', file, 'ignore').status).toBe(3)
    closeSync(file)
  })

  test('its passphrase is changed by the same move', () => {
    const other = join(dir, 'other-words')
    const change = { ...right(), CUNZHEN_NEW_PASSPHRASE_FILE: other }
    expect(cunzhen(['key', 'move', '--to', 'passphrase'], change).status).toBe(0)
    expect(cunzhen(['fsck'], right())).toMatchObject({ status: 3, text: expect.stringContaining('passphrase_wrong') })
    const opened = cunzhen(['fsck'], { CUNZHEN_PASSPHRASE_FILE: other })
    expect(opened).toMatchObject({ status: 0, text: expect.stringContaining('"ok":true') })
  })

  test('and when it is lost, the kit opens the house by the key file again', async () => {
    writeFileSync(join(dir, 'kit.txt'), groups.join(' '))
    expect(cunzhen(['restore-key', join(dir, 'kit.txt')]).status).toBe(0)
    expect(await startAndStop()).toBe('started')
  })

  test('rotate-keys needs the house to itself and an administrator to answer for it', () => {
    expect(cunzhen(['rotate-keys'])).toMatchObject({ status: 1, text: expect.stringContaining('no_administrator') })
  })
})

test('a rotation that is killed again and again loses nothing and goes on', async () => {
  const report = await killRotations(6)
  expect(report.problems).toEqual([])
  expect(report.kills).toBe(6)
})
