import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import {
  expectBalanced,
  fieldsOfSource,
  openReceivingWorld,
  type ReceivingWorld,
  readSource,
} from '../receiving.test-support.ts'

const message = (over: object) => ({
  id: 7,
  type: 'message',
  date: '2024-01-02T11:04:05',
  date_unixtime: '1704164645',
  from: '甲',
  from_id: 'user11',
  text: '好的',
  ...over,
})
const chat = (...messages: object[]) =>
  JSON.stringify({ name: '项目群', type: 'private_supergroup', id: 42, messages }, null, 1)
const one = async (over: object) => (await fieldsOfSource(chat(message(over))))[0]

describe('Telegram', () => {
  test('a chat by itself is known, its messages carry the chat and the sender', async () => {
    const { drafts } = await readSource(chat(message({})))
    expect(drafts[0]).toMatchObject({
      conversationTitle: '项目群',
      members: [{ account: 'user11', name: '甲' }],
      fields: {
        platform: 'telegram',
        sourceId: '7',
        conversation: 'channel42',
        sender: 'user11',
        senderName: '甲',
        sourceTs: 1704164645000,
        kind: 'text',
        body: '好的',
        extra: '{"date":"2024-01-02T11:04:05","type":"message"}',
      },
    })
  })

  test('all chats of a full export, each under its own head; what else it tells is no message', async () => {
    const list = [
      { name: '甲', type: 'personal_chat', id: 11, messages: [message({}), message({ id: 8, from_id: 'user12' })] },
      { name: '空', type: 'private_group', id: 12, messages: [] },
      { name: '群', type: 'private_group', id: 11, messages: [message({})] },
    ]
    const text = JSON.stringify({
      about: 'Here is the data',
      personal_information: { user_id: 12, phone_number: '+86 13800138000' },
      profile_pictures: [{ date: '2018-12-25T16:12:45', photo: 'a.jpg' }],
      contacts: { list: Array.from({ length: 2000 }, (_, n) => ({ user_id: n, first_name: `联系人${n}` })) },
      frequent_contacts: { list: [] },
      chats: { about: 'x', list },
      left_chats: { about: 'x', list: [{ name: '旧群', type: 'public_channel', id: 9, messages: [message({})] }] },
    })
    expect(text.indexOf('"chats"')).toBeGreaterThan(64 * 1024)
    const { drafts, broken } = await readSource(text)
    expect(broken).toEqual([])
    expect(drafts.map(({ fields, conversationTitle }) => [fields.conversation, conversationTitle])).toEqual([
      ['user11', '甲'],
      ['user11', '甲'],
      ['chat11', '群'],
      ['channel9', '旧群'],
    ])
    expect(drafts[0]?.members).toEqual([
      { account: 'user11', name: '甲' },
      { account: 'user11', name: '甲' },
    ])
    expect(drafts[2]?.members).toHaveLength(1)
  })

  test('text in pieces is one text; what its markup says is kept', async () => {
    const text = [
      '看 ',
      { type: 'text_link', text: '工单', href: 'https://example.com/a' },
      { type: 'bold', text: '!' },
    ]
    const fields = await one({ text })
    expect(fields?.body).toBe('看 工单!')
    expect(JSON.parse(fields?.extra ?? '')).toMatchObject({ text })
    const entities = [{ type: 'plain', text: '看 ' }, text[1], text[2]]
    const newer = JSON.parse((await one({ text, text_entities: entities }))?.extra ?? '')
    expect(newer.text_entities).toEqual(entities)
    expect(newer).not.toHaveProperty('text')
    expect(
      JSON.parse((await one({ text_entities: [{ type: 'plain', text: '好的' }] }))?.extra ?? ''),
    ).not.toHaveProperty('text_entities')
  })

  test.each([
    [{ photo: 'photos/a.jpg', text: '看' }, 'image', '看\n[图片] a.jpg'],
    [{ photo: '(File not included. Change data exporting settings to download.)', text: '' }, 'image', '[图片]'],
    [{ file: 'v/a.ogg', media_type: 'voice_message', duration_seconds: 3, text: '' }, 'voice', '[语音] a.ogg 3 秒'],
    [{ file: 's/a.webp', media_type: 'sticker', sticker_emoji: '👍', text: '' }, 'sticker', '[贴纸] 👍'],
    [{ file: 'f/合同.pdf', mime_type: 'application/pdf', text: '' }, 'file', '[文件] 合同.pdf'],
    [{ file: 'v/a.mp4', media_type: 'video_file', text: '' }, 'video', '[视频] a.mp4'],
    [{ location_information: { latitude: 31.2, longitude: 121.5 }, text: '' }, 'location', '[位置] 31.2,121.5'],
    [
      { contact_information: { first_name: '李', last_name: '', phone_number: '13800138000' }, text: '' },
      'card',
      '[名片] 李 13800138000',
    ],
    [
      { poll: { question: '吃什么', answers: [{ text: '面' }, { text: '饭' }] }, text: '' },
      'card',
      '[投票] 吃什么\n面\n饭',
    ],
    [
      { poll: { question: { type: 'plain', text: '吃什么' }, answers: [{ text: '面' }] }, text: '' },
      'card',
      '[投票] 吃什么\n面',
    ],
    [{ todo_list: { title: '采购', answers: [{ text: '纸', id: 1 }] }, text: '' }, 'card', '[待办] 采购\n纸'],
    [{ dice: { emoji: '🎲', value: 5 }, text: '' }, 'sticker', '[骰子] 🎲 5'],
    [{ giveaway_information: { quantity: 1 }, text: '' }, 'card', '[抽奖]'],
    [{ file: 'f/a.pdf', media_type: 'constructor', text: '' }, 'file', '[文件] a.pdf'],
    [{ forwarded_from: '乙' }, 'forwarded', '好的'],
    [{ type: 'unsupported', text: '' }, 'unknown', ''],
    [{ type: 'service', action: 'pin_message', message_id: 3, text: '' }, 'system', '[pin_message]'],
    [
      { type: 'service', action: 'phone_call', duration_seconds: 77, discard_reason: 'hangup', text: '' },
      'call',
      '[phone_call] hangup 77 秒',
    ],
    [{ type: 'service', action: 'invite_members', members: ['乙', null], text: '' }, 'system', '[invite_members] 乙'],
  ])('%j is %s', async (over, kind, body) => {
    expect(await one(over)).toMatchObject({ kind, body })
  })

  test('answers and pins refer to their message; an answer to another chat does not', async () => {
    expect(await one({ reply_to_message_id: 3 })).toMatchObject({ refersTo: '3' })
    expect(await one({ type: 'service', action: 'pin_message', message_id: 3 })).toMatchObject({ refersTo: '3' })
    const other = await one({ reply_to_message_id: 3, reply_to_peer_id: 'channel1' })
    expect(other).toMatchObject({ refersTo: '' })
    expect(JSON.parse(other?.extra ?? '')).toMatchObject({ reply_to_message_id: 3 })
  })

  test('an edited message is the version that the export holds, and says that it was edited', async () => {
    const fields = await one({ edited_unixtime: '1704164999' })
    expect(fields).toMatchObject({ kind: 'text' })
    expect(JSON.parse(fields?.extra ?? '')).toMatchObject({ edited_unixtime: '1704164999' })
  })

  test('a local time alone is read in the zone of the import, and said to be', async () => {
    const old = await one({ date_unixtime: undefined, from_id: 11 })
    expect(old).toMatchObject({ sourceTs: Date.UTC(2024, 0, 2, 3, 4, 5), sender: 'user11' })
    expect(JSON.parse(old?.extra ?? '')).toMatchObject({ date: '2024-01-02T11:04:05', zoneAssumed: '+08:00' })
    const [undated] = await fieldsOfSource(chat(message({}), message({ date_unixtime: '0', id: 8 }))).then((all) =>
      all.slice(1),
    )
    expect(undated).toMatchObject({ sourceTs: null })
  })

  test('without ids two equal messages are two', async () => {
    const bare = { type: 'message', date_unixtime: '1704164645', from: '甲', text: '好' }
    const { drafts } = await readSource(JSON.stringify({ messages: [bare, bare] }))
    expect(drafts.map(({ counted }) => counted)).toEqual([true, true])
    expect(drafts[0]?.fields).toMatchObject({ sender: '甲', sourceId: '' })
  })

  test('broken elements are quarantined, the next chat keeps its own head', async () => {
    const list = [
      { name: '甲', type: 'personal_chat', id: 1, messages: [message({}), message({ text: 'HERE' })] },
      { name: '乙', type: 'personal_chat', id: 2, messages: [message({}), 5, { note: 1 }] },
    ]
    const text = JSON.stringify({ chats: { list } }, null, 1).replace('"HERE"', '"HERE')
    const { drafts, broken } = await readSource(text)
    expect(drafts.map(({ fields }) => fields.conversation)).toEqual(['user1', 'user2'])
    expect(broken.map(({ reason }) => reason)).toEqual(['bad_json', 'not_a_message', 'not_a_message'])
  })
})

