import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { fieldsOfSource, readSource } from '../receiving.test-support.ts'

const row = (xml: string, over: object = {}) => JSON.stringify({ xml, ...over })
const app = (type: string, inside: string) =>
  `<msg><appmsg appid="" sdkver="0"><type>${type}</type>${inside}</appmsg></msg>`
const one = async (xml: string, over: object = {}) => (await fieldsOfSource(row(xml, over), 'wechat_xml'))[0]

describe('raw WeChat messages', () => {
  test.each([
    ['<msg><img md5="ab" /></msg>', 'image', '[图片]'],
    ['<msg><voicemsg voicelength="3400" /></msg>', 'voice', '[语音] 3 秒'],
    ['<msg><videomsg playlength="12" /></msg>', 'video', '[视频] 12 秒'],
    ['<msg><emoji md5="ab" /></msg>', 'sticker', '[表情]'],
    [
      '<msg><location x="31.2" y="121.5" label="静安区某路 1 号" poiname="某大厦" /></msg>',
      'location',
      '[位置] 某大厦 静安区某路 1 号',
    ],
    ['<msg username="wxid_lin" nickname="林某" alias="lin"/>', 'card', '[名片] 林某 lin'],
    [
      app('5', '<title>通知</title><des>放假</des><url>https://example.test/a</url>'),
      'link',
      '[链接] 通知\n放假\nhttps://example.test/a',
    ],
    [app('6', '<title>合同.pdf</title>'), 'file', '[文件] 合同.pdf'],
    [app('33', '<title>点餐</title><sourcedisplayname>某店</sourcedisplayname>'), 'link', '[小程序] 某店\n点餐'],
    [app('62', '<title>"甲" 拍了拍 "乙"</title>'), 'event', '[拍一拍] "甲" 拍了拍 "乙"'],
    [
      app('2000', '<wcpayinfo><feedesc>￥8.00</feedesc><pay_memo>饭钱</pay_memo></wcpayinfo>'),
      'card',
      '[转账] ￥8.00 饭钱',
    ],
    [app('2001', '<wcpayinfo><sendertitle>大吉大利</sendertitle></wcpayinfo>'), 'card', '[红包] 大吉大利'],
    [app('51', '<finderFeed><nickname>某台</nickname><desc>今日</desc></finderFeed>'), 'link', '[视频号] 某台\n今日'],
    [app('99999', '<title>新玩意</title>'), 'unknown', '新玩意'],
    [
      '<msg><VoIPBubbleMsg><room_type>1</room_type><msg>通话时长 00:12</msg></VoIPBubbleMsg></msg>',
      'call',
      '[语音通话] 通话时长 00:12',
    ],
    ['<msg><VoIPBubbleMsg><room_type>0</room_type><msg>视频通话</msg></VoIPBubbleMsg></msg>', 'call', '[视频通话]'],
    ['<sysmsg><template><![CDATA[ 张三 加入了群聊 ]]></template></sysmsg>', 'system', '张三 加入了群聊'],
    ['<sysmsg type="pat"><pat><template>拍了拍</template></pat></sysmsg>', 'event', '[拍一拍] 拍了拍'],
    ['<msg><novelty a="1"/></msg>', 'unknown', ''],
  ])('%s', async (xml, kind, body) => {
    const fields = await one(xml)
    expect(fields).toMatchObject({ platform: 'wechat', kind, body, sourceTs: null })
    expect(JSON.parse(fields?.extra ?? '')).toEqual({ xml })
  })

  test('a quote answers the message whose server id it carries', async () => {
    const quote = app(
      '57',
      '<title>好的</title><refermsg><type>1</type><svrid>8800001</svrid><content>在吗</content></refermsg>',
    )
    expect(await one(quote)).toMatchObject({ kind: 'text', body: '好的', refersTo: '8800001' })
  })

  test('a recall names the message it takes back and says what stands in its place', async () => {
    const xml =
      '<sysmsg type="revokemsg"><revokemsg><newmsgid>8800002</newmsgid><replacemsg><![CDATA[<content>"甲" 撤回了一条消息</content><revoketime>0</revoketime>]]></replacemsg></revokemsg></sysmsg>'
    expect(await one(xml)).toMatchObject({ kind: 'recall', refersTo: '8800002', body: '"甲" 撤回了一条消息' })
  })

  test('a forwarded record is read line by line, as XML in the XML or as elements', async () => {
    const list =
      '<recordinfo><datalist><dataitem datatype="1"><sourcename>甲</sourcename><datadesc>在吗</datadesc></dataitem><dataitem datatype="8"><sourcename>乙</sourcename><datatitle>合同.pdf</datatitle></dataitem></datalist></recordinfo>'
    const body = '[聊天记录] 群聊的聊天记录\n甲：在吗\n乙：[文件] 合同.pdf'
    for (const item of [`<![CDATA[${list}]]>`, list]) {
      const said = await one(app('19', `<title>群聊的聊天记录</title><recorditem>${item}</recorditem>`))
      expect(said).toMatchObject({ kind: 'forwarded', body })
    }
  })

  test('a row of the table gives id, time, talker and sender; in a group the sender stands before the content', async () => {
    const [fields] = await fieldsOfSource(
      JSON.stringify({
        server_id: '77',
        create_time: 1788000000,
        talker: '1@chatroom',
        local_type: 1,
        message_content: 'wxid_a:\n您好',
        status: 3,
      }),
      'wechat_xml',
    )
    expect(fields).toMatchObject({
      sourceId: '77',
      conversation: '1@chatroom',
      sender: 'wxid_a',
      sourceTs: 1788000000000,
      kind: 'text',
      body: '您好',
    })
    expect(JSON.parse(fields?.extra ?? '')).toEqual({ local_type: 1, message_content: 'wxid_a:\n您好', status: 3 })
  })

  test('in a chat of two the table only says which side it was', async () => {
    const of = (IsSender: number) =>
      JSON.stringify({ MsgSvrID: '1', StrTalker: 'wxid_b', IsSender, Type: 1, StrContent: '好' })
    const read = async (IsSender: number, ownAccount: string) =>
      (await fieldsOfSource(of(IsSender), 'wechat_xml', { ownAccount }))[0]?.sender
    expect(await read(0, 'wxid_me')).toBe('wxid_b')
    expect(await read(1, 'wxid_me')).toBe('wxid_me')
    expect(await read(1, '')).toBe('')
  })

  test('the same row with another state of the phone is the same message; other words under its id are another', async () => {
    const of = (over: object) => row('<msg><img/></msg>', { server_id: '9', ...over })
    const { drafts } = await readSource(
      `${of({ status: 1 })}\n${of({ status: 2 })}\n${of({ xml: '<msg><emoji/></msg>' })}`,
      'wechat_xml',
    )
    const ids = drafts.map((draft) => draft.identity)
    expect(ids[0]).toBe(ids[1])
    expect(ids[2]).not.toBe(ids[0])
  })

  test('an address with a bare & is read; XML that is cut off is quarantined as such; nothing else is lost', async () => {
    const bare = app('5', '<title>文</title><url>http://example.test/s?a=1&b=2</url>')
    const { drafts, broken } = await readSource(
      `${row(bare)}\n${row('<msg><appmsg><type>5</type><title>')}\n{"a":1}\n[]\n${row('<msg><img/></msg>')}`,
      'wechat_xml',
    )
    expect(drafts.map(({ fields }) => fields.body)).toEqual(['[链接] 文\nhttp://example.test/s?a=1&b=2', '[图片]'])
    expect(broken.map(({ reason }) => reason)).toEqual(['bad_xml', 'not_a_message', 'not_a_message'])
  })

  test('is known by its head, whichever column the XML stands in', async () => {
    for (const key of ['xml', 'message_content', 'StrContent']) {
      const text = JSON.stringify({ localId: 1, [key]: '\n <?xml version="1.0"?>\n<msg><img/></msg>' })
      expect(await fieldsOfSource(text)).toHaveLength(1)
    }
    expect(await fieldsOfSource('{"xml":"<html></html>"}')).toEqual([])
  })
})

