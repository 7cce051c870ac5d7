import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { decide, type Actor } from '#access'
import { createScreen, createSetup, type House, setupMigrations } from '#api'
import { type Archive, archiveFiles, startArchive } from '#archive'
import { auditMigrations, createRecorder } from '#audit'
import { type Clock, Fault, type Instant, type ParticipantNo, systemClock } from '#base'
import { createExports, evidenceMigrations, type Exports } from '#evidence'
import { createIdentity, identityMigrations } from '#identity'
import { createIntake, intakeMigrations } from '#intake'
import { openLedgerReader } from '#ledger'
import { type Config, connectThreads, createLog, durable, type HouseDb, type Log, lockHouse, migrate, openHouseDb } from '#platform'
import { createKeyring, type Keyring, keyRegisterMigrations, openKeyring, recoveryKit, signer } from '#platform/keys'
import { loadPolicy } from '#policy'
import { createRequests, type Requests, requestsMigrations } from '#requests'
import { type Search, startSearch } from '#search'
import { createSubjects, subjectsMigrations } from '#subjects'

// Builds the rooms in the order in which they need each other, and hands each its neighbours. Decides nothing.

export interface WireOptions {
  readonly clock?: Clock
  readonly log?: Log
  readonly demo?: boolean
  readonly houseName?: string
  /** Sends a message to a customer's contact on record; the only one who ever sees a one-time code. */
  readonly deliver: (message: { readonly to: string; readonly text: string }) => Promise<void>
}

export interface OpenHouse {
  readonly house: House
  /** Drains what runs, signs what waits, closes. */
  close(): Promise<void>
}

/**
 * Opens the house in `config.house`; makes it where the folder is empty.
 * @throws Fault when a key or file is missing, wrong or damaged: the house refuses to start and says how to restore
 */
export async function openHouse(config: Config, options: WireOptions): Promise<OpenHouse> {
  const clock = options.clock ?? systemClock
  const log = options.log ?? createLog(config.logLevel)
  durable.ensureDir(config.house)
  const closers: (() => Promise<unknown> | unknown)[] = []
  const lock = lockHouse(config.house)
  closers.unshift(() => lock.release())
  try {
    const keyring = openOrMakeKeyring(config.house, clock)
    const db = await openTables(config.house, keyring, clock)
    closers.unshift(() => db.close())
    const rooms = await buildRooms({ config, options, clock, log, keyring, db, closers })
    return { house: rooms, close: () => closeAll(closers) }
  } catch (error) {
    await closeAll(closers)
    throw error
  }
}

async function closeAll(closers: readonly (() => Promise<unknown> | unknown)[]): Promise<void> {
  for (const close of closers) await close()
}

/** A keyring is made only where no house is: a house whose keys are gone must be restored, never given new ones. */
function openOrMakeKeyring(house: string, clock: Clock): Keyring {
  const dir = join(house, 'keys')
  const isHouse = ['house.db', 'journal.db', 'ledger'].some((name) => existsSync(join(house, name)))
  if (!isHouse && !existsSync(join(dir, 'keyring.json'))) return createKeyring(dir, { clock })
  return openKeyring(dir)
}

async function openTables(house: string, keyring: Keyring, clock: Clock): Promise<HouseDb> {
  const key = keyring.secret('house.db')
  const db = openHouseDb(archiveFiles(house).house, key)
  key.fill(0)
  await migrate(
    db,
    [
      { room: 'keys', migrations: keyRegisterMigrations },
      { room: 'audit', migrations: auditMigrations },
      { room: 'identity', migrations: identityMigrations },
      { room: 'subjects', migrations: subjectsMigrations },
      { room: 'intake', migrations: intakeMigrations },
      { room: 'requests', migrations: requestsMigrations },
      { room: 'evidence', migrations: evidenceMigrations },
      { room: 'setup', migrations: setupMigrations },
    ],
    clock,
  )
  return db
}
