import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '#base'
import { Secret } from '../../secrets.ts'
import { createKeyring, moveMasterKey, openKeyring, restoreMasterKey, tidyKeys } from '../keyring.ts'
import { keyFromKit, recoveryKit } from '../recovery-kit.ts'
import { newPassphrase, providerFor, unlockFor } from '../unlock.ts'
import { fileProvider } from './file.ts'
import { passphraseProvider } from './passphrase.ts'
import { pkcs11Provider } from './pkcs11.ts'
import type { KeyProvider } from './provider.ts'
import { makeToken, whyNoToken } from './soft-token.test-support.ts'

const PASSPHRASE = '晴天的下午 in the archive'
const CHEAP = { memory: 1024, passes: 1, lanes: 1 }
const noToken = whyNoToken()
if (noToken) console.warn(`tests with a token are skipped: ${noToken}`)

let house = ''
let dir = ''
beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'cunzhen-provider-'))
  dir = join(house, 'keys')
})
afterEach(() => rmSync(house, { recursive: true }))

const HOUSE_ID = 'hse_aaaaaaaaaaaaaaaa'
const refusesWith = (code: string, work: () => unknown) => expect(work).toThrow(expect.objectContaining({ code }))

function givesBack(provider: KeyProvider, again: KeyProvider = provider): void {
  const key = new Uint8Array(randomBytes(32))
  const state = provider.wrap(key, HOUSE_ID)
  expect(JSON.stringify(state)).not.toContain(Buffer.from(key).toString('base64'))
  expect(new Uint8Array(again.unwrap(JSON.parse(JSON.stringify(state)), HOUSE_ID))).toEqual(key)
}

describe('a passphrase', () => {
  test('gives the key back, however the input method spells it, and to nobody who types another', () => {
    givesBack(passphraseProvider('ａｂｃｄｅｆ 123456', CHEAP), passphraseProvider('abcdef 123456', CHEAP))
    const state = passphraseProvider(PASSPHRASE, CHEAP).wrap(randomBytes(32), HOUSE_ID)
    refusesWith('passphrase_wrong', () => passphraseProvider(`${PASSPHRASE} `, CHEAP).unwrap(state, HOUSE_ID))
    refusesWith('passphrase_wrong', () => passphraseProvider(PASSPHRASE, CHEAP).unwrap(state, 'hse_other'))
  })

  test('is argon2id with a salt of its own each time, and its cost stands beside', () => {
    const [one, two] = [1, 2].map(() => passphraseProvider(PASSPHRASE).wrap(randomBytes(32), HOUSE_ID))
    if (one?.name !== 'passphrase' || two?.name !== 'passphrase') return expect.unreachable()
    expect([one.memory, one.passes, one.lanes]).toEqual([262_144, 3, 4])
    expect(one.salt).not.toBe(two.salt)
  })

  test('of fewer than twelve letters is refused', () => {
    refusesWith('passphrase_short', () => passphraseProvider('一二三四五六七八九十一').wrap(randomBytes(32), HOUSE_ID))
  })

  test('with settings that would exhaust the machine, or that are none, is damage', () => {
    const state = passphraseProvider(PASSPHRASE, CHEAP).wrap(randomBytes(32), HOUSE_ID)
    for (const change of [{ memory: 2 ** 31 }, { passes: 0 }, { lanes: 1e6 }, { memory: 1.5 }, { salt: 'AA==' }]) {
      const altered = { ...state, ...change }
      refusesWith('keyring_damaged', () => passphraseProvider(PASSPHRASE).unwrap(altered, HOUSE_ID))
    }
  })

  test('comes from a file or a descriptor; without either and without a terminal the house stays shut', async () => {
    const keyring = createKeyring(dir, { clock: systemClock })
    const path = join(house, 'words')
    writeFileSync(path, `${PASSPHRASE}\n`)
    const settings = { passphraseFile: path, passphraseFd: null, pkcs11: null }
    moveMasterKey(dir, keyring, passphraseProvider((await newPassphrase(settings)).reveal(), CHEAP))
    const unlock = await unlockFor(dir, settings)
    expect(unlock.passphrase?.reveal()).toBe(PASSPHRASE)
    expect(openKeyring(dir, unlock).secret('log')).toEqual(keyring.secret('log'))
    await expect(unlockFor(dir, { ...settings, passphraseFile: null })).rejects.toMatchObject({
      code: 'passphrase_needed',
    })
    await expect(unlockFor(dir, { ...settings, passphraseFile: join(house, 'none') })).rejects.toMatchObject({
      code: 'passphrase_unreadable',
    })
    refusesWith('passphrase_needed', () => openKeyring(dir))
  })
})

