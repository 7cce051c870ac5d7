import { mkdtempSync, openAsBlob, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openZipPackage, verifyPackage } from '@cunzhen/proof'
import { askFor, grantOver, handOut, peopleOf } from './bench-export.ts'
import { type BenchHouse, type Imported, importCorpus, openBenchHouse } from './bench-house.ts'
import { conversation } from './conversation.ts'
import { exportsBench } from './exports.ts'
import { intakeHttp } from './intake-http.ts'
import { redaction } from './redaction/bench.ts'
import { rosterBench } from './roster.ts'
import { memoryOf, signIn, startServer } from './running-server.ts'
import { peers } from './ten-million/peers.ts'
import { searchTenMillion } from './ten-million/search-10m.ts'

export type Figures = Record<string, number | string>

const round = (value: number, digits = 1) => Number(value.toFixed(digits))

let opened: Promise<{ bench: BenchHouse; imported: Imported }> | null = null
/** The loaded house, built by whichever bench needs it first. */
function loaded(): Promise<{ bench: BenchHouse; imported: Imported }> {
  opened ??= openBenchHouse().then(async (bench) => ({ bench, imported: await importCorpus(bench) }))
  return opened
}

/** Closes what was opened, so that its folder can go. */
export async function finish(): Promise<void> {
  if (opened) await (await opened).bench.close()
}

export const benches: Readonly<Record<string, () => Promise<Figures>>> = {
  intake,
  'intake-http': intakeHttp,
  search,
  'search-10m': () => searchTenMillion(),
  peers: () => peers(),
  conversation,
  outside,
  redaction: () => redaction(),
  roster: () => Promise.resolve(rosterBench()),
  verify,
  exports: () => exportsBench(),
  start,
  memory,
}

async function intake(): Promise<Figures> {
  const { imported } = await loaded()
  const { messages, acknowledgedSeconds, searchableSeconds } = imported
  return {
    messages,
    per_second: Math.round(messages / acknowledgedSeconds),
    searchable_per_second: Math.round(messages / searchableSeconds),
    seconds: round(acknowledgedSeconds),
  }
}

/** Words of one to four letters, sampled from the texts themselves: each as often as it occurs. */
async function words(bench: BenchHouse): Promise<string[]> {
  const { client } = bench.person('legal')
  const texts: string[] = []
  let cursor: string | null = null
  for (let page = 0; page < 40; page++) {
    const answer: { hits: { text: { text: string } }[]; next: string | null } = await client.post('/api/search', {
      permit: 'window',
      limit: 500,
      cursor,
    })
    texts.push(...answer.hits.map(({ text }) => text.text))
    cursor = answer.next
    if (cursor === null) break
  }
  const counts = new Map<string, number>()
  const sampled: string[] = []
  texts.forEach((text, place) => {
    const letters = [...text.replace(/["()*|+\s〖〗-]/gu, '')]
    for (let at = 0; at + 1 < letters.length; at++) {
      const pair = letters.slice(at, at + 2).join('')
      counts.set(pair, (counts.get(pair) ?? 0) + 1)
    }
    if (place % 40 === 0 && letters.length > 0) sampled.push(letters.slice(0, 1 + (place % 4)).join(''))
  })
  const frequent = [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 100)
    .map(([pair]) => pair)
  return [...frequent, ...sampled].filter((word) => !/^(OR|AND|NOT)$/.test(word))
}

async function search(): Promise<Figures> {
  const { bench, imported } = await loaded()
  await bench.house.search.settle()
  const { client } = bench.person('legal')
  const queries = await words(bench)
  const times: number[] = []
  for (const word of queries) {
    const began = performance.now()
    await client.post('/api/search', { permit: 'window', query: `"${word}"`, limit: 50 })
    times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => round(times[Math.floor(times.length * share)] ?? 0)
  return { messages: imported.messages, queries: times.length, p50_ms: at(0.5), p95_ms: at(0.95), max_ms: at(0.9999) }
}

/**
 * How alike the times of two empty answers are: words that occur only outside a grant, the most frequent first, against
 * a word that occurs nowhere, asked in turn at the API. The share is the largest of the words' medians over the
 * smallest, less one.
 */
async function outside(): Promise<Figures> {
  const { bench } = await loaded()
  await bench.house.search.settle()
  const frequent = await words(bench)
  const permit = await grantOver(bench, [1])
  const { client } = bench.person('requester')
  const ask = async (word: string) => {
    const began = performance.now()
    const { total } = await client.post<{ total: number }>('/api/search', { permit, query: `"${word}"`, limit: 50 })
    return { total, ms: performance.now() - began }
  }
  const only: string[] = []
  for (const word of frequent) {
    if (only.length < 10 && (await ask(word)).total === 0) only.push(word)
  }
  const times = new Map([...only, '\u337f\u337f'].map((word) => [word, [] as number[]]))
  for (let n = 0; n < 41; n++) for (const [word, list] of times) list.push((await ask(word)).ms)
  const medians = [...times.values()].map((list) => list.sort((a, b) => a - b)[20] ?? 0)
  const nowhere = medians.at(-1) ?? 0
  return {
    words: only.length,
    nowhere_ms: round(nowhere),
    outside_ms: round(Math.max(...medians.slice(0, -1))),
    share: round(Math.max(...medians) / Math.min(...medians) - 1, 3),
  }
}

/** An export of some thousand rows, and how fast its package verifies. */
async function verify(): Promise<Figures> {
  const { bench } = await loaded()
  const conversations: number[] = []
  let rows = 0
  for (let no = 1; rows < 20_000 && no <= 94; no++) {
    const card = bench.house.archive.catalog.conversation(no as never)
    if (!card) break
    conversations.push(no)
    rows += card.records
  }
  const people = peopleOf(bench)
  const id = await askFor(people, await grantOver(bench, conversations))
  const handed = await handOut(bench.dir, id, people)
  const began = performance.now()
  const zip = await openZipPackage(await openAsBlob(handed.path), handed.password)
  const verdict = await verifyPackage(zip, { trust: [bench.house.keys.evidence] })
  const seconds = (performance.now() - began) / 1000
  if (verdict.verdict !== 'genuine') throw new Error(`the package is ${verdict.verdict}`)
  return {
    records: handed.rows,
    per_second: Math.round(handed.rows / seconds),
    seconds: round(seconds, 2),
    export_seconds: round(handed.seconds, 1),
    export_rows_per_second: Math.round(handed.rows / handed.seconds),
    package_bytes: handed.bytes,
  }
}

/** From nothing running to the console's first page, on a new house and on the loaded one. */
async function start(): Promise<Figures> {
  const fresh = mkdtempSync(join(tmpdir(), 'cunzhen-start-'))
  try {
    const empty = await startServer(fresh)
    await empty.stop()
    const { bench } = await loaded()
    await bench.close()
    const full = await startServer(bench.dir)
    await full.stop()
    return { seconds: round(empty.seconds, 2), loaded_seconds: round(full.seconds, 2) }
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Memory of a server with the whole corpus, after a sign-in and two hundred searches. */
async function memory(): Promise<Figures> {
  const { bench, imported } = await loaded()
  await bench.close()
  const queries = ['哈', '主播', '哈哈', '好', '的', '2333', '谢谢', '可以', '不是', '什么']
  const server = await startServer(bench.dir)
  try {
    const client = await signIn(server, bench.person('legal'))
    for (let n = 0; n < 200; n++)
      await client.post('/api/search', { permit: 'window', query: queries[n % queries.length], limit: 50 })
    return { messages: imported.messages, ...memoryOf(server) }
  } finally {
    await server.stop()
  }
}
