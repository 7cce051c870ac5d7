import { Fault, release } from '#base'
import { CHUNK_ROWS, mostOf, numbersOf, pickRows } from '../shards/columns.ts'
import type { Ordinals } from '../shards/list-room.ts'
import { newList, trimmed } from '../shards/list-room.ts'
import type { ShardStore } from '../shards/store.ts'
import type { NumberSet } from './number-set.ts'

/** Columns of numbers that a scope or a filter names; what is asked of them is which rows have one of a set. */
export type NumberColumn = 'conversation' | 'sender'

interface Chunk {
  /** As the shard stores it; null where it had to make room. */
  data: Uint8Array | null
  readonly rows: number
  readonly least: number
  readonly most: number
}

interface Packed {
  readonly chunks: (Chunk | undefined)[]
  bytes: number
}

/**
 * Chunks of these columns as they are stored, which is half of what they would take as numbers, up to a number of bytes; and for good
 * which numbers each chunk spans. People and conversations are numbered as they come, so one of them is in few chunks, and the
 * others are not read for it.
 */
export class PackedMemory {
  readonly #budget: number
  readonly #columns = new Map<string, Packed>()
  #bytes = 0

  constructor(budget: number) {
    this.#budget = budget
  }

  /** Bytes of chunks held now. */
  get bytes(): number {
    return this.#bytes
  }

  /**
   * The rows, ascending, whose number is in the set.
   *
   * @param rows of the shard; `at`: of these, ascending, only; null: of all
   * @throws Fault `file_damaged`
   */
  among(store: ShardStore, name: NumberColumn, rows: number, numbers: NumberSet, at: Ordinals | null): Ordinals {
    const [low, high] = [numbers.indexOf(1), numbers.lastIndexOf(1)]
    const found = newList(low < 0 ? 0 : (at?.length ?? rows))
    const column = this.#columnOf(store.file, name)
    const length = at?.length ?? rows
    let size = 0
    for (let from = 0, to = 0; from < length && low >= 0; from = to) {
      const no = Math.floor((at ? (at[from] ?? 0) : from) / CHUNK_ROWS)
      const first = no * CHUNK_ROWS
      to = at ? endOf(at, from, first + CHUNK_ROWS) : Math.min(rows, first + CHUNK_ROWS)
      const needed = (at ? (at[to - 1] ?? 0) : to - 1) - first + 1
      const chunk = this.#chunk(store, name, column, no, needed)
      if (chunk.most < low || chunk.least > high) continue
      const data = chunk.data ?? this.#read(store, name, column, no, needed)
      size = pickRows(data, { first, rows: at ? at.subarray(from, to) : needed, numbers, found, size })
    }
    this.#shrink(`${store.file}/${name}`)
    return trimmed(found, size)
  }

  forget(file: string): void {
    for (const [key, column] of this.#columns) {
      if (!key.startsWith(`${file}/`)) continue
      this.#empty(column)
      this.#columns.delete(key)
    }
  }

  /** The column, which was then used last. */
  #columnOf(file: string, name: NumberColumn): Packed {
    const key = `${file}/${name}`
    const column = this.#columns.get(key) ?? { chunks: [], bytes: 0 }
    this.#columns.delete(key)
    this.#columns.set(key, column)
    return column
  }

  /** What is known of the chunk as far as `needed` rows; a chunk that grew since is read again. */
  #chunk(store: ShardStore, name: NumberColumn, column: Packed, no: number, needed: number): Chunk {
    const known = column.chunks[no]
    if (known !== undefined && known.rows >= needed) return known
    this.#read(store, name, column, no, needed)
    return column.chunks[no] as Chunk // read puts it there
  }

  #read(store: ShardStore, name: NumberColumn, column: Packed, no: number, needed: number): Uint8Array {
    const { data, rows } = store.chunk(name, no)
    if (rows < needed)
      throw new Fault('file_damaged', 'a shard of the index is damaged; it can be rebuilt from the archive', { rows })
    const before = column.chunks[no]
    if (before?.data) this.#count(column, -before.data.length)
    if (before?.data) release(before.data)
    const { least } = numbersOf(data, rows)
    // the largest is looked for once, and stays known when the chunk has gone
    const most = before?.rows === rows ? before.most : mostOf(data, rows)
    column.chunks[no] = { data, rows, least, most }
    this.#count(column, data.length)
    return data
  }

  #count(column: Packed, bytes: number): void {
    column.bytes += bytes
    this.#bytes += bytes
  }

  #shrink(keep: string): void {
    for (const [key, column] of this.#columns) {
      if (this.#bytes <= this.#budget || key === keep) break
      this.#empty(column)
    }
    const kept = this.#columns.get(keep)
    if (this.#bytes > this.#budget && kept) this.#empty(kept)
  }

  #empty(column: Packed): void {
    for (const chunk of column.chunks) {
      if (!chunk?.data) continue
      release(chunk.data)
      chunk.data = null
    }
    this.#count(column, -column.bytes)
  }
}

/** Where in an ascending list what lies below `bound` ends. */
function endOf(at: Ordinals, from: number, bound: number): number {
  let to = from + 1
  while (to < at.length && (at[to] ?? 0) < bound) to++
  return to
}
