import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Clock, type Instant, systemClock } from '#base'
import { openWorld, takeIn, type World } from '#test/world'

// The State Council's table of the next year, brought into a house whose deadlines already lead there.

const EVE = Date.parse('2026-12-31T10:00:00+08:00')
const began = systemClock.now()
/** It goes by the second hand of this machine, from the last morning of the year that ships with the house. */
const clock: Clock = { now: () => (EVE + (systemClock.now() - began)) as Instant }
let world: World

beforeAll(async () => {
  world = await openWorld(clock)
  await takeIn(world, [{ conv: 'c1', sender: 'anna', text: '您好', ts: Date.parse('2026-12-01T10:00:00+08:00') }])
}, 120_000)
afterAll(() => world.close())

const client = (role: string) => world.person(role).client
const table = (days: string, more = '') =>
  `# 国务院办公厅通知\nid: CN_state_council\nzone: Asia/Shanghai\nyears:\n  2027: {holidays: [${days}], make_up_days: [2027-02-20]${more}}\n`
const NEXT = table('{name: 元旦, from: 2027-01-01, to: 2027-01-03}')

async function ask(caseNo: string): Promise<{ id: string; waitingFor: { due: number | null } }> {
  const scope = {
    subjects: [],
    people: [],
    conversations: [1],
    from: EVE - 40 * 86_400_000,
    to: EVE,
    kinds: null,
    undated: false,
  }
  const asked = {
    purpose: 'dispute',
    basis: 'contract',
    caseNo,
    reason: '情景测试',
    scope,
    useUntil: EVE + 7 * 86_400_000,
  }
  return client('requester').post('/api/requests', asked)
}

test('a house whose days are nearly over says so, and flags what leads beyond', async () => {
  const { waitingFor } = await ask('#2026-0901')
  expect(waitingFor.due).toBeNull()
  const known = await client('data_security').get('/api/calendar')
  expect(known).toMatchObject({
    isUsed: true,
    knownUntil: Date.parse('2027-01-01T00:00:00+08:00'),
    warning: 'soon',
    version: null,
    flagged: 1,
  })
})

test('only the administrator brings a table in, freshly stepped up, for a reason, and only a right one', async () => {
  const wanted = { text: NEXT, replaces: [], seen: null, reason: '通知已发布' }
  for (const role of ['data_security', 'legal', 'auditor', 'it_reviewer', 'requester', 'executor']) {
    expect(await client(role).raw('POST', '/api/calendar', wanted)).toMatchObject({
      status: 403,
      body: { code: 'role_missing' },
    })
    expect((await client(role).raw('POST', '/api/calendar/preview', { text: NEXT })).status).toBe(403)
  }
  expect((await client('requester').raw('GET', '/api/calendar')).status).toBe(403)
  const said = async (text: string) =>
    (await client('administrator').raw('POST', '/api/calendar/preview', { text })).body
  expect(await said('years: [')).toMatchObject({ code: 'calendar_not_yaml' })
  expect(await said(table('', ', half: []'))).toMatchObject({
    code: 'calendar_field_unknown',
    detail: { at: 'years.2027' },
  })
  expect(await said(table('{name: 春节, from: 2027-02-15, to: 2027-02-21}'))).toMatchObject({
    code: 'calendar_day_twice',
  })
  expect((await client('administrator').raw('POST', '/api/calendar', { ...wanted, reason: ' ' })).status).toBe(400)
  expect((await client('administrator').raw('POST', '/api/calendar', { ...wanted, seen: 4 })).body).toMatchObject({
    code: 'changed_meanwhile',
  })
})

test('with it the flagged deadline gets its end, from when its clock began; a later table moves none that was told', async () => {
  const { id } = await ask('#2026-0902')
  const due = async () =>
    (await client('requester').get<Awaited<ReturnType<typeof ask>>>(`/api/requests/${id}`)).waitingFor.due
  const admin = client('administrator')
  expect(await admin.post('/api/calendar/preview', { text: NEXT })).toMatchObject({
    seen: null,
    flagged: 2,
    computable: 2,
  })
  expect(await due()).toBeNull() // looking changes nothing
  const brought = await admin.post('/api/calendar', { text: NEXT, replaces: [], seen: null, reason: '通知已发布' })
  expect(brought).toMatchObject({
    version: 1,
    flagged: 0,
    warning: null,
    knownUntil: Date.parse('2028-01-01T00:00:00+08:00'),
  })
  expect(await due()).toBe(Date.parse('2027-01-05T00:00:00+08:00'))

  const longer = table('{name: 元旦, from: 2027-01-01, to: 2027-01-20}')
  const other = { text: longer, seen: 1, reason: '更正' }
  expect(await admin.raw('POST', '/api/calendar', { ...other, replaces: [] })).toMatchObject({
    status: 409,
    body: { code: 'calendar_years_known', detail: { years: '2027' } },
  })
  await admin.post('/api/calendar', { ...other, replaces: [2027] })
  expect(await due()).toBe(Date.parse('2027-01-05T00:00:00+08:00'))
  expect((await ask('#2026-0903')).waitingFor.due).toBe(Date.parse('2027-01-22T00:00:00+08:00'))

  const { versions } = await client('legal').get<{ versions: { text: string; byName: string }[] }>(
    '/api/calendar/versions',
  )
  expect(versions.map(({ text }) => text)).toEqual([longer, NEXT])
  const { acts } = await client('auditor').post<{ acts: { action: string; outcome: string; detail: unknown }[] }>(
    '/api/audit',
    {
      action: 'calendar.bring',
    },
  )
  expect(acts.filter(({ outcome }) => outcome === 'allowed').map(({ detail }) => detail)).toMatchObject([
    { years: [2027], replaces: [2027] },
    { years: [2027], replaces: [] },
  ])
})
