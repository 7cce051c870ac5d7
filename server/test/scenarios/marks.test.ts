import { afterAll, beforeAll, expect, test } from 'vitest'
import { grantFor, openWorld, participantOf, takeIn, type World } from '#test/world'

// B3: marks, tags and notes inside a grant, and the extract "3 of n in scope"; outside it they are nowhere.

let world: World
const START = Date.UTC(2026, 8, 1)
const DAY = 86_400_000

beforeAll(async () => {
  world = await openWorld()
  const lines = Array.from({ length: 40 }, (_, n) => [
    { conv: 'inside', sender: n % 2 ? 'anna' : 'clerk', text: `账单 ${n} 13800138000`, ts: START + n * 60_000 },
    { conv: 'outside', sender: n % 2 ? 'bert' : 'clerk2', text: `别处 ${n}`, ts: START + n * 60_000 },
  ]).flat()
  await takeIn(world, lines)
}, 180_000)
afterAll(() => world.close())

interface Mark {
  id: string
  record: number
  kind: string
  text: { text: string }
  own: boolean
  by: string
  removed: object | null
}
const client = () => world.person('requester').client
const recordsIn = async (permit: string) =>
  (
    await client().post<{ hits: { record: number }[] }>('/api/search', { permit, open: false, order: 'oldest' })
  ).hits.map(({ record }) => record)

test('reviewers mark, tag, note, take off, and extract in order of time with the count of all', async () => {
  const grant = await grantFor(world, { people: [participantOf(world, 'anna')], from: START, to: START + DAY })
  const [a = 0, b = 0, c = 0, d = 0] = await recordsIn(grant)
  const add = (records: number[], kind: string, text = '', shared = false) =>
    client().post<{ marks: Mark[] }>('/api/marks', { permit: grant, records, kind, text, shared })
  await add([c, a], 'mark')
  await add([b], 'tag', '要点', true)
  const { marks } = await add([d], 'note', '这里提到了号码 13800138000', true)
  expect(marks).toMatchObject([{ own: true, text: { text: '这里提到了号码 13800138000' }, removed: null }])
  await client().post(`/api/marks/${marks[0]?.id}/remove`, { permit: grant })

  const extract = await client().post<{
    marked: number
    inScope: number
    records: { record: number; marks: Mark[] }[]
  }>('/api/marks/extract', { permit: grant })
  expect([extract.marked, extract.inScope]).toEqual([3, 40])
  expect(extract.records.map(({ record }) => record)).toEqual([a, b, c])
  expect(JSON.stringify(extract)).not.toContain('13800138000')
  const tagged = await client().post<typeof extract>('/api/marks/extract', { permit: grant, tag: '要点' })
  expect(tagged.records.map(({ record }) => record)).toEqual([b])
  const history = await client().post<{ marks: Mark[] }>('/api/marks/read', { permit: grant, removed: true })
  expect(history.marks.filter(({ removed }) => removed)).toHaveLength(1)
})

test('a record outside the grant is marked like one that is nowhere, and marks are nobody else’s', async () => {
  const anna = participantOf(world, 'anna')
  const grant = await grantFor(world, { people: [anna], from: START, to: START + DAY })
  const other = await grantFor(world, { people: [participantOf(world, 'bert')], from: START, to: START + DAY })
  const [theirs = 0] = await recordsIn(other)
  const [own = 0] = await recordsIn(grant)
  const mark = (records: number[], permit = grant) =>
    client().raw('POST', '/api/marks', { permit, records, kind: 'mark', text: '', shared: true })
  const outside = await mark([theirs])
  expect(outside).toMatchObject({ status: 404, body: { code: 'record_not_found' } })
  expect(await mark([999_999])).toEqual(outside)
  // one outside, none of them marked
  expect(await mark([own, theirs])).toEqual(outside)
  expect((await client().post<{ marks: Mark[] }>('/api/marks/read', { permit: grant })).marks).toEqual([])

  expect((await mark([own])).status).toBe(200)
  const elsewhere = await client().post<{ marks: Mark[] }>('/api/marks/read', { permit: other })
  expect(elsewhere.marks).toEqual([])
  for (const [role, status] of [
    ['legal', 404], // somebody else's grant is answered like none
    ['administrator', 403],
    ['auditor', 403],
  ] as const) {
    const answer = await world.person(role).client.raw('POST', '/api/marks/read', { permit: grant })
    expect([role, answer.status]).toEqual([role, status])
  }
})

test('when the grant is revoked its marks are out of reach', async () => {
  const grant = await grantFor(world, { people: [participantOf(world, 'anna')], from: START, to: START + DAY })
  const [own = 0] = await recordsIn(grant)
  await client().post('/api/marks', { permit: grant, records: [own], kind: 'note', text: '说明', shared: false })
  await client().post(`/api/grants/${grant}/revoke`, { reason: '办结' })
  for (const path of ['/api/marks/read', '/api/marks/extract']) {
    expect((await client().raw('POST', path, { permit: grant })).status).toBe(409)
  }
})
