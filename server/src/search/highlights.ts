import { foldTraced } from './folding.ts'
import { type Query, wantedWords } from './query.ts'

/**
 * Where a text holds the query's wanted words: [start, end) in UTF-16 units, ascending, not overlapping. It knows nothing
 * of masks: whoever shows a masked text drops the highlights that a mask covers, or asks about the masked text.
 */
export function highlightsOf(text: string, query: Query): [start: number, end: number][] {
  const words = wantedWords(query)
  if (words.length === 0) return []
  const found: [number, number][] = []
  if (query.mode === 'exact') {
    for (const word of words) for (const at of places(text, word.text)) found.push([at, at + word.text.length])
  } else {
    const { codePoints, starts, ends } = foldTraced(text)
    const folded = new Folded(codePoints)
    for (const word of words) {
      for (const first of folded.places(word.codePoints)) {
        found.push([starts[first] ?? 0, ends[first + word.codePoints.length - 1] ?? text.length])
      }
    }
  }
  return merged(found)
}

/** Folded code points as a string to search in, with the way back from its units. */
class Folded {
  readonly #text: string
  readonly #codePointAt: number[] = []

  constructor(codePoints: readonly number[]) {
    const parts: string[] = []
    codePoints.forEach((codePoint, at) => {
      const part = String.fromCodePoint(codePoint)
      for (let unit = 0; unit < part.length; unit++) this.#codePointAt.push(at)
      parts.push(part)
    })
    this.#text = parts.join('')
  }

  /** Places, counted in code points. */
  places(wanted: readonly number[]): number[] {
    const word = wanted.map((codePoint) => String.fromCodePoint(codePoint)).join('')
    return places(this.#text, word).map((unit) => this.#codePointAt[unit] ?? 0)
  }
}

function places(text: string, word: string): number[] {
  const found: number[] = []
  if (word === '') return found
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) found.push(at)
  return found
}

function merged(ranges: [number, number][]): [number, number][] {
  const out: [number, number][] = []
  for (const [start, end] of ranges.sort(([a], [b]) => a - b)) {
    const last = out.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else out.push([start, end])
  }
  return out
}
