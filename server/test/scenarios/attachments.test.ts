import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decide, type PersonActor } from '#access'
import type { Instant, PersonId } from '#base'
import { grantFor, openWorld, type World } from '#test/world'
import { makeZip } from '../../src/intake/containers/zip.test-support.ts'

// Issue 3, "Attachments in" and B3: files come with their messages, and are looked at inside the house, under a permit.

let world: World
let grant: string
let records: Shown[]
let conversation: number

const START = Date.UTC(2026, 0, 10)
const PHONE = '13800138000'
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(300_000)])
const PAGE = Buffer.from('<html><script>alert(1)</script></html>')
const TEXT = Buffer.from(`合同全文，电话${PHONE}\n`.repeat(20))

interface Attachment {
  at: number
  name: { text: string }
  type: string | null
  bytes: number | null
  missing: string | null
  canPreview: boolean
}
interface Shown {
  record: number
  text: { text: string }
  attachments: Attachment[]
}

const post = (n: number, more: object) => ({
  id: n,
  type: 'message',
  date: '2026-01-10T00:00:00',
  date_unixtime: String(START / 1000 + n * 60),
  from: '林若溪',
  from_id: 'user501',
  text: `第${n}条`,
  ...more,
})
const MESSAGES = [
  post(0, { photo: 'photos/p.png' }),
  post(1, { file: 'files/seite.html', file_name: `发票${PHONE}.png`, mime_type: 'image/png' }),
  post(2, { file: 'files/vertrag.txt', mime_type: 'text/plain' }),
  post(3, { photo: '(File not included. Change data exporting settings to download.)' }),
  post(4, {}),
]
const ZIP = makeZip([
  { name: 'result.json', data: JSON.stringify({ name: '售后群', type: 'private_group', id: 88, messages: MESSAGES }) },
  { name: 'photos/p.png', data: PNG },
  { name: 'files/seite.html', data: PAGE },
  { name: 'files/vertrag.txt', data: TEXT },
])

beforeAll(async () => {
  world = await openWorld()
  const form = new FormData()
  form.append('options', JSON.stringify({ origin: 'test' }))
  form.append('file', new Blob([ZIP]), 'export.zip')
  const started = await world.person('administrator').client.post<{ id: never }>('/api/intake/imports', form)
  const ended = await world.house.intake.ended(started.id)
  expect(ended).toMatchObject({ state: 'finished', format: 'telegram' })
  expect(ended.counts).toMatchObject({ items: 5, archived: 5, quarantined: 0, attached: 3, attachedMissing: 1 })
  await world.house.search.reach(world.house.archive.catalog.counts().entries)
  const lin = world.house.archive.catalog.participantOf('telegram', 'user501')?.no ?? 0
  grant = await grantFor(world, { people: [lin], from: START, to: START + 86_400_000 })
  const { client } = world.person('requester')
  const found = await client.post<{ hits: { conversation: number; attachments: Attachment[] }[] }>('/api/search', {
    permit: grant,
    query: '',
    order: 'oldest',
  })
  conversation = found.hits[0]?.conversation ?? 0
  expect(found.hits.map((hit) => hit.attachments.length)).toEqual([1, 1, 1, 1, 0])
  records = (await client.post<{ records: Shown[] }>('/api/search/conversation', { permit: grant, conversation }))
    .records
}, 180_000)
afterAll(() => world.close())

const noOf = (n: number) => records[n]?.record ?? -1

/** One file, as a browser would get it. */
async function open(role: string, body: object) {
  const { client } = world.person(role)
  const response = await fetch(`${client.base}/api/attachments/open`, {
    method: 'POST',
    headers: { 'x-cunzhen': '1', cookie: client.cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ permit: grant, attachment: 0, ...body }),
  })
  const bytes = Buffer.from(await response.arrayBuffer().catch(() => new ArrayBuffer(0)))
  const isProblem = response.headers.get('content-type')?.includes('json')
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    code: isProblem ? JSON.parse(bytes.toString()).code : null,
  }
}
const acts = async () =>
  (
    await world
      .person('auditor')
      .client.post<{ acts: { outcome: string; reason: string; permit: string; detail: object }[] }>('/api/audit', {
        action: 'conversation.open_attachment',
      })
  ).acts

test('beside a message stands what its files are, their names masked, their hashes nowhere', () => {
  expect(records.map(({ attachments }) => attachments)).toMatchObject([
    [{ at: 0, name: { text: 'p.png' }, type: 'image/png', bytes: PNG.length, missing: null, canPreview: true }],
    [{ type: 'text/html', bytes: PAGE.length, canPreview: false }],
    [{ type: 'text/plain', canPreview: true }],
    [{ type: null, bytes: null, missing: 'not_included', canPreview: false }],
    [],
  ])
  expect(JSON.stringify(records)).not.toContain(PHONE)
  expect(records[1]?.attachments[0]?.name.text).toContain('发票')
  expect(JSON.stringify(records)).not.toContain(createHash('sha256').update(PNG).digest('hex'))
})

