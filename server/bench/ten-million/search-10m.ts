import { openAsBlob, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DAY } from '#base'
import type { ApiClient } from '#demo'
import { atRest, memoryOf, type RunningServer, signIn, startServer } from '../running-server.ts'
import { sizeOf } from '../size-of.ts'
import { syncTimes } from '../sync-times.ts'
import { copyOf, MAPPING, type TenMillion, tenMillionHouse, writeSource } from './house.ts'
import { asQuery, type Drawn, drawQueries } from './queries.ts'

// Ten million messages behind the API of a real server at rest: one searcher alone, then twenty while an import runs, then what
// the server holds in memory and what the house takes on disk. No query is asked twice: an answer is never a remembered one.

type Figures = Record<string, number | string>

const SEED = 20261122
const EACH = 110
const SEARCHERS = 20
const SECONDS = 60
/** Messages that the import beside the searchers brings; it must outlast them, and is cancelled after that. */
const ARRIVING = 2_000_000

interface Answer {
  readonly total: number
  readonly hits: readonly { readonly sender: number | null; readonly time: number | null }[]
  readonly indexed: { readonly archived: number }
}

export async function searchTenMillion(messages = 10_000_000): Promise<Figures> {
  const ten = copyOf(await tenMillionHouse(messages))
  const queries = await drawQueries(EACH, SEED, Math.min(messages, 1_400_000))
  globalThis.gc?.() // a million texts were drawn from: else they are collected while answers are timed
  const server = await startServer(ten.dir)
  const memory = watchMemory(server)
  try {
    const [legal, administrator] = await Promise.all(
      ['legal', 'administrator'].map((role) => signIn(server, signInOf(ten, role))),
    )
    if (!legal || !administrator) throw new Error('two signed in')
    await warm(legal)
    await atRest(server)
    const alone = await oneSearcher(legal, queries)
    const resting = memoryOf(server)
    const disk = diskShares(ten)
    const busy = await twentyWhileIntakeRuns(legal, administrator, ten)
    return {
      messages: ten.messages,
      seed: SEED,
      queries: [...alone.values()].reduce((sum, times) => sum + times.length, 0),
      ...Object.fromEntries([...alone].flatMap(([kind, times]) => spread(kind, times))),
      ...Object.fromEntries(spread('all_but_character', except(alone, 'character'))),
      ...busy,
      anonymous_mib: resting.anonymous_mib,
      anonymous_peak_mib: memory.stop(),
      start_seconds: Number(server.seconds.toFixed(2)),
      ...disk,
      ...Object.fromEntries(spread('sync', syncTimes(ten.dir))),
    }
  } finally {
    await server.stop()
    ten.remove()
  }
}

function signInOf(ten: TenMillion, role: string) {
  const found = ten.signIns[role]
  if (!found) throw new Error(`nobody of the house is ${role}`)
  return found
}

/** A server that has just started has opened no shard: a few searches do that. They are not measured. */
async function warm(client: ApiClient): Promise<void> {
  for (const query of ['', '"warm up"', '"龘"', '"zq"']) await ask(client, { query })
}

/** Each query alone, then half of them again for one person and half within one week. Times in ms by kind of query. */
async function oneSearcher(client: ApiClient, queries: readonly Drawn[]): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>()
  const note = (kind: string, ms: number) => times.set(kind, [...(times.get(kind) ?? []), ms])
  for (const [place, drawn] of queries.entries()) {
    const query = asQuery(drawn)
    const plain = await ask(client, { query })
    note(drawn.kind, plain.ms)
    const hit = plain.answer.hits.at(-1)
    if (!hit || hit.time === null || hit.sender === null) continue
    const week = { from: hit.time - 3.5 * DAY, to: hit.time + 3.5 * DAY }
    const filter = place % 2 === 0 ? { senders: [hit.sender] } : week
    const narrow = await ask(client, { query, ...filter })
    if (narrow.answer.total === 0) throw new Error('a filter around a hit lost the hit')
    note(drawn.kind === 'character' ? 'character' : place % 2 === 0 ? 'person' : 'week', narrow.ms)
  }
  return times
}

