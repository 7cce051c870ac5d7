import { foldCodePoint } from './folding.ts'
import { escapeCodePoint } from './tokens.ts'

// What the folded characters of a text came from, for exact search. A text that is its own folding needs none of this:
// every character came from itself. Of any other text, the single-character table also says:
//   written(c)   c stands in the text and does not fold to itself
//   foreign(p)   p came from a code point other than itself
//   mixed(p)     p came from more than one different code point, itself counted
// From these, most exact questions are answered without opening the record (exact.ts).

const WRITTEN = '\u{10FFFE}'
const FOREIGN = '\u{10FFFD}'
const MIXED = '\u{10FFFC}'

export const writtenToken = (codePoint: number): string => WRITTEN + escapeCodePoint(codePoint)
export const foreignToken = (codePoint: number): string => FOREIGN + escapeCodePoint(codePoint)
export const mixedToken = (codePoint: number): string => MIXED + escapeCodePoint(codePoint)

/** The tokens of a text, with a space between. */
export function originTokens(text: string): string {
  const tokens = new Set<string>()
  const origins = new Map<number, number>()
  for (let at = 0; at < text.length; at++) {
    const source = text.codePointAt(at) ?? 0
    if (source > 0xffff) at++
    const folded = foldCodePoint(source)
    const isItself = folded.length === 1 && folded[0] === source
    if (!isItself) tokens.add(writtenToken(source))
    for (const target of folded) {
      if (!isItself) tokens.add(foreignToken(target))
      const known = origins.get(target)
      if (known === undefined) origins.set(target, source)
      else if (known !== source) tokens.add(mixedToken(target))
    }
  }
  return [...tokens].join(' ')
}
