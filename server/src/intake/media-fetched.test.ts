import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { attachmentsOf } from '#archive'
import { makeZip, type ZipPart } from './containers/zip.test-support.ts'
import { expectBalanced, openReceivingWorld, PLAIN, type ReceivingWorld } from './receiving.test-support.ts'

// Platforms that keep files for themselves: a message names a key, and a tool that fetched the file called it so; and
// messages that hold their files themselves.

let world: ReceivingWorld
beforeEach(async () => {
  world = await openReceivingWorld()
})
afterEach(() => world.close())

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(70_000)])
const receive = (parts: readonly ZipPart[], name = 'export.zip', options = {}) =>
  world.receive(world.file(name, makeZip([...parts])), { ...PLAIN, ...options })
const attached = () => world.archived().flatMap((fields) => attachmentsOf(fields.extra))
const json = JSON.stringify

const dingtalk = (msgtype: string, content: object) =>
  json({
    msgtype,
    content,
    msgId: 'msg0001',
    createAt: '1788000000000',
    conversationId: 'cid1',
    senderStaffId: 'u1',
    senderNick: '甲',
    chatbotUserId: 'b',
  })
const wecom = (msgtype: string, payload: object) =>
  json({
    msgid: 'w0000001',
    action: 'send',
    from: 'a',
    tolist: ['b'],
    roomid: '',
    msgtime: 1788000000000,
    msgtype,
    [msgtype]: payload,
  })
const wechat = (xml: string) => json({ xml, talker: 'wxid_a', server_id: '7890123456', create_time: 1788000000 })
const MD5 = '50de8e5ae8ffe4f1df7a93841f71993a'
const feishu = (msg_type: string, content: object) =>
  json({
    message_id: 'om_1',
    msg_type,
    create_time: '1788000000000',
    chat_id: 'oc_1',
    sender: { id: 'ou_1' },
    body: { content: json(content) },
  })
const teams = (more: object) =>
  json([
    {
      id: '1788000000000',
      messageType: 'message',
      createdDateTime: '2026-08-29T10:40:00Z',
      chatId: '19:chat',
      from: { user: { id: 'u1', displayName: '甲' } },
      body: { contentType: 'text', content: 'x' },
      ...more,
    },
  ])
const image = (src: string) => ({ body: { contentType: 'html', content: `<p>x</p><img alt="y" src="${src}">` } })
const file = { id: '0f8fad5b-d9cb-469f-a165-70867728950e', contentType: 'reference', name: '合同.pdf' }
const napcat = (element: object) =>
  json({
    peer: { chatType: 1, peerUid: 'u_1' },
    messages: [
      { msgId: '7', msgTime: '1788000000', msgSeq: '1', senderUid: 'u_2', senderUin: '2', elements: [element] },
    ],
  })
const exported = (element: object) =>
  json({
    chatInfo: { name: '甲', type: 'private' },
    messages: [
      {
        id: '7',
        timestamp: 1788000000000,
        sender: { uid: 'u', uin: '2', name: '甲' },
        content: { text: '[图片]', elements: [element] },
      },
    ],
  })
const imessage = Buffer.concat([
  Buffer.from('\x04\x0bstreamtyped\x81\xe8\x03\x84\x01+\x03', 'latin1'),
  Buffer.from('\ufffc'),
  Buffer.from('\x86\x84__kIMFileTransferGUIDAttributeName\x86\x92\x84\x98\x98)', 'latin1'),
  Buffer.from('at_0_F0668F79-20C2-49C9-A87F-1B007ABB0CED\x86', 'latin1'),
])

