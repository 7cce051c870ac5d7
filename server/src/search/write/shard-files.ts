import { Fault } from '#base'
import { durable, needingFolder } from '#platform'
import type { KeyRegister } from '#platform/keys'
import {
  type Manifest,
  newManifest,
  readManifest,
  type ShardEntry,
  shardFilesOf,
  sweepShardFiles,
  writeManifest,
} from '../shards/manifest.ts'
import type { ShardName } from '../shards/months.ts'
import type { Signals } from '../shards/signals.ts'
import { createShardFile, openShardFile, type ShardState, type ShardStore } from '../shards/store.ts'

/** A fresh file and key that no manifest names yet. */
export interface FreshShard {
  readonly store: ShardStore
  readonly entry: ShardEntry
}

/**
 * Which files are the index: manifest, files and keys together. Every change is one replacement of the manifest, durable
 * before anything old is removed; searchers are told after it. Owned by the indexer.
 */
export class ShardFiles {
  readonly #dir: string
  readonly #register: Pick<KeyRegister, 'create' | 'open' | 'destroy'>
  readonly #signals: Signals
  #manifest: Manifest = newManifest()

  /**
   * Ends what a crash left: files without a manifest entry, and what was exchanged but not yet removed.
   * @throws Fault `folder_unusable`
   */
  constructor(dir: string, register: Pick<KeyRegister, 'create' | 'open' | 'destroy'>, signals: Signals) {
    this.#dir = dir
    this.#register = register
    this.#signals = signals
    needingFolder(dir, 'move it away: the index is made again from the archive', () => {
      durable.ensureDir(dir)
      this.#manifest = readManifest(dir) ?? newManifest()
      sweepShardFiles(dir, this.#manifest)
      this.#commit({})
      this.#removeDoomed()
    })
  }

  get entries(): readonly ShardEntry[] {
    return this.#manifest.shards
  }

  /** Every record below this is durably in its shard. */
  get position(): number {
    return this.#manifest.position
  }

  find(name: ShardName): ShardEntry | undefined {
    return this.#manifest.shards.find((entry) => entry.name === name)
  }

  /** The shards have been synced. */
  savePosition(position: number): void {
    this.#write({ position })
  }

  /** @throws what openShardFile throws; Refusal `key_destroyed`; Fault `shard_outdated` */
  open(entry: ShardEntry, readonly: boolean): { store: ShardStore; state: ShardState } {
    const key = this.#register.open(entry.key)
    const store = openShardFile(this.#dir, entry.file, key, readonly)
    key.fill(0)
    const state = store.state()
    if (state) return { store, state }
    store.close()
    throw new Fault('shard_outdated', 'the index is of another version; it is made again')
  }

  /** A crash before `add` or `exchange` leaves a file that the next start sweeps away, and a key that opens nothing. */
  begin(name: ShardName): FreshShard {
    const number = this.#manifest.next
    this.#manifest = { ...this.#manifest, next: number + 1 }
    const [made] = this.#register.create('shard')
    if (!made) throw new Fault('broken_invariant', 'must be true: the register makes the key it is asked for')
    const file = `${name}.${number}.db`
    const store = createShardFile(this.#dir, file, made.key)
    made.key.fill(0)
    return { store, entry: { name, file, key: made.id, since: 0 } }
  }

  /** Undoes `begin`. */
  abandon({ store, entry }: FreshShard): void {
    store.close()
    durable.removeDurably(shardFilesOf(this.#dir, entry.file))
    this.#register.destroy([entry.key])
  }

  /** The first file of a shard whose first record is `since`. */
  add({ store, entry }: FreshShard, since: number): void {
    store.synced()
    this.#commit({ shards: [...this.#manifest.shards, { ...entry, since }] })
  }

  /** Puts a finished file in the place of the shard's old one; searches see one or the other, with equal answers. */
  exchange({ store, entry }: FreshShard): void {
    const old = this.find(entry.name)
    // 1. The new file is whole and on disk. A crash here: swept at the next start.
    store.synced()
    // 2. The exchange. A crash after it: the next start removes the old file and its key.
    this.#commit({
      shards: [...this.#manifest.shards.filter((other) => other !== old), { ...entry, since: old?.since ?? 0 }],
      doomed: [...this.#manifest.doomed, ...(old ? [old] : [])],
    })
    // 3. The old file and its key go.
    this.#removeDoomed()
  }

  /** Drops shards; the index is whole only below `position` from now on. */
  drop(entries: readonly ShardEntry[], position: number): void {
    // 1. Before the manifest shows less: a search must never claim what it can no longer see.
    this.#signals.position = position
    // 2. The manifest. A crash after it: the next start removes the files and keys.
    this.#commit({
      position: Math.min(position, this.#manifest.position),
      shards: this.#manifest.shards.filter((entry) => !entries.includes(entry)),
      doomed: [...this.#manifest.doomed, ...entries],
    })
    // 3. Files and keys.
    this.#removeDoomed()
  }

  #removeDoomed(): void {
    const { doomed } = this.#manifest
    if (doomed.length === 0) return
    durable.removeDurably(doomed.flatMap(({ file }) => shardFilesOf(this.#dir, file)))
    this.#register.destroy(doomed.map(({ key }) => key))
    this.#write({ doomed: [] })
  }

  #commit(change: Partial<Manifest>): void {
    this.#write(change)
    this.#signals.manifestChanged()
  }

  #write(change: Partial<Manifest>): void {
    const changed = { ...this.#manifest, ...change }
    writeManifest(this.#dir, changed)
    this.#manifest = changed
  }
}
