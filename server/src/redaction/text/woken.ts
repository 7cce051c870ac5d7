import { type Cue, cuesOf, pairOf } from './pattern-cues.ts'

/** What a text must have of a unit's sort: the unit alone tells something, or it begins a pair that does. */
const ALONE = 1
const BEGINS = 2
const WORD = 32

/**
 * Rules of which a text wakes only those whose cues stand in it, found in one pass over the text however many they are. A rule that is
 * never woken is never compiled either.
 */
export class Woken<T> {
  readonly #rules: readonly T[]
  readonly #sorts = new Uint8Array(0x10000)
  /** A bit for each rule, in as many words as they need, one set after another. */
  readonly #sets: number[] = []
  readonly #setOf = new Map<Cue, number>()
  /** Rules without a cue: always. */
  readonly #always: Int32Array
  readonly #awake: Int32Array

  constructor(rules: readonly T[], patternOf: (rule: T) => RegExp) {
    this.#rules = rules
    const words = Math.ceil(rules.length / WORD)
    this.#always = new Int32Array(words)
    this.#awake = new Int32Array(words)
    for (const [i, rule] of rules.entries()) {
      const cues = cuesOf(patternOf(rule))
      if (cues === null) this.#always[i >> 5] = (this.#always[i >> 5] ?? 0) | (1 << (i & 31))
      else for (const cue of cues) this.#add(cue, i)
    }
  }

  #add(cue: Cue, rule: number): void {
    const words = this.#always.length
    let set = this.#setOf.get(cue)
    if (set === undefined) {
      set = this.#sets.length
      this.#setOf.set(cue, set)
      for (let i = 0; i < words; i += 1) this.#sets.push(0)
      const unit = cue > 0xffff ? Math.floor(cue / 0x10000) : cue
      this.#sorts[unit] = (this.#sorts[unit] ?? 0) | (cue > 0xffff ? BEGINS : ALONE)
    }
    this.#sets[set + (rule >> 5)] = (this.#sets[set + (rule >> 5)] ?? 0) | (1 << (rule & 31))
  }

  /** The rules that the text wakes, in their order. `more`: another reading of it that the same rules may be looked for in. */
  in(text: string, more = text): T[] {
    this.#awake.set(this.#always)
    this.#see(text)
    if (more !== text) this.#see(more)
    const woken: T[] = []
    for (let word = 0; word < this.#awake.length; word += 1) {
      let bits = this.#awake[word] ?? 0
      while (bits !== 0) {
        const lowest = 31 - Math.clz32(bits & -bits)
        bits &= bits - 1
        woken.push(this.#rules[word * WORD + lowest] as T)
      }
    }
    return woken
  }

  #see(text: string): void {
    let unit = text.charCodeAt(0)
    for (let i = 1; i <= text.length; i += 1) {
      const next = i < text.length ? text.charCodeAt(i) : 0
      const sort = this.#sorts[unit] ?? 0
      if ((sort & ALONE) !== 0) this.#wake(this.#setOf.get(unit))
      if ((sort & BEGINS) !== 0) this.#wake(this.#setOf.get(pairOf(unit, next)))
      unit = next
    }
  }

  #wake(set: number | undefined): void {
    if (set === undefined) return
    for (let word = 0; word < this.#awake.length; word += 1)
      this.#awake[word] = (this.#awake[word] ?? 0) | (this.#sets[set + word] ?? 0)
  }
}
