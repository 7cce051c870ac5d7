// DER (X.690) as far as a signature needs it: written by hand, because it is a dozen values of known shape.

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const size = content.length
  if (size < 0x80) return Buffer.concat([Buffer.of(tag, size), content])
  const length = Buffer.from(size.toString(16).padStart(size > 0xff ? (size > 0xffff ? 6 : 4) : 2, '0'), 'hex')
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, content])
}

export const seq = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts)
export const octets = (bytes: Uint8Array): Buffer => tlv(0x04, bytes)
export const integer = (value: number): Buffer => tlv(0x02, Buffer.of(value))
export const nothing: Buffer = Buffer.of(0x05, 0x00)

/** SET OF: its members sorted by their encodings. */
export function setOf(...members: readonly Buffer[]): Buffer {
  return tlv(0x31, ...[...members].sort(Buffer.compare))
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const groups = [part & 0x7f]
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return tlv(0x06, Buffer.from(bytes))
}

export interface Read {
  tag: number
  /** The value with its tag and length. */
  whole: Buffer
  content: Buffer
}

/** The values that lie one after the other in `bytes`. Throws RangeError for what is cut short. */
export function values(bytes: Buffer): Read[] {
  const found: Read[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes.readUInt8(at)
    const short = bytes.readUInt8(at + 1)
    const long = short & 0x80 ? short & 0x7f : 0
    const size = long === 0 ? short : bytes.readUIntBE(at + 2, long)
    const start = at + 2 + long
    if (start + size > bytes.length) throw new RangeError('a value is cut short')
    found.push({ tag, whole: bytes.subarray(at, start + size), content: bytes.subarray(start, start + size) })
    at = start + size
  }
  return found
}
