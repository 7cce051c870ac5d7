import { isUtf8 } from 'node:buffer'
import type { Reason } from '../piece.ts'
import { MAX_DEPTH } from './json-scanner.ts'

/** An item that cannot be read, and why. A value, not an error: hostile input is ordinary here. */
export class Unreadable {
  readonly reason: Reason
  /** How many messages the item would have been, where that can be seen. */
  readonly items: number
  constructor(reason: Reason, items = 1) {
    this.reason = reason
    this.items = items
  }
}

/** Numbers that JavaScript would not give back letter by letter arrive as strings holding their own letters. */
export type Json = string | number | boolean | null | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

/** The text of an element's bytes, code point for code point. */
export function readText(bytes: Buffer): string | Unreadable {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  return new Unreadable(hasEncodedSurrogate(bytes) ? 'lone_surrogate' : 'bad_encoding')
}

/**
 * One JSON value, strictly: a key twice in one object, a lone surrogate or more than MAX_DEPTH levels are unreadable.
 * Integers beyond 2^53 and fractions become strings, so that no digit is lost.
 */
export function readJson(bytes: Buffer): Json | Unreadable {
  const text = readText(bytes)
  if (text instanceof Unreadable) return text
  const seen = lookOver(text)
  if (seen.depth > MAX_DEPTH) return new Unreadable('too_deep')
  let value: Json
  try {
    // JSON.parse gives nothing but JSON values
    value = (seen.oddNumbers ? JSON.parse(text, keepLetters) : JSON.parse(text)) as Json
  } catch {
    return new Unreadable('bad_json')
  }
  if (countKeys(value) !== seen.keys) return new Unreadable('duplicate_key')
  if (seen.surrogates && !isWellFormed(value)) return new Unreadable('lone_surrogate')
  return value
}

/** The member, or undefined where there is none: never something inherited. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** All members but those named, keeping a member called `__proto__` an ordinary one. */
export function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}

interface Look {
  keys: number
  depth: number
  oddNumbers: boolean
  surrogates: boolean
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

function lookOver(text: string): Look {
  const look: Look = { keys: 0, depth: 0, oddNumbers: false, surrogates: /\\u[dD][89a-fA-F]/.test(text) }
  let depth = 0
  let digits = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) at = closingQuote(text, at)
    else if (unit === 0x3a) look.keys += 1
    else if (unit === 0x7b || unit === 0x5b) look.depth = Math.max(look.depth, ++depth)
    else if (unit === 0x7d || unit === 0x5d) depth -= 1
    const isDigit = unit >= 0x30 && unit <= 0x39
    // a 16th digit, a point, or an exponent: "true" and "false" have an e but no digit before it
    if (isDigit ? digits === 15 : digits > 0 && (unit === 0x2e || (unit | 0x20) === 0x65)) look.oddNumbers = true
    digits = isDigit ? digits + 1 : 0
  }
  return look
}

function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at > 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1
    if (slashes % 2 === 0) return at
  }
  return text.length
}

function keepLetters(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value
  return Number.isSafeInteger(value) && String(value) === context.source ? value : context.source
}

function countKeys(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) for (const one of value) count += countKeys(one)
  else for (const key of Object.keys(value)) count += 1 + countKeys(value[key] ?? null)
  return count
}

function isWellFormed(value: Json): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (Array.isArray(value)) return value.every(isWellFormed)
  if (!isObject(value)) return true
  return Object.entries(value).every(([key, one]) => key.isWellFormed() && isWellFormed(one))
}

/** A UTF-16 surrogate written as if it were a character: ED A0..BF xx. Our own transcoder writes them so. */
function hasEncodedSurrogate(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next >= 0xa0 && next <= 0xbf) return true
  }
  return false
}
