import { type Clock, Fault, type RecordNo } from '#base'
import { durable } from '#platform'
import type { KeyRegister } from '#platform/keys'
import { isLost } from './lost.ts'
import {
  type Manifest,
  newManifest,
  readManifest,
  type ShardEntry,
  shardFilesOf,
  sweepShardFiles,
  writeManifest,
} from './manifest.ts'
import { type ShardName, shardOf } from './months.ts'
import { ShardWriter } from './shard-writer.ts'
import type { Signals } from './signals.ts'
import { type IndexedRecord, indexedRecord, type TextSource } from './source.ts'
import { createShardFile, openShardFile, type ShardState } from './store.ts'

export interface IndexerParts {
  /** The house's `index` directory. */
  dir: string
  source: TextSource
  register: Pick<KeyRegister, 'create' | 'open' | 'destroy'>
  clock: Clock
  signals: Signals
}

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
  readonly dir: string
  readonly source: TextSource
  readonly #parts: IndexerParts
  readonly #writers = new Map<ShardName, ShardWriter>()
  /** Shards with commits that a power cut could still take. */
  readonly #unsynced = new Set<ShardName>()
  readonly #lastAppend = new Map<ShardName, number>()
  #manifest: Manifest
  #position: number
  #limit = 64

  /** Repairs what a crash left, and forgets shards that are lost or of another version: they are then made again. */
  constructor(parts: IndexerParts) {
    this.#parts = parts
    this.dir = parts.dir
    this.source = parts.source
    durable.ensureDir(parts.dir)
    this.#manifest = readManifest(parts.dir) ?? newManifest()
    sweepShardFiles(parts.dir, this.#manifest)
    // A restored older archive: its end lies before what was indexed, so the index speaks of records that are not there.
    if (this.#manifest.position > parts.source.end()) this.#manifest = { ...newManifest(), doomed: this.#everything() }
    this.#position = this.#manifest.position
    for (const entry of [...this.#manifest.shards]) this.#checkShard(entry)
    this.#commit({})
    this.#removeDoomed()
    parts.signals.position = this.#position
  }

  /** Every record below this is searchable. */
  get position(): number {
    return this.#position
  }

  get shards(): readonly ShardEntry[] {
    return this.#manifest.shards
  }

  /** When the shard last got a row in this process, or null. */
  lastAppend(name: ShardName): number | null {
    return this.#lastAppend.get(name) ?? null
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
    if (this.#position !== from) return true // a damaged shard was forgotten on the way: its records come again
    this.#position = next
    this.#parts.signals.position = next
    if (next - this.#manifest.position >= RECORDS_PER_SAVE) this.savePosition()
    return true
  }

  /** Makes everything indexed so far durable and notes where to go on after a restart. */
  savePosition(): void {
    if (this.#manifest.position === this.#position) return
    // 1. Shards to disk. A crash here leaves an older position; what lies between is passed over by the watermarks.
    for (const name of this.#unsynced) this.writer(name)?.store.synced()
    this.#unsynced.clear()
    // 2. The position.
    this.#manifest.position = this.#position
    writeManifest(this.dir, this.#manifest)
  }

  /** Deletes the index; `step` then makes it again from the archive. */
  rebuild(): void {
    this.#goBackTo(0)
    this.#dropWriters()
    this.#commit({ shards: [], doomed: this.#everything() })
    this.#removeDoomed()
  }

  /** Forgets one shard (its file is damaged); `step` then makes it again. */
  forget(name: ShardName): void {
    const entry = this.#entry(name)
    if (!entry) return
    this.#goBackTo(entry.since)
    this.#dropWriter(name)
    this.#commit({
      shards: this.#manifest.shards.filter((other) => other !== entry),
      doomed: [...this.#manifest.doomed, entry],
    })
    this.#removeDoomed()
  }

  /** A fresh file and key for a shard, not yet in the manifest: a crash leaves a file that the next start sweeps away,
   *  and a key that opens nothing. */
  beginShard(name: ShardName): { writer: ShardWriter; entry: ShardEntry } {
    const number = this.#manifest.next++
    const [made] = this.#parts.register.create('shard')
    if (!made) throw new Fault('broken_invariant', 'must be true: the register makes the key it is asked for')
    const file = `${name}.${number}.db`
    const writer = new ShardWriter(createShardFile(this.dir, file, made.key), name, FIRST_STATE)
    made.key.fill(0)
    return { writer, entry: { name, file, key: made.id, since: 0 } }
  }

  /** Undoes `beginShard`. */
  dropUnused({ writer, entry }: { writer: ShardWriter; entry: ShardEntry }): void {
    writer.close()
    durable.removeDurably(shardFilesOf(this.dir, entry.file))
    this.#parts.register.destroy([entry.key])
  }

  /** Puts a finished file in a shard's place, at once; searches see the one or the other, with equal answers. */
  replaceShard(writer: ShardWriter, entry: ShardEntry): void {
    const old = this.#entry(entry.name)
    // 1. The new file is whole and synced. A crash here: swept at the next start.
    writer.store.synced()
    this.#dropWriter(entry.name)
    // 2. The exchange. A crash after it: the next start removes the old file and its key.
    this.#commit({
      shards: [
        ...this.#manifest.shards.filter((other) => other !== old),
        { ...entry, since: old?.since ?? entry.since },
      ],
      doomed: [...this.#manifest.doomed, ...(old ? [old] : [])],
    })
    this.#writers.set(entry.name, writer)
    // 3. The old file and its key go.
    this.#removeDoomed()
  }

  /** The open writer of a shard, or null where there is no such shard. */
  writer(name: ShardName): ShardWriter | null {
    const open = this.#writers.get(name)
    if (open) {
      this.#writers.delete(name)
      this.#writers.set(name, open) // most recently used last
      return open
    }
    const entry = this.#entry(name)
    return entry ? this.#keepWriter(name, this.#openWriter(entry)) : null
  }

  close(): void {
    this.savePosition()
    this.#dropWriters()
  }

  #append(name: ShardName, group: readonly IndexedRecord[], next: number): void {
    try {
      const since = group[0]?.no ?? 0
      const writer = this.writer(name) ?? this.#newShard(name, since)
      this.#unsynced.add(name)
      writer.append(group, next)
      this.#lastAppend.set(name, this.#parts.clock.now())
    } catch (error) {
      if (!isLost(error)) throw error
      this.forget(name)
    }
  }

  #newShard(name: ShardName, since: number): ShardWriter {
    const { writer, entry } = this.beginShard(name)
    writer.store.synced()
    this.#commit({ shards: [...this.#manifest.shards, { ...entry, since }] })
    return this.#keepWriter(name, writer)
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

  #openWriter(entry: ShardEntry): ShardWriter {
    const key = this.#parts.register.open(entry.key)
    const store = openShardFile(this.dir, entry.file, key, false)
    key.fill(0)
    const state = store.state()
    if (!state) throw new Fault('shard_outdated', 'the index is of another version; it is made again', {})
    return new ShardWriter(store, entry.name, state)
  }

  #checkShard(entry: ShardEntry): void {
    try {
      const key = this.#parts.register.open(entry.key)
      const store = openShardFile(this.dir, entry.file, key, true) // read only: an absent file is not made
      key.fill(0)
      const state = store.state()
      store.close()
      if (state) return
    } catch (error) {
      if (!isLost(error)) throw error
    }
    this.#goBackTo(entry.since)
    this.#manifest.shards = this.#manifest.shards.filter((other) => other !== entry)
    this.#manifest.doomed = [...this.#manifest.doomed, entry]
  }

  /** Before the manifest shows less: a search must never claim what it can no longer see. */
  #goBackTo(position: number): void {
    this.#position = Math.min(this.#position, position)
    this.#manifest.position = Math.min(this.#manifest.position, position)
    this.#parts.signals.position = this.#position
  }

  #commit(change: Partial<Manifest>): void {
    const changed = { ...this.#manifest, ...change }
    writeManifest(this.dir, changed)
    this.#manifest = changed
    this.#parts.signals.manifestChanged()
  }

  #removeDoomed(): void {
    const { doomed } = this.#manifest
    if (doomed.length === 0) return
    durable.removeDurably(doomed.flatMap(({ file }) => shardFilesOf(this.dir, file)))
    this.#parts.register.destroy(doomed.map(({ key }) => key))
    this.#manifest.doomed = []
    writeManifest(this.dir, this.#manifest)
  }

  #everything(): Manifest['doomed'] {
    return [...this.#manifest.doomed, ...this.#manifest.shards.map(({ file, key }) => ({ file, key }))]
  }

  #entry(name: ShardName): ShardEntry | undefined {
    return this.#manifest.shards.find((entry) => entry.name === name)
  }

  #dropWriter(name: ShardName): void {
    this.#writers.get(name)?.close()
    this.#writers.delete(name)
  }

  #dropWriters(): void {
    for (const name of [...this.#writers.keys()]) this.#dropWriter(name)
  }
}

const FIRST_STATE: ShardState = { rows: 0, watermark: 0, inOrder: true, lastTime: 0, settledRows: 0 }

function nextLimit(limit: number, letters: number): number {
  if (letters <= BATCH_LETTERS / 2) return Math.min(limit * 2, MOST_RECORDS)
  return letters > BATCH_LETTERS ? Math.max(1, Math.floor(limit / 4)) : limit
}
