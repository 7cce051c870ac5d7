import { sha256, sha256Into } from '#crypto'
import { equalBytes } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'

// Merkle trees of RFC 6962 section 2.1 (kept by RFC 9162): empty = SHA256(''), leaf = SHA256(00 ‖ entry),
// node = SHA256(01 ‖ left ‖ right), split at the largest power of two strictly less than the size.
// Sizes and indices are uint64: bigint inside, number or bigint at the door. Proofs are attacker-controlled.

export type TreeSize = number | bigint
const MAX_UINT64 = 2n ** 64n - 1n
export const HASH_SIZE = 32

const nodeIn = new Uint8Array(65).fill(1, 0, 1)

export function leafHash(entry: Uint8Array): Uint8Array {
  const input = new Uint8Array(entry.length + 1)
  input.set(entry, 1)
  return sha256(input)
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== HASH_SIZE || right.length !== HASH_SIZE) throw new ProofError('bad_digest')
  nodeIn.set(left, 1)
  nodeIn.set(right, 33)
  const out = new Uint8Array(HASH_SIZE)
  sha256Into(nodeIn, out, 0, HASH_SIZE)
  return out
}

export function emptyRoot(): Uint8Array {
  return sha256(new Uint8Array(0))
}

/** Root of the tree over these leaf hashes, in order. */
export function rootFromLeafHashes(leaves: readonly Uint8Array[]): Uint8Array {
  // finished subtrees from the left, largest first; their sizes are the binary digits of the count so far
  const stack: Uint8Array[] = []
  leaves.forEach((leaf, index) => {
    let hash = leaf
    for (let n = index + 1; n % 2 === 0; n /= 2) hash = nodeHash(popped(stack), hash)
    stack.push(hash)
  })
  let root = stack.pop()
  if (root === undefined) return emptyRoot()
  while (stack.length > 0) root = nodeHash(popped(stack), root)
  return root
}

function popped(stack: Uint8Array[]): Uint8Array {
  const hash = stack.pop()
  if (hash === undefined) throw new ProofError('bad_tree_size')
  return hash
}

/**
 * RFC 9162 section 2.1.3.2. Returns when the leaf stands at `index` in the tree of `size` under `root`; else throws
 * ProofError 'index_out_of_range', 'bad_proof_length', 'root_mismatch', 'bad_digest', 'bad_tree_size'.
 */
export function verifyInclusion(
  index: TreeSize,
  size: TreeSize,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): void {
  let fn = uint64(index)
  const n = uint64(size)
  if (fn >= n) throw new ProofError('index_out_of_range')
  if (leaf.length !== HASH_SIZE || root.length !== HASH_SIZE) throw new ProofError('bad_digest')
  let sn = n - 1n
  let hash = leaf
  for (const sibling of proof) {
    if (sn === 0n) throw new ProofError('bad_proof_length')
    if ((fn & 1n) === 1n || fn === sn) {
      hash = nodeHash(sibling, hash)
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n
        sn >>= 1n
      }
    } else {
      hash = nodeHash(hash, sibling)
    }
    fn >>= 1n
    sn >>= 1n
  }
  if (sn !== 0n) throw new ProofError('bad_proof_length')
  if (!equalBytes(hash, root)) throw new ProofError('root_mismatch')
}

/**
 * RFC 9162 section 2.1.4.2. Returns when the tree of size `m` under `rootM` is the beginning of the tree of size `n`
 * under `rootN`; else throws ProofError as verifyInclusion does. Between equal sizes the proof is empty and the roots are
 * compared. From the empty tree to a larger one there is nothing to prove (RFC: 0 < m): 'bad_tree_size'.
 */
export function verifyConsistency(
  m: TreeSize,
  n: TreeSize,
  rootM: Uint8Array,
  rootN: Uint8Array,
  proof: readonly Uint8Array[],
): void {
  const first = uint64(m)
  if (first === 0n && uint64(n) > 0n) throw new ProofError('bad_tree_size')
  if (first === 0n && !equalBytes(rootN, emptyRoot())) throw new ProofError('root_mismatch')
  verifySubtree(0, first, n, rootM, rootN, proof)
}

/** Whether [start, end) is cut out of a tree in one piece: `start` is a multiple of the power of two that holds it. */
export function isSubtree(start: TreeSize, end: TreeSize): boolean {
  const from = uint64(start)
  const count = uint64(end) - from
  if (count < 0n) return false
  let room = 1n
  while (room < count) room *= 2n
  return from % room === 0n
}

/**
 * Returns when `node` is the root over the leaves [start, end) of the tree of `size` under `root` (draft-ietf-plants-merkle-tree-certs,
 * "Subtree Consistency Proofs"; from 0 it is RFC 9162 section 2.1.4.2); else throws ProofError as verifyInclusion does. Of an
 * empty subtree nothing is said but that it is empty.
 */
export function verifySubtree(
  start: TreeSize,
  end: TreeSize,
  size: TreeSize,
  node: Uint8Array,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): void {
  const [from, to, n] = [uint64(start), uint64(end), uint64(size)]
  if (to > n || !isSubtree(from, to)) throw new ProofError('bad_tree_size')
  if (from < to) {
    climbBoth({ fn: from, sn: to - 1n, tn: n - 1n }, node, root, proof)
    return
  }
  if (proof.length > 0) throw new ProofError('bad_proof_length')
  if (!equalBytes(node, emptyRoot())) throw new ProofError('root_mismatch')
}

/** Places of the subtree's first, its last and the tree's last node, level by level. */
interface Climb {
  readonly fn: bigint
  readonly sn: bigint
  readonly tn: bigint
}

function climbBoth(from: Climb, node: Uint8Array, root: Uint8Array, proof: readonly Uint8Array[]): void {
  let { fn, sn, tn } = from
  const up = () => {
    fn >>= 1n
    sn >>= 1n
    tn >>= 1n
  }
  // to the largest perfect piece at the subtree's right end, or to the subtree itself where its end is the tree's
  while (fn !== sn && (sn === tn || (sn & 1n) === 1n)) up()
  // a subtree that is one piece of the tree is itself the first hash of the path
  const [seed, ...rest] = fn === sn ? [node, ...proof] : proof
  if (seed === undefined) throw new ProofError('bad_proof_length')
  let inner = seed
  let outer = seed
  for (const hash of rest) {
    if (tn === 0n) throw new ProofError('bad_proof_length')
    if ((sn & 1n) === 1n || sn === tn) {
      if (fn < sn) inner = nodeHash(hash, inner)
      outer = nodeHash(hash, outer)
      while ((sn & 1n) === 0n && sn !== 0n) up()
    } else {
      outer = nodeHash(outer, hash)
    }
    up()
  }
  if (tn !== 0n) throw new ProofError('bad_proof_length')
  if (!equalBytes(inner, node) || !equalBytes(outer, root)) throw new ProofError('root_mismatch')
}

function uint64(value: TreeSize): bigint {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new ProofError('bad_tree_size')
  const big = BigInt(value)
  if (big < 0n || big > MAX_UINT64) throw new ProofError('bad_tree_size')
  return big
}
