import { describe, expect, test } from 'vitest'
import { fieldsOfSource, readSource } from '../receiving.test-support.ts'

const message = (msgtype: string, payload: object) =>
  JSON.stringify({
    msgid: 'm1',
    action: 'send',
    from: 'a',
    tolist: ['b'],
    roomid: '',
    msgtime: 1788000000,
    msgtype,
    ...payload,
  })
const item = (type: string, content: object) => ({ type, content: JSON.stringify(content) })

describe('WeCom, every type of the field list', () => {
  test.each([
    ['text', { text: { content: '您好' } }, 'text', '您好'],
    ['image', { image: { sdkfileid: 'x' } }, 'image', '[图片]'],
    ['revoke', { action: 'recall', revoke: { pre_msgid: 'm0' } }, 'recall', ''],
    ['agree', { agree: { userid: 'b' } }, 'event', '[同意会话存档]'],
    ['disagree', { disagree: { userid: 'b' } }, 'event', '[不同意会话存档]'],
    ['voice', { voice: { play_length: 10 } }, 'voice', '[语音] 10 秒'],
    ['video', { video: { play_length: 8 } }, 'video', '[视频] 8 秒'],
    ['card', { card: { corpname: '某司', userid: 'c' } }, 'card', '[名片] 某司 c'],
    ['location', { location: { title: '某厦', address: '某路' } }, 'location', '[位置] 某厦 某路'],
    ['emotion', { emotion: { type: 1 } }, 'sticker', '[表情]'],
    ['file', { file: { filename: '合同.pdf' } }, 'file', '[文件] 合同.pdf'],
    [
      'link',
      { link: { title: '通知', link_url: 'https://example.test/' } },
      'link',
      '[链接] 通知\nhttps://example.test/',
    ],
    ['weapp', { weapp: { displayname: '点餐', title: '菜单' } }, 'link', '[小程序] 点餐\n菜单'],
    [
      'chatrecord',
      { chatrecord: { title: '群聊', item: [item('ChatRecordText', { content: '一' })] } },
      'forwarded',
      '[聊天记录] 群聊\n一',
    ],
    ['todo', { todo: { title: '周报', content: '周五前' } }, 'card', '[待办] 周报\n周五前'],
    ['vote', { vote: { votetitle: '午饭', voteitem: ['面', '饭'], votetype: 101 } }, 'card', '[投票] 午饭\n面\n饭'],
    ['vote', { votetitle: '晚饭', voteitem: ['粥', '粉'], votetype: 101, voteid: 'v1' }, 'card', '[投票] 晚饭\n粥\n粉'],
    ['collect', { collect: { title: '报名', details: [{ ques: '姓名' }] } }, 'card', '[填表] 报名\n姓名'],
    ['redpacket', { redpacket: { wish: '大吉' } }, 'card', '[红包] 大吉'],
    ['external_redpacket', { redpacket: { wish: '大吉' } }, 'card', '[互通红包] 大吉'],
    ['meeting', { meeting: { topic: '夕会' } }, 'event', '[会议] 夕会'],
    [
      'meeting_notification',
      { info: { meeting_id: '1', notification_type: 1, content: '会议将开始' } },
      'event',
      '[会议通知]\n会议将开始',
    ],
    [
      'docmsg',
      { doc: { title: '台账', link_url: 'https://example.test/d' } },
      'link',
      '[在线文档] 台账\nhttps://example.test/d',
    ],
    ['markdown', { info: { content: '**好**' } }, 'text', '**好**'],
    [
      'news',
      { info: { item: [{ title: '图文', url: 'https://example.test/n' }] } },
      'link',
      '[图文]\n图文\nhttps://example.test/n',
    ],
    [
      'calendar',
      { calendar: { title: '复盘', attendeename: ['甲', '乙'], place: '3 号室' } },
      'event',
      '[日程] 复盘\n甲、乙\n3 号室',
    ],
    ['mixed', { mixed: { item: [item('text', { content: '看' }), item('image', {})] } }, 'text', '看\n[图片]'],
    ['meeting_voice_call', { voiceid: 'v', meeting_voice_call: { endtime: 1 } }, 'call', '[语音会议]'],
    [
      'voip_doc_share',
      { voipid: 'v', voip_doc_share: { filename: '演示.pptx' } },
      'file',
      '[通话中共享文档] 演示.pptx',
    ],
    ['voiptext', { info: { callduration: 22, invitetype: 1 } }, 'call', '[音视频通话] 22 秒'],
    ['qydiskfile', { info: { filename: '表.xlsx' } }, 'file', '[微盘文件] 表.xlsx'],
    ['sphfeed', { sphfeed: { sph_name: '某台', feed_desc: '今日' } }, 'link', '[视频号] 某台\n今日'],
    ['solitaire', { solitaire: { title: '接龙', content: '1. 甲' } }, 'card', '[接龙]\n接龙\n1. 甲'],
    ['note', { info: { title: '纪要', content: '一' } }, 'card', '[笔记]\n纪要\n一'],
  ])('%s', async (msgtype, payload, kind, body) => {
    const fields = (await fieldsOfSource(message(msgtype, payload), 'wecom'))[0]
    // in seconds, as older revisions of the reference write it
    expect(fields).toMatchObject({ kind, body, sourceTs: 1788000000000 })
  })

  test('switch: whoever changed the company', async () => {
    const log = JSON.stringify({ msgid: 's1', action: 'switch', time: 1788000000000, user: 'a' })
    expect((await fieldsOfSource(log, 'wecom'))[0]).toMatchObject({
      kind: 'event',
      sender: 'a',
      sourceTs: 1788000000000,
    })
  })
})

