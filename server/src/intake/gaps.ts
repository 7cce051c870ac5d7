import { addToRuns } from './runs.ts'

// What should have come and did not. Only sources that number or count their messages can tell.

export interface Gaps {
  /** False: the source carries no numbers, so gaps cannot be known. */
  knowable: boolean
  gaps: { what: string; missing: number }[]
}

const LISTED = 20
/** Beyond this many runs the numbers are no sequence, and keeping them would cost memory without bound. */
const MAX_RUNS = 1_000_000

/** Sequence numbers by conversation (or over a whole source, as one): contiguous runs, merged as they meet. */
export class SequenceCheck {
  /** Per sequence, as addToRuns makes them. */
  readonly #runs = new Map<string, number[]>()
  #count = 0
  #broken = false
  #seen = false

  add(sequence: string, number: number): void {
    if (this.#broken) return
    this.#seen = true
    const runs = this.#runs.get(sequence) ?? []
    if (runs.length === 0) this.#runs.set(sequence, runs)
    const before = runs.length
    addToRuns(runs, number)
    this.#count += (runs.length - before) / 2
    if (this.#count > MAX_RUNS) this.giveUp()
  }

  /** The numbers turned out not to be a sequence. */
  giveUp(): void {
    this.#broken = true
    this.#runs.clear()
  }

  result(): Gaps {
    if (!this.#seen || this.#broken) return { knowable: false, gaps: [] }
    const holes: { from: number; to: number }[] = []
    let more = 0
    for (const runs of this.#runs.values()) {
      for (let at = 1; at + 1 < runs.length; at += 2) {
        const hole = { from: (runs[at] ?? 0) + 1, to: (runs[at + 1] ?? 0) - 1 }
        if (holes.length < LISTED) holes.push(hole)
        else more += hole.to - hole.from + 1
      }
    }
    const gaps = holes.map(({ from, to }) => ({
      what: from === to ? `sequence ${from}` : `sequence ${from}-${to}`,
      missing: to - from + 1,
    }))
    if (more > 0) gaps.push({ what: 'sequence, further', missing: more })
    return { knowable: true, gaps }
  }
}
