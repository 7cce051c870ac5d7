import { describe, expect, test } from 'vitest'
import { fieldsOfSource } from '../receiving.test-support.ts'

// A time that nobody can read leaves the record undated, and stays with it as it was written.

const json = JSON.stringify
const wecom = { msgid: 'm1', action: 'send', from: 'a', tolist: ['b'], msgtype: 'text', text: { content: 'x' } }
const dingtalk = {
  msgtype: 'text',
  text: { content: 'x' },
  msgId: '1',
  conversationId: 'c',
  senderId: 's',
  robotCode: 'r',
}
const feishu = {
  message_id: 'om_1',
  msg_type: 'text',
  chat_id: 'c',
  sender: { id: 'o' },
  body: { content: '{"text":"x"}' },
}
const onebot = {
  self_id: 1,
  post_type: 'message',
  message_type: 'group',
  message_id: 1,
  user_id: 2,
  group_id: 3,
  message: 'x',
}
const weflow = { type: '文本消息', content: 'x', senderUsername: 'w' }
const raw = { xml: '<msg><img/></msg>' }
const napcat = { msgId: '7', senderUid: 'u', elements: [{ textElement: { content: 'x' } }] }

describe('an unreadable time', () => {
  test.each([
    ['wecom', json({ ...wecom, msgtime: '昨天' })],
    ['dingtalk', json({ ...dingtalk, createAt: '昨天' })],
    ['feishu', json({ ...feishu, create_time: '昨天' })],
    ['qq_json', json({ ...onebot, time: '昨天' })],
    ['qq_json', json({ peer: { peerUid: 'u' }, messages: [{ ...napcat, msgTime: '昨天' }] })],
    ['wechat_weflow', json({ weflow: {}, session: { wxid: 'w' }, messages: [{ ...weflow, createTime: '昨天' }] })],
    ['wechat_xml', json({ ...raw, create_time: '昨天' })],
    ['sms_backup_restore', '<smses><sms address="1" date="昨天" type="1" body="x"/></smses>'],
    ['sms_ie', json([{ thread_id: '1', address: '1', date: '昨天', type: '1', body: 'x' }])],
  ] as const)('of %s is kept', async (format, text) => {
    const [fields] = await fieldsOfSource(text, format)
    expect(fields?.sourceTs).toBeNull()
    expect(fields?.extra).toContain('昨天')
  })

  test('when an edited message of Feishu was first sent is kept', async () => {
    const edited = { ...feishu, create_time: '1788000000000', update_time: '1788000060000', updated: true }
    const [fields] = await fieldsOfSource(json(edited))
    expect(fields).toMatchObject({ kind: 'edit', sourceTs: 1788000060000 })
    expect(JSON.parse(fields?.extra ?? '')).toMatchObject({ create_time: '1788000000000' })
  })
})
