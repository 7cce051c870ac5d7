// Unsigned LEB128 over safe integers; signed values zigzag. Strict: the shortest form only.

/** Writes one number after another into memory that grows. */
export class VarintWriter {
  #bytes = Buffer.allocUnsafe(4096)
  #length = 0

  unsigned(value: number): void {
    if (this.#length + 8 > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(this.#bytes.length * 2)
      this.#bytes.copy(larger)
      this.#bytes = larger
    }
    let rest = value
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) + 128
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#length++] = rest
  }

  /** -1 → 1, 1 → 2, …; |value| below 2^52. */
  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value)
  }

  /** The bytes so far; valid until the next write. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }
}

/** Reads what VarintWriter wrote; null stands for bytes that are not of this form. */
export class VarintReader {
  readonly #bytes: Uint8Array
  at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  unsigned(): number | null {
    const first = this.#bytes[this.at]
    if (first !== undefined && first < 128) {
      this.at++
      return first
    }
    const second = this.#bytes[this.at + 1]
    if (first !== undefined && second !== undefined && second > 0 && second < 128) {
      this.at += 2
      return (first & 127) | (second << 7)
    }
    return this.#long()
  }

  #long(): number | null {
    let value = 0
    let scale = 1
    for (let length = 1; length <= 8; length++) {
      const byte = this.#bytes[this.at++]
      if (byte === undefined) return null
      value += (byte & 127) * scale
      if (byte < 128) {
        const isShortest = byte > 0 || length === 1
        return isShortest && Number.isSafeInteger(value) ? value : null
      }
      scale *= 128
    }
    return null
  }

  signed(): number | null {
    const value = this.unsigned()
    if (value === null) return null
    if (value < 0x40000000) return value & 1 ? -((value + 1) >> 1) : value >> 1
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2
  }
}