const samples = sharedData('samples', 'telegram')

describe.skipIf(!samples)('samples of Telegram (skipped: ../shared/data absent)', () => {
  let world: ReceivingWorld
  beforeEach(async () => {
    world = await openReceivingWorld()
  })
  afterEach(() => world.close())

  const files = samples
    ? readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((name) => /(result|export)\.json$/.test(name))
    : []
  const all = [...files.map((name) => join(samples ?? '', name))]
  const single = sharedData('samples', 'chatlab_fixtures', 'data', 'fixture', '03', 'telegram.json')
  if (single) all.push(single)

  test.each(all)('%s: every message is archived, and once', async (path) => {
    const text = readFileSync(path, 'utf8')
    const count = text.match(/"type"\s*:\s*"(message|service)"/g)?.length ?? 0
    const first = await world.receive(path)
    expect(first).toMatchObject({ format: 'telegram', problem: null, counts: { items: count, archived: count } })
    expectBalanced(first, Buffer.byteLength(text))
    expect((await world.receive(path)).counts).toMatchObject({ items: count, archived: 0, duplicates: count })
    expect(world.archived().filter(({ kind, sourceTs }) => kind === 'unknown' || sourceTs === null)).toEqual([])
  })

  test('the folder of an export: its other files belong to messages, or hold none', async () => {
    const folder = join(samples ?? '', 'frozenspider+chat-history-manager-rust/backend/resources/test/telegram_2020-01')
    const arrived = await world.receiveFolder(folder)
    const count = readFileSync(join(folder, 'result.json'), 'utf8').match(/"type"\s*:\s*"(message|service)"/g)?.length
    // what messages name is theirs; two files that none names stay behind
    const counts = { archived: count, quarantined: 2, attached: 11 }
    expect(arrived).toMatchObject({ format: 'telegram', counts })
    expect(arrived.reasons).toMatchObject([{ reason: 'not_messages', items: 2 }])
    expectBalanced(arrived)
  })
})
