import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { expectBalanced, openReceivingWorld, readSource } from '../receiving.test-support.ts'
import { openSource } from './formats.ts'

const message = (over: object) => ({
  id: '900',
  type: 'Default',
  timestamp: '2024-01-02T11:04:05.123+08:00',
  timestampEdited: null,
  isPinned: false,
  content: '好的',
  author: { id: '11', name: 'jia', discriminator: '0001', nickname: '甲', isBot: false },
  attachments: [],
  embeds: [],
  reactions: [],
  mentions: [],
  ...over,
})
const channel = (messages: object[], count = messages.length) =>
  JSON.stringify(
    {
      guild: { id: '5', name: '工作区', iconUrl: 'https://example.com/i.png' },
      channel: { id: '42', type: 'GuildTextChat', categoryId: '4', category: '项目', name: '一般', topic: null },
      dateRange: { after: null, before: null },
      messages,
      messageCount: count,
    },
    null,
    2,
  )
const one = async (over: object) => (await readSource(channel([message(over)]))).drafts[0]?.fields

describe('Discord', () => {
  test('a channel is known; its messages carry it and their author', async () => {
    const { drafts, broken } = await readSource(channel([message({})]))
    expect(broken).toEqual([])
    expect(drafts[0]).toMatchObject({
      conversationTitle: '工作区 #一般',
      counted: false,
      fields: {
        platform: 'discord',
        sourceId: '900',
        conversation: '42',
        sender: '11',
        senderName: '甲',
        sourceTs: Date.UTC(2024, 0, 2, 3, 4, 5, 123),
        kind: 'text',
        body: '好的',
      },
    })
  })

  test.each([
    [{ type: 'Reply', reference: { messageId: '800', channelId: '42', guildId: null } }, 'text', '800'],
    [{ type: 'ChannelPinnedMessage', reference: { messageId: '800', channelId: '42' } }, 'system', '800'],
    [{ reference: { messageId: '800', channelId: '43' } }, 'text', ''],
    [{ type: 'GuildMemberJoin' }, 'system', ''],
    [{ type: 'RecipientAdd' }, 'system', ''],
    [{ type: 'Call', callEndedTimestamp: '2024-01-02T12:00:00+08:00' }, 'call', ''],
    [{ type: '99' }, 'unknown', ''],
    [{ attachments: [{ id: '1', url: 'https://example.com/a.png', fileName: 'a.png' }] }, 'image', ''],
    [{ attachments: [{ id: '1', url: 'https://example.com/a.pdf', fileName: 'a.pdf' }] }, 'file', ''],
    [{ stickers: [{ id: '1', name: '赞' }] }, 'sticker', ''],
  ])('%j is %s', async (over, kind, refersTo) => {
    expect(await one(over)).toMatchObject({ kind, refersTo })
  })

  test('files and previews can be read in the body; everything else is kept', async () => {
    const fields = await one({
      attachments: [{ id: '1', fileName: 'a.png' }],
      embeds: [{ title: '标题', description: '摘要', fields: [{ name: '键', value: '值' }] }],
      reactions: [{ emoji: { id: '', name: '👍' }, count: 2 }],
      timestampEdited: '2024-01-02T11:05:00+08:00',
    })
    expect(fields?.body).toBe('好的\n[图片] a.png\n标题\n摘要\n键 值')
    expect(JSON.parse(fields?.extra ?? '')).toMatchObject({
      reactions: [{ count: 2 }],
      timestampEdited: '2024-01-02T11:05:00+08:00',
      author: { discriminator: '0001' },
      guild: '5',
    })
  })

  test('a forwarded message says what was forwarded', async () => {
    const forwardedMessage = { timestamp: '2024-01-01T00:00:00+08:00', content: '原文', attachments: [] }
    expect(await one({ content: '', forwardedMessage })).toMatchObject({ kind: 'forwarded', body: '原文' })
  })

  test('a new reaction or preview makes no second message, an edit does', async () => {
    const identity = async (over: object) => (await readSource(channel([message(over)]))).drafts[0]?.identity
    const first = await identity({})
    expect(await identity({ reactions: [{ emoji: { name: '👍' }, count: 1 }], embeds: [{ title: '标题' }] })).toBe(
      first,
    )
    expect(await identity({ content: '不好' })).not.toBe(first)
  })

  test('the count behind the messages tells what is missing', async () => {
    const source = openSource('discord', { mapping: null, origin: '', ownAccount: '' })
    const text = channel([message({})], 3)
    const reader = source.reader({ name: 'a.json', alone: true, text })
    for (const cut of [...(reader?.splitter.push(Buffer.from(text)) ?? []), ...(reader?.splitter.end() ?? [])]) {
      cut.reached?.()
      if (cut.what === 'item') reader?.read(cut.bytes)
    }
    expect(source.gaps()).toEqual({ knowable: true, gaps: [{ what: 'count', missing: 2 }] })
  })

  test('what is no message, or has no author, is quarantined', async () => {
    const { drafts, broken } = await readSource(channel([{ note: 1 }, message({ author: null }), message({})]))
    expect(broken.map(({ reason }) => reason)).toEqual(['not_a_message', 'wrong_shape'])
    expect(drafts).toHaveLength(1)
  })
})

const samples = sharedData('samples', 'discord', 'mlomb+chat-analytics', 'tests', 'samples', 'discord')

describe.skipIf(!samples)('samples of Discord (skipped: ../shared/data absent)', () => {
  test.each(samples ? readdirSync(samples) : [])('%s: every message is archived, and once', async (name) => {
    const world = await openReceivingWorld()
    const path = join(samples ?? '', name)
    const text = readFileSync(path, 'utf8')
    const count = (JSON.parse(text) as { messages: unknown[] }).messages.length
    const first = await world.receive(path)
    expect(first).toMatchObject({ format: 'discord', problem: null, counts: { items: count, archived: count } })
    expectBalanced(first, Buffer.byteLength(text))
    expect((await world.receive(path)).counts).toMatchObject({ archived: 0, duplicates: count })
    expect(world.archived().filter(({ kind, sourceTs }) => kind === 'unknown' || sourceTs === null)).toEqual([])
    await world.close()
  })
})
