// The slowest way to search that is still fast enough for millions of texts: all of them in one string, read from end to
// end. It shares nothing with the search that it judges.

/** Stands between texts. Alone it is no character, so no well-formed text or word holds it. */
const BORDER = '\ud800'

export class FlatScan {
  readonly #flat: string
  readonly #starts: Uint32Array

  /** @param texts in the order in which the answers shall come; each well-formed */
  constructor(texts: readonly string[]) {
    if (!texts.every((text) => text.isWellFormed())) throw new Error('half a character could be mistaken for a border')
    this.#starts = new Uint32Array(texts.length + 1)
    let at = 0
    texts.forEach((text, place) => {
      this.#starts[place] = at
      at += text.length + 1
    })
    this.#starts[texts.length] = at
    this.#flat = texts.join(BORDER)
  }

  /** Places of the texts that hold `wanted`, ascending. `wanted` is well-formed and not empty. */
  placesOf(wanted: string): number[] {
    const places: number[] = []
    let place = 0
    for (let at = this.#flat.indexOf(wanted); at >= 0; at = this.#flat.indexOf(wanted, this.#starts[place])) {
      place = this.#placeAt(at, place)
      places.push(place)
      place += 1
    }
    return places
  }

  /** The text that holds character `at`; it is `from` or a later one. */
  #placeAt(at: number, from: number): number {
    let step = 1
    while ((this.#starts[from + step] ?? Number.POSITIVE_INFINITY) <= at) step *= 2
    let low = from + (step >> 1)
    let high = Math.min(from + step, this.#starts.length - 1)
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((this.#starts[middle] ?? 0) <= at) low = middle
      else high = middle
    }
    return low
  }
}
