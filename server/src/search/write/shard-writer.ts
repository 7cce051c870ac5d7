import type { Instant } from '#base'
import { fold } from '../folding/folding.ts'
import { originTokens } from '../folding/origins.ts'
import { bigramTokens, singleTokens } from '../folding/tokens.ts'
import {
  CHUNK_ROWS,
  COLUMN_NAMES,
  type ColumnArray,
  type ColumnName,
  decodeChunk,
  encodeChunk,
  kindByte,
  newColumn,
} from '../shards/columns.ts'
import { type ShardSpan, spanOf } from '../shards/months.ts'
import type { IndexedRecord } from '../shards/source.ts'
import type { ShardState, ShardStore } from '../shards/store.ts'

const FIRST_STATE: ShardState = { rows: 0, watermark: 0, inOrder: true, lastTime: 0, settledRows: 0 }

/** The one writer of a shard file. After anything it throws it must be dropped: memory and file may differ. */
export class ShardWriter {
  readonly store: ShardStore
  readonly #span: ShardSpan
  readonly #tail: Map<ColumnName, ColumnArray>
  #state: ShardState

  /** @param state as the file says; a file just made has none of its own yet */
  constructor(store: ShardStore, name: string, state: ShardState = FIRST_STATE) {
    this.store = store
    this.#span = spanOf(name)
    this.#state = state
    this.#tail = new Map(COLUMN_NAMES.map((column) => [column, newColumn(column, this.#span.form, CHUNK_ROWS)]))
    const rows = state.rows % CHUNK_ROWS
    if (rows > 0) this.#loadTail(Math.floor(state.rows / CHUNK_ROWS), rows)
  }

  get state(): Readonly<ShardState> {
    return this.#state
  }

  /**
   * Adds the records that are not rows yet and moves the watermark to `next`, in one transaction: a crash leaves both or
   * neither, and the indexer then brings the same records again. `records` are all of this shard, in order of number,
   * and every record of the shard below `next` that is not among them is a row already.
   */
  append(records: readonly IndexedRecord[], next: number): void {
    const fresh = records.filter((record) => record.no >= this.#state.watermark)
    if (fresh.length === 0) return
    this.#write(fresh, { watermark: next })
  }

  /** Adds records in any order, for a shard being made anew; the watermark stays until `finish`. */
  load(records: readonly IndexedRecord[]): void {
    this.#write(records, {})
  }

  /** Merges the index, lists its characters and the bigrams that `frequent` rows hold, marks the shard settled, and shrinks the file. Both transactions leave equal answers. */
  settle(frequent: number, watermark = this.#state.watermark): void {
    const state = { ...this.#state, watermark, settledRows: this.#state.rows }
    this.store.write(() => {
      this.store.optimise(frequent)
      this.store.writeState(state)
    })
    this.#state = state
    this.store.shrink()
  }

  close(): void {
    this.store.close()
  }

  #write(records: readonly IndexedRecord[], change: Partial<ShardState>): void {
    const state = { ...this.#state, ...change }
    this.store.write(() => {
      const inserter = this.store.inserter()
      const fullChunk = () => {
        if (state.rows % CHUNK_ROWS === 0) this.#saveTail(inserter, state.rows / CHUNK_ROWS - 1, CHUNK_ROWS)
      }
      for (const record of records) {
        const { codePoints, toItself, hasInvisible } = fold(record.text)
        const singles = singleTokens(codePoints)
        const origins = toItself ? '' : originTokens(record.text)
        inserter.words(state.rows, bigramTokens(codePoints), origins === '' ? singles : `${singles} ${origins}`)
        this.#note(state, record, kindByte(record.kind, toItself, hasInvisible))
        fullChunk()
      }
      const rows = state.rows % CHUNK_ROWS
      if (rows > 0) this.#saveTail(inserter, Math.floor(state.rows / CHUNK_ROWS), rows)
      this.store.writeState(state)
    })
    this.#state = state
  }

  #note(state: ShardState, record: IndexedRecord, kind: number): void {
    const at = state.rows % CHUNK_ROWS
    const time = storedTime(this.#span, record.time)
    const values: Record<ColumnName, number> = {
      time,
      conversation: record.conversation,
      sender: record.sender ?? 0,
      kind,
      record: record.no,
    }
    for (const [name, column] of this.#tail) column[at] = values[name]
    if (state.rows > 0 && time < state.lastTime) state.inOrder = false
    state.lastTime = state.rows === 0 ? time : Math.max(state.lastTime, time)
    state.rows++
  }

  #saveTail(inserter: ReturnType<ShardStore['inserter']>, no: number, rows: number): void {
    for (const [name, column] of this.#tail) {
      inserter.chunk(name, { no, rows, data: encodeChunk(name, column.subarray(0, rows)) })
    }
  }

  #loadTail(no: number, rows: number): void {
    for (const [name, column] of this.#tail) {
      for (const chunk of this.store.chunks(name, no)) decodeChunk(name, chunk.data, rows, column, 0)
    }
  }
}

function storedTime({ base, form }: ShardSpan, time: Instant | null): number {
  return form === 'none' || time === null ? 0 : time - base
}
