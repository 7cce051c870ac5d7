import { CHINESE_FIGURES } from './digits.ts'
import type { NormalText } from './normal.ts'
import type { Counts } from './pattern-needs.ts'

// The folded text as strings, for the patterns: unit i of a string is folded unit i. Chinese numerals are figures in the second.

export interface ReadingText {
  readonly normal: NormalText
  /** As folded: lower case, simplified, half width. */
  readonly plain: string
  /** The same with 一 幺 壹 … as 1 … */
  readonly figures: string
  /** At least so many as either string has. */
  readonly counts: Counts
}

const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true })
const figureOf = new Uint16Array(0x10000)
for (const [digit, chars] of CHINESE_FIGURES.entries())
  for (const char of chars) figureOf[char.charCodeAt(0)] = 0x30 + digit

let scratch = new Uint16Array(0)

export function readingText(normal: NormalText): ReadingText {
  const units = normal.unit.subarray(0, normal.length)
  const plain = utf16.decode(units)
  if (scratch.length < normal.length) scratch = new Uint16Array(normal.unit.length)
  let changed = false
  const counts = { figures: 0, letters: 0, words: 0, ascii: 0, han: 0 }
  for (let i = 0; i < normal.length; i += 1) {
    const unit = normal.unit[i] ?? 0
    const figure = unit > 0x25ca ? (figureOf[unit] ?? 0) : 0
    scratch[i] = figure === 0 ? unit : figure
    if (figure !== 0) {
      changed = true
      counts.ascii += 1
    }
    if (unit >= 0x4e00) counts.han += unit <= 0x9fff ? 1 : 0
    else if (unit > 0x20 && unit < 0x7f) counts.ascii += 1
    if (figure !== 0 || (unit >= 0x30 && unit <= 0x39)) counts.figures += 1
    else if (unit >= 0x61 && unit <= 0x7a) counts.letters += 1
  }
  counts.words = counts.figures + counts.letters
  const figures = changed ? utf16.decode(scratch.subarray(0, normal.length)) : plain
  return { normal, plain, figures, counts }
}
