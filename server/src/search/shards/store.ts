import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, release } from '#base'
import { openEncrypted, type SqliteDatabase, type SqliteStatement, sqliteFault } from '#platform'
import { FOLDING_VERSION } from '../folding/folding.ts'
import { COLUMN_NAMES, type ColumnName } from './columns.ts'
import { newList, trimmed } from './list-room.ts'
import { decodeOrdinals, encodeOrdinals } from './lists.ts'
import { union } from './postings.ts'

// All SQL of the room: one shard file. Two contentless FTS5 tables (overlapping bigrams with positions; single characters
// without), both keyed by ordinal, the columns in chunks, and one row of state. Everything a batch changes is in one
// transaction of this one file, so a crash can never leave words without their columns, or rows that the watermark
// forgets: a contentless index could not tell that a row is there twice.
// Settling makes lists (lists.ts) of the first `settledRows` rows: of all that hold a character, which then leave FTS5, and
// of those that hold a frequent bigram, which FTS5 keeps for its positions.

const FORMAT = 3
const PAGE = 8192
/** FTS5 leaves must fit on one page beside SQLite's own bytes: what the cipher reserves (64), what keeps a row from
 *  overflowing (35), and slack for a leaf that ends a little over. [settled words: 1.7 times the text; at 8144 1.9 times] */
const LEAF_BYTES = 8000n
const MOST_ROWS = 2 ** 31
const NONE = new Int32Array(0)
/** 哈哈哈哈: as a phrase each place of 哈哈 would be held against each other one, and people write nothing more often. */
export const LONGEST_RUN = 10

/** Facts about a shard that change with its rows. */
export interface ShardState {
  /** Rows = ordinals 0 to rows - 1. */
  rows: number
  /** Every record below this that belongs here is a row. */
  watermark: number
  /** Ordinals follow time. */
  inOrder: boolean
  /** Largest stored time (offset or instant); 0 while there is none. */
  lastTime: number
  /** Rows when the shard was last sorted and optimised; its lists speak of these. */
  settledRows: number
}

interface StateRow {
  format: number
  folding: number
  rows: number
  watermark: number
  in_order: number
  last_time: number
  settled_rows: number
}

/** The two FTS5 tables. */
export type WordPart = 'bigram' | 'single'
const PARTS: readonly WordPart[] = ['bigram', 'single']

export interface ChunkRow {
  no: number
  rows: number
  data: Buffer
}

/** More than MOST_ROWS take. */
const MOST_CHUNKS = 2 ** 24

/** One number for column and chunk: a search reads fifty that lie apart, and looking up a name as well took half of the time. */
function chunkId(name: ColumnName, no: number): number {
  return COLUMN_NAMES.indexOf(name) * MOST_CHUNKS + no
}

/** Makes the file. Durable only from the first `synced` on. */
export function createShardFile(dir: string, file: string, key: Uint8Array): ShardStore {
  const db = openEncrypted(join(dir, file), key, { pageSize: PAGE })
  // Needs an empty file, and page 1 exists already; the vacuum of nothing writes the change.
  db.pragma('auto_vacuum=INCREMENTAL')
  db.exec('vacuum')
  db.transaction(() => {
    db.exec(`
      create table state (
        format integer not null, folding integer not null, rows integer not null, watermark integer not null,
        in_order integer not null, last_time real not null, settled_rows integer not null
      ) strict;
      create table listed (part text not null, token text not null, rows integer not null, data blob not null,
        primary key (part, token)) strict;
      create table chunk (id integer primary key, rows integer not null, data blob not null) strict;
      create virtual table bigram using fts5 (word, content='', columnsize=0, detail=full, tokenize='ascii');
      create virtual table single using fts5 (word, content='', columnsize=0, detail=none, tokenize='ascii');
    `)
    for (const table of PARTS) {
      db.prepare(`insert into ${table} (${table}, rank) values ('pgsz', ?)`).run(LEAF_BYTES)
    }
    db.prepare('insert into state values (?, ?, 0, 0, 1, 0, 0)').run(FORMAT, FOLDING_VERSION)
  })()
  return storeOver(db, file)
}

/** @throws Fault `file_missing` (read only), `file_damaged`, `key_wrong`, `shard_outdated` (another format or folding) */
export function openShardFile(dir: string, file: string, key: Uint8Array, readonly: boolean): ShardStore {
  const path = join(dir, file)
  // Opened for writing, an absent file would be made: an empty shard that claims nothing is missing.
  if (!existsSync(path)) throw new Fault('file_missing', 'a shard of the index is not there; it is made again')
  return storeOver(openEncrypted(path, key, { pageSize: PAGE, readonly }), file)
}

