import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { makeZip } from '../containers/zip.test-support.ts'
import { fieldsOfSource, openReceivingWorld, type ReceivingWorld, readSource } from '../receiving.test-support.ts'

const HEAD = '消息记录（此消息记录为文本格式，不支持重新导入）\n'
const RULE = '='.repeat(64)
const section = (group: string, name: string) => `${RULE}\n消息分组:${group}\n${RULE}\n消息对象:${name}\n${RULE}\n\n`

describe('QQ transcripts', () => {
  test('a message is its heading and the lines behind it, in the time of the computer', async () => {
    const text = `${HEAD}消息对象:项目群\n2024-01-02 03:04:05 【管理员】甲(10001)\n第一行\n\n第三行\n\n2024-01-02 3:05:06 乙<yi@example.test>\n[图片]\n`
    const { drafts, broken } = await readSource(text)
    expect(broken).toEqual([])
    expect(drafts.map(({ fields }) => fields)).toMatchObject([
      {
        platform: 'qq',
        conversation: '项目群',
        sender: '10001',
        senderName: '【管理员】甲',
        sourceTs: Date.parse('2024-01-02T03:04:05+08:00'),
        kind: 'text',
        body: '第一行\n\n第三行',
        extra: '{"time":"2024-01-02 03:04:05","zone":480}',
      },
      { sender: 'yi@example.test', kind: 'image', body: '[图片]' },
    ])
  })

  test.each([
    ['2024-01-02 下午 3:04:05', '15:04:05'],
    ['2024/1/2 上午 12:04:05', '00:04:05'],
    ['2024-01-02 3:04:05 PM', '15:04:05'],
    ['2024-01-02 凌晨 3:04:05', '03:04:05'],
  ])('a clock of twelve hours: %s', async (written, clock) => {
    const { drafts, broken } = await readSource(`${HEAD}消息对象:甲\n${written} 甲(10001)\n在吗\n`)
    expect(broken).toEqual([])
    const sourceTs = Date.parse(`2024-01-02T${clock}+08:00`)
    expect(drafts[0]?.fields).toMatchObject({ sender: '10001', senderName: '甲', sourceTs, body: '在吗' })
  })

  test('several conversations in one file, each under its heading', async () => {
    const text = `${HEAD}\n${section('我的好友', '甲')}2024-01-02 03:04:05 甲(10001)\n在吗\n\n${section('我的群聊', '项目群')}2024-01-03 03:04:05 乙(10002)\n到\n`
    expect((await fieldsOfSource(text)).map((one) => [one.conversation, one.body])).toEqual([
      ['甲', '在吗'],
      ['项目群', '到'],
    ])
  })

  test('a chat of two carries no accounts; where there are any, a line without one is what somebody said', async () => {
    const two = `${HEAD}消息对象:甲\n2024-01-02 03:04:05 甲\n在吗\n2024-01-02 03:04:06 我\n在\n`
    expect((await fieldsOfSource(two)).map((one) => one.sender)).toEqual(['甲', '我'])
    const quoted = `${HEAD}消息对象:群\n2024-01-02 03:04:05 甲(10001)\n见附件\n2024-01-01 09:00:00 开会\n`
    expect((await fieldsOfSource(quoted)).map((one) => one.body)).toEqual(['见附件\n2024-01-01 09:00:00 开会'])
  })

  test('a clock of twelve hours, a day that does not exist', async () => {
    const text = `${HEAD}消息对象:群\n2019-09-23 8:43:38 PM 甲(10001)\na\n2019-09-23 12:00:01 AM 甲(10001)\nb\n2019-13-01 08:00:00 甲(10001)\nc\n`
    expect((await fieldsOfSource(text)).map((one) => one.sourceTs)).toEqual([
      Date.parse('2019-09-23T20:43:38+08:00'),
      Date.parse('2019-09-23T00:00:01+08:00'),
      null,
    ])
  })

  test('what the application says is system, taking back is a recall', async () => {
    const text = `${HEAD}消息对象:群\n2024-01-02 03:04:05 系统消息(10000)\n甲撤回了一条消息\n2024-01-02 03:04:06 系统消息(1000000)\n乙加入本群。\n`
    expect((await fieldsOfSource(text)).map((one) => one.kind)).toEqual(['recall', 'system'])
  })

  test('what stands where only a heading may stand is kept', async () => {
    const text = `${HEAD}谁写的这一行\n2024-01-02 03:04:05 甲(10001)\n您好\n${RULE}\n不是分组\n2024-01-02 03:04:06 甲(10001)\n再见\n`
    const { drafts, broken } = await readSource(text, 'qq_txt')
    expect(drafts.map(({ fields }) => fields.body)).toEqual(['您好', '再见'])
    expect(broken.map(({ reason, items }) => [reason, items])).toEqual([
      ['not_a_message', 1],
      ['not_a_message', 1],
    ])
  })
})

