import { type Clock, systemClock } from '#base'
import { openKeyRegister, signer } from '#platform/keys'
import type { ArchiveHouse } from '#test/archive-house'
import { type Arrival, type Outcome, packArrivals } from './arrival.ts'
import { archiveFiles } from './house-files.ts'
import { openJournalDb } from './journal.store.ts'
import { readOutcomes } from './journal.ts'
import { type JournalOptions, JournalWriter } from './journal-writer.ts'
import { Keeper, type KeeperOptions } from './keeper-work.ts'
import { ArchiveReader } from './reader.ts'
import type { SealSteps } from './seal.ts'
import { readerSecrets } from './start.ts'

// The archive's parts on this thread, over a real house directory.

export function openWriter(
  house: ArchiveHouse,
  options: JournalOptions = {},
  clock: Clock = systemClock,
): JournalWriter {
  const { dir, keyring } = house
  const files = archiveFiles(dir)
  const register = openKeyRegister(files.house, keyring.secret('house.db'), keyring.secret('register'), clock)
  const db = openJournalDb(files.journal, keyring.secret('journal.db'))
  return new JournalWriter(
    db,
    { dedupe: keyring.secret('dedupe'), log: keyring.secret('log') },
    register,
    clock,
    options,
  )
}

export async function openKeeper(
  house: ArchiveHouse,
  journal: JournalWriter,
  options: KeeperOptions = {},
  wrapSteps: (steps: SealSteps) => SealSteps = (steps) => steps,
  clock: Clock = systemClock,
): Promise<Keeper> {
  const { dir, keyring } = house
  const signers = { evidence: signer(keyring, 'evidence'), audit: signer(keyring, 'audit') }
  const init = { house: dir, secrets: readerSecrets(keyring), signers, journal, clock, options, wrapSteps }
  const keeper = await Keeper.open(init)
  await keeper.repair()
  return keeper
}

export function openReader(house: ArchiveHouse, cacheBytes?: number): ArchiveReader {
  return new ArchiveReader(house.dir, readerSecrets(house.keyring), systemClock, { cacheBytes })
}

export async function admit(journal: JournalWriter, batch: readonly Arrival[]): Promise<Outcome[]> {
  return readOutcomes(await journal.admit(packArrivals(batch).value))
}
