import { linesOfTable } from '../text/table.ts'
import { FOREIGN_WORDS } from './foreign-words.ts'

// People whom everybody has heard of: players, artists, rulers, figures of tales. Most have no form that shows them (金庸, 德罗巴, 乾隆); some
// are words too. Written for this detector. Folded: simplified.

const PEOPLE = new URL('known-people.table.txt', import.meta.url)
const LONGEST = 8

/** What a character may be of a name; most places of a text are told apart by these alone. */
const FIRST = 1
const SECOND = 2

interface People {
  readonly places: Uint8Array
  /** By their first two units; true = written by its sound. */
  readonly names: ReadonlyMap<number, ReadonlyMap<string, boolean>>
}

let people: People | null = null

/** Small enough for an integer, as Chinese characters are. */
function pairOf(text: string, at: number): number {
  return text.charCodeAt(at) * 0x8000 + text.charCodeAt(at + 1)
}

function thePeople(): People {
  if (people !== null) return people
  const places = new Uint8Array(0x10000)
  const names = new Map<number, Map<string, boolean>>()
  for (const line of linesOfTable(PEOPLE)) {
    const [sort, ...listed] = line.split(' ')
    for (const name of listed) {
      const [first, second] = [name.charCodeAt(0), name.charCodeAt(1)]
      places[first] = (places[first] ?? 0) | FIRST
      places[second] = (places[second] ?? 0) | SECOND
      const alike = names.get(pairOf(name, 0)) ?? new Map<string, boolean>()
      names.set(pairOf(name, 0), alike.set(name, sort === 'foreign'))
    }
  }
  people = { places, names }
  return people
}

/** Behind the longest of them at `at`, and whether it is written by its sound; null = none. */
export function knownPersonAt(plain: string, at: number, end: number): { to: number; isForeign: boolean } | null {
  const { places, names } = people ?? thePeople()
  if (((places[plain.charCodeAt(at)] ?? 0) & FIRST) === 0) return null
  if (((places[plain.charCodeAt(at + 1)] ?? 0) & SECOND) === 0) return null
  const alike = names.get(pairOf(plain, at))
  if (alike === undefined) return null
  for (let to = Math.min(end, at + LONGEST); to >= at + 2; to -= 1) {
    const isForeign = alike.get(plain.slice(at, to))
    if (isForeign !== undefined) return isInPlace(plain, at, to) ? null : { to, isForeign }
  }
  return null
}

const LONGEST_PLACE = 5

/** 布莱克 of 布莱克本. */
function isInPlace(plain: string, at: number, to: number): boolean {
  for (let from = Math.max(0, to - LONGEST_PLACE); from <= at; from += 1)
    for (let end = Math.max(to, from + 2); end <= from + LONGEST_PLACE; end += 1)
      if (end - from > to - at && FOREIGN_WORDS.has(plain.slice(from, end))) return true
  return false
}