const raw = (over: object = {}) => ({
  msgId: '7001',
  msgSeq: '41',
  msgTime: '1788000000',
  chatType: 2,
  peerUid: '900100',
  senderUid: 'u_jia',
  senderUin: '10001',
  sendNickName: '甲',
  sendMemberName: '甲（产品）',
  recallTime: '0',
  elements: [{ elementType: 1, textElement: { content: '您好' } }],
  ...over,
})
const chat = (messages: object[], over: object = {}) =>
  JSON.stringify({
    peer: { chatType: 2, peerUid: '900100' },
    chatInfo: { name: '项目群', type: 'group' },
    messages,
    ...over,
  })
const element = (name: string, inside: object) => raw({ elements: [{ [name]: inside }] })

describe('raw messages of QQ NT', () => {
  test('who, where, when, what; nothing else is lost', async () => {
    const { drafts } = await readSource(chat([raw()]))
    expect(drafts[0]).toMatchObject({
      conversationTitle: '项目群',
      fields: {
        platform: 'qq',
        sourceId: '7001',
        conversation: '900100',
        sender: '10001',
        senderName: '甲（产品）',
        sourceTs: 1788000000000,
        kind: 'text',
        body: '您好',
      },
    })
    expect(JSON.parse(drafts[0]?.fields.extra ?? '')).toMatchObject({ msgSeq: '41', senderUid: 'u_jia' })
  })

  test.each([
    ['picElement', { fileName: 'a.png' }, 'image', '[图片] a.png'],
    ['fileElement', { fileName: '合同.pdf' }, 'file', '[文件] 合同.pdf'],
    ['pttElement', { duration: 7 }, 'voice', '[语音] 7 秒'],
    ['videoElement', { fileName: 'a.mp4' }, 'video', '[视频] a.mp4'],
    ['faceElement', { faceText: '[微笑]' }, 'sticker', '[微笑]'],
    ['marketFaceElement', { faceName: '/赞' }, 'sticker', '[表情] 赞'],
    ['arkElement', { bytesData: '{"prompt":"[分享]一篇文章"}' }, 'card', '[分享]一篇文章'],
    ['multiForwardMsgElement', { xmlContent: '<msg brief="[聊天记录]"></msg>' }, 'forwarded', '[聊天记录]'],
    ['grayTipElement', { revokeElement: { operatorNick: '甲' } }, 'recall', '甲 撤回了一条消息'],
    ['grayTipElement', {}, 'system', '[系统消息]'],
    ['hologramElement', {}, 'unknown', ''],
  ])('%s %j', async (name, inside, kind, body) => {
    expect((await fieldsOfSource(chat([element(name, inside)])))[0]).toMatchObject({ kind, body })
  })

  test('a reply names what it answers; words with a face are a text', async () => {
    const reply = raw({
      elements: [
        { replyElement: { sourceMsgIdInRecords: '7000', replayMsgId: '0' } },
        { textElement: { content: '收到 ' } },
        { faceElement: { faceText: '[赞]' } },
      ],
    })
    expect((await fieldsOfSource(chat([reply])))[0]).toMatchObject({
      kind: 'text',
      body: '收到 [赞]',
      refersTo: '7000',
    })
  })

  test('a forwarded record is shown line by line', async () => {
    const records = [
      raw({ sendMemberName: '', elements: [{ textElement: { content: '一' } }] }),
      element('picElement', { fileName: 'b.png' }),
    ]
    const message = { ...element('multiForwardMsgElement', { xmlContent: '<msg brief="[聊天记录]">' }), records }
    expect((await fieldsOfSource(chat([message])))[0]?.body).toBe('[聊天记录]\n甲：一\n甲（产品）：[图片] b.png')
  })

  test('a message taken back stays, and that it was taken back is told behind it', async () => {
    const before = await readSource(chat([raw()]))
    const after = await readSource(chat([raw({ recallTime: '1788000005' })]))
    expect(after.drafts.map(({ fields }) => fields)).toMatchObject([
      { sourceId: '7001', kind: 'text', body: '您好', sender: '10001' },
      { sourceId: '7001/recall', kind: 'recall', refersTo: '7001', sourceTs: 1788000005000, sender: '', body: '' },
    ])
    // exported again: the message is known, its recall is new; a new name makes no second message
    expect(after.drafts[0]?.identity).toBe(before.drafts[0]?.identity)
    const renamed = await readSource(chat([raw({ sendMemberName: '另一个名字' })]))
    expect(renamed.drafts[0]?.identity).toBe(before.drafts[0]?.identity)
  })

  test('an element that is no message is quarantined', async () => {
    const { drafts, broken } = await readSource(chat([raw(), { msgId: '' }, raw({ msgId: '7002' })]))
    expect(drafts).toHaveLength(2)
    expect(broken).toMatchObject([{ reason: 'not_a_message', items: 1 }])
  })
})