type Case = [what: string, format: string, part: string, text: string | Buffer, path: string]
const CASES: Case[] = [
  [
    'a code of DingTalk',
    'dingtalk',
    'm.jsonl',
    dingtalk('picture', { downloadCode: 'mIofN681YE3f' }),
    'mIofN681YE3f.png',
  ],
  [
    'a name, of DingTalk',
    'dingtalk',
    'm.jsonl',
    dingtalk('file', { fileName: '合同.png', fileId: '9' }),
    'files/合同.png',
  ],
  [
    'a picture in rich text, of DingTalk',
    'dingtalk',
    'm.jsonl',
    dingtalk('richText', { richText: [{ text: 'x' }, { type: 'picture', downloadCode: 'ABCdef12345' }] }),
    'media/abcDEF12345.png',
  ],
  ['a hash of WeCom', 'wecom', 'm.jsonl', wecom('image', { md5sum: MD5, sdkfileid: 'CtYB' }), `media/${MD5}.png`],
  ['a name, of WeCom', 'wecom', 'm.jsonl', wecom('file', { md5sum: 'x', filename: '合同.png' }), 'files/合同.png'],
  ['the id of its message, of WeCom', 'wecom', 'm.jsonl', wecom('voice', { play_length: 3 }), 'w0000001.png'],
  [
    'a picture in a mixed message, of WeCom',
    'wecom',
    'm.jsonl',
    wecom('mixed', {
      item: [
        { type: 'text', content: '{"content":"x"}' },
        { type: 'image', content: json({ md5sum: MD5 }) },
      ],
    }),
    `${MD5}.png`,
  ],
  [
    'a picture in a forwarded record, of WeCom',
    'wecom',
    'm.jsonl',
    wecom('chatrecord', { item: [{ type: 'ChatRecordImage', content: json({ md5sum: MD5 }) }] }),
    `${MD5}.png`,
  ],
  [
    'a file in a forwarded record, of DingTalk',
    'dingtalk',
    'm.jsonl',
    dingtalk('chatRecord', {
      chatRecord: json([{ senderNick: '甲', msgType: 'picture', downloadCode: 'aBcDeF0123' }]),
    }),
    'aBcDeF0123.png',
  ],
  ['a hash of WeChat', 'wechat_xml', 'm.jsonl', wechat(`<msg><img md5="${MD5}" /></msg>`), `media/${MD5}.png`],
  ['the id of its message, of WeChat', 'wechat_xml', 'm.jsonl', wechat('<msg><voicemsg /></msg>'), '7890123456.png'],
  [
    'a name, of WeChat',
    'wechat_xml',
    'm.jsonl',
    wechat('<msg><appmsg><title>合同.png</title><type>6</type></appmsg></msg>'),
    'files/合同.png',
  ],
  [
    'a picture in a forwarded record, of WeChat',
    'wechat_xml',
    'm.jsonl',
    wechat(
      `<msg><appmsg><type>19</type><recorditem><![CDATA[<recordinfo><datalist><dataitem datatype="2"><fullmd5>${MD5}</fullmd5></dataitem></datalist></recordinfo>]]></recorditem></appmsg></msg>`,
    ),
    `${MD5}.png`,
  ],
  ['a key of Feishu', 'feishu', 'm.json', feishu('image', { image_key: 'img_v2_0001' }), 'resources/img_v2_0001.png'],
  [
    'a key in rich text, of Feishu',
    'feishu',
    'm.json',
    feishu('post', { title: '', content: [[{ tag: 'img', image_key: 'img_v2_0002' }]] }),
    'img_v2_0002.png',
  ],
  [
    'the id of its message, of Feishu',
    'feishu',
    'm.json',
    feishu('file', { file_key: 'file_v2_1', file_name: 'a.png' }),
    'attachments/om_1/a.png',
  ],
  ['the id of a file, of Teams', 'teams', 'messages.json', teams({ attachments: [file] }), `files/${file.id}.png`],
  ['a name, of Teams', 'teams', 'messages.json', teams({ attachments: [file] }), 'attachments/合同.pdf'],
  [
    'a picture in the text, of Teams',
    'teams',
    'messages.json',
    teams(image('https://graph.microsoft.com/v1.0/chats/c/messages/m/hostedContents/aWQ9eF8wLXd1cy/$value')),
    'img/aWQ9eF8wLXd1cy.png',
  ],
  ['where a tool put it, of Teams', 'teams', 'messages.json', teams(image('img/m/0.png')), 'img/m/0.png'],
  [
    'a hash of QQ',
    'qq_json',
    'c.json',
    napcat({ picElement: { fileName: 'x.png', md5HexStr: 'cafef00dcafef00d' } }),
    'resources/images/CAFEF00DCAFEF00D.png',
  ],
  [
    'the name on the device, of QQ',
    'qq_json',
    'c.json',
    napcat({ pttElement: { fileName: 'v', filePath: 'C:\\Tencent\\Ptt\\voice1.png' } }),
    'audios/voice1.png',
  ],
  [
    'a path of the QQ exporter',
    'qq_json',
    'c.json',
    exported({ type: 'image', data: { filename: 'a.png', localPath: 'images/1_a.png' } }),
    'resources/images/1_a.png',
  ],
  [
    'a type and a name of the QQ exporter',
    'qq_json',
    'c.json',
    exported({ type: 'file', data: { filename: 'b.png', url: 'https://example.com/b' } }),
    'resources/files/b.png',
  ],
  [
    'the folder of a transfer, of iMessage',
    'imessage',
    'AttributedBody',
    imessage,
    'Attachments/3a/10/at_0_F0668F79-20C2-49C9-A87F-1B007ABB0CED/IMG_1.png',
  ],
]

