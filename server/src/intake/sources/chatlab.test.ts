import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { expectBalanced, openReceivingWorld, readSource } from '../receiving.test-support.ts'

const HEADER = {
  chatlab: { version: '0.0.2', exportedAt: 1703001600 },
  meta: { name: '群', platform: 'qq', type: 'group' },
}
const MEMBER = { platformId: 'u1', accountName: '张三', groupNickname: '群主', roles: [{ id: 'owner' }] }
const message = (over: object) => ({
  sender: 'u1',
  accountName: '张三',
  timestamp: 1703001600,
  type: 0,
  content: '大家好',
  ...over,
})
const whole = (messages: object[], over: object = {}) =>
  JSON.stringify({ ...HEADER, members: [MEMBER], messages, ...over }, null, 2)
const lines = (...all: object[]) => all.map((line) => JSON.stringify(line)).join('\n')
const one = async (over: object) => (await readSource(whole([message(over)]))).drafts[0]?.fields

describe('ChatLab', () => {
  test('an object and lines tell the same', async () => {
    const object = await readSource(whole([message({ platformMessageId: 'm1' })]))
    const line = await readSource(
      `# 备注\n${lines(
        { _type: 'header', ...HEADER },
        { _type: 'member', ...MEMBER },
        { _type: 'message', ...message({ platformMessageId: 'm1' }) },
      )}\n`,
    )
    expect(object.broken).toEqual([])
    expect(line.broken).toEqual([])
    expect(line.drafts).toEqual(object.drafts)
    expect(line.drafts[0]).toMatchObject({
      conversationTitle: '群',
      members: [
        { account: 'u1', name: '张三' },
        { account: 'u1', name: '群主' },
      ],
      fields: {
        platform: 'qq',
        sourceId: 'm1',
        conversation: '群',
        sender: 'u1',
        sourceTs: 1703001600000,
        kind: 'text',
        body: '大家好',
      },
    })
  })

  test.each([
    [1, 'image', '[图片]'],
    ['VOICE', 'voice', '[语音]'],
    [5, 'sticker', '[表情]'],
    [20, 'card', '[红包]'],
    [22, 'event', '[拍一拍]'],
    [23, 'call', '[通话]'],
    [26, 'forwarded', '[转发]'],
    [80, 'system', ''],
    [81, 'recall', '[撤回]'],
    [99, 'unknown', ''],
    [77, 'unknown', ''],
  ])('type %s is %s', async (type, kind, body) => {
    expect(await one({ type, content: null })).toMatchObject({ kind, body })
    expect(await one({ type })).toMatchObject({ kind, body: '大家好' })
  })

  test('an answer refers to its message; a group is known by its number, two people by theirs', async () => {
    expect(await one({ type: 25, replyToMessageId: 'm0' })).toMatchObject({ kind: 'text', refersTo: 'm0' })
    const group = whole([message({})], { meta: { ...HEADER.meta, groupId: '123' } })
    expect((await readSource(group)).drafts[0]?.fields.conversation).toBe('123')
    const pair = whole([message({})], {
      meta: { name: '李四', platform: 'qq', type: 'private' },
      members: [{ platformId: 'u2', accountName: '李四' }, MEMBER],
    })
    expect((await readSource(pair)).drafts[0]?.fields.conversation).toBe('u1|u2')
  })

  test('members behind the messages are structure', async () => {
    const { chatlab, meta } = HEADER
    const { drafts, broken } = await readSource(
      JSON.stringify({ chatlab, meta, messages: [message({})], members: [MEMBER] }),
    )
    expect(broken).toEqual([])
    expect(drafts).toHaveLength(1)
  })

  test('without ids equal messages are counted; broken lines cost themselves', async () => {
    const { drafts, broken } = await readSource(
      `${lines({ _type: 'message', ...message({}) }, { _type: 'header', ...HEADER })}\n{"_type":"message",\n${lines(
        { _type: 'note' },
        { _type: 'message', ...message({}) },
        { _type: 'message', ...message({}) },
      )}`,
    )
    expect(broken.map(({ reason }) => reason)).toEqual(['wrong_shape', 'bad_json', 'not_a_message'])
    expect(drafts.map(({ counted }) => counted)).toEqual([true, true])
  })
})

const fixtures = sharedData('samples', 'chatlab_fixtures', 'data', 'fixture')

describe.skipIf(!fixtures)('samples of ChatLab (skipped: ../shared/data absent)', () => {
  test.each(['07', '08'])('fixture %s: its message is archived, and once', async (number) => {
    const world = await openReceivingWorld()
    const folder = join(fixtures ?? '', number)
    const path = join(folder, readdirSync(folder)[0] ?? '')
    const text = readFileSync(path, 'utf8')
    const count = text.match(/"timestamp"/g)?.length ?? 0
    const first = await world.receive(path)
    expect(first).toMatchObject({ format: 'chatlab', problem: null, counts: { items: count, archived: count } })
    expectBalanced(first, Buffer.byteLength(text))
    expect((await world.receive(path)).counts).toMatchObject({ archived: 0, duplicates: count })
    await world.close()
  })
})
