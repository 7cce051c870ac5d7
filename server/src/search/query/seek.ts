import { standsAlone } from './borders.ts'
import type { Sought } from './query.ts'

// Where a folded text holds what is sought. One reading for both uses: deciding whether a record is a hit where the index
// cannot (verify.ts), and showing why it is one (highlights.ts).

/** Folded code points, ready to be searched more than once. */
export class FoldedText {
  readonly codePoints: readonly number[]
  #text: string | null = null
  #codePointAt: number[] | null = null

  constructor(codePoints: readonly number[]) {
    this.codePoints = codePoints
  }

  /** Where the code points stand in a row, counted in code points; overlapping ones too. */
  places(wanted: readonly number[]): number[] {
    const text = this.#asText()
    const word = String.fromCodePoint(...wanted)
    const found: number[] = []
    if (word === '') return found
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) found.push(this.#placeOf(at))
    return found
  }

  /** Units and code points are one where the text holds no supplementary character. */
  #placeOf(unit: number): number {
    const text = this.#asText()
    if (text.length === this.codePoints.length) return unit
    if (!this.#codePointAt) {
      this.#codePointAt = []
      for (const [at, codePoint] of this.codePoints.entries()) {
        this.#codePointAt.push(at)
        if (codePoint > 0xffff) this.#codePointAt.push(at)
      }
    }
    return this.#codePointAt[unit] ?? 0
  }

  #asText(): string {
    this.#text ??= this.codePoints.map((codePoint) => String.fromCodePoint(codePoint)).join('')
    return this.#text
  }
}

/** [start, end) in code points, ascending; they may overlap. */
export function placesOf(sought: Sought, text: FoldedText): [start: number, end: number][] {
  const { codePoints } = text
  switch (sought.what) {
    case 'word':
      return text.places(sought.codePoints).map((start) => [start, start + sought.codePoints.length])
    case 'whole': {
      const asked = new Map<string, boolean>()
      return placesOf(sought.word, text).filter(([start, end]) => standsAlone(codePoints, start, end, asked))
    }
    case 'edits':
      return wordsOf(codePoints).filter(([start, end]) => isOneEdit(sought.letters, codePoints, start, end))
    case 'run':
      return runs(sought.classes, codePoints)
  }
}

function runs(classes: readonly ReadonlySet<number>[], codePoints: readonly number[]): [number, number][] {
  const found: [number, number][] = []
  for (let start = 0; start + classes.length <= codePoints.length; start++) {
    if (classes.every((each, at) => each.has(codePoints[start + at] ?? -1))) found.push([start, start + classes.length])
  }
  return found
}

/** Whole words of ASCII letters and digits. */
function wordsOf(codePoints: readonly number[]): [number, number][] {
  const found: [number, number][] = []
  const isPart = (at: number) => {
    const codePoint = codePoints[at] ?? 0
    return (codePoint >= 0x61 && codePoint <= 0x7a) || (codePoint >= 0x30 && codePoint <= 0x39)
  }
  for (let at = 0; at < codePoints.length; at++) {
    if (!isPart(at)) continue
    const start = at
    while (at < codePoints.length && isPart(at)) at++
    if (standsAlone(codePoints, start, at)) found.push([start, at])
  }
  return found
}

/** Equal, or one letter changed, added or left out, or two neighbours exchanged. */
export function isOneEdit(letters: string, codePoints: ArrayLike<number>, start: number, end: number): boolean {
  const longer = end - start - letters.length
  if (longer < -1 || longer > 1) return false
  const wanted = (at: number) => letters.charCodeAt(at)
  const there = (at: number) => codePoints[start + at]
  let head = 0
  while (head < letters.length && head < end - start && wanted(head) === there(head)) head++
  const isRest = (fromWanted: number, fromThere: number) => {
    if (letters.length - fromWanted !== end - start - fromThere) return false
    for (let at = fromWanted; at < letters.length; at++)
      if (wanted(at) !== there(at - fromWanted + fromThere)) return false
    return true
  }
  if (longer === 1) return isRest(head, head + 1)
  if (longer === -1) return isRest(head + 1, head)
  if (head >= letters.length - 1) return true
  const isExchange = wanted(head) === there(head + 1) && wanted(head + 1) === there(head)
  return isRest(head + 1, head + 1) || (isExchange && isRest(head + 2, head + 2))
}
