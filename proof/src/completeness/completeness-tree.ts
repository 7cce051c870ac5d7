import { sha256Into } from '#crypto'
import { concat, writeInt64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { HASH_SIZE } from '../ledger/merkle.ts'

// The time-labelled Merkle tree over the records of one conversation, in the order of their numbers: formats/completeness.md.
// A node is 49 bytes: hash (32) ‖ earliest time (8) ‖ latest time (8) ‖ holds undated (1). Both children stand whole, labels
// and all, in the preimage of their parent: a label that is not the one that was hashed gives another root.

/** Bytes of a node with its label. */
export const NODE_SIZE = 49
const TIMES = HASH_SIZE
const LATEST = HASH_SIZE + 8
const UNDATED_AT = HASH_SIZE + 16

/** What a node says of the records under it: bounds of the dated ones (null: there is none), and whether there are undated ones. */
export interface NodeLabel {
  times: readonly [earliest: number, latest: number] | null
  undated: boolean
}

// no dated record: earliest after latest, so that the usual least and greatest of two labels hold here too
const NONE_EARLIEST = 2n ** 63n - 1n
const NONE_LATEST = -(2n ** 63n)
/** As the ledger entry has it: a source time that is not there. */
const UNDATED = -(2n ** 63n)

const leafIn = new Uint8Array(41)
const leafView = new DataView(leafIn.buffer)
const joinIn = new Uint8Array(1 + 2 * NODE_SIZE).fill(1, 0, 1)

/** Leaf of one record. Throws ProofError 'bad_digest', 'bad_integer'. */
export function labelledLeaf(sourceTs: number | null, digest: Uint8Array): Uint8Array {
  if (digest.length !== HASH_SIZE) throw new ProofError('bad_digest')
  const node = new Uint8Array(NODE_SIZE)
  if (sourceTs === null) leafView.setBigInt64(1, UNDATED)
  else {
    if (!Number.isSafeInteger(sourceTs)) throw new ProofError('bad_integer', 'sourceTs')
    writeInt64(leafView, 1, sourceTs)
  }
  leafIn.set(digest, 9)
  sha256Into(leafIn, node, 0, HASH_SIZE)
  writeLabel(node, { times: sourceTs === null ? null : [sourceTs, sourceTs], undated: sourceTs === null })
  return node
}

/** The node over two. Both are NODE_SIZE bytes; what their labels say is believed here and proven by the root. */
export function joinNodes(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== NODE_SIZE || right.length !== NODE_SIZE) throw new ProofError('bad_digest')
  joinIn.set(left, 1)
  joinIn.set(right, 1 + NODE_SIZE)
  const node = new Uint8Array(NODE_SIZE)
  sha256Into(joinIn, node, 0, HASH_SIZE)
  joinLabels(left, right, node, TIMES)
  return node
}

/** Writes the label over two into `node`; in all three the labels stand at `at`. */
export function joinLabels(left: Uint8Array, right: Uint8Array, node: Uint8Array, at: number): void {
  const first = compareTimes(left, right, at) <= 0 ? left : right
  const last = compareTimes(left, right, at + 8) >= 0 ? left : right
  for (let i = at; i < at + 8; i++) node[i] = first[i] ?? 0
  for (let i = at + 8; i < at + 16; i++) node[i] = last[i] ?? 0
  node[at + 16] = (left[at + 16] ?? 0) | (right[at + 16] ?? 0)
}

/** Two int64 at the same place, big-endian, without BigInt: the sign bit turned over makes them compare as bytes do. */
function compareTimes(a: Uint8Array, b: Uint8Array, at: number): number {
  for (let i = at; i < at + 8; i++) {
    const flip = i === at ? 0x80 : 0
    const difference = ((a[i] ?? 0) ^ flip) - ((b[i] ?? 0) ^ flip)
    if (difference !== 0) return difference
  }
  return 0
}

