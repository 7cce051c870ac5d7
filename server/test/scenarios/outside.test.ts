import { afterAll, beforeAll, expect, test } from 'vitest'
import { grantFor, type Line, openWorld, participantOf, takeIn, type World } from '#test/world'

// Issue 2, shown when 6: what lies outside a permit is answered exactly like what is nowhere.

let world: World
const DAY = 86_400_000
const START = Date.UTC(2026, 8, 1)

beforeAll(async () => {
  world = await openWorld()
  const lines: Line[] = []
  for (let n = 0; n < 4000; n++) {
    const ts = START + n * 60_000
    lines.push({ conv: 'inside', sender: n % 2 ? 'anna' : 'clerk', text: `账单 ${n} 已经处理`, ts })
    lines.push({ conv: 'outside', sender: n % 2 ? 'bert' : 'clerk2', text: `绝密词 ${n} 不在范围`, ts })
  }
  lines.push({ conv: 'inside', sender: 'anna', text: '范围之后的悄悄话', ts: START + 30 * DAY })
  await takeIn(world, lines)
})
afterAll(() => world.close())

interface Answer {
  total: number
  hits: object[]
  act: string
  scope: object
  expansion: string[]
}

test('a word outside the grant is answered like a word that is nowhere, and the attempt is on record', async () => {
  const grant = await grantFor(world, { people: [participantOf(world, 'anna')], from: START, to: START + 5 * DAY })
  const { client } = world.person('requester')
  expect((await client.post<Answer>('/api/search', { permit: grant, query: '账单' })).total).toBe(4000)

  for (const [outside, nowhere] of [
    ['绝密词', '无此词'],
    ['悄悄话', '没有的'],
    ['密', '㍿'],
  ] as const) {
    const a = await client.raw('POST', '/api/search', { permit: grant, query: outside, byDay: true })
    const b = await client.raw('POST', '/api/search', { permit: grant, query: nowhere, byDay: true })
    expect(a.status).toBe(b.status)
    const same = ({ act: _act, expansion: _expansion, ...rest }: Answer) => rest
    expect(same(a.body as Answer)).toEqual(same(b.body as Answer))
    expect((a.body as Answer).hits).toEqual([])
  }

  const { acts } = await world
    .person('auditor')
    .client.post<{ acts: { detail: { query?: string }; permit: string; permitNumber: string | null }[] }>(
      '/api/audit',
      {
        action: 'search.grant',
      },
    )
  const act = acts.find(({ detail, permit }) => detail.query === '绝密词' && permit === grant)
  expect(act?.permitNumber).toMatch(/^G-\d{4}-\d{4}$/)
})

test('a conversation outside the grant is not there, nor the neighbours of a hit beyond its time', async () => {
  const anna = participantOf(world, 'anna')
  const grant = await grantFor(world, { people: [anna], from: START, to: START + DAY })
  const { client } = world.person('requester')
  const { catalog } = world.house.archive
  const [inside] = [...catalog.conversationsOf([anna as never])]
  const [outside] = [...catalog.conversationsOf([participantOf(world, 'bert') as never])]
  const shown = await client.post<{ total: number; records: { time: number }[] }>('/api/search/conversation', {
    permit: grant,
    conversation: inside,
    around: { time: START + DAY },
    limit: 500,
  })
  expect(shown.total).toBe(1440)
  expect(shown.records.every(({ time }) => time >= START && time < START + DAY)).toBe(true)
  const refused = await client.raw('POST', '/api/search/conversation', { permit: grant, conversation: outside })
  const nowhere = await client.raw('POST', '/api/search/conversation', { permit: grant, conversation: 99_999 })
  expect([refused.status, refused.body]).toEqual([nowhere.status, nowhere.body])
})

test('somebody else’s grant is not there, and a revoked one opens nothing from that moment', async () => {
  const grant = await grantFor(world, { people: [participantOf(world, 'anna')], from: START, to: START + DAY })
  const requester = world.person('requester').client
  const other = await world.person('legal').client.raw('POST', '/api/search', { permit: grant, query: '账单' })
  expect([other.status, (other.body as { code: string }).code]).toEqual([404, 'not_found'])
  expect((await requester.post<Answer>('/api/search', { permit: grant, query: '账单' })).total).toBeGreaterThan(0)
  await requester.post(`/api/grants/${grant}/revoke`, { reason: 'the scenario ends' })
  expect((await requester.raw('POST', '/api/search', { permit: grant, query: '账单' })).status).toBe(409)
})

test('the administrator finds nothing and opens nothing, whatever they call', async () => {
  const { client } = world.person('administrator')
  for (const [path, body] of [
    ['/api/search', { permit: 'window', query: '账单' }],
    ['/api/search/conversation', { permit: 'window', conversation: 1 }],
  ] as const) {
    const answer = await client.raw('POST', path, body)
    expect(answer.status).toBe(403)
    expect(JSON.stringify(answer.body)).not.toContain('账单')
  }
})

test('a call without a session, or from another site, is refused before anything else', async () => {
  const base = world.listening.base
  expect((await fetch(`${base}/api/people`)).status).toBe(401)
  const noHeader = await fetch(`${base}/api/session/step-up`, {
    method: 'POST',
    body: JSON.stringify({ code: '123456' }),
    headers: { 'content-type': 'application/json' },
  })
  expect([noHeader.status, ((await noHeader.json()) as { code: string }).code]).toEqual([403, 'csrf_header_missing'])
  const foreign = await fetch(`${base}/api/session/step-up`, {
    method: 'POST',
    body: JSON.stringify({ code: '123456' }),
    headers: { 'content-type': 'application/json', 'x-cunzhen': '1', origin: 'https://evil.example' },
  })
  expect([foreign.status, ((await foreign.json()) as { code: string }).code]).toEqual([403, 'foreign_origin'])
})

test('a page without a request learns the house’s public name and nothing else, by the customers’ listener alone', async () => {
  const { base, portal } = world.listening
  const answer = await fetch(`${portal}/portal-api/house`)
  expect([answer.status, await answer.json()]).toEqual([200, { houseName: world.house.name }])
  expect(world.house.name).not.toBe('')
  // of the other listener's calls each serves only the page that answers every path
  for (const foreign of [`${base}/portal-api/house`, `${portal}/api/house`])
    expect((await fetch(foreign)).headers.get('content-type')).toContain('text/html')
})

test('each listener serves its own page and its own calls, and nothing of the other’s', async () => {
  const { base, portal } = world.listening
  for (const [from, title, own, foreign] of [
    [base, 'index', '/api/session', '/portal-api/consent/open'],
    [portal, 'portal', '/portal-api/consent/open', '/api/session'],
  ] as const) {
    const page = await fetch(`${from}/some/deep/link`)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
    const html = await page.text()
    const script = /assets\/[\w.-]+\.js/.exec(html)?.[0] ?? ''
    expect(script).toContain(title)
    expect((await fetch(`${from}/${script}`)).status).toBe(200)
    const headers = { 'x-cunzhen': '1', 'content-type': 'application/json' }
    expect((await fetch(from + own, { method: 'POST', body: '{}', headers })).status).toBe(400)
    expect((await fetch(from + foreign, { method: 'POST', body: '{}', headers })).status).toBe(404)
    expect((await fetch(`${from}/%2e%2e/package.json`)).headers.get('content-type')).not.toContain('json')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
  }
})
