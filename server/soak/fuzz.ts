import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { FORMATS } from '#intake'
import { sharedData } from '#test/shared'

// `npm run soak -- fuzz [SECONDS]`: each parser for a minute from the samples, in a process of its own that is watched, two
// at a time. No crash, no hang, memory bounded, nothing silently dropped. `npm test` runs a short cut of it
// (intake/fuzz.test.ts), and shows that it finds what is wrong with parsers that are.

export interface FuzzReport {
  readonly seconds: number
  readonly formats: { format: string; samples: number; rounds: number; mostMemoryMiB: number; problems: number }[]
  readonly problems: string[]
}

export interface FuzzBounds {
  /** Of the whole process, Node itself (about 100 MiB) included. */
  readonly memory: number
  /** ms. One round is a few hundred KiB, at most 32 MiB of hostile text read three times: longer than this it hangs. */
  readonly silence: number
}

const BOUNDS: FuzzBounds = { memory: 512 * 1024 * 1024, silence: 60_000 }
/** Reading the samples, before the first round. */
const MOST_START = 120_000
/** A parser that fails in one way fails in many rounds; these are enough to see why. */
const MOST_PROBLEMS = 5
const AT_ONCE = 2

/** Null where the shared data is absent. */
export async function run(seconds: number, say: (line: string) => void = () => {}): Promise<FuzzReport | null> {
  const samples = sharedData('samples')
  if (!samples) return null
  const report: FuzzReport = { seconds, formats: [], problems: [] }
  const waiting = FORMATS.values()
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (const format of waiting) {
      const { samples: found, rounds, memory, problems } = await fuzzParser(samples, format, seconds)
      const mostMemoryMiB = memory >> 20
      report.formats.push({ format, samples: found, rounds, mostMemoryMiB, problems: problems.length })
      report.problems.push(...problems.slice(0, MOST_PROBLEMS).map((problem) => `${format}: ${problem}`))
      say(`${format}: ${found} samples, ${rounds} rounds, ${mostMemoryMiB} MiB, ${problems.length} problems`)
    }
  })
  await Promise.all(lanes)
  return report
}

export interface Watched {
  samples: number
  rounds: number
  memory: number
  problems: string[]
}

/**
 * Goes on behind a round that killed its process: one bad round must not hide the others.
 *
 * @param samples a folder
 * @param parser a format, or one of the broken parsers
 */
export async function fuzzParser(
  samples: string,
  parser: string,
  seconds: number,
  bounds: FuzzBounds = BOUNDS,
): Promise<Watched> {
  const watched: Watched = { samples: 0, rounds: 0, memory: 0, problems: [] }
  const script = join(import.meta.dirname, 'fuzz.child.ts')
  let next = 0
  for (let left = seconds; left > 0 && watched.problems.length < MOST_PROBLEMS; ) {
    const args = ['--disable-warning=ExperimentalWarning', script, samples, parser, String(next), String(left)]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
    const told = await watch(child, watched, bounds)
    watched.rounds += told.last - next + 1
    next = told.last + 1
    if (told.ended) break
    left -= Math.max(1, told.seconds)
  }
  return watched
}

async function watch(child: ChildProcess, watched: Watched, bounds: FuzzBounds) {
  const told = { last: 0, ended: false, seconds: 0 }
  let began = performance.now()
  let why = ''
  const end = (reason: string) => {
    why ||= reason
    child.kill('SIGKILL')
  }
  let timer = setTimeout(end, MOST_START, 'does not begin')
  const closed = once(child, 'close')
  const heard = (line: string) => {
    clearTimeout(timer)
    timer = setTimeout(end, bounds.silence, 'does not end')
    const [word, value = ''] = line.split(' ', 2)
    if (word === 'seeds') began = performance.now()
    if (word === 'seeds') watched.samples = Number(value)
    if (word === 'round') told.last = Number(value)
    if (word === 'memory') watched.memory = Math.max(watched.memory, Number(value))
    if (word === 'memory' && Number(value) > bounds.memory) end(`took ${Number(value) >> 20} MiB of memory`)
    if (word === 'problem') watched.problems.push(`round ${line.slice('problem '.length)}`)
    if (word === 'end') told.ended = true
  }
  if (child.stdout) createInterface({ input: child.stdout }).on('line', heard)
  const [code, signal] = await closed
  clearTimeout(timer)
  told.seconds = (performance.now() - began) / 1000
  if (why) watched.problems.push(`round ${told.last} ${why}`)
  else if (!told.ended) watched.problems.push(`round ${told.last} ended the process (${code ?? signal})`)
  return told
}
