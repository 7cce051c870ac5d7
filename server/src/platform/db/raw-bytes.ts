import { type BigIntStats, closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import Database from 'better-sqlite3-multiple-ciphers'

// A look at a database file's bytes as they lie on the disk. With any descriptor of a file that a process closes, POSIX
// takes away every lock that the process holds on it (SQLite's "How to corrupt", 2.2), whichever thread holds them. SQLite
// keeps its own descriptors open for that reason; so the look is taken through one of those, and none is closed here.

/**
 * The first `length` bytes of a file that is at least as long.
 * @throws whatever opening it throws
 */
export function readThroughSqlite(path: string, length: number): Buffer {
  // reads nothing, so it takes no lock; holds a descriptor of the file for as long as it is open
  const holding = new Database(path, { readonly: true, fileMustExist: true })
  try {
    return readHeld(path, length) ?? readBare(path, length)
  } finally {
    holding.close()
  }
}

/** Null: this system does not say which descriptors there are. */
function readHeld(path: string, length: number): Buffer | null {
  const meant = statSync(path, { bigint: true })
  const bytes = Buffer.alloc(length)
  for (const descriptor of descriptors()) {
    try {
      // asked again afterwards: another thread's descriptor may have been closed, and its number given to another file
      if (!isOf(descriptor, meant)) continue
      const read = readSync(descriptor, bytes, 0, length, 0)
      if (read === length && isOf(descriptor, meant)) return bytes
    } catch {
      // closed meanwhile, or open for writing only
    }
  }
  return null
}

/** The newest first: most likely that of the connection just opened. */
function descriptors(): number[] {
  try {
    return readdirSync('/dev/fd')
      .map(Number)
      .sort((a, b) => b - a)
  } catch {
    return []
  }
}

function isOf(descriptor: number, meant: BigIntStats): boolean {
  const { dev, ino } = fstatSync(descriptor, { bigint: true })
  return dev === meant.dev && ino === meant.ino
}

/** Where the system has no such list (Windows), it has no such locks either. */
function readBare(path: string, length: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(length)
    readSync(file, bytes, 0, length, 0)
    return bytes
  } finally {
    closeSync(file)
  }
}