async function twentyWhileIntakeRuns(
  legal: ApiClient,
  administrator: ApiClient,
  ten: TenMillion,
): Promise<Record<string, number>> {
  const { archived } = (await ask(legal, { query: '' })).answer.indexed
  const source = join(ten.dir, '..', 'arriving.jsonl')
  await writeSource(source, archived + ARRIVING, archived)
  const queries = await drawQueries((SEARCHERS * SECONDS) / 4, SEED + archived, Math.min(ten.messages, 400_000))
  globalThis.gc?.()
  const began = performance.now()
  const { id } = await startImport(administrator, source)
  const times: number[] = []
  const kinds = queries.slice(140) // the most frequent ones have been asked
  await Promise.all(
    Array.from({ length: SEARCHERS }, async (_, searcher) => {
      await delay((searcher * 1000) / SEARCHERS)
      for (let second = 0; second < SECONDS; second++) {
        const due = performance.now() + 1000
        const drawn = kinds[(second * SEARCHERS + searcher) % kinds.length]
        if (drawn) times.push((await ask(legal, { query: asQuery(drawn) })).ms)
        await delay(Math.max(0, due - performance.now()))
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const { counts, state } = await importOf(administrator, id)
  if (state !== 'running') throw new Error(`the import was ${state} before the searchers ended`)
  await administrator.post(`/api/intake/imports/${id}/cancel`, {})
  await ended(administrator, id)
  rmSync(source)
  return {
    ...Object.fromEntries(spread('beside_intake', times)),
    beside_intake_queries: times.length,
    intake_beside_searchers_per_second: Math.round(counts.archived / seconds),
  }
}

async function startImport(client: ApiClient, path: string): Promise<{ id: string }> {
  const form = new FormData()
  form.set('options', JSON.stringify({ format: 'jsonl', mapping: MAPPING, origin: 'bench' }))
  form.set('file', await openAsBlob(path), 'arriving.jsonl')
  return await client.post<{ id: string }>('/api/intake/imports', form)
}

interface ImportState {
  readonly state: string
  readonly counts: { readonly archived: number }
}
const importOf = (client: ApiClient, id: string) => client.get<ImportState>(`/api/intake/imports/${id}`)

async function ended(client: ApiClient, id: string): Promise<void> {
  while (['receiving', 'running'].includes((await importOf(client, id)).state)) await delay(1000)
}

async function ask(client: ApiClient, input: Record<string, unknown>): Promise<{ ms: number; answer: Answer }> {
  const began = performance.now()
  const answer = await client.post<Answer>('/api/search', { permit: 'window', limit: 50, ...input })
  return { ms: performance.now() - began, answer }
}

function except(times: ReadonlyMap<string, number[]>, kind: string): number[] {
  return [...times].flatMap(([name, list]) => (name === kind ? [] : list))
}

function spread(name: string, times: readonly number[]): [string, number][] {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1))
  return [
    [`${name}_p50_ms`, at(0.5)],
    [`${name}_p95_ms`, at(0.95)],
    [`${name}_p99_ms`, at(0.99)],
  ]
}

/** @returns stop, which gives the largest number of MiB of anonymous memory that was seen */
function watchMemory(server: RunningServer): { stop(): number } {
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, memoryOf(server).anonymous_mib)
  }, 500)
  return {
    stop() {
      clearInterval(timer)
      return most
    },
  }
}

/** Bytes a message of each part of the house, the whole against the text, and what architecture.md allows. */
function diskShares({ dir, messages, textBytes }: TenMillion): Record<string, number> {
  const each = (bytes: number) => Number((bytes / messages).toFixed(1))
  const shares = readdirSync(dir).map((name) => [`disk_${name.replace(/\W/g, '_')}`, each(sizeOf(join(dir, name)))])
  const whole = sizeOf(dir)
  const text = textBytes / messages
  return {
    text_bytes: Number(text.toFixed(1)),
    ...Object.fromEntries(shares),
    disk_bytes: each(whole),
    disk_share_of_allowed: Number((whole / messages / (3.2 * text + 150)).toFixed(3)),
  }
}
