import { type Arrival, type Journal, MOST_ARRIVALS, type Outcome } from '#archive'
import { Refusal } from '#base'

/** Batches under way at once: while the journal syncs one, the next is being packed. */
const UNDERWAY = 2
const GROUP = 1000

interface Waiting {
  readonly arrivals: readonly Arrival[]
  resolve(outcomes: Outcome[]): void
  reject(error: unknown): void
}

/**
 * Many callers with one message each become few batches: whoever waits when the journal is free goes together, and all
 * of them share one sync. Each caller is answered only when its own messages are durable.
 */
export class Gatherer {
  readonly #journal: Pick<Journal, 'admit'>
  readonly #waiting: Waiting[] = []
  #underway = 0
  #scheduled = false
  /** Batches given to the journal, for those who want to see that callers were grouped. */
  sent = 0

  constructor(journal: Pick<Journal, 'admit'>) {
    this.#journal = journal
  }

  /** Outcomes in the order of the arrivals, once they are durable. @throws as Journal.admit */
  add(arrivals: readonly Arrival[]): Promise<Outcome[]> {
    if (arrivals.length === 0) return Promise.resolve([])
    return new Promise((resolve, reject) => {
      this.#waiting.push({ arrivals, resolve, reject })
      this.#schedule()
    })
  }

  /** In the next turn of the event loop: until then others may come. */
  #schedule(): void {
    if (this.#scheduled || this.#underway >= UNDERWAY || this.#waiting.length === 0) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      void this.#send(this.#takeGroup())
    })
  }

  #takeGroup(): Waiting[] {
    const group: Waiting[] = []
    let size = 0
    for (let next = this.#waiting[0]; next && size < GROUP; next = this.#waiting[0]) {
      if (group.length > 0 && size + next.arrivals.length > MOST_ARRIVALS) break
      group.push(next)
      size += next.arrivals.length
      this.#waiting.shift()
    }
    return group
  }

  async #send(group: readonly Waiting[]): Promise<void> {
    this.#underway += 1
    this.#schedule()
    try {
      await this.#admit(group)
    } finally {
      this.#underway -= 1
      this.#schedule()
    }
  }

  async #admit(group: readonly Waiting[]): Promise<void> {
    try {
      this.sent += 1
      const outcomes = await this.#journal.admit(group.flatMap(({ arrivals }) => arrivals))
      let at = 0
      for (const { arrivals, resolve } of group) {
        resolve(outcomes.slice(at, at + arrivals.length))
        at += arrivals.length
      }
    } catch (error) {
      // one caller's broken message must not refuse the others'; a full disk refuses them all
      const isOnesOwn = error instanceof Refusal && error.kind !== 'unavailable'
      if (isOnesOwn && group.length > 1) for (const each of group) await this.#admit([each])
      else for (const { reject } of group) reject(error)
    }
  }
}