describe('a file is found by', () => {
  test.each(CASES)('%s', async (_what, format, part, text, path) => {
    const parts = [
      { name: path, data: PNG },
      { name: part, data: text },
    ]
    const arrived = await receive(parts)
    expectBalanced(arrived)
    expect(arrived).toMatchObject({ format, counts: { archived: 1, quarantined: 0, attached: 1, attachedMissing: 0 } })
    expect(attached()).toMatchObject([{ type: 'image/png', bytes: PNG.length, sha256: sha256(PNG) }])
    expect((await world.kept(sha256(PNG))).equals(PNG)).toBe(true)
    // the same again is the same message; without the file it is the message as it was told, and says what is missing
    expect((await receive(parts, 'again.zip')).counts).toMatchObject({ archived: 0, duplicates: 1 })
    const without = await receive(parts.slice(1), 'without.zip')
    expect(without.counts).toMatchObject({ items: 1, quarantined: 0, attached: 0, attachedMissing: 1 })
  })

  test('none where two have the key, or the key is too short to be one', async () => {
    const message = { name: 'm.json', data: feishu('image', { image_key: 'img_v2_0001' }) }
    const two = ['a/img_v2_0001.png', 'b/img_v2_0001.jpg'].map((name) => ({ name, data: PNG }))
    const arrived = await receive([...two, message])
    expectBalanced(arrived)
    expect(arrived.counts).toMatchObject({ archived: 1, attachedMissing: 1, quarantined: 2 })
    expect(attached()).toEqual([{ name: '', claimed: '', missing: 'ambiguous' }])
    const short = { name: 'm.json', data: feishu('image', { image_key: '1' }) }
    expect((await receive([{ name: '1.png', data: PNG }, short], 'b.zip')).counts).toMatchObject({ attachedMissing: 1 })
  })

  test('nothing that leads out of the export', async () => {
    for (const [n, localPath] of ['../../a.png', '/etc/passwd', 'C:\\a.png'].entries()) {
      const text = exported({ type: 'image', data: { filename: `../${n}.png`, localPath } })
      const { counts } = await receive([{ name: 'c.json', data: text.replace('"7"', `"${n}"`) }], `${n}.zip`)
      expect(counts).toMatchObject({ archived: 1, attached: 0, attachedMissing: 1 })
    }
  })
})

describe('a multimedia message of SMS Backup & Restore', () => {
  const mms = (...parts: string[]) =>
    `<smses count="1"><mms date="1788000000000" msg_box="1" address="13800138000"><parts>${parts.join('')}</parts></mms></smses>`
  const part = (data: string) => `<part seq="0" ct="image/png" name="null" cl="a.png" ${data}/>`
  const arrive = (text: string, name: string) => world.receive(world.file(name, text))

  test('holds its files: they are kept as files, and as words no more', async () => {
    const text = mms(part(`data="${PNG.toString('base64')}"`), '<part seq="1" ct="text/plain" text="看图"/>')
    const arrived = await arrive(text, 'sms.xml')
    expectBalanced(arrived)
    expect(arrived.counts).toMatchObject({ archived: 1, attached: 1, attachedMissing: 0, quarantined: 0 })
    expect(attached()).toMatchObject([{ name: 'a.png', claimed: 'image/png', type: 'image/png', sha256: sha256(PNG) }])
    expect((await world.kept(sha256(PNG))).equals(PNG)).toBe(true)
    const [fields] = world.archived()
    expect(fields?.body).toBe('看图\n[图片]')
    expect(fields?.extra.length).toBeLessThan(1000)
    expect((await arrive(text, 'again.xml')).counts).toMatchObject({ archived: 0, duplicates: 1 })
  })

  test.each([
    ['says so where the backup left them out', '', 'not_included'],
    ['keeps as words what is no Base64', 'data="no!"', 'not_included'],
  ])('%s', async (_what, data, missing) => {
    expect((await arrive(mms(part(data)), 'sms.xml')).counts).toMatchObject({ archived: 1, attachedMissing: 1 })
    expect(attached()).toMatchObject([{ missing }])
    expect(world.archived()[0]?.extra.includes('no!')).toBe(data !== '')
  })
})
