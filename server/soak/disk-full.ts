import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Refusal } from '#base'
import { arrivals, makeArchiveHouse } from '#test/archive-house'
import { mountSmallDisk, type SmallDisk } from '#test/full-disk'
import { type Acks, checkHouse, checkSearch } from '#test/house-check'
import { openSearchHouse, type SearchHouse } from '#test/search-house'

// `npm run soak -- disk-full [N]`: a house on a small disk that is full N times, each time at another place: while the
// journal takes records, while a segment is written, while the index follows. Refused cleanly, nothing acknowledged lost,
// goes on when there is room, by itself. Imports and uploads on a full disk: intake/disk-full.test.ts.

export interface DiskFullReport {
  rounds: number
  /** Batches that the journal refused, seals that were, and rounds in which the index stood still, honestly. */
  refused: { journal: number; seal: number; index: number }
  records: number
  seconds: number
  problems: string[]
}

const DISK = 256 // MiB
const BATCH = 400
/** The index follows when it is told to, not by itself. */
const ASLEEP = { indexer: { idleMs: 3_600_000 } }

/** Null where this process may not mount a disk. */
export async function run(rounds: number, say: (line: string) => void = () => {}): Promise<DiskFullReport | null> {
  const disk = mountSmallDisk(DISK)
  if (!disk) return null
  const startedAt = performance.now()
  const report: DiskFullReport = {
    rounds: 0,
    refused: { journal: 0, seal: 0, index: 0 },
    records: 0,
    seconds: 0,
    problems: [],
  }
  try {
    const made = await makeArchiveHouse(join(disk.dir, 'house'))
    const acks: Acks = new Map()
    const work: Work = { disk, acks, report, next: 0, house: await openSearchHouse(ASLEEP, made) }
    await admit(work) // there is something to keep
    for (let round = 0; round < rounds; round++) {
      const fullAt = [fillJournal, fillSegments, fillIndex][round % 3]
      await fullAt?.(work)
      report.rounds += 1
      say(`${report.rounds}/${rounds}: ${acks.size} acknowledged, ${report.problems.length} problems`)
      if (round % 3 === 2) {
        await work.house.close()
        const { problems, numbers, records } = await checkHouse(made.dir, made.keyring, acks)
        report.problems.push(...[...problems, ...(await checkSearch(made.dir, numbers))].map((it) => `${round}: ${it}`))
        report.records = records
        work.house = await openSearchHouse(ASLEEP, made)
      }
    }
    await work.house.close()
    const { problems, numbers, records } = await checkHouse(made.dir, made.keyring, acks)
    report.problems.push(...problems, ...(await checkSearch(made.dir, numbers)))
    report.records = records
  } finally {
    disk.remove()
  }
  report.seconds = Math.round((performance.now() - startedAt) / 1000)
  return report
}

interface Work {
  readonly disk: SmallDisk
  readonly acks: Acks
  readonly report: DiskFullReport
  next: number
  house: SearchHouse
}

/** One batch. @returns whether it was taken; anything but a Refusal that says why is a problem */
async function admit(work: Work): Promise<boolean> {
  const first = work.next
  try {
    const outcomes = await work.house.archive.journal.admit(arrivals(first, first + BATCH))
    for (const [at, { record }] of outcomes.entries()) work.acks.set(`msg-${first + at}`, record)
    work.next += BATCH
    return true
  } catch (error) {
    const code = codeOf(error)
    if (code !== 'journal_full' && code !== 'disk_full') work.report.problems.push(`intake was refused with ${code}`)
    return false
  }
}

async function fillJournal(work: Work): Promise<void> {
  work.disk.fill(600_000)
  for (let batches = 0; batches < 500; batches++) {
    if (await admit(work)) continue
    work.report.refused.journal += 1
    break
  }
  await hasRoom(work)
}

async function fillSegments(work: Work): Promise<void> {
  // others free some room now and then, as a database does after its own work: then the segment is written after all
  for (let tries = 0; tries < 5; tries++) {
    for (let batches = 0; batches < 3; batches++) await admit(work)
    work.disk.fill(0)
    const code = await work.house.archive.seal().then(() => null, codeOf)
    await hasRoom(work)
    if (code === null) continue
    if (code === 'disk_full' || code === 'journal_full') work.report.refused.seal += 1
    else work.report.problems.push(`a seal was refused with ${code}`)
    break
  }
  const { segments } = work.house.archive.catalog.counts()
  await work.house.archive.seal()
  if (work.house.archive.catalog.counts().segments === segments)
    work.report.problems.push('nothing is sealed where there is room again')
}

/** The index is told to look for new records only when there is no room for it any more. */
async function fillIndex(work: Work): Promise<void> {
  const { search, archive } = work.house
  for (let batches = 0; batches < 5; batches++) await admit(work)
  work.disk.fill(0)
  search.poke()
  await pause(1500)
  const { total, indexed } = await work.house.find('', { limit: 1 })
  // what it says is searchable is
  const below = [...work.acks.values()].filter((no) => no !== null && no < indexed).length
  if (total < below) work.report.problems.push(`a search on a full disk saw ${total} of ${below}`)
  if (indexed < archive.catalog.counts().entries) work.report.refused.index += 1
  await hasRoom(work)
}

const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : 'unexpected_error')

/** Room again: it goes on by itself, and all of it is found. */
async function hasRoom(work: Work): Promise<void> {
  work.disk.empty()
  for (let tries = 0; tries < 60 && !(await admit(work)); tries++) await pause(500)
  await work.house.search.reach(work.house.archive.catalog.counts().entries)
  const { total } = await work.house.find('"第"', { limit: 1 })
  if (total !== work.house.archive.catalog.counts().records)
    work.report.problems.push(
      `with room again a search finds ${total} of ${work.house.archive.catalog.counts().records}`,
    )
}
