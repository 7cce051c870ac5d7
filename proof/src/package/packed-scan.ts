import { isSpanField } from '../record/commitment.ts'
import { FIELDS, type Field } from '../record/record.ts'
import type { Mask } from './mask.ts'
import type { PackedRow } from './package.ts'

// A line of packed disclosures read from left to right in the one spelling that is allowed, in half the time that reading any JSON and writing it again
// takes. What this does not know at a glance it leaves to parsePackedRow, which refuses it or not and says why: null here means only
// "look again". packed-scan.test.ts holds both to the same answers.

const FIELD_NAMED: ReadonlyMap<string, Field> = new Map(FIELDS.map((field) => [field, field]))
const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN = 0x5b
const CLOSE = 0x5d
const COMMA = 0x2c

/** The row, or null where the line is another spelling, no row, or one with rare things in it. */
export function scanPackedRow(line: string): PackedRow | null {
  try {
    return new Scan(line).row()
  } catch (error) {
    if (error === LOOK_AGAIN) return null
    throw error
  }
}

/** Thrown from deep in a line; one for all, because a stack costs more than the line. */
const LOOK_AGAIN = new Error('look again')

class Scan {
  readonly #line: string
  #at = 0

  constructor(line: string) {
    this.#line = line
  }

  row(): PackedRow {
    this.#literal('{"archiveTs":')
    const archiveTs = this.#integer()
    this.#literal(',"conv":')
    const conv = this.#integer(1)
    this.#literal(',"index":')
    const index = this.#integer(0)
    this.#literal(',"leaf":"')
    const leaf = this.#plain()
    this.#literal(',"masks":[')
    const masks = this.#listOf(OPEN, () => this.#mask())
    this.#literal(',"proof":"')
    const proof = this.#plain()
    this.#literal(',"row":')
    const row = this.#integer(1)
    this.#literal(',"seq":')
    const seq = this.#integer(0)
    this.#literal(',"shown":[')
    const shown = this.#listOf(QUOTE, () => this.#text())
    this.#literal(',"sourceTs":')
    const sourceTs = this.#has('null') ? null : this.#integer()
    this.#literal('}')
    if (this.#at !== this.#line.length) throw LOOK_AGAIN
    return { row, index, conv, seq, archiveTs, sourceTs, leaf, masks, shown, proof }
  }

  #has(literal: string): boolean {
    if (!this.#line.startsWith(literal, this.#at)) return false
    this.#at += literal.length
    return true
  }

  #literal(literal: string): void {
    if (!this.#has(literal)) throw LOOK_AGAIN
  }

  /** At most fifteen digits: all of those are safe. */
  #integer(least = Number.NEGATIVE_INFINITY): number {
    const line = this.#line
    const isNegative = line.charCodeAt(this.#at) === 0x2d
    const from = isNegative ? this.#at + 1 : this.#at
    let at = from
    let value = 0
    for (let digit = line.charCodeAt(at) - 0x30; digit >= 0 && digit <= 9; digit = line.charCodeAt(at) - 0x30) {
      value = value * 10 + digit
      at++
    }
    const digits = at - from
    const hasLeadingZero = digits > 1 && line.charCodeAt(from) === 0x30
    if (digits === 0 || digits > 15 || hasLeadingZero || (isNegative && value === 0)) throw LOOK_AGAIN
    this.#at = at
    const signed = isNegative ? -value : value
    if (signed < least) throw LOOK_AGAIN
    return signed
  }

  /** Text up to the next quote, and past it: without an escape and without what would need one. */
  #plain(): string {
    const line = this.#line
    let at = this.#at
    for (let unit = line.charCodeAt(at); unit !== QUOTE; unit = line.charCodeAt(++at)) {
      // NaN, behind the end, is neither
      if (!(unit >= 0x20) || unit === BACKSLASH || (unit >= 0xd800 && unit <= 0xdfff)) throw LOOK_AGAIN
    }
    const text = line.slice(this.#at, at)
    this.#at = at + 1
    return text
  }

  /** A text with what a message may hold: line breaks and quotes are escaped, other planes have surrogates. */
  #text(): string {
    const from = ++this.#at
    const line = this.#line
    let isPlain = true
    let at = from
    for (let unit = line.charCodeAt(at); unit !== QUOTE; unit = line.charCodeAt(++at)) {
      if (!(unit >= 0x20)) throw LOOK_AGAIN
      if (unit === BACKSLASH) at++
      if (unit === BACKSLASH || (unit >= 0xd800 && unit <= 0xdfff)) isPlain = false
    }
    this.#at = at + 1
    if (isPlain) return line.slice(from, at)
    const quoted = line.slice(from - 1, at + 1)
    const text = unquoted(quoted)
    // writing it gives no other spelling, and a lone surrogate none at all
    if (text === null || JSON.stringify(text) !== quoted) throw LOOK_AGAIN
    return text
  }

  #mask(): Mask {
    this.#literal('["')
    const field = FIELD_NAMED.get(this.#plain())
    if (field === undefined) throw LOOK_AGAIN
    this.#literal(',"')
    const kind = this.#plain()
    if (this.#has(']')) return { field, kind }
    if (this.#has(',"')) {
      const label = this.#plain()
      this.#literal(']')
      return { field, kind, label }
    }
    this.#literal(',')
    const start = this.#integer(0)
    this.#literal(',')
    const end = this.#integer(1)
    if (!isSpanField(field)) throw LOOK_AGAIN
    if (this.#has(']')) return { field, start, end, kind }
    if (this.#has(',null,1]')) return { field, start, end, kind, fixed: true }
    this.#literal(',"')
    const label = this.#plain()
    if (this.#has(',1]')) return { field, start, end, kind, fixed: true, label }
    this.#literal(']')
    return { field, start, end, kind, label }
  }

  /** Items that begin with `first`, up to and past the closing bracket. */
  #listOf<T>(first: number, item: () => T): T[] {
    const line = this.#line
    const items: T[] = []
    if (this.#has(']')) return items
    for (;;) {
      if (line.charCodeAt(this.#at) !== first) throw LOOK_AGAIN
      items.push(item())
      const next = line.charCodeAt(this.#at++)
      if (next === CLOSE) return items
      if (next !== COMMA) throw LOOK_AGAIN
    }
  }
}

function unquoted(quoted: string): string | null {
  try {
    return JSON.parse(quoted) as string // it stands between quotes
  } catch {
    return null
  }
}
