import { describe, expect, test } from 'vitest'
import { fieldsOfSource, PLAIN, readSource } from '../receiving.test-support.ts'
import { openSource } from './formats.ts'

describe('SMS Backup & Restore', () => {
  const file = (...elements: string[]) =>
    `<?xml version='1.0' encoding='UTF-8'?>\n<smses count="${elements.length}">\n${elements.join('\n')}\n</smses>`
  const sms = (over: string) => `<sms protocol="0" subject="null" read="1" contact_name="林若溪" ${over} />`

  test('received and sent are one conversation with two senders', async () => {
    const fields = await fieldsOfSource(
      file(
        sms('address="+86 138-0013-8000" date="1788000000000" type="1" body="在吗"'),
        sms('address="13800138000" date="1788000001000" type="2" body="在的"'),
      ),
      'sms_backup_restore',
      { ownAccount: '13900139000' },
    )
    expect(fields).toMatchObject([
      {
        conversation: '13800138000',
        sender: '13800138000',
        senderName: '林若溪',
        recipients: '["13900139000"]',
        body: '在吗',
      },
      {
        conversation: '13800138000',
        sender: '13900139000',
        senderName: '',
        recipients: '["13800138000"]',
        body: '在的',
      },
    ])
    expect(JSON.parse(fields[0]?.extra ?? '').address).toBe('+86 138-0013-8000')
  })

  test.each([
    ['8613800138000', '13800138000'],
    ['008613800138000', '13800138000'],
    ['\u202a+86 138\u20110013\u20118000\u202c', '13800138000'],
    ['861380013800', '861380013800'],
    ['null', ''],
    ['10086', '10086'],
    ['淘宝', '淘宝'],
  ])('the number %s is %s', async (address, account) => {
    const text = file(sms(`address="${address}" date="1788000000000" type="1" body="x"`))
    expect(await fieldsOfSource(text)).toMatchObject([{ conversation: account, sender: account }])
  })

  test('the owner of a phone nobody named is not the owner of another', async () => {
    const [one] = await fieldsOfSource(file(sms('address="1" date="1" type="2" body="x"')), null, {})
    const [other] = await fieldsOfSource(file(sms('address="1" date="1" type="2" body="x"')), 'sms_backup_restore', {
      origin: '二号机',
    })
    expect([one?.sender, other?.sender]).toEqual(['owner', 'owner@二号机'])
  })

  test('a multimedia message has its texts, its pictures and its sender', async () => {
    const mms = `<mms date="1788000000000" msg_box="1" address="13800138000~13700137000" contact_name="林若溪, 王五" sub="null">
      <parts><part seq="0" ct="application/smil" text="null"/><part seq="1" ct="text/plain" text="截图在这"/><part seq="2" ct="image/jpeg" data="/9j/4AAQ"/></parts>
      <addrs><addr address="13700137000" type="137"/><addr address="13800138000" type="151"/></addrs></mms>`
    const { drafts } = await readSource(file(mms))
    expect(drafts[0]?.fields).toMatchObject({
      kind: 'image',
      body: '截图在这\n[图片]',
      sender: '13700137000',
      conversation: '13700137000~13800138000',
    })
    expect(drafts[0]?.fields.extra).not.toContain('/9j/4AAQ')
    expect(drafts[0]?.files).toEqual([
      { paths: [], name: '', type: 'image/jpeg', inline: Buffer.from('/9j/4AAQ', 'base64') },
    ])
  })

  test('calls are records of their own kind', async () => {
    const calls = `<calls count="2"><call number="13800138000" duration="59" date="1788000000000" type="3" contact_name="(Unknown)"/><call number="-1" duration="0" date="0" type="1"/></calls>`
    expect(await fieldsOfSource(calls)).toMatchObject([
      { kind: 'call', body: '[通话] 未接 59 秒', sender: '13800138000' },
      { kind: 'call', sourceTs: null, sender: '-1' },
    ])
  })

  test('fewer than the file says it holds is a gap', async () => {
    const text = file(
      sms('address="1" date="1" type="1" body="x"'),
      sms('address="1" date="2" type="1" body="y"'),
    ).replace('count="2"', 'count="5"')
    const source = openSource('sms_backup_restore', PLAIN)
    const reader = source.reader({ name: 'x', alone: true, text })
    for (const cut of reader?.splitter.push(Buffer.from(text)) ?? []) if (cut.what === 'item') reader?.read(cut.bytes)
    expect(source.gaps()).toEqual({ knowable: true, gaps: [{ what: 'count', missing: 3 }] })
  })

  test('an element without what it needs, or of another name, is quarantined', async () => {
    const { broken } = await readSource(
      file(
        '<sms address="1" date="1" type="1"/>',
        '<note a="1"/>',
        '<sms body="&#55357;" address="1" date="1" type="1"/>',
      ),
    )
    expect(broken.map((one) => one.reason)).toEqual(['wrong_shape', 'not_a_message', 'lone_surrogate'])
  })
})
