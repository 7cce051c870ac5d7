import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { makeZip } from '../containers/zip.test-support.ts'
import {
  expectBalanced,
  fieldsOfSource,
  openReceivingWorld,
  type ReceivingWorld,
  readSource,
} from '../receiving.test-support.ts'

const NAME = 'WhatsApp Chat with 李四.txt'
const read = (...lines: string[]) => readSource(lines.join('\n'), 'whatsapp', {}, NAME)
/** Local times of the messages, undated ones as they were written. */
const times = async (...lines: string[]) =>
  (await read(...lines)).drafts.map(({ fields }) =>
    fields.sourceTs === null
      ? JSON.parse(fields.extra).written
      : new Date(fields.sourceTs + 8 * 3_600_000).toISOString().slice(0, 19),
  )
const said = async (text: string) => (await read(`31/12/23, 10:00 - 甲: ${text}`)).drafts[0]?.fields

describe('WhatsApp', () => {
  test('is known by its lines or by its name; the chat is named by the file', async () => {
    const text = '31/12/23, 10:00 - Messages and calls are end-to-end encrypted.\n31/12/23, 10:01 - 甲: 好的\n'
    const [notice, message] = (await readSource(text, null, {}, NAME)).drafts
    expect(notice?.fields).toMatchObject({ kind: 'system', sender: '', conversation: '李四' })
    expect(message).toMatchObject({
      counted: true,
      conversationTitle: '李四',
      members: [{ account: '甲', name: '甲' }],
      fields: {
        platform: 'whatsapp',
        sender: '甲',
        body: '好的',
        kind: 'text',
        sourceTs: Date.UTC(2023, 11, 31, 2, 1),
      },
    })
    expect(JSON.parse(message?.fields.extra ?? '')).toEqual({ written: '31/12/23, 10:01', zoneAssumed: '+08:00' })
  })

  test.each([
    ['31/12/23, 22:01 - 甲: x', '2023-12-31T22:01:00'],
    ['12/31/23, 10:01 PM - 甲: x', '2023-12-31T22:01:00'],
    ['12/31/23, 10:01\u202fPM - 甲: x', '2023-12-31T22:01:00'],
    ['12/31/2023, 12:01 a. m. - 甲: x', '2023-12-31T00:01:00'],
    ['\u200e[31/12/2023, 22:01:09] 甲: x', '2023-12-31T22:01:09'],
    ['[31.12.23, 22:01:09] 甲: x', '2023-12-31T22:01:09'],
    ['[2023-12-31, 10:01:09 p.m.] 甲: x', '2023-12-31T22:01:09'],
    ['[2023/12/31 下午10:01:09] 甲: x', '2023-12-31T22:01:09'],
    ['2023/12/31 下午10:01 - 甲: x', '2023-12-31T22:01:00'],
    ['[31.12.2023 klo 22.01.09] 甲: x', '2023-12-31T22:01:09'],
    ['[2023. 12. 31. 오후 10:01:09] 甲: x', '2023-12-31T22:01:09'],
    ['31/12/23 22:01 - 甲: x', '2023-12-31T22:01:00'],
    ['2023/12/31 凌晨12:30 - 甲: x', '2023-12-31T00:30:00'],
    ['2023/12/31 晚上12:30 - 甲: x', '2023/12/31 晚上12:30'],
  ])('reads %s', async (line, time) => {
    expect(await times(line)).toEqual([time])
  })

  test('the order of day and month is found from the whole file, also from its end', async () => {
    expect(await times('01/02/24, 10:00 - 甲: x', '13/02/24, 10:00 - 甲: y')).toEqual([
      '2024-02-01T10:00:00',
      '2024-02-13T10:00:00',
    ])
    expect(await times('01/02/24, 10:00 - 甲: x', '02/13/24, 10:00 - 甲: y')).toEqual([
      '2024-01-02T10:00:00',
      '2024-02-13T10:00:00',
    ])
    const long = Array.from({ length: 5000 }, (_, n) => `01/02/24, 10:00 - 甲: 第${n}条，这一行要长一点`)
    expect((await times(...long, '02/13/24, 10:00 - 甲: y'))[0]).toBe('2024-01-02T10:00:00')
  })

  test('where no day decides, the file is in order of time', async () => {
    const lines = ['01/11/23, 10:00 - 甲: x', '02/11/23, 10:00 - 甲: x', '01/12/23, 10:00 - 甲: x']
    expect(await times(...lines)).toEqual(['2023-11-01T10:00:00', '2023-11-02T10:00:00', '2023-12-01T10:00:00'])
  })

  test('where nothing decides, a day that can be two days is unknown', async () => {
    expect(await times('01/02/24, 10:00 - 甲: x', '03/03/24, 10:00 - 甲: y')).toEqual([
      '01/02/24, 10:00',
      '2024-03-03T10:00:00',
    ])
  })

  test('a front pasted into one message of a hundred does not undate the rest', async () => {
    const day = (n: number) => String(1 + Math.floor(n / 8)).padStart(2, '0')
    const lines = Array.from({ length: 200 }, (_, n) => `${day(n)}/02/24, 10:00 - 甲: ${n}`)
    lines.splice(100, 0, '02/28/24, 10:00 - 乙: 引用')
    const found = await times(...lines)
    expect(found[0]).toBe('2024-02-01T10:00:00')
    expect(found[100]).toBe('02/28/24, 10:00')
    // where nothing else tells, it does not decide either: the days of all go unknown
    expect(await times('01/02/24, 10:00 - 甲: x', '02/28/24, 10:00 - 乙: 引用', '01/02/24, 10:00 - 甲: y')).toEqual([
      '01/02/24, 10:00',
      '02/28/24, 10:00',
      '01/02/24, 10:00',
    ])
  })

  test('lines without a front go on with the message before; what stands before the first is no message', async () => {
    const { drafts, broken } = await read('封面', '31/12/23, 10:00 - 甲: 一', '', '二：三', '31/12/23, 10:01 - 乙: 四')
    expect(drafts.map(({ fields }) => fields.body)).toEqual(['一\n\n二：三', '四'])
    expect(broken).toEqual([])
  })

  test('a line of WhatsApp itself has no sender', async () => {
    const lines = ['You were added', '+86 138 0013 8000 created group "项目: 一"', '甲 将主题更改为“项目”']
    const { drafts } = await read(...lines.map((line) => `31/12/23, 10:00 - ${line}`))
    expect(drafts.map(({ fields }) => [fields.kind, fields.sender, fields.body])).toEqual(
      lines.map((line) => ['system', '', line]),
    )
  })

  test('a sender may be a marked number, and may lack the space behind its colon', async () => {
    const { drafts } = await read(
      '31/12/23, 10:00 - \u202a+86 138 0013 8000\u202c: 好',
      '31/12/23, 10:00 - Bob:Hi',
      '31/12/23, 10:01 - 甲:',
    )
    expect(drafts.map(({ fields }) => [fields.sender, fields.body])).toEqual([
      ['+86 138 0013 8000', '好'],
      ['Bob', 'Hi'],
      ['甲', ''],
    ])
  })

  test.each([
    ['<Media omitted>', 'file'],
    ['\u200eimage omitted', 'image'],
    ['图片已忽略', 'image'],
    ['<省略多媒体文件>', 'file'],
    ['已省略影片', 'video'],
    ['\u200e<attached: 00000012-PHOTO-2023-12-31-10-00-00.jpg>', 'image'],
    ['<附件：00000013-AUDIO-2023-12-31-10-00-00.opus>', 'voice'],
    ['IMG-20231231-WA0001.jpg (file attached)\n看', 'image'],
    ['合同.pdf (文件附件)', 'file'],
    ['STK-20231231-WA0001.webp (file attached)', 'sticker'],
    ['李四.vcf (file attached)', 'card'],
    ['This message was deleted', 'recall'],
    ['您删除了此消息', 'recall'],
    ['Missed voice call', 'call'],
    ['未接语音通话', 'call'],
    ['location: https://maps.google.com/?q=31.2,121.5', 'location'],
    ['POLL:\n吃什么\nOPTION: 面 (1 vote)', 'card'],
    ['image omitted 是什么意思', 'text'],
    ['null', 'text'],
  ])('%j is %s', async (text, kind) => {
    expect(await said(text)).toMatchObject({ kind, body: text.replace('\u200e', '') })
  })

  test('an edited message is the version that the export holds, and says that it was edited', async () => {
    const fields = await said('好的 \u200e<This message was edited>'.replace('\u200e', ''))
    expect(fields).toMatchObject({ kind: 'text', body: '好的' })
    expect(JSON.parse(fields?.extra ?? '')).toMatchObject({ edited: '<This message was edited>' })
  })

  test('chats exported as _chat.txt are told apart', async () => {
    const chat = async (...lines: string[]) =>
      (await fieldsOfSource(lines.join('\n'), null, {}, '_chat.txt'))[0]?.conversation
    const encrypted = '\u200eMessages and calls are end-to-end encrypted.'
    expect(await chat(`[31.12.23, 10:00:00] 项目群: ${encrypted}`, '[31.12.23, 10:00:01] 甲: x')).toBe('项目群')
    expect(await chat('[31.12.23, 10:00:00] 乙: x', '[31.12.23, 10:00:01] 甲: x')).toBe('乙、甲')
  })

  test('bytes that are no text cost their message only', async () => {
    const bytes = Buffer.from('31/12/23, 10:00 - 甲: 好\n31/12/23, 10:01 - 甲: X\n31/12/23, 10:02 - 乙: 好的')
    bytes[bytes.indexOf('X')] = 0xff
    const { drafts, broken } = await readSource(bytes, null, {}, NAME)
    expect(drafts).toHaveLength(2)
    expect(broken).toMatchObject([{ reason: 'bad_encoding' }])
  })
})

