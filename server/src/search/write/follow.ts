import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { type Clock, Fault, Refusal } from '#base'
import type { ShardName } from '../shards/months.ts'
import type { Indexer } from './indexer.ts'
import { settleShard, shardsToSettle } from './settle.ts'

export interface FollowOptions {
  /** A shard is settled when it got nothing for this long. Default one minute. */
  quietMs?: number
  /** How often to look for new records unasked. Default half a second. */
  idleMs?: number
}

export interface FollowParts {
  indexer: Indexer
  clock: Clock
  options: FollowOptions
  /** Everything below is indexed and on disk. */
  onDurable: (position: number) => void
  /** A turn failed and is tried again; a code for the log and the house page. */
  onTrouble: (code: string) => void
}

const AFTER_TROUBLE = 2000

/**
 * The indexer's working day, one thing at a time: wishes first, then new records, then settling what has gone quiet.
 * A failed turn is reported and tried again: the position says meanwhile, honestly, how far the index is.
 */
export class Follower {
  readonly #parts: FollowParts
  readonly #wishes: (() => void | Promise<void>)[] = []
  readonly #waiting: { position: number; resolve: () => void }[] = []
  #wake = new AbortController()
  #stopped = false
  #ended: Promise<void> = Promise.resolve()

  constructor(parts: FollowParts) {
    this.#parts = parts
  }

  start(): void {
    this.#ended = this.#run()
  }

  /** There may be new records. */
  poke(): void {
    this.#wake.abort()
  }

  /** Resolves when every record below `position` is searchable. */
  reach(position: number): Promise<void> {
    if (this.#parts.indexer.position >= position) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push({ position, resolve })
    this.poke()
    return promise
  }

  /** Settles everything that is not, quiet or not; resolves when done. */
  settle(): Promise<void> {
    return this.#wish(async () => {
      while (this.#step()) await nextTurn()
      for (const { name } of [...this.#parts.indexer.files.entries]) await this.#settleOne(name)
    })
  }

  /** Deletes the index; it is then made again from the archive, beginning at once. */
  rebuild(): Promise<void> {
    return this.#wish(() => this.#parts.indexer.rebuild())
  }

  forget(name: ShardName): Promise<void> {
    return this.#wish(() => this.#parts.indexer.forget(name))
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.poke()
    await this.#ended
    this.#parts.indexer.close()
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#wake = new AbortController()
      try {
        if (await this.#turn()) await nextTurn()
        else await this.#rest(this.#parts.options.idleMs ?? 500)
      } catch (error) {
        this.#parts.onTrouble(error instanceof Fault || error instanceof Refusal ? error.code : 'unexpected_error')
        await this.#rest(AFTER_TROUBLE)
      }
    }
  }

  /** False: nothing to do. */
  async #turn(): Promise<boolean> {
    const wish = this.#wishes.shift()
    if (wish) {
      await wish()
      return true
    }
    if (this.#step()) return true
    const { indexer, clock, options } = this.#parts
    indexer.savePosition()
    this.#parts.onDurable(indexer.position)
    const [name] = shardsToSettle(indexer, clock.now(), options.quietMs ?? 60_000)
    return name !== undefined && (await this.#settleOne(name))
  }

  #step(): boolean {
    const worked = this.#parts.indexer.step()
    const { position } = this.#parts.indexer
    for (const waiting of this.#waiting.filter((each) => each.position <= position)) {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
      waiting.resolve()
    }
    return worked
  }

  /** New records go first: between two batches of a settling shard the archive is followed. */
  async #settleOne(name: ShardName): Promise<boolean> {
    const settling = settleShard(this.#parts.indexer, name)
    try {
      for (let turn = settling.next(); ; turn = settling.next()) {
        if (turn.done) return turn.value
        await nextTurn()
        if (this.#stopped) return false
        this.#step()
      }
    } finally {
      settling.return(false) // removes what an unfinished settling made
    }
  }

  #wish(work: () => void | Promise<void>): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#wishes.push(async () => {
      try {
        await work()
        resolve()
      } catch (error) {
        reject(error)
      }
    })
    this.poke()
    return promise
  }

  async #rest(ms: number): Promise<void> {
    if (this.#stopped || this.#wishes.length > 0) return
    await delay(ms, undefined, { signal: this.#wake.signal }).catch(() => undefined) // woken early, as asked
  }
}
