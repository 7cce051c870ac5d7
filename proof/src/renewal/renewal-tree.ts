import { fromHex, toHex, writeInt64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { joinLabels, writeLabel } from '../completeness/completeness-tree.ts'
import { hashOf, type TreeHash } from '../crypto/renewal-hash.ts'
import type { Entry } from '../ledger/entry.ts'
import { ENTRY_SIZE } from '../ledger/entry.ts'

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

/** The right edge of one conversation's tree: its peaks from the left, one behind the other, in a room that may be larger. */
interface Chain {
  room: Uint8Array
  peaks: number
  size: number
}

/**
 * The map of formats/completeness.md under another hash, over all conversations; its leaves carry the leaves of the rebuilt
 * tree. Holds less than a kilobyte a conversation.
 */
export class MapUnder {
  readonly #hash: TreeHash
  /** By the hex of their tag. */
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
    const chain = this.#chains.get(key) ?? { room: new Uint8Array(2 * this.#nodeSize), peaks: 0, size: 0 }
    if (seq !== chain.size) throw new ProofError('bad_position', 'seq')
    this.#push(chain, sourceTs, leaf)
    for (let n = chain.size; n % 2 === 1; n = (n - 1) / 2) this.#joinLast(chain)
    chain.size += 1
    if (chain.size === 1) this.#chains.set(key, chain)
    this.#records += 1
  }

  figures(): MapUnderFigures {
    const tree = new TreeUnder(this.#hash)
    // hex sorts as the bytes do
    for (const key of [...this.#chains.keys()].sort()) {
      const chain = this.#chains.get(key)
      if (chain !== undefined) tree.add(hashOf(this.#hash, LEAF, fromHex(key), this.#head(chain)))
    }
    return { records: this.#records, conversations: this.#chains.size, root: tree.root() }
  }

  #push(chain: Chain, sourceTs: number | null, leaf: Uint8Array): void {
    const at = chain.peaks * this.#nodeSize
    if (at === chain.room.length) {
      const larger = new Uint8Array(at + 2 * this.#nodeSize)
      larger.set(chain.room)
      chain.room = larger
    }
    chain.room.set(hashOf(this.#hash, LEAF, timeOf(sourceTs), leaf), at)
    const times = sourceTs === null ? null : ([sourceTs, sourceTs] as const)
    writeLabel(chain.room.subarray(at), { times, undated: sourceTs === null }, this.#hash.length)
    chain.peaks += 1
  }

  /** The two last peaks become one, in the place of the left one. */
  #joinLast(chain: Chain): void {
    const at = (chain.peaks - 2) * this.#nodeSize
    const both = chain.room.subarray(at, at + 2 * this.#nodeSize)
    const [left, right] = [both.subarray(0, this.#nodeSize), both.subarray(this.#nodeSize)]
    const node = hashOf(this.#hash, NODE, both)
    joinLabels(left, right, left, this.#hash.length)
    left.set(node)
    chain.peaks -= 1
  }

  #head({ room, peaks, size }: Chain): Uint8Array {
    const folded: Chain = { room: room.slice(0, peaks * this.#nodeSize), peaks, size }
    while (folded.peaks > 1) this.#joinLast(folded)
    const n = new Uint8Array(8)
    writeInt64(new DataView(n.buffer), 0, size)
    return hashOf(this.#hash, HEAD, n, folded.room.subarray(0, this.#nodeSize))
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
