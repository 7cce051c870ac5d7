import { afterAll, beforeAll, expect, test } from 'vitest'
import { readActs } from '#audit'
import type { Instant } from '#base'
import { codeAt } from '#demo'
import { openWorld, type World } from '#test/world'

// A3: what could not be read is seen by those who answer for it, masked, each look an act; and is read again later.

/** The house's clock goes on by this, for what grows stale. */
let late = 0
const clock = { now: () => (Date.now() + late) as Instant }
let world: World
let imported: { id: string; counts: { quarantined: number } }
const PHONE = '13800138000'
const message = (n: number) => ({
  msgid: `q${n}`,
  action: 'send',
  from: 'clerk',
  tolist: ['lin.ruoxi'],
  roomid: '',
  msgtime: 1788000000000 + n,
  msgtype: 'text',
  text: { content: n === 0 ? `请打 ${PHONE} 找我` : `第${n}条` },
})

beforeAll(async () => {
  world = await openWorld(clock)
  const form = new FormData()
  // taken for a table that it is not: every line goes to quarantine
  const mapping = { platform: 'test', conversation: 'conv', sender: 'sender', text: 'words' }
  form.append('options', JSON.stringify({ format: 'jsonl', origin: 'test', mapping }))
  form.append('file', new Blob([0, 1, 2].map((n) => `${JSON.stringify(message(n))}\n`)), '会话.jsonl')
  const started = await world.person('administrator').client.post<{ id: never }>('/api/intake/imports', form)
  await world.house.intake.ended(started.id)
  imported = await world.person('administrator').client.get(`/api/intake/imports/${started.id}`)
}, 120_000)
afterAll(() => world.close())

interface Span {
  id: string
  reason: string
  resolvedBy: string | null
}
const spans = async (query = '') =>
  (
    await world
      .person('administrator')
      .client.get<{ quarantined: Span[] }>(`/api/intake/imports/${imported.id}/quarantine${query}`)
  ).quarantined

test('it is listed by reason for those who keep the house, without its bytes', async () => {
  expect(imported.counts.quarantined).toBe(3)
  expect(await spans('?reason=missing_column&state=open')).toHaveLength(1)
  expect(await spans('?reason=bad_json')).toEqual([])
  expect(JSON.stringify(await spans())).not.toContain(PHONE)
  await expect(
    world.person('requester').client.get(`/api/intake/imports/${imported.id}/quarantine`),
  ).rejects.toMatchObject({ code: 'role_missing' })
})

test('its bytes are opened by legal and data security only, masked, and each look is an act', async () => {
  const [span] = await spans()
  const path = `/api/intake/quarantine/${span?.id}/open`
  for (const role of ['legal', 'data_security']) {
    const opened = await world.person(role).client.post<{
      text: { text: string; masks: object[] }
      hex: { bytes: string }[]
      bytes: number
    }>(path, {})
    expect(opened.text.text).toContain('请打')
    expect(opened.text.text).not.toContain(PHONE)
    expect(opened.text.masks.length).toBeGreaterThan(0)
    const bytes = opened.hex.map((line) => line.bytes).join(' ')
    expect(bytes).not.toContain(
      Buffer.from(PHONE)
        .toString('hex')
        .replace(/(..)(?=.)/g, '$1 '),
    )
    expect(bytes.split(' ')).toHaveLength(opened.bytes)
    expect(bytes).toContain('··')
  }
  for (const role of ['administrator', 'auditor', 'it_reviewer', 'requester']) {
    await expect(world.person(role).client.post(path, {})).rejects.toThrow()
  }
  const { acts } = await world
    .person('auditor')
    .client.post<{ acts: { action: string; outcome: string }[] }>('/api/audit', {
      action: 'intake.open_quarantined',
    })
  expect(acts.filter(({ outcome }) => outcome === 'allowed')).toHaveLength(2)
  expect(acts.filter(({ outcome }) => outcome === 'refused').length).toBeGreaterThan(0)
})

test('its bytes ask for a fresh second factor; a stale one opens nothing', async () => {
  const [span] = await spans()
  const { client, totpSecret } = world.person('legal')
  const open = () => client.raw('POST', `/api/intake/quarantine/${span?.id}/open`, {})
  late += 6 * 60_000 // a sign-in counts for five minutes
  expect(await open()).toMatchObject({ status: 428, body: { code: 'step_up_needed' } })
  expect((await open()).body).not.toHaveProperty('text')
  const { acts } = await readActs(world.house.db, { action: 'intake.open_quarantined' }, { limit: 2, ledgerSize: 0 })
  expect(acts.map(({ reason, permit }) => [reason, permit])).toEqual([1, 2].map(() => ['step_up_needed', span?.id]))
  await client.post('/api/session/step-up', { code: codeAt(totpSecret, clock.now()) })
  expect(await open()).toMatchObject({ status: 200, body: { at: 0 } })
})

test('it is read again by today’s importers, as an import of its own', async () => {
  const { client } = world.person('administrator')
  await expect(
    world.person('legal').client.post('/api/intake/quarantine/rerun', { importId: imported.id }),
  ).rejects.toMatchObject({ code: 'role_missing' })
  const started = await client.post<{ id: never }>('/api/intake/quarantine/rerun', { importId: imported.id })
  await world.house.intake.ended(started.id)
  expect(await client.get(`/api/intake/imports/${started.id}`)).toMatchObject({
    format: 'wecom',
    rereads: imported.id,
    counts: { items: 3, archived: 3, quarantined: 0 },
  })
  expect(await client.get(`/api/intake/imports/${imported.id}`)).toMatchObject({ resolved: 3, counts: imported.counts })
  expect((await spans('?state=resolved')).map(({ resolvedBy }) => resolvedBy)).toEqual([started.id])
})

test('a mapping is saved and found by those who import', async () => {
  const { client } = world.person('administrator')
  const mapping = { platform: 'test', conversation: 'c', sender: 's', text: 't' }
  const saved = await client.post<{ id: string }>('/api/intake/mappings', { name: '工单', format: 'csv', mapping })
  expect(await client.get('/api/intake/mappings')).toMatchObject({ mappings: [{ id: saved.id, name: '工单' }] })
  await expect(world.person('legal').client.get('/api/intake/mappings')).rejects.toMatchObject({ code: 'role_missing' })
  await client.call('DELETE', `/api/intake/mappings/${saved.id}`)
  expect(await client.get('/api/intake/mappings')).toEqual({ mappings: [] })
})

test('an import is paused, gone on with and cancelled by those who import, not by others', async () => {
  const path = `/api/intake/imports/${imported.id}`
  for (const what of ['pause', 'cancel']) {
    await expect(world.person('administrator').client.post(`${path}/${what}`)).rejects.toMatchObject({
      code: 'import_not_running',
    })
    await expect(world.person('data_security').client.post(`${path}/${what}`)).rejects.toMatchObject({
      code: 'role_missing',
    })
  }
  await expect(world.person('administrator').client.post(`${path}/resume`)).rejects.toMatchObject({
    code: 'upload_gone',
  })
})
