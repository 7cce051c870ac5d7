import { chance } from '#test/search-oracle'
import { replay } from './replay.ts'

// What is asked of ten million messages: drawn from the texts themselves, so that each word comes as often as it occurs,
// and the hundred most frequent words besides.

export type QueryKind = 'word' | 'and' | 'phrase' | 'character'

export interface Drawn {
  readonly kind: QueryKind
  /** Strings that must all occur, of letters and digits only. */
  readonly strings: readonly string[]
}

/** In the product's query language. */
export const asQuery = ({ strings }: Drawn) => strings.map((string) => `"${string}"`).join(' ')

const FREQUENT_WORDS = 100
const FREQUENT_CHARACTERS = 40

/**
 * @param each how many of each kind are drawn, besides the hundred words and forty characters that are most frequent
 * @param read how many texts they are drawn from
 */
export async function drawQueries(each: number, seed: number, read: number): Promise<Drawn[]> {
  const [pairs, characters] = [new Map<string, number>(), new Map<string, number>()]
  const texts: string[][] = []
  for await (const { text } of replay(read)) {
    const runs = text.match(/[\p{L}\p{N}]+/gu) ?? []
    count(pairs, new Set(runs.flatMap((run) => pieces(run, 2))))
    count(characters, new Set(runs.flatMap((run) => pieces(run, 1))))
    if (runs.length > 0) texts.push(runs)
  }
  const random = chance(seed)
  const run = (least: number) => {
    for (;;) {
      const found = random.pick(random.pick(texts))
      if ([...found].length >= least) return found
    }
  }
  const piece = (length: number) => random.pick(pieces(run(length), length))
  const three = () => {
    for (;;) {
      const words = [...new Set(random.pick(texts).flatMap((found) => pieces(found, 2)))]
      if (words.length >= 3) return shuffled(words, random.next).slice(0, 3)
    }
  }
  const drawn = (kind: QueryKind, strings: () => readonly string[]) =>
    Array.from({ length: each }, (): Drawn => ({ kind, strings: strings() }))
  return [
    ...top(pairs, FREQUENT_WORDS).map((word): Drawn => ({ kind: 'word', strings: [word] })),
    ...top(characters, FREQUENT_CHARACTERS).map((one): Drawn => ({ kind: 'character', strings: [one] })),
    ...drawn('word', () => [piece(2)]),
    ...drawn('and', three),
    ...drawn('phrase', () => [piece(4 + random.below(7))]),
    ...drawn('character', () => [piece(1)]),
  ]
}

function pieces(run: string, length: number): string[] {
  const letters = [...run]
  return Array.from({ length: Math.max(0, letters.length - length + 1) }, (_, at) =>
    letters.slice(at, at + length).join(''),
  )
}

function count(into: Map<string, number>, words: Iterable<string>): void {
  for (const word of words) into.set(word, (into.get(word) ?? 0) + 1)
}

function top(counts: ReadonlyMap<string, number>, most: number): string[] {
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([word]) => word)
}

function shuffled(words: readonly string[], next: () => number): string[] {
  return words
    .map((word) => ({ word, place: next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ word }) => word)
}
