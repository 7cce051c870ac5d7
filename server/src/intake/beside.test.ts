import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeZip } from './containers/zip.test-support.ts'
import { expectBalanced, openReceivingWorld, PLAIN, type ReceivingWorld } from './receiving.test-support.ts'

// What lies beside messages in an archive and holds none is kept whole and said to be that, not read as messages.

let world: ReceivingWorld
beforeEach(async () => {
  world = await openReceivingWorld()
})
afterEach(() => world.close())

const json = JSON.stringify
const wecom = { msgid: 'm1', action: 'send', from: 'a', tolist: ['b'], msgtime: 1788000000000, msgtype: 'text' }
const MAPPING = {
  platform: 'x',
  conversation: 'c',
  sender: 's',
  text: 't',
  id: [],
  timeFormat: 'auto',
  zone: 480,
} as const

describe('files beside messages', () => {
  test.each([
    ['qq_txt', '售后群.txt', '消息对象:售后群\n2026-08-29 18:40:00 甲(10001)\n在吗\n'],
    ['welink', '项目群.txt', '张三(z00900001)\t2026-08-29 18:40:00\n在吗\n'],
    [
      'sms_backup_restore',
      'sms.xml',
      '<smses count="1"><sms address="1" date="1788000000000" type="1" body="x"/></smses>',
    ],
    ['wechat_xml', 'm.jsonl', json({ xml: '<msg><img/></msg>', talker: 'a', create_time: 1788000000 })],
    ['wecom', 'm.json', json([{ ...wecom, text: { content: '在吗' } }])],
    ['jsonl', 'm.jsonl', json({ c: 'c', s: 's', t: 't' })],
  ] as const)('%s', async (format, name, text) => {
    const stranger = randomBytes(3000)
    const zip = makeZip([
      { name: `导出/${name}`, data: Buffer.from(text) },
      { name: '导出/图片/照片.png', data: stranger },
      { name: '导出/说明.txt', data: Buffer.from('这是说明\n一行\n两行\n') },
    ])
    const options = { ...PLAIN, ...(format === 'jsonl' ? { format, mapping: { ...MAPPING, id: [] } } : {}) }
    const arrived = await world.receive(world.file('export.zip', zip), options)
    expect(arrived).toMatchObject({ format, counts: { items: 3, archived: 1, quarantined: 2 } })
    expect(arrived.reasons).toMatchObject([{ reason: 'not_messages', items: 2 }])
    expect(arrived.spans.some(({ bytes }) => bytes.equals(stranger))).toBe(true)
    expectBalanced(arrived)
  })

  test('what is in another format is said to be, and not read as the first', async () => {
    const sms = '<smses count="1"><sms address="1" date="1788000000000" type="1" body="x"/></smses>'
    const zip = makeZip([
      { name: 'a.txt', data: Buffer.from('消息对象:甲\n2026-08-29 18:40:00 甲(10001)\n在吗\n') },
      { name: 'b.xml', data: Buffer.from(sms) },
      { name: 'c.txt', data: Buffer.from('说明\n') },
    ])
    const arrived = await world.receive(world.file('export.zip', zip), PLAIN)
    expect(arrived).toMatchObject({ format: 'qq_txt', counts: { archived: 1, quarantined: 2 } })
    expect(arrived.spans.map(({ part, reason }) => [part, reason])).toEqual([
      ['b.xml', 'other_format'],
      ['c.txt', 'not_messages'],
    ])
    expect(arrived.spans[0]?.bytes.toString()).toBe(sms)
    expectBalanced(arrived)
  })

  test('transcripts of several people in one archive are each their own conversation', async () => {
    const chat = (name: string) => Buffer.from(`消息对象:${name}\n2026-08-29 18:40:00 ${name}(10001)\n在吗\n`)
    const bare = Buffer.from('2026-08-29 18:40:00 丙\n无标题\n')
    const zip = makeZip([
      { name: '甲.txt', data: chat('甲') },
      { name: '乙.txt', data: chat('乙') },
      { name: '丙.txt', data: bare },
    ])
    const arrived = await world.receive(world.file('export.zip', zip), PLAIN)
    expect(arrived.counts).toMatchObject({ archived: 3, quarantined: 0 })
    expect(new Set(world.archived().map(({ conversation }) => conversation))).toEqual(new Set(['甲', '乙', '丙']))
  })
})
