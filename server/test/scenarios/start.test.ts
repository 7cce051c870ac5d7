import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openKeyring, recoveryKit } from '#platform/keys'

// Issue 2, bad input: a wrong key or a damaged file. The house refuses to start and says what, and how to restore.

const SERVER = resolve(import.meta.dirname, '../..')
let dir: string
let house: string

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-start-'))
  house = join(dir, 'house')
  const first = await start('recovery kit') // the last thing that a first start says
  expect(first.text).toContain('/enter#')
  await stop(first.child)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

interface Started {
  readonly child: ChildProcess
  readonly text: string
}

/** Resolves when it has said so; rejects with what it said when it ends before. */
function start(until = "customers' page listens"): Promise<Started> {
  const args = ['src/main.ts', '--house', house, '--port', '0', '--portal-port', '0']
  const child = spawn(process.execPath, args, { cwd: SERVER, stdio: ['ignore', 'ignore', 'pipe'] })
  let text = ''
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (piece: Buffer) => {
      text += piece.toString()
      if (text.includes(until)) resolve({ child, text })
    })
    child.on('exit', (code) => reject(new Error(`exit ${code}\n${text}`)))
  })
}

function stop(child: ChildProcess): Promise<void> {
  child.removeAllListeners('exit')
  return new Promise((done) => {
    child.once('exit', () => done())
    child.kill('SIGTERM')
  })
}

function cunzhen(...args: string[]): { status: number | null; text: string } {
  const done = spawnSync(process.execPath, ['src/cli/main.ts', ...args, '--house', house], {
    cwd: SERVER,
    encoding: 'utf8',
  })
  return { status: done.status, text: done.stdout + done.stderr }
}

/** Changes the file while the house is down, tries to start, and puts it back. */
async function startWith(name: string, damage: (bytes: Buffer) => Buffer | null): Promise<string> {
  const path = join(house, name)
  const kept = readFileSync(path)
  const bytes = damage(Buffer.from(kept))
  if (bytes === null) renameSync(path, `${path}.away`)
  else writeFileSync(path, bytes)
  try {
    const started = await start()
    await stop(started.child)
    return 'started'
  } catch (error) {
    return String(error)
  } finally {
    rmSync(`${path}.away`, { force: true })
    writeFileSync(path, kept, { mode: 0o600 })
  }
}

const flip = (place: number) => (bytes: Buffer) => {
  bytes[place] = (bytes[place] ?? 0) ^ 0xff
  return bytes
}

test('a missing or wrong key file stops the start, and the printed kit brings it back', async () => {
  const kit = recoveryKit(openKeyring(join(house, 'keys')))
  const missing = await startWith('keys/master.key', () => null)
  expect(missing).toMatch(/exit 3/)
  expect(missing).toMatch(/key_missing/)
  expect(missing).toMatch(/restore-key/)
  expect(await startWith('keys/master.key', flip(3))).toMatch(/key_wrong[\s\S]*restore-key/)
  expect(await startWith('keys/keyring.json', (bytes) => bytes.subarray(0, 40))).toMatch(/keyring_damaged/)

  rmSync(join(house, 'keys/master.key'))
  expect(cunzhen('restore-key', join(dir, 'nowhere.txt'))).toMatchObject({ status: 2 })
  const nothing = { status: 1, text: expect.stringMatching(/kit_incomplete[\s\S]*hint: type all 13 groups/) }
  expect(cunzhen('restore-key')).toMatchObject(nothing) // nobody types
  const paper = join(dir, 'kit.txt')
  writeFileSync(paper, kit.groups.with(4, 'AAAAA').join(' '))
  expect(cunzhen('restore-key', paper)).toMatchObject({ status: 1, text: expect.stringContaining('kit_wrong_group') })
  expect(existsSync(join(house, 'keys/master.key'))).toBe(false)
  writeFileSync(paper, kit.groups.join('\n').toLowerCase())
  expect(cunzhen('restore-key', paper).status).toBe(0)
  await stop((await start()).child)
})

test.each(['house.db', 'journal.db', 'ledger/checkpoint'])(
  'a damaged %s stops the start and is named',
  async (name) => {
    const text = await startWith(name, flip(100))
    expect(text).toMatch(/exit 3/)
    expect(text).toMatch(/what to do: .*(restore|backup)/)
  },
)

test('a house is open in one process at a time, and fsck finds it well afterwards', async () => {
  const { child } = await start()
  await expect(start()).rejects.toThrow(/house_in_use/)
  expect(cunzhen('fsck')).toMatchObject({
    status: 1,
    text: expect.stringMatching(/house_in_use[\s\S]*hint: stop the server/),
  })
  await stop(child)
  expect(cunzhen('fsck')).toMatchObject({ status: 0, text: expect.stringContaining('"ok":true') })
})
