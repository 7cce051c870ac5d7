import { type Cue, cuesOf } from './pattern-cues.ts'
import { Units } from './units.ts'

const WORD = 32

// A cue as a number, one of two characters and more as a hash: what falls together wakes a rule in vain and no more.
const pair = (a: number, b: number): number => 0x20000000 | (((a << 13) ^ b) & 0x1fffffff)
const three = (a: number, b: number, c: number): number => 0x40000000 | (((a << 20) ^ (b << 10) ^ c) & 0x3fffffff)

function keyOf(cue: Cue): number {
  const [a, b, c] = [cue.charCodeAt(0), cue.charCodeAt(1), cue.charCodeAt(2)]
  return cue.length === 1 ? a : cue.length === 2 ? pair(a, b) : three(a, b, c)
}

/**
 * Rules of which a text wakes only those whose cues stand in it, found in one pass over the text however many they are. A rule that is
 * never woken is never compiled either.
 */
export class Woken<T> {
  readonly #rules: readonly T[]
  /** Which cues there may be: most pieces of a text are none, and this says so at once. */
  readonly #may: Units
  /** A bit for each rule, in as many words as they need, one set after another. */
  readonly #sets: number[] = []
  readonly #setOf = new Map<number, number>()
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
      else for (const cue of cues) this.#add(keyOf(cue), i)
    }
    this.#may = new Units(this.#setOf.size)
    for (const key of this.#setOf.keys()) this.#may.add(key)
  }

  #add(key: number, rule: number): void {
    let set = this.#setOf.get(key)
    if (set === undefined) {
      set = this.#sets.length
      this.#setOf.set(key, set)
      for (let i = 0; i < this.#always.length; i += 1) this.#sets.push(0)
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
    const { length } = text
    for (let i = 0; i < length; i += 1) {
      const unit = text.charCodeAt(i)
      const next = i + 1 < length ? text.charCodeAt(i + 1) : 0
      this.#wake(unit)
      this.#wake(pair(unit, next))
      this.#wake(three(unit, next, i + 2 < length ? text.charCodeAt(i + 2) : 0))
    }
  }

  #wake(key: number): void {
    const set = this.#may.mayHave(key) ? this.#setOf.get(key) : undefined
    if (set === undefined) return
    for (let word = 0; word < this.#awake.length; word += 1)
      this.#awake[word] = (this.#awake[word] ?? 0) | (this.#sets[set + word] ?? 0)
  }
}
