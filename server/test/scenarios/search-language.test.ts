import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { grantFor, type Line, openWorld, participantOf, takeIn, type World } from '#test/world'

// Issue 3, rows B1 and B2: the query language, its form, facets and saved searches through the API of a whole house.

let world: World
const START = Date.UTC(2026, 8, 1, 1)
const MINUTE = 60_000

beforeAll(async () => {
  world = await openWorld()
  const line = (conv: string, sender: string, text: string, n: number): Line => ({
    conv,
    sender,
    text,
    ts: START + n * MINUTE,
  })
  await takeIn(world, [
    line('inside', 'anna', '我要退款 ok', 0),
    line('inside', 'clerk', '加V聊 okay', 1),
    line('inside', 'anna', '找张三丰', 2),
    line('inside', 'clerk', '电话 13800138000', 3),
    line('outside', 'bert', '退款 ok', 4),
  ])
})
afterAll(() => world.close())

interface Answer {
  total: number
  hits: { text: { text: string; highlights: { start: number; end: number }[] } }[]
  expansion: { typed: string; kind: string; became: string[]; isNot: boolean }[]
  facets: { sender?: { top: { sender: number; name: { text: string }; hits: number }[]; rest: object } }
  act: string
}

async function grant(): Promise<string> {
  return grantFor(world, { people: [participantOf(world, 'anna')], from: START, to: START + 86_400_000 })
}

test('words are expanded, explained and highlighted; names mean only who speaks inside the grant', async () => {
  const permit = await grant()
  const { client } = world.person('requester')
  const ask = (query: string, more: object = {}) => client.post<Answer>('/api/search', { permit, query, ...more })
  const texts = async (query: string) => (await ask(query)).hits.map(({ text }) => text.text)

  expect(await texts('=ok')).toEqual(['我要退款 ok'])
  expect(await texts('evasive:微信')).toEqual(['加V聊 okay'])
  expect(await texts('py:zsf sender:anna')).toHaveLength(1)
  expect(await texts('sender:clerk -电话')).toEqual(['加V聊 okay'])
  expect(await texts('from:2026-09-01T09:01 to:2026-09-01T09:02')).toHaveLength(2)
  const evasive = await ask('evasive:微信')
  expect(evasive.expansion).toMatchObject([{ typed: 'evasive:微信', kind: 'evasive', isNot: false }])
  expect(evasive.expansion[0]?.became).toContain('加v')
  const [shown] = evasive.hits
  const [mark] = shown?.text.highlights ?? []
  expect(shown?.text.text.slice(mark?.start, mark?.end)).toBe('加V')
  // a hit inside a mask is a hit, and the mask stays whole
  const [masked] = (await ask('13800138000')).hits
  expect(masked?.text.text).not.toContain('13800138000')

  const same = ({ act: _act, expansion: _expansion, ...rest }: Answer) => rest
  const facets = { facets: ['sender', 'kind', 'conversation'], byDay: true }
  for (const [outside, nowhere] of [
    ['sender:bert', 'sender:nobody'],
    ['participant:bert', 'participant:nobody'],
    ['conversation:outside', 'conversation:nowhere'],
    ['退款 sender:bert', '退款 sender:nobody'],
  ] as const) {
    expect(same(await ask(outside, facets))).toEqual(same(await ask(nowhere, facets)))
  }
})

test('facets count the hits inside the grant, with names masked', async () => {
  const permit = await grant()
  const { facets, hits } = await world
    .person('requester')
    .client.post<Answer>('/api/search', { permit, query: '', facets: ['sender'], limit: 1 })
  expect(hits).toHaveLength(1)
  expect(facets.sender?.top.map(({ hits: count }) => count)).toEqual([2, 2])
  expect(facets.sender?.top.every(({ name }) => name.text.length > 0 && name.text !== 'anna')).toBe(true)
})

describe('a query is explained', () => {
  test('as a form, and written from one, without an act', async () => {
    const { client } = world.person('requester')
    const explained = await client.post<{ query: string; form: object; tree: { what: string } }>(
      '/api/search/explain',
      {
        query: '（退款｜退货） 发送人：#3 类型：文件 to:2026-10-01',
      },
    )
    expect(explained).toMatchObject({
      query: '(退款 OR 退货) sender:#3 kind:文件 to:2026-10-01',
      form: { words: '退款 OR 退货', senders: ['#3'], kinds: ['file'], to: Date.UTC(2026, 9, 1, 16) },
      tree: { what: 'all' },
    })
    const written = await client.post<{ query: string }>('/api/search/explain', { form: explained.form })
    expect(written.query).toBe('(退款 OR 退货) sender:#3 kind:file to:2026-10-01')
    const refused = await client.raw('POST', '/api/search/explain', { query: '(' })
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([400, 'query_operand_missing'])
  })

  test('and stands in the description of the API', async () => {
    const answer = await fetch(`${world.listening.base}/api/openapi.json`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('/search/explain')
  })

  test('only to somebody who is signed in', async () => {
    const answer = await fetch(`${world.listening.base}/api/search/explain`, {
      method: 'POST',
      body: '{"query":""}',
      headers: { 'content-type': 'application/json', 'x-cunzhen': '1' },
    })
    expect(answer.status).toBe(401)
  })
})

describe('saved searches', () => {
  interface Saved {
    id: string
    permit: string
    name: string
    asked: { query: string }
  }

  test('are one’s own, belong to a permit, and run as a normal search', async () => {
    const permit = await grant()
    const { client } = world.person('requester')
    const asked = { query: '=ok', kinds: ['text'], order: 'oldest' }
    const saved = await client.post<Saved>('/api/search/saved', { permit, name: ' 退款 ', asked })
    expect(saved).toMatchObject({ permit, name: '退款', asked })
    await client.post<Saved>('/api/search/saved', { permit, name: '退款', asked: { ...asked, query: '=okay' } })
    const { saved: list } = await client.get<{ saved: Saved[] }>('/api/search/saved')
    expect(list.map(({ name, asked: { query } }) => [name, query])).toEqual([['退款', '=okay']])
    expect((await client.post<Answer>('/api/search', { permit, ...list[0]?.asked })).total).toBe(1)

    const other = world.person('legal').client
    expect((await other.get<{ saved: Saved[] }>('/api/search/saved')).saved).toEqual([])
    expect((await other.raw('DELETE', `/api/search/saved/${list[0]?.id}`)).status).toBe(404)
    expect((await other.raw('POST', '/api/search/saved', { permit, name: 'x', asked })).status).toBe(404)
    expect((await client.raw('POST', '/api/search/saved', { permit, name: ' ', asked })).status).toBe(400)
    expect((await client.raw('POST', '/api/search/saved', { permit, name: 'x', asked: { query: '(' } })).status).toBe(
      400,
    )
    expect(
      (await world.person('administrator').client.raw('POST', '/api/search/saved', { permit, name: 'x', asked }))
        .status,
    ).toBe(403)

    await client.post(`/api/grants/${permit}/revoke`, { reason: 'the scenario ends' })
    expect((await client.get<{ saved: Saved[] }>('/api/search/saved')).saved).toEqual([])
    expect((await client.raw('DELETE', `/api/search/saved/${list[0]?.id}`)).status).toBe(200)

    const { acts } = await world
      .person('auditor')
      .client.post<{ acts: { outcome: string }[] }>('/api/audit', { action: 'search.save' })
    expect(acts.filter(({ outcome }) => outcome === 'allowed')).toHaveLength(2)
  })
})
