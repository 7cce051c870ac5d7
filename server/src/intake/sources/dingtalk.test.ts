import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { fieldsOfSource, readSource } from '../receiving.test-support.ts'

const message = (over: object = {}) => ({
  conversationId: 'cid1',
  conversationType: '2',
  conversationTitle: '项目群',
  chatbotUserId: '$:bot',
  robotCode: 'ding1',
  msgId: 'msg1',
  createAt: 1788000000123,
  senderId: '$:jia',
  senderStaffId: 'staff-jia',
  senderNick: '甲',
  sessionWebhook: 'https://oapi.example.test/robot?session=secret',
  sessionWebhookExpiredTime: 1788005400000,
  atUsers: [{ dingtalkId: '$:yi', staffId: 'staff-yi' }],
  msgtype: 'text',
  text: { content: ' 您好' },
  ...over,
})
const line = (over: object = {}) => JSON.stringify(message(over))
const frame = (data: object, headers: object = { topic: '/v1.0/im/bot/messages/get', messageId: 'f1' }) =>
  JSON.stringify({ specVersion: '1.0', type: 'CALLBACK', headers, data: JSON.stringify(data) })

describe('DingTalk', () => {
  test('a callback to a robot: who, where, when, what; the address to answer at is not kept', async () => {
    const { drafts } = await readSource(line())
    expect(drafts[0]).toMatchObject({
      conversationTitle: '项目群',
      members: [{ account: 'staff-jia', name: '甲' }, { account: 'staff-yi' }],
      fields: {
        platform: 'dingtalk',
        sourceId: 'msg1',
        conversation: 'cid1',
        sender: 'staff-jia',
        senderName: '甲',
        sourceTs: 1788000000123,
        kind: 'text',
        body: ' 您好',
      },
    })
    expect(drafts[0]?.fields.extra).not.toContain('session')
    expect(JSON.parse(drafts[0]?.fields.extra ?? '')).toMatchObject({
      msgtype: 'text',
      robotCode: 'ding1',
      senderId: '$:jia',
    })
  })

  test.each([
    ['picture', { downloadCode: 'x' }, 'image', '[图片]'],
    ['audio', { duration: 4000, recognition: '明天见', downloadCode: 'x' }, 'voice', '[语音] 4 秒 明天见'],
    ['video', { duration: 12000, videoType: 'mp4' }, 'video', '[视频] 12 秒'],
    ['file', { fileName: '合同.pdf', fileId: '1' }, 'file', '[文件] 合同.pdf'],
    ['richText', { richText: [{ text: '请看' }, { type: 'picture', downloadCode: 'x' }] }, 'text', '请看[图片]'],
    ['richText', { richText: [{ type: 'picture', downloadCode: 'x' }] }, 'image', '[图片]'],
    [
      'link',
      { title: '通知', text: '放假', messageUrl: 'https://example.test/' },
      'link',
      '[链接] 通知\n放假\nhttps://example.test/',
    ],
    [
      'chatRecord',
      {
        title: '群聊的聊天记录',
        summary: '["甲:您好"]',
        chatRecord: JSON.stringify([
          { senderNick: '甲', msgType: 'text', content: '您好' },
          { senderNick: '乙', msgType: 'file', fileName: '合同.pdf', downloadCode: 'x' },
        ]),
      },
      'forwarded',
      '[聊天记录] 群聊的聊天记录\n甲：您好\n乙：[文件] 合同.pdf',
    ],
    ['chatRecord', { summary: '甲:您好', chatRecord: '{' }, 'forwarded', '[聊天记录] 甲:您好'],
    [
      'oa',
      { body: { title: '请假', form: [{ key: '天数:', value: '3' }], content: '家中有事' } },
      'card',
      '[卡片] 请假\n天数：3\n家中有事',
    ],
    ['feedCard', { links: [{ title: '一' }, { title: '二' }] }, 'card', '[卡片]\n一\n二'],
    ['hologram', { x: 1 }, 'unknown', ''],
  ])('%s %j', async (msgtype, content, kind, body) => {
    const inside = { text: undefined, msgtype, content }
    expect((await fieldsOfSource(line(inside)))[0]).toMatchObject({ kind, body })
    const asString = { ...inside, content: JSON.stringify(content) }
    expect((await fieldsOfSource(line(asString)))[0]).toMatchObject({ kind, body })
  })

  test('a reply names what it answers', async () => {
    const text = { content: '好', isReplyMsg: true, repliedMsg: { msgId: 'msg0', msgType: 'text' } }
    expect((await fieldsOfSource(line({ text })))[0]).toMatchObject({ refersTo: 'msg0', body: '好' })
  })

  test('a frame of the Stream mode is the callback in it', async () => {
    const bare = await readSource(line())
    const framed = await readSource(frame(message()))
    expect(framed.drafts[0]?.identity).toBe(bare.drafts[0]?.identity)
    expect(JSON.parse(framed.drafts[0]?.fields.extra ?? '')).toMatchObject({ headers: { messageId: 'f1' } })
  })

  test('what happens to a group is told in it', async () => {
    const added = {
      EventType: 'chat_add_member',
      ChatId: 'chat1',
      TimeStamp: 1788000005000,
      Operator: 'staff-jia',
      UserId: ['staff-yi'],
    }
    expect((await fieldsOfSource(JSON.stringify(added)))[0]).toMatchObject({
      kind: 'system',
      conversation: 'chat1',
      sender: 'staff-jia',
      sourceTs: 1788000005000,
      body: '[加入群聊] staff-yi',
    })
    const other = { ...added, EventType: 'chat_something_new' }
    expect((await fieldsOfSource(JSON.stringify(other)))[0]).toMatchObject({ kind: 'event', body: '' })
  })

  test('what is encrypted, no message, or cut off is quarantined for what it is', async () => {
    const { drafts, broken } = await readSource(
      `${line()}\n{"encrypt":"aGVsbG8="}\n{"a":1}\n{"msgtype":"text"}\n${frame({ opaque: 1 }, { topic: 'ping' })}\n{"msgtype":\n${line({ msgId: 'msg2' })}`,
    )
    expect(drafts).toHaveLength(2)
    expect(broken.map(({ reason, items }) => [reason, items])).toEqual([
      ['encrypted_message', 1],
      ['not_a_message', 1],
      ['not_a_message', 1],
      ['not_a_message', 1],
      ['bad_json', 1],
    ])
  })
})

const sample = sharedData('samples', 'dingtalk', 'robot_callback_text.jsonl')

describe.skipIf(!sample)('sample of ../shared/data (skipped: absent)', () => {
  test('every line is a message', async () => {
    const text = readFileSync(sample ?? '', 'utf8')
    const lines = text.split('\n').filter((one) => one.trim() !== '')
    const { drafts, broken } = await readSource(text)
    expect([drafts.length, broken.length]).toEqual([lines.length, 0])
    const bodies = lines.map((one) => (JSON.parse(one) as { text: { content: string } }).text.content)
    expect(drafts.map(({ fields }) => fields.body)).toEqual(bodies)
  })
})
