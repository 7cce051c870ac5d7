/** The bytes of a part not yet accounted for. Views handed out are valid until the next `append`. */
export class Window {
  #room: Buffer
  #start = 0
  #end = 0

  constructor(capacity = 512 * 1024) {
    this.#room = Buffer.allocUnsafeSlow(capacity)
  }

  get length(): number {
    return this.#end - this.#start
  }

  /** All bytes held, as one view. */
  get bytes(): Buffer {
    return this.#room.subarray(this.#start, this.#end)
  }

  append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#room.length) this.#makeRoom(chunk.length)
    this.#room.set(chunk, this.#end)
    this.#end += chunk.length
  }

  /** Takes `count` bytes from the front. */
  take(count: number): Buffer {
    const taken = this.#room.subarray(this.#start, this.#start + count)
    this.#start += count
    return taken
  }

  #makeRoom(more: number): void {
    const held = this.length
    // doubling keeps the copying linear in what passes through
    const room = held + more > this.#room.length / 2 ? Buffer.allocUnsafeSlow(2 * (held + more)) : this.#room
    this.#room.copy(room, 0, this.#start, this.#end)
    this.#room = room
    this.#start = 0
    this.#end = held
  }
}
