import type { Clock, RecordNo } from '#base'
import type { KeyRegister } from '#platform/keys'
import { isLost } from '../shards/lost.ts'
import type { ShardEntry } from '../shards/manifest.ts'
import { type ShardName, shardOf } from '../shards/months.ts'
import type { Signals } from '../shards/signals.ts'
import { type IndexedRecord, indexedRecord, type TextSource } from '../shards/source.ts'
import type { ShardState } from '../shards/store.ts'
import { type FreshShard, ShardFiles } from './shard-files.ts'
import { ShardWriter } from './shard-writer.ts'

export interface IndexerParts {
  /** The house's `index` directory. */
  dir: string
  source: TextSource
  register: Pick<KeyRegister, 'create' | 'open' | 'destroy'>
  clock: Clock
  signals: Signals
  /** Bigrams that at least this many rows of a settled shard hold get a list (lists.ts); FTS5 takes 0.3 µs a row. Default 512. */
  frequent?: number
}

type ShardRows = Pick<ShardState, 'rows' | 'settledRows'>

const MOST_RECORDS = 4096 // one transaction per shard and batch
const BATCH_LETTERS = 4_000_000 // what a batch should hold at most; records may be of any size
const MOST_WRITERS = 12
const RECORDS_PER_SAVE = 200_000

/**
 * Follows the archive into the shards. The only writer of the index directory; synchronous, owned by one thread.
 *
 * A batch is committed shard by shard, each with its own watermark; only then does the position move. So at any moment:
 * every record below the position is in its shard once, and a shard may be ahead of the position but never holds a
 * record twice, because it passes over what lies below its watermark.
 */
export class Indexer {
  readonly source: TextSource
  readonly files: ShardFiles
  readonly frequent: number
  readonly #clock: Clock
  readonly #signals: Signals
  readonly #writers = new Map<ShardName, ShardWriter>()
  /** Shards with commits that a power cut could still take. */
  readonly #unsynced = new Set<ShardName>()
  readonly #lastAppend = new Map<ShardName, number>()
  /** By file: what its state said, until it changes. */
  readonly #rows = new Map<string, ShardRows>()
  #position: number
  #limit = 64

