import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ArchiveReader, fieldsOf, fsckHouse, readerSecrets } from '#archive'
import { type RecordNo, systemClock } from '#base'
import { type Keyring, openKeyRegister, openKeyring, type RegisteredKey } from '#platform/keys'
import { type ArchiveHouse, HIDDEN_WORDS, makeArchiveHouse } from './archive-house.ts'
import { filesHolding } from './raw-search.ts'

// SIGKILL at random moments while the register key of a working archive is rotated without a pause. After each, before
// anything is mended: the keyring opens, every key of the register opens to what it was, every acknowledged message is
// there, fsck finds nothing wrong, no content lies bare. And the next start ends what was cut off.

export interface RotationKillsReport {
  kills: number
  /** Rotations that came to their end, and those that a later start ended. */
  rotations: number
  resumed: number
  acknowledged: number
  seconds: number
  problems: string[]
}

interface Watched {
  readonly house: ArchiveHouse
  /** Keys of the register from the first day, with what they are. */
  readonly keys: readonly RegisteredKey[]
  readonly acks: Map<number, number>
}

const KILLS_PER_HOUSE = 12
const KEYS = 400

export async function killRotations(n: number, say: (line: string) => void = () => {}): Promise<RotationKillsReport> {
  const startedAt = performance.now()
  const report = { kills: 0, rotations: 0, resumed: 0, acknowledged: 0, seconds: 0, problems: [] as string[] }
  const cache = mkdtempSync(join(tmpdir(), 'cunzhen-compiled-'))
  while (report.kills < n) {
    const watched = await makeWatched()
    await stopInOrder(watched, report, cache) // the first start makes the journal; what it promises begins here
    for (let kill = 0; kill < KILLS_PER_HOUSE && report.kills < n; kill++) {
      await killOnce(watched, report, cache)
      report.kills += 1
      await check(watched, report, `kill ${report.kills}`)
      say(
        `${report.kills}/${n}: ${report.rotations} rotations, ${report.resumed} resumed, ${report.problems.length} problems`,
      )
    }
    await stopInOrder(watched, report, cache)
    await check(watched, report, 'after an orderly stop')
    report.acknowledged += watched.acks.size
    watched.house.remove()
  }
  rmSync(cache, { recursive: true, force: true })
  report.seconds = Math.round((performance.now() - startedAt) / 1000)
  return report
}

async function makeWatched(): Promise<Watched> {
  const house = await makeArchiveHouse()
  const register = openRegister(house.dir, house.keyring)
  const keys = [...register.create('block', KEYS - 50), ...register.create('shard', 50)]
  register.close()
  return { house, keys, acks: new Map() }
}

function openRegister(dir: string, keyring: Keyring) {
  const secrets = [keyring.secret('house.db'), keyring.secret('register')] as const
  return openKeyRegister(join(dir, 'house.db'), ...secrets, systemClock)
}

async function killOnce(watched: Watched, report: RotationKillsReport, cache: string): Promise<void> {
  const child = start(watched, 'run', cache)
  const ended = once(child, 'close')
  // some die while they end what the one before left, most while they rotate
  const [until, ms] = Math.random() < 0.25 ? (['opened', 400] as const) : (['ready', 1500] as const)
  if (await listen(child, watched.acks, report, until)) await wait(Math.random() * ms)
  child.kill('SIGKILL')
  const [code] = await ended
  if (code !== null) report.problems.push(`the archive ended by itself with ${code}`)
}

async function stopInOrder(watched: Watched, report: RotationKillsReport, cache: string): Promise<void> {
  const child = start(watched, 'stop', cache)
  const ended = once(child, 'close')
  await listen(child, watched.acks, report, 'ready')
  const [code] = await ended
  if (code !== 0) report.problems.push(`an orderly start and stop ended with ${code}`)
}

function start({ house, acks }: Watched, mode: 'run' | 'stop', cache: string): ChildProcess {
  const script = join(import.meta.dirname, 'rotation-kills.child.ts')
  // a message whose acknowledgement was cut off may be there: the next process goes on behind it
  const from = Math.max(0, ...acks.keys()) + 1000
  return spawn(process.execPath, [script, house.dir, String(from), mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  })
}

/** Notes what the child says. @returns true when it has come that far, false when it has ended before */
function listen(
  child: ChildProcess,
  acks: Map<number, number>,
  report: RotationKillsReport,
  until: 'opened' | 'ready',
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  child.on('close', () => resolve(false))
  if (!child.stdout) return promise
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [word, first, last] = line.split(' ')
    if (word === until) resolve(true)
    if (word === 'trouble') report.problems.push(`the archive said ${first}`)
    if (word === 'resumed') report.resumed += 1
    if (word === 'rotated') report.rotations += 1
    if ((word === 'resumed' || word === 'rotated') && last !== '0')
      report.problems.push(`${word}: ${last} keys damaged`)
    if (word !== 'ack' || last === undefined) return
    for (const [at, no] of last.split(',').entries()) acks.set(Number(first) + at, Number(no))
  })
  return promise
}

async function check({ house, keys, acks }: Watched, report: RotationKillsReport, when: string): Promise<void> {
  const keyring = openKeyring(join(house.dir, 'keys')) // as it is on disk now
  const found = await fsckHouse(house.dir, keyring)
  for (const { code, where } of found.problems) report.problems.push(`${when}: ${code} ${where}`)
  const register = openRegister(house.dir, keyring)
  const others = keys.filter(({ id, key }) => Buffer.compare(register.open(id), key) !== 0)
  register.close()
  if (others.length > 0) report.problems.push(`${when}: ${others.length} keys are others`)
  const messages = messagesOf(house.dir, keyring)
  for (const [message, no] of acks) {
    if (messages.get(`msg-${message}`) !== no) report.problems.push(`${when}: acknowledged message ${message} is lost`)
  }
  for (const file of filesHolding(house.dir, HIDDEN_WORDS)) report.problems.push(`${when}: bare content in ${file}`)
}

function messagesOf(dir: string, keyring: Keyring): Map<string, RecordNo> {
  const reader = new ArchiveReader(dir, readerSecrets(keyring), systemClock)
  const messages = new Map<string, RecordNo>()
  try {
    for (let from = 0 as RecordNo; ; ) {
      const { records, next } = reader.readForIndex(from, 1000)
      for (const record of records) messages.set(fieldsOf(record).sourceId, record.no)
      if (next === from) return messages
      from = next
    }
  } finally {
    reader.close()
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
