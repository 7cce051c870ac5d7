// Apple's binary property lists (opensource.apple.com, CFBinaryPList.c): objects that refer to each other by number, in
// a table of offsets that the last 32 bytes describe. Hostile lists refer to themselves, or a thousand times to one
// another: how many objects are read in all is bounded, and how deep.

export type Plist = string | number | boolean | null | Buffer | Plist[] | { [key: string]: Plist }

const MOST_OBJECTS = 20_000
const MOST_DEPTH = 32
const TRAILER = 32

/** null: no such list, or one that is not as it should be. */
export function readBinaryPlist(bytes: Buffer): Plist | null {
  if (bytes.length < 8 + TRAILER || bytes.toString('latin1', 0, 8) !== 'bplist00') return null
  try {
    return new PlistReader(bytes).root()
  } catch (error) {
    // RangeError: a number of the list points outside of it
    if (error instanceof RangeError) return null
    throw error
  }
}

class PlistReader {
  readonly #bytes: Buffer
  readonly #offsetSize: number
  readonly #refSize: number
  readonly #count: number
  readonly #top: number
  readonly #table: number
  #left = MOST_OBJECTS

  constructor(bytes: Buffer) {
    const trailer = bytes.subarray(bytes.length - TRAILER)
    this.#bytes = bytes
    this.#offsetSize = trailer.readUInt8(6)
    this.#refSize = trailer.readUInt8(7)
    this.#count = this.#uint(trailer, 8, 8)
    this.#top = this.#uint(trailer, 16, 8)
    this.#table = this.#uint(trailer, 24, 8)
  }

  root(): Plist {
    return this.#object(this.#top, 0)
  }

  #object(ref: number, depth: number): Plist {
    this.#left -= 1
    if (ref >= this.#count || depth > MOST_DEPTH || this.#left < 0) throw new RangeError('plist')
    const at = this.#uint(this.#bytes, this.#table + ref * this.#offsetSize, this.#offsetSize)
    const marker = this.#bytes.readUInt8(at)
    const low = marker & 0x0f
    switch (marker >> 4) {
      case 0x0:
        return low === 0x9 ? true : low === 0x8 ? false : null
      case 0x1:
        return this.#uint(this.#bytes, at + 1, 2 ** low)
      case 0x2:
      case 0x3: // a moment is a real number of seconds
        return low === 2 ? this.#bytes.readFloatBE(at + 1) : this.#bytes.readDoubleBE(at + 1)
      case 0x8:
        return this.#uint(this.#bytes, at + 1, low + 1)
      default:
        return this.#sized(marker >> 4, at, low, depth)
    }
  }

  #sized(kind: number, at: number, low: number, depth: number): Plist {
    const { count, start } = this.#length(at, low)
    if (kind === 0x4) return Buffer.from(this.#slice(start, count))
    if (kind === 0x5) return this.#slice(start, count).toString('latin1')
    if (kind === 0x6)
      return Buffer.from(this.#slice(start, 2 * count))
        .swap16()
        .toString('utf16le')
    if (kind === 0xa || kind === 0xc) return this.#refs(start, count).map((ref) => this.#object(ref, depth + 1))
    if (kind !== 0xd) throw new RangeError('plist')
    const refs = this.#refs(start, 2 * count)
    const pairs = refs.slice(0, count).map((ref, no): [string, Plist] => {
      const key = this.#object(ref, depth + 1)
      if (typeof key !== 'string') throw new RangeError('plist')
      return [key, this.#object(refs[count + no] ?? this.#count, depth + 1)]
    })
    return Object.fromEntries(pairs)
  }

  #length(at: number, low: number): { count: number; start: number } {
    if (low !== 0x0f) return { count: low, start: at + 1 }
    const size = 2 ** (this.#bytes.readUInt8(at + 1) & 0x0f)
    return { count: this.#uint(this.#bytes, at + 2, size), start: at + 2 + size }
  }

  #refs(start: number, count: number): number[] {
    if (count > this.#left) throw new RangeError('plist')
    return Array.from({ length: count }, (_, no) => this.#uint(this.#bytes, start + no * this.#refSize, this.#refSize))
  }

  #slice(start: number, length: number): Buffer {
    if (start + length > this.#bytes.length) throw new RangeError('plist')
    return this.#bytes.subarray(start, start + length)
  }

  /** Big-endian; only the last six bytes of a longer one may be set. */
  #uint(bytes: Buffer, at: number, size: number): number {
    if (!Number.isSafeInteger(at) || size < 1 || size > 16) throw new RangeError('plist')
    for (let no = 0; no < size - 6; no += 1) if (bytes.readUInt8(at + no) !== 0) throw new RangeError('plist')
    return bytes.readUIntBE(at + Math.max(0, size - 6), Math.min(size, 6))
  }
}
