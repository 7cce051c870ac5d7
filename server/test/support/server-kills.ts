import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Keyring, openKeyring } from '#platform/keys'
import { arrivalOf, HIDDEN_WORDS } from './archive-house.ts'
import { openBareHouse } from './bare-house.ts'
import { type Acks, checkHouse, checkSearch } from './house-check.ts'
import { type PowerCut, preparePowerCut } from './power-cut.ts'

// SIGKILL at random moments of a whole server: while it starts, while batches come over HTTP with a connector's key, while
// it imports files, indexes and seals. After each: every message that was answered for, and every one of a file that was
// said to be taken in, is there once and under one number for ever; fsck finds nothing wrong; a search finds all of it once
// the index has come to the end; no word of content lies bare, in the house or in what the server said.

export interface ServerKillsReport {
  kills: number
  /** Answered for over HTTP, and of files taken in to their end. */
  posted: number
  filed: number
  records: number
  segments: number
  /** Imports that a later start went on with, and kills that left something to clear away. */
  resumed: number
  interrupted: number
  seconds: number
  problems: string[]
}

export interface ServerKillsOptions {
  readonly say?: (line: string) => void
  /** `power`: with each kill, whatever was never synced is lost too. */
  readonly how?: 'kill' | 'power'
}

interface Victim {
  /** The house. */
  readonly dir: string
  /** Where the files lie that it imports. */
  readonly files: string
  readonly keyring: Keyring
  /** The connector's. */
  readonly key: string
  readonly acks: Acks
  next: number
  nextFile: number
}

const KILLS_PER_HOUSE = 10
const CLIENTS = 4
/** Messages acknowledged between a start and its kill. */
const MOST_MORE = 3000

/** Null where a power cut cannot be made (no compiler). `problems` is empty when every promise held. */
export async function killServers(n: number, options: ServerKillsOptions = {}): Promise<ServerKillsReport | null> {
  const { say = () => {}, how = 'kill' } = options
  const startedAt = performance.now()
  const report = noKills()
  const cache = mkdtempSync(join(tmpdir(), 'cunzhen-compiled-'))
  try {
    while (report.kills < n) {
      const bare = await openBareHouse()
      const made = await bare.house.connectors.create(bare.administrator, { name: 'posting', kind: 'http', origin: '' })
      await bare.leave()
      const power = how === 'power' ? preparePowerCut(bare.config.house) : null
      if (how === 'power' && !power) {
        await bare.close()
        return null
      }
      const victim = victimOf(bare.dir, bare.config.house, String(made.key))
      for (let kill = 0; kill < KILLS_PER_HOUSE && report.kills < n; kill++) {
        await killOnce(victim, report, cache, power)
        report.kills += 1
        await check(victim, report, `kill ${report.kills}`)
        const last = report.problems.at(-1)
        say(
          `server ${report.kills}/${n}: ${victim.acks.size} acknowledged, ${report.problems.length} problems${last ? `: ${last}` : ''}`,
        )
      }
      await stopInOrder(victim, report, cache)
      await bare.close()
      power?.remove()
    }
  } finally {
    rmSync(cache, { recursive: true, force: true })
  }
  report.seconds = Math.round((performance.now() - startedAt) / 1000)
  return report
}

function noKills(): ServerKillsReport {
  const none = { kills: 0, posted: 0, filed: 0, records: 0, segments: 0, resumed: 0, interrupted: 0, seconds: 0 }
  return { ...none, problems: [] }
}

function victimOf(beside: string, dir: string, key: string): Victim {
  const files = join(beside, 'files')
  mkdirSync(files)
  const keyring = openKeyring(join(dir, 'keys'))
  return { dir, files, keyring, key, acks: new Map(), next: 0, nextFile: 0 }
}

async function killOnce(victim: Victim, report: ServerKillsReport, cache: string, power: PowerCut | null) {
  power?.settle()
  const child = start(victim, 'run', cache, power?.env)
  const ended = once(child, 'close')
  const base = listenTo(child, victim, report)
  let posting: Promise<unknown> = Promise.resolve()
  if (Math.random() < 0.15) await wait(Math.random() * 1500)
  else {
    const where = await base
    if (where) posting = Promise.all(Array.from({ length: CLIENTS }, () => post(where, victim)))
    // some way into the work, however slow the machine is
    const enough = victim.acks.size + Math.random() * MOST_MORE
    for (let waits = 0; where && victim.acks.size < enough && waits < 3000; waits++) await wait(10)
    await wait(Math.random() * 300)
  }
  child.kill('SIGKILL')
  const [code] = await ended
  await posting
  if (code !== null) report.problems.push(`the server ended by itself with ${code}`)
  power?.cut()
}

