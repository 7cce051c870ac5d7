import { sha256 } from '#crypto'
import { concat, toHex, writeInt64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import type { Entry } from '../ledger/entry.ts'
import { lowerBound } from '../ledger/inclusion.ts'
import { emptyRoot, HASH_SIZE, leafHash, nodeHash } from '../ledger/merkle.ts'
import { largestPowerBelow } from '../ledger/tiles.ts'
import { LabelledRange, labelledLeaf, NODE_SIZE } from './completeness-tree.ts'

// The map over all conversations at one size of the ledger, and the directory of their numbers (formats/completeness.md): two
// RFC 6962 trees whose roots an epoch seal states. The map follows from the ledger's entries alone, so whoever has those
// can compute it again; the directory says which conversation the house calls by which number.

const TAG_SIZE = 32

/** A conversation's place in the map as far as it is told: its tag, and the digest of what stands under it. */
export interface MapEntry {
  tag: Uint8Array
  /** headDigest */
  head: Uint8Array
}

const HEAD = 2

/** SHA256(02 ‖ n u64 ‖ root with its label). Tells nothing of either: an entry can stand in a proof beside another. */
export function headDigest(n: number, root: Uint8Array): Uint8Array {
  if (!Number.isSafeInteger(n) || n < 1) throw new ProofError('bad_tree_size')
  if (root.length !== NODE_SIZE) throw new ProofError('bad_digest')
  const input = new Uint8Array(9 + NODE_SIZE)
  input[0] = HEAD
  writeInt64(new DataView(input.buffer), 1, n)
  input.set(root, 9)
  return sha256(input)
}

/** RFC 6962 leaf of the map: over tag ‖ head. */
export function mapLeaf({ tag, head }: MapEntry): Uint8Array {
  if (tag.length !== TAG_SIZE || head.length !== HASH_SIZE) throw new ProofError('bad_digest')
  return leafHash(concat(tag, head))
}

/** RFC 6962 leaf of the directory: over the tag; its place is the conversation's number less one. */
export function directoryLeaf(tag: Uint8Array): Uint8Array {
  if (tag.length !== TAG_SIZE) throw new ProofError('bad_digest')
  return leafHash(tag)
}

/** Leaf hashes of a whole tree, one behind the other. */
export class LeafRow {
  #bytes: Uint8Array
  #count = 0

  constructor(room = 1024) {
    this.#bytes = new Uint8Array(HASH_SIZE * Math.max(room, 1))
  }

  get length(): number {
    return this.#count
  }

  push(leaf: Uint8Array): void {
    if (leaf.length !== HASH_SIZE) throw new ProofError('bad_digest')
    const at = HASH_SIZE * this.#count
    if (at === this.#bytes.length) {
      const larger = new Uint8Array(2 * at)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes.set(leaf, at)
    this.#count += 1
  }

  at(i: number): Uint8Array {
    return this.#bytes.subarray(HASH_SIZE * i, HASH_SIZE * (i + 1))
  }

  root(): Uint8Array {
    return this.#count === 0 ? emptyRoot() : this.#hash(0, this.#count)
  }

  /** As `sharedInclusionProof`: `rootFromShared` checks it. No index at all: the root itself is the proof. */
  proof(indices: ArrayLike<number>): Uint8Array[] {
    const hashes: Uint8Array[] = []
    const collect = (lo: number, hi: number, from: number, to: number): void => {
      if (from === to) hashes.push(this.#hash(lo, hi))
      else if (hi - lo > 1) {
        const middle = lo + largestPowerBelow(hi - lo)
        const split = lowerBound(indices, from, to, middle)
        collect(lo, middle, from, split)
        collect(middle, hi, split, to)
      }
    }
    if (this.#count > 0) collect(0, this.#count, 0, indices.length)
    return hashes
  }

  #hash(lo: number, hi: number): Uint8Array {
    if (hi - lo === 1) return this.at(lo)
    const middle = lo + largestPowerBelow(hi - lo)
    return nodeHash(this.#hash(lo, middle), this.#hash(middle, hi))
  }
}

/** What the ledger's entries up to some size come to: the numbers and the map root that a seal over that size states. */
export interface EpochFigures {
  /** Entries of the ledger that were looked at. */
  size: number
  /** Those among them that are records. */
  records: number
  /** Conversations with at least one record. */
  conversations: number
  /** Root of the map. */
  root: Uint8Array
}

/**
 * Recomputes an epoch from the ledger's entries, handed over in order from the first: for whoever checks a house from
 * outside, and for fsck. Holds about 300 bytes a conversation.
 */
export class EpochFold {
  readonly #chains = new Map<string, { tag: Uint8Array; range: LabelledRange }>()
  #size = 0
  #records = 0

  /** Throws ProofError 'bad_position' where a conversation's numbers do not go up by one from 0. */
  add(entry: Entry): void {
    this.#size += 1
    if (entry.type !== 'record') return
    const key = toHex(entry.convTag)
    let chain = this.#chains.get(key)
    if (chain === undefined) {
      chain = { tag: entry.convTag, range: new LabelledRange() }
      this.#chains.set(key, chain)
    }
    if (entry.seq !== chain.range.size) throw new ProofError('bad_position', 'seq')
    chain.range.append(labelledLeaf(entry.sourceTs, entry.digest))
    this.#records += 1
  }

  figures(): EpochFigures {
    const leaves = new LeafRow(this.#chains.size)
    // hex sorts as the bytes do
    for (const key of [...this.#chains.keys()].sort()) {
      const chain = this.#chains.get(key)
      if (chain === undefined) continue
      const { tag, range } = chain
      leaves.push(mapLeaf({ tag, head: headDigest(range.size, range.root()) }))
    }
    return { size: this.#size, records: this.#records, conversations: this.#chains.size, root: leaves.root() }
  }
}

/** What an epoch seal says: the statement of a ledger entry of type `epoch`. */
export interface EpochStatement {
  v: 1
  what: 'epoch'
  /** Entries of the ledger that it is computed over: the first `size` ones. */
  size: number
  records: number
  conversations: number
  /** Hex root of the map. */
  root: string
  /** How many numbers the directory has. */
  directory: number
  /** Hex root of the directory. */
  directoryRoot: string
}

const SALT = new TextEncoder().encode('cunzhen/epoch-salt/v1\n')

/**
 * The salt of a seal's statement follows from the size it covers: two seals over one size that say the same are one
 * statement, and nothing that they say could be guessed, for the roots cannot.
 */
export function epochSalt(size: number): Uint8Array {
  const input = new Uint8Array(SALT.length + 8)
  input.set(SALT)
  writeInt64(new DataView(input.buffer), SALT.length, size)
  return sha256(input).slice(0, 16)
}

export function epochStatement(
  { size, records, conversations, root }: EpochFigures,
  directory: { size: number; root: Uint8Array },
): EpochStatement {
  return {
    v: 1,
    what: 'epoch',
    size,
    records,
    conversations,
    root: toHex(root),
    directory: directory.size,
    directoryRoot: toHex(directory.root),
  }
}
