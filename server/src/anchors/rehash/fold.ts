import {
  concat,
  decodeEntry,
  leafHash,
  MapUnder,
  type MapUnderFigures,
  renewedFileLeaf,
  renewedLeaf,
  rootFromLeafHashes,
  type TreeHash,
  TreeUnder,
  treeHash,
} from '@cunzhen/proof'
import type { FileLine } from './files.ts'

/** Leaves whose root is kept, so that a tree that differs can say where. */
export const GROUP = 256

const OLD = treeHash('sha256')

/** What the entries and their subjects come to. */
export interface RehashFigures {
  /** Root under SHA-256 of the same entries: it must be the signed one. */
  readonly oldRoot: Uint8Array
  readonly root: Uint8Array
  readonly retained: number
  readonly without: number
  readonly map: MapUnderFigures
  readonly files: { readonly root: Uint8Array; readonly retained: number; readonly without: number }
  /** Roots over each group of leaves, one behind the other. */
  readonly groups: Uint8Array
}

/** The trees of a renewal, leaf by leaf: of entries and what was kept of them, whoever computed that. */
export class RehashFold {
  readonly #hash: TreeHash
  readonly #map: MapUnder
  readonly #files: TreeUnder
  readonly #groups: Uint8Array[] = []
  readonly #tree: TreeUnder
  readonly #old = new TreeUnder(OLD)
  #open: TreeUnder
  #openOld: Uint8Array[] = []
  #without = 0
  #filesWithout = 0

  constructor(hash: TreeHash) {
    this.#hash = hash
    this.#map = new MapUnder(hash)
    this.#files = new TreeUnder(hash)
    this.#tree = new TreeUnder(hash)
    this.#open = new TreeUnder(hash)
  }

  /** Entries in order. @throws ProofError for an entry that is none, or is out of its conversation's order */
  add(entry: Uint8Array, subject: Uint8Array | null): void {
    const leaf = renewedLeaf(this.#hash, entry, subject)
    this.#map.add(decodeEntry(entry), leaf)
    this.#open.add(leaf)
    this.#openOld.push(leafHash(entry))
    if (subject === null) this.#without += 1
    if (this.#open.size === GROUP) this.#endGroup()
  }

  addFile({ index, at, digest }: FileLine): void {
    this.#files.add(renewedFileLeaf(this.#hash, index, at, digest))
    if (digest === null) this.#filesWithout += 1
  }

  get entries(): number {
    return this.#groups.length * GROUP + this.#open.size
  }

  /** After the last entry: a group that is not full is one now. */
  figures(): RehashFigures {
    const size = this.entries
    if (this.#open.size > 0) this.#endGroup()
    return {
      oldRoot: this.#old.root(),
      root: this.#tree.root(),
      retained: size - this.#without,
      without: this.#without,
      map: this.#map.figures(),
      files: {
        root: this.#files.root(),
        retained: this.#files.size - this.#filesWithout,
        without: this.#filesWithout,
      },
      groups: concat(...this.#groups),
    }
  }

  #endGroup(): void {
    const root = this.#open.root()
    this.#groups.push(root)
    this.#tree.add(root)
    this.#old.add(rootFromLeafHashes(this.#openOld))
    this.#open = new TreeUnder(this.#hash)
    this.#openOld = []
  }
}
