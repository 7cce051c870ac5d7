// Which characters, or pieces of two or three, a text must have at least one of for a pattern to be found in it, read off the pattern itself:
// of 密码|口令 one of 密码 and 口令. Most texts have none of most patterns' cues, and one pass over a text finds which patterns it wakes (woken.ts).

/** One character to three that stand side by side. */
export type Cue = string

export const LONGEST_CUE = 3

/** Every match has one of them; null: nothing can be told. */
export function cuesOf({ source, flags }: RegExp): ReadonlySet<Cue> | null {
  if (flags.includes('v')) throw new Error(`a pattern with sets that no cue is read off: ${source}`)
  return new Reader(source, flags).read()?.cues ?? null
}

/** More of them tell nothing. */
const MOST_UNITS = 600
const MOST_PIECES = 64
const QUANTIFIERS = '*+?{'

/** How many texts a cue would wake: a space or a letter most, little words of Chinese some, characters side by side hardly any. */
const LITTLE = new Set('的一是不了在有我你他这那个来去到上下大小人们中么没好为号码年月日天说要会')
const SPACE = 1000
const LATIN = 5
const SIGN = 2
const HAN = 0.3
const SIDE_BY_SIDE = 0.05
function weightOf(cue: Cue): number {
  let weight = 1
  for (const char of cue) weight *= weightOfOne(char)
  return weight * SIDE_BY_SIDE ** (cue.length - 1)
}

function weightOfOne(char: string): number {
  if (char === ' ') return SPACE
  if (char < '\x80') return /[a-z\d]/i.test(char) ? LATIN : SIGN
  return LITTLE.has(char) ? 1 : HAN
}

function unitOf(char: string): number {
  return char.charCodeAt(0)
}

interface Told {
  cues: ReadonlySet<Cue>
  weight: number
}

/** One part of a sequence: what it tells; which units it may be, where it is one of a class; whether it takes no room. */
interface Item {
  told: Told | null
  units: ReadonlySet<number> | null
  isEmpty: boolean
}

const NOTHING: Item = { told: null, units: null, isEmpty: false }
const EMPTY: Item = { told: null, units: null, isEmpty: true }

function told(cues: ReadonlySet<Cue>): Told | null {
  let weight = 0
  for (const cue of cues) weight += weightOf(cue)
  return cues.size === 0 || cues.size > MOST_UNITS ? null : { cues, weight }
}

class Reader {
  readonly #source: string
  readonly #flags: string
  #at = 0

  constructor(source: string, flags: string) {
    this.#source = source
    this.#flags = flags
  }

  /** Of several branches all cues together. */
  read(): Told | null {
    let all: Set<Cue> | null = new Set()
    for (;;) {
      const one = this.#sequence()
      if (one === null) all = null
      else if (all !== null) for (const cue of one.cues) all.add(cue)
      if (this.#source[this.#at] !== '|') return all === null ? null : told(all)
      this.#at += 1
    }
  }

  /** Of its parts the one that would wake least. */
  #sequence(): Told | null {
    let best: Told | null = null
    // what may stand before this place, the nearest last
    let before: ReadonlySet<number>[] = []
    const offer = (one: Told | null): void => {
      if (one !== null && (best === null || one.weight < best.weight)) best = one
    }
    while (this.#at < this.#source.length && !'|)'.includes(this.#source.charAt(this.#at))) {
      const { told: own, units, isEmpty } = this.#item()
      const isOnce = !QUANTIFIERS.includes(this.#source.charAt(this.#at))
      if (this.#least() === 0) {
        if (!isEmpty) before = []
        continue
      }
      offer(own)
      if (isEmpty) continue
      before = units === null ? [] : [...before.slice(1 - LONGEST_CUE), units]
      for (let from = before.length - 2; from >= 0; from -= 1) offer(piecesOf(before.slice(from)))
      // of several of it only the last stands beside what follows
      if (!isOnce) before = before.slice(-1)
    }
    return best
  }

  #item(): Item {
    const char = this.#source.charAt(this.#at)
    if (char === '(') return this.#group()
    if (char === '[') return this.#class()
    if (char === '\\') return this.#escaped()
    this.#at += 1
    if (char === '^' || char === '$') return EMPTY
    return char === '.' ? NOTHING : this.#oneOf([unitOf(char)])
  }

