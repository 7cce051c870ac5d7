import { createHmac } from 'node:crypto'
import { rmSync } from 'node:fs'
import { LabelledRange } from '@cunzhen/proof'
import { Fault } from '#base'
import { openEncrypted, type SqliteDatabase, type SqliteStatement } from '#platform'

// epochs.db: of each conversation the right edge of its labelled tree, and the directory of numbers. All of it follows from the
// ledger's entries and the catalog: what is lost or does not fit is thrown away and computed again.

const VERSION = 1
const SCHEMA = `
create table if not exists state (
  id integer primary key check (id = 1), version integer not null, folded integer not null, records integer not null,
  ledger_root blob not null
) strict;
insert or ignore into state values (1, ${VERSION}, 0, 0, x'');
create table if not exists chain (tag blob primary key, n integer not null, peaks blob not null) strict, without rowid;
create table if not exists number (no integer primary key, tag blob not null) strict;
`

export interface FoldState {
  /** Entries of the ledger that are in. */
  folded: number
  /** Records among them. */
  records: number
  /** Root of the ledger's tree of `folded` entries: tells a file of another history. */
  ledgerRoot: Uint8Array
}

export interface ChainRow {
  tag: Uint8Array
  n: number
  peaks: Uint8Array
}

/** One thread's connection; the only one there is. */
export class ChainStore {
  readonly #db: SqliteDatabase
  readonly #find: SqliteStatement<[Uint8Array], { n: number; peaks: Buffer }>
  readonly #put: SqliteStatement<[Uint8Array, number, Uint8Array]>
  readonly #number: SqliteStatement<[number, Uint8Array]>

  private constructor(db: SqliteDatabase) {
    this.#db = db
    this.#find = db.prepare('select n, peaks from chain where tag = ?')
    this.#put = db.prepare('insert or replace into chain (tag, n, peaks) values (?, ?, ?)')
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
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
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
      .prepare<[], { folded: number; records: number; root: Buffer }>(
        'select folded, records, ledger_root as root from state',
      )
      .get()
    return { folded: row?.folded ?? 0, records: row?.records ?? 0, ledgerRoot: row?.root ?? new Uint8Array(0) }
  }

  /** Forgets everything: the next fold begins with the first entry. */
  clear(): void {
    this.#db
      .transaction(() => {
        this.#db.exec('delete from chain; delete from number')
        this.#writeState({ folded: 0, records: 0, ledgerRoot: new Uint8Array(0) })
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
        for (const { tag, range } of changed) this.#put.run(tag, range.size, range.encode())
        this.#writeState(state)
      })
      .immediate()
  }

  #writeState({ folded, records, ledgerRoot }: FoldState): void {
    this.#db.prepare('update state set folded = ?, records = ?, ledger_root = ?').run(folded, records, ledgerRoot)
  }

  chains(): IterableIterator<ChainRow> {
    return this.#db.prepare<[], ChainRow>('select tag, n, peaks from chain order by tag').iterate()
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

  numbers(): IterableIterator<{ no: number; tag: Uint8Array }> {
    return this.#db.prepare<[], { no: number; tag: Uint8Array }>('select no, tag from number order by no').iterate()
  }

  close(): void {
    this.#db.close()
  }
}
