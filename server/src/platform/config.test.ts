import { resolve } from 'node:path'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('a house with no settings at all serves this machine only', () => {
  expect(readConfig({}, [])).toEqual({
    house: resolve('house'),
    host: '127.0.0.1',
    port: 8642,
    portalPort: 8643,
    origin: 'http://127.0.0.1:8642',
    portalOrigin: 'http://127.0.0.1:8643',
    language: 'zh',
    smsWebhook: null,
    alarmWebhook: null,
    alarmForm: 'json',
    houseName: '存真 Cunzhen',
    officialPhone: '',
    tls: null,
    metricsPort: null,
    passphraseFile: null,
    passphraseFd: null,
    newPassphraseFile: null,
    pkcs11: null,
    contentCacheMib: 8,
    warmMib: null,
    attachmentMib: 100,
    logLevel: 'info',
    intakeRoot: null,
    rest: [],
  })
})

test('a flag wins over the environment, in both spellings; an empty variable is none', () => {
  const env = { CUNZHEN_HOUSE: '/a', CUNZHEN_PORT: '1000', CUNZHEN_LANG: '' }
  const config = readConfig(env, ['--house', '/b', '--lang=en'])
  expect(config).toMatchObject({ house: '/b', port: 1000, language: 'en' })
})

test('what it does not understand is left for the command line, in order', () => {
  const { house, rest } = readConfig({}, ['fsck', '--deep', '--house', '/b', 'x', '--n=3'])
  expect([house, rest]).toEqual(['/b', ['fsck', '--deep', 'x', '--n=3']])
})

test.each([
  [{}, ['--port', '99999'], 'port'],
  [{}, ['--port', '1e3'], 'port'],
  [{}, ['--lang', 'fr'], 'lang'],
  [{}, ['--house'], 'house'],
  [{ CUNZHEN_ORIGIN: 'javascript:x' }, [], 'origin'],
  [{ CUNZHEN_CACHE_MIB: '0' }, [], 'CUNZHEN_CACHE_MIB'],
  [{ CUNZHEN_ALARM_FORM: 'fax' }, [], 'CUNZHEN_ALARM_FORM'],
  [{ CUNZHEN_ALARM_WEBHOOK: 'javascript:x' }, [], 'CUNZHEN_ALARM_WEBHOOK'],
  [{ CUNZHEN_WARM_MIB: 'all' }, [], 'CUNZHEN_WARM_MIB'],
])('a bad setting is refused by name, its value is not repeated: %j %j', (env, argv, setting) => {
  expect(() => readConfig(env, argv)).toThrow(expect.objectContaining({ code: 'bad_setting', detail: { setting } }))
})

test('the webhook, which may hold a token, prints as [secret]', () => {
  const hooks = { CUNZHEN_SMS_WEBHOOK: 'https://sms.example/send?token=abc' }
  const config = readConfig({ ...hooks, CUNZHEN_ALARM_WEBHOOK: 'https://robot.example/send?token=def' }, [])
  expect(config.smsWebhook?.reveal().hostname).toBe('sms.example')
  expect(config.alarmWebhook?.reveal().hostname).toBe('robot.example')
  expect(inspect(config, { depth: 9, showHidden: true }) + JSON.stringify(config) + config.smsWebhook).not.toMatch(
    /token|sms\.example|robot\.example/,
  )
})

test('a token needs its module and a file with the PIN; neither passphrase nor PIN can be an argument', () => {
  const env = { CUNZHEN_PKCS11_MODULE: '/lib/token.so', CUNZHEN_PKCS11_PIN_FILE: '/pin', CUNZHEN_PKCS11_SLOT: '4' }
  expect(readConfig(env, ['--pkcs11-token', 'bank']).pkcs11).toEqual({
    module: '/lib/token.so',
    pinFile: '/pin',
    token: 'bank',
    slot: 4,
  })
  expect(() => readConfig({ CUNZHEN_PKCS11_MODULE: '/lib/token.so' }, [])).toThrow(
    expect.objectContaining({ detail: { setting: 'pkcs11-pin-file' } }),
  )
  const { rest } = readConfig({}, ['--passphrase', 'words', '--pkcs11-pin', '1234'])
  expect(rest).toEqual(['--passphrase', 'words', '--pkcs11-pin', '1234']) // understood by nobody
})

test('TLS needs both files, makes the addresses https, and suffers no http address beside', () => {
  const both = ['--tls-cert', '/c.pem', '--tls-key', '/k.pem']
  expect(readConfig({}, both)).toMatchObject({
    tls: { cert: '/c.pem', key: '/k.pem' },
    origin: 'https://127.0.0.1:8642',
    portalOrigin: 'https://127.0.0.1:8643',
  })
  for (const [env, argv, setting] of [
    [{ CUNZHEN_TLS_CERT: '/c.pem' }, [], 'tls-key'],
    [{}, ['--tls-key', '/k.pem'], 'tls-cert'],
    [{ CUNZHEN_ORIGIN: 'http://a.example' }, both, 'origin'],
    [{}, [...both, '--portal-origin', 'http://a.example'], 'portal-origin'],
  ] as const) {
    expect(() => readConfig(env, argv)).toThrow(expect.objectContaining({ detail: { setting } }))
  }
})
