import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { startArchive } from '#archive'
import { systemClock } from '#base'
import { openHouseDb } from '#platform/house'
import { beginRotation, closeBridges, finishRotation, openKeyring, tidyKeys } from '#platform/keys'
import { arrivalOf } from './archive-house.ts'

// The process that rotation-kills.ts kills: an archive that takes in and seals while its register key is rotated again and
// again. It starts as a house does: what was interrupted is ended before any thread has a key.

const [dir = '', from = '0', mode = 'run'] = process.argv.slice(2)
const say = (line: string) => writeSync(1, `${line}\n`)
const between = (least: number, most: number) => least + Math.floor(Math.random() * (most - least))
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const keys = join(dir, 'keys')
const keyring = openKeyring(keys)
tidyKeys(keys, keyring)
const db = openHouseDb(join(dir, 'house.db'), keyring.secret('house.db'))
const parts = { db, keyring, clock: systemClock, batch: 12 }
say('opened')
const resumed = await finishRotation(parts)
if (resumed) say(`resumed ${resumed.generation} ${resumed.damaged}`)
await closeBridges(db)
const archive = await startArchive({
  house: dir,
  keyring,
  grantStillHolds: () => false,
  onTrouble: (code) => say(`trouble ${code}`),
  keeper: { sealBytes: 40_000, sealMs: 300, checkpointMs: 20, checkpointEntries: 100, waitsForIndex: false },
})
say('ready')
if (mode === 'stop') {
  await archive.stop()
  await closeBridges(db)
  await db.close()
  process.exit(0)
}

let next = Number(from)
async function send(): Promise<void> {
  for (;;) {
    const first = next
    const batch = Array.from({ length: between(1, 60) }, (_, at) => arrivalOf(first + at))
    next += batch.length
    const outcomes = await archive.journal.admit(batch)
    say(`ack ${first} ${outcomes.map(({ record }) => record).join(',')}`)
    await wait(between(0, 40))
  }
}

async function rotate(): Promise<void> {
  for (;;) {
    const generation = await db.write((tx) => beginRotation(tx, parts))
    say(`begun ${generation}`)
    const rotated = await finishRotation(parts)
    say(`rotated ${generation} ${rotated?.damaged}`)
    await wait(between(0, 150))
  }
}

async function seal(): Promise<void> {
  for (;;) {
    await wait(between(50, 200))
    await archive.seal()
  }
}

await Promise.all([send(), rotate(), seal()])
