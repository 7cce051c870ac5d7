import { once } from 'node:events'
import { request as send } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '#test/world'

// Who asks comes before what is asked: of a stranger's body, form or query nothing is looked at.

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const OURS = { 'x-cunzhen': '1' }
const JSON_TYPE = { 'content-type': 'application/json' }
const BODIES: readonly [string, Record<string, string>, string][] = [
  ['a wrong field', JSON_TYPE, '{"nothing":1}'],
  ['half of an object', JSON_TYPE, '{"'],
  ['two mebibytes', JSON_TYPE, `"${'a'.repeat(2 * 1024 * 1024)}"`],
  ['a type that nobody reads', { 'content-type': 'text/plain' }, 'x'],
  ['parts without a boundary', { 'content-type': 'multipart/form-data' }, 'x'],
]
/** Anybody may call these, or whoever has a connector's key. */
const OPEN = /^\/api\/(session|intake\/(batches|attachments|hooks))\b/

async function codeOf(answer: Response): Promise<[number, string]> {
  return [answer.status, ((await answer.json()) as { code: string }).code]
}

async function operations(): Promise<{ method: string; path: string }[]> {
  const spec = (await (await fetch(`${world.listening.base}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, object>>
  }
  return Object.entries(spec.paths)
    .filter(([path]) => !OPEN.test(path))
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, 'x') })),
    )
}

test('a stranger learns of every operation that they are not signed in, whatever they send', async () => {
  const all = await operations()
  expect(all.length).toBeGreaterThan(100)
  for (const { method, path } of all) {
    const url = `${world.listening.base}${path}?limit=nonsense`
    const bodies = method === 'GET' ? [['no body', {}, undefined] as const] : BODIES
    for (const [what, headers, body] of bodies) {
      const answer = await fetch(url, { method, headers: { ...OURS, ...headers }, body: body ?? null })
      expect(await codeOf(answer), `${method} ${path}: ${what}`).toEqual([401, 'not_signed_in'])
      if (method === 'GET') continue
      const foreign = await fetch(url, { method, headers, body: body ?? null })
      expect(await codeOf(foreign), `${method} ${path}: ${what}`).toEqual([403, 'csrf_header_missing'])
    }
  }
})

test('who lacks the right is told so before their body is judged, and who has it has it judged', async () => {
  const ask = (role: 'administrator' | 'requester', body: string) =>
    fetch(`${world.listening.base}/api/people`, {
      method: 'POST',
      headers: { ...OURS, ...JSON_TYPE, cookie: world.person(role).client.cookie },
      body,
    })
  expect((await ask('requester', '{"nothing":1}')).status).toBe(403)
  expect(await codeOf(await ask('administrator', '{"nothing":1}'))).toEqual([400, 'input_invalid'])
})

test('who is signed out while their body is under way is not signed in when it has come', async () => {
  const { client } = world.person('auditor')
  const { hostname, port } = new URL(world.listening.base)
  const begun = async () => {
    const headers = { ...OURS, ...JSON_TYPE, cookie: client.cookie, 'content-length': 2 }
    const call = send({ hostname, port, path: '/api/audit', method: 'POST', headers })
    call.write('{')
    await once(call, 'socket')
    return call
  }
  const ended = async (call: Awaited<ReturnType<typeof begun>>) => {
    const answered = once(call, 'response')
    call.end('}')
    const [answer] = await answered
    answer.resume()
    return answer.statusCode as number
  }
  const stays = await begun()
  const [first, second] = [await begun(), await begun()]
  expect(await ended(stays)).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 200)) // both heads are read
  await client.raw('DELETE', '/api/session')
  expect([await ended(first), await ended(second)]).toEqual([401, 401])
})
