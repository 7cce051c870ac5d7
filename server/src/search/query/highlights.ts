import { foldCodePoint, foldTraced } from '../folding/folding.ts'
import { HAN_AROUND, isHan, isWordCharacter, standsAlone } from './borders.ts'
import { type Query, type Sought, wantedOf } from './query.ts'
import { FoldedText, placesOf } from './seek.ts'

/**
 * Where a text holds what the query wants: [start, end) in UTF-16 units, ascending, not overlapping. It knows nothing of
 * masks: whoever shows a masked text drops the highlights that a mask covers, or asks about the masked text.
 */
export function highlightsOf(text: string, query: Query): [start: number, end: number][] {
  const wanted = wantedOf(query)
  if (wanted.length === 0) return []
  const found: [number, number][] = []
  if (query.mode === 'exact') {
    for (const sought of wanted) found.push(...writtenPlaces(sought, text))
  } else {
    const { codePoints, starts, ends } = foldTraced(text)
    const folded = new FoldedText(codePoints)
    for (const sought of wanted) {
      for (const [start, end] of placesOf(sought, folded))
        found.push([starts[start] ?? 0, ends[end - 1] ?? text.length])
    }
  }
  return merged(found)
}

/** Where the text as written holds the word as written; nothing else is sought in exact mode. */
export function writtenPlaces(sought: Sought, text: string): [start: number, end: number][] {
  if (sought.what !== 'word' && sought.what !== 'whole') return []
  const word = sought.what === 'whole' ? sought.word.text : sought.text
  const found: [number, number][] = []
  const asked = new Map<string, boolean>()
  if (word === '') return found
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (sought.what === 'word' || isApart(text, at, at + word.length, asked)) found.push([at, at + word.length])
  }
  return found
}

const UNITS_AROUND = 2 * HAN_AROUND + 2 // a Han character beyond the BMP is two

/** As standsAlone, for a text as written: what a character folds to says whether it is part of a word. */
function isApart(text: string, start: number, end: number, asked: Map<string, boolean>): boolean {
  const points = (from: number, to: number) => Array.from(text.slice(from, to), asJudged)
  const before = points(Math.max(0, start - UNITS_AROUND), start)
  const word = points(start, end)
  const after = points(end, end + UNITS_AROUND)
  return standsAlone([...before, ...word, ...after], before.length, before.length + word.length, asked)
}

/** A Han character as it is; of any other what it folds to, where that is part of a word. */
function asJudged(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0
  if (isHan(codePoint)) return codePoint
  const [folded] = foldCodePoint(codePoint)
  return folded !== undefined && isWordCharacter(folded) ? folded : 0x20
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
