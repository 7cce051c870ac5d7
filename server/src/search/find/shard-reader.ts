import { Fault, release } from '#base'
import { CHUNK_ROWS, type ColumnArray, type ColumnName, decodeChunk, newColumn } from '../shards/columns.ts'
import { newList, type Ordinals } from '../shards/list-room.ts'
import { namingShard } from '../shards/lost.ts'
import { type ShardSpan, spanOf } from '../shards/months.ts'
import { firstAtLeast } from '../shards/postings.ts'
import type { ShardState, ShardStore } from '../shards/store.ts'
import { PackedMemory } from './packed-columns.ts'
import { passing, type ScopeColumns } from './scope.ts'

interface KeptColumn {
  /** As long as the shard had rows when it was measured; zero where no chunk was read. */
  readonly values: ColumnArray
  /** How many rows of each chunk are there. */
  readonly read: Uint16Array
  /** Of the chunks that were read. */
  bytes: number
}

/**
 * Columns of all shards in memory, chunk by chunk as they are needed, up to a number of bytes; the column that was used
 * least recently goes first.
 */
export class ColumnMemory {
  readonly #budget: number
  readonly #columns = new Map<string, KeptColumn>()
  /** For the chunk that `values` looks at: a search reads hundreds of them, each for a row or two. */
  readonly #rooms = new Map<string, ColumnArray>()
  /** Dropped while somebody may still look at them. */
  readonly #dropped: ColumnArray[] = []
  #bytes = 0

  constructor(budget: number) {
    this.#budget = budget
  }

  /** Bytes held now. */
  get bytes(): number {
    return this.#bytes
  }

  /**
   * The first `rows` values, read from the shard as far as they are not here.
   *
   * @param at ascending ordinals: only these are looked at, what stands elsewhere may not have been read; null: all
   */
  column(store: ShardStore, name: ColumnName, span: ShardSpan, rows: number, at: Ordinals | null): ColumnArray {
    const key = `${store.file}/${name}`
    const known = this.#columns.get(key)
    this.#columns.delete(key)
    const kept = known && known.values.length >= rows ? known : grown(name, span, rows, known)
    if (known && kept !== known) this.#dropped.push(known.values)
    this.#columns.set(key, kept)
    const before = kept.bytes
    for (const no of missingChunks(kept, rows, at)) readChunk(store, name, kept, no)
    this.#bytes += kept.bytes - before
    this.#shrinkTo(this.#budget, key)
    return kept.values.subarray(0, rows)
  }

  /**
   * The values of a few rows, in their order. Nothing is kept of what is read for them: the fifty newest of a rare word lie in
   * fifty chunks, and to make room for those others would go that searches do come back to.
   *
   * @param at ascending ordinals below the shard's rows
   */
  values(store: ShardStore, name: ColumnName, span: ShardSpan, at: Ordinals): ColumnArray {
    const kept = this.#columns.get(`${store.file}/${name}`)
    const found = newColumn(name, span.form, at.length)
    for (let from = 0, end = 0; from < at.length; from = end) {
      const no = Math.floor((at[from] ?? 0) / CHUNK_ROWS)
      const first = no * CHUNK_ROWS
      while (end < at.length && (at[end] ?? 0) < first + CHUNK_ROWS) end++
      const last = (at[end - 1] ?? 0) - first
      const isKept = kept !== undefined && (kept.read[no] ?? 0) > last
      const chunk = isKept ? kept.values.subarray(first) : this.#chunkTo(store, name, span, no, last)
      for (let i = from; i < end; i++) found[i] = chunk[(at[i] ?? 0) - first] ?? 0
    }
    return found
  }

  /** A chunk as far as one of its rows, until the next one is asked for. */
  #chunkTo(store: ShardStore, name: ColumnName, span: ShardSpan, no: number, last: number): ColumnArray {
    const { data, rows } = store.chunk(name, no)
    if (rows <= last)
      throw new Fault('file_damaged', 'a shard of the index is damaged; it can be rebuilt from the archive')
    const key = `${name}/${span.form}`
    const room = this.#rooms.get(key) ?? newColumn(name, span.form, CHUNK_ROWS)
    this.#rooms.set(key, room)
    const chunk = room.subarray(0, last + 1)
    decodeChunk(name, data, rows, chunk, 0)
    release(data)
    return chunk
  }

  forget(file: string): void {
    for (const [key, kept] of this.#columns) if (key.startsWith(`${file}/`)) this.#drop(key, kept)
  }

  /** Nobody looks at a column any more. */
  letGo(): void {
    release(...this.#dropped.splice(0))
  }

  #shrinkTo(budget: number, keep: string): void {
    for (const [key, kept] of this.#columns) {
      if (this.#bytes <= budget || key === keep) return
      this.#drop(key, kept)
    }
  }

  #drop(key: string, { values, bytes }: KeptColumn): void {
    this.#columns.delete(key)
    this.#bytes -= bytes
    this.#dropped.push(values)
  }
}

