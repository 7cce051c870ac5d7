import { Refusal } from '#base'

// Filters of RFC 7644 section 3.4.2.2, over a resource as it is shown. attacker-controlled: the text is short, the depth
// bounded, and what cannot be read is refused, never taken as "all".

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

export type Filter =
  | { readonly is: 'compare'; readonly path: readonly string[]; readonly op: Op; readonly value: Json }
  | { readonly is: 'some'; readonly path: readonly string[]; readonly of: Filter }
  | { readonly is: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly is: 'not'; readonly of: Filter }

const OPS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr'] as const
type Op = (typeof OPS)[number]

const LONGEST = 2_000
const DEEPEST = 20
/** A schema's name may stand before an attribute: `urn:…:User:userName`. */
const TOKEN = /\s*(\(|\)|\[|\]|"(?:[^"\\]|\\.)*"|[\w$:.-]+)/y

/** @throws Refusal `filter_invalid` */
export function parseFilter(text: string): Filter {
  if (text.length > LONGEST) throw invalid()
  const tokens = tokensOf(text)
  const reader = new Reader(tokens)
  const filter = reader.or(0)
  if (!reader.isDone()) throw invalid()
  return filter
}

const invalid = () => new Refusal('invalid', 'filter_invalid')

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  let end = 0
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    tokens.push(found[1] ?? '')
    end = TOKEN.lastIndex
  }
  if (text.slice(end).trim() !== '') throw invalid()
  return tokens
}

class Reader {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  isDone(): boolean {
    return this.#at >= this.#tokens.length
  }

  or(depth: number): Filter {
    let left = this.and(depth)
    while (this.#takes('or')) left = { is: 'or', left, right: this.and(depth) }
    return left
  }

  and(depth: number): Filter {
    let left = this.one(depth)
    while (this.#takes('and')) left = { is: 'and', left, right: this.one(depth) }
    return left
  }

  one(depth: number): Filter {
    if (depth > DEEPEST) throw invalid()
    if (this.#takes('not')) {
      if (!this.#takes('(')) throw invalid()
      return { is: 'not', of: this.#closed(depth, ')') }
    }
    if (this.#takes('(')) return this.#closed(depth, ')')
    const path = pathOf(this.#next())
    if (this.#takes('[')) return { is: 'some', path, of: this.#closed(depth, ']') }
    const op = OPS.find((each) => each === this.#next(true).toLowerCase())
    if (op === undefined) throw invalid()
    this.#at += 1
    return { is: 'compare', path, op, value: op === 'pr' ? null : literalIn(this.#next()) }
  }

  #closed(depth: number, end: string): Filter {
    const inner = this.or(depth + 1)
    if (!this.#takes(end)) throw invalid()
    return inner
  }

  #takes(word: string): boolean {
    if (this.#tokens[this.#at]?.toLowerCase() !== word) return false
    this.#at += 1
    return true
  }

  #next(peek = false): string {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw invalid()
    if (!peek) this.#at += 1
    return token
  }
}

function literalIn(token: string): Json {
  try {
    return JSON.parse(token) as Json // strings, numbers, true, false and null are written as in JSON
  } catch {
    throw invalid()
  }
}

/** The keys on the way to a value, in lower case; a schema's name is one key. */
export function pathOf(text: string): string[] {
  const schema = /^(urn:[\w:.-]+):([A-Za-z$][\w$-]*(?:\.[A-Za-z$][\w$-]*)?)$/.exec(text)
  const [urn, rest] = schema ? [schema[1] ?? '', schema[2] ?? ''] : ['', text]
  if (!/^[A-Za-z$][\w$-]*(?:\.[A-Za-z$][\w$-]*)?$/.test(rest)) throw invalid()
  const isCore = urn === '' || /:core:2\.0:(?:User|Group)$/i.test(urn)
  return [...(isCore ? [] : [urn.toLowerCase()]), ...rest.toLowerCase().split('.')]
}

export function matches(filter: Filter, resource: Json): boolean {
  switch (filter.is) {
    case 'and':
      return matches(filter.left, resource) && matches(filter.right, resource)
    case 'or':
      return matches(filter.left, resource) || matches(filter.right, resource)
    case 'not':
      return !matches(filter.of, resource)
    case 'some':
      return valuesAt(resource, filter.path).some((each) => matches(filter.of, each))
    case 'compare':
      return compares(filter.op, valuesAt(resource, filter.path), filter.value)
  }
}

/** Every value at the end of a path; lists on the way are opened. */
function valuesAt(resource: Json, path: readonly string[]): Json[] {
  let here: Json[] = [resource]
  for (const key of path) {
    here = here.flatMap((each) => {
      if (typeof each !== 'object' || each === null || Array.isArray(each)) return []
      const found = Object.keys(each).find((name) => name.toLowerCase() === key)
      const value = found === undefined ? undefined : each[found]
      return value === undefined ? [] : Array.isArray(value) ? value : [value]
    })
  }
  return here
}

function compares(op: Op, found: readonly Json[], value: Json): boolean {
  // a list of complex values is compared by its values (RFC 7643 2.4)
  const plain = found.map((each) =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? (each.value ?? null) : each,
  )
  if (op === 'pr') return plain.some((each) => each !== null && each !== '')
  if (op === 'ne') return !compares('eq', found, value)
  if (value === null && op === 'eq') return plain.length === 0
  return plain.some((each) => comparesOne(op, each, value))
}

function comparesOne(op: Op, found: Json, value: Json): boolean {
  if (typeof found === 'boolean' || typeof value === 'boolean') return op === 'eq' && found === value
  if (typeof found === 'number' && typeof value === 'number') return ordered(op, found - value)
  if (typeof found !== 'string' || typeof value !== 'string') return false
  const [a, b] = [found.toLowerCase(), value.toLowerCase()] // none of our attributes is case-exact
  if (op === 'co') return a.includes(b)
  if (op === 'sw') return a.startsWith(b)
  if (op === 'ew') return a.endsWith(b)
  return ordered(op, a < b ? -1 : a > b ? 1 : 0)
}

function ordered(op: Op, difference: number): boolean {
  if (op === 'eq') return difference === 0
  if (op === 'gt') return difference > 0
  if (op === 'ge') return difference >= 0
  if (op === 'lt') return difference < 0
  return op === 'le' && difference <= 0
}
