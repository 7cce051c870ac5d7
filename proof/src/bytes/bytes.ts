import { decodeBase64, encodeBase64, encodeHex } from '#crypto'
import { ProofError } from './errors.ts'

// Bytes and their spellings. Every reader is strict: one value has one spelling, anything else is refused.

export const toHex: (bytes: Uint8Array) => string = encodeHex

/** Lower case only, even length. Throws ProofError 'bad_hex'. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) throw new ProofError('bad_hex')
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** RFC 4648 section 4, with padding. */
export const toBase64: (bytes: Uint8Array) => string = encodeBase64

/** RFC 4648 section 4, padding required, spare bits zero. Throws ProofError 'bad_base64'. */
export function fromBase64(text: string): Uint8Array {
  const bytes = decodeBase64(text)
  if (bytes === null) throw new ProofError('bad_base64')
  return bytes
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
