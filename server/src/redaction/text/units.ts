/** Least size: 64 bytes lie in V8's own heap, where what a short-lived roster held goes without a look through all of it. */
const LEAST_BITS = 512
const ALL_BITS = 0x10000
const BITS_PER_UNIT = 16

/** Units that may begin something: a text is mostly of others, and whoever looks asks here first. It may say yes wrongly, never no. */
export class Units {
  readonly #bits: Uint8Array
  readonly #mask: number

  /** @param most how many units will be added, about */
  constructor(most: number) {
    let bits = LEAST_BITS
    while (bits < most * BITS_PER_UNIT && bits < ALL_BITS) bits *= 2
    this.#bits = new Uint8Array(bits >> 3)
    this.#mask = bits - 1
  }

  add(unit: number): void {
    const bit = unit & this.#mask
    this.#bits[bit >> 3] = (this.#bits[bit >> 3] ?? 0) | (1 << (bit & 7))
  }

  mayHave(unit: number): boolean {
    const bit = unit & this.#mask
    return ((this.#bits[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0
  }
}
