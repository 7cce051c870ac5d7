import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { fieldsOfSource, readSource } from '../receiving.test-support.ts'
import { detectFormat } from './formats.ts'

const known = (text: string) => detectFormat(['x.csv'], [{ name: 'x.csv', alone: true, text }])

describe('SMS gateways', () => {
  test.each([
    ['手机号码,短信内容,发送时间,状态\n13800138000,【某店】您的订单,2026-08-29 18:40:00,成功\n'],
    ['序号\t接收号码\t签名\t短信内容\t提交时间\n1\t13800138000\t某店\t【某店】您的订单\t2026/8/29 18:40:00\n'],
    ['"Mobile","Message","Send Time","Status"\r\n"13800138000","【某店】您的订单","2026-08-29 18:40:00","OK"\r\n'],
  ])('a table that names number, text and time is known: %s', async (text) => {
    expect(await fieldsOfSource(text)).toMatchObject([
      {
        platform: 'sms',
        conversation: '13800138000',
        sender: 'owner',
        sourceTs: Date.parse('2026-08-29T18:40:00+08:00'),
        kind: 'text',
        body: '【某店】您的订单',
      },
    ])
  })

  test('the status, the time as written and the zone it was read in are kept', async () => {
    const [fields] = await fieldsOfSource('手机号,短信内容,发送时间,状态\n13800138000,好,2026-08-29 18:40:00,失败\n')
    expect(JSON.parse(fields?.extra ?? '')).toEqual({
      发送时间: '2026-08-29 18:40:00',
      状态: '失败',
      zoneAssumed: '+08:00',
    })
  })

  test("replies, and an international gateway's two directions, have the customer as their sender", async () => {
    const reply = '手机号,回复内容,回复时间\n13800138000,TD,2026-08-29 18:40:00\n'
    expect(await fieldsOfSource(reply)).toMatchObject([{ sender: '13800138000', body: 'TD' }])
    const both =
      'From,To,Body,SentDate,NumSegments,Sid,Direction\n+14155550100,+14155550199,hi,2026-08-29T10:40:00Z,1,SM1,outbound-api\n+14155550199,+14155550100,stop,2026-08-29T10:41:00Z,1,SM2,inbound\n'
    expect(await fieldsOfSource(both)).toMatchObject([
      { conversation: '+14155550199', sender: '+14155550100', sourceId: 'SM1' },
      { conversation: '+14155550199', sender: '+14155550199', sourceId: 'SM2' },
    ])
  })

  test.each([
    ['two columns could be the number', '手机号,接收号码,短信内容,发送时间\n1,2,a,b\n'],
    ['no column is the text', '手机号,发送时间,状态\n1,2,a\n'],
    ['a chat that has nothing of SMS', 'to,message,time\n1,2,a\n'],
    ['a list of songs', 'number,name,duration,date\n1,a,200,2026-08-29\n'],
  ])('nothing is guessed: %s', (_, text) => expect(known(text)).toBe(null))

  test("Aliyun's answer, one or several", async () => {
    const answer = (phone: string) =>
      JSON.stringify({
        TotalCount: 1,
        Code: 'OK',
        SmsSendDetailDTOs: {
          SmsSendDetailDTO: [
            { PhoneNum: phone, Content: '【某店】验证码 1234', SendDate: '2026-08-29 18:40:00', SendStatus: 3 },
          ],
        },
      })
    const fields = await fieldsOfSource(`${answer('13800138000')}\n${answer('13700137000')}\n`)
    expect(fields).toMatchObject([
      { conversation: '13800138000', sourceTs: Date.parse('2026-08-29T18:40:00+08:00') },
      { conversation: '13700137000' },
    ])
    expect(JSON.parse(fields[0]?.extra ?? '').SendStatus).toBe(3)
  })

  test('a row without its number, or with other columns, is quarantined', async () => {
    const { broken, drafts } = await readSource(
      '手机号,短信内容,发送时间\n,好,1\n13800138000,好\n13800138000,好,昨天\n',
    )
    expect(broken.map(({ reason }) => reason)).toEqual(['wrong_shape', 'column_count'])
    expect(drafts).toMatchObject([{ fields: { sourceTs: null } }])
  })
})

