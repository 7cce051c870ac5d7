import { type Lexicon, NONE, theLexicon } from './lexicon.ts'

// A stretch of Chinese characters divided into words. Costs are minus natural logarithms in thirds (lexicon.ts).

export const LONGEST_WORD = 4
const HUGE = 1 << 28

/** One stretch while it is looked at. The arrays count from its start, are scratch, and hold until the next `divide`. */
export interface Stretch {
  readonly plain: string
  readonly unit: Uint16Array
  readonly lexicon: Lexicon
  readonly start: number
  readonly end: number
  /** Cost of the best division of what is before a place, and of what is behind it. */
  readonly forward: Int32Array
  readonly backward: Int32Array
  /** Length of the last word before a place and of the first behind it, on the best divisions. */
  readonly last: Uint8Array
  readonly first: Uint8Array
  readonly cost: Uint8Array
  readonly kind: Uint8Array
  /** 1 where the best division has an edge between words. */
  readonly cut: Uint8Array
}

let size = 0
let forward = new Int32Array(0)
let backward = new Int32Array(0)
let cost = new Uint8Array(0)
let kind = new Uint8Array(0)
let last = new Uint8Array(0)
let first = new Uint8Array(0)
let cut = new Uint8Array(0)

function room(length: number): void {
  if (size >= length + 1) return
  size = Math.max(1024, length * 2)
  forward = new Int32Array(size)
  backward = new Int32Array(size)
  cost = new Uint8Array(size * LONGEST_WORD)
  kind = new Uint8Array(size * LONGEST_WORD)
  last = new Uint8Array(size)
  first = new Uint8Array(size)
  cut = new Uint8Array(size)
}

/** Best division into words from the left to each place and from each place to the right (unigram words, Viterbi). */
export function divide(plain: string, unit: Uint16Array, lexicon: Lexicon, start: number, end: number): Stretch {
  const length = end - start
  room(length)
  cost.fill(NONE, 0, length * LONGEST_WORD)
  forward.fill(HUGE, 0, length + 1)
  forward[0] = 0
  for (let i = 0; i < length; i += 1) fromLeft(unit, lexicon, start, length, i)
  backward[length] = 0
  for (let i = length - 1; i >= 0; i -= 1) fromRight(length, i)
  cut.fill(0, 0, length + 1)
  for (let i = 0; i < length; i += first[i] ?? 1) cut[i] = 1
  cut[length] = 1
  return { plain, unit, lexicon, start, end, forward, backward, last, first, cost, kind, cut }
}

function fromLeft(unit: Uint16Array, lexicon: Lexicon, start: number, length: number, i: number): void {
  let node = 0
  for (let k = 0; k < LONGEST_WORD && i + k < length; k += 1) {
    const u = unit[start + i + k] ?? 0
    node = lexicon.next(node, u)
    const word = k === 0 ? lexicon.costOfLone(u) : node > 0 ? lexicon.costAt(node) : NONE
    const slot = i * LONGEST_WORD + k
    cost[slot] = word
    kind[slot] = node > 0 ? lexicon.classAt(node) : 0
    const reached = (forward[i] ?? HUGE) + word
    if (word !== NONE && reached < (forward[i + k + 1] ?? HUGE)) {
      forward[i + k + 1] = reached
      last[i + k + 1] = k + 1
    }
    if (node <= 0) break
  }
}

function fromRight(length: number, i: number): void {
  backward[i] = HUGE
  for (let k = 0; k < LONGEST_WORD && i + k < length; k += 1) {
    const word = cost[i * LONGEST_WORD + k] ?? NONE
    if (word === NONE) continue
    const reached = word + (backward[i + k + 1] ?? HUGE)
    if (reached < (backward[i] ?? HUGE)) {
      backward[i] = reached
      first[i] = k + 1
    }
  }
}

/** The words that Chinese characters are best divided into. */
export function wordsIn(plain: string): string[] {
  const unit = Uint16Array.from(plain, (char) => char.charCodeAt(0))
  const { cut } = divide(plain, unit, theLexicon(), 0, plain.length)
  const words: string[] = []
  for (let from = 0, to = 1; to <= plain.length; to += 1)
    if (cut[to] === 1) {
      words.push(plain.slice(from, to))
      from = to
    }
  return words
}

/** By how many nats the stretch reads better with [at, to) as one thing that costs `thirds`. */
export function marginOf({ forward, backward, start, end }: Stretch, at: number, to: number, thirds: number): number {
  const without = forward[end - start] ?? HUGE
  return (without - (forward[at - start] ?? HUGE) - thirds - (backward[to - start] ?? HUGE)) / 3
}
