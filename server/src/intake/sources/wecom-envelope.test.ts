import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { readSource } from '../receiving.test-support.ts'
import { makeKey, seal } from './wecom-envelope.test-support.ts'

const message = (over: object = {}) => ({
  msgid: 'm1',
  action: 'send',
  from: 'chen',
  tolist: ['wmLin'],
  roomid: '',
  msgtime: 1788000000000,
  msgtype: 'text',
  text: { content: '您好，退款已受理' },
  ...over,
})
const answer = (...items: object[]) => JSON.stringify({ errcode: 0, errmsg: 'ok', chatdata: items })
const read = (text: string, ...keys: { version: number; privateKeyPem: string }[]) =>
  readSource(text, 'wecom', { keys })

describe('WeCom envelopes', () => {
  let first: string
  let second: string
  beforeAll(() => {
    first = makeKey('pkcs1')
    second = makeKey('pkcs8')
  })

  test.each([
    ['base64', 'bare'],
    ['bare', 'bare'],
    ['base64', 'callback'],
  ] as const)('opens with its key: random key %s, inside %s', async (key, layout) => {
    const sealed = seal(message(), { version: 3, pem: first, seq: 196, key, layout })
    const { drafts, broken } = await read(answer(sealed), { version: 3, privateKeyPem: first })
    expect(broken).toEqual([])
    expect(drafts[0]?.fields).toMatchObject({ sourceId: 'm1', sender: 'chen', kind: 'text', body: '您好，退款已受理' })
    expect(JSON.parse(drafts[0]?.fields.extra ?? '')).toMatchObject({ seq: 196, publickey_ver: 3 })
  })

  test('is the same message as the one somebody else decrypted', async () => {
    const opened = await read(answer(seal(message(), { version: 1, pem: first })), { version: 1, privateKeyPem: first })
    const given = await read(JSON.stringify(message()))
    expect(opened.drafts[0]?.identity).toBe(given.drafts[0]?.identity)
  })

  test('each version has its key; what no key opens stays an encrypted message', async () => {
    const text = answer(
      seal(message(), { version: 1, pem: first, seq: 1 }),
      seal(message({ msgid: 'm2' }), { version: 2, pem: second, seq: 2 }),
      seal(message({ msgid: 'm3' }), { version: 4, pem: second, seq: 3 }),
    )
    const both = [
      { version: 1, privateKeyPem: first },
      { version: 2, privateKeyPem: second },
    ]
    const { drafts, broken } = await read(text, ...both)
    expect(drafts.map(({ fields }) => fields.sourceId)).toEqual(['m1', 'm2'])
    expect(broken).toMatchObject([{ reason: 'encrypted_message', items: 1 }])
    expect((await read(text)).broken.map(({ reason }) => reason)).toEqual(Array(3).fill('encrypted_message'))
  })

  test('two keys of one version are both tried; a wrong key, a damaged envelope and text that is no key open nothing', async () => {
    const sealed = seal(message(), { version: 1, pem: second })
    const wrong = { version: 1, privateKeyPem: first }
    const right = { version: 1, privateKeyPem: second }
    expect((await read(answer(sealed), wrong, right)).drafts).toHaveLength(1)
    const damaged = [
      { ...sealed, encrypt_chat_msg: String(sealed.encrypt_chat_msg).replace(/^..../, 'AAAA') },
      { ...sealed, encrypt_chat_msg: 'AAAA' },
      { ...sealed, encrypt_random_key: '' },
      { ...sealed, encrypt_random_key: 7 },
      { ...sealed, msgid: 'another' },
    ]
    for (const one of damaged) {
      expect((await read(answer(one), right)).broken).toMatchObject([{ reason: 'encrypted_message', items: 1 }])
    }
    expect((await read(answer(sealed), wrong)).broken).toMatchObject([{ reason: 'encrypted_message' }])
    expect((await read(answer(sealed), { version: 1, privateKeyPem: 'no key' })).broken).toHaveLength(1)
  })

  test('a message inside that is not in the known shape is quarantined as that', async () => {
    const sealed = seal(message({ text: { content: 7 } }), { version: 1, pem: first })
    expect((await read(answer(sealed), { version: 1, privateKeyPem: first })).broken).toMatchObject([
      { reason: 'wrong_shape' },
    ])
  })
})

const sample = sharedData('samples', 'wecom_msgaudit', 'getchatdata_encrypted_envelope.json')

describe.skipIf(!sample)('sample of ../shared/data (skipped: absent)', () => {
  test('an envelope whose key nobody has stays one, whatever keys are at hand', async () => {
    const text = readFileSync(sample ?? '', 'utf8')
    const { drafts, broken } = await read(text, { version: 3, privateKeyPem: makeKey() })
    expect(drafts).toEqual([])
    expect(broken).toMatchObject([{ reason: 'encrypted_message', items: 1 }])
  })
})
