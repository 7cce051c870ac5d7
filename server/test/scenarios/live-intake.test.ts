import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWorld, type World } from '#test/world'

// Live intake over real HTTP: keys, signatures, idempotence, and what is refused beside what is taken.

let world: World
beforeAll(async () => {
  world = await openWorld()
}, 120_000)
afterAll(() => world.close())

interface Made {
  connector: { id: string; name: string; enabled: boolean; address: string | null }
  key: string | null
}
interface Answer {
  messages: { id: string; outcome: string; reason?: string }[]
}
interface StatusOf {
  id: string
  lastArrival: number | null
  lag: number | null
  today: { archived: number; duplicates: number; refused: number }
  missing: number
  gaps: { from: number; to: number; certain: boolean }[]
}

let names = 0
const admin = () => world.person('administrator').client
const make = (more: object = {}) =>
  admin().post<Made>('/api/connectors', { name: `connector ${++names}`, kind: 'http', origin: 'test', ...more })
const statusOf = async (id: string) => {
  const { connectors } = await admin().get<{ connectors: StatusOf[] }>('/api/connectors/status')
  return connectors.find((one) => one.id === id)
}
const recordCount = () => world.house.archive.catalog.counts().records
const acts = async (reason: string) => {
  const page = await world
    .person('auditor')
    .client.post<{ acts: { action: string; reason: string | null; detail: object }[] }>('/api/audit', { limit: 200 })
  return page.acts.filter((act) => act.action === 'intake.live' && act.reason === reason)
}

