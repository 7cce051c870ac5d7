import { addToRuns } from '#intake'

// What a source's own numbers say is missing.

export interface Hole {
  readonly from: number
  readonly to: number
  /** False: the server was killed here, and the numbers it had seen last were not noted; they may well be archived. */
  readonly certain: boolean
}

export interface SavedNumbers {
  /** As addToRuns makes them. */
  readonly runs: number[]
  /** Ends of runs after which a kill may have lost notes. */
  readonly uncertainAfter: number[]
  /** Absent in what older versions saved. */
  readonly isSequence?: boolean
}

/** Beyond this many runs the numbers are no sequence. */
const MOST_RUNS = 10_000
const LISTED = 20

export class Numbers {
  #runs: number[]
  readonly #uncertainAfter: Set<number>
  #isSequence: boolean

  constructor(saved: SavedNumbers | null = null) {
    this.#runs = [...(saved?.runs ?? [])]
    this.#uncertainAfter = new Set(saved?.uncertainAfter)
    this.#isSequence = saved?.isSequence ?? true
  }

  add(number: number): void {
    if (!this.#isSequence) return
    addToRuns(this.#runs, number)
    if (this.#runs.length > 2 * MOST_RUNS) {
      this.#isSequence = false
      this.#runs = []
      this.#uncertainAfter.clear()
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
    return { runs: [...this.#runs], uncertainAfter: [...this.#uncertainAfter], isSequence: this.#isSequence }
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
}
