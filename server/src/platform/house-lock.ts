import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { Fault } from '#base'

/** Held while this process has the house open; the operating system lets go of it when the process dies. */
export interface HouseLock {
  release(): void
}

/**
 * One process has a house at a time: two would give the same number to two records. The lock is SQLite's own file lock on an
 * empty database beside the others.
 * @throws Fault `house_in_use`
 */
export function lockHouse(dir: string): HouseLock {
  const db = new Database(join(dir, 'house.lock'), { timeout: 0 })
  try {
    db.pragma('locking_mode = exclusive')
    db.exec('begin exclusive')
  } catch (error) {
    db.close()
    throw new Fault('house_in_use', 'another process has this house open; stop it first', {}, { cause: error })
  }
  return {
    release() {
      db.exec('rollback')
      db.close()
    },
  }
}
