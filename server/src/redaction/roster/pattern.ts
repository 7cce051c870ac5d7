import { Automaton } from '../text/automaton.ts'
import type { NameForm } from '../text/finding.ts'
import { A_STEP, type Steps, sorted } from '../text/steps.ts'

/** What is looked for under a spelling. Some tens of them serve all the spellings of a roster. */
export interface Pattern {
  readonly form: NameForm
  readonly kind: 'name' | 'account'
  /** Latin, with a capital where the roster has one: an everyday word without. */
  readonly capital: boolean
  readonly far?: boolean
  /** A word of two characters that may be anything: looked for only at an edge. */
  readonly loose: boolean
  /** How somebody of this name is called, where the name itself does not say so (called-forms.ts, spelt-forms.ts). */
  readonly way?: 'given' | 'called' | 'piece' | 'initials' | 'short' | 'letters' | 'token'
  /** A word of the dictionary: somebody only where the words around speak of somebody. */
  readonly word?: boolean
}

/** A pattern, and whom it names; null: two people of the roster are written like this. */
export interface Naming extends Pattern {
  readonly person: string | null
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
  person: string | null
  confidence: number
}

/** The spellings of a roster, ready to be looked for: what the automaton reports is a place in both lists. */
export interface Spellings {
  readonly automaton: Automaton
  readonly patterns: readonly Pattern[]
  readonly persons: readonly (string | null)[]
}

const LONGEST = 64
const STRENGTH: Record<NameForm, number> = { full: 3, titled: 2, part: 0 }
const WAYS = [undefined, 'given', 'called', 'piece', 'initials', 'short', 'letters', 'token'] as const

/** A given name is more of somebody than what its characters are called by. */
function strengthOf({ form, way }: Pattern): number {
  return STRENGTH[form] + (way === 'given' ? 1 : way === 'piece' ? -1 : 0)
}

/** Folded spelling → whom it names. */
export class Patterns {
  readonly #places = new Map<string, number>()
  readonly #patterns: Pattern[] = []
  readonly #persons: (string | null)[] = []
  /** By what they say: a million spellings share some tens of patterns. */
  readonly #shared = new Map<number, Pattern>()

  /** A fuller form stands; two people who are written alike under equal forms are told apart by nobody. */
  put(key: string, naming: Naming): void {
    if (key === '' || key.length > LONGEST) return
    const place = this.#places.get(key)
    const before = place === undefined ? undefined : this.#patterns[place]
    if (place === undefined || before === undefined) this.#add(key, naming)
    else if (strengthOf(before) < strengthOf(naming)) {
      this.#patterns[place] = this.#share(naming)
      this.#persons[place] = naming.person
    } else if (strengthOf(before) === strengthOf(naming)) {
      if (this.#persons[place] !== naming.person) this.#persons[place] = null
      const [loose, capital] = [before.loose && naming.loose, before.capital && naming.capital]
      if (loose !== before.loose || capital !== before.capital)
        this.#patterns[place] = this.#share({ ...before, loose, capital })
    }
  }

  /** Whole names of strangers: a spelling that somebody nearer bears stays theirs. */
  putFar(key: string, naming: Naming, isSure: boolean): void {
    const place = this.#places.get(key)
    if (place === undefined) {
      if (isSure && key !== '' && key.length <= LONGEST) this.#add(key, { ...naming, far: true })
    } else if (this.#patterns[place]?.far === true && this.#persons[place] !== naming.person)
      this.#persons[place] = null
  }

  /** Those of whom it holds are told by a whole name only. */
  tellNothingOf(isAway: (person: string | null) => boolean): void {
    for (const [place, { form }] of this.#patterns.entries())
      if (form !== 'full' && isAway(this.#persons[place] ?? null)) this.#persons[place] = null
  }

  /** In steps, and once: what was gathered goes into it. */
  *making(): Steps<Spellings> {
    const spelt = yield* sorted(this.#places.keys())
    const patterns: Pattern[] = []
    const persons: (string | null)[] = []
    for (const [n, key] of spelt.entries()) {
      if (n % A_STEP === 0) yield
      const place = this.#places.get(key) ?? 0
      patterns.push(this.#patterns[place] as Pattern) // of every place there is one
      persons.push(this.#persons[place] ?? null)
    }
    this.#places.clear() // they take more than the automaton will
    return { automaton: yield* Automaton.making(spelt), patterns, persons }
  }

  #add(key: string, naming: Naming): void {
    this.#places.set(key, this.#patterns.length)
    this.#patterns.push(this.#share(naming))
    this.#persons.push(naming.person)
  }

  #share({ form, kind, capital, far = false, loose, way, word = false }: Pattern): Pattern {
    const flags = (capital ? 1 : 0) + (loose ? 2 : 0) + (far ? 4 : 0) + (word ? 8 : 0) + (kind === 'name' ? 16 : 0)
    const code = (STRENGTH[form] * WAYS.length + WAYS.indexOf(way)) * 32 + flags
    const known = this.#shared.get(code)
    if (known !== undefined) return known
    const pattern: Pattern = { form, kind, capital, far, loose, word, ...(way === undefined ? {} : { way }) }
    this.#shared.set(code, pattern)
    return pattern
  }
}

export function plain(kind: Pattern['kind'], person: string): Naming {
  return { form: 'full', kind, person, capital: false, loose: false }
}

/** A form that says less than the name. */
export function less(person: string, way: NonNullable<Pattern['way']>, word = false): Naming {
  return { form: 'part', kind: 'name', person, capital: false, loose: false, way, word }
}
