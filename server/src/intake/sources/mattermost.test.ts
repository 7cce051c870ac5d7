import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { makeZip } from '../containers/zip.test-support.ts'
import { fieldsOfSource, openReceivingWorld, readSource } from '../receiving.test-support.ts'

const post = (over: object) =>
  JSON.stringify({
    type: 'post',
    post: { team: 'kefu', channel: 'tousu', user: 'lin', message: '退款到了吗', create_at: 1788000000000, ...over },
  })
const direct = (over: object) =>
  JSON.stringify({
    type: 'direct_post',
    direct_post: { channel_members: ['wang', 'lin'], user: 'lin', message: '在吗', create_at: 1788000000000, ...over },
  })

describe('Mattermost bulk export', () => {
  const explaining = [
    { type: 'version', version: 1 },
    { type: 'team', team: { name: 'kefu', display_name: '客服' } },
    { type: 'channel', channel: { team: 'kefu', name: 'tousu', display_name: '投诉' } },
    { type: 'user', user: { username: 'lin', first_name: '若溪', last_name: '林', nickname: '小林' } },
    { type: 'direct_channel', direct_channel: { members: ['lin', 'wang'] } },
  ]
    .map((line) => JSON.stringify(line))
    .join('\n')

  test('teams, channels and users explain the posts', async () => {
    const { drafts, broken } = await readSource(`${explaining}\n${post({})}\n`)
    expect(broken).toEqual([])
    expect(drafts).toMatchObject([
      {
        conversationTitle: '投诉',
        fields: {
          platform: 'mattermost',
          conversation: 'kefu/tousu',
          sender: 'lin',
          senderName: '小林',
          sourceTs: 1788000000000,
          kind: 'text',
          body: '退款到了吗',
          refersTo: '',
        },
      },
    ])
  })

  test('replies are records of their own that refer to their post; reactions stay with it', async () => {
    const reactions = [{ user: 'wang', emoji_name: 'ok', create_at: 1788000001000 }]
    const replies = [{ user: 'wang', message: '到了', create_at: 1788000002000 }]
    const [first, second] = await fieldsOfSource(post({ reactions, replies }))
    expect(second).toMatchObject({ sender: 'wang', body: '到了', refersTo: first?.sourceId, sourceTs: 1788000002000 })
    expect(JSON.parse(first?.extra ?? '').reactions[0].emoji_name).toBe('ok')
    expect(first?.extra).not.toContain('到了')
  })

  test('a direct message is between its members, whoever wrote', async () => {
    const fields = await fieldsOfSource(`${direct({})}\n${direct({ user: 'wang', channel_members: ['lin', 'wang'] })}`)
    expect(fields).toMatchObject([
      { conversation: 'lin|wang', recipients: '["wang"]' },
      { conversation: 'lin|wang', recipients: '["lin"]' },
    ])
  })

  test('files, edits, notices and what nobody knows', async () => {
    const lines = [
      post({ attachments: [{ path: 'a/b/凭证.png' }], message: '' }),
      post({ edit_at: 1788000009000 }),
      post({ type: 'system_join_channel' }),
      post({ type: 'custom_hologram' }),
    ]
    expect(await fieldsOfSource(lines.join('\n'))).toMatchObject([
      { kind: 'image', body: '[图片] 凭证.png' },
      { kind: 'edit', refersTo: '1788000000000/lin', sourceId: '1788000000000/lin/1788000009000' },
      { kind: 'system' },
      { kind: 'unknown' },
    ])
  })

  test('in the zip of an export the files beside the lines are kept as what they are', async () => {
    const world = await openReceivingWorld()
    const zip = makeZip([
      { name: 'data/2026/a.png', data: 'png' },
      { name: 'import.jsonl', data: `${explaining}\n${post({})}\n` },
    ])
    expect(await world.receive(world.file('export.zip', zip))).toMatchObject({
      format: 'mattermost',
      counts: { archived: 1, quarantined: 1 },
      reasons: [{ reason: 'not_messages' }],
    })
    await world.close()
  })

  test('a post whose reply is broken is quarantined with all that hangs on it', async () => {
    const { broken, drafts } = await readSource(
      `${post({})}\n${post({ replies: [{ user: 'wang' }, { user: 'a', message: 'b', create_at: 1 }] })}\n{"type":"note"}\nnot json\n`,
    )
    expect(broken.map(({ reason, items }) => [reason, items])).toEqual([
      ['wrong_shape', 3],
      ['not_a_message', 1],
      ['bad_json', 1],
    ])
    expect(drafts).toHaveLength(1)
  })
})

