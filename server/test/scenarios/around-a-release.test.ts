import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ExportView, PapersOf } from '@cunzhen/server/wire-types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { DAY, HOUR, type Instant, MINUTE, systemClock } from '#base'
import { codeAt, releaseExport } from '#demo'
import { fontsFound } from '#papers'
import { grantFor, openWorld, participantOf, takeIn, type World } from '#test/world'

// D4, D6: every way round a release that somebody of the house might try, with what they have. Each is refused, and leaves no copy.

type Export = z.output<typeof ExportView>

const START = Date.UTC(2026, 7, 1)
/** Everybody but the holder of the grant. */
const OTHERS = [
  'administrator',
  'auditor',
  'agent',
  'team_lead',
  'supervisor',
  'it_reviewer',
  'legal',
  'data_security',
  'executor',
  'monitor',
] as const

let world: World
let ahead = 0
let late: string
const clock = { now: () => (systemClock.now() + ahead) as Instant } // an Instant and a number of milliseconds

beforeAll(async () => {
  world = await openWorld(clock)
  await takeIn(
    world,
    Array.from({ length: 20 }, (_, n) => ({ conv: 'c', sender: 'anna', text: `第 ${n} 条`, ts: START + n * HOUR })),
  )
}, 180_000)
afterAll(() => world.close())

const client = (role: string) => world.person(role).client
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string })?.code]
const post = async (role: string, path: string, body?: object) => codeOf(await client(role).raw('POST', path, body))
const copiesOf = async (id: string) => (await client('legal').get<Export>(`/api/exports/${id}`)).copies.length

async function made(): Promise<{ grant: string; id: string; sha256: string }> {
  const people = [participantOf(world, 'anna')]
  const grant = await grantFor(world, { people, from: START, to: START + 10 * DAY })
  return { grant, ...(await madeOf(grant)) }
}

async function madeOf(grantId: string): Promise<{ id: string; sha256: string }> {
  const asked = await client('executor').post<Export>('/api/exports', { grantId, formats: ['csv'] })
  await client('monitor').post(`/api/exports/${asked.id}/confirm`)
  await world.house.exports.settled()
  const { state, sha256 } = await client('executor').get<Export>(`/api/exports/${asked.id}`)
  expect(state).toBe('awaiting_release')
  return { id: asked.id, sha256: sha256 ?? '' }
}

/** A bare request, as a program sends it that is none of ours. */
async function bare(method: string, path: string, headers: Record<string, string>) {
  const answer = await fetch(client('requester').base + path, { method, headers })
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers }
}

test('nobody but the holder takes package or password, released or not; each try leaves no copy', async () => {
  const { id } = await made()
  for (const _ of ['before the release', 'after it']) {
    for (const role of OTHERS) {
      const [status] = codeOf(await client(role).raw('GET', `/api/exports/${id}/package`))
      expect([role, status === 403 || status === 404]).toEqual([role, true])
      const [password] = await post(role, `/api/exports/${id}/password`)
      expect([role, password === 403 || password === 404]).toEqual([role, true])
    }
    expect(await copiesOf(id)).toBe(0)
    await releaseExport(client, id).catch(() => undefined) // the second time there is nothing left to release
  }
  for (const role of ['agent', 'team_lead', 'administrator', 'supervisor', 'it_reviewer'])
    expect((await client(role).raw('GET', `/api/exports/${id}`)).status).toBeGreaterThanOrEqual(403)
}, 120_000)

test('the address of a package is no key to it: without a session, after signing out, in parts, or asked for its head', async () => {
  const { id, sha256 } = await made()
  await releaseExport(client, id)
  const path = `/api/exports/${id}/package`
  const { cookie } = client('requester')
  expect((await bare('GET', path, {})).status).toBe(401)
  expect((await bare('GET', path, { cookie: `${cookie}x` })).status).toBe(401)
  // a head is no way to count on, and enters nothing
  expect((await bare('HEAD', path, { cookie })).status).toBe(404)
  expect(await copiesOf(id)).toBe(0)
  // who asks for a part gets the whole, and it is in the register as one
  const part = await bare('GET', path, { cookie, range: 'bytes=0-9' })
  expect([part.status, part.headers.get('content-range'), part.headers.get('accept-ranges')]).toEqual([200, null, null])
  expect(part.headers.get('cache-control')).toContain('no-store')
  expect(createHash('sha256').update(part.bytes).digest('hex')).toBe(sha256)
  expect(await copiesOf(id)).toBe(1)
  const again = await bare('GET', path, { cookie, 'if-none-match': '*', 'if-modified-since': new Date().toUTCString() })
  expect([again.status, await copiesOf(id)]).toEqual([200, 2])
}, 120_000)

