import type { KeyRegister } from '#platform/keys'
import { namingShard } from '../shards/lost.ts'
import { readManifest, type ShardEntry } from '../shards/manifest.ts'
import { type ShardName, spanOf } from '../shards/months.ts'
import type { Signals } from '../shards/signals.ts'
import { openShardFile } from '../shards/store.ts'
import { type Filter, mayHold } from './scope.ts'
import { type ShardMemory, ShardReader } from './shard-reader.ts'

const MOST_OPEN = 48

/** One of several searchers: every month belongs to just one of them. */
export interface Share {
  /** From 0. */
  readonly nth: number
  readonly of: number
}
export const ALL_MONTHS: Share = { nth: 0, of: 1 }

/** Neighbouring months belong to different searchers; it follows from the name alone, so all of them agree on it. */
function isOwn({ nth, of }: Share, name: ShardName): boolean {
  const month = /^[0-9]/.test(name) ? Number(name.replace('-', '')) : 0
  return month % of === nth
}

/** The shards one search works on. */
export interface ShardView {
  readonly readers: readonly ShardReader[]
  /** Every record below this is seen by this search. */
  readonly position: number
}

/** A searcher's read-only connections: as many as are worth keeping open, always of the newest manifest. */
export class OpenShards {
  readonly #dir: string
  readonly #register: Pick<KeyRegister, 'open'>
  readonly #signals: Signals
  readonly #memory: ShardMemory
  readonly #open = new Map<string, ShardReader>()
  #generation = -1
  #entries: readonly ShardEntry[] = []

  constructor(dir: string, register: Pick<KeyRegister, 'open'>, signals: Signals, memory: ShardMemory) {
    this.#dir = dir
    this.#register = register
    this.#signals = signals
    this.#memory = memory
  }

  /**
   * A searcher's shards that may hold something for a filter.
   * @throws Fault `shard_damaged` naming the shard: the indexer must make it again
   */
  view(filter: Filter, share: Share): ShardView {
    for (;;) {
      // The order matters. What was indexed below `position` was in the files of this generation when it was read, and
      // the generation had not changed; a file that has gone since is noticed below.
      const generation = this.#signals.generation
      if (generation !== this.#generation) this.#reload(generation)
      const position = this.#signals.position
      const isCurrent = () => this.#signals.generation === generation
      if (!isCurrent()) continue
      try {
        const entries = this.#entries.filter(({ name }) => isOwn(share, name) && mayHold(filter, spanOf(name)))
        return { readers: entries.map((entry) => this.#reader(entry, entries.length)), position }
      } catch (error) {
        if (isCurrent()) throw error // else exchanged while we looked: look again
      }
    }
  }

  close(): void {
    for (const file of [...this.#open.keys()]) this.#drop(file)
  }

  #reload(generation: number): void {
    this.#entries = readManifest(this.#dir)?.shards ?? []
    this.#generation = generation
    const files = new Set(this.#entries.map((entry) => entry.file))
    for (const file of [...this.#open.keys()]) if (!files.has(file)) this.#drop(file)
  }

  #reader(entry: ShardEntry, needed: number): ShardReader {
    const known = this.#open.get(entry.file)
    if (known) {
      this.#open.delete(entry.file)
      this.#open.set(entry.file, known) // most recently used last
      return known
    }
    // Those of this search stay open until it is over, however many they are.
    for (const file of this.#open.keys()) {
      if (this.#open.size < Math.max(MOST_OPEN, needed)) break
      this.#drop(file)
    }
    return namingShard(entry.name, () => {
      const key = this.#register.open(entry.key)
      const store = openShardFile(this.#dir, entry.file, key, true)
      key.fill(0)
      const reader = new ShardReader(entry.name, store, this.#memory)
      this.#open.set(entry.file, reader)
      return reader
    })
  }

  #drop(file: string): void {
    this.#open.get(file)?.close()
    this.#open.delete(file)
  }
}
