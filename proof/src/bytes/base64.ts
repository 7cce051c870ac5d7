// RFC 4648 section 4 in script, for where the platform has none that is synchronous and strict.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUE_OF = new Int8Array(256).fill(-1)
for (let i = 0; i < 64; i++) VALUE_OF[ALPHABET.charCodeAt(i)] = i

export function encodeBase64(bytes: Uint8Array): string {
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

/** Null unless padded, of the alphabet, and with spare bits of zero. */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  const whole = padding === 0 ? text.length : text.length - 4
  let at = 0
  for (let i = 0; i < whole; i += 4) {
    const word =
      (sextet(text, i) << 18) | (sextet(text, i + 1) << 12) | (sextet(text, i + 2) << 6) | sextet(text, i + 3)
    if (word < 0) return null
    bytes[at] = word >> 16
    bytes[at + 1] = word >> 8
    bytes[at + 2] = word
    at += 3
  }
  return padding === 0 || putLast(text, whole, padding, bytes, at) ? bytes : null
}

/** Value of a letter; -1, which makes any word it is part of negative, for what is none. */
function sextet(text: string, i: number): number {
  const code = text.charCodeAt(i)
  return code < 256 ? (VALUE_OF[code] ?? -1) : -1
}

function putLast(text: string, from: number, padding: number, bytes: Uint8Array, at: number): boolean {
  const third = padding === 1 ? sextet(text, from + 2) : 0
  const word = (sextet(text, from) << 18) | (sextet(text, from + 1) << 12) | (third << 6)
  const spare = padding === 1 ? word & 0xff : word & 0xffff
  if (word < 0 || spare !== 0) return false
  bytes[at] = word >> 16
  if (padding === 1) bytes[at + 1] = word >> 8
  return true
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function encodeHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}