async function stopInOrder(victim: Victim, report: ServerKillsReport, cache: string): Promise<void> {
  const child = start(victim, 'stop', cache)
  const ended = once(child, 'close')
  await listenTo(child, victim, report)
  const [code] = await ended
  if (code !== 0) report.problems.push(`an orderly start and stop ended with ${code}`)
  const { problems, leftovers, records, segments } = await checkHouse(victim.dir, victim.keyring, victim.acks)
  report.problems.push(...problems.map((problem) => `after an orderly stop: ${problem}`))
  if (leftovers > 0) report.problems.push(`after an orderly stop: ${leftovers} leftovers`)
  const ids = [...victim.acks.keys()]
  const posted = ids.filter((id) => id.startsWith('msg-')).length
  report.posted += posted
  report.filed += ids.length - posted
  report.records += records
  report.segments += segments
}

function start(
  { dir, files, nextFile }: Victim,
  mode: 'run' | 'stop',
  cache: string,
  more: Readonly<Record<string, string>> = {},
): ChildProcess {
  const script = join(import.meta.dirname, 'server-kills.child.ts')
  const args = ['--disable-warning=ExperimentalWarning', script, dir, files, String(nextFile), mode]
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache, ...more },
  })
}

/** Notes what the child says. @returns where it listens; null when it has ended before */
function listenTo(child: ChildProcess, victim: Victim, report: ServerKillsReport): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>()
  child.on('close', () => resolve(null))
  const heard = (line: string) => {
    const [word, first = '', from, count] = line.split(' ')
    if (word === 'ready') resolve(first)
    if (word === 'resumed') report.resumed += Number(first)
    if (word === 'trouble') report.problems.push(`the server said ${first}`)
    if (word === 'file') noteFile(victim, Number(first), Number(from), Number(count))
  }
  const logged = (line: string) => {
    if (HIDDEN_WORDS.some((hidden) => line.includes(hidden))) report.problems.push('content in what the server logged')
    if (line.includes('archive_trouble')) report.problems.push('the server logged archive_trouble')
  }
  if (child.stdout) createInterface({ input: child.stdout }).on('line', heard)
  if (child.stderr) createInterface({ input: child.stderr }).on('line', logged)
  return promise
}

function noteFile(victim: Victim, file: number, from: number, count: number): void {
  victim.nextFile = Math.max(victim.nextFile, file + 1)
  for (let at = 0; at < count; at++) note(victim.acks, `file-${from + file * count + at}`)
}

function note(acks: Acks, message: string): void {
  if (!acks.has(message)) acks.set(message, null)
}

/** One of the clients: batches, some of them sent before, one after the other until the server is gone. */
async function post(base: string, victim: Victim): Promise<void> {
  for (;;) {
    const first = Math.max(0, victim.next - Math.floor(Math.random() * 20))
    const batch = Array.from({ length: 1 + Math.floor(Math.random() * 40) }, (_, at) => messageOf(first + at))
    victim.next = Math.max(victim.next, first + batch.length)
    const answers = await send(base, victim.key, batch).catch(() => null)
    if (!answers) return
    for (const { id, outcome } of answers) if (outcome !== 'refused') note(victim.acks, id)
  }
}

async function send(base: string, key: string, messages: readonly unknown[]) {
  const response = await fetch(`${base}/api/intake/batches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messages }),
  })
  const body = await response.text()
  if (!response.ok) return []
  return (JSON.parse(body) as { messages: { id: string; outcome: string }[] }).messages // as docs/api.md has it
}

function messageOf(n: number) {
  const { sourceId, conversation, sender, senderName, sourceTs, body } = arrivalOf(n).fields
  const conversationTitle = `${conversation}投诉群`
  return { id: sourceId, conversation, conversationTitle, sender, senderName, time: sourceTs, text: body }
}

async function check(victim: Victim, report: ServerKillsReport, when: string): Promise<void> {
  const { problems, leftovers, numbers } = await checkHouse(victim.dir, victim.keyring, victim.acks)
  if (leftovers > 0) report.interrupted += 1
  problems.push(...(await checkSearch(victim.dir, numbers)))
  report.problems.push(...problems.map((problem) => `${when}: ${problem}`))
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
