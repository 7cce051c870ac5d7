import { describe, expect, test } from 'vitest'
import { draftsOf, PLAIN, piecesOf, quarantineOf } from '../receiving.test-support.ts'
import type { Format, SourceOptions } from './source.ts'

const read = async (
  text: string | Buffer,
  format: Format | null = null,
  over: Partial<SourceOptions> = {},
  name = 'x',
) => {
  const options = format ? { ...PLAIN, format, ...over } : null
  const pieces = await piecesOf(Buffer.from(text), options, name)
  return { drafts: draftsOf(pieces), broken: quarantineOf(pieces), pieces }
}
const fieldsOf = async (...args: Parameters<typeof read>) => (await read(...args)).drafts.map((draft) => draft.fields)

describe('WeCom', () => {
  const message = (over: object) =>
    JSON.stringify({
      msgid: 'm1',
      action: 'send',
      from: 'chen',
      tolist: ['wmLin'],
      roomid: '',
      msgtime: 1788000000000,
      msgtype: 'text',
      text: { content: '您好' },
      ...over,
    })

  test('a text is its content; nothing it said is lost, nothing kept twice', async () => {
    const [fields] = await fieldsOf(message({ note: { a: 1.5 } }))
    expect(fields).toMatchObject({
      platform: 'wecom',
      sourceId: 'm1',
      conversation: 'chen|wmLin',
      sender: 'chen',
      recipients: '["wmLin"]',
      sourceTs: 1788000000000,
      kind: 'text',
      body: '您好',
    })
    expect(JSON.parse(fields?.extra ?? '')).toEqual({ action: 'send', msgtype: 'text', note: { a: '1.5' } })
  })

  test('both directions of a chat are one conversation, a room is its own', async () => {
    const fields = await fieldsOf(
      `${message({})}\n${message({ from: 'wmLin', tolist: ['chen'] })}\n${message({ roomid: 'wr1' })}`,
    )
    expect(fields.map((one) => one.conversation)).toEqual(['chen|wmLin', 'chen|wmLin', 'wr1'])
  })

  test('a recall points at the message it takes back', async () => {
    const [fields] = await fieldsOf(message({ action: 'recall', msgtype: 'revoke', revoke: { pre_msgid: 'm0' } }))
    expect(fields).toMatchObject({ kind: 'recall', refersTo: 'm0', body: '' })
  })

  test('a type nobody knows is kept whole', async () => {
    const original = {
      msgid: 'm2',
      action: 'send',
      from: 'a',
      tolist: ['b'],
      msgtime: 1,
      msgtype: 'hologram',
      hologram: { x: [1, null, '深'] },
    }
    const [fields] = await fieldsOf(JSON.stringify(original), 'wecom')
    expect(fields).toMatchObject({ kind: 'unknown', body: '' })
    expect(JSON.parse(fields?.extra ?? '')).toEqual({
      action: 'send',
      msgtype: 'hologram',
      hologram: { x: [1, null, '深'] },
    })
  })

  test('seconds, milliseconds and no time at all', async () => {
    const times = [1788000000, 1788000000000, 0, '1788000000000', null]
      .map((msgtime) => message({ msgtime }))
      .join('\n')
    expect((await fieldsOf(times)).map((one) => one.sourceTs)).toEqual([
      1788000000000,
      1788000000000,
      null,
      1788000000000,
      null,
    ])
  })

  test.each([
    ['one per line', (list: string[]) => list.join('\n')],
    ['an array', (list: string[]) => `[${list.join(',')}]`],
    ['the answer of the interface', (list: string[]) => `{"errcode":0,"chatdata":[${list.join(',')}]}`],
    [
      'several answers',
      (list: string[]) => list.map((one) => `{"errcode":0,"errmsg":"ok","chatdata":[${one}]}`).join('\n'),
    ],
  ])('written as %s', async (_, write) => {
    const list = [message({ seq: 5 }), message({ msgid: 'm2', seq: 6 }), message({ msgid: 'm3', seq: 9 })]
    expect((await fieldsOf(write(list), 'wecom')).map((one) => one.sourceId)).toEqual(['m1', 'm2', 'm3'])
    expect((await fieldsOf(write(list))).length).toBe(3)
  })

  test('an envelope still encrypted is quarantined, and says so', async () => {
    const { broken, drafts } = await read(
      '{"errcode":0,"errmsg":"ok","chatdata":[{"seq":196,"msgid":"x","publickey_ver":3,"encrypt_random_key":"k","encrypt_chat_msg":"c"}]}',
    )
    expect(drafts).toEqual([])
    expect(broken.map((one) => one.reason)).toEqual(['encrypted_message'])
  })

  test('the same id with another content is another message; pulled again under another number it is not', async () => {
    const ids = (
      await read(`${message({ seq: 1 })}\n${message({ seq: 2 })}\n${message({ text: { content: '改' } })}`)
    ).drafts.map((one) => one.identity)
    expect(ids[0]).toBe(ids[1])
    expect(ids[2]).not.toBe(ids[0])
  })

  test('what is no message, or not in the known shape, is not guessed at', async () => {
    const { broken } = await read(
      `{"a":1}\n${message({ text: { content: 5 } })}\n${message({ from: 7 })}\n[]\n${message({})}`,
      'wecom',
    )
    expect(broken.map((one) => one.reason)).toEqual(['not_a_message', 'wrong_shape', 'wrong_shape', 'not_a_message'])
  })
})

