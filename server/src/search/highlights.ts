import { isWordCharacter } from './borders.ts'
import { foldCodePoint, foldTraced } from './folding.ts'
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
  if (word === '') return found
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (sought.what === 'word' || isApart(text, at, at + word.length)) found.push([at, at + word.length])
  }
  return found
}

/** As standsAlone, for a text as written: what a character folds to says whether it is part of a word. */
function isApart(text: string, start: number, end: number): boolean {
  const before = [...text.slice(Math.max(0, start - 2), start)].at(-1)
  const [first] = text.slice(start)
  const last = [...text.slice(Math.max(start, end - 2), end)].at(-1)
  const [after] = text.slice(end)
  return !(isPart(before) && isPart(first)) && !(isPart(last) && isPart(after))
}

function isPart(character: string | undefined): boolean {
  const [folded] = character === undefined ? [] : foldCodePoint(character.codePointAt(0) ?? 0)
  return folded !== undefined && isWordCharacter(folded)
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
