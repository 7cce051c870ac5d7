import { type Bytes, code, f, i32, local, module, op, v128, v128Const } from '../bytes/wasm.ts'

// SHA-256 (FIPS 180-4) of many short messages, four at a time in the lanes of WebAssembly's 128-bit vectors.
// A call of the platform's hash costs several times what one 64-byte block costs, and a record has some eighty messages of
// one block each; so those go through here, and everything longer through the platform. sha256-lanes.test.ts holds both to
// the same answers.

/** Slots of one run: messages in, digests out, in the same order. */
export const SLOTS = 128
/** Room of one message: its padded block. */
export const SLOT = 64
/** Longest message that fits its block with the padding. */
export const LONGEST = 55

/** What both sides, Node and browser, have of it; their own declarations of it differ. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  Instance: new (module: object) => { readonly exports: object }
}

const OUT_AT = SLOTS * SLOT
/** Room before the digests, so that a caller can hash them again behind a prefix without copying. */
export const MARGIN = 64
const PAGES = Math.ceil((OUT_AT + MARGIN + SLOTS * 32) / 65_536)

export interface Lanes {
  /** SLOTS messages of SLOT bytes each, padded by `pad`. */
  readonly input: Uint8Array
  /** MARGIN bytes of room, then SLOTS digests of 32 bytes. */
  readonly output: Uint8Array
  /** Hashes the messages of slots from..from+count; `from` is a multiple of four, and whole fours are hashed. */
  run(from: number, count: number): void
}

/** Null where this platform's WebAssembly has no vectors, or a page may not use it. One memory, so one thread's. */
export function createLanes(): Lanes | null {
  const exports = instantiate(lanesModule())
  if (!exports) return null
  // the module exports exactly these
  const { memory, hash } = exports as { memory: { buffer: ArrayBuffer }; hash(from: number, groups: number): void }
  return {
    input: new Uint8Array(memory.buffer, 0, OUT_AT),
    output: new Uint8Array(memory.buffer, OUT_AT, MARGIN + SLOTS * 32),
    run: (from, count) => hash(from, (count + 3) >> 2),
  }
}

function instantiate(bytes: Uint8Array<ArrayBuffer>): object | null {
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports
  } catch {
    return null // an old browser, or a content security policy without 'wasm-unsafe-eval'
  }
}

/** Ends the message of `length` bytes (at most LONGEST) that stands in a slot, as FIPS 180-4 5.1.1 says. */
export function pad(input: Uint8Array, slot: number, length: number): void {
  const at = slot * SLOT
  input[at + length] = 0x80
  for (let i = at + length + 1; i < at + SLOT - 2; i++) input[i] = 0
  input[at + SLOT - 2] = length >> 5
  input[at + SLOT - 1] = (length << 3) & 0xff
}

/** FIPS 180-4 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const K = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]
/** FIPS 180-4 5.3.3: the initial hash value. */
const H0 = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]

// Locals of the one function: parameters 0 and 1, then addresses, then vectors.
const FROM = 0
const GROUPS = 1
const IN = 2
const OUT = 3
const W = 4 // sixteen words of the message schedule
const S = 20 // the eight working variables; their roles rotate instead of their values
const T = 28 // four temporaries

const get = local.get
const set = local.set
const splat = (word: number): Bytes => v128Const(word)

function lanesModule(): Uint8Array<ArrayBuffer> {
  return module({
    pages: PAGES,
    function: {
      name: 'hash',
      params: 2,
      i32s: 2,
      v128s: 28,
      body: code(
        // where the first group of four lies, and its digests
        get(FROM),
        i32.const(6),
        op.i32Shl,
        set(IN),
        get(FROM),
        i32.const(5),
        op.i32Shl,
        i32.const(OUT_AT + MARGIN),
        op.i32Add,
        set(OUT),
        f.while(
          code(get(GROUPS)),
          code(
            load(),
            rounds(),
            store(),
            get(IN),
            i32.const(4 * SLOT),
            op.i32Add,
            set(IN),
            get(OUT),
            i32.const(4 * 32),
            op.i32Add,
            set(OUT),
            get(GROUPS),
            i32.const(1),
            op.i32Sub,
            set(GROUPS),
          ),
        ),
      ),
    },
  })
}

