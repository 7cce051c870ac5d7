import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { Fault, Refusal } from '#base'
import { sqliteFault } from './db/sqlite-fault.ts'
import { durable } from './files/durable.ts'

/** Held while this process has the house open; the operating system lets go of it when the process dies. */
export interface HouseLock {
  release(): void
}

/** The house's folder, made where it is not there yet. @throws Fault `house_unusable` */
export function makeHouseFolder(dir: string): void {
  try {
    durable.ensureDir(dir)
  } catch (error) {
    throw unusable(error)
  }
}

/**
 * One process has a house at a time: two would give the same number to two records. The lock is SQLite's own file lock on an
 * empty database beside the others.
 * @throws Refusal `house_in_use`; Fault `house_unusable`
 */
export function lockHouse(dir: string): HouseLock {
  const db = openLock(dir)
  try {
    db.pragma('locking_mode = exclusive')
    db.exec('begin exclusive')
  } catch (error) {
    db.close()
    if (sqliteFault(error, 'house.lock').code === 'file_busy') throw new Refusal('conflict', 'house_in_use')
    throw unusable(error)
  }
  return {
    release() {
      db.exec('rollback')
      db.close()
    },
  }
}

function openLock(dir: string): Database.Database {
  try {
    return new Database(join(dir, 'house.lock'), { timeout: 0 })
  } catch (error) {
    throw unusable(error)
  }
}

function unusable(cause: unknown): Fault {
  return new Fault(
    'house_unusable',
    'the house directory must be a folder that this user may write: check --house, its owner and mode',
    {},
    { cause },
  )
}
