import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PersonActor } from '#access'
import { fsckRehash, renewHash } from '#anchors'
import { archiveFiles, fsckHouse, openRetained, startArchive } from '#archive'
import { createRecorder } from '#audit'
import { newId, type PersonId, systemClock } from '#base'
import { openLedgerReader } from '#ledger'
import { openHouseDb } from '#platform/house'
import { signer } from '#platform/keys'
import { loadPolicy } from '#policy'
import { arrivals, makeArchiveHouse } from '#test/archive-house'
import { startTsa } from '#test/tsa'
import { sizeOf } from './size-of.ts'

// `node server/bench/renew-hash.ts [MESSAGES]`: a renewal of the hash over a sealed house, and what fsck takes with it. Seconds are the
// process's own on all cores (`cpu`) and by the clock. One JSON line.

const BATCH = 1000

type House = Awaited<ReturnType<typeof makeArchiveHouse>>

async function fill({ dir, keyring }: House, messages: number): Promise<void> {
  const archive = await startArchive({
    house: dir,
    keyring,
    grantStillHolds: () => false,
    keeper: { waitsForIndex: false },
  })
  for (let from = 0; from < messages; from += BATCH)
    await archive.journal.admit(arrivals(from, Math.min(from + BATCH, messages)))
  await archive.seal()
  await archive.integrate()
  await archive.prune()
  await archive.stop()
}

interface Cost {
  readonly seconds: number
  readonly cpu: number
  readonly peakMb: number
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  let peak = 0
  const watching = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 50)
  const [begun, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  clearInterval(watching)
  const round = (value: number) => Number(value.toFixed(1))
  return {
    seconds: round((performance.now() - begun) / 1000),
    cpu: round((user + system) / 1e6),
    peakMb: Math.round(peak / 1e6),
  }
}

async function figures(messages: number): Promise<object> {
  const tsa = await startTsa()
  const house = await makeArchiveHouse()
  const { dir, keyring } = house
  await fill(house, messages)
  mkdirSync(join(dir, 'anchors'))
  writeFileSync(join(dir, 'anchors/root.pem'), tsa.root)
  const authorities = [{ id: 'local', name: 'Local TSA', url: tsa.url, roots: 'root.pem' }]
  writeFileSync(join(dir, 'anchors/settings.json'), JSON.stringify({ v: 1, authorities }))
  const ledger = openLedgerReader(archiveFiles(dir).ledger, signer(keyring, 'evidence').verifierKey)
  const baseMb = Math.round(process.memoryUsage().rss / 1e6)
  const renewal = await costOf(async () => {
    const archive = await startArchive({ house: dir, keyring, grantStillHolds: () => false })
    const db = openHouseDb(join(dir, 'house.db'), keyring.secret('house.db'))
    const retained = openRetained(dir, keyring, systemClock)
    const { appendStatement } = archive.journal
    const parts = { house: dir, clock: systemClock, ledger, retained, rules: loadPolicy, appendStatement }
    const id = newId<PersonId>('psn')
    const actor: PersonActor = { kind: 'person', id, roles: ['administrator'], steppedUpUntil: null, ip: null }
    const { stamps } = await renewHash({ ...parts, recorder: createRecorder(db, systemClock) }, actor, 'sha512')
    if (stamps.length !== 1) throw new Error('it is not stamped')
    retained.close()
    await db.close()
    await archive.stop()
  })
  const fsck = await costOf(() => fsckHouse(dir, keyring))
  const fsckRenewal = await costOf(async () => {
    const openKept = () => openRetained(dir, keyring, systemClock)
    const { problems } = await fsckRehash(dir, { ledger, openRetained: openKept })
    if (problems.length > 0) throw new Error('it is not well')
  })
  const bytes = sizeOf(join(dir, 'anchors/rehash')) / messages
  house.remove()
  await tsa.stop()
  const perCpuSecond = Math.round(messages / renewal.cpu)
  return { messages, perCpuSecond, bytesEach: Number(bytes.toFixed(1)), baseMb, renewal, fsck, fsckRenewal }
}

process.stdout.write(`${JSON.stringify(await figures(Number(process.argv[2] ?? 200_000)))}\n`)