async function send(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await fetch(world.listening.base + path, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
    headers,
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}
const post = (key: string | null, messages: unknown) =>
  send('/api/intake/batches', JSON.stringify({ messages }), {
    'content-type': 'application/json',
    authorization: `Bearer ${key}`,
  })
const message = (id: string, more: object = {}) => ({
  id,
  conversation: 'room-1',
  conversationTitle: '测试群',
  sender: 'kefu1',
  senderName: '客服一',
  time: 1_790_000_000_000,
  text: `第${id}条`,
  ...more,
})

describe('a batch by API key', () => {
  test('is archived once, however often it is sent; the same id saying something else is another message', async () => {
    const { key, connector } = await make()
    const before = recordCount()
    const first = await post(key, [message('a1'), message('a2', { sequence: 7 }), message('a3', { sequence: 9 })])
    expect(first.status).toBe(200)
    expect((first.body as Answer).messages.map(({ outcome }) => outcome)).toEqual(['archived', 'archived', 'archived'])
    const again = await post(key, [message('a1'), message('a2', { sequence: 7 }), message('a1', { text: '改了' })])
    expect((again.body as Answer).messages.map(({ outcome }) => outcome)).toEqual([
      'duplicate',
      'duplicate',
      'archived',
    ])
    expect(recordCount()).toBe(before + 4)
    const status = await statusOf(connector.id)
    expect(status?.today).toEqual({ archived: 4, duplicates: 2, refused: 0 })
    expect(status?.missing).toBe(1)
    expect(status?.gaps).toEqual([{ from: 8, to: 8, certain: true }])
    expect(status?.lag).toBeGreaterThanOrEqual(0)
  })

  test('takes the good messages and names what is wrong with the others', async () => {
    const { key } = await make()
    const bad = [
      'text',
      message(''),
      message('b1', { conversation: '' }),
      message('b2', { time: 'yesterday' }),
      message('b3', { kind: 'gossip' }),
      message('b4', { text: 5 }),
      message('b5', { extra: [] }),
      message('b6', { recipients: ['x', 1] }),
      message('b7', { txet: 'misspelt' }),
      message('b8', { sequence: -1 }),
    ]
    const { body } = await post(key, [message('good'), ...bad, message('undated', { time: null })])
    const { messages } = body as Answer
    expect(messages.map(({ reason }) => reason ?? 'taken')).toEqual([
      'taken',
      'not_an_object',
      'id_invalid',
      'conversation_invalid',
      'time_invalid',
      'kind_unknown',
      'text_invalid',
      'extra_invalid',
      'recipients_invalid',
      'field_unknown',
      'sequence_invalid',
      'taken',
    ])
  })

  test('is refused as a whole where it cannot be read', async () => {
    const { key } = await make()
    const headers = { authorization: `Bearer ${key}` }
    const codeOf = async (body: string | Buffer) => {
      const answer = await send('/api/intake/batches', body, headers)
      return [answer.status, (answer.body as { code: string }).code]
    }
    expect(await codeOf('{')).toEqual([400, 'body_not_json'])
    expect(await codeOf('{"messages":[],"messages":[]}')).toEqual([400, 'body_not_json'])
    expect(await codeOf('{}')).toEqual([400, 'messages_missing'])
    expect(await codeOf(JSON.stringify({ messages: Array(1001).fill(message('x')) }))).toEqual([
      413,
      'too_many_messages',
    ])
    expect(await codeOf(Buffer.alloc(4 * 1024 * 1024 + 1, ' '))).toEqual([413, 'body_too_large'])
    const lone = Buffer.from('{"messages":[{"id":"l","conversation":"c","sender":"","time":null,"text":"\\ud800"}]}')
    expect(await codeOf(lone)).toEqual([400, 'body_not_json'])
  })

  test('needs a key that is somebody’s and not turned off; the refusal is in the audit without content', async () => {
    const { key, connector } = await make()
    const before = recordCount()
    expect((await post('cunzhen_wrong', [message('k1')])).status).toBe(401)
    expect((await send('/api/intake/batches', '{}')).status).toBe(401)
    expect((await post(key, [message('k1')])).status).toBe(200)
    const rotated = await admin().post<Made>(`/api/connectors/${connector.id}/key`)
    expect((await post(key, [message('k2')])).status).toBe(401)
    expect((await post(rotated.key, [message('k2')])).status).toBe(200)
    await expect(admin().post(`/api/connectors/${connector.id}/disable`, { reason: '' })).rejects.toMatchObject({
      code: 'connector_reason_missing',
    })
    await admin().post(`/api/connectors/${connector.id}/disable`, { reason: 'moved to another house' })
    const refused = await post(rotated.key, [message('k3')])
    expect([refused.status, refused.body]).toMatchObject([403, { code: 'connector_disabled' }])
    await admin().post(`/api/connectors/${connector.id}/enable`)
    expect((await post(rotated.key, [message('k3')])).status).toBe(200)
    expect(recordCount()).toBe(before + 3)
    const [wrong] = await acts('connector_key_wrong')
    expect(wrong?.detail).toEqual({ actor: 'stranger' })
    expect(await acts('connector_disabled')).toHaveLength(1)
  })

  test('of many callers at once shares the journal’s syncs', async () => {
    const { key } = await make()
    await post(key, [message('warm')])
    const before = await world.house.connectors.grouped()
    const connector = await world.house.connectors.admit(String(key), null)
    const bodies = Array.from({ length: 32 }, (_, n) => Buffer.from(JSON.stringify({ messages: [message(`g${n}`)] })))
    const taken = await Promise.all(bodies.map((body) => world.house.connectors.takeBatch(connector, body)))
    expect(taken.flatMap(({ answers }) => answers).every(({ outcome }) => outcome === 'archived')).toBe(true)
    const batches = (await world.house.connectors.grouped()) - before
    expect(batches).toBeLessThan(32 / 2)
  })
})

describe('connectors', () => {
  test('are made by administrators only, and never show a key or a secret again', async () => {
    const other = world.person('it_reviewer').client
    const input = { name: 'theirs', kind: 'http', origin: '' }
    await expect(other.post('/api/connectors', input)).rejects.toMatchObject({ code: 'role_missing' })
    await expect(world.person('legal').client.get('/api/connectors')).rejects.toMatchObject({ code: 'role_missing' })
    const { key } = await make({ kind: 'slack', secrets: { signingSecret: 'sehr-geheim' } })
    expect(key).toBeNull()
    const listed = JSON.stringify(await other.get('/api/connectors'))
    expect(listed).not.toContain('sehr-geheim')
    expect(listed).not.toContain('cunzhen_')
  })

  test('say what they lack', async () => {
    await expect(make({ kind: 'slack' })).rejects.toMatchObject({ code: 'connector_secret_missing' })
    await expect(make({ kind: 'http', secrets: { token: 'x' } })).rejects.toMatchObject({
      code: 'connector_secret_unknown',
    })
    await expect(make({ kind: 'folder', folder: 'in' })).rejects.toMatchObject({ code: 'intake_root_unset' })
    await expect(make({ platform: 'Bad Name' })).rejects.toMatchObject({ code: 'connector_platform_invalid' })
    const { connector } = await make()
    await expect(make({ name: connector.name })).rejects.toMatchObject({ code: 'connector_name_taken' })
  })
})

describe('vendors’ callbacks', () => {
  const hook = (made: Made) => `/api/intake/hooks/${made.connector.id}`
  const sha256 = (text: string) => createHash('sha256').update(text)

  test('Slack: signed and fresh, or refused; edits and reactions refer to their message', async () => {
    const signingSecret = 'slack-secret'
    const made = await make({ kind: 'slack', secrets: { signingSecret } })
    const call = (body: object, secret = signingSecret, at = Date.now()) => {
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
    const wrong = await call(event('Ev4', { ...said, ts: '1790000011.000000' }), 'another-secret')
    expect([wrong.status, wrong.body]).toMatchObject([401, { code: 'signature_wrong' }])
    const old = await call(event('Ev4', { ...said, ts: '1790000011.000000' }), signingSecret, Date.now() - 6 * 60_000)
    expect([old.status, old.body]).toMatchObject([401, { code: 'signature_too_old' }])
    expect(recordCount()).toBe(before + 4)
    const [act] = await acts('signature_wrong')
    expect(act?.detail).toEqual({ connector: made.connector.id, actor: 'stranger' })
    expect((await statusOf(made.connector.id))?.today).toEqual({ archived: 4, duplicates: 2, refused: 0 })
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
    const call = (secret: string, at = Date.now()) => {
      const sign = createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64')
      return send(hook(made), JSON.stringify(body), { timestamp: String(at), sign })
    }
    const before = recordCount()
    expect((await call('ding-secret')).status).toBe(200)
    expect((await call('ding-secret', Date.now() - 5000)).status).toBe(200)
    expect((await call('wrong')).status).toBe(401)
    expect((await call('ding-secret', Date.now() - 61 * 60_000)).status).toBe(401)
    expect(recordCount()).toBe(before + 1)
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
    expect((await send(hook(made), JSON.stringify(body('mm-token', 'p1')))).status).toBe(200)
    expect((await send(hook(made), String(new URLSearchParams(body('mm-token', 'p1'))), form)).status).toBe(200)
    expect((await send(hook(made), String(new URLSearchParams(body('mm-token', 'p2'))), form)).status).toBe(200)
    expect((await send(hook(made), JSON.stringify(body('wrong', 'p3')))).status).toBe(401)
    expect(recordCount()).toBe(before + 2)
  })

  test('nobody’s address answers as one that is not there', async () => {
    expect((await send('/api/intake/hooks/cnr_aaaaaaaaaaaaaaaa', '{}')).status).toBe(404)
    const { connector } = await make()
    expect((await send(`/api/intake/hooks/${connector.id}`, '{}')).status).toBe(404)
  })
})
