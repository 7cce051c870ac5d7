import { describe, expect, test } from 'vitest'
import { fieldsOfSource, readSource } from '../receiving.test-support.ts'

describe('Slack', () => {
  const message = (over: object) => ({ type: 'message', user: 'U1', text: '好的', ts: '1788000000.000100', ...over })
  const day = (...messages: object[]) => JSON.stringify(messages, null, 2)
  const one = async (over: object) => (await fieldsOfSource(day(message(over)), 'slack', {}, '2026-09-01.json'))[0]

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

  test('blocks are read where an app wrote no text, and attachments part by part', async () => {
    const section = { type: 'section', text: { type: 'mrkdwn', text: '*CPU* 过高' }, fields: [{ text: '主机 A' }] }
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: '告警' } }, section]
    expect(await one({ text: '', blocks })).toMatchObject({ kind: 'text', body: '告警\n*CPU* 过高 主机 A' })
    expect(await one({ text: '好的', blocks })).toMatchObject({ body: '好的' })
    const pieces = [
      { type: 'text', text: '请' },
      { type: 'user', user_id: 'U2' },
      { type: 'link', url: 'https://a.test' },
    ]
    const rich = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: pieces }] }]
    expect((await one({ text: '', blocks: rich }))?.body).toContain('https://a.test')
    const fields = [{ title: '级别', value: '高' }]
    expect(await one({ text: '', attachments: [{ pretext: '前言', fallback: '简', fields }] })).toMatchObject({
      body: '前言 级别 高',
    })
    expect(await one({ text: '', attachments: [{ fallback: '[no preview]', blocks: [section] }] })).toMatchObject({
      body: '*CPU* 过高 主机 A',
    })
    expect(await one({ text: '', attachments: [{ fallback: '简' }] })).toMatchObject({ body: '简' })
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
    const { broken, drafts } = await readSource(
      day({ type: 'note' }, message({ ts: 5 }), message({})),
      'slack',
      {},
      '2026-09-01.json',
    )
    expect(broken.map(({ reason }) => reason)).toEqual(['not_a_message', 'wrong_shape'])
    expect(drafts).toHaveLength(1)
  })
})
