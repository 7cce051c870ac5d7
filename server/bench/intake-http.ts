import { fork } from 'node:child_process'
import { listen } from '#api'
import { openBareHouse } from '#test/bare-house'
import { syncTimes } from './sync-times.ts'

// Messages acknowledged one by one over HTTP: 32 clients in a process of their own, each with one message a request and one
// request at a time, against a house with everything on. An acknowledgement means that the message is synced.

export const CLIENTS = 32
const MESSAGES = 20_000
const WARM_UP = 2_000

export interface Posting {
  readonly base: string
  readonly key: string
  readonly clients: number
  readonly from: number
  readonly to: number
}

export interface Posted {
  readonly seconds: number
  /** Per message, ms, ascending. */
  readonly times: readonly number[]
  readonly refused: number
}

const round = (value: number, digits = 2) => Number(value.toFixed(digits))
const share = (sorted: readonly number[], part: number) => round(sorted[Math.floor(sorted.length * part)] ?? 0)

export async function intakeHttp(): Promise<Record<string, number>> {
  const bare = await openBareHouse()
  const listening = await listen(bare.house, bare.config)
  try {
    const { connectors } = bare.house
    const { key } = await connectors.create(bare.administrator, { name: 'bench', kind: 'http', origin: 'bench' })
    const to = { base: listening.base, key: String(key), clients: CLIENTS }
    await post({ ...to, from: 0, to: WARM_UP })
    const batches = await connectors.grouped()
    const used = process.cpuUsage()
    const { seconds, times, refused } = await post({ ...to, from: WARM_UP, to: WARM_UP + MESSAGES })
    const { user, system } = process.cpuUsage(used)
    const grouped = (await connectors.grouped()) - batches
    const syncs = syncTimes(bare.dir)
    return {
      clients: CLIENTS,
      messages: times.length,
      refused,
      archived: bare.house.archive.catalog.counts().records,
      per_second: Math.round(times.length / seconds),
      p50_ms: share(times, 0.5),
      p99_ms: share(times, 0.99),
      per_commit: round(MESSAGES / grouped, 1),
      server_cpu_us_per_message: round((user + system) / MESSAGES, 0),
      sync_p50_ms: share(syncs, 0.5),
      sync_p99_ms: share(syncs, 0.99),
    }
  } finally {
    await listening.close()
    await bare.close()
  }
}

function post(posting: Posting): Promise<Posted> {
  const { promise, resolve, reject } = Promise.withResolvers<Posted>()
  const child = fork(new URL('./intake-http.child.ts', import.meta.url))
  child.on('message', (posted) => resolve(posted as Posted)) // what the child sends, once
  child.on('exit', (code) => reject(new Error(`the clients ended with ${code}`)))
  child.send(posting)
  return promise
}

if (import.meta.main) console.log(JSON.stringify({ bench: 'intake-http', ...(await intakeHttp()) }))