test('the yes is to one package of one grant: another digest, a second export, a second grant have none', async () => {
  const one = await made()
  const other = await madeOf(one.grant)
  const third = await made()
  for (const { id } of [one, other, third]) await client('legal').post(`/api/exports/${id}/preview`, {})
  for (const { id } of [one, other])
    await client('executor').post(`/api/exports/${id}/originals`, {
      item: 'sealed_medium_record',
      number: 'F',
      place: '柜',
    })
  await client('executor').post(`/api/exports/${one.id}/originals`, {
    item: 'scope_to_conversation_id',
    number: 'F',
    place: '柜',
  })
  expect(await post('legal', `/api/exports/${one.id}/release`, { sha256: other.sha256 })).toEqual([
    409,
    'package_changed',
  ])
  expect((await client('legal').post<Export>(`/api/exports/${one.id}/release`, { sha256: one.sha256 })).state).toBe(
    'ready',
  )
  for (const { id } of [other, third])
    expect(codeOf(await client('requester').raw('GET', `/api/exports/${id}/package`))).toEqual([409, 'not_released'])
  // what was entered for the one does not count for the other
  expect(await post('legal', `/api/exports/${other.id}/release`, { sha256: other.sha256 })).toEqual([
    409,
    'checklist_incomplete',
  ])
  expect(await post('legal', `/api/exports/${one.id}/release`, { sha256: one.sha256 })).toEqual([409, 'not_open'])
}, 120_000)

test('a case is not changed under its package: no such door, and names judged later change no byte', async () => {
  const { grant, id, sha256 } = await made()
  const { requestId } = await world.house.requests.readGrant(grant as never)
  for (const method of ['PUT', 'PATCH', 'DELETE'])
    for (const role of ['requester', 'administrator', 'legal'])
      for (const path of [`/api/requests/${requestId}`, `/api/exports/${id}`, `/api/grants/${grant}`])
        expect([role, (await client(role).raw(method, path, { caseNo: '#other' })).status]).toEqual([role, 404])
  const released = await releaseExport(client, id)
  const { scopeDigest } = await client('legal').get<{ scopeDigest: string }>(`/api/requests/${requestId}`)
  const decision = { stage: 'legal', verdict: 'refuse', reason: '改主意了', scopeDigest }
  expect(await post('legal', `/api/requests/${requestId}/decide`, decision)).toEqual([409, 'not_open'])
  expect(await post('requester', `/api/requests/${requestId}/cancel`, { reason: 'x' })).toEqual([409, 'not_open'])
  expect([released.sha256, released.state]).toEqual([sha256, 'ready'])
  // and nobody is authorised on paper by a grant that is no more
  const authorise = () =>
    post('legal', '/api/papers', {
      kind: 'authorization',
      language: 'zh',
      about: { request: requestId },
      typed: {},
      note: '',
    })
  if (fontsFound()) expect(await authorise()).toEqual([200, undefined])
  await client('legal').post(`/api/grants/${grant}/revoke`, { reason: '不再需要' })
  expect(await authorise()).toEqual([409, 'grant_not_running'])
  expect(codeOf(await client('requester').raw('GET', `/api/exports/${id}/package`))).toEqual([409, 'not_released'])
}, 120_000)

const viewOf = (id: string) => client('executor').get<Export>(`/api/exports/${id}`)