const exported = (over: object = {}, content: object = {}) => ({
  id: '7001',
  seq: '41',
  timestamp: 1788000000000,
  time: '2026-08-29T12:00:00.000Z',
  sender: { uid: 'u_jia', uin: '10001', name: '甲' },
  type: 'type_1',
  content: { text: '您好', html: '', elements: [{ type: 'text', data: { text: '您好' } }], resources: [], ...content },
  recalled: false,
  system: false,
  ...over,
})

describe('QQ Chat Exporter', () => {
  const file = (messages: object[]) =>
    JSON.stringify({
      metadata: { name: 'QQChatExporter V5', version: '5.0.0' },
      chatInfo: { name: '项目群', type: 'group' },
      statistics: { totalMessages: 3, senders: [{ uid: 'u_jia' }] },
      messages,
      exportOptions: { includedFields: ['id'] },
    })

  test('messages, what stands around them is no item', async () => {
    const { drafts, broken } = await readSource(file([exported(), exported({ id: '7002', recalled: true })]))
    expect(broken).toEqual([])
    expect(drafts.map(({ fields }) => fields)).toMatchObject([
      { platform: 'qq', sourceId: '7001', conversation: '项目群', sender: '10001', senderName: '甲', kind: 'text' },
      { sourceId: '7002' },
      { sourceId: '7002/recall', kind: 'recall', refersTo: '7002', sourceTs: null },
    ])
  })

  test('kinds by what a message is made of, a reply by what it answers', async () => {
    const of = (...elements: object[]) => exported({}, { elements })
    const reply = { type: 'reply', data: { messageId: '40', referencedMessageId: '6999' } }
    const fields = await fieldsOfSource(
      file([
        of({ type: 'image', data: {} }),
        of({ type: 'audio', data: {} }),
        of({ type: 'forward', data: {} }),
        of(reply, { type: 'text', data: {} }),
        of({ type: 'hologram', data: {} }),
        exported({ system: true }),
      ]),
    )
    expect(fields.map((one) => one.kind)).toEqual(['image', 'voice', 'forwarded', 'text', 'unknown', 'system'])
    expect(fields[3]?.refersTo).toBe('6999')
  })

  test('a chunk is one message per line', async () => {
    const lines = `${JSON.stringify(exported())}\n${JSON.stringify(exported({ id: '7002' }))}\n{"broken\n`
    const { drafts, broken } = await readSource(lines, null, {}, 'chunks/c000001.jsonl')
    expect(drafts.map(({ fields }) => fields.conversation)).toEqual(['c000001', 'c000001'])
    expect(broken.map(({ reason }) => reason)).toEqual(['bad_json'])
  })
})

