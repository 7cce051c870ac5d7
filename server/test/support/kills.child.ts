import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { startArchive } from '#archive'
import { openKeyring } from '#platform/keys'
import { arrivalOf } from './archive-house.ts'

// The process that kills.ts kills: an archive with all its threads, which takes in, signs, seals and prunes without a
// pause, and says on stdout what it was told is durable. `from` is the first message to send; `stop` ends in order.

const [house = '', from = '0', mode = 'run'] = process.argv.slice(2)
const say = (line: string) => writeSync(1, `${line}\n`)
const between = (least: number, most: number) => least + Math.floor(Math.random() * (most - least))
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const archive = await startArchive({
  house,
  keyring: openKeyring(join(house, 'keys')),
  grantStillHolds: () => false,
  onTrouble: (code) => say(`trouble ${code}`),
  keeper: { sealBytes: 40_000, sealMs: 300, checkpointMs: 20, checkpointEntries: 100, waitsForIndex: false },
})
say('ready')
if (mode === 'stop') {
  await archive.stop()
  process.exit(0)
}

let next = Number(from)
async function send(): Promise<void> {
  for (;;) {
    // some of what was sent before comes again, as from an overlapping export
    const first = Math.max(0, next - between(0, 20))
    const batch = Array.from({ length: between(1, 80) }, (_, at) => arrivalOf(first + at))
    next = Math.max(next, first + batch.length)
    const outcomes = await archive.journal.admit(batch)
    say(`ack ${first} ${outcomes.map(({ record }) => record).join(',')}`)
    await wait(between(0, 30))
  }
}

async function keep(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    await wait(between(0, 40))
    await work()
  }
}

await Promise.all([send(), send(), send(), keep(archive.seal), keep(archive.integrate), keep(archive.prune)])
