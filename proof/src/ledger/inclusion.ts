import { fromBase64, toBase64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { HASH_SIZE, nodeHash } from './merkle.ts'
import { largestPowerBelow, type ReadTile, rangeHash, rememberTiles } from './tiles.ts'

// One inclusion proof shared by many entries (formats/evidence-package.md, proof/inclusion): the hashes of the largest
// subtrees that hold none of them, from left to right. Contiguous entries cost almost nothing.

/** Throws ProofError 'index_out_of_range' unless the indices are sorted, distinct, at least one, and below `size`. */
function checkIndices(indices: ArrayLike<number>, size: number): void {
  let last = -1
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] ?? -1
    if (!Number.isSafeInteger(index) || index <= last || index >= size) throw new ProofError('index_out_of_range')
    last = index
  }
  if (last < 0) throw new ProofError('index_out_of_range')
}

/** First place in [from, to) of `indices` whose value is not below `bound`. */
export function lowerBound(indices: ArrayLike<number>, from: number, to: number, bound: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((indices[middle] ?? 0) < bound) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The shared proof for these entries in the tree of `size`. Indices sorted and distinct.
 * Throws ProofError 'index_out_of_range', 'bad_tile'.
 */
export async function sharedInclusionProof(
  indices: ArrayLike<number>,
  size: number,
  readTile: ReadTile,
): Promise<Uint8Array[]> {
  checkIndices(indices, size)
  const ranges: [lo: number, hi: number][] = []
  const collect = (lo: number, hi: number, from: number, to: number): void => {
    if (from === to) ranges.push([lo, hi])
    else if (hi - lo > 1) {
      const middle = lo + largestPowerBelow(hi - lo)
      const split = lowerBound(indices, from, to, middle)
      collect(lo, middle, from, split)
      collect(middle, hi, split, to)
    }
  }
  collect(0, size, 0, indices.length)
  const read = rememberTiles(readTile)
  const hashes: Uint8Array[] = []
  for (const [lo, hi] of ranges) hashes.push(await rangeHash(lo, hi, size, read))
  return hashes
}

/**
 * The root that these entries and this proof give. `leafAt(i)` is the leaf hash of the i-th index.
 * Throws ProofError 'index_out_of_range', and 'bad_proof_length' when hashes are missing or left over.
 */
export function rootFromShared(
  indices: ArrayLike<number>,
  leafAt: (i: number) => Uint8Array,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array {
  checkIndices(indices, size)
  let used = 0
  const rebuild = (lo: number, hi: number, from: number, to: number): Uint8Array => {
    if (from === to) {
      const hash = proof[used++]
      if (hash === undefined) throw new ProofError('bad_proof_length')
      return hash
    }
    if (hi - lo === 1) return leafAt(from)
    const middle = lo + largestPowerBelow(hi - lo)
    const split = lowerBound(indices, from, to, middle)
    const left = rebuild(lo, middle, from, split)
    return nodeHash(left, rebuild(middle, hi, split, to))
  }
  const root = rebuild(0, size, 0, indices.length)
  if (used !== proof.length) throw new ProofError('bad_proof_length')
  return root
}

/** One base64 hash and LF per line. */
export function formatInclusion(proof: readonly Uint8Array[]): string {
  return proof.map((hash) => `${toBase64(hash)}\n`).join('')
}

/** Throws ProofError 'bad_base64', 'bad_digest', 'bad_shape'. */
export function parseInclusion(text: string): Uint8Array[] {
  if (text === '') return []
  if (!text.endsWith('\n')) throw new ProofError('bad_shape')
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const hash = fromBase64(line)
      if (hash.length !== HASH_SIZE) throw new ProofError('bad_digest')
      return hash
    })
}