/** @param at behind the node's hash */
export function writeLabel(node: Uint8Array, { times, undated }: NodeLabel, at = TIMES): void {
  const view = new DataView(node.buffer, node.byteOffset, node.length)
  if (times === null) {
    view.setBigInt64(at, NONE_EARLIEST)
    view.setBigInt64(at + 8, NONE_LATEST)
  } else {
    writeInt64(view, at, times[0])
    writeInt64(view, at + 8, times[1])
  }
  node[at + 16] = undated ? 1 : 0
}

/** Strict: a label has one spelling. Throws ProofError 'bad_label', 'bad_digest'. */
export function readLabel(node: Uint8Array): NodeLabel {
  if (node.length !== NODE_SIZE) throw new ProofError('bad_digest')
  const view = new DataView(node.buffer, node.byteOffset, NODE_SIZE)
  const flag = node[UNDATED_AT] ?? 0
  const earliest = view.getBigInt64(TIMES)
  const latest = view.getBigInt64(LATEST)
  if (flag > 1) throw new ProofError('bad_label')
  if (earliest === NONE_EARLIEST && latest === NONE_LATEST) {
    if (flag === 0) throw new ProofError('bad_label') // a node over nothing
    return { times: null, undated: true }
  }
  const times = [Number(earliest), Number(latest)] as const
  if (!times.every(Number.isSafeInteger) || times[0] > times[1]) throw new ProofError('bad_label')
  return { times, undated: flag === 1 }
}

/** The node that these hash and label make: what a map entry says of a conversation's root. */
export function nodeOf(hash: Uint8Array, label: NodeLabel): Uint8Array {
  if (hash.length !== HASH_SIZE) throw new ProofError('bad_digest')
  const node = new Uint8Array(NODE_SIZE)
  node.set(hash)
  writeLabel(node, label)
  return node
}

/**
 * A tree that grows at its right end and remembers only the perfect subtrees on its left: one for each 1 in the binary
 * digits of its size. Appending costs one join on average.
 */
export class LabelledRange {
  #size = 0
  readonly #peaks: Uint8Array[] = []

  get size(): number {
    return this.#size
  }

  append(leaf: Uint8Array): void {
    let node = leaf
    for (let n = this.#size; n % 2 === 1; n = (n - 1) / 2) node = joinNodes(popped(this.#peaks), node)
    this.#peaks.push(node)
    this.#size += 1
  }

  /** Throws ProofError 'bad_tree_size' for an empty tree: a conversation without a record has none. */
  root(): Uint8Array {
    return folded(this.#peaks)
  }

  /** The peaks from the left: with the size, all that it takes to go on. */
  encode(): Uint8Array {
    return concat(...this.#peaks)
  }

  /** Throws ProofError 'bad_tree_size', 'bad_length'. */
  static decode(size: number, peaks: Uint8Array): LabelledRange {
    if (!Number.isSafeInteger(size) || size < 0) throw new ProofError('bad_tree_size')
    const range = new LabelledRange()
    if (peaks.length !== NODE_SIZE * onesOf(size)) throw new ProofError('bad_length', 'peaks')
    for (let at = 0; at < peaks.length; at += NODE_SIZE) range.#peaks.push(peaks.slice(at, at + NODE_SIZE))
    range.#size = size
    return range
  }
}

function onesOf(size: number): number {
  let ones = 0
  for (let n = size; n > 0; n = Math.floor(n / 2)) ones += n % 2
  return ones
}

/** Root over peaks from the left; the last ones are joined first. */
export function folded(peaks: readonly Uint8Array[]): Uint8Array {
  let root = peaks.at(-1)
  if (root === undefined) throw new ProofError('bad_tree_size')
  for (let i = peaks.length - 2; i >= 0; i--) {
    const left = peaks[i]
    if (left !== undefined) root = joinNodes(left, root)
  }
  return root
}

function popped(stack: Uint8Array[]): Uint8Array {
  const node = stack.pop()
  if (node === undefined) throw new ProofError('bad_tree_size')
  return node
}
