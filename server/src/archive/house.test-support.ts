import { type Clock, systemClock } from '#base'
import type { SqliteDatabase } from '#platform'
import { type KeyRegister, openKeyRegister, signer } from '#platform/keys'
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

export { objectShelf } from './objects/shelf.ts'

// The archive's parts on this thread, over a real house directory.

/** journal.db as its writer opens it, for tests that look at its rows or fill its disk. */
export function openDb(house: ArchiveHouse): SqliteDatabase {
  return openJournalDb(archiveFiles(house.dir).journal, house.keyring.secret('journal.db'))
}

export function openWriter(
  house: ArchiveHouse,
  options: JournalOptions = {},
  clock: Clock = systemClock,
  db = openDb(house),
  wrapRegister: (register: KeyRegister) => KeyRegister = (register) => register,
): JournalWriter {
  const { dir, keyring } = house
  const path = archiveFiles(dir).house
  const register = openKeyRegister(path, keyring.secret('house.db'), keyring.secret('register'), clock)
  const secrets = { dedupe: keyring.secret('dedupe'), log: keyring.secret('log') }
  return new JournalWriter(db, secrets, wrapRegister(register), clock, options)
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
