import { ProofError } from '../bytes/errors.ts'

// AES-256, FIPS 197, block by block: what a browser does not lend. By tables and on whole words; the keys are a package's own, whose
// holder runs it, so that the time a table takes tells nobody else anything.

const ROUNDS = 14
const WORDS = 4 * (ROUNDS + 1)

const SBOX = new Uint8Array(256)
/** S-box and MixColumns in one, for each of the four places of a column. */
const T0 = new Uint32Array(256)
const T1 = new Uint32Array(256)
const T2 = new Uint32Array(256)
const T3 = new Uint32Array(256)
makeTables()

/** FIPS 197 section 5.1.1: the inverse in GF(2^8), found by walking a generator and its inverse side by side. */
function makeTables(): void {
  let p = 1
  let q = 1
  do {
    p = (p ^ (p << 1) ^ (p & 0x80 ? 0x11b : 0)) & 0xff // times 3
    q ^= q << 1
    q ^= q << 2
    q ^= q << 4
    q &= 0xff
    if (q & 0x80) q ^= 0x09 // by 3
    const turned = q ^ rotated(q, 1) ^ rotated(q, 2) ^ rotated(q, 3) ^ rotated(q, 4)
    SBOX[p] = turned ^ 0x63
  } while (p !== 1)
  SBOX[0] = 0x63
  for (let x = 0; x < 256; x++) {
    const s = SBOX[x] ?? 0
    const s2 = ((s << 1) ^ (s & 0x80 ? 0x11b : 0)) & 0xff
    const word = ((s2 << 24) | (s << 16) | (s << 8) | (s2 ^ s)) >>> 0
    T0[x] = word
    T1[x] = (word >>> 8) | (word << 24)
    T2[x] = (word >>> 16) | (word << 16)
    T3[x] = (word >>> 24) | (word << 8)
  }
}

function rotated(byte: number, by: number): number {
  return ((byte << by) | (byte >> (8 - by))) & 0xff
}

/** FIPS 197 section 5.2 for a key of 32 bytes. */
function expandedKey(key: Uint8Array): Uint32Array {
  const words = new Uint32Array(WORDS)
  const view = new DataView(key.buffer, key.byteOffset, key.length)
  for (let i = 0; i < 8; i++) words[i] = view.getUint32(4 * i)
  let constant = 1
  for (let i = 8; i < WORDS; i++) {
    let word = words[i - 1] ?? 0
    if (i % 8 === 0) {
      word = substituted(((word << 8) | (word >>> 24)) >>> 0) ^ (constant << 24)
      constant = ((constant << 1) ^ (constant & 0x80 ? 0x11b : 0)) & 0xff
    } else if (i % 8 === 4) word = substituted(word)
    words[i] = (words[i - 8] ?? 0) ^ word
  }
  return words
}

function substituted(word: number): number {
  const byte = (at: number): number => SBOX[(word >>> at) & 0xff] ?? 0
  return ((byte(24) << 24) | (byte(16) << 16) | (byte(8) << 8) | byte(0)) >>> 0
}

/** Encrypts whole blocks, each by itself, in place. */
export class AesBlocks {
  readonly #key: Uint32Array

  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new ProofError('bad_length', 'key')
    this.#key = expandedKey(key)
  }

  encrypt(blocks: Uint8Array): void {
    const view = new DataView(blocks.buffer, blocks.byteOffset, blocks.length)
    for (let at = 0; at + 16 <= blocks.length; at += 16) this.#one(view, at)
  }

  #one(view: DataView, at: number): void {
    const key = this.#key
    let a = view.getUint32(at) ^ (key[0] ?? 0)
    let b = view.getUint32(at + 4) ^ (key[1] ?? 0)
    let c = view.getUint32(at + 8) ^ (key[2] ?? 0)
    let d = view.getUint32(at + 12) ^ (key[3] ?? 0)
    let k = 4
    for (let round = 1; round < ROUNDS; round++, k += 4) {
      const e = column(a, b, c, d) ^ (key[k] ?? 0)
      const f = column(b, c, d, a) ^ (key[k + 1] ?? 0)
      const g = column(c, d, a, b) ^ (key[k + 2] ?? 0)
      d = column(d, a, b, c) ^ (key[k + 3] ?? 0)
      a = e
      b = f
      c = g
    }
    view.setUint32(at, last(a, b, c, d) ^ (key[k] ?? 0))
    view.setUint32(at + 4, last(b, c, d, a) ^ (key[k + 1] ?? 0))
    view.setUint32(at + 8, last(c, d, a, b) ^ (key[k + 2] ?? 0))
    view.setUint32(at + 12, last(d, a, b, c) ^ (key[k + 3] ?? 0))
  }
}

function column(a: number, b: number, c: number, d: number): number {
  return (T0[a >>> 24] ?? 0) ^ (T1[(b >>> 16) & 0xff] ?? 0) ^ (T2[(c >>> 8) & 0xff] ?? 0) ^ (T3[d & 0xff] ?? 0)
}

function last(a: number, b: number, c: number, d: number): number {
  return (
    ((SBOX[a >>> 24] ?? 0) << 24) |
    ((SBOX[(b >>> 16) & 0xff] ?? 0) << 16) |
    ((SBOX[(c >>> 8) & 0xff] ?? 0) << 8) |
    (SBOX[d & 0xff] ?? 0)
  )
}
