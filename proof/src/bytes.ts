import { ProofError } from './errors.ts'

// Bytes and their spellings. Every reader is strict: one value has one spelling, anything else is refused.

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}

/** Lower case only, even length. Throws ProofError 'bad_hex'. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) throw new ProofError('bad_hex')
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUE_OF = new Int8Array(256).fill(-1)
for (let i = 0; i < 64; i++) VALUE_OF[ALPHABET.charCodeAt(i)] = i

/** RFC 4648 section 4, with padding. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += ALPHABET.charAt(word >> 18) + ALPHABET.charAt((word >> 12) & 63)
    text += left > 1 ? ALPHABET.charAt((word >> 6) & 63) : '='
    text += left > 2 ? ALPHABET.charAt(word & 63) : '='
  }
  return text
}

/** RFC 4648 section 4, padding required, spare bits zero. Throws ProofError 'bad_base64'. */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw new ProofError('bad_base64')
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  const whole = padding === 0 ? text.length : text.length - 4
  let at = 0
  for (let i = 0; i < whole; i += 4) {
    const word =
      (sextet(text, i) << 18) | (sextet(text, i + 1) << 12) | (sextet(text, i + 2) << 6) | sextet(text, i + 3)
    if (word < 0) throw new ProofError('bad_base64')
    bytes[at] = word >> 16
    bytes[at + 1] = word >> 8
    bytes[at + 2] = word
    at += 3
  }
  if (padding > 0) lastBytes(text, whole, padding, bytes, at)
  return bytes
}

/** Value of a letter; -1, which makes any word it is part of negative, for what is none. */
function sextet(text: string, i: number): number {
  const code = text.charCodeAt(i)
  return code < 256 ? (VALUE_OF[code] ?? -1) : -1
}

function lastBytes(text: string, from: number, padding: number, bytes: Uint8Array, at: number): void {
  const third = padding === 1 ? sextet(text, from + 2) : 0
  const word = (sextet(text, from) << 18) | (sextet(text, from + 1) << 12) | (third << 6)
  const spare = padding === 1 ? word & 0xff : word & 0xffff
  if (word < 0 || spare !== 0) throw new ProofError('bad_base64')
  bytes[at] = word >> 16
  if (padding === 1) bytes[at + 1] = word >> 8
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** UTF-8 bytes. Throws ProofError 'lone_surrogate': a lone surrogate has no UTF-8. */
export function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new ProofError('lone_surrogate')
  return encoder.encode(text)
}

/** Writes UTF-8 into `out` and returns the number of bytes; `out` has room for 3 bytes a UTF-16 unit, `text` is well formed. */
export function writeUtf8(out: Uint8Array, text: string, offset: number): number {
  return encoder.encodeInto(text, out.subarray(offset)).written
}

/** Strict: overlong forms, surrogates and cut sequences throw ProofError 'bad_utf8'; a BOM is kept. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new ProofError('bad_utf8')
  }
}

/** A safe integer as big-endian int64 (or uint64 where it is not negative), without BigInt: entries are made on the hot path. */
export function writeInt64(view: DataView, offset: number, value: number): void {
  view.setInt32(offset, Math.floor(value / 2 ** 32))
  view.setUint32(offset + 4, value >>> 0)
}