  #group(): Item {
    const [opening = '('] = /^\((?:\?(?::|<?[=!]|<\w+>))?/.exec(this.#source.slice(this.#at)) ?? []
    this.#at += opening.length
    // (?i:…): what is not understood here must not ship, for it would sleep through what it matches
    if (this.#source[this.#at] === '?') throw new Error(`a group that no cue is read off: ${this.#source}`)
    const inner = this.read()
    this.#at += 1
    if (opening.endsWith('!')) return EMPTY
    return { told: inner, units: null, isEmpty: opening.endsWith('=') }
  }

  #class(): Item {
    const source = this.#source
    const from = this.#at + 1
    let to = from
    while (to < source.length && source[to] !== ']') to += source[to] === '\\' ? 2 : 1
    this.#at = to + 1
    const inside = source.slice(from, to)
    if (inside.startsWith('^') || /\\[^du.\-[\]()/\\{}^$*+?|n]|\\u\{|[\ud800-\udfff]/.test(inside)) return NOTHING
    const units: number[] = []
    const parts = inside.replaceAll('\\d', '0-9').match(/\\u[\da-f]{4}|\\.|[^\\]/gis) ?? []
    for (let i = 0; i < parts.length; i += 1) {
      const first = literalOf(parts[i] ?? '')
      const isRange = parts[i + 1] === '-' && i + 2 < parts.length
      const last = isRange ? literalOf(parts[i + 2] ?? '') : first
      if (last - first > MOST_UNITS) return NOTHING
      for (let unit = first; unit <= last; unit += 1) units.push(unit)
      if (isRange) i += 2
    }
    return this.#oneOf(units)
  }

  #escaped(): Item {
    const [whole = '\\.'] =
      /^\\(?:u[\da-f]{4}|u\{[\da-f]+\}|x[\da-f]{2}|k<\w+>|[pP]\{[^}]+\}|.)/is.exec(this.#source.slice(this.#at)) ?? []
    this.#at += whole.length
    if (whole === '\\d') return this.#oneOf([...'0123456789'].map(unitOf))
    if (/^\\[bB]$/.test(whole)) return EMPTY
    if (/^\\(?:u[\da-f]{4}|n|[^\w\s])$/i.test(whole)) return this.#oneOf([literalOf(whole)])
    return NOTHING
  }

  /** A unit of a class, in both cases where the pattern asks for none. */
  #oneOf(units: readonly number[]): Item {
    const all = new Set(units)
    if (this.#flags.includes('i')) {
      for (const unit of units) {
        const char = String.fromCharCode(unit)
        // ſ and the sign of the kelvin are an s and a k in some of them
        if (/[sk]/i.test(char) && this.#flags.includes('u')) return NOTHING
        if (unit > 0x7f && char.toLowerCase() !== char.toUpperCase()) return NOTHING
        all.add(unitOf(char.toLowerCase()))
        all.add(unitOf(char.toUpperCase()))
      }
    }
    return { told: told(new Set([...all].map((unit) => String.fromCharCode(unit)))), units: all, isEmpty: false }
  }

  /** The least times of the quantifier at this place; 1 = there is none. */
  #least(): number {
    if (!QUANTIFIERS.includes(this.#source.charAt(this.#at))) return 1
    const [whole = ''] = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(this.#source.slice(this.#at)) ?? []
    this.#at += whole.length
    if (whole === '') return 1
    return whole.startsWith('{') ? Number.parseInt(whole.slice(1), 10) : whole.startsWith('+') ? 1 : 0
  }
}

function literalOf(part: string): number {
  if (/^\\u/i.test(part)) return Number.parseInt(part.slice(2), 16)
  if (part === '\\n') return 0x0a
  return unitOf(part.startsWith('\\') ? part.slice(1) : part)
}

/** All that may stand where one of each follows another. */
function piecesOf(classes: readonly ReadonlySet<number>[]): Told | null {
  if (classes.reduce((count, { size }) => count * size, 1) > MOST_PIECES) return null
  let pieces: Cue[] = ['']
  for (const units of classes) {
    pieces = pieces.flatMap((piece) => [...units].map((unit) => piece + String.fromCharCode(unit)))
  }
  return told(new Set(pieces))
}
