import { ProofError } from './errors.ts'

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/**
 * JSON Canonicalization Scheme, RFC 8785, over what our formats use: strings, safe integers, booleans, null, arrays and
 * plain objects. A fraction, an unsafe integer, undefined, any other object or more than 64 levels throw ProofError 'unsupported_value';
 * a lone surrogate 'lone_surrogate' (RFC 8785 section 3.2.2.2).
 */
export function canonicalJson(value: unknown): string {
  return canonicalAt(value, 0)
}

/** Nothing of ours is half as deep: what is, was made to exhaust the stack. */
const MOST_LEVELS = 64

function canonicalAt(value: unknown, level: number): string {
  if (value === null || value === true || value === false) return String(value)
  if (typeof value === 'string') return canonicalString(value)
  if (typeof value === 'number') return canonicalInteger(value)
  if (level >= MOST_LEVELS) throw new ProofError('unsupported_value')
  if (Array.isArray(value)) return `[${value.map((item) => canonicalAt(item, level + 1)).join(',')}]`
  if (typeof value !== 'object') throw new ProofError('unsupported_value')
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new ProofError('unsupported_value')
  // RFC 8785 section 3.2.3: keys sorted by UTF-16 code units, which is what sort() does
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${canonicalString(key)}:${canonicalAt(member, level + 1)}`)
  return `{${members.join(',')}}`
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new ProofError('lone_surrogate')
  return JSON.stringify(text) // RFC 8785 section 3.2.2.2 is ECMAScript's own quoting
}

function canonicalInteger(value: number): string {
  if (!Number.isSafeInteger(value)) throw new ProofError('unsupported_value')
  return JSON.stringify(value === 0 ? 0 : value)
}

/**
 * Reads JSON that must be canonical: any other spelling (white space, a doubled key, another order, `1e3`) throws
 * ProofError 'not_canonical_json', so one text can never be read as two values.
 */
export function parseCanonicalJson(text: string): JsonValue {
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue // JSON.parse gives nothing but JSON values
  } catch {
    throw new ProofError('not_canonical_json')
  }
  if (canonicalOrNull(value) !== text) throw new ProofError('not_canonical_json')
  return value
}

function canonicalOrNull(value: JsonValue): string | null {
  try {
    return canonicalJson(value)
  } catch (error) {
    if (error instanceof ProofError) return null
    throw error
  }
}