const samples = sharedData('samples', 'whatsapp', 'joweich+chat-miner', 'test', 'whatsapp')
const fixtures = sharedData('samples', 'chatlab_fixtures', 'data', 'fixture')

describe('WhatsApp imported', () => {
  let world: ReceivingWorld
  beforeEach(async () => {
    world = await openReceivingWorld()
  })
  afterEach(() => world.close())

  test('a zip of an iPhone: media beside the chat hold no messages; the day is found behind the first part of it', async () => {
    const lines = Array.from(
      { length: 3000 },
      (_, n) => `[01/02/24, 10:00:${String(n % 60).padStart(2, '0')}] 甲: 第${n}条`,
    )
    const chat = `${lines.join('\r\n')}\r\n[02/13/24, 10:00:00] 乙: 完\r\n`
    expect(chat.length).toBeGreaterThan(64 * 1024)
    const zip = makeZip([
      { name: '_chat.txt', data: Buffer.from(chat) },
      { name: '00000012-PHOTO.jpg', data: Buffer.from([0xff, 0xd8, 0xff]) },
    ])
    const arrived = await world.receive(world.file('WhatsApp Chat.zip', zip))
    expect(arrived).toMatchObject({ format: 'whatsapp', counts: { archived: 3001, quarantined: 1, undated: 0 } })
    expect(arrived.reasons).toMatchObject([{ reason: 'not_messages' }])
    expectBalanced(arrived)
    expect(world.archived()[0]?.sourceTs).toBe(Date.UTC(2024, 0, 2, 2, 0, 0))
  })

  const files = [
    ...(samples
      ? readdirSync(samples)
          .filter((name) => name.endsWith('.txt'))
          .map((name) => join(samples, name))
      : []),
    ...(fixtures ? [join(fixtures, '04', '与Alice的 WhatsApp 聊天.txt'), join(fixtures, '05', '_chat.txt')] : []),
  ]
  test.skipIf(files.length === 0).each(files.length > 0 ? files : ['(skipped: ../shared/data absent)'])(
    '%s: every message is archived and dated, and once',
    async (path) => {
      const text = readFileSync(path, 'utf8')
      const count = text.split('\n').filter((line) => /^\[?\d+\/\d+\/\d+/.test(line)).length
      const first = await world.receive(path)
      expect(first).toMatchObject({ format: 'whatsapp', problem: null, counts: { items: count, archived: count } })
      expect(first.counts.undated).toBe(0)
      expectBalanced(first, Buffer.byteLength(text))
      expect((await world.receive(path)).counts).toMatchObject({ archived: 0, duplicates: count })
    },
  )

  test.skipIf(!samples)('the samples say what their description says', async () => {
    for (const name of ['test_ddmmyy_24hrs.txt', 'test_[mmddyy]_24hrs.txt', 'test_mmddyyyy_12hrs.txt']) {
      await world.receive(join(samples ?? '', name))
    }
    const target = JSON.parse(readFileSync(join(samples ?? '', 'target.json'), 'utf8')) as { timestamp: string }[]
    const expected = target.map(({ timestamp }) => Date.parse(`${timestamp}+08:00`)).sort()
    const found = world.archived().filter(({ kind, body }) => kind !== 'system' && body !== '.')
    expect(found.map(({ sourceTs }) => sourceTs)).toEqual([...expected, ...expected, ...expected])
  })

  test.skipIf(!samples)('a file beside them that is no export is kept whole', async () => {
    const arrived = await world.receive(join(samples ?? '', 'target.json'))
    expect(arrived).toMatchObject({ problem: 'format_unknown', counts: { items: 1, quarantined: 1 } })
  })
})
