import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { FORMATS, type Format } from '#intake'
import { sharedData } from '#test/shared'

// `npm run soak -- fuzz [SECONDS]`: each parser for a minute from the samples, in a process of its own that is watched. No
// crash, no hang, memory bounded, nothing silently dropped. `npm test` runs a short cut of it (intake/fuzz.test.ts).

export interface FuzzReport {
  readonly seconds: number
  readonly formats: { format: Format; samples: number; rounds: number; mostMemoryMiB: number }[]
  readonly problems: string[]
}

/** Of the whole process, Node itself (about 100 MiB) included. */
const MOST_MEMORY = 512 * 1024 * 1024
/** One round is a few hundred KiB, at most 32 MiB of hostile text read three times: longer than this it hangs. */
const MOST_SILENCE = 60_000
/** A parser that fails in one way fails in many rounds; these are enough to see why. */
const MOST_PROBLEMS = 5

/** Null where the shared data is absent. */
export async function run(seconds: number, say: (line: string) => void = () => {}): Promise<FuzzReport | null> {
  const samples = sharedData('samples')
  if (!samples) return null
  const report: FuzzReport = { seconds, formats: [], problems: [] }
  for (const format of FORMATS) {
    const one = await fuzzFormat(samples, format, seconds)
    report.formats.push({ format, samples: one.samples, rounds: one.rounds, mostMemoryMiB: one.memory >> 20 })
    report.problems.push(...one.problems.slice(0, MOST_PROBLEMS).map((problem) => `${format}: ${problem}`))
    say(
      `${format}: ${one.samples} samples, ${one.rounds} rounds, ${one.memory >> 20} MiB, ${one.problems.length} problems`,
    )
  }
  return report
}

interface Watched {
  samples: number
  rounds: number
  memory: number
  problems: string[]
}

/** Goes on behind a round that killed its process: one bad round must not hide the others. */
async function fuzzFormat(samples: string, format: Format, seconds: number): Promise<Watched> {
  const watched: Watched = { samples: 0, rounds: 0, memory: 0, problems: [] }
  const until = performance.now() + seconds * 1000
  let next = 0
  while (performance.now() < until && watched.problems.length < MOST_PROBLEMS) {
    const left = Math.max(1, Math.ceil((until - performance.now()) / 1000))
    const script = new URL('./fuzz.child.ts', import.meta.url).pathname
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, samples, format, String(next), String(left)],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    const { last, ended } = await watch(child, watched)
    watched.rounds += last - next + 1
    next = last + 1
    if (ended) break
  }
  if (watched.memory > MOST_MEMORY) watched.problems.push(`${watched.memory >> 20} MiB of memory`)
  return watched
}

async function watch(child: ChildProcess, watched: Watched): Promise<{ last: number; ended: boolean }> {
  const told = { last: 0, ended: false, hung: false }
  const watchdog = () =>
    setTimeout(() => {
      told.hung = true
      child.kill('SIGKILL')
    }, MOST_SILENCE)
  let timer = watchdog()
  const closed = once(child, 'close')
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      clearTimeout(timer)
      timer = watchdog()
      const [word, value = ''] = line.split(' ', 2)
      if (word === 'seeds') watched.samples = Number(value)
      if (word === 'round') told.last = Number(value)
      if (word === 'memory') watched.memory = Math.max(watched.memory, Number(value))
      if (word === 'problem') watched.problems.push(`round ${line.slice('problem '.length)}`)
      if (word === 'end') told.ended = true
    })
  }
  const [code, signal] = await closed
  clearTimeout(timer)
  if (told.hung) watched.problems.push(`round ${told.last} does not end`)
  else if (!told.ended) watched.problems.push(`round ${told.last} ended the process (${code ?? signal})`)
  return told
}
