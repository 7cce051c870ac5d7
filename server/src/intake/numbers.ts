import type { Journal } from '#archive'
import type { QuarantineId } from '#base'
import type { KeptCounts } from './kept-counts.store.ts'
import type { Occurrences } from './occurrences.store.ts'

// Which of its equals a message without an id is (README "Identity").

export interface Numbers {
  /** Another part begins. */
  restart(): void
  /** The identity with the message's place among its equals. */
  of(identity: string): string
  /** The part was read to its end, and some of it lies in quarantine. */
  keep(part: string): void
  /** What was given so far is on disk. Before it is admitted. */
  commit(): void
}

type Admits = Pick<Journal, 'admit'>

/** The numbers of a batch are on disk before it is. */
export function admitNumbered(journal: Admits, numbers: Numbers): Admits {
  return {
    async admit(batch) {
      numbers.commit()
      return journal.admit(batch)
    },
  }
}

/** Of parts that are read from their first byte: equals are counted from 0. */
export class PartNumbers implements Numbers {
  readonly #seen: Occurrences
  readonly #kept: () => KeptCounts

  constructor(seen: Occurrences, kept: () => KeptCounts) {
    this.#seen = seen
    this.#kept = kept
  }

  restart(): void {
    this.#seen.restart()
  }

  of(identity: string): string {
    return `${identity}#${this.#seen.next(identity)}`
  }

  keep(part: string): void {
    const kept = this.#kept()
    try {
      kept.keep(part, this.#seen.counts())
    } finally {
      kept.close()
    }
  }

  commit(): void {}
}

/** Of a span out of a part: equals are counted on from where the rest of the part, and other spans of it, came to. */
export class SpanNumbers implements Numbers {
  readonly #seen: Occurrences
  readonly #span: { id: QuarantineId; part: string }
  readonly #kept: KeptCounts | null

  /** @param kept null: nobody kept what the rest of the part held */
  constructor(seen: Occurrences, span: { id: QuarantineId; part: string }, kept: KeptCounts | null) {
    this.#seen = seen
    this.#span = span
    this.#kept = kept
  }

  restart(): void {
    this.#seen.restart()
  }

  of(identity: string): string {
    const nth = this.#seen.next(identity)
    const { id, part } = this.#span
    if (this.#kept) return `${identity}#${this.#kept.number(part, id, this.#seen.keyOf(identity), nth)}`
    // whether an equal stands elsewhere in the part cannot be known: rather twice in the archive than never
    return `${identity}@${id}#${nth}`
  }

  keep(): void {} // a span is not its part

  commit(): void {
    this.#kept?.commit()
  }
}
