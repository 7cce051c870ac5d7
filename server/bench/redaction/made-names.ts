import { COMPOUND_SURNAMES, FOREIGN_WORDS, GIVEN_SHARES, SURNAME_SHARES, soundsForeign } from '#redaction'

// Names for the written sentences: made of surnames and given-name characters as often as people bear them (rarer ones a little more
// often), or taken from jieba's dictionary.

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

export class MadeNames {
  #state = 20_261_122
  readonly #people: string[]
  readonly #places: string[]
  readonly #listed: string[]
  readonly #compounds = [...COMPOUND_SURNAMES].slice(0, 20)
  readonly #surname = drawing(SURNAME_SHARES, 2, 1, 0.75)
  readonly #first = drawing(GIVEN_SHARES, 4, 1, 0.85)
  readonly #second = drawing(GIVEN_SHARES, 4, 2, 0.85)
  readonly #only = drawing(GIVEN_SHARES, 4, 3, 0.85)

  /** `dictionary`: lines of word, count and class. */
  constructor(dictionary: string, surnames: ReadonlySet<string>) {
    const words = dictionary.split('\n').map((line) => {
      const [word = '', count = '1', tag = ''] = line.split(' ')
      return { word, count: Number(count), tag }
    })
    const ofClass = (tag: string, least: number, most: number): string[] =>
      words
        .filter((one) => one.tag === tag && one.word.length >= least && one.word.length <= most && one.count < 400)
        .map(({ word }) => word)
    const placeLike = /坦$|堡$|尼亚$|利亚$/
    this.#people = ofClass('nrt', 2, 5).filter(
      (word) => soundsForeign(word) && !FOREIGN_WORDS.has(word) && !placeLike.test(word),
    )
    const named = ofClass('ns', 2, 6).filter((word) => soundsForeign(word) && !surnames.has(word.charAt(0)))
    this.#places = [...named, ...FOREIGN_WORDS]
    this.#listed = ofClass('nr', 2, 3).filter((word) => surnames.has(word.charAt(0)))
  }

  /** mulberry32 */
  #chance(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  #pick(from: readonly string[]): string {
    return from[Math.floor(this.#chance() * from.length)] ?? ''
  }

  chinese(): string {
    if (this.#chance() < 0.3) return this.#pick(this.#listed)
    const surname = this.#chance() < 0.02 ? this.#pick(this.#compounds) : this.surname()
    if (this.#chance() < 0.25) return surname + this.#only(this.#chance())
    return surname + this.#first(this.#chance()) + this.#second(this.#chance())
  }

  surname(): string {
    return this.#surname(this.#chance())
  }

  foreign(): string {
    return this.#pick(this.#people)
  }

  place(): string {
    return this.#pick(this.#places)
  }
}

/** Draws a character of a table of shares (people.table.ts); a power below 1 makes the rarer ones less rare. */
function drawing(table: string, width: number, column: number, power: number): (chance: number) => string {
  const upTo: { char: string; sum: number }[] = []
  let sum = 0
  for (let i = 0; i + width <= table.length; i += width) {
    sum += Math.exp((-ALPHABET.indexOf(table.charAt(i + column)) / 3) * power)
    upTo.push({ char: table.charAt(i), sum })
  }
  return (chance) => upTo.find((one) => one.sum >= chance * sum)?.char ?? ''
}
