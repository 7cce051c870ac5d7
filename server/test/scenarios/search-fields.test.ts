import { afterAll, beforeAll, expect, test } from 'vitest'
import { grantFor, openWorld, participantOf, takeIn, type World } from '#test/world'

// Issue 3, rows B1 and B2: the fields that the house itself answers (customers, departments, projects, marks), under a
// real grant. What lies outside is answered like what is nowhere.

let world: World
const START = Date.UTC(2026, 8, 1)
const DAY = 86_400_000
const TEXTS = { a: '我要退款', b: '客户端崩了', c: '大客户经理来电', d: '没有机会了', e: '有机蔬菜' }

beforeAll(async () => {
  world = await openWorld()
  const line = (conv: string, sender: string, text: string, n: number) => ({
    conv,
    sender,
    text,
    ts: START + n * 60_000,
  })
  await takeIn(world, [
    line('inside', 'anna', TEXTS.a, 0),
    line('inside', 'clerk', TEXTS.b, 1),
    line('inside', 'anna', TEXTS.c, 2),
    line('second', 'anna', TEXTS.d, 3),
    line('second', 'other', TEXTS.e, 4),
    line('outside', 'bert', '退款', 5),
    line('outside', 'clerk2', '退款', 6),
  ])
  const { client } = world.person('administrator')
  const add = (username: string, account: string, department: string, group: string) =>
    client.post('/api/people', {
      username,
      name: username,
      accounts: [{ platform: 'test', account }],
      attributes: { department },
      groups: [group],
    })
  await add('staff-one', 'clerk', '售後一部', '双十一')
  await add('staff-two', 'clerk2', '财务部', '六一八')
  const subject = async (name: string, account: string) => {
    const requester = world.person('requester').client
    const { id } = await requester.post<{ id: string }>('/api/subjects', { name, phone: null })
    await requester.post(`/api/subjects/${id}/participants`, {
      participants: [participantOf(world, account)],
      reason: '同一人',
    })
  }
  await subject('章子怡', 'anna')
  await subject('Berta', 'bert')
}, 180_000)
afterAll(() => world.close())

interface Answer {
  total: number
  hits: { record: number; text?: { text: string } }[]
  expansion: { typed: string; kind: string; became: string[] }[]
  act: string
}
const client = () => world.person('requester').client
const grant = (account = 'anna') =>
  grantFor(world, { people: [participantOf(world, account)], from: START, to: START + DAY })
const ask = (permit: string, query: string, more: object = {}) =>
  client().post<Answer>('/api/search', { permit, query, order: 'oldest', ...more })
const texts = async (permit: string, query: string) =>
  (await ask(permit, query)).hits.map(({ text }) => text?.text ?? '')

test('customers, departments and projects mean the conversations of those who are known to be them', async () => {
  const permit = await grant()
  const { a, b, c, d, e } = TEXTS
  expect(await texts(permit, 'subject:章子')).toEqual([a, b, c, d, e])
  expect(await texts(permit, '客户:zzy -有机')).toEqual([a, b, c, d].filter((text) => !text.includes('有机')))
  expect(await texts(permit, 'department:售后')).toEqual([a, b, c])
  expect(await texts(permit, '部门:=售后一部 项目:双十一')).toEqual([a, b, c])
  expect(await texts(permit, '-team:双十一')).toEqual([d, e])
  expect(await texts(permit, '=客户')).toEqual([b, c])
  expect(await texts(permit, '=有机')).toEqual([e])
})

test('tags, marks and notes are found under their own permit only, by those who may see them', async () => {
  const [permit, other] = [await grant(), await grant('bert')]
  const all = (await ask(permit, '', { open: false })).hits.map(({ record }) => record)
  const mark = (record: number | undefined, kind: string, text = '', shared = false) =>
    client().post<{ marks: { id: string }[] }>('/api/marks', { permit, records: [record], kind, text, shared })
  await mark(all[0], 'mark')
  const { marks } = await mark(all[1], 'tag', '要点', true)
  await mark(all[2], 'note', '要点在此')
  const { a, b, c } = TEXTS
  expect(await texts(permit, '标签:要點')).toEqual([b])
  expect(await texts(permit, 'mark:要点')).toEqual([b])
  expect(await texts(permit, 'marked:mark,note')).toEqual([a, c])
  expect(await texts(permit, 'mark:any 客户')).toEqual([b, c])
  expect((await ask(permit, '-mark:any')).total).toBe(2)
  expect((await ask(permit, '(tag:要点 | =有机)')).total).toBe(2)
  // the other grant knows nothing of it
  expect((await ask(other, 'mark:any')).total).toBe(0)
  // a mark that is taken off is no mark any more
  await client().post(`/api/marks/${marks[0]?.id}/remove`, { permit })
  expect((await ask(permit, 'tag:要点')).total).toBe(0)
  // the search is an act of content; looking for marks needs no other
  const { acts } = await world
    .person('auditor')
    .client.post<{ acts: { id: string; action: string }[] }>('/api/audit', { action: 'conversation.read_marks' })
  expect(acts).toEqual([])
})

