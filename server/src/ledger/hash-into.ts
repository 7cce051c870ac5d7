import { hash } from 'node:crypto'
import { HASH_SIZE } from '@cunzhen/proof/keeping'

// leafHash and nodeHash of @cunzhen/proof without an allocation each: a small typed array costs more than SHA-256 over
// it, and a ledger makes two per entry. hash-into.test.ts holds them to the originals.

/** A Buffer method that works on any Uint8Array and that @types/node leaves out. */
const { latin1Write } = Buffer.prototype as Buffer & {
  latin1Write(this: Uint8Array, text: string, offset: number, length: number): number
}

const nodeInput = new Uint8Array(1 + 2 * HASH_SIZE).fill(1, 0, 1)
let leafInput = new Uint8Array(0)

/** SHA256(00 ‖ entry) into `out` at `offset`. Entries of one length, as the evidence ledger's, share one buffer. */
export function leafHashInto(entry: Uint8Array, out: Uint8Array, offset: number): void {
  if (leafInput.length !== entry.length + 1) leafInput = new Uint8Array(entry.length + 1)
  leafInput.set(entry, 1)
  latin1Write.call(out, hash('sha256', leafInput, 'binary'), offset, HASH_SIZE)
}

/** SHA256(01 ‖ left ‖ right) of the two hashes that stand at `from` in `hashes`, into the place of the left one. */
export function mergePair(hashes: Uint8Array, from: number): void {
  for (let at = 0; at < 2 * HASH_SIZE; at++) nodeInput[1 + at] = hashes[from + at] ?? 0
  latin1Write.call(hashes, hash('sha256', nodeInput, 'binary'), from, HASH_SIZE)
}
