import { createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { QuarantineId } from '#base'
import { durable, openEncrypted, type SqliteDatabase } from '#platform'
import { writeRefusal } from './disk.ts'

// formats: one file per import, `quarantine/<import id>.counts`, beside its quarantine and under a key that follows from
// that file's. A message without an id is known by which of its equals in its file it is. What lies in quarantine is read
// after the rest of its file, so its number comes behind those of the rest, and must be known long after the import.

/** Where an import's counts lie, and what opens them. */
export interface CountsPlace {
  path: string
  /** Of the import's quarantine file. */
  key: Uint8Array
}

/** Two parts of one name in an archive are told apart by nobody: the larger count is behind both. */
const KEEP = `insert into seen (part, key, n) values (?, ?, ?)
  on conflict (part, key) do update set n = max(n, excluded.n)`

export class KeptCounts {
  readonly #db: SqliteDatabase

  constructor({ path, key }: CountsPlace) {
    const own = createHmac('sha256', key).update('cunzhen/quarantine-counts/v1\n').digest()
    durable.ensureDir(dirname(path))
    this.#db = openEncrypted(path, own)
    own.fill(0)
    durable.syncDir(dirname(path))
    this.#db.exec(`
      create table if not exists part (no integer primary key, name text not null unique) strict;
      create table if not exists seen (part integer, key blob, n integer not null, primary key (part, key))
        strict, without rowid;
      create table if not exists given (span text, key blob, nth integer, number integer not null,
        primary key (span, key, nth)) strict, without rowid;`)
  }

  /** Null: the import left none. */
  static find(place: CountsPlace): KeptCounts | null {
    return existsSync(place.path) ? new KeptCounts(place) : null
  }

  /** How often each message stands in a part, whose end was reached. Durable when it returns. */
  keep(part: string, counts: Iterable<{ key: Buffer; n: number }>): void {
    try {
      this.#db.transaction(() => {
        this.#db.prepare('insert into part (name) values (?) on conflict do nothing').run(part)
        const keep = this.#db.prepare(KEEP)
        const no = this.#part(part)
        for (const { key, n } of counts) keep.run(no, key, n)
      })()
    } catch (error) {
      throw writeRefusal(error)
    }
  }

  has(part: string): boolean {
    return this.#part(part) !== null
  }

  /**
   * The number of the `nth` message of a span among its equals in the part: the next one that is free, and the same when
   * the span is read again. Durable with `commit`, before which nothing under this number may be admitted.
   */
  number(part: string, span: QuarantineId, key: Buffer, nth: number): number {
    try {
      if (!this.#db.inTransaction) this.#db.exec('begin immediate')
      const given = this.#db.prepare('select number from given where span = ? and key = ? and nth = ?').pluck()
      const known = given.get(span, key, nth)
      if (known !== undefined) return Number(known)
      const next = this.#db.prepare(
        `insert into seen (part, key, n) values (?, ?, 1) on conflict (part, key) do update set n = n + 1 returning n - 1`,
      )
      const number = Number(next.pluck().get(this.#part(part), key))
      this.#db.prepare('insert into given (span, key, nth, number) values (?, ?, ?, ?)').run(span, key, nth, number)
      return number
    } catch (error) {
      throw writeRefusal(error)
    }
  }

  commit(): void {
    try {
      if (this.#db.inTransaction) this.#db.exec('commit')
    } catch (error) {
      throw writeRefusal(error)
    }
  }

  /** What was not committed was given to nobody. */
  close(): void {
    this.#db.close()
  }

  #part(name: string): number | null {
    const no = this.#db.prepare('select no from part where name = ?').pluck().get(name)
    return no === undefined ? null : Number(no)
  }
}
