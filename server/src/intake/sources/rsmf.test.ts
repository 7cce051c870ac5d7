import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '#test/shared'
import { makeZip } from '../containers/zip.test-support.ts'
import { expectBalanced, fieldsOfSource, openReceivingWorld, readSource } from '../receiving.test-support.ts'

const event = (over: object = {}) => ({
  id: 'm1',
  type: 'message',
  participant: 'P1',
  conversation: 'C1',
  timestamp: '2026-08-29T10:40:00Z',
  body: '退款到了吗',
  ...over,
})
const manifest = (...events: object[]) => ({
  version: '2.0.0',
  participants: [
    { id: 'P1', display: '林若溪', account_id: 'lin', avatar: 'a.png' },
    { id: 'P2', display: '王五', email: 'wang@example.com' },
  ],
  conversations: [{ id: 'C1', display: '投诉', platform: 'Slack', type: 'channel', participants: ['P1', 'P2'] }],
  events,
  eventcollectionid: 'x',
})
const text = (value: object) => JSON.stringify(value, null, 2)

describe('RSMF', () => {
  test('people and conversations explain the events', async () => {
    const { drafts, broken } = await readSource(text(manifest(event())))
    expect(broken).toEqual([])
    expect(drafts).toMatchObject([
      {
        conversationTitle: '投诉',
        fields: {
          platform: 'slack',
          sourceId: 'm1',
          conversation: 'C1',
          sender: 'lin',
          senderName: '林若溪',
          sourceTs: 1788000000000,
          kind: 'text',
          body: '退款到了吗',
        },
      },
    ])
    expect(drafts[0]?.members).toContainEqual({ account: 'wang@example.com', name: '王五' })
  })

  test('replies, edits, deletions, files, comings and goings', async () => {
    const fields = await fieldsOfSource(
      text(
        manifest(
          event({ id: 'm2', parent: 'm1', participant: 'P2' }),
          event({ edits: [{ previous: '退', new: '退款' }] }),
          event({ deleted: true, parent: 'm0' }),
          event({ id: undefined, attachments: [{ id: 'f1.png', display: '凭证.png' }], body: '' }),
          event({ id: undefined, type: 'join', body: '加入' }),
          event({ id: undefined, type: 'hologram' }),
        ),
      ),
    )
    expect(fields).toMatchObject([
      { refersTo: 'm1', sender: 'wang@example.com', kind: 'text' },
      { kind: 'edit', refersTo: 'm1', sourceId: 'm1/1' },
      { kind: 'recall', refersTo: 'm1', body: '退款到了吗' },
      { kind: 'image', body: '[图片] 凭证.png', sourceId: '' },
      { kind: 'system' },
      { kind: 'unknown' },
    ])
    expect(JSON.parse(fields[2]?.extra ?? '').parent).toBe('m0')
  })

  test('a time without a zone is UTC, and the record says that this was assumed', async () => {
    const [fields] = await fieldsOfSource(text(manifest(event({ timestamp: '2026-08-29T10:40:00' }))))
    expect(fields?.sourceTs).toBe(1788000000000)
    expect(JSON.parse(fields?.extra ?? '').zoneAssumed).toBe('+00:00')
  })

  test('events before their people are read as one, and explained all the same', async () => {
    const { events, ...rest } = manifest(event(), event({ id: 'm2' }))
    expect(await fieldsOfSource(text({ events, ...rest }), 'rsmf')).toMatchObject([
      { senderName: '林若溪' },
      { senderName: '林若溪' },
    ])
  })

  test('an event without a type, or that is none, costs itself', async () => {
    const { broken, drafts } = await readSource(text({ ...manifest(event(), event({ type: undefined })), extra: 1 }))
    expect([drafts.length, broken.map(({ reason }) => reason)]).toEqual([1, ['not_a_message']])
  })

  test('in its zip the files that events name are kept beside them', async () => {
    const world = await openReceivingWorld()
    const zip = makeZip([
      { name: 'f1.png', data: 'png' },
      { name: 'rsmf_manifest.json', data: text(manifest(event())) },
    ])
    expect(await world.receive(world.file('rsmf.zip', zip))).toMatchObject({
      format: 'rsmf',
      counts: { archived: 1, quarantined: 1 },
      reasons: [{ reason: 'not_messages' }],
    })
    await world.close()
  })
})

