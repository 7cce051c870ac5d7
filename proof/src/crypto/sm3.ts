// SM3 (GB/T 32905-2016, ISO/IEC 10118-3:2018) in script, for where the platform has none. sm3.test.ts holds it to the standard's vectors and to
// the platform's.

const BLOCK = 64
/** 4.1 */
const IV = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]
/** 4.2, each turned left by its round as 5.3.3 wants it. */
const T = Array.from({ length: 64 }, (_, j) => rotl(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32))

function rotl(x: number, n: number): number {
  return n === 0 ? x : (x << n) | (x >>> (32 - n))
}

export class Sm3 {
  readonly #state = Int32Array.from(IV)
  readonly #held = new Uint8Array(BLOCK)
  readonly #words = new Int32Array(68)
  #used = 0
  #length = 0

  update(bytes: Uint8Array): void {
    this.#length += bytes.length
    let at = 0
    if (this.#used > 0) {
      at = Math.min(BLOCK - this.#used, bytes.length)
      this.#held.set(bytes.subarray(0, at), this.#used)
      this.#used += at
      if (this.#used < BLOCK) return
      this.#compress(this.#held, 0)
      this.#used = 0
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.#compress(bytes, at)
    this.#held.set(bytes.subarray(at))
    this.#used = bytes.length - at
  }

  /** 5.2: a bit of one, zeros, the length in 64 bits. Once. */
  digest(): Uint8Array {
    const rest = this.#used < BLOCK - 8 ? BLOCK : 2 * BLOCK
    const end = new Uint8Array(rest)
    end.set(this.#held.subarray(0, this.#used))
    end[this.#used] = 0x80
    const view = new DataView(end.buffer)
    view.setUint32(rest - 8, Math.floor(this.#length / 2 ** 29))
    view.setUint32(rest - 4, this.#length * 8)
    for (let at = 0; at < rest; at += BLOCK) this.#compress(end, at)
    const digest = new Uint8Array(32)
    const out = new DataView(digest.buffer)
    this.#state.forEach((word, i) => void out.setInt32(4 * i, word))
    return digest
  }

  /** 5.3.2 */
  #expand(block: Uint8Array, at: number): Int32Array {
    const w = this.#words
    const view = new DataView(block.buffer, block.byteOffset + at, BLOCK)
    for (let j = 0; j < 16; j++) w[j] = view.getInt32(4 * j)
    for (let j = 16; j < 68; j++) {
      const x = word(w, j - 16) ^ word(w, j - 9) ^ rotl(word(w, j - 3), 15)
      w[j] = x ^ rotl(x, 15) ^ rotl(x, 23) ^ rotl(word(w, j - 13), 7) ^ word(w, j - 6)
    }
    return w
  }

  /** 5.3.3 */
  #compress(block: Uint8Array, at: number): void {
    const w = this.#expand(block, at)
    const v = this.#state
    let [a, b, c, d] = [word(v, 0), word(v, 1), word(v, 2), word(v, 3)]
    let [e, f, g, h] = [word(v, 4), word(v, 5), word(v, 6), word(v, 7)]
    for (let j = 0; j < 64; j++) {
      const a12 = rotl(a, 12)
      const ss1 = rotl((a12 + e + (T[j] as number)) | 0, 7) // T has 64
      const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
      const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g)
      const tt1 = (ff + d + (ss1 ^ a12) + (word(w, j) ^ word(w, j + 4))) | 0
      const tt2 = (gg + h + ss1 + word(w, j)) | 0
      d = c
      c = rotl(b, 9)
      b = a
      a = tt1
      h = g
      g = rotl(f, 19)
      f = e
      e = tt2 ^ rotl(tt2, 9) ^ rotl(tt2, 17)
    }
    for (const [i, x] of [a, b, c, d, e, f, g, h].entries()) v[i] = word(v, i) ^ x
  }
}

/** Of an array that is that long. */
function word(words: Int32Array, at: number): number {
  return words[at] as number
}
