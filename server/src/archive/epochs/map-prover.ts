import type { LabelledRange } from '@cunzhen/proof/keeping'

// Which entries of the map a proof has to tell, while all of them pass in the order of their tags.

export interface WantedTag {
  no: number
  tag: Uint8Array
}

interface Passing {
  tag: Uint8Array
  at: number
  head: Uint8Array
}

/** One line of a proof (formats/completeness.md): a conversation, one without any record, or a neighbour of such a one. */
export type SealedPlace =
  | { is: 'conversation'; no: number | null; tag: Uint8Array; at: number; n: number; root: Uint8Array }
  | { is: 'absent'; no: number; tag: Uint8Array; at: number }
  | { is: 'neighbour'; tag: Uint8Array; at: number; head: Uint8Array }

export class MapProver {
  readonly places: SealedPlace[] = []
  /** Places in the map of what is told of it. */
  readonly indices: number[] = []
  /** Null: every conversation. */
  readonly #wanted: WantedTag[] | null
  #next = 0
  #last: Passing | null = null

  readonly #chainOf: (tag: Uint8Array) => LabelledRange

  /** @param wanted null: all of them. @param chainOf the tree of a conversation of the map */
  constructor(wanted: readonly WantedTag[] | null, chainOf: (tag: Uint8Array) => LabelledRange) {
    this.#chainOf = chainOf
    this.#wanted = wanted && [...wanted].sort((a, b) => Buffer.compare(a.tag, b.tag))
  }

  pass(entry: Passing): void {
    const isAfterAbsent = this.#absentBefore(entry)
    const here = this.#wanted?.[this.#next]
    if (this.#wanted === null) this.#tellConversation(null, entry)
    else if (here && Buffer.compare(here.tag, entry.tag) === 0) {
      this.#next += 1
      this.#tellConversation(here.no, entry)
    } else if (isAfterAbsent) this.#tellNeighbour(entry)
    this.#last = entry
  }

  /** After the last entry: what is still wanted would stand behind it. */
  end(size: number): void {
    this.#absentBefore({ at: size, tag: null })
  }

  #absentBefore({ at, tag }: { at: number; tag: Uint8Array | null }): boolean {
    let some = false
    for (;;) {
      const wanted = this.#wanted?.[this.#next]
      if (!wanted || (tag !== null && Buffer.compare(wanted.tag, tag) >= 0)) return some
      if (this.#last !== null && this.indices.at(-1) !== this.#last.at) this.#tellNeighbour(this.#last)
      this.places.push({ is: 'absent', no: wanted.no, tag: wanted.tag, at })
      this.#next += 1
      some = true
    }
  }

  #tellConversation(no: number | null, { tag, at }: Passing): void {
    const chain = this.#chainOf(tag)
    this.#tell({ is: 'conversation', no, tag, at, n: chain.size, root: chain.root() })
  }

  #tellNeighbour({ tag, at, head }: Passing): void {
    this.#tell({ is: 'neighbour', tag, at, head })
  }

  #tell(place: Exclude<SealedPlace, { is: 'absent' }>): void {
    this.places.push(place)
    this.indices.push(place.at)
  }
}