describe('SMS Backup & Restore', () => {
  const file = (...elements: string[]) =>
    `<?xml version='1.0' encoding='UTF-8'?>\n<smses count="${elements.length}">\n${elements.join('\n')}\n</smses>`
  const sms = (over: string) => `<sms protocol="0" subject="null" read="1" contact_name="林若溪" ${over} />`

  test('received and sent are one conversation with two senders', async () => {
    const fields = await fieldsOf(
      file(
        sms('address="+86 138-0013-8000" date="1788000000000" type="1" body="在吗"'),
        sms('address="13800138000" date="1788000001000" type="2" body="在的"'),
      ),
      'sms_backup_restore',
      { ownAccount: '13900139000' },
    )
    expect(fields).toMatchObject([
      {
        conversation: '13800138000',
        sender: '13800138000',
        senderName: '林若溪',
        recipients: '["13900139000"]',
        body: '在吗',
      },
      {
        conversation: '13800138000',
        sender: '13900139000',
        senderName: '',
        recipients: '["13800138000"]',
        body: '在的',
      },
    ])
    expect(JSON.parse(fields[0]?.extra ?? '').address).toBe('+86 138-0013-8000')
  })

  test('the owner of a phone nobody named is not the owner of another', async () => {
    const [one] = await fieldsOf(file(sms('address="1" date="1" type="2" body="x"')), null, {})
    const [other] = await fieldsOf(file(sms('address="1" date="1" type="2" body="x"')), 'sms_backup_restore', {
      origin: '二号机',
    })
    expect([one?.sender, other?.sender]).toEqual(['owner', 'owner@二号机'])
  })

  test('a multimedia message has its texts, its pictures and its sender', async () => {
    const mms = `<mms date="1788000000000" msg_box="1" address="13800138000~13700137000" contact_name="林若溪, 王五" sub="null">
      <parts><part seq="0" ct="application/smil" text="null"/><part seq="1" ct="text/plain" text="截图在这"/><part seq="2" ct="image/jpeg" data="/9j/4AAQ"/></parts>
      <addrs><addr address="13700137000" type="137"/><addr address="13800138000" type="151"/></addrs></mms>`
    const { drafts } = await read(file(mms))
    expect(drafts[0]?.fields).toMatchObject({
      kind: 'image',
      body: '截图在这\n[图片]',
      sender: '13700137000',
      conversation: '13700137000~13800138000',
    })
    expect(drafts[0]?.fields.extra).toContain('/9j/4AAQ')
  })

  test('calls are records of their own kind', async () => {
    const calls = `<calls count="2"><call number="13800138000" duration="59" date="1788000000000" type="3" contact_name="(Unknown)"/><call number="-1" duration="0" date="0" type="1"/></calls>`
    expect(await fieldsOf(calls)).toMatchObject([
      { kind: 'call', body: '[通话] 未接 59 秒', sender: '13800138000' },
      { kind: 'call', sourceTs: null, sender: '-1' },
    ])
  })

  test('fewer than the file says it holds is a gap', async () => {
    const text = file(
      sms('address="1" date="1" type="1" body="x"'),
      sms('address="1" date="2" type="1" body="y"'),
    ).replace('count="2"', 'count="5"')
    const { openSource } = await import('./open-source.ts')
    const source = openSource({ ...PLAIN, format: 'sms_backup_restore' })
    const reader = source.reader({ name: 'x', alone: true, text })
    for (const cut of reader?.splitter.push(Buffer.from(text)) ?? []) if (cut.what === 'item') reader?.read(cut.bytes)
    expect(source.gaps()).toEqual({ knowable: true, gaps: [{ what: 'count', missing: 3 }] })
  })

  test('an element without what it needs, or of another name, is quarantined', async () => {
    const { broken } = await read(
      file(
        '<sms address="1" date="1" type="1"/>',
        '<note a="1"/>',
        '<sms body="&#55357;" address="1" date="1" type="1"/>',
      ),
    )
    expect(broken.map((one) => one.reason)).toEqual(['wrong_shape', 'not_a_message', 'lone_surrogate'])
  })
})

