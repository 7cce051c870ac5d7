import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Made, sendingTo } from '#test/live'
import { atNoon, openWorld, type World } from '#test/world'

// Vendors' event callbacks over real HTTP: their proofs, and what is refused beside what is taken.

const clock = atNoon()
let world: World
beforeAll(async () => {
  world = await openWorld(clock)
}, 120_000)
afterAll(() => world.close())

const { make, statusOf, recordCount, acts, send } = sendingTo(() => world)

describe('vendors’ callbacks', () => {
  const hook = (made: Made) => `/api/intake/hooks/${made.connector.id}`
  const sha256 = (text: string) => createHash('sha256').update(text)

  test('Slack: signed and fresh, or refused; edits and reactions refer to their message', async () => {
    const signingSecret = 'slack-secret'
    const made = await make({ kind: 'slack', secrets: { signingSecret } })
    const call = (body: object, secret = signingSecret, at: number = clock.now()) => {
      const raw = JSON.stringify(body)
      const timestamp = String(Math.floor(at / 1000))
      const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${raw}`).digest('hex')
      return send(hook(made), raw, { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${mac}` })
    }
    const event = (id: string, inner: object) => ({ type: 'event_callback', team_id: 'T1', event_id: id, event: inner })
    const said = { type: 'message', channel: 'C1', user: 'U1', ts: '1790000000.000100', text: '你好' }
    const before = recordCount()
    expect((await call({ type: 'url_verification', challenge: 'c-1' })).body).toEqual({ challenge: 'c-1' })
    expect((await call(event('Ev1', { ...said, event_ts: said.ts, channel_type: 'channel' }))).status).toBe(200)
    expect((await call(event('Ev1', { ...said, event_ts: said.ts, channel_type: 'channel' }))).status).toBe(200)
    const edited = { ...said, text: '你好！', edited: { user: 'U1', ts: '1790000009.000000' } }
    const change = {
      type: 'message',
      subtype: 'message_changed',
      channel: 'C1',
      ts: '1790000009.000200',
      message: edited,
    }
    expect((await call(event('Ev2', { ...change, previous_message: said }))).status).toBe(200)
    const reaction = {
      type: 'reaction_added',
      user: 'U2',
      reaction: 'eyes',
      item: { type: 'message', channel: 'C1', ts: said.ts },
    }
    expect((await call(event('Ev3', { ...reaction, event_ts: '1790000010.000000' }))).status).toBe(200)
    const strange = { type: 'message', channel: 'C1', subtype: 'of_the_future' }
    expect((await call(event('Ev5', strange))).status).toBe(200)
    expect((await call(event('Ev5', strange))).status).toBe(200)
    expect(recordCount()).toBe(before + 4)
    // half a letter, as a careless cut leaves it: no record holds it, so it is kept as it came
    const cut = event('Ev6', { ...said, text: '\ud83d' })
    expect((await call(cut)).status).toBe(200)
    expect((await call(cut)).status).toBe(200)
    expect(recordCount()).toBe(before + 5)
    const wrong = await call(event('Ev4', { ...said, ts: '1790000011.000000' }), 'another-secret')
    expect([wrong.status, wrong.body]).toMatchObject([401, { code: 'signature_wrong' }])
    const old = await call(event('Ev4', { ...said, ts: '1790000011.000000' }), signingSecret, clock.now() - 6 * 60_000)
    expect([old.status, old.body]).toMatchObject([401, { code: 'signature_too_old' }])
    expect(recordCount()).toBe(before + 5)
    const [act] = await acts('signature_wrong')
    expect(act?.detail).toEqual({ connector: made.connector.id, actor: 'stranger' })
    expect((await statusOf(made.connector.id))?.today).toEqual({ archived: 5, duplicates: 3, refused: 0 })
  })

  test('Feishu: encrypted and signed, or refused', async () => {
    const [verificationToken, encryptKey] = ['feishu-token', 'feishu-encrypt-key']
    const made = await make({ kind: 'feishu', secrets: { verificationToken, encryptKey } })
    const call = (body: object, key = encryptKey, signedWith = encryptKey) => {
      const iv = randomBytes(16)
      const cipher = createCipheriv('aes-256-cbc', sha256(key).digest(), iv)
      const encrypt = Buffer.concat([iv, cipher.update(JSON.stringify(body)), cipher.final()]).toString('base64')
      const raw = JSON.stringify({ encrypt })
      return send(hook(made), raw, {
        'x-lark-request-timestamp': '1790000000',
        'x-lark-request-nonce': 'nonce',
        'x-lark-signature': sha256(`1790000000nonce${signedWith}${raw}`).digest('hex'),
      })
    }
    const event = (token = verificationToken) => ({
      schema: '2.0',
      header: {
        event_id: 'e1',
        event_type: 'im.message.receive_v1',
        token,
        create_time: '1790000000000',
        tenant_key: 't',
      },
      event: {
        sender: { sender_id: { open_id: 'ou_1' }, sender_type: 'user' },
        message: {
          message_id: 'om_1',
          chat_id: 'oc_1',
          create_time: '1790000000000',
          message_type: 'text',
          content: JSON.stringify({ text: '@_user_1 收到' }),
          mentions: [{ key: '@_user_1', name: '小王' }],
        },
      },
    })
    const before = recordCount()
    const challenge = { type: 'url_verification', token: verificationToken, challenge: 'c-2' }
    expect((await call(challenge)).body).toEqual({ challenge: 'c-2' })
    expect((await call(event())).status).toBe(200)
    expect((await call(event())).status).toBe(200)
    expect(recordCount()).toBe(before + 1)
    expect((await call(event(), 'another-key')).status).toBe(401)
    expect((await call(event(), encryptKey, 'another-key')).status).toBe(401)
    expect((await call(event('another-token'))).status).toBe(401)
    expect((await send(hook(made), JSON.stringify(event()))).status).toBe(401)
    expect(recordCount()).toBe(before + 1)
  })

  test('DingTalk: signed within the hour, or refused', async () => {
    const made = await make({ kind: 'dingtalk', secrets: { appSecret: 'ding-secret' } })
    const body = {
      msgId: 'm1',
      conversationId: 'cid1',
      conversationTitle: '钉钉群',
      senderNick: '小李',
      senderStaffId: 's1',
      createAt: 1_790_000_000_000,
      msgtype: 'text',
      text: { content: '报销单' },
      sessionWebhook: 'https://example.invalid/robot',
    }
    const call = (secret: string, at: number = clock.now(), raw = JSON.stringify(body)) => {
      const sign = createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64')
      return send(hook(made), raw, { timestamp: String(at), sign })
    }
    const before = recordCount()
    expect((await call('ding-secret')).status).toBe(200)
    expect((await call('ding-secret', clock.now() - 5000)).status).toBe(200)
    expect((await call('wrong')).status).toBe(401)
    expect((await call('ding-secret', clock.now() - 61 * 60_000)).status).toBe(401)
    expect((await call('wrong', clock.now(), 'no JSON')).status).toBe(401)
    expect(recordCount()).toBe(before + 1)
    expect((await call('ding-secret', clock.now(), 'no JSON')).status).toBe(200)
    expect(recordCount()).toBe(before + 2)
  })

  test('Mattermost: JSON or a form, with the token, or refused', async () => {
    const made = await make({ kind: 'mattermost', secrets: { token: 'mm-token' } })
    const body = (token: string, post_id: string) => ({
      token,
      post_id,
      channel_id: 'ch1',
      channel_name: 'town-square',
      user_id: 'u1',
      user_name: 'xiaozhang',
      timestamp: '1790000000000',
      text: '值班表',
    })
    const before = recordCount()
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    // as Mattermost writes it into a form: in seconds
    const formOf = (id: string) => String(new URLSearchParams({ ...body('mm-token', id), timestamp: '1790000000' }))
    expect((await send(hook(made), JSON.stringify(body('mm-token', 'p1')))).status).toBe(200)
    expect((await send(hook(made), formOf('p1'), form)).status).toBe(200)
    expect((await send(hook(made), formOf('p2'), form)).status).toBe(200)
    expect((await send(hook(made), JSON.stringify(body('wrong', 'p3')))).status).toBe(401)
    expect(recordCount()).toBe(before + 2)
  })

  test('nobody’s address answers as one that is not there, before a body is read', async () => {
    const large = Buffer.alloc(1024 * 1024 + 1, ' ')
    expect((await send('/api/intake/hooks/cnr_aaaaaaaaaaaaaaaa', large)).status).toBe(404)
    const slack = await make({ kind: 'slack', secrets: { signingSecret: 'x' } })
    expect((await send(hook(slack), large)).status).toBe(413)
    expect((await send('/api/intake/hooks/cnr_aaaaaaaaaaaaaaaa', '{}')).status).toBe(404)
    const { connector } = await make()
    expect((await send(`/api/intake/hooks/${connector.id}`, '{}')).status).toBe(404)
  })
})
