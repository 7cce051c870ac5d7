import type { NameForm } from '../text/finding.ts'

/** What is looked for under one spelling. */
export interface Pattern {
  form: NameForm
  kind: 'name' | 'account'
  /** null: two people of the roster are written like this. */
  person: string | null
  /** Latin, with a capital where the roster has one: an everyday word without. */
  capital: boolean
  far?: boolean
  /** A word of two characters that may be anything: looked for only at an edge. */
  loose: boolean
  /** How somebody of this name is called, where the name itself does not say so (called-forms.ts, spelt-forms.ts). */
  way?: 'given' | 'called' | 'piece' | 'initials' | 'short' | 'letters' | 'token'
  /** A word of the dictionary: somebody only where the words around speak of somebody. */
  word?: boolean
}

/** Only where bytes leave is a name believed that is no surer. */
export const FAINT = 0.3

/** A match in folded units, before it is mapped to the original. Of 张总 and 老张 only [from, to) says who it is. */
export interface Match {
  start: number
  end: number
  from: number
  to: number
  pattern: Pattern
  confidence: number
}

/** Folded spelling → whom it names. */
export type Patterns = Map<string, Pattern>

const LONGEST = 64
const STRENGTH: Record<NameForm, number> = { full: 3, titled: 2, part: 0 }

/** A given name is more of somebody than what its characters are called by. */
function strengthOf({ form, way }: Pattern): number {
  return STRENGTH[form] + (way === 'given' ? 1 : way === 'piece' ? -1 : 0)
}

/** A fuller form stands; two people who are written alike under equal forms are told apart by nobody. */
export function put(patterns: Patterns, key: string, pattern: Pattern): void {
  if (key.length > LONGEST) return
  const before = patterns.get(key)
  if (before === undefined || strengthOf(before) < strengthOf(pattern)) patterns.set(key, pattern)
  else if (strengthOf(before) === strengthOf(pattern)) {
    if (before.person !== pattern.person) before.person = null
    before.loose &&= pattern.loose
    before.capital &&= pattern.capital
  }
}

export function plain(kind: Pattern['kind'], person: string): Pattern {
  return { form: 'full', kind, person, capital: false, loose: false }
}

/** A form that says less than the name. */
export function less(person: string, way: NonNullable<Pattern['way']>, word = false): Pattern {
  return { form: 'part', kind: 'name', person, capital: false, loose: false, way, word }
}