describe('QQ Chat Exporter in chunks', () => {
  let world: ReceivingWorld
  beforeEach(async () => {
    world = await openReceivingWorld()
  })
  afterEach(() => world.close())

  test('all chunks are one conversation, named by their manifest', async () => {
    const line = (n: number) => `${JSON.stringify(exported({ id: `70${n}` }))}\n`
    const manifest = {
      metadata: { name: 'QQChatExporter V5' },
      chatInfo: { name: '项目群', type: 'group' },
      chunked: { format: 'jsonl', chunksDir: 'chunks', chunks: [] },
    }
    const zip = makeZip([
      { name: 'chat/chunks/c000001.jsonl', data: line(1) + line(2) },
      { name: 'chat/chunks/c000002.jsonl', data: line(3) },
      { name: 'chat/manifest.json', data: JSON.stringify(manifest) },
    ])
    const arrived = await world.receive(world.file('chat.zip', zip))
    expect(arrived).toMatchObject({ format: 'qq_json', counts: { items: 3, archived: 3, quarantined: 0 } })
    expect(world.archived().map((one) => one.conversation)).toEqual(['项目群', '项目群', '项目群'])
  })
})

const samples = sharedData('samples', 'qq', 'napcat_raw_fixture')
const transcript = sharedData('samples', 'chatlab_fixtures', 'data', 'fixture', '01', 'qq-group.txt')

describe.skipIf(!samples || !transcript)('samples of ../shared/data (skipped: absent)', () => {
  let world: ReceivingWorld
  beforeEach(async () => {
    world = await openReceivingWorld()
  })
  afterEach(() => world.close())
  /** Messages, and one more for each that was taken back. */
  const count = (name: string) => {
    const root = JSON.parse(readFileSync(join(samples ?? '', name), 'utf8')) as { messages?: { recallTime: string }[] }
    return (root.messages ?? []).reduce((sum, { recallTime }) => sum + (recallTime === '0' ? 1 : 2), 0)
  }

  test('each file by itself: every message, and none in the lists', async () => {
    for (const name of readdirSync(samples ?? '')) {
      const arrived = await world.receive(join(samples ?? '', name), { origin: name })
      const items = count(name)
      expect(arrived).toMatchObject({ format: 'qq_json', counts: { items, archived: items, quarantined: 0 } })
    }
  })

  test('the folder as one: lists give names and members; importing again adds nothing', async () => {
    const items = readdirSync(samples ?? '').reduce((sum, name) => sum + count(name), 0)
    const arrived = await world.receiveFolder(samples ?? '')
    // two fixtures of one peer say the same words under the same ids
    expect(arrived.counts).toMatchObject({ items, quarantined: 0 })
    expect((await world.receiveFolder(samples ?? '')).counts).toMatchObject({ items, archived: 0, duplicates: items })
  })

  test('the transcript: every line that starts a message', async () => {
    const text = readFileSync(transcript ?? '', 'utf8')
    const starts = text.split('\n').filter((line) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /.test(line)).length
    const arrived = await world.receive(transcript ?? '')
    expect(arrived).toMatchObject({ format: 'qq_txt', counts: { items: starts, archived: starts, quarantined: 0 } })
  })
})
