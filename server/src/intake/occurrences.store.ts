import { randomBytes } from 'node:crypto'
import { readdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { durable, openEncrypted, type SqliteDatabase } from '#platform'
import { writeRefusal } from './disk.ts'

/**
 * Counts equal messages within one file, so that the second of two equal rows is another message, and the same two rows
 * of an overlapping export are known again. Memory is bounded: the counts lie in a scratch file under a key that is
 * never stored, gone with `close`, or with the next start's sweep after a crash.
 */
export class Occurrences {
  readonly #db: SqliteDatabase
  readonly #path: string
  readonly #next: { get(key: Buffer): unknown }

  constructor(dir: string) {
    durable.ensureDir(dir)
    this.#path = join(dir, `${randomBytes(12).toString('hex')}.db`)
    const key = randomBytes(32)
    this.#db = openEncrypted(this.#path, key)
    key.fill(0)
    // nothing here outlives the process: no journal, no sync, one transaction that never commits
    for (const pragma of ['journal_mode=DELETE', 'journal_mode=OFF', 'synchronous=OFF', 'secure_delete=OFF']) {
      this.#db.pragma(pragma)
    }
    this.#db.pragma('cache_size=-32768')
    this.#db.exec('create table seen (key blob primary key, n integer not null) strict, without rowid; begin')
    this.#next = this.#db
      .prepare('insert into seen (key, n) values (?, 0) on conflict (key) do update set n = n + 1 returning n')
      .pluck()
  }

  /** How many equals of `identity` came before it in this file. */
  next(identity: string): number {
    try {
      return Number(this.#next.get(this.keyOf(identity)))
    } catch (error) {
      throw writeRefusal(error)
    }
  }

  /** Under what an identity is counted. */
  keyOf(identity: string): Buffer {
    return Buffer.from(identity, 'base64').subarray(0, 16)
  }

  /** How often each came in this file. */
  counts(): Iterable<{ key: Buffer; n: number }> {
    return this.#db.prepare('select key, n + 1 as n from seen').iterate() as Iterable<{ key: Buffer; n: number }> // its own row
  }

  /** Another file begins. */
  restart(): void {
    this.#db.exec('delete from seen')
  }

  close(): void {
    this.#db.close()
    unlinkSync(this.#path)
  }
}

/** What a crash left. Only before any import runs. */
export function sweepScratch(dir: string): number {
  durable.ensureDir(dir)
  const left = readdirSync(dir)
  for (const name of left) unlinkSync(join(dir, name))
  return left.length
}
