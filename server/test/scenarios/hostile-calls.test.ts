import { readdirSync } from 'node:fs'
import { request as send } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { grantFor, openWorld, takeIn, type World } from '#test/world'

// What anybody may throw at the listeners: every operation with bodies it cannot take, forms that break off, paths that lead
// elsewhere. A refusal is told in one shape and repeats nothing; nothing is a fault of the house.

let world: World
beforeAll(async () => {
  world = await openWorld()
  await takeIn(world, [{ conv: 'c', sender: 'a', text: 'a word', ts: Date.now() - 60_000 }])
})
afterAll(() => world.close())

/** Stands in for content: no answer may repeat it. */
const NEEDLE = '张伟13812345678'
const DEEP = `${'['.repeat(2000)}${']'.repeat(2000)}`
const JSON_TYPE = { 'content-type': 'application/json' }

const BODIES: readonly [string, Record<string, string>, string | undefined][] = [
  ['half of an object', JSON_TYPE, `{"${NEEDLE}":`],
  ['nothing', JSON_TYPE, ''],
  ['a list', JSON_TYPE, `["${NEEDLE}"]`],
  ['deep nesting', JSON_TYPE, DEEP],
  ['a prototype', JSON_TYPE, `{"__proto__":{"x":"${NEEDLE}"}}`],
  ['two mebibytes', JSON_TYPE, `"${'a'.repeat(2 * 1024 * 1024)}"`],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, `a=${encodeURIComponent(NEEDLE)}`],
  ['parts without a boundary', { 'content-type': 'multipart/form-data' }, NEEDLE],
  ['no body', {}, undefined],
]

/** Values that no field should choke on, each given to every field of every operation. */
const VALUES = [null, '', '\u0000', '\ud800', '../../etc/passwd', NEEDLE, -1, 1.5, 1e308, 2 ** 53 - 1, [], {}, [null]]

type Schema = { properties?: Record<string, unknown>; required?: string[] }
type Described = {
  operationId: string
  requestBody?: { content: Record<string, { schema: Schema }> }
  parameters?: { in: string; name: string }[]
}

async function operations(): Promise<{ method: string; path: string; described: Described }[]> {
  const spec = (await (await fetch(`${world.listening.base}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Described>>
  }
  return Object.entries(spec.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ method: method.toUpperCase(), path, described })),
  )
}

/** Ends no session and hands out no new second factor: the calls after it need the one they have. */
const LEFT_OUT = /^\/api\/session/

async function refusedWell(answer: Response, what: string): Promise<void> {
  const text = await answer.text()
  expect(answer.status === 503 || answer.status < 500, `${what}: ${answer.status} ${text.slice(0, 200)}`).toBe(true)
  expect(text, what).not.toContain(answer.status >= 400 ? NEEDLE : '\u0000')
  if (answer.status < 400 || what.includes('/scim/')) return
  const told = ['code', 'detail', 'hint', 'kind']
  expect(Object.keys(JSON.parse(text)).sort(), what).toEqual(told)
}

function call(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Response> {
  const { cookie } = world.person('administrator').client
  return fetch(world.listening.base + path, {
    method,
    headers: { 'x-cunzhen': '1', cookie, ...headers },
    ...(method !== 'GET' && body !== undefined && { body }),
  })
}

test('no operation falls over a body, a field or an id that it cannot take', async () => {
  const all = (await operations()).filter(({ path }) => !LEFT_OUT.test(path))
  expect(all.length).toBeGreaterThan(100)
  for (const { method, path, described } of all) {
    const at = (id: string) => path.replaceAll(/\{\w+\}/g, id)
    for (const id of ['%00', '%F0%9F%99%82', '..%2f..', '9007199254740991', encodeURIComponent(NEEDLE)])
      if (path.includes('{')) await refusedWell(await call(method, at(id), JSON_TYPE, '{}'), `${method} ${path} ${id}`)
    const query = (described.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name)
    for (const name of query)
      for (const value of ['-1', '1e99', encodeURIComponent(NEEDLE), '%00'])
        await refusedWell(await call(method, `${at('x')}?${name}=${value}`, {}), `${method} ${path}?${name}`)
    if (method === 'GET') continue
    for (const [name, headers, body] of BODIES)
      await refusedWell(await call(method, at('x'), headers, body), `${method} ${path}: ${name}`)
    const fields = Object.keys(described.requestBody?.content['application/json']?.schema.properties ?? {})
    for (const value of VALUES) {
      const body = JSON.stringify(Object.fromEntries(fields.map((field) => [field, value])))
      await refusedWell(await call(method, at('x'), JSON_TYPE, body), `${method} ${path}: all ${JSON.stringify(value)}`)
    }
  }
}, 300_000)

describe('numbers that no house has', () => {
  let permit: string
  beforeAll(async () => {
    permit = await grantFor(world, { people: [1], from: 0, to: Date.now() + 1000 })
  })
  const ask = (path: string, asked: object) =>
    world.person('requester').client.raw('POST', path, { permit, ...asked }) as Promise<{
      status: number
      body: { total?: number; code?: string }
    }>

  test('are refused where they are a field', async () => {
    expect(await ask('/api/search', { query: 'word' })).toMatchObject({ status: 200, body: { total: 1 } })
    for (const no of [2 ** 27 + 1, 2 ** 33, Number.MAX_SAFE_INTEGER]) {
      expect((await ask('/api/search', { query: 'word', senders: [no] })).status).toBe(400)
      expect((await ask('/api/search', { query: 'word', conversations: [no] })).status).toBe(400)
      expect((await ask('/api/search/conversation', { conversation: no, around: null })).status).toBe(400)
    }
  })

  test.each(['sender', 'participant', 'group', 'conversation', 'subject', 'tag'])(
    'find nothing where a query names %s by them',
    async (field) => {
      for (const no of ['134217729', '4294967296', '9007199254740991', '99999999999999999999']) {
        const { status, body } = await ask('/api/search', { query: `word ${field}:#${no}` })
        expect([no, status, body.code ?? body.total]).toEqual([no, 200, 0])
      }
    },
  )
})

