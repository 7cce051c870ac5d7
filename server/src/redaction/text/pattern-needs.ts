// What a text must have at least for a pattern to be found in it, read off the pattern itself: so many figures, Latin letters,
// either of them, signs of ASCII, and Chinese characters. Most texts have too few of one of them for most patterns, and counting costs one pass for all.

/** How many of each sort. */
export interface Counts {
  figures: number
  letters: number
  /** Figures and letters. */
  words: number
  /** Figures, letters and signs; no space. */
  ascii: number
  han: number
}

type Sort = keyof Counts
const SORTS: Readonly<Record<Sort, (unit: number) => boolean>> = {
  figures: (unit) => unit >= 0x30 && unit <= 0x39,
  letters: (unit) => unit >= 0x61 && unit <= 0x7a,
  words: (unit) => SORTS.figures(unit) || SORTS.letters(unit),
  ascii: (unit) => unit > 0x20 && unit < 0x7f,
  han: (unit) => unit >= 0x4e00 && unit <= 0x9fff,
}

/** The least of each sort in any text that the pattern matches; never more than that, where in doubt less. */
export function needsOf({ source }: RegExp): Counts {
  const of = (sort: Sort): number => least(source, sort)
  return { figures: of('figures'), letters: of('letters'), words: of('words'), ascii: of('ascii'), han: of('han') }
}

/** `own`: in what is matched. `seen`: in the text, with what is only looked at. */
interface Least {
  own: number
  seen: number
}
const NOTHING: Least = { own: 0, seen: 0 }

function least(source: string, sort: Sort): number {
  const isOne = SORTS[sort]
  let at = 0

  /** Of several branches the one with the least. */
  function branches(): Least {
    let all: Least | null = null
    for (;;) {
      const one = sequence()
      all = all === null ? one : { own: Math.min(all.own, one.own), seen: Math.min(all.seen, one.seen) }
      if (source[at] !== '|') return all
      at += 1
    }
  }

  function sequence(): Least {
    let own = 0
    let seen = 0
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const one = item()
      const times = fewest()
      if (times === 0) continue
      own += one.own * times
      seen = Math.max(seen, one.seen)
    }
    return { own, seen: Math.max(own, seen) }
  }

  function item(): Least {
    if (source[at] === '(') return group()
    if (source[at] === '[') return ofUnits(classOf())
    if (source[at] === '\\') return escaped()
    const unit = source.charCodeAt(at)
    at += 1
    return ofUnits(unit !== 0x2e && unit !== 0x5e && unit !== 0x24 && isOne(unit))
  }

  function group(): Least {
    const [opening = '('] = /^\((?:\?(?::|<?[=!]|<\w+>))?/.exec(source.slice(at)) ?? []
    at += opening.length
    const inner = branches()
    at += 1
    if (opening.endsWith('!')) return NOTHING
    // what is only looked at may be matched as well: it is not counted twice
    return opening.endsWith('=') ? { own: 0, seen: inner.seen } : inner
  }

  /** Whether all characters of a class are of the sort. */
  function classOf(): boolean {
    const end = closing(source, at)
    const inside = source.slice(at + 1, end)
    at = end + 1
    if (inside.startsWith('^') || /\\[^du.\-[\]()/\\{}^$*+?|]/.test(inside)) return false
    const plain = inside
      .replaceAll('\\d', '0-9')
      // a dash itself, not a range: any other sign says as much
      .replaceAll('\\-', '!')
      .replace(/\\([^\w\s])/g, '$1')
      .replace(/\\u([\da-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    if (sort === 'words' && /\d-[a-z]/.test(plain)) return false
    const ends = plain.replace(/(.)-(.)/gs, '$1$2')
    return ends.split('').every((char) => isOne(char.charCodeAt(0)))
  }

  function escaped(): Least {
    const [whole = '\\.'] = /^\\(?:u[\da-f]{4}|x[\da-f]{2}|k<\w+>|[pP]\{\w+\}|.)/s.exec(source.slice(at)) ?? []
    at += whole.length
    return ofUnits(whole === '\\d' ? isOne(0x30) : /^\\[^\w\s]$/.test(whole) && isOne(whole.charCodeAt(1)))
  }

  /** The least times of the quantifier at this place; 1 = there is none. */
  function fewest(): number {
    if (!'*+?{'.includes(source.charAt(at))) return 1
    const [whole = ''] = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(source.slice(at)) ?? []
    at += whole.length
    if (whole === '') return 1
    return whole.startsWith('{') ? Number.parseInt(whole.slice(1), 10) : whole.startsWith('+') ? 1 : 0
  }

  return branches().seen
}

function ofUnits(isOne: boolean): Least {
  return isOne ? { own: 1, seen: 1 } : NOTHING
}

/** Where a class that opens at `at` ends. */
function closing(source: string, at: number): number {
  let end = at + 1
  while (end < source.length && source[end] !== ']') end += source[end] === '\\' ? 2 : 1
  return end
}
