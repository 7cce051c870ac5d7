// What the indexer tells the searchers without a message: two numbers in shared memory. The indexer alone writes them.

const POSITION = 0
const GENERATION = 1

export class Signals {
  readonly buffer: SharedArrayBuffer
  readonly #numbers: BigInt64Array

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(16)) {
    this.buffer = buffer
    this.#numbers = new BigInt64Array(buffer)
  }

  /** Every record below is searchable. */
  get position(): number {
    return Number(Atomics.load(this.#numbers, POSITION))
  }

  set position(position: number) {
    Atomics.store(this.#numbers, POSITION, BigInt(position))
  }

  /** Changes whenever the manifest on disk has changed. */
  get generation(): number {
    return Number(Atomics.load(this.#numbers, GENERATION))
  }

  manifestChanged(): void {
    Atomics.add(this.#numbers, GENERATION, 1n)
  }
}
