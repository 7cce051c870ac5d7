import { Refusal } from '#base'

// The query language as text and as a tree, both ways: what the box says and what the form shows are one thing. Nothing
// here knows what a word expands to or whom a name means (query.ts, names.ts). docs/search.md tells it to people.
//
// Words side by side, `+` or AND: all of them. `|` or OR: any (weaker than AND). `-` before a word or group, or NOT: none.
// "…" or “…”: as it stands; "" inside "…" is one quote mark. ( … ) groups. `=word` `~word` `py:` `sound:` `evasive:` say how
// a word is looked for; `field:value,value` looks at something else than the text. The full-width forms that Chinese input
// methods type are the same signs. AND, OR, NOT are operators in capitals only; 与或非 are words like any other. The text is
// attacker-controlled: length, number of words and depth are bounded before anything is built from them.

export const MOST_LETTERS = 1000 // UTF-16 units of a query
export const MOST_WORDS = 64 // words and values of fields
export const MOST_DEPTH = 32

/** plain: any substring. whole: at word borders. loose: one edit, same sound, evasive. The rest: only that one of them. */
const HOWS = ['plain', 'whole', 'loose', 'pinyin', 'sound', 'evasive'] as const
export type How = (typeof HOWS)[number]

export const FIELDS = [
  'sender',
  'participant',
  'subject',
  'department',
  'project',
  'group',
  'conversation',
  'platform',
  'kind',
  'file',
  'class',
  'mark',
  'tag',
  'from',
  'to',
] as const
export type Field = (typeof FIELDS)[number]

/** What was typed, as data. `field`: any of its values. */
export type Tree =
  | { readonly what: 'word'; readonly how: How; readonly text: string }
  | { readonly what: 'field'; readonly field: Field; readonly values: readonly string[] }
  | { readonly what: 'all' | 'any'; readonly parts: readonly Tree[] }
  | { readonly what: 'none'; readonly part: Tree }

const HOW_NAMES = new Map<string, How>([
  ['py', 'pinyin'],
  ['拼音', 'pinyin'],
  ['sound', 'sound'],
  ['同音', 'sound'],
  ['evasive', 'evasive'],
  ['变体', 'evasive'],
])
const FIELD_NAMES = new Map<string, Field>([
  ...FIELDS.map((field): [string, Field] => [field, field]),
  ['发送人', 'sender'],
  ['参与人', 'participant'],
  ['customer', 'subject'],
  ['客户', 'subject'],
  ['dept', 'department'],
  ['部门', 'department'],
  ['team', 'project'],
  ['项目', 'project'],
  ['项目组', 'project'],
  ['用户组', 'project'],
  ['群', 'group'],
  ['会话', 'conversation'],
  ['平台', 'platform'],
  ['类型', 'kind'],
  ['文件', 'file'],
  ['filetype', 'file'],
  ['extension', 'file'],
  ['ext', 'file'],
  ['文件类型', 'file'],
  ['扩展名', 'file'],
  ['retention', 'class'],
  ['保存类别', 'class'],
  ['类别', 'class'],
  ['marked', 'mark'],
  ['标记', 'mark'],
  ['标签', 'tag'],
  ['起', 'from'],
  ['止', 'to'],
])
const HOW_SIGNS: Readonly<Record<How, string>> = {
  plain: '',
  whole: '=',
  loose: '~',
  pinyin: 'py:',
  sound: 'sound:',
  evasive: 'evasive:',
}

/**
 * Reads a query; null: everything in scope.
 *
 * @throws Refusal (invalid) `query_too_long`, `query_too_many_words`, `query_too_deep`, `query_not_text` (a lone
 *   surrogate), `query_unbalanced` (a quote or parenthesis without its partner), `query_operand_missing` (an operator or
 *   parentheses around nothing), `query_word_empty` (`""`, `sender:`)
 */
export function readTree(text: string): Tree | null {
  if (text.length > MOST_LETTERS) throw refusal('query_too_long', { most: MOST_LETTERS })
  if (!text.isWellFormed()) throw refusal('query_not_text')
  return new Parser(signsOf(text)).query()
}

/** A query that reads as this tree. */
export function printTree(tree: Tree | null): string {
  if (!tree) return ''
  return tree.what === 'all' || tree.what === 'any' ? printParts(tree.what, tree.parts) : printOne(tree)
}