describe('paths', () => {
  /** `fetch` tidies a path before it sends it. */
  function get(
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
  ): Promise<{ status: number; body: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>()
    const { hostname, port } = new URL(world.listening.base)
    send({ hostname, port, path, headers, method }, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(pieces).toString() }))
    })
      .on('error', reject)
      .end()
    return promise
  }

  test.each([
    '/../../package.json',
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '//package.json',
    '/%00',
    '/api//house',
  ])('%s is not there, and no fault', async (path) => {
    const { status, body } = await get(path)
    expect(status).toBe(404)
    expect(JSON.parse(body)).toMatchObject({ code: 'no_such_path', kind: 'not_found' })
  })

  test.each(['/api/%ff', `/api/intake/imports/${encodeURIComponent(NEEDLE)}${'a'.repeat(400)}/pause`])(
    'what cannot be an address is refused, and not repeated',
    async (path) => {
      const { status, body } = await get(path, {}, 'POST')
      expect(status).toBe(400)
      expect(JSON.parse(body)).toMatchObject({ code: 'url_invalid', kind: 'invalid', detail: {} })
    },
  )

  test('a range that lies outside of a page is no fault', async () => {
    const [asset = ''] = /\/assets\/[\w.-]+\.js/.exec((await get('/')).body) ?? []
    for (const range of ['bytes=0-9', 'bytes=99999999-', 'lines=1'])
      expect((await get(asset, { range })).status).toBe(200)
  })
})

describe('uploads', () => {
  const mapping = { conversation: 'c', sender: 's', text: 't' }
  const options = JSON.stringify({ format: 'jsonl', origin: 'x', mapping })
  const file = (no: number) => part('file', `{"c":"c","s":"s","t":"${NEEDLE} ${no}"}\n`, `${no}.jsonl`)
  const END = '--cut--\r\n'

  function part(name: string, value: string, fileName?: string, type = ''): string {
    const named = `name="${name}"${fileName === undefined ? '' : `; filename="${fileName}"`}`
    return `--cut\r\nContent-Disposition: form-data; ${named}\r\n${type}\r\n${value}\r\n`
  }

  async function upload(...pieces: string[]): Promise<{ status: number; code: string }> {
    const type = { 'content-type': 'multipart/form-data; boundary=cut' }
    const answer = await call('POST', '/api/intake/imports', type, pieces.join(''))
    const { code = '', fileName = '' } = (await answer.json()) as { code?: string; fileName?: string }
    return { status: answer.status, code: code || fileName }
  }

  const imports = async () => (await world.house.intake.listImports()).length
  const spooled = () => readdirSync(join(world.dir, 'house/spool'))

  test('one that breaks off, or brings more than one file, is refused whole', async () => {
    const before = await imports()
    const refused = (code: string) => ({ status: 400, code })
    expect(await upload(part('options', options), file(1))).toEqual(refused('upload_broken'))
    expect(await upload(part('options', options), file(1), file(2), END)).toEqual(refused('upload_one_file'))
    expect(await upload(part('options', options), END)).toEqual(refused('upload_missing'))
    expect(await upload(part('options', '{"format":'), file(1), END)).toEqual(refused('options_unreadable'))
    const misspelt = JSON.stringify({ format: 'jsonl', mapping, timezone: 0 })
    expect(await upload(part('options', misspelt), file(1), END)).toEqual(refused('options_unreadable'))
    expect(await upload(part('__proto__', '{}'), file(1), END)).toEqual(refused('upload_broken'))
    const many = Array.from({ length: 9 }, (_, no) => part(`x${no}`, ''))
    expect(await upload(...many, file(1), END)).toEqual(refused('upload_broken'))
    expect(await imports()).toBe(before)
    expect(spooled()).toEqual([])
  })

  test('options may say that they are JSON, and a file name leads nowhere', async () => {
    const typed = part('options', options, undefined, 'Content-Type: application/json\r\n')
    expect(await upload(typed, file(3), END)).toEqual({ status: 200, code: '3.jsonl' })
    const strange = part('file', '{"c":"c","s":"s","t":"x"}\n', '../../../evil.jsonl')
    expect(await upload(part('options', options), strange, END)).toEqual({ status: 200, code: 'evil.jsonl' })
  })
})