/** Sixteen big-endian words of four messages into sixteen vectors of four lanes. */
function load(): Bytes {
  const quads = [0, 1, 2, 3].map((quad) =>
    code(
      ...[0, 1, 2, 3].map((lane) =>
        code(get(IN), v128.load(lane * SLOT + quad * 16), set(T + lane), swapped(T + lane), set(T + lane)),
      ),
      transposed([T, T + 1, T + 2, T + 3], W + 4 * quad),
    ),
  )
  return code(...quads)
}

/** The eight results, turned back into four digests. */
function store(): Bytes {
  const half = (first: number): Bytes =>
    code(
      transposed([S + first, S + first + 1, S + first + 2, S + first + 3], W),
      ...[0, 1, 2, 3].map((lane) => code(get(OUT), swapped(W + lane), v128.store(lane * 32 + first * 4))),
    )
  return code(half(0), half(4))
}

/** FIPS 180-4 6.2.2, each working variable staying where it is while its letter moves on. */
function rounds(): Bytes {
  const parts: Bytes[] = H0.map((word, at) => code(splat(word), set(S + at)))
  for (let round = 0; round < 64; round++) {
    const at = (letter: number) => S + ((letter - round + 64) & 7)
    const [a, b, c, d, e, g1, g2, h] = [0, 1, 2, 3, 4, 5, 6, 7].map(at) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    if (round >= 16) parts.push(schedule(round))
    parts.push(
      // t1 = h + Σ1(e) + Ch(e, f, g) + K + W
      code(get(h), sum(e, 6, 11, 25), op.add, get(g1), get(g2), get(e), op.bitselect, op.add),
      code(splat(K[round] as number), op.add, get(W + (round & 15)), op.add, set(T)),
      // d += t1; h = t1 + Σ0(a) + Maj(a, b, c)
      code(get(d), get(T), op.add, set(d)),
      code(get(T), sum(a, 2, 13, 22), op.add, get(c), get(a), get(a), get(b), op.xor, op.bitselect, op.add, set(h)),
    )
  }
  parts.push(...H0.map((word, at) => code(get(S + at), splat(word), op.add, set(S + at))))
  return code(...parts)
}

/** W[t] = σ1(W[t-2]) + W[t-7] + σ0(W[t-15]) + W[t-16], in sixteen vectors used round and round. */
function schedule(round: number): Bytes {
  const w = (back: number) => W + ((round - back) & 15)
  const small = (of: number, first: number, second: number, shift: number): Bytes =>
    code(rotated(of, first), rotated(of, second), op.xor, get(of), i32.const(shift), op.shrU, op.xor)
  return code(
    get(w(16)),
    small(w(15), 7, 18, 3),
    op.add,
    get(w(7)),
    op.add,
    small(w(2), 17, 19, 10),
    op.add,
    set(w(16)),
  )
}

function sum(of: number, first: number, second: number, third: number): Bytes {
  return code(rotated(of, first), rotated(of, second), op.xor, rotated(of, third), op.xor)
}

function rotated(of: number, by: number): Bytes {
  return code(get(of), i32.const(by), op.shrU, get(of), i32.const(32 - by), op.shl, op.or)
}

/** The bytes of each 32-bit lane the other way round. */
function swapped(of: number): Bytes {
  return code(get(of), get(of), v128.shuffle([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12]))
}

/** Four vectors of four words, rows to columns, into `to`..`to + 3`; `from` may be T..T+3. */
function transposed(from: readonly [number, number, number, number], to: number): Bytes {
  const [a, b, c, d] = from
  const low = v128.shuffle([0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23])
  const high = v128.shuffle([8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31])
  const lower = v128.shuffle([0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23])
  const upper = v128.shuffle([8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31])
  return code(
    get(a),
    get(b),
    low,
    set(to),
    get(c),
    get(d),
    low,
    set(to + 1),
    get(a),
    get(b),
    high,
    set(to + 2),
    get(c),
    get(d),
    high,
    set(to + 3),
    // the four temporaries are free now
    get(to),
    get(to + 1),
    lower,
    get(to),
    get(to + 1),
    upper,
    set(T + 1),
    set(T),
    get(to + 2),
    get(to + 3),
    lower,
    get(to + 2),
    get(to + 3),
    upper,
    set(T + 3),
    set(T + 2),
    get(T),
    set(to),
    get(T + 1),
    set(to + 1),
    get(T + 2),
    set(to + 2),
    get(T + 3),
    set(to + 3),
  )
}
