// Just enough of WebAssembly's binary format (W3C WebAssembly Core 2.0, section 5) to write one vector function down in
// words instead of carrying a compiled file that nobody can read.

export type Bytes = readonly number[]

export function code(...parts: readonly Bytes[]): Bytes {
  return parts.flat()
}

function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    const more = rest > 0x7f
    bytes.push((rest & 0x7f) | (more ? 0x80 : 0))
    rest >>>= 7
  } while (rest > 0)
  return bytes
}

function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
    bytes.push(isLast ? low : low | 0x80)
    if (isLast) return bytes
  }
}

const sized = (content: Bytes): Bytes => [...unsigned(content.length), ...content]
const vector = (items: readonly Bytes[]): Bytes => [...unsigned(items.length), ...items.flat()]
const section = (id: number, content: Bytes): Bytes => [id, ...sized(content)]
const name = (text: string): Bytes => sized([...new TextEncoder().encode(text)])
const simd = (number: number): Bytes => [0xfd, ...unsigned(number)]

const I32 = 0x7f
const V128 = 0x7b
const NOTHING = 0x40

export const local = {
  get: (index: number): Bytes => [0x20, ...unsigned(index)],
  set: (index: number): Bytes => [0x21, ...unsigned(index)],
}

export const i32 = { const: (value: number): Bytes => [0x41, ...signed(value)] }

export const op = {
  i32Add: [0x6a],
  i32Sub: [0x6b],
  i32Shl: [0x74],
  or: simd(0x50),
  xor: simd(0x51),
  /** (x, y, mask) → bits of x where the mask is 1, of y where it is 0. */
  bitselect: simd(0x52),
  /** i32x4 */
  shl: simd(0xab),
  shrU: simd(0xad),
  add: simd(0xae),
} as const satisfies Record<string, Bytes>

export const v128 = {
  load: (offset: number): Bytes => [...simd(0x00), 0, ...unsigned(offset)],
  store: (offset: number): Bytes => [...simd(0x0b), 0, ...unsigned(offset)],
  shuffle: (lanes: Bytes): Bytes => [...simd(0x0d), ...lanes],
}

/** A vector with the same word in each of its four lanes. */
export function v128Const(word: number): Bytes {
  const bytes = [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24]
  return [...simd(0x0c), ...bytes, ...bytes, ...bytes, ...bytes]
}

export const f = {
  /** Runs `body` as long as `condition` leaves something other than 0. */
  while: (condition: Bytes, body: Bytes): Bytes => [
    ...[0x02, NOTHING, 0x03, NOTHING], // block, loop
    ...condition,
    ...[0x45, 0x0d, 1], // i32.eqz, br_if out of the block
    ...body,
    ...[0x0c, 0, 0x0b, 0x0b], // br to the loop's start, end, end
  ],
}

export interface ModuleParts {
  /** Of memory, 64 KiB each, exported as `memory`. */
  pages: number
  /** The one function, of i32 parameters and no result, exported by its name. Locals: parameters, i32s, v128s. */
  function: { name: string; params: number; i32s: number; v128s: number; body: Bytes }
}

export function module({ pages, function: only }: ModuleParts): Uint8Array<ArrayBuffer> {
  const locals = vector([
    [...unsigned(only.i32s), I32],
    [...unsigned(only.v128s), V128],
  ])
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic, version 1
    ...section(1, vector([[0x60, ...vector(Array.from({ length: only.params }, () => [I32])), 0]])),
    ...section(3, vector([[0]])),
    ...section(5, vector([[0, ...unsigned(pages)]])),
    ...section(
      7,
      vector([
        [...name('memory'), 2, 0],
        [...name(only.name), 0, 0],
      ]),
    ),
    ...section(10, vector([sized([...locals, ...only.body, 0x0b])])),
  ])
}
