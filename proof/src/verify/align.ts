// Finding out what happened to a sequence: which items are missing, doubled, moved. Used for the rows of a package, whose
// numbers and lines say where they belong; memory is bounded whatever the attacker does.

export interface Disorder {
  missing: number[]
  doubled: number[]
  /** Numbers that belong nowhere. */
  outside: number[]
  moved: number[]
}

/** `found` holds numbers in the order they stand; they should be 1 … count. */
export function disorderOf(found: Iterable<number>, count: number): Disorder {
  const seen = new Uint8Array(count + 1)
  const doubled: number[] = []
  const outside: number[] = []
  const first: number[] = []
  for (const number of found) {
    if (number < 1 || number > count) outside.push(number)
    else if (seen[number] === 1) doubled.push(number)
    else {
      seen[number] = 1
      first.push(number)
    }
  }
  const missing: number[] = []
  for (let number = 1; number <= count; number++) if (seen[number] === 0) missing.push(number)
  return { missing, doubled, outside, moved: movedOf(first) }
}

/** The fewest numbers that explain why the rest does not rise: all outside one longest rising subsequence (patience sorting). */
export function movedOf(numbers: readonly number[]): number[] {
  if (isRising(numbers)) return [] // as in every package of ours: of a million rows nothing is kept
  const tails: number[] = [] // place of the smallest last number of a rising run of length i + 1
  const before = new Int32Array(numbers.length).fill(-1)
  numbers.forEach((number, place) => {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((numbers[tails[middle] ?? 0] ?? 0) < number) low = middle + 1
      else high = middle
    }
    before[place] = low > 0 ? (tails[low - 1] ?? -1) : -1
    tails[low] = place
  })
  const rising = new Set<number>()
  for (let place = tails.at(-1) ?? -1; place >= 0; place = before[place] ?? -1) rising.add(place)
  return numbers.filter((_, place) => !rising.has(place))
}

function isRising(numbers: readonly number[]): boolean {
  for (let i = 1; i < numbers.length; i++) if ((numbers[i - 1] ?? 0) >= (numbers[i] ?? 0)) return false
  return true
}

/** Where lines of a file went, compared with the lines it should have, both coming in one after the other. */
export class LineMatch {
  /** Expected lines not met yet, and actual lines that nobody expected yet. */
  readonly #expected = new Map<string, number>()
  readonly #actual = new Map<string, number[]>()
  #held = 0
  #gaveUp = false
  /** Row at each place of the file where a row was recognised. */
  readonly #order: number[] = []

  /** Rows whose lines were met. */
  get order(): readonly number[] {
    return this.#order
  }

  /** Too much differs to say where each line went. */
  get gaveUp(): boolean {
    return this.#gaveUp
  }

  expect(row: number, line: string): void {
    if (this.#gaveUp) return
    const places = this.#actual.get(line)
    const place = places?.shift()
    if (places !== undefined && place !== undefined) {
      if (places.length === 0) this.#actual.delete(line)
      this.#held -= line.length
      this.#order[place] = row
      return
    }
    this.#expected.set(line, row)
    this.#hold(line)
  }

  meet(place: number, line: string): void {
    if (this.#gaveUp) return
    const row = this.#expected.get(line)
    if (row !== undefined) {
      this.#expected.delete(line)
      this.#held -= line.length
      this.#order[place] = row
      return
    }
    const places = this.#actual.get(line)
    if (places === undefined) this.#actual.set(line, [place])
    else places.push(place)
    this.#hold(line)
  }

  /** The same line at the same place on both sides. */
  agree(row: number, place: number): void {
    this.#order[place] = row
  }

  /** Lines that were never met, and lines that belong to no row. */
  leftovers(): { rows: number[]; lines: { place: number; line: string }[] } {
    const lines = [...this.#actual].flatMap(([line, places]) => places.map((place) => ({ place, line })))
    return { rows: [...this.#expected.values()], lines: lines.sort((a, b) => a.place - b.place) }
  }

  #hold(line: string): void {
    this.#held += line.length
    if (this.#held > HOLD_LIMIT || this.#expected.size + this.#actual.size > LINES_LIMIT) this.#gaveUp = true
  }
}

const HOLD_LIMIT = 32 * 1024 * 1024
const LINES_LIMIT = 20_000
