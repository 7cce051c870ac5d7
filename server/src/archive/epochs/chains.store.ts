import { createHmac } from 'node:crypto'
import { rmSync } from 'node:fs'
import { headDigest, LabelledRange } from '@cunzhen/proof/keeping'
import { Fault } from '#base'
import { openEncrypted, type SqliteDatabase, type SqliteStatement } from '#platform'

// epochs.db: of each conversation the right edge of its labelled tree, and the directory of numbers. All of it follows from the
// ledger's entries and the catalog: what is lost or does not fit is thrown away and computed again.

const VERSION = 1
const SCHEMA = `
create table if not exists state (
  id integer primary key check (id = 1), version integer not null, folded integer not null, records integer not null,
  last_entry blob not null
) strict;
insert or ignore into state values (1, ${VERSION}, 0, 0, x'');
create table if not exists chain (tag blob primary key, n integer not null, head blob not null, peaks blob not null) strict, without rowid;
create table if not exists number (no integer primary key, tag blob not null) strict;
`

export interface FoldState {
  /** Entries of the ledger that are in. */
  folded: number
  /** Records among them. */
  records: number
  /** The last of them: records have random digests, so it tells a file of another history. */
  lastEntry: Uint8Array
}

const PAGE = 8192

/** One thread's connection; the only one there is. */
export class ChainStore {
  readonly #db: SqliteDatabase
  readonly #find: SqliteStatement<[Uint8Array], { n: number; peaks: Buffer }>
  readonly #put: SqliteStatement<[Uint8Array, number, Uint8Array, Uint8Array]>
  readonly #entries: SqliteStatement<[Uint8Array, number], [tag: Buffer, head: Buffer]>
  readonly #tag: SqliteStatement<[number], Buffer>
  readonly #number: SqliteStatement<[number, Uint8Array]>

  private constructor(db: SqliteDatabase) {
    this.#db = db
    this.#find = db.prepare('select n, peaks from chain where tag = ?')
    this.#put = db.prepare('insert or replace into chain (tag, n, head, peaks) values (?, ?, ?, ?)')
    this.#entries = db
      .prepare<[Uint8Array, number], [Buffer, Buffer]>('select tag, head from chain where tag > ? order by tag limit ?')
      .raw()
    this.#tag = db.prepare<[number], Buffer>('select tag from number where no = ?').pluck()
    this.#number = db.prepare('insert or replace into number (no, tag) values (?, ?)')
  }

  /** Opens the file, or makes a new one where there is none, or one that cannot be read. */
  static open(path: string, journalKey: Uint8Array): ChainStore {
    const key = createHmac('sha256', journalKey).update('cunzhen/epochs.db/v1\n').digest()
    try {
      return ChainStore.#openOnce(path, key)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      ChainStore.remove(path)
      return ChainStore.#openOnce(path, key)
    } finally {
      key.fill(0)
    }
  }

  static remove(path: string): void {
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true, recursive: true })
  }

  static #openOnce(path: string, key: Uint8Array): ChainStore {
    const db = openEncrypted(path, key)
    try {
      db.transaction(() => db.exec(SCHEMA)).immediate()
      const version = db.prepare<[], number>('select version from state').pluck().get()
      if (version !== VERSION) throw new Fault('house_is_newer', 'epochs.db was written by another version')
      return new ChainStore(db)
    } catch (error) {
      db.close()
      throw error instanceof Fault ? error : new Fault('file_damaged', 'epochs.db is made anew', {}, { cause: error })
    }
  }

  state(): FoldState {
    const row = this.#db
      .prepare<[], { folded: number; records: number; last: Buffer }>(
        'select folded, records, last_entry as last from state',
      )
      .get()
    return { folded: row?.folded ?? 0, records: row?.records ?? 0, lastEntry: row?.last ?? new Uint8Array(0) }
  }

  /** Forgets everything: the next fold begins with the first entry. */
  clear(): void {
    this.#db
      .transaction(() => {
        this.#db.exec('delete from chain; delete from number')
        this.#writeState({ folded: 0, records: 0, lastEntry: new Uint8Array(0) })
      })
      .immediate()
  }

  chain(tag: Uint8Array): LabelledRange {
    const row = this.#find.get(tag)
    return row ? LabelledRange.decode(row.n, row.peaks) : new LabelledRange()
  }

  /** What a stretch of entries came to, all of it or nothing. */
  commit(changed: Iterable<{ tag: Uint8Array; range: LabelledRange }>, state: FoldState): void {
    this.#db
      .transaction(() => {
        for (const { tag, range } of changed) {
          this.#put.run(tag, range.size, headDigest(range.size, range.root()), range.encode())
        }
        this.#writeState(state)
      })
      .immediate()
  }

  #writeState({ folded, records, lastEntry }: FoldState): void {
    this.#db.prepare('update state set folded = ?, records = ?, last_entry = ?').run(folded, records, lastEntry)
  }

  /** Tag and head of every conversation, in the order of the tags. */
  *mapEntries(): Generator<[tag: Buffer, head: Buffer]> {
    for (let after = new Uint8Array(0); ; ) {
      const page = this.#entries.all(after, PAGE)
      yield* page
      const last = page.at(-1)
      if (last === undefined || page.length < PAGE) return
      after = new Uint8Array(last[0])
    }
  }

  /** How many numbers the directory has. */
  numbered(): number {
    return this.#db.prepare<[], number>('select coalesce(max(no), 0) from number').pluck().get() ?? 0
  }

  addNumbers(rows: readonly { no: number; tag: Uint8Array }[]): void {
    this.#db
      .transaction(() => {
        for (const { no, tag } of rows) this.#number.run(no, tag)
      })
      .immediate()
  }

  tagOf(no: number): Uint8Array | null {
    return this.#tag.get(no) ?? null
  }

  /** Tags by their numbers from `from` on, at most a page. */
  tagsFrom(from: number): Uint8Array[] {
    const sql = 'select tag from number where no >= ? order by no limit ?'
    return this.#db.prepare<[number, number], Buffer>(sql).pluck().all(from, PAGE)
  }

  close(): void {
    this.#db.close()
  }
}