describe('Slack', () => {
  const message = (over: object) => ({ type: 'message', user: 'U1', text: '好的', ts: '1788000000.000100', ...over })
  const day = (...messages: object[]) => JSON.stringify(messages, null, 2)
  const one = async (over: object) => (await fieldsOf(day(message(over)), 'slack', {}, '2026-09-01.json'))[0]

  test('an edited message is an edit of the message it was', async () => {
    expect(await one({ edited: { user: 'U1', ts: '1788000009.000000' } })).toMatchObject({
      kind: 'edit',
      refersTo: '1788000000.000100',
      sourceId: '1788000000.000100/1788000009.000000',
      sourceTs: 1788000000000,
    })
    expect(
      await one({ subtype: 'message_changed', message: { user: 'U2', text: '改了', ts: '1787000000.1' } }),
    ).toMatchObject({
      kind: 'edit',
      refersTo: '1787000000.1',
      sender: 'U2',
      body: '改了',
    })
  })

  test('a deletion is a record of its own', async () => {
    expect(await one({ subtype: 'message_deleted', deleted_ts: '1787000000.1', text: undefined })).toMatchObject({
      kind: 'recall',
      refersTo: '1787000000.1',
    })
    expect(await one({ subtype: 'tombstone', text: 'This message was deleted.' })).toMatchObject({
      kind: 'recall',
      refersTo: '1788000000.000100',
      sourceId: '1788000000.000100/deleted',
    })
  })

  test('answers in a thread refer to its first message', async () => {
    expect(await one({ thread_ts: '1787000000.1' })).toMatchObject({ refersTo: '1787000000.1', kind: 'text' })
    expect(await one({ thread_ts: '1788000000.000100' })).toMatchObject({ refersTo: '' })
  })

  test('joining, bots, files and calls', async () => {
    expect(await one({ subtype: 'channel_join' })).toMatchObject({ kind: 'system' })
    expect(await one({ subtype: 'bot_message', user: undefined, bot_id: 'B1', username: '告警' })).toMatchObject({
      kind: 'text',
      sender: 'B1',
      senderName: '告警',
    })
    expect(await one({ files: [{ mimetype: 'image/png', name: 'a.png' }] })).toMatchObject({
      kind: 'image',
      body: '好的\n[图片] a.png',
    })
    expect(await one({ files: [{ mimetype: 'application/pdf', title: '合同' }], text: '' })).toMatchObject({
      kind: 'file',
      body: '[文件] 合同',
    })
    expect(await one({ subtype: 'huddle_thread' })).toMatchObject({ kind: 'call' })
  })

  test('reads its markup as people saw it, and keeps it as written', async () => {
    const text = '<@U9> 看 <https://example.com/a|工单> &amp; <#C1|客服> 1 &lt; 2'
    const fields = await one({ text })
    expect(fields?.body).toBe('@U9 看 工单 (https://example.com/a) & #客服 1 < 2')
    expect(JSON.parse(fields?.extra ?? '').text).toBe(text)
  })

  test('what has no time stamp or is no message is quarantined', async () => {
    const { broken, drafts } = await read(
      day({ type: 'note' }, message({ ts: 5 }), message({})),
      'slack',
      {},
      '2026-09-01.json',
    )
    expect(broken.map(({ reason }) => reason)).toEqual(['not_a_message', 'wrong_shape'])
    expect(drafts).toHaveLength(1)
  })
})

