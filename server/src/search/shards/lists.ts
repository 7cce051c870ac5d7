import { Fault } from '#base'
import type { Ordinals } from './list-room.ts'
import { newList } from './list-room.ts'

// Ordinals as bytes, for the lists of words that many rows hold: a list is read whole at once, where FTS5 would be asked
// row by row. Whichever is shorter: a bit for each row (first byte 1), or the differences as LEB128 (first byte 0).

const DIFFERENCES = 0
const BITS = 1

/** @param list strictly ascending, at least one */
export function encodeOrdinals(list: Ordinals): Buffer {
  const last = list.at(-1) ?? 0
  const bitBytes = (last >> 3) + 1
  const bytes = Buffer.allocUnsafe(1 + Math.min(list.length * 5, bitBytes + 5))
  bytes[0] = DIFFERENCES
  let size = 1
  let before = -1
  for (const ordinal of list) {
    if (size > bitBytes) return encodeBits(list, bitBytes)
    let left = ordinal - before - 1
    before = ordinal
    for (; left > 0x7f; left >>>= 7) bytes[size++] = (left & 0x7f) | 0x80
    bytes[size++] = left
  }
  return bytes.subarray(0, size)
}

function encodeBits(list: Ordinals, length: number): Buffer {
  const bytes = Buffer.alloc(1 + length)
  bytes[0] = BITS
  for (const ordinal of list) {
    const at = 1 + (ordinal >> 3)
    bytes[at] = (bytes[at] ?? 0) | (1 << (ordinal & 7))
  }
  return bytes
}

/** @param count how many there are; @throws Fault `file_damaged` where the bytes say another number */
export function decodeOrdinals(bytes: Uint8Array, count: number): Ordinals {
  const list = newList(count)
  const size = bytes[0] === BITS ? decodeBits(bytes, list) : decodeDifferences(bytes, list)
  if (size === count) return list
  throw new Fault('file_damaged', 'a shard of the index is damaged; it can be rebuilt from the archive')
}

function decodeBits(bytes: Uint8Array, list: Int32Array): number {
  let size = 0
  for (let at = 1; at < bytes.length; at++) {
    const first = (at - 1) << 3
    for (let left = bytes[at] ?? 0; left !== 0; left &= left - 1) list[size++] = first + 31 - Math.clz32(left & -left)
  }
  return size
}

function decodeDifferences(bytes: Uint8Array, list: Int32Array): number {
  let size = 0
  let at = 1
  let before = -1
  while (at < bytes.length) {
    let byte = bytes[at++] ?? 0
    let difference = byte & 0x7f
    for (let shift = 7; byte > 0x7f && at < bytes.length; shift += 7) {
      byte = bytes[at++] ?? 0
      difference |= (byte & 0x7f) << shift
    }
    before += difference + 1
    list[size++] = before
  }
  return size
}