type Sign = { what: 'open' | 'close' | 'and' | 'or' | 'not' } | Leaf
type Leaf = { what: 'leaf'; tree: Tree; size: number }

const SIGNS = new Map<string, Sign>([
  ['(', { what: 'open' }],
  ['（', { what: 'open' }],
  [')', { what: 'close' }],
  ['）', { what: 'close' }],
  ['+', { what: 'and' }],
  ['＋', { what: 'and' }],
  ['|', { what: 'or' }],
  ['｜', { what: 'or' }],
])
const WORD_SIGNS = new Map<string, Sign>([
  ['AND', { what: 'and' }],
  ['OR', { what: 'or' }],
  ['NOT', { what: 'not' }],
])
const NOT_SIGN = /^[-－](?=[^\s])/u
const BARE = /^[^\s()（）+＋|｜"“”]+/u
const BARE_VALUE = /^[^\s()（）+＋|｜"“”,，]+/u
/** A zone behind a time of day is no second word. */
const BARE_TIME = /^[^\s()（）+＋|｜"“”,，]+(?:(?<=[:：]\d{2})[+＋]\d{2}[:：]?\d{2}(?!\d))?/u
const PREFIX = /^(?:([=＝])|([~～])|([a-zA-Z]{2,12}|[\u4e00-\u9fff]{1,4})[:：])(?=[^\s()（）+＋|｜])/u
const FIELD_WITHOUT_VALUE = /^([a-zA-Z]{2,12}|[\u4e00-\u9fff]{1,4})[:：](?=[\s()（）+＋|｜]|$)/u

function signsOf(text: string): Sign[] {
  const signs: Sign[] = []
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at)
    const space = /^\s+/u.exec(rest)
    const sign = SIGNS.get(text.charAt(at))
    if (space) at += space[0].length
    else if (sign) {
      signs.push(sign)
      at++
    } else if (NOT_SIGN.test(rest)) {
      signs.push({ what: 'not' })
      at++
    } else {
      const { sign: read, length } = readLeaf(rest)
      signs.push(read)
      at += length
    }
  }
  return signs
}

function readLeaf(rest: string): { sign: Sign; length: number } {
  const prefix = PREFIX.exec(rest)
  const name = prefix?.[3]?.toLowerCase() ?? ''
  const field = FIELD_NAMES.get(name)
  if (prefix && field) {
    const bare = field === 'from' || field === 'to' ? BARE_TIME : BARE_VALUE
    const { values, length } = readValues(rest.slice(prefix[0].length), bare)
    const tree: Tree = { what: 'field', field, values }
    return { sign: { what: 'leaf', tree, size: values.length }, length: prefix[0].length + length }
  }
  if (isFieldWithoutValue(rest)) throw refusal('query_word_empty')
  const how = prefix?.[1] ? 'whole' : prefix?.[2] ? 'loose' : HOW_NAMES.get(name)
  const start = prefix && how ? prefix[0].length : 0
  const { text, length, isBare } = readItem(rest.slice(start), BARE)
  const sign = isBare && start === 0 ? WORD_SIGNS.get(text) : undefined
  if (sign) return { sign, length }
  if (text === '') throw refusal('query_word_empty')
  return { sign: { what: 'leaf', tree: { what: 'word', how: how ?? 'plain', text }, size: 1 }, length: start + length }
}

function readValues(rest: string, bare: RegExp): { values: string[]; length: number } {
  const values: string[] = []
  let at = 0
  for (;;) {
    const { text, length } = readItem(rest.slice(at), bare)
    if (text === '') throw refusal('query_word_empty')
    values.push(text)
    at += length
    if (!/^[,，][^\s()（）+＋|｜,，]/u.test(rest.slice(at))) break
    at++
  }
  return { values, length: /^[,，]/u.test(rest.slice(at)) ? at + 1 : at } // a comma at the end says nothing
}

function readItem(rest: string, bare: RegExp): { text: string; length: number; isBare: boolean } {
  if (rest.startsWith('"') || rest.startsWith('“')) {
    const found = (rest.startsWith('"') ? /^"((?:[^"]|"")*)"/u : /^“([^”]*)”/u).exec(rest)
    if (!found) throw refusal('query_unbalanced')
    const inside = found[1] ?? ''
    const text = rest.startsWith('"') ? inside.replaceAll('""', '"') : inside
    return { text, length: found[0].length, isBare: false }
  }
  const word = bare.exec(rest)?.[0]
  if (!word) throw refusal('query_unbalanced') // a closing ” without its partner
  return { text: word, length: word.length, isBare: true }
}

