import { join } from 'node:path'
import type { ApiClient } from '#demo'
import { signIn, startServer } from '../running-server.ts'
import { sizeOf } from '../size-of.ts'
import { fts5Trigram } from './fts5-trigram.ts'
import { groonga } from './groonga.ts'
import { tenMillionHouse } from './house.ts'
import type { OpenedPeer, Peer } from './peer.ts'
import { postgresTrgm } from './postgres-trgm.ts'
import { asQuery, type Drawn, drawQueries } from './queries.ts'

// Our search at the API of a real server, with permission, scope, masking and audit, beside engines that only search the
// bare text: the same messages, the same queries in the same order, each asked once, the exact total and the newest fifty.

const SEED = 20261123
/** Of each kind; a scan of ten million texts takes a peer some seconds. */
const EACH = 25
const PEERS: readonly Peer[] = [fts5Trigram, postgresTrgm, groonga]

interface Timed {
  readonly kind: string
  readonly ms: number
  readonly total: number
}

interface TimedOurs extends Timed {
  /** Total of the exact mode; the timed one is the normal mode's, which folds case, width and traditional characters. */
  readonly exact: number
}

export async function peers(messages = 10_000_000): Promise<Record<string, number | string>> {
  const ten = await tenMillionHouse(messages)
  const queries = sampled(await drawQueries(EACH, SEED, Math.min(messages, 1_400_000)))
  const ours = await askOurs(ten, queries)
  const figures: Record<string, number | string> = {
    messages,
    seed: SEED,
    queries: queries.length,
    text_mib: mib(ten.textBytes),
    ...spread('ours', ours),
    ours_index_mib: mib(sizeOf(join(ten.dir, 'index'))),
  }
  for (const peer of PEERS) {
    if (peer.absent) {
      figures[peer.name] = peer.absent
      continue
    }
    process.stderr.write(`${peer.name}: opening, or building for the first time\n`)
    const opened = await peer.open(join(ten.dir, '..'), messages)
    try {
      const theirs = await askPeer(opened, queries)
      // a peer folds less than our normal mode and more than our exact one: no total may lie outside of the two
      const agreed = theirs.filter(({ total }, at) => isBetween(total, ours[at])).length
      Object.assign(figures, spread(peer.name, theirs), ratios(peer.name, theirs, ours), {
        [`${peer.name}_mib`]: mib(opened.bytes),
        [`${peer.name}_totals_agreed`]: agreed,
      })
    } finally {
      await opened.close()
    }
  }
  return figures
}

/** The most frequent words come first in what was drawn: every fourth of them, and all that was drawn by chance. */
function sampled(drawn: readonly Drawn[]): Drawn[] {
  return drawn.filter((_, at) => at >= 140 || at % 4 === 0)
}

async function askOurs(
  ten: Awaited<ReturnType<typeof tenMillionHouse>>,
  queries: readonly Drawn[],
): Promise<TimedOurs[]> {
  const server = await startServer(ten.dir)
  try {
    const legal = ten.signIns.legal
    if (!legal) throw new Error('nobody of the house is legal')
    const client = await signIn(server, legal)
    await total(client, '"warm up"')
    const times: Timed[] = []
    for (const drawn of queries) {
      const began = performance.now()
      const found = await total(client, asQuery(drawn))
      times.push({ kind: drawn.kind, ms: performance.now() - began, total: found })
    }
    const exact: number[] = []
    for (const drawn of queries) exact.push(await total(client, asQuery(drawn), 'exact'))
    return times.map((time, at) => ({ ...time, exact: exact[at] ?? 0 }))
  } finally {
    await server.stop()
  }
}

async function total(client: ApiClient, query: string, mode: 'normal' | 'exact' = 'normal'): Promise<number> {
  return (await client.post<{ total: number }>('/api/search', { permit: 'window', limit: 50, query, mode })).total
}

const isBetween = (total: number, ours: TimedOurs | undefined) =>
  ours !== undefined && ours.exact <= total && total <= ours.total

async function askPeer(opened: OpenedPeer, queries: readonly Drawn[]): Promise<Timed[]> {
  await opened.ask({ kind: 'phrase', strings: ['warm up'] })
  const times: Timed[] = []
  for (const drawn of queries) {
    const began = performance.now()
    const found = await opened.ask(drawn)
    times.push({ kind: drawn.kind, ms: performance.now() - began, total: found })
  }
  return times
}

const KINDS = ['word', 'and', 'phrase', 'character']

function spread(name: string, times: readonly Timed[]): Record<string, number> {
  return Object.fromEntries(
    KINDS.flatMap((kind) => [
      [`${name}_${kind}_p50_ms`, at(times, kind, 0.5)],
      [`${name}_${kind}_p95_ms`, at(times, kind, 0.95)],
    ]),
  )
}

/** How many times as long theirs takes. */
function ratios(name: string, theirs: readonly Timed[], ours: readonly Timed[]): Record<string, number> {
  return Object.fromEntries(
    KINDS.map((kind) => [
      `${name}_${kind}_p95_ratio`,
      Number((at(theirs, kind, 0.95) / at(ours, kind, 0.95)).toFixed(2)),
    ]),
  )
}

function at(times: readonly Timed[], kind: string, share: number): number {
  const sorted = times.flatMap((each) => (each.kind === kind ? [each.ms] : [])).sort((a, b) => a - b)
  return Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1))
}

const mib = (bytes: number) => Math.round(bytes / 2 ** 20)