const session = { wxid: '1@chatroom', nickname: '', displayName: '项目群', type: '群聊', messageCount: 4 }
const said = (over: object) => ({
  localId: 1,
  createTime: 1788000000,
  formattedTime: '2026-08-29 20:00:00',
  type: '文本消息',
  localType: 1,
  content: '您好',
  isSend: 0,
  senderUsername: 'wxid_a',
  senderDisplayName: '甲',
  source: '',
  ...over,
})
const weflow = (messages: object[], over: object = {}) =>
  JSON.stringify({ weflow: { version: '1.0.3' }, session, avatars: { wxid_a: 'data:' }, messages, ...over }, null, 2)

describe('an answer of messages', () => {
  test('holds raw ones; which side it was may be a truth value', async () => {
    const messages = [
      {
        talker: 'wxid_a',
        type: 49,
        content: app('6', '<title>合同.pdf</title>'),
        createTime: 1788000000000,
        isSelf: false,
      },
      { talker: 'wxid_a', type: 1, content: '好', createTime: 1788000001, isSelf: true },
    ]
    const answer = JSON.stringify({ success: true, talker: 'wxid_a', count: 2, messages })
    const { drafts, broken } = await readSource(answer, null, {})
    expect(broken).toEqual([])
    expect(drafts.map(({ fields }) => [fields.sender, fields.kind, fields.sourceTs])).toEqual([
      ['wxid_a', 'file', 1788000000000],
      ['', 'text', 1788000001000],
    ])
  })
})

