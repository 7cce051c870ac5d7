/** One byte per number, 1 = in; of record numbers one bit each. */
export type NumberSet = Uint8Array

export function members(numbers: Iterable<number>): Uint8Array {
  let largest = 0
  for (const no of numbers) if (no > largest) largest = no
  const bytes = new Uint8Array(largest + 1)
  for (const no of numbers) bytes[no] = 1
  return bytes
}

/** One bit per number: marked records may lie anywhere among tens of millions. */
export function bitsOf(numbers: Iterable<number>): Uint8Array {
  let largest = 0
  for (const no of numbers) if (no > largest) largest = no
  const bits = new Uint8Array(Math.floor(largest / 8) + 1)
  for (const no of numbers) bits[Math.floor(no / 8)] = (bits[Math.floor(no / 8)] ?? 0) | (1 << (no % 8))
  return bits
}

export function hasBit(bits: Uint8Array, no: number): boolean {
  return (((bits[Math.floor(no / 8)] ?? 0) >>> (no % 8)) & 1) === 1
}
