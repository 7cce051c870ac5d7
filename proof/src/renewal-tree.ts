import { toHex, writeInt64 } from './bytes.ts'
import { joinLabels, writeLabel } from './completeness-tree.ts'
import type { Entry } from './entry.ts'
import { ENTRY_SIZE } from './entry.ts'
import { ProofError } from './errors.ts'
import { hashOf, type TreeHash } from './renewal-hash.ts'

// The trees of formats/hash-renewal.md: RFC 6962 with another hash, over leaves that carry the entry and, where the data is
// still kept, its digest under that hash; and the map of all conversations over those leaves.

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)
const HEAD = Uint8Array.of(2)
const KEPT = Uint8Array.of(1)
const NOT_KEPT = Uint8Array.of(0)
/** Two times and a byte, behind a node's hash. */
const LABEL = 17

/** H(00 ‖ entry ‖ flag ‖ subject). @param subject null: what the entry commits to was not kept any more */
export function renewedLeaf(hash: TreeHash, entry: Uint8Array, subject: Uint8Array | null): Uint8Array {
  if (entry.length !== ENTRY_SIZE) throw new ProofError('bad_length', 'entry')
  if (subject === null) return hashOf(hash, LEAF, entry, NOT_KEPT)
  if (subject.length !== hash.length) throw new ProofError('bad_digest')
  return hashOf(hash, LEAF, entry, KEPT, subject)
}

/** The leaf of one file that a record names: the entry's index, its place in the record's list, flag, digest. */
export function renewedFileLeaf(hash: TreeHash, index: number, at: number, digest: Uint8Array | null): Uint8Array {
  const place = new Uint8Array(12)
  const view = new DataView(place.buffer)
  writeInt64(view, 0, index)
  view.setUint32(8, at)
  if (digest === null) return hashOf(hash, LEAF, place, NOT_KEPT)
  if (digest.length !== hash.length) throw new ProofError('bad_digest')
  return hashOf(hash, LEAF, place, KEPT, digest)
}

/**
 * Root of the RFC 6962 tree over these hashes, in order. A tree can be had of its parts: the roots over each 256 leaves are the
 * leaves of a tree with the same root.
 */
export class TreeUnder {
  readonly #hash: TreeHash
  /** Finished subtrees from the left, largest first: one for each 1 in the binary digits of the size. */
  readonly #peaks: Uint8Array[] = []
  #size = 0

  constructor(hash: TreeHash) {
    this.#hash = hash
  }

  get size(): number {
    return this.#size
  }

  add(leaf: Uint8Array): void {
    if (leaf.length !== this.#hash.length) throw new ProofError('bad_digest')
    let node = leaf
    for (let n = this.#size; n % 2 === 1; n = (n - 1) / 2) node = hashOf(this.#hash, NODE, popped(this.#peaks), node)
    this.#peaks.push(node)
    this.#size += 1
  }

  root(): Uint8Array {
    const [last, ...rest] = this.#peaks.toReversed()
    if (last === undefined) return hashOf(this.#hash)
    return rest.reduce((right, left) => hashOf(this.#hash, NODE, left, right), last)
  }
}

/** What the map under another hash comes to. */
export interface MapUnderFigures {
  readonly records: number
  readonly conversations: number
  readonly root: Uint8Array
}

interface Chain {
  readonly tag: Uint8Array
  /** Peaks of the conversation's tree from the left, one behind the other. */
  peaks: Uint8Array
  size: number
}

/**
 * The map of formats/completeness.md under another hash, over all conversations; its leaves carry the leaves of the rebuilt
 * tree. Holds about half a kilobyte a conversation.
 */
export class MapUnder {
  readonly #hash: TreeHash
  readonly #chains = new Map<string, Chain>()
  readonly #nodeSize: number
  #records = 0

  constructor(hash: TreeHash) {
    this.#hash = hash
    this.#nodeSize = hash.length + LABEL
  }

  /** Throws ProofError 'bad_position' where a conversation's numbers do not go up by one from 0. */
  add({ type, convTag, seq, sourceTs }: Entry, leaf: Uint8Array): void {
    if (type !== 'record') return
    const key = toHex(convTag)
    const chain = this.#chains.get(key) ?? { tag: convTag, peaks: new Uint8Array(0), size: 0 }
    if (seq !== chain.size) throw new ProofError('bad_position', 'seq')
    let node = this.#leaf(sourceTs, leaf)
    let rest = chain.peaks.length
    for (let n = chain.size; n % 2 === 1; n = (n - 1) / 2) {
      rest -= this.#nodeSize
      node = this.#join(chain.peaks.subarray(rest, rest + this.#nodeSize), node)
    }
    const peaks = new Uint8Array(rest + this.#nodeSize)
    peaks.set(chain.peaks.subarray(0, rest))
    peaks.set(node, rest)
    chain.peaks = peaks
    chain.size += 1
    if (chain.size === 1) this.#chains.set(key, chain)
    this.#records += 1
  }

  figures(): MapUnderFigures {
    const tree = new TreeUnder(this.#hash)
    for (const key of [...this.#chains.keys()].sort()) {
      const chain = this.#chains.get(key)
      if (chain !== undefined) tree.add(hashOf(this.#hash, LEAF, chain.tag, this.#head(chain)))
    }
    return { records: this.#records, conversations: this.#chains.size, root: tree.root() }
  }

  #leaf(sourceTs: number | null, leaf: Uint8Array): Uint8Array {
    const node = new Uint8Array(this.#nodeSize)
    node.set(hashOf(this.#hash, LEAF, timeOf(sourceTs), leaf))
    const times = sourceTs === null ? null : ([sourceTs, sourceTs] as const)
    writeLabel(node, { times, undated: sourceTs === null }, this.#hash.length)
    return node
  }

  #join(left: Uint8Array, right: Uint8Array): Uint8Array {
    const node = new Uint8Array(this.#nodeSize)
    node.set(hashOf(this.#hash, NODE, left, right))
    joinLabels(left, right, node, this.#hash.length)
    return node
  }

  #head({ peaks, size }: Chain): Uint8Array {
    let at = peaks.length - this.#nodeSize
    let root = peaks.subarray(at)
    while (at > 0) {
      at -= this.#nodeSize
      root = this.#join(peaks.subarray(at, at + this.#nodeSize), root)
    }
    const n = new Uint8Array(8)
    writeInt64(new DataView(n.buffer), 0, size)
    return hashOf(this.#hash, HEAD, n, root)
  }
}

/** As the ledger entry has it. */
function timeOf(sourceTs: number | null): Uint8Array {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  if (sourceTs === null) view.setBigInt64(0, -(2n ** 63n))
  else writeInt64(view, 0, sourceTs)
  return bytes
}

function popped(stack: Uint8Array[]): Uint8Array {
  const node = stack.pop()
  if (node === undefined) throw new ProofError('bad_tree_size')
  return node
}
