import { escapeAt } from './escapes.ts'
import { SIMPLIFIED, TRADITIONAL } from './simplify.table.ts'

// The form that detection reads: one folded unit after the other, each with the place in the original that it came
// from. Detection happens here, redaction on the original (a fold may shorten or lengthen a text).

export interface NormalText {
  readonly text: string
  /** Folded UTF-16 units; valid up to `length`, a few zeros behind. Shared scratch: valid until the next call of `normalise`. */
  readonly unit: Uint16Array
  /** Start in the original of what `unit[i]` came from, and its end. */
  readonly from: Int32Array
  readonly to: Int32Array
  readonly length: number
}

export const SPACE = 0x20
export const NEWLINE = 0x0a
export const DASH = 0x2d
export const DOT = 0x2e

const UNKNOWN = 0xffff // a noncharacter: never the fold of anything
const DROPPED = 0xfffe
const SEVERAL = 0xfffd // look into `several`
const MARK = 0xfffc // no unit of its own: it belongs to the character before
const fold = new Uint16Array(0x10000).fill(UNKNOWN)
const several = new Map<number, string>()

/** Each character is asked for once a thread, and then stands in the fold. */
function simplified(char: string): string {
  const at = TRADITIONAL.indexOf(char)
  return at < 0 ? char : SIMPLIFIED.charAt(at)
}

const MARKS = /^[\p{Mn}\p{Me}]$/u
const INVISIBLE = /^[\p{Cf}\p{Mn}\p{Me}\p{Cc}\u115f\u1160\u3164\uffa0]+$/u
const SPACES = /^[\p{Zs}\t\u2800]$/u
const LINES = /^[\n\r\u2028\u2029]$/
const DASHES = /^[\p{Pd}\u2212\u30fc~\u2043\u2500\u2501]$/u
const DOTS = /^[.\u00b7\u2022\u30fb\u2027\u22c5\u2219\u318d\u16eb]$/
const TIMES = /^[×\u0445\u0425\u03c7\u03a7\u2715\u2716\u2573]$/ // written for the X of a resident id
const ACCENTED = /^[\u00c0-\u024f\u1e00-\u1eff]$/
// Numbers in a ring or on a disc that NFKC does not open: first code point, digit it stands for.
const RINGED: readonly (readonly [number, number])[] = [
  [0x24f5, 1],
  [0x2776, 1],
  [0x2780, 1],
  [0x278a, 1],
]

/** What one character (a unit, or a surrogate pair) is folded to; '' = invisible. */
function foldOf(char: string): string {
  if (LINES.test(char)) return '\n'
  if (SPACES.test(char)) return ' '
  if (INVISIBLE.test(char)) return ''
  const code = char.codePointAt(0) ?? 0
  for (const [first, digit] of RINGED) if (code >= first && code < first + 9) return String(code - first + digit)
  if (code === 0x24ff) return '0'
  if (/^\p{Nd}$/u.test(char)) return String(decimalOf(code))
  if (TIMES.test(char)) return 'x'
  if (/^[\u041e\u043e\u039f\u03bf]$/.test(char)) return 'o'
  if (/^[\u0417\u0437]$/.test(char)) return '3' // written for figures, as a scanner writes o
  let out = char.normalize(ACCENTED.test(char) ? 'NFKD' : 'NFKC').replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, '')
  out = out.toLowerCase()
  if (out.length !== 1) return out
  if (SPACES.test(out)) return ' '
  if (DASHES.test(out)) return '-'
  if (DOTS.test(out)) return '.'
  return simplified(out)
}