test('a class of retention means what the policy in force says of it, inside the grant', async () => {
  const permit = await grant()
  const { a, b, c, d, e } = TEXTS
  expect(await texts(permit, 'class:chat_general')).toEqual([a, b, c, d, e])
  expect(await texts(permit, '保存类别:普通聊天 退款')).toEqual([a])
  expect(await texts(permit, '-class:chat_general')).toEqual([])
  expect((await ask(permit, 'class:network_log,securities')).expansion).toEqual([
    {
      typed: 'class:network_log,securities',
      kind: 'field',
      became: [
        'network_log = kind:event platform:syslog,okta,azure,onelogin,zoom,slack',
        'securities = ∅', // no rule of the shipped policy gives it any
      ],
      isNot: false,
    },
  ])
  const refused = await client().raw('POST', '/api/search', { permit, query: 'class:no_such_class' })
  expect(refused).toMatchObject({ status: 400, body: { code: 'query_class_unknown' } })
  const explained = await client().post<{ classes: string[]; form: object; query: string }>('/api/search/explain', {
    query: '退款 类别:chat_general',
  })
  expect(explained.classes).toEqual(expect.arrayContaining(['chat_general', 'chat_complaint']))
  expect(explained.form).toMatchObject({ words: '退款', classes: ['chat_general'] })
  const { form } = explained
  expect((await client().post<{ query: string }>('/api/search/explain', { form })).query).toBe(
    '退款 class:chat_general',
  )
  const saving = (query: string) =>
    client().raw('POST', '/api/search/saved', { permit, name: 'class', asked: { query } })
  expect([(await saving('class:chat_general')).status, (await saving('class:gone')).status]).toEqual([200, 400])
})

test('what matches only outside the grant is answered like what is nowhere', async () => {
  const permit = await grant()
  const same = ({ act: _act, expansion: _expansion, ...rest }: Answer) => rest
  const more = { facets: ['sender', 'kind', 'conversation'], byDay: true }
  for (const [outside, nowhere] of [
    ['subject:berta', 'subject:nobody'],
    ['department:财务部', 'department:无此部'],
    ['project:六一八', 'project:无此项目'],
    ['-department:财务部', '-department:无此部'],
    ['退款 | project:六一八', '退款 | project:无此项目'],
    ['sender:clerk2', 'sender:clerk3'],
    ['mark:any', 'tag:无此标签'],
  ] as const) {
    expect(same(await ask(permit, outside, more)), outside).toEqual(same(await ask(permit, nowhere, more)))
  }
  const theirs = await grant('bert')
  expect((await ask(theirs, 'department:财务部')).total).toBe(2)
  // somebody else's grant, and a role that may not search
  for (const [role, status] of [
    ['legal', 404],
    ['administrator', 403],
  ] as const) {
    const answer = await world.person(role).client.raw('POST', '/api/search', { permit, query: 'department:售后' })
    expect([role, answer.status]).toEqual([role, status])
  }
})

test('the fields stand in the form, both ways, and are kept with a saved search', async () => {
  const query = '退款 subject:章子怡 department:售后 project:双十一 file:pdf mark:note tag:要点'
  const { form, query: written } = await client().post<{ form: object; query: string }>('/api/search/explain', {
    query: '退款 客户:章子怡 部门:售后 项目:双十一 标记:note 标签:要点 扩展名:pdf',
  })
  expect(form).toMatchObject({
    words: '退款',
    subjects: ['章子怡'],
    departments: ['售后'],
    projects: ['双十一'],
    marks: ['note'],
    tags: ['要点'],
    files: ['pdf'],
  })
  expect(written).toBe('退款 subject:章子怡 department:售后 project:双十一 mark:note tag:要点 file:pdf')
  expect((await client().post<{ query: string }>('/api/search/explain', { form })).query).toBe(query)
  const permit = await grant()
  const saved = await client().post<{ asked: { query: string } }>('/api/search/saved', {
    permit,
    name: '字段',
    asked: { query },
  })
  expect(saved.asked.query).toBe(query)
  expect((await ask(permit, saved.asked.query)).total).toBe(0)
})