/** Preparing statements reads the schema and FTS5's own tables: damage may show here first. */
function storeOver(db: SqliteDatabase, file: string): ShardStore {
  try {
    return new ShardStore(db, file)
  } catch (error) {
    db.close()
    const fault = sqliteFault(error, file)
    const isOurs = fault.code !== 'database_failed' // else a table is missing: not a shard, or not a whole one
    throw isOurs ? fault : new Fault('file_damaged', 'a shard of the index is damaged; it is made again')
  }
}

export class ShardStore {
  readonly file: string
  readonly #db: SqliteDatabase
  readonly #state: SqliteStatement<[], StateRow>
  readonly #chunks: SqliteStatement<[number, number, number], ChunkRow>
  readonly #chunk: SqliteStatement<[number], Omit<ChunkRow, 'no'>>
  readonly #listing: Readonly<Record<WordPart, SqliteStatement<[string, number, number], Buffer | null>>>
  readonly #listed: SqliteStatement<[WordPart, string], { rows: number; data: Buffer }>
  readonly #listedCount: SqliteStatement<[WordPart, string], number>
  #words: SqliteStatement<[string, string], string> | null = null

  constructor(db: SqliteDatabase, file: string) {
    this.#db = db
    this.file = file
    // Derived data: a power cut may take the last transactions whole, watermark included, and they are indexed again.
    db.pragma('synchronous=NORMAL')
    // Freed pages are encrypted, and a shard that must forget is rebuilt under a new key.
    db.pragma('secure_delete=off')
    // A search reads long lists once: a cache would only hold what was used last. In KiB.
    db.pragma(`cache_size=-${db.readonly ? 1024 : 8192}`)
    this.#state = db.prepare<[], StateRow>('select * from state')
    this.#chunks = db.prepare<[number, number, number], ChunkRow>(
      'select id - ? as no, rows, data from chunk where id between ? and ? order by id',
    )
    this.#chunk = db.prepare<[number], Omit<ChunkRow, 'no'>>('select rows, data from chunk where id = ?')
    // Row ids as one string of bytes: faster than a row per hit (decision 0003).
    const listing = (table: WordPart) =>
      db
        .prepare<[string, number, number], Buffer | null>(
          `select cast(group_concat(rowid) as blob) from ${table} where ${table} match ? and rowid between ? and ?`,
        )
        .pluck()
    this.#listing = { bigram: listing('bigram'), single: listing('single') }
    this.#listed = db.prepare<[WordPart, string], { rows: number; data: Buffer }>(
      'select rows, data from listed where part = ? and token = ?',
    )
    this.#listedCount = db
      .prepare<[WordPart, string], number>('select rows from listed where part = ? and token = ?')
      .pluck()
  }

  /** A short read transaction: everything read inside is of one moment. */
  snapshot<T>(read: () => T): T {
    return this.#guarded(() => this.#db.transaction(read).deferred())
  }

  /** One write transaction. */
  write<T>(work: () => T): T {
    return this.#guarded(() => this.#db.transaction(work).immediate())
  }

  state(): ShardState | null {
    const row = this.#guarded(() => this.#state.get())
    if (!row || row.format !== FORMAT || row.folding !== FOLDING_VERSION) return null
    return {
      rows: row.rows,
      watermark: row.watermark,
      inOrder: row.in_order === 1,
      lastTime: row.last_time,
      settledRows: row.settled_rows,
    }
  }

  writeState(state: ShardState): void {
    this.#db
      .prepare('update state set rows = ?, watermark = ?, in_order = ?, last_time = ?, settled_rows = ?')
      .run(state.rows, state.watermark, state.inOrder ? 1 : 0, state.lastTime, state.settledRows)
  }

  /** @throws Fault `file_damaged` where it is not there */
  chunk(name: ColumnName, no: number): ChunkRow {
    const found = this.#guarded(() => this.#chunk.get(chunkId(name, no)))
    if (!found) throw new Fault('file_damaged', 'a shard of the index is damaged; it can be rebuilt from the archive')
    return { no, ...found }
  }

  chunks(name: ColumnName, from: number): ChunkRow[] {
    const first = chunkId(name, 0)
    return this.#guarded(() => this.#chunks.all(first, first + from, first + MOST_CHUNKS - 1))
  }

  /** Prepared once per transaction by the writer; inside `write` only. */
  inserter(): {
    words(ordinal: number, bigrams: string, singles: string): void
    chunk(name: ColumnName, row: ChunkRow): void
  } {
    const bigram = this.#db.prepare('insert into bigram (rowid, word) values (?, ?)')
    const single = this.#db.prepare('insert into single (rowid, word) values (?, ?)')
    const chunk = this.#db.prepare('insert or replace into chunk (id, rows, data) values (?, ?, ?)')
    return {
      words(ordinal, bigrams, singles) {
        if (bigrams !== '') bigram.run(ordinal, bigrams)
        if (singles !== '') single.run(ordinal, singles)
      },
      chunk: (name, row) => chunk.run(chunkId(name, row.no), row.rows, row.data),
    }
  }

  /**
   * Ordinals from `from` to `to`, ascending, that satisfy an FTS5 expression made of escaped tokens only (match.ts).
   */
  matching(part: WordPart, expression: string, from = 0, to = MOST_ROWS): Int32Array {
    const listed = this.#guarded(() => this.#listing[part].get(expression, from, to)) ?? null
    const ordinals = parseRowIds(listed)
    if (listed) release(listed)
    return ordinals
  }

  /** Those of the settled rows that hold a token; null where there is no list: none does, or the bigram is not frequent. */
  listed(part: WordPart, token: string): Int32Array | null {
    const found = this.#guarded(() => this.#listed.get(part, token))
    if (!found) return null
    const ordinals = decodeOrdinals(found.data, found.rows)
    release(found.data)
    return ordinals
  }

  /** How many `listed` would give; its bytes are not read. */
  listedCount(part: WordPart, token: string): number | null {
    return this.#guarded(() => this.#listedCount.get(part, token)) ?? null
  }

  /** The bigram tokens of this shard that begin with an escaped character. Reads as much as a search for each of them. */
  bigramsFrom(start: string): string[] {
    return this.#guarded(() => {
      if (!this.#words) {
        this.#db.exec('create virtual table if not exists temp.words using fts5vocab (main, bigram, row)')
        this.#words = this.#db
          .prepare<[string, string], string>('select term from temp.words where term >= ? and term < ?')
          .pluck()
      }
      // no token has two characters U+10FFFF behind its first (tokens.ts)
      return this.#words.all(start, `${start}\u{10FFFF}\u{10FFFF}`)
    })
  }

  /**
   * Merges the index of bigrams to one run, lists the rows of each bigram that at least `frequent` rows hold, of the longer
   * runs of one character among them, and of every character; inside `write`.
   */
  optimise(frequent: number): void {
    const add = this.#db.prepare('insert or replace into listed (part, token, rows, data) values (?, ?, ?, ?)')
    const list = (part: WordPart, token: string, rows: Int32Array) =>
      add.run(part, token, rows.length, encodeOrdinals(rows))
    this.#db.exec(`insert into bigram (bigram) values ('optimize'); delete from listed where part = 'bigram'`)
    for (const token of this.#tokens('bigram', frequent)) {
      list('bigram', token, this.matching('bigram', `"${token}"`))
      for (const run of runsOf(token)) {
        const found = this.matching('bigram', `"${run}"`)
        if (found.length === 0) break
        list('bigram', run, found)
      }
    }
    for (const token of this.#tokens('single', 1)) {
      const since = this.matching('single', `"${token}"`) // only what came after the last time is in FTS5
      list('single', token, union(this.listed('single', token) ?? NONE, since))
    }
    this.#db.exec(`insert into single (single) values ('delete-all')`)
  }

  /** Gives free pages back to the disk and leaves everything in the one file, synced. */
  shrink(): void {
    this.#guarded(() => {
      this.#db.pragma('incremental_vacuum')
      this.synced()
    })
  }

  /** Moves the write-ahead log into the file and syncs it. */
  synced(): void {
    this.#guarded(() => this.#db.pragma('wal_checkpoint(TRUNCATE)'))
  }

  close(): void {
    this.#db.close()
  }

  /** The tokens that FTS5 knows in at least so many rows. */
  #tokens(part: WordPart, rows: number): string[] {
    this.#db.exec(`create virtual table if not exists temp.${part}_tokens using fts5vocab (main, ${part}, row)`)
    return this.#db.prepare<[number], string>(`select term from temp.${part}_tokens where doc >= ?`).pluck().all(rows)
  }

  #guarded<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw sqliteFault(error, this.file)
    }
  }
}

/** Of a pair of twice the same character: the phrases that three of it in a row are, four, and so on. */
function runsOf(pair: string): string[] {
  const half = pair.length / 2
  if (pair.slice(0, half) !== pair.slice(half)) return []
  return Array.from({ length: LONGEST_RUN - 2 }, (_, n) =>
    Array(n + 2)
      .fill(pair)
      .join(' '),
  )
}

/** `12,345,6789` → ordinals. FTS5 gives row ids in ascending order. */
function parseRowIds(bytes: Uint8Array | null): Int32Array {
  if (!bytes) return new Int32Array(0)
  const ordinals = newList((bytes.length + 2) >> 1)
  let size = 0
  let value = 0
  for (let i = 0; i < bytes.length; i++) {
    const digit = (bytes[i] ?? 0) - 48
    if (digit < 0) {
      ordinals[size++] = value
      value = 0
    } else value = value * 10 + digit
  }
  ordinals[size++] = value
  return trimmed(ordinals, size)
}