describe('WeFlow', () => {
  test.each([
    ['聊天记录', 'forwarded'],
    ['小程序消息', 'link'],
    ['转账消息', 'card'],
    ['红包消息', 'card'],
    ['音乐消息', 'link'],
    ['群公告', 'system'],
    ['其他消息', 'unknown'],
  ])('of another version says %s', async (type, kind) => {
    expect((await fieldsOfSource(weflow([said({ type })])))[0]).toMatchObject({ kind, body: '您好' })
  })

  test('a message with its sender, time and conversation', async () => {
    const { drafts, broken } = await readSource(weflow([said({})]))
    expect(broken).toEqual([])
    expect(drafts[0]).toMatchObject({
      conversationTitle: '项目群',
      counted: true,
      fields: {
        platform: 'wechat',
        conversation: '1@chatroom',
        sender: 'wxid_a',
        senderName: '甲',
        sourceTs: 1788000000000,
        kind: 'text',
        body: '您好',
      },
    })
  })

  test('kinds by their words; one nobody knows is kept as unknown', async () => {
    const types = [
      '图片消息',
      '语音消息',
      '文件消息',
      '转账卡片',
      '红包卡片',
      '引用消息',
      '聊天记录合并转发',
      '未知类型(9)',
    ]
    const fields = await fieldsOfSource(weflow(types.map((type) => said({ type }))))
    expect(fields.map((one) => one.kind)).toEqual([
      'image',
      'voice',
      'file',
      'card',
      'card',
      'text',
      'forwarded',
      'unknown',
    ])
    const recall = said({ type: '系统消息', content: '"甲" 撤回了一条消息' })
    expect((await fieldsOfSource(weflow([recall])))[0]).toMatchObject({ kind: 'recall' })
  })

  test('the row number makes no identity, the id of the platform does; a reply names what it answers', async () => {
    const first = await readSource(weflow([said({ localId: 1, platformMessageId: '55' }), said({ localId: 2 })]))
    const later = await readSource(weflow([said({ localId: 8, platformMessageId: '55', replyToMessageId: '54' })]))
    const again = await readSource(weflow([said({ localId: 8, platformMessageId: '55' }), said({ localId: 9 })]))
    expect(again.drafts.map((draft) => draft.identity)).toEqual(first.drafts.map((draft) => draft.identity))
    expect(later.drafts[0]?.fields).toMatchObject({ sourceId: '55', refersTo: '54' })
  })

  test('senders by number; members and pictures behind the messages are no items', async () => {
    const senders = [{ senderID: 1, accountId: 'wxid_b', displayName: '乙' }]
    const messages = [said({ senderUsername: undefined, senderDisplayName: undefined, senderID: 1 })]
    const behind = { groupMembers: [{ accountId: 'wxid_b' }], avatars: { wxid_b: 'data:' } }
    const { drafts, broken } = await readSource(
      JSON.stringify({ weflow: {}, session, senders, messages, ...behind }, null, 2),
    )
    expect(broken).toEqual([])
    expect(drafts.map(({ fields }) => [fields.sender, fields.senderName])).toEqual([['wxid_b', '乙']])
  })

  test('an element that is no message is quarantined, the rest goes on', async () => {
    const text = weflow([said({}), { a: 1 }, said({})])
    const { drafts, broken } = await readSource(text)
    expect(drafts).toHaveLength(2)
    expect(broken).toMatchObject([{ reason: 'not_a_message', items: 1 }])
  })
})

const xmlSample = sharedData('samples', 'wechat', 'raw_message_xml_from_tests.jsonl')
const weflowSample = sharedData('samples', 'chatlab_fixtures', 'data', 'fixture', '02', 'weflow.json')

describe.skipIf(!xmlSample || !weflowSample)('samples of ../shared/data (skipped: absent)', () => {
  test('every line of raw XML is a record, or in quarantine because it is cut off', async () => {
    const text = readFileSync(xmlSample ?? '', 'utf8')
    const rows = text.split('\n').filter((line) => line.trim() !== '')
    const { drafts, broken } = await readSource(text)
    expect(drafts.length + broken.reduce((sum, { items }) => sum + items, 0)).toBe(rows.length)
    expect(new Set(broken.map(({ reason }) => reason))).toEqual(new Set(['bad_xml']))
    // cut off: the last thing in the row is no end tag
    const cut = rows.filter((line) => !/>\s*$/.test((JSON.parse(line) as { xml: string }).xml) || !isClosed(line))
    expect(broken.reduce((sum, { items }) => sum + items, 0)).toBe(cut.length)
  })

  test('WeFlow: every element of messages', async () => {
    const text = readFileSync(weflowSample ?? '', 'utf8')
    const { messages } = JSON.parse(text) as { messages: { content: string }[] }
    const { drafts, broken } = await readSource(text)
    expect(broken).toEqual([])
    expect(drafts.map(({ fields }) => fields.body)).toEqual(messages.map(({ content }) => content))
  })
})

/** The row's XML ends with the end tag of what it began with. */
function isClosed(line: string): boolean {
  const { xml } = JSON.parse(line) as { xml: string }
  const name = /<(msg|sysmsg|recordinfo)\b/.exec(xml)?.[1] ?? ''
  return xml.trimEnd().endsWith(`</${name}>`)
}