describe('WeCom, the data zone', () => {
  const zone = (over: object = {}) => ({
    msgid: 'z1',
    sender: { type: 1, id: 'woChen' },
    receiver_list: [{ type: 2, id: 'wmLin' }],
    send_time: 1788000000,
    msgtype: 2,
    service_encrypt_info: { encrypted_secret_key: 'KEY', public_key_ver: 1 },
    ...over,
  })
  const list = (...items: object[]) =>
    JSON.stringify({ errcode: 0, errmsg: 'ok', has_more: 0, next_cursor: 'c', msg_list: items })

  test('a message whose words stay in the zone is a record without a body that says so', async () => {
    const { drafts, broken } = await readSource(list(zone(), zone({ msgid: 'z2', chatid: 'wr1' })))
    expect(broken).toEqual([])
    expect(drafts.map(({ fields }) => fields)).toMatchObject([
      {
        platform: 'wecom',
        sourceId: 'z1',
        conversation: 'wmLin|woChen',
        sender: 'woChen',
        recipients: '["wmLin"]',
        sourceTs: 1788000000000,
        kind: 'unknown',
        body: '',
      },
      { sourceId: 'z2', conversation: 'wr1' },
    ])
    expect(JSON.parse(drafts[0]?.fields.extra ?? '')).toMatchObject({ content_in_zone: true, msgtype: 2 })
  })

  test('line by line, and in the list of messages that a rule hit', async () => {
    const { sender, receiver_list, send_time, msgtype } = zone()
    const hit = {
      msgid: 'z1',
      msg_detail: { sender, receiver_list, send_time, msgtype },
      hit_rule_list: [{ rule_id: 'r' }],
    }
    const lines = await readSource(`${JSON.stringify(zone())}\n${JSON.stringify(zone({ msgid: 'z2' }))}`)
    expect(lines.drafts).toHaveLength(2)
    const hits = await readSource(list(hit))
    expect(hits.drafts[0]?.fields).toMatchObject({ sourceId: 'z1', sender: 'woChen' })
    expect(hits.drafts[0]?.identity).toBe(lines.drafts[0]?.identity)
  })

  test('one without an id or a sender is quarantined', async () => {
    const { drafts, broken } = await readSource(list(zone({ msgid: '' }), zone({ sender: { type: 1 } }), zone()))
    expect(drafts).toHaveLength(1)
    expect(broken).toMatchObject([
      { reason: 'wrong_shape', items: 1 },
      { reason: 'wrong_shape', items: 1 },
    ])
  })
})
