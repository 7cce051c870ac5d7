import { FOLDING_TABLE, FOLDING_TABLE_VERSION } from './folding.table.ts'

// Folding (formats/folding.md): what a reader would call "the same text" becomes the same code points. It works on one
// code point at a time by a frozen table, so that folding a part gives a part of the folded whole: that is what makes
// "every substring is found" a theorem instead of a hope (whole-string normalisation is not closed under substring).

/** Stored in every shard; a shard with another version is not searched but rebuilt. */
export const FOLDING_VERSION = FOLDING_TABLE_VERSION

// For the Basic Multilingual Plane: the one code point it folds to, or one of these two.
const TO_NOTHING = -1
const TO_SEVERAL = -2
const one = new Int32Array(0x10000)
for (let codePoint = 0; codePoint < one.length; codePoint++) one[codePoint] = codePoint
/** Every other fold: several targets, or a source beyond the Basic Multilingual Plane. */
const several = new Map<number, readonly number[]>()

for (const line of FOLDING_TABLE.trim().split('\n')) {
  const [source = '', target = ''] = line.split('>')
  const [first = 0, last = first] = source.split('-').map((hex) => Number.parseInt(hex, 16))
  const folded = target === '' ? [] : target.split(' ').map((hex) => Number.parseInt(hex, 16))
  for (let codePoint = first; codePoint <= last; codePoint++) {
    if (codePoint >= one.length) several.set(codePoint, folded)
    else if (folded.length === 0) one[codePoint] = TO_NOTHING
    else if (folded.length === 1) one[codePoint] = folded[0] ?? 0
    else {
      one[codePoint] = TO_SEVERAL
      several.set(codePoint, folded)
    }
  }
}

/** What a text folds to, and two facts that let exact search decide without opening the record. */
export interface Folded {
  /** The folded code points, in order. */
  readonly codePoints: readonly number[]
  /** The text is its own folding: an exact search may trust the index. */
  readonly toItself: boolean
  /** Some code point folds to nothing (zero-width, variation selector, bidi control …). */
  readonly hasInvisible: boolean
}

/** The folding of one code point: none, one or several code points, each of which folds to itself. */
export function foldCodePoint(codePoint: number): readonly number[] {
  const direct = codePoint < one.length ? (one[codePoint] ?? codePoint) : TO_SEVERAL
  if (direct >= 0) return [direct]
  return direct === TO_NOTHING ? [] : (several.get(codePoint) ?? [codePoint])
}

/** Folds a text. A lone surrogate (which no archived text holds) folds to itself. */
export function fold(text: string): Folded {
  const codePoints: number[] = []
  let toItself = true
  let hasInvisible = false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    const isHighSurrogate = unit >= 0xd800 && unit < 0xdc00
    if (!isHighSurrogate) {
      const direct = one[unit] ?? unit
      if (direct === unit) {
        codePoints.push(unit)
        continue
      }
      toItself = false
      if (direct >= 0) {
        codePoints.push(direct)
        continue
      }
    }
    const codePoint = isHighSurrogate ? (text.codePointAt(at) ?? unit) : unit
    if (codePoint > 0xffff) at++
    const folded = foldCodePoint(codePoint)
    if (folded.length === 0) hasInvisible = true
    if (folded.length !== 1 || folded[0] !== codePoint) toItself = false
    for (const each of folded) codePoints.push(each)
  }
  return { codePoints, toItself, hasInvisible }
}

/** The folding as a string, for showing what a word was read as. */
export function foldedText(text: string): string {
  return String.fromCodePoint(...fold(text).codePoints)
}

/** A folding that remembers where each folded code point came from, in UTF-16 units of the text. */
export interface TracedFolding {
  readonly codePoints: readonly number[]
  /** Start and end of the source code point of each folded code point. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

export function foldTraced(text: string): TracedFolding {
  const codePoints: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  for (let at = 0; at < text.length; ) {
    const codePoint = text.codePointAt(at) ?? 0
    const end = at + (codePoint > 0xffff ? 2 : 1)
    for (const folded of foldCodePoint(codePoint)) {
      codePoints.push(folded)
      starts.push(at)
      ends.push(end)
    }
    at = end
  }
  return { codePoints, starts, ends }
}
