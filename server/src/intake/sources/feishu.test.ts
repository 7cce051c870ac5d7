import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { fieldsOfSource, readSource } from '../receiving.test-support.ts'

const item = (over: object = {}, content: object = { text: '您好' }, type = 'text') => ({
  message_id: 'om_1',
  chat_id: 'oc_1',
  msg_type: type,
  create_time: '1788000000123',
  update_time: '1788000000123',
  deleted: false,
  updated: false,
  sender: { id: 'ou_jia', id_type: 'open_id', sender_type: 'user', tenant_key: 't1' },
  body: { content: JSON.stringify(content) },
  ...over,
})
const answer = (...items: object[]) =>
  JSON.stringify({ code: 0, msg: 'success', data: { has_more: false, page_token: '', items } })
const callback = (type: string, event: object, over: object = {}) =>
  JSON.stringify({
    schema: '2.0',
    header: {
      event_id: 'e1',
      event_type: type,
      create_time: '1788000001000',
      tenant_key: 't1',
      app_id: 'cli_1',
      token: 'secret',
      ...over,
    },
    event,
  })
const received = (message: object) =>
  callback('im.message.receive_v1', {
    sender: { sender_id: { open_id: 'ou_jia', union_id: 'on_jia' }, sender_type: 'user', tenant_key: 't1' },
    message: {
      message_id: 'om_1',
      chat_id: 'oc_1',
      chat_type: 'group',
      create_time: '1788000000123',
      message_type: 'text',
      content: '{"text":"您好"}',
      ...message,
    },
  })

