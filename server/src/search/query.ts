import { Refusal } from '#base'
import { fold } from './folding.ts'

// The query language. Words side by side, `+` or AND: all of them. `|` or OR: any (weaker than AND). `-` before a word
// or group, or NOT: none. "…" or “…”: as it stands, spaces and operators included; "" inside "…" is one quote mark.
// ( … ) groups. The full-width ＋ ｜ － （ ） that Chinese input methods type are the same operators. AND, OR, NOT are
// operators in capitals only; 与或非 are words like any other. The text is attacker-controlled: length, number of words
// and depth are bounded before anything is built from them.

export const MOST_LETTERS = 1000 // UTF-16 units of a query
export const MOST_WORDS = 64
export const MOST_DEPTH = 32

/** A run of text to be found. `codePoints` is its folding; empty only in exact mode (a word of invisible characters). */
export interface Word {
  readonly what: 'word'
  /** As written. Exact mode looks for this. */
  readonly text: string
  readonly codePoints: readonly number[]
  /** The text is its own folding. */
  readonly toItself: boolean
}

export type Node =
  | Word
  | { readonly what: 'all' | 'any'; readonly parts: readonly Node[] }
  | { readonly what: 'none'; readonly part: Node }

export type Mode = 'normal' | 'exact'

export interface Query {
  readonly mode: Mode
  /** null: everything in scope. */
  readonly root: Node | null
  /** The words as they are looked for, in order, `-` before those that must not be there. For showing. */
  readonly expansion: readonly string[]
}

/**
 * Reads a query.
 *
 * @throws Refusal (invalid) `query_too_long`, `query_too_many_words`, `query_too_deep`, `query_not_text` (a lone
 *   surrogate), `query_unbalanced` (a quote or parenthesis without its partner), `query_operand_missing` (an operator or
 *   parentheses around nothing), `query_word_empty` (a word with nothing to look for)
 */
export function parseQuery(text: string, mode: Mode): Query {
  if (text.length > MOST_LETTERS) throw refusal('query_too_long', { most: MOST_LETTERS })
  if (!text.isWellFormed()) throw refusal('query_not_text')
  const parser = new Parser(signsOf(text), mode)
  const root = parser.query()
  return { mode, root, expansion: parser.expansion }
}

type Sign = { what: 'open' | 'close' | 'and' | 'or' | 'not' } | { what: 'text'; text: string }

const SIGNS: Readonly<Record<string, Sign>> = {
  '(': { what: 'open' },
  '（': { what: 'open' },
  ')': { what: 'close' },
  '）': { what: 'close' },
  '+': { what: 'and' },
  '＋': { what: 'and' },
  '|': { what: 'or' },
  '｜': { what: 'or' },
}
const WORD_SIGNS: Readonly<Record<string, Sign>> = { AND: { what: 'and' }, OR: { what: 'or' }, NOT: { what: 'not' } }
const NOT_SIGN = /^[-－](?=[^\s])/u
const BARE = /^[^\s()（）+＋|｜"“”]+/u

function signsOf(text: string): Sign[] {
  const signs: Sign[] = []
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at)
    const first = text.charAt(at)
    const space = /^\s+/u.exec(rest)
    const sign = SIGNS[first]
    if (space) at += space[0].length
    else if (sign) {
      signs.push(sign)
      at++
    } else if (first === '"' || first === '“') {
      const { quoted, length } = readQuoted(rest)
      signs.push({ what: 'text', text: quoted })
      at += length
    } else if (NOT_SIGN.test(rest)) {
      signs.push({ what: 'not' })
      at++
    } else {
      const word = BARE.exec(rest)?.[0]
      if (!word) throw refusal('query_unbalanced') // a closing ” without its partner
      signs.push(WORD_SIGNS[word] ?? { what: 'text', text: word })
      at += word.length
    }
  }
  return signs
}

function readQuoted(rest: string): { quoted: string; length: number } {
  const found = (rest.startsWith('"') ? /^"((?:[^"]|"")*)"/u : /^“([^”]*)”/u).exec(rest)
  if (!found) throw refusal('query_unbalanced')
  const inside = found[1] ?? ''
  return { quoted: rest.startsWith('"') ? inside.replaceAll('""', '"') : inside, length: found[0].length }
}

/** Recursive descent: any := all (or all)*; all := (and? one)*; one := not one | ( any ) | text. */
class Parser {
  readonly expansion: string[] = []
  readonly #signs: readonly Sign[]
  readonly #mode: Mode
  #at = 0
  #depth = 0
  #negations = 0

  constructor(signs: readonly Sign[], mode: Mode) {
    this.#signs = signs
    this.#mode = mode
  }

  query(): Node | null {
    if (this.#signs.every((sign) => sign.what === 'and')) return null
    const root = this.#any()
    if (this.#at < this.#signs.length) throw refusal('query_unbalanced') // only a ")" stops #any early
    return root
  }

  #any(): Node {
    const parts = [this.#all()]
    while (this.#next() === 'or') {
      this.#at++
      parts.push(this.#all())
    }
    return oneOrMany('any', parts)
  }

  #all(): Node {
    const parts: Node[] = []
    for (;;) {
      const next = this.#next()
      if (next === 'and') this.#at++
      else if (next === null || next === 'or' || next === 'close') break
      else parts.push(this.#one())
    }
    if (parts.length === 0) throw refusal('query_operand_missing')
    return oneOrMany('all', parts)
  }

  #one(): Node {
    const sign = this.#signs[this.#at++]
    if (!sign || sign.what === 'and' || sign.what === 'or' || sign.what === 'close')
      throw refusal('query_operand_missing')
    if (sign.what === 'text') return this.#word(sign.text)
    if (++this.#depth > MOST_DEPTH) throw refusal('query_too_deep', { most: MOST_DEPTH })
    const node = sign.what === 'not' ? this.#negated() : this.#grouped()
    this.#depth--
    return node
  }

  #negated(): Node {
    this.#negations++
    const part = this.#one()
    this.#negations--
    return { what: 'none', part }
  }

  #grouped(): Node {
    const inside = this.#any()
    if (this.#next() !== 'close') throw refusal('query_unbalanced')
    this.#at++
    return inside
  }

  #word(text: string): Word {
    if (this.expansion.length >= MOST_WORDS) throw refusal('query_too_many_words', { most: MOST_WORDS })
    const { codePoints, toItself } = fold(text)
    const isEmpty = this.#mode === 'exact' ? text === '' : codePoints.length === 0
    if (isEmpty) throw refusal('query_word_empty')
    const shown = this.#mode === 'exact' ? text : String.fromCodePoint(...codePoints)
    this.expansion.push(this.#negations % 2 === 1 ? `-${shown}` : shown)
    return { what: 'word', text, codePoints, toItself }
  }

  #next(): Sign['what'] | null {
    return this.#signs[this.#at]?.what ?? null
  }
}

function oneOrMany(what: 'all' | 'any', parts: readonly Node[]): Node {
  const [first] = parts
  return first && parts.length === 1 ? first : { what, parts }
}

function refusal(code: string, detail: Record<string, number> = {}): Refusal {
  return new Refusal('invalid', code, detail)
}

/** The words that a hit has because of the query, not in spite of it: those to highlight. */
export function wantedWords(query: Query): Word[] {
  const words: Word[] = []
  const visit = (node: Node, isWanted: boolean): void => {
    if (node.what === 'word') {
      if (isWanted) words.push(node)
    } else if (node.what === 'none') visit(node.part, !isWanted)
    else for (const part of node.parts) visit(part, isWanted)
  }
  if (query.root) visit(query.root, true)
  return words
}
