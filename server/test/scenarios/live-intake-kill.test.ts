import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen } from '#api'
import { fsckHouse } from '#archive'
import { openKeyring } from '#platform/keys'
import { type BareHouse, openBareHouse } from '#test/bare-house'

// kill -9 while messages are posted: what was acknowledged is there once. And back-pressure: a full or stopped journal is
// said, never hidden.

const MAIN = resolve(import.meta.dirname, '../../src/main.ts')
/** Every other client's messages come with a file. */
const fileOf = (id: string) => (/-[13579]-/.test(id) ? Buffer.from(`file ${id}`) : null)
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const message = (id: string) => {
  const file = fileOf(id)
  return {
    id,
    conversation: `c${id.length}`,
    sender: 's',
    time: 1_790_000_000_000,
    text: `text ${id}`,
    ...(file && { attachments: [{ sha256: sha256(file), name: `${id}.txt` }] }),
  }
}

describe('a server that is killed in the middle of posting', () => {
  let bare: BareHouse
  let key = ''
  const children: ChildProcess[] = []
  beforeAll(async () => {
    bare = await openBareHouse()
    const made = await bare.house.connectors.create(bare.administrator, { name: 'posting', kind: 'http', origin: '' })
    key = String(made.key)
    await bare.leave()
  }, 120_000)
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await bare.close()
  })

  async function serve(): Promise<{ base: string; child: ChildProcess }> {
    const args = [MAIN, '--house', bare.config.house, '--port', '0', '--portal-port', '0']
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    children.push(child)
    const base = Promise.withResolvers<string>()
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        const found = /console listens on (http\S+)/.exec(line)?.[1]
        if (found) base.resolve(found)
      })
    }
    child.on('exit', () => base.reject(new Error('the server ended before it listened')))
    return { base: await base.promise, child }
  }

  const post = async (base: string, ids: readonly string[]) => {
    const response = await fetch(`${base}/api/intake/batches`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ messages: ids.map(message) }),
    })
    const { messages } = (await response.json()) as { messages: { id: string; outcome: string }[] }
    return messages
  }

  const put = async (base: string, id: string) => {
    const file = fileOf(id)
    if (!file) return true
    const response = await fetch(`${base}/api/intake/attachments/${sha256(file)}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}` },
      body: new Uint8Array(file),
    })
    return response.ok
  }

  test('keeps every acknowledged message, once, with its file', async () => {
    const acknowledged = new Set<string>()
    const sent = new Set<string>()
    for (let round = 0; round < 3; round++) {
      const { base, child } = await serve()
      let goesOn = true
      const clients = Array.from({ length: 8 }, async (_, client) => {
        for (let n = 0; goesOn; n++) {
          const id = `${round}-${client}-${n}`
          sent.add(id)
          if (!(await put(base, id).catch(() => false))) return
          const answers = await post(base, [id]).catch(() => [])
          for (const answer of answers) if (answer.outcome !== 'refused') acknowledged.add(answer.id)
          if (answers.length === 0) return
        }
      })
      const enough = 100 * (round + 1)
      while (acknowledged.size < enough) await new Promise((done) => setTimeout(done, 5))
      child.kill('SIGKILL')
      await once(child, 'exit')
      goesOn = false
      await Promise.all(clients)
    }
    const { base, child } = await serve()
    const postAll = async (ids: ReadonlySet<string>) => {
      const answers: { id: string; outcome: string }[] = []
      for (let at = 0; at < ids.size; at += 1000) answers.push(...(await post(base, [...ids].slice(at, at + 1000))))
      return answers
    }
    const again = await postAll(acknowledged)
    expect(again).toHaveLength(acknowledged.size)
    expect(again.filter(({ outcome }) => outcome !== 'duplicate')).toEqual([])
    // what was sent and never answered was archived or not; sent again, it is there once
    for (const id of sent) if (!acknowledged.has(id)) expect(await put(base, id)).toBe(true)
    expect(await postAll(sent)).toHaveLength(sent.size)
    child.kill('SIGTERM')
    await once(child, 'exit')
    const report = await fsckHouse(bare.config.house, openKeyring(join(bare.config.house, 'keys')))
    expect(report.problems).toEqual([])
    expect(report.counts.records).toBe(sent.size)
    expect(report.counts).toMatchObject({ objects: [...sent].filter(fileOf).length })
  }, 300_000)
})

describe('back-pressure', () => {
  let bare: BareHouse
  beforeAll(async () => {
    bare = await openBareHouse()
  }, 120_000)
  afterAll(() => bare.close())

  test('says 429 while too much waits and 503 while the journal cannot take, each with a time to come again', async () => {
    const { connectors, archive } = bare.house
    const { key } = await connectors.create(bare.administrator, { name: 'much', kind: 'http', origin: '' })
    const connector = await connectors.admit(String(key), null)
    const listening = await listen(bare.house, bare.config)
    const post = async () => {
      const { status, headers } = await fetch(`${listening.base}/api/intake/batches`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ messages: [message('p')] }),
      })
      return [status, headers.get('retry-after')]
    }
    // 1. bodies for more than the house holds at once: those over it are refused, the others answered
    const body = Buffer.from(
      JSON.stringify({ messages: [{ ...message('big'), text: 'x'.repeat(150_000) }] }).padEnd(4 * 2 ** 20),
    )
    const first = Promise.allSettled(Array.from({ length: 20 }, () => connectors.takeBatch(connector, body)))
    const meanwhile = await post()
    expect(meanwhile).toEqual([429, '1'])
    const outcomes = await first
    const refused = outcomes.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    for (const one of refused) expect(one).toMatchObject({ reason: { code: 'intake_behind' } })
    expect(await post()).toEqual([200, null])
    expect(archive.catalog.counts().records).toBe(2)
    // 2. a journal that is gone
    await archive.journalThread.stop()
    expect(await post()).toEqual([503, '15'])
    await listening.close()
  })
})