/** Recursive descent: any := all (or all)*; all := (and? one)*; one := not one | ( any ) | leaf. */
class Parser {
  readonly #signs: readonly Sign[]
  #at = 0
  #depth = 0
  #words = 0

  constructor(signs: readonly Sign[]) {
    this.#signs = signs
  }

  query(): Tree | null {
    if (this.#signs.every((sign) => sign.what === 'and')) return null
    const root = this.#any()
    if (this.#at < this.#signs.length) throw refusal('query_unbalanced') // only a ")" stops #any early
    return root
  }

  #any(): Tree {
    const parts = [this.#all()]
    while (this.#next() === 'or') {
      this.#at++
      parts.push(this.#all())
    }
    return oneOrMany('any', parts)
  }

  #all(): Tree {
    const parts: Tree[] = []
    for (;;) {
      const next = this.#next()
      if (next === 'and') this.#at++
      else if (next === null || next === 'or' || next === 'close') break
      else parts.push(this.#one())
    }
    if (parts.length === 0) throw refusal('query_operand_missing')
    return oneOrMany('all', parts)
  }

  #one(): Tree {
    const sign = this.#signs[this.#at++]
    if (!sign || sign.what === 'and' || sign.what === 'or' || sign.what === 'close')
      throw refusal('query_operand_missing')
    if (sign.what === 'leaf') {
      this.#words += sign.size
      if (this.#words > MOST_WORDS) throw refusal('query_too_many_words', { most: MOST_WORDS })
      return sign.tree
    }
    if (++this.#depth > MOST_DEPTH) throw refusal('query_too_deep', { most: MOST_DEPTH })
    const tree: Tree = sign.what === 'not' ? { what: 'none', part: this.#one() } : this.#grouped()
    this.#depth--
    return tree
  }

  #grouped(): Tree {
    const inside = this.#any()
    if (this.#next() !== 'close') throw refusal('query_unbalanced')
    this.#at++
    return inside
  }

  #next(): Sign['what'] | null {
    return this.#signs[this.#at]?.what ?? null
  }
}

export function oneOrMany<T extends { readonly what: string }>(
  what: 'all' | 'any',
  parts: readonly T[],
): T | { what: 'all' | 'any'; parts: readonly T[] } {
  const [first] = parts
  return first && parts.length === 1 ? first : { what, parts }
}

export function refusal(code: string, detail: Record<string, number> = {}): Refusal {
  return new Refusal('invalid', code, detail)
}

function printParts(what: 'all' | 'any', parts: readonly Tree[]): string {
  const between = what === 'all' ? ' ' : ' OR '
  return parts.map((part) => (what === 'any' && part.what === 'all' ? printTree(part) : printOne(part))).join(between)
}

function printOne(tree: Tree): string {
  if (tree.what === 'none') return `-${printOne(tree.part)}`
  if (tree.what === 'field')
    return `${tree.field}:${tree.values.map((value) => printItem(value, BARE_VALUE)).join(',')}`
  if (tree.what === 'word') return printWord(tree.how, tree.text)
  return `(${printTree(tree)})`
}

/** Bare where it then reads as the same word. */
function printWord(how: How, text: string): string {
  if (how !== 'plain') return HOW_SIGNS[how] + printItem(text, BARE)
  const prefix = PREFIX.exec(text)
  const name = prefix?.[3]?.toLowerCase() ?? ''
  const isPrefix = prefix && (name === '' || FIELD_NAMES.has(name) || HOW_NAMES.has(name))
  const isSign = isPrefix || WORD_SIGNS.has(text) || NOT_SIGN.test(text) || isFieldWithoutValue(text)
  return isSign ? quoted(text) : printItem(text, BARE)
}

function isFieldWithoutValue(text: string): boolean {
  return FIELD_NAMES.has(FIELD_WITHOUT_VALUE.exec(text)?.[1]?.toLowerCase() ?? '')
}

function printItem(text: string, bare: RegExp): string {
  return bare.exec(text)?.[0] === text ? text : quoted(text)
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
