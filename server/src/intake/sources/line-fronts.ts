const NEWLINE = 0x0a
const LONGEST = 200

/** The first bytes of every line of a part that goes by in chunks, as text. */
export class LineFronts {
  readonly #see: (front: string) => void
  #held: Buffer = Buffer.alloc(0)

  constructor(see: (front: string) => void) {
    this.#see = see
  }

  add(chunk: Buffer): void {
    for (let from = 0; from < chunk.length; ) {
      const end = chunk.indexOf(NEWLINE, from)
      const stop = end < 0 ? chunk.length : end
      const room = LONGEST - this.#held.length
      if (room > 0) this.#held = Buffer.concat([this.#held, chunk.subarray(from, Math.min(stop, from + room))])
      if (end < 0) return
      this.end()
      from = end + 1
    }
  }

  /** What is held is a whole line. */
  end(): void {
    // in UTF-16 every other byte of plain digits is zero: without them the fronts look as they do in UTF-8
    if (this.#held.length > 0) this.#see(this.#held.toString('utf8').replaceAll('\0', ''))
    this.#held = Buffer.alloc(0)
  }
}
