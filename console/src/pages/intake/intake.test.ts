import { describe, expect, it } from 'vitest'
import { dayOf, parseDay } from '../../time.ts'
import { archivedPerDay, isSettled, missingBytes, missingItems } from './balance.ts'
import { fitting, guessMapping, isMapped, needsMapping, tableOf } from './mapping.ts'

const counts = {
  items: 10,
  archived: 6,
  duplicates: 3,
  quarantined: 1,
  bytes: 100,
  parsedBytes: 90,
  quarantinedBytes: 10,
  undated: 0,
  attached: 0,
  attachedMissing: 0,
}

describe('the balance of an import', () => {
  it('is whole when every item and byte is accounted for', () => {
    expect([missingItems(counts), missingBytes(counts)]).toEqual([0, 0])
    expect([missingItems({ ...counts, items: 12 }), missingBytes({ ...counts, parsedBytes: 80 })]).toEqual([2, 10])
  })

  it('may be behind what was read until the end, and not after', () => {
    expect((['receiving', 'running', 'paused', 'interrupted'] as const).map(isSettled)).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect((['finished', 'failed', 'cancelled'] as const).map(isSettled)).toEqual([true, true, true])
  })

  it('is summed per day of import in the house’s zone', () => {
    const at = (parseDay('2026-11-21') ?? 0) + 1
    const days = ['2026-11-20', '2026-11-21']
    expect(
      archivedPerDay(
        [
          { startedAt: at, counts },
          { startedAt: at, counts },
          { startedAt: 0, counts },
        ],
        days,
        dayOf,
      ),
    ).toEqual({
      archived: [0, 12],
      duplicates: [0, 6],
      quarantined: [0, 2],
    })
  })
})

describe('the guess at what columns mean', () => {
  it('knows the names that exports use, in both languages', () => {
    expect(guessMapping(['工单号', '提交人', '内容', '时间'])).toMatchObject({ text: '内容', time: '时间' })
    expect(guessMapping(['room_id', 'user_id', 'nickname', 'text', 'time'])).toMatchObject({
      conversation: 'room_id',
      sender: 'user_id',
      senderName: 'nickname',
      text: 'text',
      time: 'time',
    })
  })

  it.each([
    [
      '发送人 接收人 时间 内容',
      { sender: '发送人', recipients: '接收人', time: '时间', text: '内容', conversation: '' },
    ],
    [
      '消息类型 发送时间 发送人 群名称 消息内容',
      { kind: '消息类型', time: '发送时间', sender: '发送人', text: '消息内容' },
    ],
    [
      '会话ID 会话类型 发送者账号 发送者昵称 接收者 消息 发送时间',
      { conversation: '会话ID', sender: '发送者账号', senderName: '发送者昵称', recipients: '接收者', text: '消息' },
    ],
    [
      '接收人账号 发送人账号 接收时间 发送时间 正文',
      { sender: '发送人账号', recipients: '接收人账号', time: '发送时间' },
    ],
  ])('reads Chinese headers: %s', (header, expected) => {
    const mapping = guessMapping(header.split(' '))
    expect(mapping).toMatchObject(expected)
    expect(isMapped(mapping)).toBe(mapping.conversation !== '' || mapping.recipients !== null)
  })

  it('uses a column once, and says what it does not know', () => {
    const mapping = guessMapping(['body', 'when'])
    expect(mapping).toMatchObject({ text: 'body', sender: '', conversation: '' })
    expect(isMapped(mapping)).toBe(false)
    expect(isMapped({ ...mapping, sender: 'when', conversation: 'when' })).toBe(true)
  })

  it('takes an id column for what names a row', () => {
    expect(guessMapping(['id', 'chat', 'from', 'text']).id).toEqual(['id'])
  })
})

describe('tables', () => {
  it('are known by name only where the name tells, and need a mapping', () => {
    expect(['a.xlsx', 'A.XLSX', 'a.csv', 'xlsx'].map(tableOf)).toEqual(['xlsx', 'xlsx', null, null])
    expect([needsMapping('xlsx'), needsMapping('csv'), needsMapping('slack'), needsMapping(null)]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

describe('saved mappings', () => {
  it('that were made by the same columns come first, in whatever order the columns stand', () => {
    const saved = [
      { name: 'a', columns: ['x'] },
      { name: 'b', columns: ['text', 'id'] },
      { name: 'c', columns: [] },
    ]
    expect(fitting(saved, ['id', 'text']).map(({ one, fits }) => [one.name, fits])).toEqual([
      ['b', true],
      ['a', false],
      ['c', false],
    ])
    expect(fitting(saved, []).some(({ fits }) => fits)).toBe(false)
  })
})
