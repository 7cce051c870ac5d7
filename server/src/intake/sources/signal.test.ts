import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { expectBalanced, openReceivingWorld, readSource } from '../receiving.test-support.ts'

describe('Signal', () => {
  test('a chat is named by its folder; lines without a front go on with the message before', async () => {
    const text = '[2024-01-02, 11:04] 甲: 一\n二：三\n\n[2024-01-02 11:05:06] Me: 好的\n'
    const { drafts } = await readSource(text, null, {}, 'export/李四/chat.md')
    expect(drafts.map(({ fields }) => [fields.sender, fields.body, fields.sourceTs])).toEqual([
      ['甲', '一\n二：三', Date.UTC(2024, 0, 2, 3, 4)],
      ['Me', '好的', Date.UTC(2024, 0, 2, 3, 5, 6)],
    ])
    expect(drafts[0]).toMatchObject({ counted: true, conversationTitle: '李四', fields: { platform: 'signal' } })
    expect(JSON.parse(drafts[0]?.fields.extra ?? '')).toEqual({
      written: '[2024-01-02, 11:04]',
      zoneAssumed: '+08:00',
    })
  })

  test('an iPhone that writes its days in the same way is none of it', async () => {
    const { drafts } = await readSource('[2024-01-02, 11:04:05] 甲: 一\n', null, {}, '_chat.txt')
    expect(drafts[0]?.fields.platform).toBe('whatsapp')
  })

  test.each([
    ['甲: ![a](./media/a.jpg)', 'image'],
    ['甲: ![x](media/signal-2024)', 'image'],
    ['甲: 看 [合同.pdf](./media/合同.pdf)', 'file'],
    ['甲: 见 [这里](https://example.com)', 'text'],
    ['No-Sender: 甲 joined', 'system'],
  ])('%s is %s', async (text, kind) => {
    const { drafts } = await readSource(`[2024-01-02, 11:04] ${text}\n`, null, {}, 'a/chat.md')
    expect(drafts[0]?.fields.kind).toBe(kind)
  })

  test('a day that does not exist leaves its message undated', async () => {
    const { drafts } = await readSource('[2024-02-30, 11:04] 甲: 好\n', 'signal', {}, 'a/chat.md')
    expect(drafts[0]?.fields).toMatchObject({ sourceTs: null, extra: '{"written":"[2024-02-30, 11:04]"}' })
  })
})

const folder = sharedData('samples', 'signal', 'joweich+chat-miner', 'test', 'signal')

describe.skipIf(!folder)('samples of Signal (skipped: ../shared/data absent)', () => {
  test('every message is archived, and once; what is no export is kept whole', async () => {
    const world = await openReceivingWorld()
    const path = join(folder ?? '', 'test_export.txt')
    const text = readFileSync(path, 'utf8')
    const count = text.split('\n').filter((one) => one.startsWith('[')).length
    const first = await world.receive(path)
    expect(first).toMatchObject({ format: 'signal', problem: null, counts: { items: count, archived: count } })
    expectBalanced(first, Buffer.byteLength(text))
    expect((await world.receive(path)).counts).toMatchObject({ archived: 0, duplicates: count })
    const other = await world.receive(join(folder ?? '', 'target.json'))
    expect(other).toMatchObject({ problem: 'format_unknown', counts: { items: 1, quarantined: 1 } })
    await world.close()
  })
})
