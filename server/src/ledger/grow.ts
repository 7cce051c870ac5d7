import {
  emptyRoot,
  entriesPath,
  HASH_SIZE,
  hashesAtLevel,
  leafHash,
  nodeHash,
  TILE_WIDTH,
  tilePath,
} from '@cunzhen/proof'
import type { FileBytes } from '#platform'
import { encodeBundle } from './bundle.ts'

// The growing tree, without I/O: what a tree becomes when entries are added, and which files that makes.

/** The right edge of a tree: all that adding to it needs. Never changed in place. */
export interface Edge {
  readonly size: number
  /** Entries of the last, unfinished bundle. */
  readonly entries: readonly Uint8Array[]
  /** Per tile level the hashes of its last, unfinished tile; up to the highest level that has any. */
  readonly tiles: readonly (readonly Uint8Array[])[]
  /** Roots of the perfect subtrees that make up the tree, largest first: one per 1 in the size's binary digits. */
  readonly peaks: readonly Uint8Array[]
}

export const EMPTY_EDGE: Edge = { size: 0, entries: [], tiles: [], peaks: [] }

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
  const tiles = from.tiles.map((hashes) => [...hashes])
  const peaks = [...from.peaks]
  const full: Growth = { edge: from, root: emptyRoot(), bundles: [], tiles: [], superseded: [] }
  let entries = [...from.entries]
  let size = from.size
  for (const entry of added) {
    entries.push(entry)
    addLeaf(leafHash(entry), size, tiles, peaks, full)
    size += 1
    if (entries.length === TILE_WIDTH) {
      const n = size / TILE_WIDTH - 1
      full.bundles.push({ path: entriesPath(n, TILE_WIDTH), bytes: encodeBundle(entries) })
      full.superseded.push(`${entriesPath(n, TILE_WIDTH)}.p`)
      entries = []
    }
  }
  const edge = { size, entries, tiles, peaks }
  const partial = edgeFiles(edge)
  const had = new Set(edgeFiles(from).tiles.map(({ path }) => path)) // a level that did not grow has its file
  full.bundles.push(...partial.bundles)
  full.tiles.push(...partial.tiles.filter(({ path }) => !had.has(path)))
  return { ...full, edge, root: rootOf(peaks) }
}

/** RFC 6962 section 2.1: the root over the peaks, folded from the right. */
export function rootOf(peaks: readonly Uint8Array[]): Uint8Array {
  if (peaks.length === 0) return emptyRoot()
  return peaks.reduceRight((right, left) => nodeHash(left, right))
}

/** One leaf: merges equal peaks upwards (a carry in binary); every eighth level is a hash of a tile. */
function addLeaf(leaf: Uint8Array, index: number, tiles: Uint8Array[][], peaks: Uint8Array[], full: Growth): void {
  let hash = leaf
  addToTile(0, hash, index, tiles, full)
  let nodes = index + 1
  for (let height = 1; nodes % 2 === 0; height++) {
    nodes /= 2
    hash = nodeHash(peaks.pop() ?? hash, hash) // an even count has a peak of this height
    if (height % 8 === 0) addToTile(height / 8, hash, nodes - 1, tiles, full)
  }
  peaks.push(hash)
}

function addToTile(level: number, hash: Uint8Array, n: number, tiles: Uint8Array[][], full: Growth): void {
  const tile = tiles[level] ?? []
  tile.push(hash)
  tiles[level] = tile
  if (tile.length < TILE_WIDTH) return
  const path = tilePath(level, Math.floor(n / TILE_WIDTH), TILE_WIDTH)
  full.tiles.push({ path, bytes: joinHashes(tile) })
  full.superseded.push(`${path}.p`)
  tiles[level] = []
}

/** The partial files of a tree, one per level that has any. */
export function edgeFiles(edge: Edge): { bundles: FileBytes[]; tiles: FileBytes[] } {
  const n = Math.floor(edge.size / TILE_WIDTH)
  const bundles =
    edge.entries.length === 0 ? [] : [{ path: entriesPath(n, edge.entries.length), bytes: encodeBundle(edge.entries) }]
  const tiles = edge.tiles.flatMap((hashes, level) => {
    if (hashes.length === 0) return []
    const path = tilePath(level, Math.floor(hashesAtLevel(edge.size, level) / TILE_WIDTH), hashes.length)
    return [{ path, bytes: joinHashes(hashes) }]
  })
  return { bundles, tiles }
}

export function joinHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_SIZE)
  for (const [at, hash] of hashes.entries()) bytes.set(hash, at * HASH_SIZE)
  return bytes
}

export function splitHashes(tile: Uint8Array, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, at) => tile.slice(at * HASH_SIZE, (at + 1) * HASH_SIZE))
}
