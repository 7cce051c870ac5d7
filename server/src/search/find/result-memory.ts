import type { Ordinals } from '../shards/list-room.ts'

/** Hits of recent searches, so that the next page does not search again. Row numbers only, never text. */
export class ResultMemory {
  readonly #budget: number
  readonly #results = new Map<string, Ordinals | null>()
  #bytes = 0

  /** @param budget bytes */
  constructor(budget: number) {
    this.#budget = budget
  }

  /** undefined: not here. null: every row. */
  find(key: string): Ordinals | null | undefined {
    const known = this.#results.get(key)
    if (known === undefined) return undefined
    this.#results.delete(key)
    this.#results.set(key, known)
    return known
  }

  keep(key: string, hits: Ordinals | null): void {
    const known = this.#results.get(key)
    if (known !== undefined) this.#bytes -= cost(known)
    // a copy, however long: what stands in the room of a search is gone with it (list-room.ts)
    const kept = hits === null || hits === known ? hits : hits.slice()
    this.#results.delete(key)
    this.#results.set(key, kept)
    this.#bytes += cost(kept)
    for (const [oldest, result] of this.#results) {
      if (this.#bytes <= this.#budget || oldest === key) break
      this.#results.delete(oldest)
      this.#bytes -= cost(result)
    }
  }
}

function cost(hits: Ordinals | null): number {
  return 200 + (hits?.byteLength ?? 0)
}
