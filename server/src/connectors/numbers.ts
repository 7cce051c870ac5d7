// What a source's own numbers say is missing. Runs of consecutive numbers, merged as they meet.

export interface Hole {
  readonly from: number
  readonly to: number
  /** False: the server was killed here, and the numbers it had seen last were not noted; they may well be archived. */
  readonly certain: boolean
}

export interface SavedNumbers {
  /** Start, end (inclusive), start, end, ... in ascending order. */
  readonly runs: number[]
  /** Ends of runs after which a kill may have lost notes. */
  readonly uncertainAfter: number[]
}

/** Beyond this many runs the numbers are no sequence. */
const MOST_RUNS = 10_000
const LISTED = 20

export class Numbers {
  #runs: number[]
  readonly #uncertainAfter: Set<number>
  #isSequence = true

  constructor(saved: SavedNumbers | null = null) {
    this.#runs = [...(saved?.runs ?? [])]
    this.#uncertainAfter = new Set(saved?.uncertainAfter)
  }

  add(number: number): void {
    if (!this.#isSequence) return
    const runs = this.#runs
    const last = runs.length - 1
    if (last > 0 && runs[last] === number - 1) runs[last] = number
    else this.#insert(number)
    if (this.#runs.length > 2 * MOST_RUNS) {
      this.#isSequence = false
      this.#runs = []
    }
  }

  /** What follows the newest number may have been seen without being noted. */
  noteKill(): void {
    const newest = this.#runs.at(-1)
    if (newest !== undefined) this.#uncertainAfter.add(newest)
  }

  get seen(): boolean {
    return this.#runs.length > 0
  }

  saved(): SavedNumbers {
    return { runs: [...this.#runs], uncertainAfter: [...this.#uncertainAfter] }
  }

  /** How many are missing for certain, and the newest holes. */
  missing(): { missing: number; holes: Hole[] } {
    let missing = 0
    const holes: Hole[] = []
    for (let at = 1; at + 1 < this.#runs.length; at += 2) {
      const end = this.#runs[at] ?? 0
      const next = this.#runs[at + 1] ?? 0
      const certain = !this.#uncertainAfter.has(end)
      if (certain) missing += next - end - 1
      holes.push({ from: end + 1, to: next - 1, certain })
    }
    return { missing, holes: holes.slice(-LISTED).reverse() }
  }

  #insert(number: number): void {
    const runs = this.#runs
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
    if (end === number - 1) {
      runs[2 * low + 1] = number
      if (runs[2 * low + 2] === number + 1) runs.splice(2 * low + 1, 2) // it now touches the next run
    } else if (start === number + 1) runs[2 * low] = number
    else runs.splice(2 * low, 0, number, number)
  }
}
