import { createHash } from 'node:crypto'
import type { AlarmReport, AlarmView, ExportPreview, ExportView } from '@cunzhen/server/wire-types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { readActs } from '#audit'
import { grantFor, openWorld, participantOf, takeIn, type World } from '#test/world'

// D6 and D7 through the API: the way of a package to its release by the people of a house, and S1's case two.

type Export = z.output<typeof ExportView>
type Preview = z.output<typeof ExportPreview>
type Alarm = z.output<typeof AlarmView>
type Report = z.output<typeof AlarmReport>

const START = Date.UTC(2026, 6, 1)
const DAY = 86_400_000
const CUSTOMERS = 12

let world: World
beforeAll(async () => {
  world = await openWorld()
  const lines = Array.from({ length: CUSTOMERS * 20 }, (_, n) => ({
    conv: `客户会话${n % CUSTOMERS}`,
    sender: n % 2 ? `customer-${n % CUSTOMERS}` : 'clerk',
    text: `第 ${n} 条，电话 13800138000`,
    ts: START + n * 8 * 3_600_000,
  }))
  await takeIn(world, [
    ...lines,
    ...['客户会话1', '客户会话3'].map((conv) => ({ conv, sender: 'clerk', text: '您好', ts: START })),
    ...Array.from({ length: 10 }, (_, n) => ({ conv: 'anna', sender: 'anna', text: `安娜 ${n}`, ts: START + n * DAY })),
  ])
}, 180_000)
afterAll(() => world.close())

const client = (role: string) => world.person(role).client
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code]
const post = async (role: string, path: string, body?: object) => codeOf(await client(role).raw('POST', path, body))

async function made(grantId: string, more: object = {}): Promise<Export> {
  const asked = await client('executor').post<Export>('/api/exports', { grantId, formats: ['csv'], ...more })
  await client('monitor').post(`/api/exports/${asked.id}/confirm`)
  await world.house.exports.settled()
  return client('legal').get<Export>(`/api/exports/${asked.id}`)
}

async function pagesOf(role: string, id: string, file: string) {
  const { cookie } = client(role)
  const answer = await fetch(`${client(role).base}/api/exports/${id}/preview/pages`, {
    method: 'POST',
    headers: { 'x-cunzhen': '1', 'content-type': 'application/json', cookie },
    body: JSON.stringify({ file }),
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, headers: Object.fromEntries(answer.headers), bytes }
}

test('a package is taken after the checklist, the look and the yes, and not before; each step is an act', async () => {
  const grant = await grantFor(world, { people: [participantOf(world, 'anna')], from: START, to: START + 30 * DAY })
  const one = await made(grant, { formats: ['csv', 'pdf'] })
  const path = `/api/exports/${one.id}`
  expect([one.state, one.weight?.why]).toEqual(['awaiting_release', []])
  expect(one.checklist.map(({ key, state }) => [key, state])).toEqual([
    ['signed_application', 'done'],
    ['consent_where_basis', 'not_needed'],
    ['scope_to_conversation_id', 'missing'],
    ['sealed_medium_record', 'missing'],
  ])
  expect(codeOf(await client('requester').raw('GET', `${path}/package`))).toEqual([409, 'not_released'])
  expect(await post('legal', `${path}/release`, { sha256: one.sha256 })).toEqual([409, 'preview_needed'])
  expect(await post('requester', `${path}/preview`, {})).toEqual([403, 'role_missing'])
  const page = await client('legal').post<Preview>(`${path}/preview`, {})
  expect([page.sha256, page.rows.length, page.next]).toEqual([one.sha256, 10, null])
  const drawn = await pagesOf('legal', one.id, 'data/records-0001.pdf')
  expect([drawn.status, drawn.bytes.toString('latin1', 0, 5)]).toEqual([200, '%PDF-'])
  expect(drawn.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': 'inline',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'x-cunzhen-package': one.sha256,
  })
  const listed = one.files.find(({ name }) => name === 'data/records-0001.pdf')?.sha256
  expect(createHash('sha256').update(drawn.bytes).digest('hex')).toBe(listed)
  expect((await pagesOf('legal', one.id, 'data/records.csv')).status).toBe(409)
  expect((await pagesOf('requester', one.id, 'data/records-0001.pdf')).status).toBe(403)
  expect(await post('legal', `${path}/release`, { sha256: one.sha256 })).toEqual([409, 'checklist_incomplete'])

  expect(await post('legal', `${path}/originals`, { item: 'sealed_medium_record', number: '1', place: 'x' })).toEqual([
    403,
    'role_missing',
  ])
  for (const item of ['scope_to_conversation_id', 'sealed_medium_record'])
    await client('executor').post(`${path}/originals`, { item, number: 'F-1', place: '档案柜' })
  expect(await post('data_security', `${path}/release`, { sha256: one.sha256 })).toEqual([403, 'role_missing'])
  expect(await post('data_security', `${path}/second`, { sha256: one.sha256, reason: '可以' })).toEqual([
    409,
    'not_bulk',
  ])
  expect((await client('legal').post<Export>(`${path}/release`, { sha256: one.sha256 })).state).toBe('ready')
  expect(await client('requester').download(`${path}/package`, () => undefined)).toBe(one.bytes)
  const { exports, released } = await client('auditor').get<{ exports: Export[]; released: object }>('/api/exports')
  expect([exports[0]?.decisions.map(({ what }) => what), released]).toEqual([['released'], { judged: 1, passed: 1 }])
  for (const action of ['export.preview', 'export.release', 'export.original'] as const) {
    const { acts } = await readActs(world.house.db, { action }, { ledgerSize: 0 })
    expect([action, acts.some(({ outcome }) => outcome === 'allowed')]).toEqual([action, true])
  }
}, 180_000)

