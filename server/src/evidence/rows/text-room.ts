/** Text put together as UTF-8 while it is made: as strings, thousands of lines would be carried along until the last of them. */
export class TextRoom {
  #room = Buffer.allocUnsafeSlow(64 * 1024)
  #used = 0

  add(text: string): void {
    const most = this.#used + 3 * text.length
    if (this.#room.length < most) {
      const larger = Buffer.allocUnsafeSlow(2 * most)
      larger.set(this.#room.subarray(0, this.#used))
      this.#room = larger
    }
    this.#used += this.#room.write(text, this.#used)
  }

  /** All of it, in memory of its own; then there is none. */
  take(): Uint8Array<ArrayBuffer> {
    const text = new Uint8Array(this.#room.subarray(0, this.#used))
    this.#room.fill(0, 0, this.#used)
    this.#used = 0
    return text
  }
}