describe('Mattermost compliance export', () => {
  const header =
    'Post Creation Time,Post Update Time,Post Update Type,Channel Id,Channel Name,Channel Display Name,Username,Post Id,Replied to Post Id,Post Message,Post Type'

  test('rows are posts, files, edits, deletions and comings and goings', async () => {
    const rows = [
      '1788000000000,1788000000000,,c1,tousu,投诉,lin,p1,,"退款, 到了吗",message',
      '1788000000000,1788000000000,,c1,tousu,投诉,lin,p1,,files/p1/abcdefghijklmnopqrstuvwxyz-凭证.png,attachment',
      '1788000001000,1788000005000,EditedNewMsg,c1,tousu,投诉,lin,p1,,改了,message',
      '1788000001000,1788000006000,Deleted,c1,tousu,投诉,lin,p1,,delete 改了,message',
      '1788000002000,0,,c1,tousu,投诉,wang,,,User wang joined,enter',
      '1788000003000,0,,c1,tousu,投诉,wang,p2,p1,收到,message',
    ]
    expect(await fieldsOfSource([header, ...rows].join('\n'))).toMatchObject([
      { kind: 'text', sourceId: 'p1', conversation: 'c1', body: '退款, 到了吗', sourceTs: 1788000000000 },
      { kind: 'image', body: '[图片] 凭证.png', refersTo: 'p1' },
      { kind: 'edit', refersTo: 'p1' },
      { kind: 'recall', refersTo: 'p1' },
      { kind: 'system', sender: 'wang' },
      { kind: 'text', refersTo: 'p1' },
    ])
  })

  test('Actiance: every message, coming and going is a record of its room', async () => {
    const message = (id: string, text: string) =>
      `<Message><MessageId>${id}</MessageId><LoginName>lin@example.com</LoginName><DateTimeUTC>1788000000000</DateTimeUTC><Content>${text}</Content></Message>`
    const dump = `<?xml version="1.0" encoding="UTF-8"?>
<FileDump xmlns:xsi="x">
  <Conversation Perspective="投诉 &amp; 退款"><RoomID>private - tousu - c1</RoomID><StartTimeUTC>1</StartTimeUTC>
    <ParticipantEntered><LoginName>lin@example.com</LoginName><DateTimeUTC>1788000000000</DateTimeUTC></ParticipantEntered>
    ${message('m1', '第一条 &lt;b&gt;')}
    <Message><MessageId>m2</MessageId></Message>
    <EndTimeUTC>2</EndTimeUTC></Conversation>
  <Conversation Perspective="二群"><RoomID>c2</RoomID>${message('m3', '第三条')}</Conversation>
</FileDump>`
    const { drafts, broken } = await readSource(dump)
    expect(drafts.map((one) => [one.conversationTitle, one.fields.conversation, one.fields.kind])).toEqual([
      ['投诉 & 退款', 'private - tousu - c1', 'system'],
      ['投诉 & 退款', 'private - tousu - c1', 'text'],
      ['二群', 'c2', 'text'],
    ])
    expect(drafts[1]?.fields).toMatchObject({ sourceId: 'm1', body: '第一条 <b>', sourceTs: 1788000000000 })
    expect(broken.map(({ reason }) => reason)).toEqual(['wrong_shape'])
  })

  test('a cut-off conversation costs the message it was cut in', async () => {
    const dump =
      '<FileDump><Conversation><RoomID>c</RoomID><ParticipantLeft><LoginName>a</LoginName><DateTimeUTC>1</DateTimeUTC></ParticipantLeft><Message><LoginName>a'
    const { drafts, broken } = await readSource(dump)
    expect(drafts).toHaveLength(1)
    expect(broken.map(({ reason }) => reason)).toEqual(['truncated'])
  })
})

const samples = sharedData('samples', 'mattermost')

describe.skipIf(!samples)('Mattermost samples (skipped: ../shared/data absent)', () => {
  const read = async (name: string) => {
    const text = readFileSync(join(samples ?? '', name), 'utf8')
    return { text, ...(await readSource(text)) }
  }

  test('the bulk export holds as many records as it has posts and replies', async () => {
    const { text, drafts, broken } = await read('bulk_export_excerpt.jsonl')
    expect(drafts).toHaveLength(text.match(/"message":/g)?.length ?? -1)
    expect(broken).toEqual([])
  })

  test('templates of compliance exports are read; the times that they leave open stay unknown', async () => {
    const xml = await read('compliance_actiance_E2E2.xml.tmpl')
    expect(xml.drafts).toHaveLength(xml.text.match(/<(Message|ParticipantEntered|ParticipantLeft)>/g)?.length ?? -1)
    const csv = await read('compliance_csv_E2E1Batch1.tmpl')
    expect(csv.drafts).toHaveLength(csv.text.trim().split('\n').length - 1)
    for (const { drafts, broken } of [xml, csv]) {
      expect(broken).toEqual([])
      expect(drafts.every((one) => one.fields.sourceTs === null)).toBe(true)
    }
  })
})
