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
  /** Per sequence: start, end (inclusive), start, end, ... in ascending order. */
  readonly #runs = new Map<string, number[]>()
  #count = 0
  #broken = false
  #seen = false

  add(sequence: string, number: number): void {
    if (this.#broken) return
    this.#seen = true
    const runs = this.#runs.get(sequence)
    if (!runs) {
      this.#runs.set(sequence, [number, number])
      this.#count += 1
    } else if (runs[runs.length - 1] === number - 1) runs[runs.length - 1] = number
    else this.#insert(runs, number)
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

  #insert(runs: number[], number: number): void {
    // first run that ends at or behind `number - 1`
    let low = 0
    let high = runs.length / 2
    while (low < high) {
      const middle = (low + high) >> 1
      if ((runs[2 * middle + 1] ?? 0) < number - 1) low = middle + 1
      else high = middle
    }
    const start = runs[2 * low]
    const end = runs[2 * low + 1]
    if (start !== undefined && end !== undefined && number >= start && number <= end) return
    if (start !== undefined && end === number - 1) this.#growUp(runs, low, number)
    else if (start === number + 1) runs[2 * low] = number
    else {
      runs.splice(2 * low, 0, number, number)
      this.#count += 1
    }
  }

  #growUp(runs: number[], run: number, number: number): void {
    runs[2 * run + 1] = number
    if (runs[2 * run + 2] !== number + 1) return
    runs.splice(2 * run + 1, 2) // it now touches the next run
    this.#count -= 1
  }
}
