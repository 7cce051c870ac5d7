import { newList, type Ordinals, trimmed } from './list-room.ts'

// Set operations on lists of ordinals. A list is strictly ascending. A Rows value may be a complement ("all but these"),
// so that NOT never has to write out everything; it is resolved only where a shard's row count is known.

export interface Rows {
  readonly list: Ordinals
  /** true: every row of the shard that is not in `list`. */
  readonly isComplement: boolean
}

const EMPTY = new Int32Array(0)
export const NO_ROWS: Rows = { list: EMPTY, isComplement: false }
export const ALL_ROWS: Rows = { list: EMPTY, isComplement: true }

export function rows(list: Ordinals): Rows {
  return { list, isComplement: false }
}

export function complementOf({ list, isComplement }: Rows): Rows {
  return { list, isComplement: !isComplement }
}

export function both(a: Rows, b: Rows): Rows {
  if (a.isComplement && b.isComplement) return { list: union(a.list, b.list), isComplement: true }
  if (a.isComplement) return rows(subtract(b.list, a.list))
  if (b.isComplement) return rows(subtract(a.list, b.list))
  return rows(intersect(a.list, b.list))
}

export function either(a: Rows, b: Rows): Rows {
  return complementOf(both(complementOf(a), complementOf(b)))
}

// Where one list is this many times longer than the other, the longer is searched instead of walked.
const SKEW = 32

export function intersect(a: Ordinals, b: Ordinals): Ordinals {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  const out = newList(short.length)
  const isSkewed = short.length * SKEW < long.length
  let size = 0
  let at = 0
  for (const wanted of short) {
    at = isSkewed ? firstAtLeast(long, wanted, at) : walkTo(long, wanted, at)
    if (at < long.length && long[at] === wanted) out[size++] = wanted
  }
  return trimmed(out, size)
}

/** What is in `a` and not in `b`. */
export function subtract(a: Ordinals, b: Ordinals): Ordinals {
  if (b.length === 0) return a
  const out = newList(a.length)
  const isSkewed = a.length * SKEW < b.length
  let size = 0
  let at = 0
  for (const wanted of a) {
    at = isSkewed ? firstAtLeast(b, wanted, at) : walkTo(b, wanted, at)
    if (at >= b.length || b[at] !== wanted) out[size++] = wanted
  }
  return trimmed(out, size)
}

export function union(a: Ordinals, b: Ordinals): Ordinals {
  if (a.length === 0) return b
  if (b.length === 0) return a
  const out = newList(a.length + b.length)
  let size = 0
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const left = a[i] ?? 0
    const right = b[j] ?? 0
    out[size++] = left <= right ? left : right
    if (left <= right) i++
    if (right <= left) j++
  }
  while (i < a.length) out[size++] = a[i++] ?? 0
  while (j < b.length) out[size++] = b[j++] ?? 0
  return trimmed(out, size)
}

/** Writes a Rows value out for a shard of `count` rows. */
export function resolve({ list, isComplement }: Rows, count: number): Ordinals {
  if (!isComplement) return list
  const out = newList(count - list.length)
  let size = 0
  let at = 0
  for (let row = 0; row < count; row++) {
    if (at < list.length && list[at] === row) at++
    else out[size++] = row
  }
  return trimmed(out, size)
}

function walkTo(list: Ordinals, wanted: number, from: number): number {
  let at = from
  while (at < list.length && (list[at] ?? 0) < wanted) at++
  return at
}

/** The first place in an ascending list, from `from` on, whose value is at least `wanted`. */
export function firstAtLeast(list: Ordinals, wanted: number, from = 0): number {
  let low = from
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