  /** Repairs what a crash left, and forgets shards that are lost or of another version: they are then made again. */
  constructor({ dir, source, register, clock, signals, frequent }: IndexerParts) {
    this.source = source
    this.frequent = frequent ?? 512
    this.#clock = clock
    this.#signals = signals
    this.files = new ShardFiles(dir, register, signals)
    this.#position = this.files.position
    // A restored older archive ends before what was indexed: the index speaks of records that are not there.
    if (this.#position > source.end()) this.rebuild()
    for (const entry of [...this.files.entries]) if (!this.#isUsable(entry)) this.forget(entry.name)
    signals.position = this.#position
  }

  /** Every record below this is searchable. */
  get position(): number {
    return this.#position
  }

  /** When the shard last got a row in this process, or null. */
  lastAppend(name: ShardName): number | null {
    return this.#lastAppend.get(name) ?? null
  }

  /**
   * How many rows a shard has, without opening it for each look: an idle house looks twice a second at every shard, and
   * there are more of them than are kept open. Null where there is no such shard (any more).
   */
  rowsOf(name: ShardName): ShardRows | null {
    const file = this.files.find(name)?.file
    const known = file === undefined ? undefined : this.#rows.get(file)
    if (known) return known
    const state = this.writer(name)?.state
    if (!state || file === undefined) return null
    const rows = { rows: state.rows, settledRows: state.settledRows }
    this.#rows.set(file, rows)
    return rows
  }

  /** To be called whenever a shard's state has changed: what is known of it is read again. */
  changed(name: ShardName): void {
    const file = this.files.find(name)?.file
    if (file !== undefined) this.#rows.delete(file)
  }

  /** Indexes the next batch. False: nothing was new. */
  step(): boolean {
    const from = this.#position
    const { records, next } = this.source.readForIndex(from as RecordNo, this.#limit) // counts as the archive does
    if (next <= from) return false
    const byShard = new Map<ShardName, IndexedRecord[]>()
    let letters = 0
    for (const archived of records) {
      const record = indexedRecord(archived)
      letters += record.text.length
      const name = shardOf(record.time, record.archivedAt)
      const group = byShard.get(name)
      if (group) group.push(record)
      else byShard.set(name, [record])
    }
    this.#limit = nextLimit(this.#limit, letters)
    try {
      for (const [name, group] of byShard) this.#append(name, group, next)
    } catch (error) {
      this.#dropWriters() // they may differ from their files now
      throw error
    }
    if (this.#position !== from) return true // a lost shard was forgotten on the way: its records come again
    this.#position = next
    this.#signals.position = next
    if (next - this.files.position >= RECORDS_PER_SAVE) this.savePosition()
    return true
  }

  /** Makes everything indexed so far durable and notes where to go on after a restart. */
  savePosition(): void {
    if (this.files.position === this.#position) return
    // 1. Shards to disk. A crash here leaves an older position; what lies between is passed over by the watermarks.
    for (const name of this.#unsynced) this.writer(name)?.store.synced()
    this.#unsynced.clear()
    // 2. The position.
    this.files.savePosition(this.#position)
  }

  /** Deletes the index; `step` then makes it again from the archive. */
  rebuild(): void {
    this.#dropWriters()
    this.#rows.clear()
    this.#position = 0
    this.files.drop(this.files.entries, 0)
  }

  /** Deletes one shard; `step` then makes it again. */
  forget(name: ShardName): void {
    const entry = this.files.find(name)
    if (!entry) return
    this.#dropWriter(name)
    this.changed(name)
    this.#position = Math.min(this.#position, entry.since)
    this.files.drop([entry], this.#position)
  }

  /** Puts a finished file in a shard's place. */
  replaceShard(fresh: FreshShard, writer: ShardWriter): void {
    this.#dropWriter(fresh.entry.name)
    this.changed(fresh.entry.name)
    this.files.exchange(fresh)
    this.#keepWriter(fresh.entry.name, writer)
  }

  /** The open writer of a shard; null where there is none, or none any more: a lost shard is forgotten here. */
  writer(name: ShardName): ShardWriter | null {
    const open = this.#writers.get(name)
    if (open) {
      this.#writers.delete(name)
      this.#writers.set(name, open) // most recently used last
      return open
    }
    const entry = this.files.find(name)
    if (!entry) return null
    try {
      const { store, state } = this.files.open(entry, false)
      return this.#keepWriter(name, new ShardWriter(store, name, state))
    } catch (error) {
      if (!isLost(error)) throw error
      this.forget(name)
      return null
    }
  }

  close(): void {
    this.savePosition()
    this.#dropWriters()
  }

  #append(name: ShardName, group: readonly IndexedRecord[], next: number): void {
    // A shard that was there and is lost is not begun here: it must begin at its first record, and the position goes back.
    const writer = this.files.find(name) ? this.writer(name) : this.#newShard(name, group[0]?.no ?? 0)
    if (!writer) return
    try {
      this.#unsynced.add(name)
      this.changed(name)
      writer.append(group, next)
      this.#lastAppend.set(name, this.#clock.now())
    } catch (error) {
      if (!isLost(error)) throw error
      this.forget(name)
    }
  }

  #newShard(name: ShardName, since: number): ShardWriter {
    const fresh = this.files.begin(name)
    this.files.add(fresh, since)
    return this.#keepWriter(name, new ShardWriter(fresh.store, name))
  }

  #isUsable(entry: ShardEntry): boolean {
    try {
      const { store, state } = this.files.open(entry, true) // read only: an absent file is not made
      store.close()
      return state.watermark <= this.source.end()
    } catch (error) {
      if (isLost(error)) return false
      throw error
    }
  }

  #keepWriter(name: ShardName, writer: ShardWriter): ShardWriter {
    for (const oldest of this.#writers.keys()) {
      if (this.#writers.size < MOST_WRITERS) break
      if (this.#unsynced.delete(oldest)) this.#writers.get(oldest)?.store.synced()
      this.#dropWriter(oldest)
    }
    this.#writers.set(name, writer)
    return writer
  }

  #dropWriter(name: ShardName): void {
    this.#writers.get(name)?.close()
    this.#writers.delete(name)
  }

  #dropWriters(): void {
    for (const name of [...this.#writers.keys()]) this.#dropWriter(name)
  }
}

function nextLimit(limit: number, letters: number): number {
  if (letters <= BATCH_LETTERS / 2) return Math.min(limit * 2, MOST_RECORDS)
  return letters > BATCH_LETTERS ? Math.max(1, Math.floor(limit / 4)) : limit
}
