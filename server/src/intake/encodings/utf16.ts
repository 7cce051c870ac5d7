// UTF-16 to UTF-8. A lone surrogate is written as its three bytes (which are no UTF-8), a last odd byte as 0xFF.

const UNDECODABLE = 0xff

/** Bytes of the first `most` characters, or of all that are whole; a cut-off one counts when `final`. */
export function utf16Chars(bytes: Buffer, most: number, final: boolean, bigEndian: boolean): number {
  let at = 0
  for (let count = 0; count < most && at < bytes.length; count += 1) {
    const length = charLength(bytes, at, bigEndian)
    if (length > bytes.length - at) {
      if (!final) break
      at += Math.min(2, bytes.length - at)
    } else at += length
  }
  return at
}

export function utf16ToUtf8(bytes: Buffer, bigEndian: boolean): Uint8Array {
  const even = bytes.length - (bytes.length % 2)
  const units = Buffer.from(bytes.subarray(0, even))
  if (bigEndian) units.swap16()
  const text = units.toString('utf16le')
  const utf8 = text.isWellFormed() ? Buffer.from(text, 'utf8') : withSurrogates(text)
  return even === bytes.length ? utf8 : Buffer.concat([utf8, Uint8Array.of(UNDECODABLE)])
}

/** 2, or 4 for a pair; 4 also for a high surrogate whose other half is not there yet. */
function charLength(bytes: Buffer, at: number, bigEndian: boolean): number {
  if (((unitHigh(bytes, at, bigEndian) ?? 0) & 0xfc) !== 0xd8) return 2
  const next = unitHigh(bytes, at + 2, bigEndian)
  return next === undefined || (next & 0xfc) === 0xdc ? 4 : 2
}

/** The more significant byte of the unit, undefined where the unit is not whole. */
function unitHigh(bytes: Buffer, at: number, bigEndian: boolean): number | undefined {
  return at + 1 < bytes.length ? bytes[bigEndian ? at : at + 1] : undefined
}

function withSurrogates(text: string): Buffer {
  const parts: Uint8Array[] = []
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    const lone = code >= 0xd800 && code <= 0xdfff
    parts.push(
      lone ? Uint8Array.of(0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)) : Buffer.from(char, 'utf8'),
    )
  }
  return Buffer.concat(parts)
}
