import { basename } from 'node:path'
import { Fault, Refusal } from '#base'

// SQLite's messages may quote SQL or values: only its closed list of result codes passes.

/** A file, or one of the two that SQLite keeps beside it, cannot be opened as SQLite needs it. */
const UNOPENABLE = new Set(['SQLITE_CANTOPEN', 'SQLITE_READONLY_DIRECTORY', 'SQLITE_READONLY_CANTINIT'])

/** What an error of the SQLite library means for us. Refusals and Faults pass unchanged. `path`: only its base name. */
export function sqliteFault(error: unknown, path: string): Refusal | Fault {
  if (error instanceof Refusal || error instanceof Fault) return error
  const code = sqliteCode(error)
  const file = basename(path)
  if (code === 'SQLITE_FULL') return new Refusal('unavailable', 'disk_full')
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new Fault('file_damaged', `${file} is damaged; restore it from the newest backup`, {}, { cause: error })
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new Fault('file_busy', `${file} is held by another process; stop it and try again`, {}, { cause: error })
  }
  if (code.startsWith('SQLITE_CONSTRAINT')) {
    return new Fault('constraint_violated', `a row does not fit the rules of ${file}`, { sqlite: code })
  }
  if (UNOPENABLE.has(code)) return unopenable(file, error)
  return new Fault('database_failed', `${file} could not be used`, { sqlite: code }, { cause: error })
}

/** Reading needs it too: SQLite keeps two files beside a database, and makes them where they are not. */
function unopenable(file: string, cause: unknown): Fault {
  const hint = `${file} and its folder must be this user's to write: check owner and mode, or copy a read-only house elsewhere first`
  return new Fault('file_unopenable', hint, {}, { cause })
}

/** True where a write failed because a row with this primary or unique key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  const code = error instanceof Fault ? error.detail.sqlite : sqliteCode(error)
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

function sqliteCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^SQLITE_[A-Z0-9_]{1,40}$/.test(code) ? code : 'unknown'
}
