import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Made, sendingTo } from '#test/live'
import { atNoon, grantFor, openWorld, participantOf, type World } from '#test/world'

// Live intake over real HTTP by API key: idempotence, and what is refused beside what is taken.

const clock = atNoon()
let world: World
beforeAll(async () => {
  world = await openWorld(clock)
}, 120_000)
afterAll(() => world.close())

interface Answer {
  messages: { id: string; outcome: string; reason?: string }[]
}

const { admin, make, statusOf, recordCount, acts, send } = sendingTo(() => world)
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

  test('tell the address at which the house is reached, also where the system chose the port', async () => {
    const { base } = world.listening
    expect((await make()).connector.address).toBe(`${base}/api/intake/batches`)
    const slack = await make({ kind: 'slack', secrets: { signingSecret: 'x' } })
    expect(slack.connector.address).toBe(`${base}/api/intake/hooks/${slack.connector.id}`)
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

describe('a file sent by API key', () => {
  const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(300_000)])
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  const put = async (key: string | null, digest: string, bytes: Buffer) => {
    const response = await fetch(`${world.listening.base}/api/intake/attachments/${digest}`, {
      method: 'PUT',
      body: new Uint8Array(bytes),
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
    })
    return { status: response.status, body: await response.json() }
  }
  const outcomes = async (key: string | null, messages: object[]) =>
    ((await post(key, messages)).body as Answer).messages.map(({ outcome, reason }) => reason ?? outcome)
  const objects = () => {
    const dir = join(world.dir, 'house', 'objects')
    if (!existsSync(dir)) return [] // made with the first
    return readdirSync(dir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  }
  const spooled = () => readdirSync(join(world.dir, 'house', 'spool'))

  test('is kept once, and the record of the message that names it says so', async () => {
    const { key } = await make({ platform: 'test' })
    const digest = sha256(PNG)
    const kept = { sha256: digest, bytes: PNG.length, type: 'image/png' }
    const before = objects().length
    expect(await put(key, digest, PNG)).toEqual({ status: 200, body: kept })
    expect(await put(key, digest, PNG)).toEqual({ status: 200, body: kept })
    expect([objects().length, spooled()]).toEqual([before + 1, []])
    const named = message('file-1', {
      kind: 'image',
      attachments: [{ sha256: digest, name: '截图.png', type: 'image/x' }],
    })
    expect(await outcomes(key, [named, message('file-1')])).toEqual(['archived', 'archived']) // with and without it: two
    expect(await outcomes(key, [named])).toEqual(['duplicate'])
    await world.house.search.reach(world.house.archive.catalog.counts().entries)
    const at = 1_790_000_000_000
    const permit = await grantFor(world, { people: [participantOf(world, 'kefu1')], from: at - 1000, to: at + 1000 })
    const { hits } = await world
      .person('requester')
      .client.post<{ hits: { attachments: { name: { text: string }; bytes: number; type: string }[] }[] }>(
        '/api/search',
        { permit, query: '第file-1条' },
      )
    const shown = hits.map(({ attachments }) => attachments.map(({ name, bytes, type }) => [name.text, bytes, type]))
    expect(shown.toSorted((a, b) => a.length - b.length)).toEqual([[], [['截图.png', PNG.length, 'image/png']]])
  })

  test('can be named by nobody else, and not before it was sent', async () => {
    const [mine, theirs] = [await make(), await make()]
    const bytes = randomBytes(1000)
    const named = (id: string) => message(id, { attachments: [{ sha256: sha256(bytes) }] })
    expect(await outcomes(mine.key, [named('file-2'), message('file-3')])).toEqual(['attachment_unknown', 'archived'])
    expect((await put(theirs.key, sha256(bytes), bytes)).status).toBe(200)
    expect(await outcomes(mine.key, [named('file-2')])).toEqual(['attachment_unknown'])
    expect((await put(mine.key, sha256(bytes), bytes)).status).toBe(200)
    expect(await outcomes(mine.key, [named('file-2')])).toEqual(['archived'])
    const bad = [
      {},
      [{ sha256: 'x' }],
      [{ sha256: sha256(bytes), path: 'a' }],
      Array(101).fill({ sha256: sha256(bytes) }),
    ]
    expect(
      await outcomes(
        mine.key,
        bad.map((attachments, n) => message(`file-bad-${n}`, { attachments })),
      ),
    ).toEqual(bad.map(() => 'attachments_invalid'))
  })

  test('is refused without a key, under another digest, and beyond the bound; nothing is left of it', async () => {
    const { key } = await make()
    const before = objects().length
    const bytes = randomBytes(100_000)
    expect(await put(null, sha256(bytes), bytes)).toMatchObject({ status: 401, body: { code: 'connector_key_wrong' } })
    expect(await put(key, sha256(PNG), bytes)).toMatchObject({ status: 400, body: { code: 'attachment_digest_wrong' } })
    expect(await put(key, 'A'.repeat(64), bytes)).toMatchObject({ status: 400 })
    const { id } = (await make()).connector
    const attach = world.house.connectors.takeAttachment
    const admitted = await world.house.connectors.admit(String(key), null)
    expect(admitted.id).not.toBe(id)
    const tooMuch = async function* () {
      for (let mib = 0; mib < 102; mib++) yield Buffer.alloc(1024 * 1024)
    }
    await expect(attach(admitted, sha256(bytes), tooMuch())).rejects.toThrow('attachment_too_large')
    expect([objects().length, spooled()]).toEqual([before, []])
  })
})
