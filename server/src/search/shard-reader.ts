import { CHUNK_ROWS, type ColumnArray, type ColumnName, decodeChunk, newColumn } from './columns.ts'
import { namingShard } from './lost.ts'
import { type ShardSpan, spanOf } from './months.ts'
import type { ShardState, ShardStore } from './store.ts'

/** Columns of all shards in memory, up to a number of bytes; what was used least recently goes first. */
export class ColumnMemory {
  readonly #budget: number
  readonly #columns = new Map<string, { values: ColumnArray; rows: number }>()
  #bytes = 0

  constructor(budget: number) {
    this.#budget = budget
  }

  /** Bytes held now. */
  get bytes(): number {
    return this.#bytes
  }

  /** The first `rows` values, read from the shard as far as they are not here. */
  column(store: ShardStore, name: ColumnName, span: ShardSpan, rows: number): ColumnArray {
    const key = `${store.file}/${name}`
    const known = this.#columns.get(key)
    this.#columns.delete(key)
    const kept = known && known.values.length >= rows ? known : this.#grown(name, span, rows, known)
    if (kept !== known) this.#bytes += kept.values.byteLength - (known?.values.byteLength ?? 0)
    this.#columns.set(key, kept)
    if (kept.rows < rows) readRows(store, name, kept, rows)
    this.#shrinkTo(this.#budget, key)
    return kept.values.subarray(0, rows)
  }

  forget(file: string): void {
    for (const [key, { values }] of this.#columns) {
      if (!key.startsWith(`${file}/`)) continue
      this.#columns.delete(key)
      this.#bytes -= values.byteLength
    }
  }

  #grown(name: ColumnName, span: ShardSpan, rows: number, known: { values: ColumnArray; rows: number } | undefined) {
    // a shard that still grows gets room to spare
    const values = newColumn(name, span.form, known ? Math.ceil(rows * 1.25) : rows)
    if (known) values.set(known.values.subarray(0, known.rows))
    return { values, rows: known?.rows ?? 0 }
  }

  #shrinkTo(budget: number, keep: string): void {
    for (const [key, { values }] of this.#columns) {
      if (this.#bytes <= budget || key === keep) return
      this.#columns.delete(key)
      this.#bytes -= values.byteLength
    }
  }
}

/** One shard as a searcher sees it: read only, in short transactions. */
export class ShardReader {
  readonly name: string
  readonly span: ShardSpan
  readonly store: ShardStore
  readonly #memory: ColumnMemory

  constructor(name: string, store: ShardStore, memory: ColumnMemory) {
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

  /** As long as `state.rows`, whatever was added since: rows never change. */
  column(name: ColumnName, state: ShardState): ColumnArray {
    return namingShard(this.name, () => this.#memory.column(this.store, name, this.span, state.rows))
  }

  close(): void {
    this.#memory.forget(this.store.file)
    this.store.close()
  }
}

function readRows(
  store: ShardStore,
  name: ColumnName,
  kept: { values: ColumnArray; rows: number },
  rows: number,
): void {
  // the last chunk grows: it is read again from its first row
  for (const chunk of store.chunks(name, Math.floor(kept.rows / CHUNK_ROWS))) {
    const at = chunk.no * CHUNK_ROWS
    if (at >= rows) break
    decodeChunk(name, chunk.data, chunk.rows, kept.values, at)
  }
  kept.rows = rows
}
