import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOUR, type Instant, systemClock } from '#base'
import { readConfig } from '#platform'
import { createKeyring, moveMasterKey, newPassphrase, openKeyring, providerFor } from '#platform/keys'
import { examine, type Finding, type Machine } from './doctor.ts'

let dir = ''
let house = ''
const now = () => systemClock.now()
const well = (): Machine => ({
  node: '24.22.3',
  now: now(),
  user: process.getuid?.(),
  fontFolders: [join(dir, 'fonts')],
  room: () => Promise.resolve({ free: 2 ** 36, total: 2 ** 37 }),
})

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-doctor-'))
  house = join(dir, 'house')
  createKeyring(join(house, 'keys'), { clock: systemClock })
  writeFileSync(join(house, 'house.db'), '')
  mkdirSync(join(dir, 'fonts/noto'), { recursive: true })
  writeFileSync(join(dir, 'fonts/noto/NotoSansCJK-Regular.ttc'), '')
  writeFileSync(join(dir, 'fonts/noto/NotoColorEmoji.ttf'), '')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

async function found(check: Finding['check'], machine: Partial<Machine> = {}, argv: string[] = [], env = {}) {
  const config = readConfig({ CUNZHEN_ORIGIN: 'https://house.example', ...env }, ['--house', house, ...argv])
  const findings = await examine(config, { ...well(), ...machine })
  return findings.find((each) => each.check === check)
}

test('a house in good order has nothing to mind', async () => {
  const config = readConfig({ CUNZHEN_ORIGIN: 'https://house.example' }, ['--house', house])
  const findings = await examine(config, well())
  expect(findings.map(({ state }) => state)).toEqual(Array(7).fill('well'))
})

test('an old Node is ill, one without the security releases is to be minded', async () => {
  expect((await found('node', { node: '22.14.0' }))?.state).toBe('ill')
  expect((await found('node', { node: '24.21.0' }))?.state).toBe('mind')
  for (const node of ['24.22.3', '24.23.0', '26.0.0']) expect((await found('node', { node }))?.state).toBe('well')
})

test('keys that other users may read are ill', async () => {
  chmodSync(join(house, 'keys/keyring.json'), 0o644)
  expect(await found('files')).toMatchObject({ state: 'ill', says: expect.stringContaining('1 files') })
})

test('little room on the disk is ill, not much is to be minded', async () => {
  const room = (free: number) => ({ room: () => Promise.resolve({ free, total: 2 ** 37 }) })
  expect((await found('disk', room(2 ** 29)))?.state).toBe('ill')
  expect((await found('disk', room(2 ** 32)))?.state).toBe('mind')
})

test('a clock behind what the house has written is ill', async () => {
  const ahead = new Date(now() + HOUR)
  utimesSync(join(house, 'house.db'), ahead, ahead)
  expect(await found('clock')).toMatchObject({ state: 'ill', says: expect.stringContaining('60 minutes') })
})

test('whoever keeps the key is tried, unless it would ask; a key file left beside is ill', async () => {
  const words = join(dir, 'words')
  writeFileSync(words, 'twelve letters and more', { mode: 0o600 })
  const env = { CUNZHEN_PASSPHRASE_FILE: words }
  const keys = join(house, 'keys')
  const config = readConfig(env, ['--house', house])
  const keyring = openKeyring(keys)
  moveMasterKey(keys, keyring, providerFor(keys, 'passphrase', { passphrase: await newPassphrase(config) }))
  expect(await found('key')).toMatchObject({ state: 'mind', says: expect.stringContaining('not tried') })
  expect(await found('key', {}, [], env)).toMatchObject({ state: 'well' })
  writeFileSync(join(keys, 'master.key'), '')
  expect(await found('key', {}, [], env)).toMatchObject({ state: 'ill', says: expect.stringContaining('lies beside') })
  writeFileSync(words, 'something else altogether')
  expect(await found('key', {}, [], env)).toMatchObject({
    state: 'ill',
    says: expect.stringContaining('passphrase_wrong'),
  })
})

test('a damaged keyring is ill', async () => {
  writeFileSync(join(house, 'keys/keyring.json'), '{')
  expect(await found('key')).toMatchObject({ state: 'ill', says: expect.stringContaining('keyring_damaged') })
})

test('listening beyond this machine without TLS is ill; a certificate that is none is ill', async () => {
  expect((await found('tls', {}, ['--host', '0.0.0.0']))?.state).toBe('ill')
  expect((await found('tls', {}, [], { CUNZHEN_ORIGIN: '' }))?.state).toBe('mind')
  const files = ['--tls-cert', join(dir, 'none'), '--tls-key', join(dir, 'none')]
  expect(await found('tls', {}, files)).toMatchObject({ state: 'ill', says: expect.stringContaining('tls_unreadable') })
})

test('without a font for Chinese, papers would show boxes', async () => {
  expect((await found('fonts', { fontFolders: [join(dir, 'house')] }))?.state).toBe('mind')
  rmSync(join(dir, 'fonts/noto/NotoColorEmoji.ttf'))
  expect(await found('fonts')).toMatchObject({ state: 'mind', says: expect.stringContaining('emoji') })
})

test('no house yet is no illness', async () => {
  rmSync(house, { recursive: true })
  for (const check of ['files', 'key'] as const) expect((await found(check))?.state).toBe('mind')
  expect((await found('clock', { now: 0 as Instant }))?.state).toBe('well')
})