function grown(name: ColumnName, span: ShardSpan, rows: number, known: KeptColumn | undefined): KeptColumn {
  // a shard that still grows gets room to spare
  const values = newColumn(name, span.form, known ? Math.ceil(rows * 1.25) : rows)
  const read = new Uint16Array(Math.ceil(values.length / CHUNK_ROWS))
  if (known) {
    values.set(known.values)
    read.set(known.read)
  }
  return { values, read, bytes: known?.bytes ?? 0 }
}

/** Numbers of the chunks that hold these rows and are not there, or not as far as they are needed. */
function missingChunks({ read }: KeptColumn, rows: number, at: Ordinals | null): number[] {
  const missing: number[] = []
  const want = (no: number) => {
    if ((read[no] ?? 0) < Math.min(CHUNK_ROWS, rows - no * CHUNK_ROWS)) missing.push(no)
  }
  if (at === null) for (let no = 0; no * CHUNK_ROWS < rows; no++) want(no)
  let last = -1
  for (let i = 0; at !== null && i < at.length; i++) {
    const no = Math.floor((at[i] ?? 0) / CHUNK_ROWS)
    if (no !== last) want(no)
    last = no
  }
  return missing
}

function readChunk(store: ShardStore, name: ColumnName, kept: KeptColumn, no: number): void {
  const { data, rows } = store.chunk(name, no)
  const at = no * CHUNK_ROWS
  decodeChunk(name, data, rows, kept.values, at)
  release(data)
  const there = Math.min(rows, kept.values.length - at)
  kept.bytes += (there - (kept.read[no] ?? 0)) * kept.values.BYTES_PER_ELEMENT
  kept.read[no] = there
}

/** What a searcher keeps of the columns of its shards, up to a number of bytes. */
export class ShardMemory {
  readonly columns: ColumnMemory
  readonly packed: PackedMemory

  constructor(budget: number) {
    // whom and where is asked in most searches; the rest comes back to a month or two
    this.packed = new PackedMemory(budget * 0.7)
    this.columns = new ColumnMemory(budget * 0.3)
  }

  forget(file: string): void {
    this.columns.forget(file)
    this.packed.forget(file)
  }

  /** A search has ended: nobody looks at a column any more. */
  letGo(): void {
    this.columns.letGo()
  }
}

/** One shard as a searcher sees it: read only, in short transactions. */
export class ShardReader {
  readonly name: string
  readonly span: ShardSpan
  readonly store: ShardStore
  readonly #memory: ShardMemory

  constructor(name: string, store: ShardStore, memory: ShardMemory) {
    this.name = name
    this.span = spanOf(name)
    this.store = store
    this.#memory = memory
  }

  /** Everything `look` reads of this shard is of one moment. @throws Fault `shard_damaged`, as column */
  snapshot<T>(look: (state: ShardState) => T): T | null {
    return namingShard(this.name, () =>
      this.store.snapshot(() => {
        const state = this.store.state()
        return state ? look(state) : null
      }),
    )
  }

  /**
   * As long as `state.rows`, whatever was added since: rows never change.
   *
   * @param at ascending ordinals: only these are looked at; null: all
   */
  column(name: ColumnName, state: ShardState, at: Ordinals | null = null): ColumnArray {
    return namingShard(this.name, () => this.#memory.columns.column(this.store, name, this.span, state.rows, at))
  }

  /** For a scope, of the same rows. @throws Fault `shard_damaged`, each of them */
  columns(state: ShardState): ScopeColumns {
    return {
      column: (name, at) => this.column(name, state, at),
      among: (name, numbers, at) =>
        namingShard(this.name, () => this.#memory.packed.among(this.store, name, state.rows, numbers, at)),
      between: (from, to, at) => {
        const isRun = state.inOrder && this.span.form === 'offset'
        if (isRun) return run(this.#firstSince(from, state.rows), this.#firstSince(to, state.rows), at)
        const times = this.column('time', state, at)
        return passing(at, state.rows, (row) => (times[row] ?? 0) >= from && (times[row] ?? 0) < to)
      },
    }
  }

  /** The first of rows that follow time whose time is at least that; `rows` where there is none. */
  #firstSince(time: number, rows: number): number {
    let low = 0
    let high = rows
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.values('time', Int32Array.of(middle))[0] ?? 0) < time) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The values of a few rows, ascending, in their order. @throws Fault `shard_damaged` */
  values(name: ColumnName, at: Ordinals): ColumnArray {
    return namingShard(this.name, () => this.#memory.columns.values(this.store, name, this.span, at))
  }

  close(): void {
    this.#memory.forget(this.store.file)
    this.store.close()
  }
}

/** The rows from one to before another. @param at of these, ascending, only; null: of all */
function run(from: number, to: number, at: Ordinals | null): Ordinals {
  if (at) return at.subarray(firstAtLeast(at, from), firstAtLeast(at, to))
  const rows = newList(Math.max(0, to - from))
  for (let i = 0; i < rows.length; i++) rows[i] = from + i
  return rows
}
