import { readFileSync, writeSync } from 'node:fs'
import { FORMATS } from '#intake'
import { fuzzOnce, seedsBelow } from '../src/intake/fuzzing.test-support.ts'
import { broken } from '../src/intake/fuzzing-broken.test-support.ts'
import { chance } from '../src/intake/fuzzing-damage.test-support.ts'

// The process that fuzz.ts watches: one parser, damaged samples, round after round. `child.ts SAMPLES FORMAT FIRST SECONDS`.
// Each round depends on its number only; `SECONDS` 0 runs the one round FIRST, to look at it. Before each round its number
// goes to stdout, so that the watcher knows where a round that never ends began; after it, what memory the process has had.

const [samples = '', wanted = '', first = '0', seconds = '0'] = process.argv.slice(2)
const say = (line: string) => writeSync(1, `${line}\n`)
const open = broken(wanted) ?? undefined
const format = open ? 'jsonl' : FORMATS.find((each) => each === wanted)
if (!format) throw new Error('no such format')
const all = await seedsBelow(samples)
const own = all.get(format) ?? []
// a format without samples is fed those of the others
const seeds = own.length > 0 ? own : [...all.values()].flat()
say(`seeds ${own.length}`)

const MOST_ADDED = 8 * 1024 * 1024
const until = performance.now() + Number(seconds) * 1000
let round = Number(first)
let told = 0
do {
  say(`round ${round}`)
  try {
    await fuzzOnce(format, seeds, chance(round), round % 50 === 0 ? MOST_ADDED : 64 * 1024, open)
  } catch (error) {
    const place = error instanceof Error ? error.stack?.split('\n').slice(0, 3).join(' | ') : ''
    say(`problem ${round} ${place}`)
  }
  const most = mostMemory()
  if (most > told) say(`memory ${most}`)
  told = most
  round += 1
} while (performance.now() < until)
say('end')

/** Bytes. resourceUsage would count what the process that started this one had. */
function mostMemory(): number {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    if (kib) return Number(kib) * 1024
  } catch {
    // no Linux: what it has now is the next best
  }
  return process.memoryUsage.rss()
}
