import { HOUSE_OFFSET, SECOND } from '../../time.ts'
import type { SearchForm } from '../../wire.ts'

// The form beside the box holds what the box says. The server reads and writes the query language; here a form is only
// changed in one place.

/** A form with nothing in it. */
export const EMPTY_FORM: SearchForm = {
  words: '',
  senders: [],
  participants: [],
  subjects: [],
  departments: [],
  projects: [],
  groups: [],
  conversations: [],
  platforms: [],
  kinds: [],
  files: [],
  classes: [],
  marks: [],
  tags: [],
  from: null,
  to: null,
}

export type ListPlace = Exclude<keyof SearchForm, 'words' | 'kinds' | 'from' | 'to'>

/** The house's number as a form names it. */
export const numbered = (no: number) => `#${no}`

/** The numbers among a form's values; names are not numbers. */
export function numbersOf(values: readonly string[]): number[] {
  return values.flatMap((value) => {
    const found = /^[#＃](\d{1,9})$/.exec(value)
    return found ? [Number(found[1])] : []
  })
}

/** What a person typed as a number becomes one: `12` is somebody's account as often as not, `#12` never is. */
export function tidied(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))]
}

/** How many conditions are set besides the words. */
export function setIn(form: SearchForm): number {
  const { words: _words, from, to, ...lists } = form
  return [from, to].filter((end) => end !== null).length + Object.values(lists).filter((list) => list.length > 0).length
}

/** The last second inside a half-open range, as a clock shows it, and back. */
export const lastSecond = (to: number) => to - SECOND
export const afterSecond = (last: number) => last + SECOND

/** A moment of the clock on the wall as typed into a picker (which thinks in the browser's zone), in whole seconds. */
export function wholeSecond(at: number): number {
  return Math.floor((at + HOUSE_OFFSET) / SECOND) * SECOND - HOUSE_OFFSET
}
