import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { expectBalanced, openReceivingWorld, readSource } from '../receiving.test-support.ts'

const HEAD = '[LINE] Chat history in 项目群\nSaved on: 2024/01/03 09:00\n\n'
const read = (...lines: string[]) => readSource(HEAD + lines.join('\n'))
const local = (time: string) => Date.parse(`${time}+08:00`)

describe('LINE', () => {
  test('messages stand below their day, the chat in the title', async () => {
    const { drafts, broken } = await read(
      '2024.01.02 Tuesday',
      '11:04\t甲\t好的',
      '',
      '2024/01/03（水）',
      '午後1:05\t乙\t好',
    )
    expect(broken).toEqual([])
    expect(drafts.map(({ fields }) => [fields.sender, fields.body, fields.sourceTs])).toEqual([
      ['甲', '好的', local('2024-01-02T11:04:00')],
      ['乙', '好', local('2024-01-03T13:05:00')],
    ])
    expect(drafts[0]).toMatchObject({ counted: true, conversationTitle: '项目群', fields: { platform: 'line' } })
    expect(JSON.parse(drafts[0]?.fields.extra ?? '')).toEqual({
      written: '2024.01.02 Tuesday 11:04',
      zoneAssumed: '+08:00',
    })
  })

  test('local times are of the zone that the import names, without any mapping', async () => {
    const text = `${HEAD}2024.01.02 Tuesday\n11:04\t甲\t好的`
    const { drafts } = await readSource(text, 'line', { zone: 540 })
    expect(drafts[0]?.fields.sourceTs).toBe(Date.parse('2024-01-02T11:04:00+09:00'))
    expect(drafts[0]?.fields.extra).toContain('"zoneAssumed":"+09:00"')
  })

  test.each([
    ['[LINE] 与李四的聊天记录', '李四'],
    ['[LINE] 與李四的聊天記錄', '李四'],
    ['[LINE] 李四とのトーク履歴', '李四'],
    ['[LINE] Chat history with 李四', '李四'],
    ['Chat history with 李四', '李四'],
  ])('%s is of %s', async (title, name) => {
    const { drafts } = await readSource(
      `\ufeff${title}\r\nSaved on: 2024/01/03 09:00\r\n\r\n2024.01.02 Tue\r\n11:04\t甲\t好的\r\n`,
    )
    expect(drafts[0]).toMatchObject({ conversationTitle: name, fields: { body: '好的' } })
  })

  test('where day and month could be either, the weekday decides; where it fits neither, the day is unknown', async () => {
    const { drafts } = await read(
      'Tue, 01/02/2024',
      '11:04\t甲\t一',
      'Thu, 01/02/2024',
      '11:04\t甲\t二',
      'Sun, 01/02/2024',
      '11:04\t甲\t三',
    )
    expect(drafts.map(({ fields }) => fields.sourceTs)).toEqual([
      local('2024-01-02T11:04:00'),
      local('2024-02-01T11:04:00'),
      null,
    ])
    expect(JSON.parse(drafts[2]?.fields.extra ?? '')).toEqual({ written: 'Sun, 01/02/2024 11:04' })
  })

  test('a text of several lines stands in quotes', async () => {
    const { drafts } = await read('2024.01.02 Tue', '11:04\t甲\t"一\n\n他说""好"""', '11:05\t乙\t"二"')
    expect(drafts.map(({ fields }) => fields.body)).toEqual(['一\n\n他说"好"', '"二"'])
  })

  test.each([
    ['11:04\t甲\t[Photo]', 'image', '甲'],
    ['11:04\t甲\t[スタンプ]', 'sticker', '甲'],
    ['11:04\t甲\t[语音消息]', 'voice', '甲'],
    ['11:04\t甲\t☎ Call time 1:02', 'call', '甲'],
    ['11:04\t甲 joined the group.', 'system', ''],
    ['11:04\t\t甲加入群組', 'system', ''],
    ['11:04\t甲 unsent a message.', 'recall', ''],
  ])('%j is %s', async (text, kind, sender) => {
    expect((await read('2024.01.02 Tue', text)).drafts[0]?.fields).toMatchObject({ kind, sender })
  })

  test('where spaces stand for tabs the sender cannot be known', async () => {
    const { drafts } = await readSource('2024.01.02 星期二\n11:04 王 小明 你好\n11:05 甲 好\n')
    expect(drafts.map(({ fields }) => [fields.sender, fields.body])).toEqual([
      ['', '王 小明 你好'],
      ['', '甲 好'],
    ])
  })

  test('lines below a day that start no message are quarantined', async () => {
    const { drafts, broken } = await read('2024.01.02 Tue', 'lost', '11:04\t甲\t好')
    expect(broken).toMatchObject([{ reason: 'not_a_message' }])
    expect(drafts[0]?.fields.sourceTs).toBe(local('2024-01-02T11:04:00'))
  })
})

const folder = sharedData('samples', 'chatlab_fixtures', 'data', 'fixture', '06')

describe.skipIf(!folder)('the sample of LINE (skipped: ../shared/data absent)', () => {
  test('every message is archived, and once', async () => {
    const world = await openReceivingWorld()
    const path = join(folder ?? '', readdirSync(folder ?? '')[0] ?? '')
    const text = readFileSync(path, 'utf8')
    const count = text.split('\n').filter((one) => /^\d\d:\d\d\t/.test(one)).length
    const first = await world.receive(path)
    expect(first).toMatchObject({
      format: 'line',
      problem: null,
      counts: { items: count, archived: count, undated: 0 },
    })
    expectBalanced(first, Buffer.byteLength(text))
    expect((await world.receive(path)).counts).toMatchObject({ archived: 0, duplicates: count })
    await world.close()
  })
})
