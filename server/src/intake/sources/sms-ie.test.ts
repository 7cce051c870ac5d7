import { describe, expect, test } from 'vitest'
import { makeZip } from '../containers/zip.test-support.ts'
import { fieldsOfSource, openReceivingWorld, readSource } from '../receiving.test-support.ts'

const line = (row: object) => `${JSON.stringify(row)}\n`
const sms = (over: object) =>
  line({
    _id: '1',
    thread_id: '7',
    address: '+8613800138000',
    date: '1788000000000',
    type: '1',
    body: '您的订单已发货',
    read: '1',
    person: null,
    __display_name: '林若溪',
    ...over,
  })
const mms = (over: object) =>
  line({
    _id: '3',
    thread_id: '7',
    date: '1788000000',
    msg_box: '1',
    m_type: '132',
    __sender_address: { address: '13800138000', type: '137', __display_name: '林若溪' },
    __recipient_addresses: [{ address: '13900139000', type: '151' }],
    __parts: [
      { ct: 'application/smil', text: '<smil/>' },
      { ct: 'text/plain', text: '看图' },
      { ct: 'image/jpeg', _data: '/data/x/PART_1.jpg' },
    ],
    ...over,
  })
const call = (over: object) => ({
  _id: '9',
  number: '13800138000',
  date: '1788000000000',
  duration: '59',
  type: '3',
  presentation: '1',
  'display-name': '林若溪',
  ...over,
})

describe('SMS Import / Export', () => {
  test('messages of both kinds are one conversation; what was said is known again under another row number', async () => {
    const { drafts, broken } = await readSource(sms({}) + sms({ _id: '44' }) + sms({ type: '2', body: '好' }) + mms({}))
    expect(broken).toEqual([])
    expect(drafts.map((one) => one.fields)).toMatchObject([
      { platform: 'sms', sourceId: 'sms/1', conversation: '13800138000', sender: '13800138000', senderName: '林若溪' },
      { sourceId: 'sms/44' },
      { sender: 'owner', body: '好', recipients: '["13800138000"]' },
      { kind: 'image', body: '看图\n[图片]', sourceTs: 1788000000000, sourceId: 'mms/3', conversation: '13800138000' },
    ])
    expect(drafts[0]?.identity).toBe(drafts[1]?.identity)
    expect(drafts[3]?.fields.extra).toContain('PART_1.jpg')
  })

  test('a group is all of its people but the owner', async () => {
    const group = [{ address: '13900139000' }, { address: '13700137000' }]
    const [fields] = await fieldsOfSource(mms({ __recipient_addresses: group }), 'sms_ie', {
      ownAccount: '13900139000',
    })
    expect(fields).toMatchObject({ conversation: '13700137000~13800138000', sender: '13800138000' })
  })

  test('calls, and the older form of one array', async () => {
    expect(await fieldsOfSource(JSON.stringify([call({}), call({ type: '2' })], null, 2))).toMatchObject([
      { kind: 'call', body: '[通话] 未接 59 秒', sender: '13800138000', senderName: '林若溪' },
      { sender: 'owner' },
    ])
    const old = JSON.stringify([
      {
        _id: '1',
        thread_id: '2',
        address: '10086',
        date: '1788000000000',
        type: '1',
        body: '余额',
        display_name: '移动',
      },
    ])
    expect(await fieldsOfSource(old)).toMatchObject([{ conversation: '10086', senderName: '移动' }])
  })

  test('rows that lack what they need, and other tables, are quarantined', async () => {
    const { broken } = await readSource(
      sms({}) + sms({ body: null }) + mms({ date: null }) + line({ e164_number: '1' }),
    )
    expect(broken.map(({ reason }) => reason)).toEqual(['wrong_shape', 'wrong_shape', 'not_a_message'])
  })

  test('in its zip the files of multimedia messages are theirs', async () => {
    const world = await openReceivingWorld()
    const zip = makeZip([
      { name: 'messages.ndjson', data: sms({}) + mms({}) },
      { name: 'data/PART_1.jpg', data: 'jpeg' },
    ])
    const arrived = await world.receive(world.file('messages-2026-08-29.zip', zip))
    expect(arrived).toMatchObject({ format: 'sms_ie', counts: { archived: 2, quarantined: 0, attached: 1 } })
    await world.close()
  })
})
