import { Units } from './units.ts'

// Aho-Corasick over UTF-16 units: all patterns in one pass, whatever their number. Built once per roster.

/** Where a pattern ends in the text that was fed, and which it was (index into the list given to `buildAutomaton`). */
export type Report = (pattern: number, length: number, end: number) => void

const ROOT = 0

export class Automaton {
  readonly #first: Units // with which some pattern begins
  readonly #keys: Int32Array // open addressing: node, unit, target of every edge
  readonly #mask: number
  readonly #fail: Int32Array
  readonly #pattern: Int32Array // pattern that ends at this node, or -1
  readonly #shorter: Int32Array // next node on the fail chain at which a pattern ends, or -1
  readonly #lengths: Int32Array
  #nodes = 1
  #state = ROOT
  #steps = 0

  constructor(patterns: readonly string[]) {
    const size = patterns.reduce((sum, pattern) => sum + pattern.length, 1)
    let table = 16
    while (table < size * 2) table *= 2
    this.#first = new Units(patterns.length)
    this.#keys = new Int32Array(table * 3).fill(-1)
    this.#mask = table - 1
    this.#fail = new Int32Array(size)
    this.#pattern = new Int32Array(size).fill(-1)
    this.#shorter = new Int32Array(size).fill(-1)
    this.#lengths = Int32Array.from(patterns, (pattern) => pattern.length)
    const edges: [number, number, number][] = []
    for (const [index, pattern] of patterns.entries()) this.#add(pattern, index, edges)
    this.#link(edges)
  }

  #slot(node: number, unit: number): number {
    let slot = (Math.imul(node, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b)) >>> 0
    for (slot &= this.#mask; ; slot = (slot + 1) & this.#mask) {
      const key = this.#keys[slot * 3] ?? -1
      if (key === -1 || (key === node && this.#keys[slot * 3 + 1] === unit)) return slot * 3
    }
  }

  #edge(node: number, unit: number): number {
    if (node === ROOT && !this.#first.mayHave(unit)) return -1
    return this.#keys[this.#slot(node, unit) + 2] ?? -1
  }

  #add(pattern: string, index: number, edges: [number, number, number][]): void {
    let node = ROOT
    for (let i = 0; i < pattern.length; i += 1) {
      const unit = pattern.charCodeAt(i)
      let next = this.#edge(node, unit)
      if (next === -1) {
        next = this.#nodes
        this.#nodes += 1
        edges.push([node, unit, next])
        if (node === ROOT) this.#first.add(unit)
        this.#keys.set([node, unit, next], this.#slot(node, unit))
      }
      node = next
    }
    if (node !== ROOT) this.#pattern[node] = index
  }

  // Breadth first: a node's fail link leads to a shorter node, which is linked already.
  #link(edges: readonly [number, number, number][]): void {
    const children = new Map<number, [number, number][]>()
    for (const [node, unit, next] of edges) {
      const list = children.get(node)
      if (list === undefined) children.set(node, [[unit, next]])
      else list.push([unit, next])
    }
    const queue = [ROOT]
    for (let head = 0; head < queue.length; head += 1) {
      const node = queue[head] ?? ROOT
      for (const [unit, next] of children.get(node) ?? []) {
        const fail = node === ROOT ? ROOT : this.#step(this.#fail[node] ?? ROOT, unit)
        this.#fail[next] = fail
        this.#shorter[next] = (this.#pattern[fail] ?? -1) >= 0 ? fail : (this.#shorter[fail] ?? -1)
        queue.push(next)
      }
    }
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
