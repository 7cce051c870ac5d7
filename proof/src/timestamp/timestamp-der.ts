import { concat } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'

// DER (X.690), as much as time stamps and certificates need. Strict: definite lengths in their shortest form, low tag numbers,
// nothing left over. Nothing here recurses; whoever reads says how deep it goes.

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** Tag of a context-specific element: constructed, as they are where we meet them, unless `primitive`. */
export const context = (number: number, primitive = false): number => (primitive ? 0x80 : 0xa0) | number

export interface Der {
  tag: number
  content: Uint8Array
  /** Tag, length and content as they stood. */
  bytes: Uint8Array
}

const bad = (what: string): ProofError => new ProofError('bad_der', what)

/** One element and nothing after it. Throws ProofError 'bad_der'. */
export function readDer(bytes: Uint8Array, tag: number): Der {
  const reader = new DerReader(bytes)
  const one = reader.next(tag)
  reader.end()
  return one
}

/** The elements of a constructed one, in order. */
export class DerReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  static of(der: Der): DerReader {
    return new DerReader(der.content)
  }

  /** Tag of the next element; null at the end. */
  peek(): number | null {
    return this.#bytes[this.#at] ?? null
  }

  /** The next element, of this tag if one is given. Throws ProofError 'bad_der'. */
  next(tag?: number): Der {
    const start = this.#at
    const found = this.#byte()
    if ((found & 0x1f) === 0x1f) throw bad('tag')
    if (tag !== undefined && found !== tag) throw bad('tag')
    const length = this.#length()
    const from = this.#at
    if (length > this.#bytes.length - from) throw bad('length')
    this.#at = from + length
    return { tag: found, content: this.#bytes.subarray(from, this.#at), bytes: this.#bytes.subarray(start, this.#at) }
  }

  /** The next element if it has this tag, else null. */
  optional(tag: number): Der | null {
    return this.peek() === tag ? this.next() : null
  }

  /** All that are left. Throws ProofError 'bad_der' when there are more than `most`. */
  rest(most: number): Der[] {
    const all: Der[] = []
    while (this.peek() !== null) {
      if (all.length === most) throw bad('too many')
      all.push(this.next())
    }
    return all
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw bad('trailing')
  }

  #byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) throw bad('truncated')
    this.#at++
    return byte
  }

  #length(): number {
    const first = this.#byte()
    if (first < 0x80) return first
    const count = first & 0x7f
    // 0x80 is BER's indefinite form; four bytes are 4 GiB
    if (count === 0 || count > 4) throw bad('length')
    let length = 0
    for (let i = 0; i < count; i++) length = length * 256 + this.#byte()
    if (length < 0x80 || length < 256 ** (count - 1)) throw bad('length')
    return length
  }
}

/** Dotted. Throws ProofError 'bad_der'. */
export function readOid(der: Der): string {
  const { content } = der
  if (der.tag !== TAG.oid || content.length === 0 || content.length > 64) throw bad('oid')
  const arcs: number[] = []
  let value = 0
  let begins = true
  for (const byte of content) {
    if (begins && byte === 0x80) throw bad('oid')
    value = value * 128 + (byte & 0x7f)
    if (!Number.isSafeInteger(value)) throw bad('oid')
    begins = (byte & 0x80) === 0
    if (!begins) continue
    if (arcs.length === 0) {
      const top = Math.min(Math.floor(value / 40), 2)
      arcs.push(top, value - 40 * top)
    } else arcs.push(value)
    value = 0
  }
  if (!begins) throw bad('oid')
  return arcs.join('.')
}

/** Content of an INTEGER in its one shortest form, two's complement. Throws ProofError 'bad_der'. */
export function readInteger(der: Der): Uint8Array {
  const [first, second] = der.content
  if (der.tag !== TAG.integer || first === undefined) throw bad('integer')
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    throw bad('integer')
  }
  return der.content
}

/** An INTEGER that is not negative, without leading zero. */
export function readUnsigned(der: Der): Uint8Array {
  const content = readInteger(der)
  if ((content[0] ?? 0) >= 0x80) throw bad('integer')
  return content[0] === 0 && content.length > 1 ? content.subarray(1) : content
}

/** A small INTEGER that is not negative. */
export function readSmall(der: Der): number {
  const bytes = readUnsigned(der)
  if (bytes.length > 4) throw bad('integer')
  return bytes.reduce((value, byte) => value * 256 + byte, 0)
}

export function readBoolean(der: Der): boolean {
  const [value] = der.content
  if (der.tag !== TAG.boolean || der.content.length !== 1 || (value !== 0 && value !== 0xff)) throw bad('boolean')
  return value === 0xff
}

/** A BIT STRING of whole bytes. */
export function readBits(der: Der): Uint8Array {
  if (der.tag !== TAG.bitString || der.content[0] !== 0) throw bad('bits')
  return der.content.subarray(1)
}

/** Milliseconds UTC of a UTCTime or GeneralizedTime in its DER form: Z, seconds, no trailing zeroes in a fraction. */
export function readTime(der: Der): number {
  const text = String.fromCharCode(...der.content.subarray(0, 32))
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = ''] =
    (der.tag === TAG.utcTime
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
      : der.tag === TAG.generalizedTime && der.content.length <= 32
        ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/.exec(text)
        : null) ?? []
  if (year === '') throw bad('time')
  // RFC 5280 4.1.2.5.1: two digits below 50 are of this century
  const full = der.tag === TAG.utcTime ? `${Number(year) < 50 ? 20 : 19}${year}` : year
  const iso = `${full}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
  const time = Date.parse(iso)
  // Date.parse rolls 31 February over: what it read must be what stood there
  if (Number.isNaN(time) || new Date(time).toISOString() !== iso) throw bad('time')
  return time
}

/** One element in DER. */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts)
  const { length } = content
  const head =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : length < 0x10000
          ? [0x82, length >> 8, length & 0xff]
          : null
  if (head === null) throw new ProofError('too_long', 'der')
  return concat(Uint8Array.of(tag, ...head), content)
}

/** An INTEGER that is not negative. */
export function writeUnsigned(bytes: Uint8Array): Uint8Array {
  let from = 0
  while (from < bytes.length - 1 && bytes[from] === 0) from++
  const shortest = bytes.subarray(from)
  const sign = (shortest[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array(0)
  return writeDer(TAG.integer, sign, shortest.length === 0 ? Uint8Array.of(0) : shortest)
}

/** Throws ProofError 'unsupported_value' for what is no OID. */
export function writeOid(dotted: string): Uint8Array {
  const arcs = dotted.split('.').map(Number)
  const [top, second, ...rest] = arcs
  if (top === undefined || second === undefined || !/^[012](\.(0|[1-9]\d{0,8}))+$/.test(dotted)) {
    throw new ProofError('unsupported_value', 'oid')
  }
  const bytes = [top * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(0x80 | (left % 128))
    return groups
  })
  return writeDer(TAG.oid, Uint8Array.from(bytes))
}
