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
    houseName: '存真 Cunzhen',
    officialPhone: '',
    contentCacheMib: 256,
    logLevel: 'info',
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
])('a bad setting is refused by name, its value is not repeated: %j %j', (env, argv, setting) => {
  expect(() => readConfig(env, argv)).toThrow(expect.objectContaining({ code: 'bad_setting', detail: { setting } }))
})

test('the webhook, which may hold a token, prints as [secret]', () => {
  const config = readConfig({ CUNZHEN_SMS_WEBHOOK: 'https://sms.example/send?token=abc' }, [])
  expect(config.smsWebhook?.reveal().hostname).toBe('sms.example')
  expect(inspect(config, { depth: 9, showHidden: true }) + JSON.stringify(config) + config.smsWebhook).not.toMatch(
    /token|sms\.example/,
  )
})
