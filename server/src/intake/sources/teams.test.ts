import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { makeZip } from '../containers/zip.test-support.ts'
import { fieldsOfSource, openReceivingWorld, readSource } from '../receiving.test-support.ts'
import { htmlText } from './html-text.ts'

const message = (over: object) => ({
  Id: '1788000000000',
  Body: { ContentType: 'html', Content: '<p>退款&nbsp;到了吗</p>' },
  CreatedDateTime: '2026-08-29T10:40:00+00:00',
  LastEditedDateTime: null,
  DeletedDateTime: null,
  Subject: '',
  ReplyToId: null,
  From: { Application: null, User: { Id: 'u-lin', DisplayName: '林若溪' } },
  Attachments: [],
  Mentions: [],
  Reactions: [],
  MessageType: 'message',
  ChannelIdentity: { ChannelId: '19:tousu@thread.tacv2', TeamId: 't1' },
  ChatId: null,
  EventDetail: null,
  ...over,
})
const file = (...messages: object[]) => JSON.stringify(messages, null, 1)
const one = async (over: object) => (await fieldsOfSource(file(message(over))))[0]

describe('Microsoft Teams', () => {
  test('a message is its text; what it was written in is kept', async () => {
    const fields = await one({})
    expect(fields).toMatchObject({
      platform: 'teams',
      sourceId: '1788000000000',
      conversation: '19:tousu@thread.tacv2',
      sender: 'u-lin',
      senderName: '林若溪',
      sourceTs: 1788000000000,
      kind: 'text',
      body: '退款 到了吗',
    })
    const extra = JSON.parse(fields?.extra ?? '')
    expect(extra.Body.Content).toBe('<p>退款&nbsp;到了吗</p>')
    expect(extra).not.toHaveProperty('Mentions')
  })

  test('an adaptive card is what it shows', async () => {
    const card = {
      type: 'AdaptiveCard',
      body: [
        { type: 'TextBlock', text: '请假审批' },
        { type: 'FactSet', facts: [{ title: '天数', value: '三' }] },
        { type: 'ColumnSet', columns: [{ items: [{ type: 'TextBlock', text: '列' }] }] },
      ],
      actions: [{ type: 'Action.Submit', title: '同意', data: { key: 'secret' } }],
    }
    const attachment = { ContentType: 'application/vnd.microsoft.card.adaptive', Content: JSON.stringify(card) }
    const body = { ContentType: 'html', Content: '<attachment id="1"></attachment>' }
    expect(await one({ Body: body, Attachments: [attachment] })).toMatchObject({
      kind: 'card',
      body: '[卡片] 请假审批 天数 三 列 同意',
    })
  })

  test('replies, quotations, edits and deletions refer to their message', async () => {
    expect(await one({ ReplyToId: '17' })).toMatchObject({ kind: 'text', refersTo: '17' })
    const quoted = [{ Id: '18', ContentType: 'messageReference', Content: '{"messageId":"18"}' }]
    expect(await one({ Attachments: quoted })).toMatchObject({ kind: 'text', refersTo: '18', body: '退款 到了吗' })
    expect(await one({ LastEditedDateTime: '2026-08-29T10:50:00Z' })).toMatchObject({
      kind: 'edit',
      refersTo: '1788000000000',
    })
    expect(await one({ DeletedDateTime: '2026-08-29T10:50:00Z' })).toMatchObject({
      kind: 'recall',
      refersTo: '1788000000000',
      sourceId: '1788000000000/deleted',
    })
  })

  test('files, pictures, cards, calls and notices', async () => {
    expect(await one({ Attachments: [{ ContentType: 'reference', Name: '合同.docx' }] })).toMatchObject({
      kind: 'file',
      body: '退款 到了吗\n[文件] 合同.docx',
    })
    expect(await one({ Body: { ContentType: 'html', Content: '<img alt="image" src="x">' } })).toMatchObject({
      kind: 'image',
      body: '[图片]',
    })
    const card = { ContentType: 'application/vnd.microsoft.card.hero', Content: '{"title":"工单","text":"<b>12</b>"}' }
    expect(await one({ Attachments: [card] })).toMatchObject({ kind: 'card', body: '退款 到了吗\n[卡片] 工单 12' })
    const event = (type: string) => ({
      MessageType: 'unknownFutureValue',
      From: null,
      Body: { ContentType: 'html', Content: '<systemEventMessage/>' },
      EventDetail: { '@odata.type': `#microsoft.graph.${type}EventMessageDetail`, Initiator: { User: { Id: 'u-w' } } },
    })
    expect(await one(event('membersAdded'))).toMatchObject({
      kind: 'system',
      sender: 'u-w',
      body: '[系统消息] membersAdded',
    })
    expect(await one(event('callEnded'))).toMatchObject({ kind: 'call', body: '[通话] callEnded' })
    expect(await one({ MessageType: 'typing' })).toMatchObject({ kind: 'unknown' })
  })

  test("Graph's own answer reads as the export does", async () => {
    const graph = {
      '@odata.count': 1,
      value: [
        {
          id: 'm1',
          messageType: 'message',
          createdDateTime: '2026-08-29T10:40:00.5Z',
          chatId: '19:x@thread.v2',
          channelIdentity: null,
          from: { user: { id: 'u1', displayName: '王五' } },
          body: { contentType: 'text', content: '好 <b>' },
        },
      ],
    }
    expect(await fieldsOfSource(JSON.stringify(graph))).toMatchObject([
      { sourceId: 'm1', conversation: '19:x@thread.v2', senderName: '王五', sourceTs: 1788000000500, body: '好 <b>' },
    ])
  })

  test('what has no time, no place or no type is quarantined', async () => {
    const { broken } = await readSource(
      file({ Id: '1' }, message({ CreatedDateTime: null }), message({ ChannelIdentity: null }), message({})),
      'teams',
    )
    expect(broken.map(({ reason }) => reason)).toEqual(['not_a_message', 'wrong_shape', 'wrong_shape'])
  })

  test('channels and people of a zip explain its messages; the rest of it is kept', async () => {
    const world = await openReceivingWorld()
    const zip = makeZip([
      { name: 'T/teams/1/messages_1.json', data: file(message({ From: { User: { Id: 'u-lin' } } })) },
      { name: 'T/teams/1/channels_1.json', data: '[{"Id":"19:tousu@thread.tacv2","DisplayName":"投诉"}]' },
      { name: 'T/users/usersList.json', data: '[{"Id":"u-lin","DisplayName":"林若溪"}]' },
      { name: 'T/teams/teamsSettings.json', data: '[{"a":1}]' },
    ])
    const arrived = await world.receive(world.file('t.zip', zip))
    expect(arrived).toMatchObject({ format: 'teams', counts: { archived: 1, quarantined: 1 } })
    expect(arrived.reasons).toMatchObject([{ reason: 'not_messages' }])
    expect(world.archived()).toMatchObject([{ senderName: '林若溪' }])
    await world.close()
  })

  test('HTML is read as text, in linear time', () => {
    expect(htmlText('<div>一<br>二</div>\n<ul><li>三&#x4e09; &lt;b&gt;</li></ul>')).toBe('一\n二\n三三 <b>')
    expect(htmlText('你好 <emoji id="x" alt="👻" title="G"></emoji><at id="0">小林</at> a < b')).toBe(
      '你好 👻@小林 a < b',
    )
    expect(htmlText('<'.repeat(300_000))).toHaveLength(300_000)
    expect(htmlText('<x '.repeat(100_000))).not.toBe('')
  })
})

const samples = sharedData('samples', 'msteams', 'TeamsData_excerpt')

describe.skipIf(!samples)('Teams samples (skipped: ../shared/data absent)', () => {
  test('every message of every file is a record', async () => {
    const folder = samples ?? ''
    const count = readdirSync(folder)
      .filter((name) => name.startsWith('messages'))
      .reduce((sum, name) => sum + (JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown[]).length, 0)
    const world = await openReceivingWorld()
    const first = await world.receiveFolder(folder)
    expect(first).toMatchObject({ format: 'teams', counts: { items: count, archived: count, quarantined: 0 } })
    expect((await world.receiveFolder(folder)).counts).toMatchObject({ archived: 0, duplicates: count })
    await world.close()
  })
})
