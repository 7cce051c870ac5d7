import {
  emptyRoot,
  entriesPath,
  HASH_SIZE,
  hashesAtLevel,
  nodeHash,
  TILE_WIDTH,
  tilePath,
} from '@cunzhen/proof/keeping'
import type { FileBytes } from '#platform'
import { bundleFile } from './bundle.ts'
import { leafHashInto, mergePair } from './hash-into.ts'

// The growing tree, without I/O: what a tree becomes when entries are added, and which files that makes.

/** The right edge of a tree: all that adding to it needs. Never changed in place. */
export interface Edge {
  readonly size: number
  /** Entries of the last, unfinished bundle. */
  readonly entries: readonly Uint8Array[]
  /** Per tile level the hashes of its last, unfinished tile, joined; up to the highest level of the tree. */
  readonly tiles: readonly Uint8Array[]
  /** Roots of the perfect subtrees that make up the tree, largest first, joined: one per 1 in the size's binary digits. */
  readonly peaks: Uint8Array
}

export const EMPTY_EDGE: Edge = { size: 0, entries: [], tiles: [], peaks: new Uint8Array(0) }

export interface Growth {
  edge: Edge
  root: Uint8Array
  /** Paths relative to the ledger's directory. */
  bundles: FileBytes[]
  tiles: FileBytes[]
  /** `….p` directories of tiles and bundles that became full. */
  superseded: string[]
}

export function grow(from: Edge, added: readonly Uint8Array[]): Growth {
  const growing = new GrowingTree(from)
  for (const entry of added) growing.add(entry)
  const edge = growing.edge()
  const partial = edgeFiles(edge)
  const had = new Set(edgeFiles(from).tiles.map(({ path }) => path)) // a level that did not grow has its file
  return {
    edge,
    root: rootOf(edge.peaks),
    bundles: [...growing.bundles, ...partial.bundles],
    tiles: [...growing.tiles, ...partial.tiles.filter(({ path }) => !had.has(path))],
    superseded: growing.superseded,
  }
}

/** RFC 6962 section 2.1: the root over the peaks, folded from the right. */
export function rootOf(peaks: Uint8Array): Uint8Array {
  const hashes = splitHashes(peaks)
  return hashes.length === 0 ? emptyRoot() : hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The partial files of a tree: the last bundle, and one tile per level above 0 that has an unfinished one. */
export function edgeFiles(edge: Edge): { bundles: FileBytes[]; tiles: FileBytes[] } {
  const bundles: FileBytes[] = []
  if (edge.entries.length > 0) {
    bundles.push(bundleFile(Math.floor(edge.size / TILE_WIDTH), edge.entries))
  }
  const tiles = edge.tiles.flatMap((bytes, level) => {
    const width = bytes.length / HASH_SIZE
    const n = Math.floor(hashesAtLevel(edge.size, level) / TILE_WIDTH)
    return width === 0 || level === 0 ? [] : [{ path: tilePath(level, n, width), bytes }]
  })
  return { bundles, tiles }
}

function splitHashes(joined: Uint8Array): Uint8Array[] {
  return Array.from({ length: joined.length / HASH_SIZE }, (_, at) =>
    joined.slice(at * HASH_SIZE, (at + 1) * HASH_SIZE),
  )
}

interface GrowingTile {
  bytes: Uint8Array
  width: number
}

class GrowingTree {
  readonly bundles: FileBytes[] = []
  readonly tiles: FileBytes[] = []
  readonly superseded: string[] = []
  #size: number
  #entries: Uint8Array[]
  readonly #unfinished: GrowingTile[]
  /** The peaks as a stack: a tree of 2^53 entries has at most 53, and one leaf waits on top. */
  readonly #peaks = new Uint8Array(64 * HASH_SIZE)
  #peaksEnd: number

  constructor(from: Edge) {
    this.#size = from.size
    this.#entries = [...from.entries]
    this.#unfinished = from.tiles.map((bytes) => growingTile(bytes))
    this.#peaks.set(from.peaks)
    this.#peaksEnd = from.peaks.length
  }

  /** One leaf: merges equal peaks upwards (a carry in binary); each eighth level is a hash of a tile. */
  add(entry: Uint8Array): void {
    leafHashInto(entry, this.#peaks, this.#peaksEnd)
    this.#peaksEnd += HASH_SIZE
    this.#addToTile(0, this.#size)
    let nodes = this.#size + 1
    for (let height = 1; nodes % 2 === 0; height++) {
      nodes /= 2
      this.#peaksEnd -= HASH_SIZE
      mergePair(this.#peaks, this.#peaksEnd - HASH_SIZE)
      if (height % 8 === 0) this.#addToTile(height / 8, nodes - 1)
    }
    this.#size += 1
    this.#addToBundle(entry)
  }

  edge(): Edge {
    return {
      size: this.#size,
      entries: this.#entries,
      tiles: this.#unfinished.map(({ bytes, width }) => bytes.slice(0, width * HASH_SIZE)),
      peaks: this.#peaks.slice(0, this.#peaksEnd),
    }
  }

  /** The topmost peak is hash number `n` of this level. */
  #addToTile(level: number, n: number): void {
    const tile = this.#unfinished[level] ?? growingTile(new Uint8Array(0))
    this.#unfinished[level] = tile
    const top = this.#peaksEnd - HASH_SIZE
    const to = tile.width * HASH_SIZE
    for (let at = 0; at < HASH_SIZE; at++) tile.bytes[to + at] = this.#peaks[top + at] ?? 0
    tile.width += 1
    if (tile.width < TILE_WIDTH) return
    if (level > 0) {
      const path = tilePath(level, Math.floor(n / TILE_WIDTH), TILE_WIDTH)
      this.tiles.push({ path, bytes: tile.bytes })
      this.superseded.push(`${path}.p`)
    }
    this.#unfinished[level] = growingTile(new Uint8Array(0))
  }

  #addToBundle(entry: Uint8Array): void {
    this.#entries.push(entry)
    if (this.#entries.length < TILE_WIDTH) return
    const n = this.#size / TILE_WIDTH - 1
    this.bundles.push(bundleFile(n, this.#entries))
    this.superseded.push(`${entriesPath(n, TILE_WIDTH)}.p`)
    this.#entries = []
  }
}

function growingTile(hashes: Uint8Array): GrowingTile {
  const bytes = new Uint8Array(TILE_WIDTH * HASH_SIZE)
  bytes.set(hashes)
  return { bytes, width: hashes.length / HASH_SIZE }
}