describe('RSMF as a mail', () => {
  const mail = (zip: Buffer, per = 76, end = '\r\n') =>
    [
      'X-RSMF-Version: 2.0.0',
      'X-RSMF-EventCount: 1',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="b1"',
      '',
      '--b1',
      'Content-Type: text/plain; charset=utf-8',
      '',
      '林若溪: 退款到了吗',
      '',
      '--b1',
      'Content-Type: application/zip; name="rsmf.zip"',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="rsmf.zip"',
      '',
      ...(zip.toString('base64').match(new RegExp(`.{1,${per}}`, 'g')) ?? []),
      '',
      '--b1--',
      '',
    ].join(end)
  const zip = makeZip([
    {
      name: 'rsmf_manifest.json',
      data: text(manifest(...Array.from({ length: 500 }, (_, n) => event({ id: `m${n}` })))),
    },
    { name: 'f.bin', data: Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 251)), stored: true },
  ])

  test.each([
    [76, '\r\n'],
    [76, '\n'],
    [4, '\n'],
    [1000, '\r\n'],
  ])('its zip is read where it lies, in lines of %i', async (per, end) => {
    const world = await openReceivingWorld()
    const arrived = await world.receive(world.file('a.rsmf', mail(zip, per, end)))
    expect(arrived).toMatchObject({ format: 'rsmf', problem: null, counts: { archived: 500, quarantined: 2 } })
    expectBalanced(arrived)
    expect(arrived.spans.map((span) => span.part)).toEqual(['f.bin', 'a.rsmf'])
    expect(arrived.spans[0]?.bytes.length).toBe(5000)
    await world.close()
  })

  test('a mail with other lines, without a zip, or of somebody else is kept whole', async () => {
    const world = await openReceivingWorld()
    const whole = mail(zip)
    const lines = whole.split('\r\n')
    const crooked = lines.map((line, at) => (at === 20 ? line.slice(4) : line)).join('\r\n')
    for (const text of [crooked, mail(Buffer.alloc(0)), whole.replaceAll('X-RSMF', 'X-Other')]) {
      const arrived = await world.receive(world.file('a.eml', text))
      expect(arrived).toMatchObject({ problem: 'format_unknown', counts: { items: 1, quarantined: 1 } })
      expectBalanced(arrived, Buffer.byteLength(text))
    }
    await world.close()
  })

  test('cut off in the middle, what can be found in it is read', async () => {
    const world = await openReceivingWorld()
    const whole = mail(zip)
    const arrived = await world.receive(world.file('a.rsmf', whole.slice(0, Math.floor(whole.length * 0.7))))
    expect(arrived.problem).toBe('zip_directory_damaged')
    expect(arrived.counts.archived).toBeGreaterThan(0)
    expectBalanced(arrived)
    await world.close()
  })
})

const samples = sharedData('samples', 'rsmf', 'relativitydev+rsmf-validator-samples', 'Documentation')

describe.skipIf(!samples)('RSMF samples (skipped: ../shared/data absent)', () => {
  test('the manifest and the zip', async () => {
    const world = await openReceivingWorld()
    const path = join(samples ?? '', 'Sample1', 'rsmf_manifest.json')
    const { events } = JSON.parse(readFileSync(path, 'utf8')) as { events: unknown[] }
    const counts = { items: events.length, archived: events.length, quarantined: 0 }
    expect(await world.receive(path)).toMatchObject({ format: 'rsmf', counts })
    const zip = await world.receive(join(samples ?? '', 'Sample2', 'rsmf.zip'))
    expect(zip).toMatchObject({ format: 'rsmf', problem: null, counts: { items: 1, quarantined: 0 } })
    await world.close()
  })
})
