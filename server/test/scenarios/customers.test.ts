import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Line, openWorld, participantOf, takeIn, type World } from '#test/world'

// A7: a clerk finds all conversations of a customer with three accounts on two platforms, by any of what they know.

let world: World
const START = Date.UTC(2026, 8, 1)
const OTHER = 'gateway'

beforeAll(async () => {
  world = await openWorld()
  const lines: Line[] = [
    { conv: 'c1', sender: '13800138000', text: '我的订单还没到', ts: START },
    { conv: 'c1', sender: 'clerk', text: '马上查', ts: START + 1000 },
    { conv: 'c2', sender: 'lin.ruoxi', text: '在吗', ts: START + 2000 },
    { conv: 'c3', sender: 'somebody', text: '别人的会话', ts: START + 3000 },
  ]
  await takeIn(world, lines)
  const form = new FormData()
  const mapping = {
    platform: OTHER,
    conversation: 'conv',
    sender: 'sender',
    text: 'text',
    time: 'ts',
    timeFormat: 'ms',
  }
  form.append('options', JSON.stringify({ format: 'jsonl', origin: OTHER, mapping }))
  const line = { conv: 'g1', sender: '+86 138 0013 8000', text: '短信里说过', ts: START + 4000 }
  form.append('file', new Blob([`${JSON.stringify(line)}\n`]), 'gateway.jsonl')
  const started = await world.person('administrator').client.post<{ id: never }>('/api/intake/imports', form)
  await world.house.intake.ended(started.id)
}, 120_000)
afterAll(() => world.close())

interface Shown {
  id: string
  name: string
  phone: string | null
  participants: { no: number; platform: string }[]
  identifiers: { id: string; hint: string }[]
  merges: { id: string }[]
}

test('the house proposes the number on both platforms, a clerk confirms and links the third, and all is found', async () => {
  const clerk = world.person('requester').client
  const { proposals } = await clerk.get<{
    proposals: { id: string; what: string; by: string; participants: object[] }[]
  }>('/api/subjects/proposals')
  const [phone] = proposals.filter(({ by }) => by === 'phone')
  expect(phone).toMatchObject({ what: 'new', participants: [{ platform: 'test' }, { platform: OTHER }] })

  const made = await clerk.post<Shown>(`/api/subjects/proposals/${phone?.id}/confirm`, {
    reason: '两个平台同一号码',
    name: '林若溪',
  })
  await clerk.post(`/api/subjects/${made.id}/participants`, {
    participants: [participantOf(world, 'lin.ruoxi')],
    reason: '来电确认',
  })
  await clerk.post(`/api/subjects/${made.id}/identifiers`, { kind: 'order', value: '#2026-88001234' })

  for (const find of ['林若溪', '138 0013 8000', 'lin.ruoxi', '2026-88001234']) {
    const { subjects } = await clerk.post<{ subjects: Shown[] }>('/api/subjects/find', { find })
    expect(subjects.map(({ id }) => id)).toEqual([made.id])
    expect(subjects[0]?.participants.map(({ platform }) => platform).sort()).toEqual([OTHER, 'test', 'test'])
  }
  const { conversations } = await clerk.get<{ conversations: { platform: string; own: number[]; records: null }[] }>(
    `/api/subjects/${made.id}/conversations`,
  )
  expect(conversations.map(({ platform }) => platform).sort()).toEqual([OTHER, 'test', 'test'])
  expect(conversations.every(({ own, records }) => own.length === 1 && records === null)).toBe(true)
})

test('two customers are merged after a look at what changes, taken back, and nothing of a name stands in a path', async () => {
  const clerk = world.person('requester').client
  const other = await clerk.post<Shown>('/api/subjects', { name: '某客户', note: '' })
  await clerk.post(`/api/subjects/${other.id}/participants`, { participants: [participantOf(world, 'somebody')] })
  const [lin] = (await clerk.post<{ subjects: Shown[] }>('/api/subjects/find', { find: '林若溪' })).subjects
  const plan = await clerk.post(`/api/subjects/${lin?.id}/merge/preview`, { other: other.id })
  expect(plan).toMatchObject({ participants: [participantOf(world, 'somebody')], conversations: 4, takesPhone: false })
  const one = await clerk.post<Shown>(`/api/subjects/${lin?.id}/merge`, { other: other.id, reason: '同一人' })
  expect(one.participants).toHaveLength(4)
  const back = await clerk.post<Shown>(`/api/subjects/merges/${one.merges[0]?.id}/undo`, { reason: '并错' })
  expect(back.participants).toHaveLength(3)
  const left = await clerk.post<{ stays: Shown; made: Shown }>(`/api/subjects/${lin?.id}/split`, {
    participants: [participantOf(world, 'lin.ruoxi')],
    name: '另一位',
    reason: '账号不是本人',
  })
  expect([left.stays.participants.length, left.made.participants.length]).toEqual([2, 1])

  const acts = await world
    .person('auditor')
    .client.post<{ acts: { action: string; outcome: string; detail: { reason?: string } }[] }>('/api/audit', {})
  const told = acts.acts
    .filter(({ action }) => action.startsWith('subject.'))
    .map(({ action, detail }) => [action, detail.reason])
  expect(told).toEqual(
    expect.arrayContaining([
      ['subject.merge', '同一人'],
      ['subject.undo_merge', '并错'],
      ['subject.split', '账号不是本人'],
      ['subject.decide', '两个平台同一号码'],
    ]),
  )
})

test('an administrator, an auditor and an executor neither merge nor see proposals', async () => {
  for (const role of ['administrator', 'auditor'] as const) {
    const { client } = world.person(role)
    expect((await client.raw('GET', '/api/subjects/proposals')).status).toBe(403)
  }
  const executor = world.person('executor').client
  const id = 'sub_aaaaaaaaaaaaaaaa'
  expect((await executor.raw('POST', `/api/subjects/${id}/merge`, { other: id, reason: '理由' })).status).toBe(403)
})
