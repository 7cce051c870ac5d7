import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '#base'
import { createKeyring, openKeyring, restoreMasterKey } from './keyring.ts'
import { SECRET_NAMES } from './keyring-file.ts'
import { keyFromKit, recoveryKit } from './recovery-kit.ts'

let house = ''
let dir = ''
beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'cunzhen-keyring-'))
  dir = join(house, 'keys')
})
afterEach(() => rmSync(house, { recursive: true }))

const create = (at = dir) => createKeyring(at, { clock: systemClock })
const file = (name: string) => join(dir, name)

test('every secret comes back as it was made, and no two are the same', () => {
  const made = create()
  const opened = openKeyring(dir)
  const secrets = SECRET_NAMES.map((name) => Buffer.from(opened.secret(name)).toString('hex'))
  expect(SECRET_NAMES.map((name) => Buffer.from(made.secret(name)).toString('hex'))).toEqual(secrets)
  expect(new Set(secrets).size).toBe(SECRET_NAMES.length)
  expect([opened.houseId, opened.digest]).toEqual([made.houseId, made.digest])
  expect(opened.houseId).toMatch(/^hse_/)
})

test('a taker who zeroes a secret zeroes only a copy', () => {
  const keyring = create()
  keyring.secret('log').fill(0)
  expect(keyring.secret('log').some((byte) => byte !== 0)).toBe(true)
})

test('key files are for their owner only; a keyring prints no secret', () => {
  const keyring = create()
  expect(statSync(dir).mode & 0o777).toBe(0o700)
  expect(readdirSync(dir).sort()).toEqual(['keyring.copy.json', 'keyring.json', 'master.key'])
  for (const name of readdirSync(dir)) expect(statSync(file(name)).mode & 0o777).toBe(0o600)
  const printed = inspect(keyring, { depth: 9, showHidden: true }) + JSON.stringify(keyring)
  const key = readFileSync(file('master.key'))
  for (const form of ['hex', 'base64', 'latin1'] as const) expect(printed).not.toContain(key.toString(form))
})

describe('making a keyring', () => {
  test('never replaces one', () => {
    create()
    const before = readFileSync(file('master.key'))
    expect(() => create()).toThrow(expect.objectContaining({ code: 'keyring_exists' }))
    expect(readFileSync(file('master.key'))).toEqual(before)
    expect(readdirSync(house)).toEqual(['keys'])
  })

  test('never replaces what is left of one', () => {
    create()
    rmSync(file('master.key'))
    rmSync(file('keyring.json'))
    expect(() => create()).toThrow(expect.objectContaining({ code: 'keyring_exists' }))
  })

  test('clears away one that a crash left unfinished', () => {
    mkdirSync(join(house, '.keys.0123456789ab.new'))
    writeFileSync(join(house, '.keys.0123456789ab.new', 'master.key'), 'x')
    create()
    expect(readdirSync(house)).toEqual(['keys'])
  })
})

describe('a keyring that does not open says what is wrong and what to do', () => {
  const fault = (code: string, ...words: string[]) => {
    try {
      openKeyring(dir)
    } catch (error) {
      expect(error).toMatchObject({ name: 'Fault', code })
      for (const word of words) expect(String(error)).toContain(word)
      expect(String(error)).not.toContain(house)
      return
    }
    expect.unreachable('it opened')
  }

  test('no key', () => {
    create()
    rmSync(file('master.key'))
    fault('key_missing', 'keys/master.key', 'restore-key')
  })

  test('the key of another house', () => {
    create()
    create(join(house, 'other'))
    writeFileSync(file('master.key'), readFileSync(join(house, 'other', 'master.key')))
    fault('key_wrong', 'keys/master.key', 'restore-key')
  })

  test.each([0, 31, 33])('a key file of %i bytes', (length) => {
    create()
    writeFileSync(file('master.key'), Buffer.alloc(length))
    fault('key_wrong', 'restore-key')
  })

  test('no keyring.json', () => {
    create()
    rmSync(file('keyring.json'))
    fault('keyring_missing', 'keys/keyring.json', 'keyring.copy.json')
  })

  test('a keyring.json in which any letter of a secret, the check or the house changed', () => {
    create()
    const text = readFileSync(file('keyring.json'), 'utf8')
    const whole = JSON.parse(text) as { secrets: Record<string, string>; check: string; houseId: string }
    for (const name of SECRET_NAMES) {
      const secret = Buffer.from(whole.secrets[name] ?? '', 'base64')
      for (const at of [0, 12, 43, secret.length - 1]) {
        const altered = Buffer.from(secret)
        altered[at] = (altered[at] ?? 0) ^ 1
        const secrets = { ...whole.secrets, [name]: altered.toString('base64') }
        writeFileSync(file('keyring.json'), JSON.stringify({ ...whole, secrets }))
        fault('keyring_damaged', 'keyring.copy.json')
      }
    }
  })

  test('two secrets exchanged, one missing, half a file, another version', () => {
    create()
    const whole = JSON.parse(readFileSync(file('keyring.json'), 'utf8'))
    const exchanged = { ...whole.secrets, log: whole.secrets.dedupe, dedupe: whole.secrets.log }
    const { pseudonym, ...missing } = whole.secrets
    expect(pseudonym).toBeTypeOf('string')
    for (const secrets of [exchanged, missing]) {
      writeFileSync(file('keyring.json'), JSON.stringify({ ...whole, secrets }))
      fault('keyring_damaged')
    }
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      JSON.stringify({ ...whole, v: 3 }),
      JSON.stringify({ ...whole, provider: { name: 'cloud' } }),
      JSON.stringify(whole).slice(0, 400),
    ]) {
      writeFileSync(file('keyring.json'), text)
      fault('keyring_damaged')
    }
  })

  test('and the copy beside it opens', () => {
    create()
    writeFileSync(file('keyring.json'), readFileSync(file('keyring.copy.json')))
    openKeyring(dir)
  })
})

describe('restoring the key from the kit', () => {
  test('puts back a lost key and a wrong one, and leaves the right one alone', () => {
    const groups = recoveryKit(create()).groups
    const before = readFileSync(file('master.key'))
    rmSync(file('master.key'))
    expect(restoreMasterKey(dir, keyFromKit(groups))).toBe('restored')
    expect(readFileSync(file('master.key'))).toEqual(before)
    writeFileSync(file('master.key'), Buffer.alloc(32))
    expect(restoreMasterKey(dir, keyFromKit(groups))).toBe('restored')
    expect(restoreMasterKey(dir, keyFromKit(groups))).toBe('already_there')
    openKeyring(dir)
  })

  test('refuses the kit of another house and touches nothing', () => {
    create()
    const other = recoveryKit(create(join(house, 'other')))
    const before = readFileSync(file('master.key'))
    const restore = () => restoreMasterKey(dir, keyFromKit(other.groups))
    expect(restore).toThrow(expect.objectContaining({ name: 'Refusal', code: 'kit_of_another_house' }))
    expect(readFileSync(file('master.key'))).toEqual(before)
  })
})
