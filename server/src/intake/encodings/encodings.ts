import { isUtf8 } from 'node:buffer'
import { Window } from '../syntax/window.ts'
import { gb18030Chars, gb18030ToUtf8 } from './gb18030.ts'
import { utf16Chars, utf16ToUtf8 } from './utf16.ts'

const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const
export type Encoding = (typeof ENCODINGS)[number]

/**
 * Reads a part as UTF-8 without losing where its bytes are. What cannot be decoded comes out as bytes that are no UTF-8
 * either, so the element that holds it turns out unreadable, and no other.
 */
export interface Alphabet {
  /** The same text in UTF-8; a character cut off at the end waits for the next call. */
  toUtf8(chunk: Uint8Array): Uint8Array
  /** What still waited, as undecodable. */
  end(): Uint8Array
  /** The part's own bytes behind the next `utf8`: calls must tile what `toUtf8` and `end` gave. */
  take(utf8: Buffer): Buffer
}

export function alphabet(encoding: Encoding): Alphabet {
  if (encoding === 'utf-8') return { toUtf8: (chunk) => chunk, end: () => NOTHING, take: (utf8) => utf8 }
  if (encoding === 'gb18030') return transcoding(gb18030Chars, gb18030ToUtf8)
  const bigEndian = encoding === 'utf-16be'
  return transcoding(
    (bytes, most, final) => utf16Chars(bytes, most, final, bigEndian),
    (bytes) => utf16ToUtf8(bytes, bigEndian),
  )
}

const NOTHING = new Uint8Array(0)

/** @param chars how many bytes `most` characters take, or as many as are whole; the rest too when `final`. */
function transcoding(
  chars: (bytes: Buffer, most: number, final: boolean) => number,
  toUtf8: (bytes: Buffer) => Uint8Array,
): Alphabet {
  const held = new Window()
  let decoded = 0 // bytes at the front of `held` already given out as UTF-8
  const decode = (final: boolean): Uint8Array => {
    const fresh = held.bytes.subarray(decoded)
    const count = chars(fresh, Number.POSITIVE_INFINITY, final)
    decoded += count
    return toUtf8(fresh.subarray(0, count))
  }
  return {
    toUtf8(chunk) {
      held.append(chunk)
      return decode(false)
    },
    end: () => decode(true),
    take(utf8) {
      const count = chars(held.bytes.subarray(0, decoded), countChars(utf8), true)
      decoded -= count
      return held.take(count)
    },
  }
}

/** Every transcoder writes one lead byte (or one undecodable byte) per character, followed by 10xxxxxx bytes. */
function countChars(utf8: Buffer): number {
  let count = 0
  for (const byte of utf8) if ((byte & 0xc0) !== 0x80) count += 1
  return count
}

const BOMS: readonly (readonly [Encoding, Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
  ['gb18030', Buffer.from([0x84, 0x31, 0x95, 0x33])],
]

const DECLARED: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
}

export interface EncodingFound {
  encoding: Encoding
  /** Length of the byte order mark. */
  bom: number
  /** True: the part declares an encoding that we do not read. */
  unsupported: boolean
}

/** Looks at a whole part, chunk by chunk, then says how to read it. */
export class EncodingSurvey {
  #head: Buffer = Buffer.alloc(0)
  #carry: Buffer = Buffer.alloc(0)
  #invalid = 0
  #multibyte = 0
  #gbInvalid = 0
  #gbChars = 0
  #budget = 2 * 1024 * 1024 // bytes looked at one by one; a part with more bad ones than that is known by then