describe('a file is looked at', () => {
  test('whole, in a way that no browser runs it, and its act was on disk before', async () => {
    const before = (await acts()).length
    const { status, headers, bytes } = await open('requester', { record: noOf(0) })
    expect([status, bytes.equals(PNG)]).toEqual([200, true])
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(PNG.length),
      'content-disposition': `inline; filename="record-${noOf(0)}-1.png"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'repr-digest': `sha-256=:${createHash('sha256').update(PNG).digest('base64')}:`,
    })
    const [act, ...rest] = await acts()
    expect(rest).toHaveLength(before)
    expect(act).toMatchObject({
      outcome: 'allowed',
      permit: grant,
      detail: { record: noOf(0), attachment: 0, as: 'preview' },
    })
  })

  test('as text, and never as a page: what calls itself a picture is what it is', async () => {
    const { headers, bytes } = await open('requester', { record: noOf(2) })
    expect([headers.get('content-type'), bytes.equals(TEXT)]).toEqual(['text/plain; charset=utf-8', true])
    expect(await open('requester', { record: noOf(1) })).toMatchObject({ status: 409, code: 'not_shown' })
    const saved = await open('requester', { record: noOf(1), as: 'download' })
    expect([saved.status, saved.bytes.equals(PAGE)]).toEqual([200, true])
    expect(saved.headers.get('content-type')).toBe('application/octet-stream')
    expect(saved.headers.get('content-disposition')).toBe(`attachment; filename="record-${noOf(1)}-1.bin"`)
  })
})

describe('a file is not handed out', () => {
  test('to somebody without the permit, and not to who keeps the house', async () => {
    expect(await open('supervisor', { record: noOf(0) })).toMatchObject({ status: 404, code: 'not_found' })
    expect(await open('administrator', { record: noOf(0) })).toMatchObject({
      status: 403,
      code: 'administrator_no_content',
    })
    expect(await open('auditor', { record: noOf(0) })).toMatchObject({ status: 403, code: 'role_missing' })
    expect(await open('requester', { record: noOf(0), permit: 'window' })).not.toMatchObject({ status: 200 })
  })

  test('of a record outside the scope, of one without it, or of none: one answer for what is not there', async () => {
    const lin = world.house.archive.catalog.participantOf('telegram', 'user501')?.no ?? 0
    const narrow = await grantFor(world, { people: [lin], from: START + 4 * 60_000, to: START + 86_400_000 })
    const notThere = { status: 404, code: 'record_not_found' }
    expect(await open('requester', { permit: narrow, record: noOf(0) })).toMatchObject(notThere)
    expect(await open('requester', { permit: narrow, record: 999_999 })).toMatchObject(notThere)
    expect(await open('requester', { permit: narrow, record: noOf(4) })).toMatchObject({ code: 'attachment_not_found' })
    expect(await open('requester', { record: noOf(0), attachment: 1 })).toMatchObject({ code: 'attachment_not_found' })
    expect(await open('requester', { record: noOf(3) })).toMatchObject({ status: 404, code: 'attachment_missing' })
    expect(await open('requester', { record: noOf(0) })).toMatchObject({ status: 200 })
  })

  test('without a fresh second factor, nor taken away under a window; each refusal beside its permission', () => {
    const now = world.house.clock.now()
    const person = (until: number | null): PersonActor => ({
      kind: 'person',
      id: 'psn_aaaaaaaaaaaaaaaa' as PersonId,
      roles: ['legal'],
      steppedUpUntil: until as Instant | null,
      ip: null,
    })
    const verdict = (until: number | null, permit: 'window' | 'grant', isDownload: boolean) =>
      decide(person(until), 'conversation.open_attachment', { permit, isDownload }, world.house.policy(), now).reason
    expect(verdict(now + 1, 'grant', true)).toBeNull()
    expect(verdict(now + 1, 'window', false)).toBeNull()
    expect(verdict(now + 1, 'window', true)).toBe('download_needs_grant')
    for (const until of [null, now]) expect(verdict(until, 'grant', false)).toBe('step_up_needed')
  })

  test('after the grant was revoked, whatever is asked', async () => {
    const lin = world.house.archive.catalog.participantOf('telegram', 'user501')?.no ?? 0
    const short = await grantFor(world, { people: [lin], from: START, to: START + 86_400_000 })
    expect(await open('requester', { permit: short, record: noOf(0) })).toMatchObject({ status: 200 })
    await world.person('legal').client.post(`/api/grants/${short}/revoke`, { reason: 'over' })
    expect(await open('requester', { permit: short, record: noOf(0) })).toMatchObject({ code: 'grant_not_running' })
  })
})

test('on the disk nothing of it can be read, and damage breaks the answer off', async () => {
  const dir = join(world.house.config.house, 'objects')
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name))
  expect(paths).toHaveLength(3)
  for (const path of paths) expect(readFileSync(path).includes('合同全文')).toBe(false)
  const [largest = ''] = paths.sort((a, b) => readFileSync(b).length - readFileSync(a).length)
  const whole = readFileSync(largest)
  const broken = Buffer.from(whole)
  broken[200_000] = (broken[200_000] ?? 0) ^ 1
  writeFileSync(largest, broken)
  // the answer has begun when the damage is met: it ends short, and never with a wrong byte
  const { bytes } = await open('requester', { record: noOf(0) })
  expect(bytes.equals(PNG.subarray(0, bytes.length)) && bytes.length < PNG.length).toBe(true)
  writeFileSync(largest, whole)
  expect((await open('requester', { record: noOf(0) })).bytes.equals(PNG)).toBe(true)
})
