import { describe, expect, test } from 'vitest'
import { fieldsOfSource, readSource } from '../receiving.test-support.ts'

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
    const [fields] = await fieldsOfSource(message({ note: { a: 1.5 } }))
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
    const fields = await fieldsOfSource(
      `${message({})}\n${message({ from: 'wmLin', tolist: ['chen'] })}\n${message({ roomid: 'wr1' })}`,
    )
    expect(fields.map((one) => one.conversation)).toEqual(['chen|wmLin', 'chen|wmLin', 'wr1'])
  })

  test('as a database keeps it: JSON and lists as text', async () => {
    const kept = message({ tolist: '["wmLin","wmBo"]', text: '{"content":"您好"}' })
    expect(await fieldsOfSource(kept)).toMatchObject([{ body: '您好', recipients: '["wmLin","wmBo"]' }])
    expect(await fieldsOfSource(message({ tolist: 'wmLin,wmBo' }))).toMatchObject([{ recipients: '["wmLin","wmBo"]' }])
    expect((await readSource(message({ text: '{"content":' }))).broken).toMatchObject([{ reason: 'wrong_shape' }])
  })

  test('a recall points at the message it takes back', async () => {
    const [fields] = await fieldsOfSource(message({ action: 'recall', msgtype: 'revoke', revoke: { pre_msgid: 'm0' } }))
    expect(fields).toMatchObject({ kind: 'recall', refersTo: 'm0', body: '' })
  })

  test('a type nobody knows is kept whole', async () => {
    const original = {
      msgid: 'm2',
      action: 'send',
      from: 'a',
      tolist: ['b'],
      msgtime: 1788000000000,
      msgtype: 'hologram',
      hologram: { x: [1, null, '深'] },
    }
    const [fields] = await fieldsOfSource(JSON.stringify(original), 'wecom')
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
    expect((await fieldsOfSource(times)).map((one) => one.sourceTs)).toEqual([
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
    expect((await fieldsOfSource(write(list), 'wecom')).map((one) => one.sourceId)).toEqual(['m1', 'm2', 'm3'])
    expect((await fieldsOfSource(write(list))).length).toBe(3)
  })

  test('an envelope still encrypted is quarantined, and says so', async () => {
    const { broken, drafts } = await readSource(
      '{"errcode":0,"errmsg":"ok","chatdata":[{"seq":196,"msgid":"x","publickey_ver":3,"encrypt_random_key":"k","encrypt_chat_msg":"c"}]}',
    )
    expect(drafts).toEqual([])
    expect(broken.map((one) => one.reason)).toEqual(['encrypted_message'])
  })

  test('the same id with another content is another message; pulled again under another number it is not', async () => {
    const ids = (
      await readSource(`${message({ seq: 1 })}\n${message({ seq: 2 })}\n${message({ text: { content: '改' } })}`)
    ).drafts.map((one) => one.identity)
    expect(ids[0]).toBe(ids[1])
    expect(ids[2]).not.toBe(ids[0])
  })

  test('what is no message, or not in the known shape, is not guessed at', async () => {
    const { broken } = await readSource(
      `{"a":1}\n${message({ text: { content: 5 } })}\n${message({ from: 7 })}\n[]\n${message({})}`,
      'wecom',
    )
    expect(broken.map((one) => one.reason)).toEqual(['not_a_message', 'wrong_shape', 'wrong_shape', 'not_a_message'])
  })
})