  add(chunk: Buffer): void {
    if (this.#head.length < HEAD) this.#head = Buffer.concat([this.#head, chunk.subarray(0, HEAD - this.#head.length)])
    const bytes = this.#carry.length > 0 ? Buffer.concat([this.#carry, chunk]) : chunk
    // small chunks are put together: where a block begins in the middle of a character, that character counts as bad
    const whole = bytes.length < HEAD ? 0 : bytes.length - incompleteTail(bytes)
    this.#look(bytes.subarray(0, whole))
    this.#carry = Buffer.from(bytes.subarray(whole))
  }

  /** First bytes of the part. */
  get head(): Buffer {
    return this.#head
  }

  found(): EncodingFound {
    this.#look(this.#carry)
    this.#carry = Buffer.alloc(0)
    for (const [encoding, bom] of BOMS) {
      if (this.#head.subarray(0, bom.length).equals(bom)) return { encoding, bom: bom.length, unsupported: false }
    }
    const shape = utf16Shape(this.#head)
    if (shape) return { encoding: shape, bom: 0, unsupported: false }
    const declared = declaredByXml(this.#head)
    if (declared !== null) {
      const encoding = DECLARED[declared]
      // a byte order mark or UTF-16 shape was looked for above: a declaration read byte by byte cannot be UTF-16
      const readable = encoding && !encoding.startsWith('utf-16') ? encoding : 'utf-8'
      return { encoding: readable, bom: 0, unsupported: encoding === undefined }
    }
    return { encoding: this.#looksLikeGb18030() ? 'gb18030' : 'utf-8', bom: 0, unsupported: false }
  }

  #look(bytes: Buffer): void {
    if (bytes.length === 0 || this.#budget <= 0 || isUtf8(bytes)) return
    this.#budget -= bytes.length
    const utf8 = countUtf8(bytes)
    this.#invalid += utf8.invalid
    this.#multibyte += utf8.multibyte
    const gb = countGb(bytes)
    this.#gbInvalid += gb.invalid
    this.#gbChars += gb.multibyte
  }

  /** UTF-8 with a few damaged bytes must stay UTF-8: read as GB18030 it would be nonsense that looks like text. */
  #looksLikeGb18030(): boolean {
    if (this.#invalid === 0) return false
    return this.#multibyte < 2 * this.#invalid && this.#gbInvalid * 50 <= this.#gbChars
  }
}

const HEAD = 64 * 1024

/** Bytes at the end that begin a UTF-8 character without ending it. */
function incompleteTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needed > back ? back : 0
  }
  return 0
}

/** Without a mark: text of our formats is full of ASCII, so every other byte of UTF-16 is mostly zero. */
function utf16Shape(head: Buffer): Encoding | null {
  const pairs = Math.floor(head.length / 2)
  if (pairs < 2) return null
  let even = 0
  let odd = 0
  for (let at = 0; at < 2 * pairs; at += 2) {
    if (head[at] === 0) even += 1
    if (head[at + 1] === 0) odd += 1
  }
  if (odd * 4 >= pairs && odd >= 4 * even) return 'utf-16le'
  if (even * 4 >= pairs && even >= 4 * odd) return 'utf-16be'
  return null
}

function declaredByXml(head: Buffer): string | null {
  const start = head.toString('latin1', 0, Math.min(head.length, 200))
  const found = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(start)
  return found?.[1]?.toLowerCase() ?? null
}

function countUtf8(bytes: Buffer): { invalid: number; multibyte: number } {
  let invalid = 0
  let multibyte = 0
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0
    const valid = length === 1 || (length > 1 && isUtf8(bytes.subarray(at, at + length)) && at + length <= bytes.length)
    if (!valid) invalid += 1
    else if (length > 1) multibyte += 1
    at += valid ? length : 1
  }
  return { invalid, multibyte }
}

function countGb(bytes: Buffer): { invalid: number; multibyte: number } {
  let invalid = 0
  let multibyte = 0
  for (let at = 0; at < bytes.length; ) {
    const one = gb18030Chars(bytes.subarray(at, at + 4), 1, true)
    if (one > 1) multibyte += 1
    else if ((bytes[at] ?? 0) >= 0x80) invalid += 1
    at += one
  }
  return { invalid, multibyte }
}