test('S1, case two: 小王 tries three months of all customers; refused, alarmed, reported within the day', async () => {
  const conversations = Array.from({ length: CUSTOMERS }, (_, n) => n + 1)
  const grant = await grantFor(world, { conversations, from: START, to: START + 90 * DAY })
  // on his own, without the duty: refused before anything is opened, and again when he tries again
  for (let tries = 0; tries < 2; tries += 1)
    expect(await post('agent', '/api/exports', { grantId: grant })).toEqual([403, 'role_missing'])
  // with the duty, but without a reason for so many people
  expect(await post('executor', '/api/exports', { grantId: grant })).toEqual([400, 'bulk_reason_missing'])
  // a door that is not his at all
  expect(await post('agent', '/api/exports/exp_aaaaaaaaaaaaaaaa/release', { sha256: 'f'.repeat(64) })).toEqual([
    403,
    'role_missing',
  ])

  for (const role of ['agent', 'executor', 'requester', 'supervisor'])
    expect((await client(role).raw('GET', '/api/alarms')).status).toBe(403)
  for (const role of ['data_security', 'legal', 'auditor']) {
    const { alarms } = await client(role).get<{ alarms: Alarm[] }>('/api/alarms')
    expect(alarms.slice(0, 3).map(({ kind, reason, times }) => [kind, reason, times])).toEqual([
      ['unauthorised_export', 'role_missing', 1],
      ['bulk_export', 'bulk_reason_missing', 1],
      ['bulk_export', 'role_missing', 2],
    ])
  }
  const { alarms } = await client('data_security').get<{ alarms: Alarm[] }>('/api/alarms')
  const wang = alarms[2]
  if (wang === undefined) throw new Error('no alarm')
  expect(wang.personName).toBe(world.person('agent').name)
  expect(wang.weight).toMatchObject({ conversations: CUSTOMERS, why: ['subjects'], from: START, to: START + 90 * DAY })
  const seen = await client('data_security').get<Report>(`/api/alarms/${wang.id}`)
  expect(seen.acts.at(-1)).toMatchObject({ outcome: 'refused', reason: 'role_missing' })
  const text = { cause: '为完成考核私自导出', measures: '停用账号并约谈' }
  expect(await post('supervisor', `/api/alarms/${wang.id}/report`, text)).toEqual([403, 'role_missing'])
  const filed = await client('data_security').post<Report>(`/api/alarms/${wang.id}/report`, text)
  expect(filed).toMatchObject({ ...text, reportedByName: world.person('data_security').name })
  expect(filed.ledgerIndex).toBeGreaterThan(0)
  expect(filed.reportedAt ?? Infinity).toBeLessThanOrEqual(filed.reportDue)

  // asked for as it should be, it still waits for the second approval
  const one = await made(grant, { bulkReason: '监管来函要求核对' })
  const path = `/api/exports/${one.id}`
  expect(one.weight?.why).toEqual(['subjects', 'rows'])
  await client('legal').post(`${path}/preview`, {})
  await client('executor').post(`${path}/originals`, { item: 'sealed_medium_record', number: 'F-2', place: '档案柜' })
  expect(await post('legal', `${path}/release`, { sha256: one.sha256 })).toEqual([409, 'checklist_incomplete'])
  const second = { sha256: one.sha256, reason: '与来函一致' }
  expect(await post('data_security', `${path}/second`, second)).toEqual([409, 'preview_needed'])
  await client('data_security').post(`${path}/preview`, {})
  expect(await post('legal', `${path}/second`, second)).toEqual([403, 'role_missing'])
  await client('data_security').post(`${path}/second`, second)
  expect((await client('legal').post<Export>(`${path}/release`, { sha256: one.sha256 })).state).toBe('ready')
}, 180_000)