test('what counsel refused after it was out stands for nothing more; its copies are certified once all are entered', async () => {
  const { id } = await made()
  await releaseExport(client, id)
  await client('requester').download(`/api/exports/${id}/package`, () => undefined)
  await client('legal').post(`/api/exports/${id}/withdraw`, { reason: '收件人有误' })
  for (const door of ['package', 'verifier'])
    expect(codeOf(await client('requester').raw('GET', `/api/exports/${id}/${door}`))).toEqual([409, 'not_released'])
  expect(await post('requester', `/api/exports/${id}/password`)).toEqual([409, 'not_released'])
  await client('legal').post(`/api/exports/${id}/refuse`, { reason: '范围有误，不予放行' })
  expect(existsSync(join(world.house.config.house, 'exports', `${id}.zip`))).toBe(false)
  for (const verb of ['preview', 'release', 'refuse', 'withdraw'])
    expect([
      verb,
      (await post('legal', `/api/exports/${id}/${verb}`, { sha256: 'f'.repeat(64), reason: '再试一次' }))[0],
    ]).toEqual([verb, 409])
  const issue = (role: string, kind: string) =>
    post(role, '/api/papers', { kind, language: 'zh', about: { export: id }, typed: {}, note: '' })
  for (const kind of ['confirmation_letter', 'inventory', 'media_seal', 'customer_report'])
    expect([kind, ...(await issue('legal', kind))]).toEqual([kind, 409, 'package_fallen'])
  const { may } = await client('legal').get<z.output<typeof PapersOf>>(`/api/exports/${id}/papers`)
  expect(may).toEqual(['forensic_log'])
  expect(await issue('executor', 'destruction_certificate')).toEqual([409, 'copies_not_destroyed'])
  expect((await world.house.exports.sweep()).overdue).toBeGreaterThanOrEqual(1)
  for (const role of ['auditor', 'administrator', 'agent'])
    expect((await post(role, `/api/exports/${id}/copies/1/destroyed`, { method: 'wiped' }))[0]).toBeGreaterThanOrEqual(
      403,
    )
  await client('requester').post(`/api/exports/${id}/copies/1/destroyed`, { method: 'wiped' })
  expect(await issue('executor', 'destruction_certificate')).toEqual([409, 'copies_not_destroyed'])
  await client('monitor').post(`/api/exports/${id}/copies/1/confirm`)
  if (fontsFound()) expect(await issue('executor', 'destruction_certificate')).toEqual([200, undefined])
}, 120_000)

test('a requester who is made counsel releases nothing of their own', async () => {
  const { id, sha256 } = await made()
  late = (await made()).id // before the clock goes forward: threads of the house have their own
  await releaseExport(client, late)
  const { people } = await client('administrator').get<{ people: { id: string; username: string }[] }>('/api/people')
  const requester = people.find(({ username }) => username === world.person('requester').username)
  const roles = (all: string[]) => client('administrator').raw('PATCH', `/api/people/${requester?.id}`, { roles: all })
  expect((await roles(['requester', 'legal', 'executor', 'monitor'])).status).toBe(200)
  try {
    await signIn('requester')
    for (const [verb, body] of [
      ['preview', {}],
      ['release', { sha256 }],
      ['second', { sha256, reason: '我自己同意' }],
      ['refuse', { reason: '我自己不同意' }],
    ] as const) {
      const [status] = await post('requester', `/api/exports/${id}/${verb}`, body)
      expect([verb, status]).toEqual([verb, 403])
    }
    const [prepared] = await post('requester', '/api/exports', { grantId: (await viewOf(id)).grantId })
    expect(prepared).toBe(403)
  } finally {
    await roles(['requester'])
    await signIn('requester')
  }
}, 120_000)

test('after its end every door of it is closed, before the schedule has come and after; nothing of it lies about', async () => {
  const id = late
  const { expiresAt } = await viewOf(id)
  // a second factor of six minutes ago is none
  ahead += 6 * MINUTE
  const { cookie } = client('requester')
  expect((await bare('GET', `/api/exports/${id}/package`, { cookie })).status).toBe(428)
  expect(await post('requester', `/api/exports/${id}/password`)).toEqual([428, 'step_up_needed'])
  expect(await copiesOf(id)).toBe(0)
  ahead = (expiresAt ?? 0) - systemClock.now() + 1
  // the page that checks a package holds nothing of anybody, and goes with the file
  const shut = async (...doors: ('package' | 'verifier')[]) => {
    for (const door of doors) {
      const [status] = codeOf(await client('requester').raw('GET', `/api/exports/${id}/${door}`))
      expect([door, status === 401 || status === 403 || status === 409]).toEqual([door, true])
    }
    expect((await post('requester', `/api/exports/${id}/password`))[0]).toBeGreaterThanOrEqual(401)
    expect((await post('legal', `/api/exports/${id}/preview`, {}))[0]).toBeGreaterThanOrEqual(401)
    expect(
      (await post('legal', `/api/exports/${id}/preview/pages`, { file: 'data/records-0001.pdf' }))[0],
    ).toBeGreaterThanOrEqual(401)
  }
  await signInAll()
  await shut('package')
  await world.house.exports.sweep()
  await shut('package', 'verifier')
  expect(readdirSync(join(world.house.config.house, 'exports')).filter((name) => name.includes(id))).toEqual([])
}, 120_000)

/** Sessions end with their hour, and with a change of roles; a code counts once. */
async function signIn(role: string): Promise<void> {
  ahead += 30_000
  const { client: each, username, password, totpSecret } = world.person(role)
  const code = codeAt(totpSecret, clock.now())
  expect([role, (await each.raw('POST', '/api/session', { username, password, code })).status]).toEqual([role, 200])
}

async function signInAll(): Promise<void> {
  for (const role of world.cast.keys()) await signIn(role)
}
