import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { concat, entriesPath, leafHash, TILE_WIDTH } from '@cunzhen/proof/keeping'
import { invariant } from '#base'
import type { FileBytes } from '#platform'
import { ledgerDamaged, ledgerUnreadable } from './errors.ts'

// Entries on disk: bundles of 256, as C2SP tlog-tiles has them. A full one is compressed (the same conversations come again
// and again: 38 bytes an entry instead of 91), and no tile of level 0 is kept, for it is the leaf hashes of a bundle.

/** C2SP tlog-tiles, entry bundle: per entry a big-endian uint16 length and the entry. */
const MAX_ENTRY = 65535
const MAX_BUNDLE = TILE_WIDTH * (2 + MAX_ENTRY)

export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bundle = new Uint8Array(entries.reduce((size, entry) => size + 2 + entry.length, 0))
  let at = 0
  for (const entry of entries) {
    invariant(entry.length <= MAX_ENTRY, 'a ledger entry has at most 65535 bytes')
    bundle[at] = entry.length >> 8
    bundle[at + 1] = entry.length & 255
    bundle.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bundle
}

/** The first `count` entries; a bundle may hold more, and must hold nothing else. @throws Fault `ledger_damaged` */
export function decodeBundle(bundle: Uint8Array, count: number): Uint8Array[] {
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bundle.length) {
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0)
    if (at + 2 + length > bundle.length) throw ledgerDamaged('an entry bundle')
    entries.push(bundle.slice(at + 2, at + 2 + length))
    at += 2 + length
  }
  if (entries.length < count) throw ledgerDamaged('an entry bundle')
  return entries.slice(0, count)
}

/** The file of bundle `n`. @param entries 1 to 256 */
export function bundleFile(n: number, entries: readonly Uint8Array[]): FileBytes {
  const bytes = encodeBundle(entries)
  if (entries.length < TILE_WIDTH) return { path: entriesPath(n, entries.length), bytes }
  return { path: fullPath(n), bytes: zstdCompressSync(bytes) }
}

export interface FoundBundle extends FileBytes {
  /** As C2SP has it, not compressed. @throws Fault `ledger_damaged` */
  plain(): Uint8Array
}

/**
 * The file that holds the first `width` entries of bundle `n`; a partial one that is gone was superseded by the full one.
 * Null where there is none. Earlier versions did not compress full ones.
 */
export function findBundle(dir: string, n: number, width: number): FoundBundle | null {
  const full = [fullPath(n), entriesPath(n, TILE_WIDTH)]
  for (const path of width < TILE_WIDTH ? [entriesPath(n, width), ...full] : full) {
    const bytes = readIfThere(dir, path)
    if (bytes) return { path, bytes, plain: () => (path.endsWith(COMPRESSED) ? inflated(bytes) : bytes) }
  }
  return null
}

/** The entries of bundle `n` in a tree of `size`. @throws Fault `ledger_damaged` */
export function readBundle(dir: string, n: number, size: number): Uint8Array[] {
  const width = Math.min(TILE_WIDTH, size - n * TILE_WIDTH)
  const found = findBundle(dir, n, width)
  if (!found) throw ledgerDamaged(entriesPath(n, width))
  return decodeBundle(found.plain(), width)
}

/** Level 0 of the tree: tile `n` of a tree that has `width` leaves there. */
export function leafTile(dir: string, n: number, width: number): Uint8Array {
  return concat(...readBundle(dir, n, n * TILE_WIDTH + width).map((entry) => leafHash(entry)))
}

/** A file of the ledger, or null where there is none. */
export function readIfThere(dir: string, path: string): Uint8Array | null {
  try {
    const bytes = readFileSync(join(dir, path))
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) // a Buffer's slice would share its memory
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null
    throw ledgerUnreadable(path, error)
  }
}

const COMPRESSED = '.zst'

function fullPath(n: number): string {
  return entriesPath(n, TILE_WIDTH) + COMPRESSED
}

function inflated(bytes: Uint8Array): Uint8Array {
  try {
    const plain = zstdDecompressSync(bytes, { maxOutputLength: MAX_BUNDLE })
    return new Uint8Array(plain.buffer, plain.byteOffset, plain.length)
  } catch {
    throw ledgerDamaged('an entry bundle')
  }
}