describe('Call logs as tables', () => {
  test("a carrier's bill and an app's export", async () => {
    const bill =
      '起始时间,通信地点,通信方式,对方号码,通信时长\n2026-08-29 18:40:00,上海,主叫,13800138000,1分20秒\n2026-08-29 19:40:00,上海,被叫,13800138000,5秒\n'
    expect(await fieldsOfSource(bill)).toMatchObject([
      { kind: 'call', body: '[通话] 主叫 1分20秒', sender: 'owner', sourceTs: Date.parse('2026-08-29T18:40:00+08:00') },
      { sender: '13800138000', body: '[通话] 被叫 5秒' },
    ])
    const app = 'Name,Number,Type,Date,Duration\n林若溪,+86 138-0013-8000,3,1788000000000,0\n'
    expect(await fieldsOfSource(app)).toMatchObject([
      { body: '[通话] 未接 0 秒', senderName: '林若溪', conversation: '13800138000', sourceTs: 1788000000000 },
    ])
  })

  test('two columns for the kind of a call: who called, and how far', async () => {
    const bill =
      '序号,通话日期,通话时长,呼叫类型,对方号码,通话类型\n1,2026-08-29 18:40:00,62,主叫,13800138000,国内长途\n'
    expect(await fieldsOfSource(bill)).toMatchObject([
      { kind: 'call', sender: 'owner', recipients: '["13800138000"]', body: '[通话] 主叫 62 秒' },
    ])
    const plain = '对方号码,通话类型,开始时间,通话时长\n13800138000,去电,2026-08-29 18:40:00,62\n'
    expect(await fieldsOfSource(plain)).toMatchObject([{ sender: 'owner', body: '[通话] 去电 62 秒' }])
  })

  test('what stands above the header of a bill is kept aside', async () => {
    const bill =
      '客户姓名,林若溪\n\n查询时段,2026-08\n起始时间,呼叫类型,对方号码,通话时长\n2026-08-29 18:40:00,被叫,10086,5\n'
    expect(known(bill)).toBe('calls_csv')
    const { drafts, broken } = await readSource(bill)
    expect(drafts).toMatchObject([{ fields: { body: '[通话] 被叫 5 秒' } }])
    expect(broken.map(({ reason, text }) => [reason, Buffer.from(text, 'latin1').toString()])).toEqual([
      ['not_a_message', '客户姓名,林若溪\n'],
      ['not_a_message', '查询时段,2026-08\n'],
    ])
  })

  test('the phone log of Memacs is events', async () => {
    const { drafts, broken } = await readSource('2026-08-29 # 18.40 # boot # 89 # 6692\n\nnot a line\n', 'calls_csv')
    expect(drafts.map((one) => one.fields)).toMatchObject([
      { kind: 'event', body: 'boot', sourceTs: Date.parse('2026-08-29T18:40:00+08:00') },
    ])
    expect(broken.map(({ reason }) => reason)).toEqual(['not_a_message'])
  })
})

const samples = sharedData('samples')

describe.skipIf(!samples)('samples of SMS tables (skipped: ../shared/data absent)', () => {
  test.each([
    ['sms_gateway/aliyun_query_send_details.json', /"PhoneNum"/g],
    ['sms_backup_restore/novoid+Memacs/memacs/tests/data/sample-phonelog.csv', /^\d{4}/gm],
  ])('%s', async (path, message) => {
    const text = readFileSync(`${samples}/${path}`, 'utf8')
    const { drafts, broken } = await readSource(text)
    expect(drafts).toHaveLength(text.match(message)?.length ?? -1)
    expect(broken).toEqual([])
    expect(drafts.every((one) => one.fields.sourceTs !== null)).toBe(true)
  })
})