describe('a mapped table', () => {
  const mapping = {
    platform: 'tickets',
    conversation: '工单号',
    sender: '客户',
    text: '内容',
    time: '时间',
    kind: '类型',
    id: [],
    timeFormat: 'auto' as const,
    zone: 480,
  }
  const csv = (...rows: string[]) => ['工单号,客户,内容,时间,类型,备注', ...rows].join('\r\n')
  const options = { mapping }

  test('gives each column its field, and keeps the others', async () => {
    const [fields] = await fieldsOf(csv('T1,林若溪,"第一行\r\n第二行, 还有",2026-9-1 10:05,文本,加急'), 'csv', options)
    expect(fields).toMatchObject({
      platform: 'tickets',
      conversation: 'T1',
      sender: '林若溪',
      body: '第一行\r\n第二行, 还有',
      sourceTs: Date.UTC(2026, 8, 1, 2, 5),
      kind: 'text',
    })
    expect(JSON.parse(fields?.extra ?? '')).toEqual({ 备注: '加急', 时间: '2026-9-1 10:05', 类型: '文本' })
  })

  test('finds the delimiter by the columns it must yield', async () => {
    for (const delimiter of ['\t', ';', '|']) {
      const text = csv('T1,甲,你好,,,').replaceAll(',', delimiter)
      expect((await fieldsOf(text, 'csv', options))[0]?.body).toBe('你好')
    }
  })

  test('a row of another width, and a table without the columns, are quarantined', async () => {
    const { broken, drafts } = await read(csv('T1,甲,你好,,,', 'T1,甲,你好', 'T1,乙,你好,,,,多'), 'csv', options)
    expect(broken.map((one) => one.reason)).toEqual(['column_count', 'column_count'])
    expect(drafts).toHaveLength(1)
    expect((await read('a,b,c\n1,2,3\n', 'csv', options)).broken).toMatchObject([
      { reason: 'missing_column', items: 1 },
    ])
  })

  test('of JSON lines may name members of members; equal rows have one identity and are counted', async () => {
    const nested = { ...mapping, conversation: 'chat.id', sender: 'from.name', text: 'body', time: 'at', kind: null }
    const line = '{"chat":{"id":7},"from":{"name":"甲"},"body":"收到","at":1788000000}'
    const { drafts, broken } = await read(
      `${line}\n${line}\n{"chat":{"id":7},"from":{"name":"甲"}}\n{"chat":{"id":7},"from":{"name":"甲"},"body":{}}`,
      'jsonl',
      { mapping: nested },
    )
    expect(drafts.map((one) => one.fields.conversation)).toEqual(['7', '7'])
    expect(drafts[0]?.identity).toBe(drafts[1]?.identity)
    expect(drafts[0]?.counted).toBe(true)
    expect(broken.map((one) => one.reason)).toEqual(['missing_column', 'wrong_shape'])
  })

  test('may be one array of objects too', async () => {
    const jsonMapping = { ...mapping, conversation: 'c', sender: 's', text: 't', time: null, kind: null, id: ['n'] }
    const { drafts } = await read(
      '[\n {"c":"1","s":"a","t":"x","n":1},\n {"c":"1","s":"a","t":"y","n":2}\n]',
      'jsonl',
      { mapping: jsonMapping },
    )
    expect(drafts.map((one) => [one.fields.sourceId, one.fields.sourceTs, one.counted])).toEqual([
      ['1', null, false],
      ['2', null, false],
    ])
  })

  test('a zero, a NUL and a control character in the text are kept as they are', async () => {
    const jsonMapping = { ...mapping, conversation: 'c', sender: 's', text: 't', time: null, kind: null }
    const { drafts } = await read('{"c":"1","s":"a","t":"a\\u0000\\u0007b"}\n{"c":"1","s":"a","t":0}', 'jsonl', {
      mapping: jsonMapping,
    })
    expect(drafts.map((one) => one.fields.body)).toEqual(['a\0\u0007b', '0'])
  })
})

describe('encodings', () => {
  const line = '{"c":"1","s":"甲","t":"退款😀"}\n'
  const mapping = {
    platform: 'x',
    conversation: 'c',
    sender: 's',
    text: 't',
    id: [],
    timeFormat: 'auto' as const,
    zone: 480,
  }

  test.each([
    ['UTF-8 with a mark', Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(line + line)])],
    [
      'UTF-16 little-endian with a mark',
      Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(line + line, 'utf16le')]),
    ],
    ['UTF-16 big-endian without', Buffer.from(line + line, 'utf16le').swap16()],
  ])('%s', async (_, bytes) => {
    const { drafts, broken } = await read(bytes, 'jsonl', { mapping })
    expect(broken).toEqual([])
    expect(drafts.map((one) => one.fields.body)).toEqual(['退款😀', '退款😀'])
  })

  test('bytes that cannot be decoded cost their line, at their own place in the file', async () => {
    const bad = Buffer.from(line, 'utf16le')
    bad.writeUInt16LE(0xd800, 2 * line.indexOf('退'))
    const bytes = Buffer.concat([Buffer.from(line, 'utf16le'), bad, Buffer.from(line, 'utf16le')])
    const { drafts, broken } = await read(bytes, 'jsonl', { mapping })
    expect(drafts).toHaveLength(2)
    expect(broken).toMatchObject([{ reason: 'lone_surrogate', start: 2 * line.length, text: bad.toString('latin1') }])
  })
})