describe('Feishu messages', () => {
  test('an answer of the history, whole or item by item', async () => {
    const whole = await readSource(answer(item(), item({ message_id: 'om_2' })))
    const lines = await readSource(`${JSON.stringify(item())}\n${JSON.stringify(item({ message_id: 'om_2' }))}`)
    const answers = await readSource(`${answer(item())}\n${answer(item({ message_id: 'om_2' }))}`)
    for (const { drafts, broken } of [whole, lines, answers]) {
      expect(broken).toEqual([])
      expect(drafts.map(({ fields }) => fields)).toMatchObject([
        {
          platform: 'feishu',
          sourceId: 'om_1',
          conversation: 'oc_1',
          sender: 'ou_jia',
          sourceTs: 1788000000123,
          kind: 'text',
          body: '您好',
        },
        { sourceId: 'om_2' },
      ])
      expect(drafts.map((draft) => draft.identity)).toEqual(whole.drafts.map((draft) => draft.identity))
    }
  })

  test('a callback of schema 1.0 is known, and not taken for Slack', async () => {
    const event = {
      type: 'message',
      open_chat_id: 'oc_1',
      open_message_id: 'om_1',
      open_id: 'ou_jia',
      parent_id: 'om_0',
      msg_type: 'text',
      text: '<at open_id="ou_b">@助手</at> 您好',
    }
    const old = { uuid: 'u1', token: 'secret', ts: '1788000000.1234', type: 'event_callback', event }
    const { drafts, broken } = await readSource(
      `${JSON.stringify(old)}\n${JSON.stringify({ ...old, event: { type: 'x' } })}`,
    )
    expect(drafts[0]?.fields).toMatchObject({
      sourceId: 'om_1',
      conversation: 'oc_1',
      sender: 'ou_jia',
      refersTo: 'om_0',
      sourceTs: 1788000000123,
      kind: 'text',
      body: '@助手 您好',
    })
    expect(drafts[0]?.fields.extra).not.toContain('secret')
    expect(broken.map(({ reason }) => reason)).toEqual(['not_a_message'])
  })

  test('a callback says the same; who is mentioned is named', async () => {
    const [fields] = await fieldsOfSource(
      received({
        parent_id: 'om_0',
        content: '{"text":"@_user_1 您好 @_all"}',
        mentions: [{ key: '@_user_1', id: { open_id: 'ou_yi' }, name: '乙' }],
      }),
    )
    expect(fields).toMatchObject({ sourceId: 'om_1', sender: 'ou_jia', refersTo: 'om_0', body: '@乙 您好 @所有人' })
    const { drafts } = await readSource(received({}))
    expect(drafts[0]?.identity).toBe((await readSource(answer(item()))).drafts[0]?.identity)
  })

  test.each([
    ['image', { image_key: 'k' }, 'image', '[图片]'],
    ['file', { file_name: '合同.pdf' }, 'file', '[文件] 合同.pdf'],
    ['audio', { duration: 2400 }, 'voice', '[语音] 2 秒'],
    ['media', { file_name: 'a.mp4', duration: 2000 }, 'video', '[视频] a.mp4 2 秒'],
    ['share_user', { user_id: 'ou_a' }, 'card', '[个人名片]'],
    ['location', { name: '某大厦', longitude: '1.0' }, 'location', '[位置] 某大厦'],
    ['video_chat', { topic: '周会' }, 'call', '[视频通话] 周会'],
    ['vote', { topic: '午饭', options: ['面', '饭'] }, 'card', '[投票] 午饭\n面\n饭'],
    ['merge_forward', { content: 'Merged and Forwarded Message' }, 'forwarded', '[聊天记录]'],
    [
      'system',
      { template: '{from_user} 邀请 {to_chatters}', from_user: ['甲'], to_chatters: ['乙', '丙'] },
      'system',
      '甲 邀请 乙、丙',
    ],
    ['hologram', { x: 1 }, 'unknown', ''],
  ])('%s', async (type, content, kind, body) => {
    expect((await fieldsOfSource(answer(item({}, content, type))))[0]).toMatchObject({ kind, body })
  })

  test('rich text keeps its title, paragraphs, links and names', async () => {
    const post = {
      title: '通知',
      content: [
        [
          { tag: 'text', text: '请看' },
          { tag: 'a', href: 'https://example.test/', text: '这里' },
          { tag: 'at', user_id: '@_user_1' },
        ],
        [{ tag: 'img', image_key: 'k' }],
      ],
    }
    const mentions = [{ key: '@_user_1', id: 'ou_yi', name: '乙' }]
    const [fields] = await fieldsOfSource(answer(item({ mentions }, post, 'post')))
    expect(fields).toMatchObject({ kind: 'text', body: '通知\n请看这里 https://example.test/@乙\n[图片]' })
  })

  test('a message edited or taken back stands beside its original', async () => {
    const fields = await fieldsOfSource(
      answer(
        item(),
        item({ updated: true, update_time: '1788000009000' }, { text: '您好！' }),
        item({ deleted: true, body: { content: 'This message was recalled' } }),
      ),
    )
    expect(fields).toMatchObject([
      { sourceId: 'om_1', kind: 'text' },
      { sourceId: 'om_1/1788000009000', kind: 'edit', refersTo: 'om_1', sourceTs: 1788000009000, body: '您好！' },
      { sourceId: 'om_1/deleted', kind: 'recall', refersTo: 'om_1', body: '' },
    ])
  })

  test('recalls and reactions are told of the message in its chat; an event sent twice is one', async () => {
    const recall = callback('im.message.recalled_v1', {
      message_id: 'om_1',
      chat_id: 'oc_1',
      recall_time: '1788000005000',
    })
    const reaction = callback(
      'im.message.reaction.created_v1',
      {
        message_id: 'om_1',
        reaction_type: { emoji_type: 'OK' },
        user_id: { open_id: 'ou_yi' },
        action_time: '1788000006000',
      },
      { event_id: 'e2' },
    )
    const { drafts } = await readSource(`${received({})}\n${recall}\n${reaction}`)
    expect(drafts.slice(1).map(({ fields }) => fields)).toMatchObject([
      { kind: 'recall', refersTo: 'om_1', conversation: 'oc_1', sourceTs: 1788000005000 },
      { kind: 'reaction', refersTo: 'om_1', conversation: 'oc_1', sender: 'ou_yi', body: '[表情回复] OK' },
    ])
    for (const { fields } of drafts) expect(fields.extra).not.toContain('secret')
    const alone = await readSource(reaction)
    expect(alone.drafts[0]?.identity).toBe(drafts[2]?.identity)
  })

  test('what is encrypted, no message, or cut off is quarantined for what it is', async () => {
    const { drafts, broken } = await readSource(
      `${received({})}\n{"encrypt":"aGVsbG8="}\n{"challenge":"x","type":"url_verification"}\n{"schema":"2.0"\n${received({ message_id: 'om_3' })}\n`,
    )
    expect(drafts).toHaveLength(2)
    expect(broken.map(({ reason }) => reason)).toEqual(['encrypted_message', 'not_a_message', 'bad_json'])
    const odd = await readSource(answer(item(), { message_id: 'om_9' }, item({ message_id: 'om_2' })), 'feishu')
    expect(odd.drafts).toHaveLength(2)
    expect(odd.broken).toMatchObject([{ reason: 'not_a_message', items: 1 }])
  })
})

const byType = sharedData('samples', 'feishu', 'received_content_by_msg_type.jsonl')
const history = sharedData('samples', 'feishu', 'message_get_response.json')

describe.skipIf(!byType || !history)('samples of ../shared/data (skipped: absent)', () => {
  test('every type of the reference is known', async () => {
    const text = readFileSync(byType ?? '', 'utf8')
    const lines = text.split('\n').filter((line) => line.trim() !== '').length
    const { drafts, broken } = await readSource(text)
    expect([drafts.length, broken.length]).toEqual([lines, 0])
    expect(drafts.filter(({ fields }) => fields.kind === 'unknown' || fields.body === '')).toEqual([])
  })

  test('the answer of the message history', async () => {
    const text = readFileSync(history ?? '', 'utf8')
    const { data } = JSON.parse(text) as { data: { items: unknown[] } }
    const { drafts, broken } = await readSource(text)
    expect([drafts.length, broken.length]).toEqual([data.items.length, 0])
    expect(drafts[0]?.fields.body).toBe('test content')
  })
})