describe.skipIf(noToken !== null)('a token', () => {
  test('gives the key back, and its own key is made once and can neither leave nor be read', () => {
    const settings = makeToken(house)
    givesBack(pkcs11Provider(settings))
    givesBack(pkcs11Provider(settings), pkcs11Provider({ ...settings, token: null }))
  })

  test('that does not hold the house’s key, or is not there, says so', () => {
    const settings = makeToken(house)
    const state = pkcs11Provider(settings).wrap(randomBytes(32), HOUSE_ID)
    const altered = { ...state, key: 'cunzhen hse_of_somebody_else' }
    refusesWith('token_key_missing', () => pkcs11Provider(settings).unwrap(altered, HOUSE_ID))
    refusesWith('token_missing', () => pkcs11Provider({ ...settings, token: 'other' }).unwrap(state, HOUSE_ID))
    makeToken(house)
    refusesWith('token_ambiguous', () => pkcs11Provider(settings).unwrap(state, HOUSE_ID))
  })

  test('refuses a wrong PIN, and a wrapped key in which a bit changed', () => {
    const settings = makeToken(house)
    const state = pkcs11Provider(settings).wrap(randomBytes(32), HOUSE_ID)
    if (state.name !== 'pkcs11') return expect.unreachable()
    const wrapped = Buffer.from(state.wrapped, 'base64')
    wrapped[20] = (wrapped[20] ?? 0) ^ 1
    const altered = { ...state, wrapped: wrapped.toString('base64') }
    refusesWith('token_failed', () => pkcs11Provider(settings).unwrap(altered, HOUSE_ID))
    writeFileSync(settings.pinFile, '000000\n')
    refusesWith('token_pin_wrong', () => pkcs11Provider(settings).unwrap(state, HOUSE_ID))
    rmSync(settings.pinFile)
    refusesWith('pin_file_unreadable', () => pkcs11Provider(settings).unwrap(state, HOUSE_ID))
  })

  test('whose library is none is refused, and a house that needs one says which settings', () => {
    const settings = { module: join(house, 'none.so'), pinFile: '', token: null, slot: null }
    refusesWith('token_module_unreadable', () => pkcs11Provider(settings).wrap(randomBytes(32), HOUSE_ID))
    refusesWith('token_unnamed', () => providerFor(dir, 'pkcs11', {}))
  })
})

describe('moving the master key', () => {
  const by = (name: 'file' | 'passphrase' | 'pkcs11', token: ReturnType<typeof makeToken> | null) => {
    if (name === 'file') return fileProvider(dir)
    return name === 'passphrase' ? passphraseProvider(PASSPHRASE, CHEAP) : pkcs11Provider(token ?? expect.unreachable())
  }

  test('from any provider to any other keeps every secret and the kit, and leaves no key file that is not needed', () => {
    const token = noToken ? null : makeToken(house)
    const unlock = { passphrase: new Secret(PASSPHRASE), ...(token && { pkcs11: token }) }
    const made = createKeyring(dir, { clock: systemClock })
    const kit = recoveryKit(made)
    const way = ['passphrase', 'pkcs11', 'file', 'pkcs11', 'passphrase', 'passphrase', 'file', 'file'] as const
    for (const name of way.filter((each) => each !== 'pkcs11' || token)) {
      moveMasterKey(dir, openKeyring(dir, unlock), by(name, token))
      const opened = openKeyring(dir, unlock)
      expect([opened.provider(), opened.houseId, opened.digest]).toEqual([name, made.houseId, made.digest])
      expect(opened.secret('register')).toEqual(made.secret('register'))
      expect(recoveryKit(opened)).toEqual(kit)
      expect(statSync(join(dir, 'master.key'), { throwIfNoEntry: false }) !== undefined).toBe(name === 'file')
      expect(readFileSync(join(dir, 'keyring.copy.json'))).toEqual(readFileSync(join(dir, 'keyring.json')))
      expect(tidyKeys(dir, opened)).toBe(false)
    }
  })

  test('when the passphrase is lost, the kit opens the house, and its key is in the file again', () => {
    const made = createKeyring(dir, { clock: systemClock })
    const { groups } = recoveryKit(made)
    moveMasterKey(dir, made, passphraseProvider(PASSPHRASE, CHEAP))
    refusesWith('passphrase_wrong', () => openKeyring(dir, { passphrase: new Secret('something else entirely') }))
    expect(restoreMasterKey(dir, keyFromKit(groups))).toBe('restored')
    expect(openKeyring(dir).secret('log')).toEqual(made.secret('log'))
    expect(openKeyring(dir).provider()).toBe('file')
  })

  test('to a provider that gives back another key, or fails, changes nothing', () => {
    const keyring = createKeyring(dir, { clock: systemClock })
    const before = readFileSync(join(dir, 'keyring.json'))
    const lies: KeyProvider = { ...passphraseProvider(PASSPHRASE, CHEAP), unwrap: () => new Uint8Array(32) }
    refusesWith('broken_invariant', () => moveMasterKey(dir, keyring, lies))
    refusesWith('passphrase_short', () => moveMasterKey(dir, keyring, passphraseProvider('short', CHEAP)))
    expect(readFileSync(join(dir, 'keyring.json'))).toEqual(before)
    expect(openKeyring(dir).provider()).toBe('file')
  })

  test('a key file of another house lying beside is not ours to remove', () => {
    const keyring = createKeyring(dir, { clock: systemClock })
    moveMasterKey(dir, keyring, passphraseProvider(PASSPHRASE, CHEAP))
    writeFileSync(join(dir, 'master.key'), Buffer.alloc(32, 7))
    const opened = openKeyring(dir, { passphrase: new Secret(PASSPHRASE) })
    expect(tidyKeys(dir, opened)).toBe(false)
    expect(readFileSync(join(dir, 'master.key'))).toEqual(Buffer.alloc(32, 7))
  })

  test('a keyring of version 1, which names no provider, opens by its file', () => {
    const made = createKeyring(dir, { clock: systemClock })
    const { provider, ...rest } = JSON.parse(readFileSync(join(dir, 'keyring.json'), 'utf8'))
    expect(provider).toEqual({ name: 'file' })
    writeFileSync(join(dir, 'keyring.json'), JSON.stringify({ ...rest, v: 1 }))
    const opened = openKeyring(dir)
    expect([opened.provider(), opened.digest, opened.secret('log')]).toEqual(['file', made.digest, made.secret('log')])
    // and it may move on from there
    moveMasterKey(dir, opened, passphraseProvider(PASSPHRASE, CHEAP))
    expect(openKeyring(dir, { passphrase: new Secret(PASSPHRASE) }).provider()).toBe('passphrase')
  })
})
