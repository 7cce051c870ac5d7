import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fsckHouse } from '#archive'
import { type ArchiveHouse, makeArchiveHouse } from './archive-house.ts'
import { type Acks, checkHouse } from './house-check.ts'
import { type PowerCut, preparePowerCut } from './power-cut.ts'

// SIGKILL at random moments of intake, checkpoint, seal, prune and start-up. After each: what was acknowledged is there
// under the number that was said, nothing is there twice, fsck finds nothing wrong, and no word of content lies bare.

export interface KillsReport {
  kills: number
  /** Messages that were acknowledged before a kill, each found again after it. */
  acknowledged: number
  records: number
  segments: number
  /** Kills that left something for the next start to clear away. */
  interrupted: number
  seconds: number
  problems: string[]
}

const KILLS_PER_HOUSE = 15
/** Messages that a run has acknowledged at its end, wherever chance has killed it: below, it would say nothing. */
const LEAST = 60

/**
 * Kills `n` times; a fresh house every fifteen. `problems` is empty when every promise held.
 *
 * @param how `power`: with each kill, whatever was never synced is lost too. Null where that cannot be done (no compiler)
 */
export async function killRepeatedly(
  n: number,
  say: (line: string) => void = () => {},
  how: 'kill' | 'power' = 'kill',
): Promise<KillsReport | null> {
  const startedAt = performance.now()
  const report: KillsReport = {
    kills: 0,
    acknowledged: 0,
    records: 0,
    segments: 0,
    interrupted: 0,
    seconds: 0,
    problems: [],
  }
  const cache = mkdtempSync(join(tmpdir(), 'cunzhen-compiled-'))
  await warmUp(cache, report)
  while (report.kills < n) {
    const house = await makeArchiveHouse()
    const power = how === 'power' ? preparePowerCut(house.dir) : null
    if (how === 'power' && !power) return null
    const acks: Acks = new Map()
    let hasBegun = false
    for (let kill = 0; kill < KILLS_PER_HOUSE && report.kills < n; kill++) {
      const isLast = report.kills === n - 1
      hasBegun = (await killOnce(house, acks, report, cache, power, isLast ? LEAST : 0)) || hasBegun
      report.kills += 1
      // a first start that never got ready has promised nothing, and there may be no file to look at yet
      if (hasBegun) await check(house, acks, report, `kill ${report.kills}`)
      const last = report.problems.at(-1)
      say(
        `${report.kills}/${n}: ${acks.size} acknowledged, ${report.problems.length} problems${last ? `: ${last}` : ''}`,
      )
    }
    await startAndStop(house, report, cache)
    await finish(house, acks, report)
    house.remove()
    power?.remove()
  }
  rmSync(cache, { recursive: true, force: true })
  report.seconds = Math.round((performance.now() - startedAt) / 1000)
  return report
}

/** Lets an archive run for a moment and kills it, not before `least` are acknowledged. @returns whether it had got ready */
async function killOnce(
  house: ArchiveHouse,
  acks: Acks,
  report: KillsReport,
  cache: string,
  power: PowerCut | null,
  least: number,
): Promise<boolean> {
  power?.settle()
  const child = start(house, acks.size, 'run', cache, power?.env)
  const ended = once(child, 'close')
  const ready = listen(child, acks, report)
  if (least === 0 && Math.random() < 0.15) await wait(Math.random() * 400)
  else if (await ready) {
    while (acks.size < least && child.exitCode === null) await wait(5)
    await wait(Math.random() * 1200)
  }
  child.kill('SIGKILL')
  const [code] = await ended
  if (code !== null) report.problems.push(`the archive ended by itself with ${code}`)
  power?.cut()
  return ready
}

async function startAndStop(house: ArchiveHouse, report: KillsReport, cache: string): Promise<void> {
  const child = start(house, 0, 'stop', cache)
  const [code] = await once(child, 'close')
  if (code !== 0) report.problems.push(`an orderly start and stop ended with ${code}`)
}

/** Compiling takes a process longer than anything it is killed in: the first one leaves its work to the others. */
async function warmUp(cache: string, report: KillsReport): Promise<void> {
  const house = await makeArchiveHouse()
  await startAndStop(house, report, cache)
  house.remove()
}

function start(
  house: ArchiveHouse,
  from: number,
  mode: 'run' | 'stop',
  cache: string,
  more: Readonly<Record<string, string>> = {},
): ChildProcess {
  const script = join(import.meta.dirname, 'kills.child.ts')
  return spawn(process.execPath, [script, house.dir, String(from), mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache, ...more },
  })
}

/** Notes what the child says was acknowledged. @returns true when it is ready, false when it has ended before */
function listen(child: ChildProcess, acks: Acks, report: KillsReport): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  child.on('close', () => resolve(false))
  if (!child.stdout) return promise
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [word, first, numbers] = line.split(' ')
    if (word === 'ready') resolve(true)
    if (word === 'trouble') report.problems.push(`the archive said ${first}`)
    // a line is written at once and is shorter than a pipe's page: it is there whole or not at all
    if (word !== 'ack' || numbers === undefined) return
    for (const [at, text] of numbers.split(',').entries())
      noteAck(acks, `msg-${Number(first) + at}`, Number(text), report)
  })
  return promise
}

function noteAck(acks: Acks, message: string, no: number, report: KillsReport): void {
  const before = acks.get(message)
  if (before === undefined) acks.set(message, no)
  else if (before !== no) report.problems.push(`message ${message} was record ${before} and then ${no}`)
}

async function check(house: ArchiveHouse, acks: Acks, report: KillsReport, when: string): Promise<void> {
  const { problems, leftovers } = await checkHouse(house.dir, house.keyring, acks)
  report.problems.push(...problems.map((problem) => `${when}: ${problem}`))
  if (leftovers > 0) report.interrupted += 1
}

async function finish(house: ArchiveHouse, acks: Acks, report: KillsReport): Promise<void> {
  const { counts, ok } = await fsckHouse(house.dir, house.keyring)
  if (!ok || counts.leftovers > 0) report.problems.push(`after an orderly stop: ${counts.leftovers} leftovers`)
  report.acknowledged += acks.size
  report.records += counts.records
  report.segments += counts.segments
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
