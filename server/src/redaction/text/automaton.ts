import { invariant } from '#base'
import { A_STEP, type Steps } from './steps.ts'
import { Units } from './units.ts'

// Aho-Corasick over UTF-16 units: all patterns in one pass, whatever their number. Built once per roster, level by level out of sorted
// patterns: the children of a node lie side by side, a node takes 18 bytes, and building leaves no more behind.

/** Where a pattern ends in the text that was fed, and which it was (index into the list the automaton was made of). */
export type Report = (pattern: number, length: number, end: number) => void

const ROOT = 0
/** So few children are looked through one by one. */
const FEW = 8

export class Automaton {
  readonly #first: Units // with which some pattern begins
  readonly #unit: Uint16Array // that leads to a node
  readonly #children: Int32Array // of node n: from [n] up to [n + 1], in the order of their units
  readonly #fail: Int32Array
  readonly #pattern: Int32Array // pattern that ends at this node, or -1
  readonly #shorter: Int32Array // next node on the fail chain at which a pattern ends, or -1
  readonly #lengths: Uint16Array
  #state = ROOT
  #steps = 0

  /** @param nodes of the tree of these patterns */
  private constructor(patterns: readonly string[], nodes: number) {
    this.#first = new Units(patterns.length)
    this.#unit = new Uint16Array(nodes)
    this.#children = new Int32Array(nodes + 1)
    this.#fail = new Int32Array(nodes)
    this.#pattern = new Int32Array(nodes).fill(-1)
    this.#shorter = new Int32Array(nodes).fill(-1)
    this.#lengths = Uint16Array.from(patterns, ({ length }) => length)
  }

  /** In steps. @param patterns distinct, none of them empty, in the order in which `sort()` leaves them */
  static *making(patterns: readonly string[]): Steps<Automaton> {
    const automaton = new Automaton(patterns, yield* nodesOf(patterns))
    yield* automaton.#grow(patterns)
    yield* automaton.#link()
    return automaton
  }

  /** Breadth first; a node stands for the patterns [from, to), which begin alike. */
  *#grow(patterns: readonly string[]): Steps<void> {
    const from = new Int32Array(this.#unit.length)
    const to = new Int32Array(this.#unit.length)
    to[ROOT] = patterns.length
    let made = 1
    let depth = 0
    let deeper = 1 // the first node of the next depth
    for (let node = ROOT; node < this.#unit.length; node += 1) {
      if (node % A_STEP === 0) yield
      if (node === deeper) {
        depth += 1
        deeper = made
      }
      this.#children[node] = made
      let at = from[node] ?? 0
      const end = to[node] ?? 0
      // of those that begin alike the shortest comes first
      if (node !== ROOT && this.#lengths[at] === depth) this.#pattern[node] = at++
      for (; at < end; made += 1) {
        const unit = patterns[at]?.charCodeAt(depth) ?? 0
        if (node === ROOT) this.#first.add(unit)
        this.#unit[made] = unit
        from[made] = at
        while (at < end && patterns[at]?.charCodeAt(depth) === unit) at += 1
        to[made] = at
      }
    }
    this.#children[this.#unit.length] = made
  }

  /** A fail link leads to a node of an earlier depth, which is linked already. */
  *#link(): Steps<void> {
    for (let node = ROOT; node < this.#unit.length; node += 1) {
      if (node % A_STEP === 0) yield
      const end = this.#children[node + 1] ?? 0
      for (let child = this.#children[node] ?? 0; child < end; child += 1) {
        const fail = node === ROOT ? ROOT : this.#step(this.#fail[node] ?? ROOT, this.#unit[child] ?? 0)
        this.#fail[child] = fail
        this.#shorter[child] = (this.#pattern[fail] ?? -1) >= 0 ? fail : (this.#shorter[fail] ?? -1)
      }
    }
  }

  #edge(node: number, unit: number): number {
    if (node === ROOT && !this.#first.mayHave(unit)) return -1
    let from = this.#children[node] ?? 0
    let to = this.#children[node + 1] ?? 0
    while (to - from > FEW) {
      const middle = (from + to) >>> 1
      if ((this.#unit[middle] ?? 0) <= unit) from = middle
      else to = middle
    }
    for (; from < to; from += 1) if (this.#unit[from] === unit) return from
    return -1
  }

  #step(from: number, unit: number): number {
    let node = from
    for (;;) {
      const next = this.#edge(node, unit)
      if (next !== -1) return next
      if (node === ROOT) return ROOT
      this.#steps += 1
      node = this.#fail[node] ?? ROOT
    }
  }

  reset(): void {
    this.#state = ROOT
  }

  /**
   * Feeds one unit; reports every pattern that ends with it, the longest first. `end` is handed on. Answers the links followed:
   * over a whole text at most two a unit, and one more for each report.
   */
  feed(unit: number, end: number, report: Report): number {
    if (this.#state === ROOT && !this.#first.mayHave(unit)) return 1
    this.#steps = 1
    const state = this.#step(this.#state, unit)
    this.#state = state
    let node = (this.#pattern[state] ?? -1) >= 0 ? state : (this.#shorter[state] ?? -1)
    while (node !== -1) {
      const pattern = this.#pattern[node] ?? 0
      report(pattern, this.#lengths[pattern] ?? 0, end)
      node = this.#shorter[node] ?? -1
      this.#steps += 1
    }
    return this.#steps
  }
}

/** The root, and for each pattern the units that it does not share with the one before. */
function* nodesOf(patterns: readonly string[]): Steps<number> {
  let nodes = 1
  let before = ''
  for (const [place, pattern] of patterns.entries()) {
    if (place % A_STEP === 0) yield
    invariant(pattern > before, 'patterns are distinct and sorted')
    let shared = 0
    while (shared < before.length && before.charCodeAt(shared) === pattern.charCodeAt(shared)) shared += 1
    nodes += pattern.length - shared
    before = pattern
  }
  return nodes
}