/** Decimal digits of any script stand in runs of ten from zero (Unicode 4.6); the mathematical ones start at U+1D7CE. */
function decimalOf(code: number): number {
  if (code >= 0x1d7ce && code <= 0x1d7ff) return (code - 0x1d7ce) % 10
  let first = code
  while (first > 0 && code - first < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1
  return (code - first) % 10
}

function learn(code: number): number {
  const out = foldOf(String.fromCharCode(code))
  let value = SEVERAL
  if (out === '') value = MARKS.test(String.fromCharCode(code)) ? MARK : DROPPED
  else if (out.length === 1 && out.charCodeAt(0) < MARK) value = out.charCodeAt(0)
  else several.set(code, out)
  fold[code] = value
  return value
}

/** Above the basic plane only a few blocks fold to something else; everything else keeps its two units. */
function foldPair(text: string, at: number): string {
  const code = text.codePointAt(at) ?? 0
  const folds =
    (code >= 0x1d173 && code <= 0x1d7ff) ||
    (code >= 0x1f100 && code <= 0x1fbff) ||
    (code >= 0x2f800 && code <= 0x2fa1f) ||
    (code >= 0xe0000 && code <= 0xe01ef) ||
    (code >= 0x10400 && code <= 0x1e95f)
  if (!folds) return String.fromCodePoint(code)
  const known = several.get(code)
  if (known !== undefined) return known
  const out = foldOf(String.fromCodePoint(code))
  several.set(code, out)
  return out
}

/** Zeros behind the last unit. */
const BEYOND = 8
let scratch = { unit: new Uint16Array(0), from: new Int32Array(0), to: new Int32Array(0) }

// A character folds to at most 18 units (NFKC of U+FDFA); most to one. The arrays grow while they are filled.
function room(size: number): void {
  const unit = new Uint16Array(size)
  const from = new Int32Array(size)
  const to = new Int32Array(size)
  unit.set(scratch.unit.subarray(0, size))
  from.set(scratch.from.subarray(0, size))
  to.set(scratch.to.subarray(0, size))
  scratch = { unit, from, to }
}

/** Folds `text` one character at a time, in one pass. The answer is valid until the next call. */
export function normalise(text: string): NormalText {
  if (scratch.unit.length < text.length + 32) room(Math.max(1024, text.length * 2 + 64))
  let length = 0
  for (let at = 0; at < text.length; ) {
    if (length + 32 > scratch.unit.length) room(scratch.unit.length * 2)
    const code = text.charCodeAt(at)
    const spelt = code === 0x5c || code === 0x25 || code === 0x26 ? escapeAt(text, at) : null
    const pair = code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00
    const end = at + (spelt?.length ?? (pair ? 2 : 1))
    if (spelt === null && !pair) length = put(text, at, code, length)
    else if (spelt === null) length = putAll(foldPair(text, at), at, end, length)
    else length = putAll(foldOf(spelt.char), at, end, length)
    at = end
  }
  const { unit, from, to } = scratch
  // who looks one unit too far sees no rest of the text before
  unit.fill(0, length, length + BEYOND)
  return { text, unit, from, to, length }
}

function put(text: string, at: number, code: number, length: number): number {
  const { unit, from, to } = scratch
  let value = fold[code] ?? UNKNOWN
  if (value === UNKNOWN) value = learn(code)
  if (value < MARK) {
    unit[length] = value
    from[length] = at
    to[length] = at + 1
    return length + 1
  }
  if (value === MARK && length > 0 && to[length - 1] === at) to[length - 1] = at + 1
  return value === SEVERAL ? putAll(several.get(text.charCodeAt(at)) ?? '', at, at + 1, length) : length
}

function putAll(out: string, at: number, end: number, length: number): number {
  const { unit, from, to } = scratch
  for (let k = 0; k < out.length; k += 1) {
    unit[length + k] = out.charCodeAt(k)
    from[length + k] = at
    to[length + k] = end
  }
  return length + out.length
}

/** The same fold of a short text as a string: for the patterns that are looked for. */
export function foldText(text: string): string {
  const { unit, length } = normalise(text)
  let out = ''
  for (let i = 0; i < length; i += 1) out += String.fromCharCode(unit[i] ?? 0)
  return out
}

export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}

/** a to z; the fold has no upper case. */
export function isLatin(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a
}

/** A unit at which a word goes on: a Latin name ends before it or is part of a longer word. */
export function isWordUnit(unit: number): boolean {
  return isLatin(unit) || isDigit(unit) || (unit >= 0xe0 && unit <= 0x24f)
}

export function isHan(unit: number): boolean {
  return (unit >= 0x3400 && unit <= 0x9fff) || (unit >= 0xf900 && unit <= 0xfaff) || unit === 0x3007
}
