// Which characters, or pairs of them, a text must have at least one of for a pattern to be found in it, read off the pattern itself: of
// 密码|口令 one of 密码 and 口令. Most texts have none of most patterns' cues, and one pass over a text finds which patterns it wakes (woken.ts).

/** A unit, or two that stand side by side: the first in the higher half. */
export type Cue = number

export const pairOf = (first: number, second: number): Cue => first * 0x10000 + second

/** Every match has one of them; null: nothing can be told. */
export function cuesOf({ source, flags }: RegExp): ReadonlySet<Cue> | null {
  return new Reader(source, flags).read()?.cues ?? null
}

/** More of them tell nothing. */
const MOST_UNITS = 600
const MOST_PAIRS = 64

/** How much a cue would wake: what every text has much, the little words of Chinese some, and two characters side by side hardly anything. */
const LITTLE = new Set([...'的一是不了在有我你他这那个来去到上下大小人们中么没好为号码年月日天说要会'].map(unitOf))
function weightOf(cue: Cue): number {
  if (cue > 0xffff) return weightOf(Math.floor(cue / 0x10000)) * weightOf(cue & 0xffff) * 0.1
  if (cue < 0x80) return /[a-z\d\s]/i.test(String.fromCharCode(cue)) ? 3 : 2
  return LITTLE.has(cue) ? 1 : 0.3
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
    let last: ReadonlySet<number> | null = null
    const offer = (one: Told | null): void => {
      if (one !== null && (best === null || one.weight < best.weight)) best = one
    }
    while (this.#at < this.#source.length && !'|)'.includes(this.#source.charAt(this.#at))) {
      const { told: own, units, isEmpty } = this.#item()
      if (this.#least() === 0) {
        if (!isEmpty) last = null
        continue
      }
      offer(own)
      if (isEmpty) continue
      if (last !== null && units !== null) offer(pairs(last, units))
      last = units
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
    return { told: told(all), units: all, isEmpty: false }
  }

  /** The least times of the quantifier at this place; 1 = there is none. */
  #least(): number {
    if (!'*+?{'.includes(this.#source.charAt(this.#at))) return 1
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

function pairs(first: ReadonlySet<number>, second: ReadonlySet<number>): Told | null {
  if (first.size * second.size > MOST_PAIRS) return null
  const cues = new Set<Cue>()
  for (const a of first) for (const b of second) cues.add(pairOf(a, b))
  return told(cues)
}
