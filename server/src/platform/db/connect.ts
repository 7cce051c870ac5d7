import { createHmac, timingSafeEqual } from 'node:crypto'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { Fault } from '#base'
import { readThroughSqlite } from './raw-bytes.ts'
import { sqliteFault } from './sqlite-fault.ts'

export type SqliteDatabase = Database.Database
export type SqliteStatement<Bind extends unknown[] = unknown[], Row = unknown> = Database.Statement<Bind, Row>

export interface OpenOptions {
  readonly?: boolean
  /** Another process may have the file open: its WAL is left alone. Without this the caller has the house to itself (house.lock). */
  beside?: boolean
  /** Bytes; a power of two. Fixed when the file is made. */
  pageSize?: number
}

/** Bytes at the end of each page that AEGIS-256 takes (32 tag, 32 nonce): FTS5 `pgsz` = page size minus this. */
export const CIPHER_RESERVES = 64

const CHECK_LENGTH = 16
const HEADER_LENGTH = 24

/**
 * Opens (or makes) an SQLite file encrypted page by page with AEGIS-256 under a raw 32-byte key, its WAL included.
 * The caller keeps the key and zeroes it.
 *
 * The file's first 16 bytes, which SQLite3 Multiple Ciphers reserves for a salt that a raw key has no use for, hold
 * HMAC(key, ...): it tells a wrong key from a damaged file, and says nothing about the key. The eight bytes after it are
 * stored in the clear and unauthenticated by the library, so they are compared here.
 *
 * @throws Fault `key_wrong`, `file_damaged`, `file_missing` (read only), each naming the file's base name only
 */
export function openEncrypted(path: string, key: Uint8Array, options: OpenOptions = {}): SqliteDatabase {
  const pageSize = options.pageSize ?? 8192
  const check = keyCheck(key)
  const header = readHeader(path)
  const rightKey = header === null || timingSafeEqual(header.subarray(0, CHECK_LENGTH), check)
  if (header === null && options.readonly) {
    throw new Fault('file_missing', `${basename(path)} is not there; restore it from the newest backup`)
  }
  if (rightKey && header !== null && isExpectedHeader(header, pageSize) && !options.beside)
    recoverAlone(path, key, check)
  let db: SqliteDatabase | null = null
  try {
    db = new Database(path, { readonly: options.readonly ?? false, timeout: 5000 })
    unlock(db, key, check)
    settle(db, pageSize, options.readonly ?? false)
  } catch (error) {
    db?.close()
    throw rightKey ? sqliteFault(error, path) : keyWrong(path)
  }
  if (!rightKey || (header !== null && !isExpectedHeader(header, pageSize))) {
    db.close()
    throw damaged(path)
  }
  return db
}

function unlock(db: SqliteDatabase, key: Uint8Array, check: Uint8Array): void {
  db.pragma(`cipher='aegis'`)
  const raw = Buffer.concat([Buffer.from('raw:'), key, check])
  db.key(raw)
  raw.fill(0)
}

/**
 * What a crash left in the WAL is recovered and moved into the file by a connection that is alone, whose WAL index lies
 * in memory. Recovery by an ordinary connection builds that index in memory which it does not clear and copies it into
 * the `-shm` file (SQLite's walIndexRecover): where the WAL's first frame is broken, 32 KiB of whatever this process
 * freed before, decrypted pages among it, would lie bare on the disk.
 *
 * Where somebody else has the file open there is nothing to recover; whatever else is wrong, the ordinary opening says.
 */
function recoverAlone(path: string, key: Uint8Array, check: Uint8Array): void {
  if (!statSync(`${path}-wal`, { throwIfNoEntry: false })?.size) return
  let db: SqliteDatabase | null = null
  try {
    db = new Database(path, { timeout: 0 })
    unlock(db, key, check)
    db.pragma('locking_mode=EXCLUSIVE')
    db.pragma('synchronous=FULL')
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch {
    // busy, read only or damaged
  } finally {
    db?.close()
  }
}

function settle(db: SqliteDatabase, pageSize: number, readonly: boolean): void {
  db.pragma('temp_store=memory')
  db.pragma('trusted_schema=off')
  if (!readonly) {
    db.pragma(`page_size=${pageSize}`)
    db.pragma('journal_mode=WAL')
    db.pragma('synchronous=FULL')
    db.pragma('secure_delete=on')
    db.pragma('journal_size_limit=67108864')
    db.pragma('cell_size_check=on')
  }
  db.pragma('foreign_keys=on')
  // the first read: here a wrong key or a damaged first page shows
  db.prepare('select count(*) from sqlite_schema').get()
}

function keyCheck(key: Uint8Array): Buffer {
  if (key.length !== 32) throw new Fault('key_wrong', 'a file key has 32 bytes', { bytes: key.length })
  return createHmac('sha256', key).update('cunzhen/file-key-check/v1\n').digest().subarray(0, CHECK_LENGTH)
}

/** The first bytes of the file, or null where there is no file, or an empty one. */
function readHeader(path: string): Buffer | null {
  try {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    if (size === 0) return null
    if (size < HEADER_LENGTH) throw damaged(path)
    return readThroughSqlite(path, HEADER_LENGTH)
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('file_unreadable', `cannot read ${basename(path)}; check its owner and mode`, {}, { cause: error })
  }
}

/** SQLite file format 1.3, bytes 16 to 23: page size, write and read version (1 until WAL is on), reserved, fractions. */
function isExpectedHeader(header: Buffer, pageSize: number): boolean {
  const size = header.readUInt16BE(16)
  const versions = header.readUInt16BE(18)
  return (
    (size === 1 ? 65536 : size) === pageSize &&
    (versions === 0x0202 || versions === 0x0101) &&
    header[20] === CIPHER_RESERVES &&
    header[21] === 64 &&
    header[22] === 32 &&
    header[23] === 32
  )
}

function keyWrong(path: string): Fault {
  return new Fault(
    'key_wrong',
    `the key does not open ${basename(path)}: put back the key file of this house, or run ` +
      '`npm run cunzhen -- restore-key --house DIR` with the recovery kit',
  )
}

function damaged(path: string): Fault {
  return new Fault('file_damaged', `${basename(path)} is damaged; restore it from the newest backup`)
}
