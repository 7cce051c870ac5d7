import { describe, expect, test } from 'vitest'
import { fieldsOfSource, readSource } from '../receiving.test-support.ts'

const text = (words: string) => ({ type: 'text', data: { text: words } })
const message = (segments: object[] | string, over: object = {}) => ({
  self_id: 10001,
  user_id: 20002,
  time: 1788000000,
  message_id: -123456789,
  message_type: 'group',
  sender: { user_id: 20002, nickname: '甲', card: '售后甲', role: 'member' },
  raw_message: '',
  message: segments,
  post_type: 'message',
  group_id: 8888,
  ...over,
})
const lines = (...items: object[]) => items.map((one) => JSON.stringify(one)).join('\n')
const one = async (segments: object[] | string, over: object = {}) =>
  (await fieldsOfSource(lines(message(segments, over), message([]))))[0]

describe('QQ as OneBot tells it', () => {
  test('an event, an answer of the history and an answer of one message say the same', async () => {
    const said = message([text('您好')])
    const whole = JSON.stringify({ status: 'ok', retcode: 0, data: { messages: [said] } }, null, 2)
    for (const source of [lines(said), lines(said, said), whole, JSON.stringify({ status: 'ok', data: said })]) {
      const { drafts, broken } = await readSource(source)
      expect(broken).toEqual([])
      expect(drafts[0]).toMatchObject({
        identity: (await readSource(lines(said))).drafts[0]?.identity,
        members: [{ account: '20002', name: '售后甲' }],
        fields: {
          platform: 'qq',
          sourceId: '-123456789',
          conversation: '8888',
          sender: '20002',
          senderName: '售后甲',
          sourceTs: 1788000000000,
          kind: 'text',
          body: '您好',
        },
      })
    }
  })

  test.each([
    [[text('看'), { type: 'image', data: { file: 'a.jpg' } }], 'text', '看[图片] a.jpg'],
    [[{ type: 'image', data: { file: 'a.jpg', summary: '[动画表情]' } }], 'image', '[动画表情]'],
    [[{ type: 'record', data: { file: 'a.amr' } }], 'voice', '[语音]'],
    [[{ type: 'file', data: { file: 'x', name: '合同.pdf' } }], 'file', '[文件] 合同.pdf'],
    [[{ type: 'face', data: { id: '14' } }], 'sticker', '[表情] 14'],
    [[{ type: 'at', data: { qq: 'all' } }, text(' 开会')], 'text', '@全体成员 开会'],
    [[{ type: 'json', data: { data: '{"prompt":"[小程序] 点餐"}' } }], 'card', '[小程序] 点餐'],
    [[{ type: 'forward', data: { id: 'x' } }], 'forwarded', '[聊天记录]'],
    [[{ type: 'constructor', data: {} }], 'unknown', ''],
    ['看[CQ:image,file=a&#44;b.jpg]&#91;原样&#93;&amp;', 'text', '看[图片] a,b.jpg[原样]&'],
    ['[CQ:face,id=14]', 'sticker', '[表情] 14'],
    ['[CQ:坏,', 'text', '[CQ:坏,'],
  ])('%j is %s', async (segments, kind, body) => {
    expect(await one(segments)).toMatchObject({ kind, body })
  })

  test('answers, files, and who the other is in a chat of two', async () => {
    const reply = [{ type: 'reply', data: { id: '55' } }, text('好')]
    expect(await one(reply)).toMatchObject({ kind: 'text', body: '好', refersTo: '55' })
    const image = { type: 'image', data: { file: '50DE8E5AE8FFE4F1.jpg' } }
    const { drafts } = await readSource(lines(message([image])))
    expect(drafts[0]?.files?.[0]?.paths).toContain('images/50DE8E5AE8FFE4F1.jpg')
    const two = { message_type: 'private', group_id: undefined }
    expect(await one([text('x')], two)).toMatchObject({ conversation: '20002' })
    expect(await one([text('x')], { ...two, user_id: 10001, target_id: 20002 })).toMatchObject({
      conversation: '20002',
      sender: '10001',
    })
  })

  test('what is taken back, who joins, beats of the connection, and what is none of these', async () => {
    const notice = (type: string, over: object = {}) => ({
      post_type: 'notice',
      notice_type: type,
      self_id: 10001,
      time: 1788000000,
      group_id: 8888,
      user_id: 20002,
      ...over,
    })
    const { drafts, broken } = await readSource(
      lines(
        notice('group_recall', { operator_id: 30003, message_id: 77 }),
        notice('group_increase'),
        notice('hologram'),
        { post_type: 'meta_event', meta_event_type: 'heartbeat', self_id: 10001, time: 1788000000 },
        { status: 'failed', retcode: 100 },
      ),
    )
    expect(drafts.map(({ fields }) => [fields.kind, fields.sender, fields.refersTo, fields.body])).toEqual([
      ['recall', '30003', '77', ''],
      ['system', '20002', '', '[加入群聊]'],
      ['event', '20002', '', ''],
    ])
    expect(broken.map(({ reason }) => reason)).toEqual(['not_a_message'])
  })
})
