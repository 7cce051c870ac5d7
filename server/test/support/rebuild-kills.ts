import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Keyring, openKeyring } from '#platform/keys'
import { arrivals } from './archive-house.ts'
import { openBareHouse } from './bare-house.ts'
import { type Acks, checkHouse, checkSearch } from './house-check.ts'
import { type PowerCut, preparePowerCut } from './power-cut.ts'

// SIGKILL at random moments of `cunzhen rebuild`: the index of a house is half gone, half made. The archive knows nothing of
// it, and whoever opens the house next finds everything.

export interface RebuildKillsReport {
  kills: number
  /** Rebuilds that were done before their kill came. */
  finished: number
  records: number
  seconds: number
  problems: string[]
}

const KILLS_PER_HOUSE = 10
const RECORDS = 6000

/** Null where a power cut cannot be made (no compiler). `problems` is empty when every promise held. */
export async function killRebuilds(
  n: number,
  { say = () => {}, how = 'kill' }: { say?: (line: string) => void; how?: 'kill' | 'power' } = {},
): Promise<RebuildKillsReport | null> {
  const startedAt = performance.now()
  const report: RebuildKillsReport = { kills: 0, finished: 0, records: 0, seconds: 0, problems: [] }
  const cache = mkdtempSync(join(tmpdir(), 'cunzhen-compiled-'))
  try {
    while (report.kills < n) {
      const bare = await openBareHouse()
      const { archive, search } = bare.house
      const acks: Acks = new Map()
      for (let at = 0; at < RECORDS; at += 1000) {
        const outcomes = await archive.journal.admit(arrivals(at, at + 1000))
        for (const [place, { record }] of outcomes.entries()) acks.set(`msg-${at + place}`, record)
        if (at === RECORDS / 2) await archive.seal()
      }
      await search.reach(archive.catalog.counts().entries)
      await bare.leave()
      const house = bare.config.house
      const power = how === 'power' ? preparePowerCut(house) : null
      if (how === 'power' && !power) {
        await bare.close()
        return null
      }
      let usual = await timeOf(house, report, cache)
      for (let kill = 0; kill < KILLS_PER_HOUSE && report.kills < n; ) {
        const beganAt = performance.now()
        // from the first step to the last; one that is done by then is no kill, and says how long it takes now
        if (!(await killOnce(house, usual * (0.2 + Math.random() * 0.8), report, cache, power))) {
          usual = Math.min(usual, performance.now() - beganAt)
          continue
        }
        kill += 1
        report.kills += 1
        await check(house, openKeyring(join(house, 'keys')), acks, report)
        say(`rebuild ${report.kills}/${n}: ${report.problems.length} problems ${report.problems.at(-1) ?? ''}`)
      }
      report.records += RECORDS
      await timeOf(house, report, cache)
      await bare.close()
      power?.remove()
    }
  } finally {
    rmSync(cache, { recursive: true, force: true })
  }
  report.seconds = Math.round((performance.now() - startedAt) / 1000)
  return report
}

/** ms of a rebuild that nobody disturbs. */
async function timeOf(house: string, report: RebuildKillsReport, cache: string): Promise<number> {
  const beganAt = performance.now()
  const [code] = await once(start(house, cache), 'close')
  if (code !== 0) report.problems.push(`an undisturbed rebuild ended with ${code}`)
  return performance.now() - beganAt
}

/** @returns whether it was killed before it was done */
async function killOnce(
  house: string,
  after: number,
  report: RebuildKillsReport,
  cache: string,
  power: PowerCut | null,
): Promise<boolean> {
  power?.settle()
  const child = start(house, cache, power?.env)
  const timer = setTimeout(() => child.kill('SIGKILL'), after)
  const [code] = await once(child, 'close')
  clearTimeout(timer)
  if (code === 0) report.finished += 1
  else if (code !== null) report.problems.push(`a rebuild ended by itself with ${code}`)
  power?.cut()
  return code === null
}

function start(house: string, cache: string, more: Readonly<Record<string, string>> = {}): ChildProcess {
  const args = ['--disable-warning=ExperimentalWarning', 'src/cli/main.ts', 'rebuild', '--house', house]
  return spawn(process.execPath, args, {
    cwd: join(import.meta.dirname, '../..'),
    stdio: 'ignore',
    env: { ...process.env, NODE_COMPILE_CACHE: cache, ...more },
  })
}

async function check(house: string, keyring: Keyring, acks: Acks, report: RebuildKillsReport): Promise<void> {
  const { problems, numbers } = await checkHouse(house, keyring, acks)
  problems.push(...(await checkSearch(house, numbers)))
  report.problems.push(...problems.map((problem) => `rebuild kill ${report.kills}: ${problem}`))
}
