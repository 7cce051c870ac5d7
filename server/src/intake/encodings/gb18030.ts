// GB18030-2022 as the WHATWG Encoding Standard decodes it, with the length of each character known from its bytes
// alone: 1 byte below 0x81; 4 bytes where the second is a digit; else 2. A lead byte without its trail is one bad byte.

const UNDECODABLE = 0xff // never part of UTF-8: the element that holds it will not read
const BLOCK = 4096

/** Bytes of the first `most` characters, or of all that are whole; a cut-off one counts when `final`. */
export function gb18030Chars(bytes: Buffer, most: number, final: boolean): number {
  let at = 0
  for (let count = 0; count < most && at < bytes.length; count += 1) {
    const length = charLength(bytes, at)
    if (length === 0 && !final) break
    at += length || 1
  }
  return at
}

export function gb18030ToUtf8(bytes: Buffer): Uint8Array {
  const blocks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    let end = at
    while (end < bytes.length && end - at < BLOCK) end += charLength(bytes, end) || 1
    blocks.push(decodeBlock(bytes.subarray(at, end)))
    at = end
  }
  return blocks.length === 1 && blocks[0] ? blocks[0] : Buffer.concat(blocks)
}

/** 0: cut off at the end of `bytes`. */
function charLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead <= 0x80 || lead === 0xff) return 1
  const second = bytes[at + 1]
  if (second === undefined) return 0
  if (second >= 0x40 && second !== 0x7f && second !== 0xff) return 2
  if (second < 0x30 || second > 0x39) return 1
  const third = bytes[at + 2]
  if (third === undefined) return 0
  if (third < 0x81 || third > 0xfe) return 1
  const fourth = bytes[at + 3]
  if (fourth === undefined) return 0
  return fourth >= 0x30 && fourth <= 0x39 ? 4 : 1
}

function decodeBlock(bytes: Buffer): Uint8Array {
  const text = decode(bytes)
  // one code point per character is what the way back to the source's bytes rests on
  if (text !== null && codePoints(text) === countChars(bytes)) return Buffer.from(text, 'utf8')
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = charLength(bytes, at) || 1
    const one = decode(bytes.subarray(at, at + length))
    parts.push(one !== null && codePoints(one) === 1 ? Buffer.from(one, 'utf8') : Uint8Array.of(UNDECODABLE))
    at += length
  }
  return Buffer.concat(parts)
}

function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function codePoints(text: string): number {
  let pairs = 0
  for (let at = 0; at < text.length; at += 1) if ((text.charCodeAt(at) & 0xfc00) === 0xd800) pairs += 1
  return text.length - pairs
}

function countChars(bytes: Buffer): number {
  let count = 0
  for (let at = 0; at < bytes.length; at += charLength(bytes, at) || 1) count += 1
  return count
}
