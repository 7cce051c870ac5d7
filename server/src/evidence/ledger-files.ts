import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeEntry, ENTRY_SIZE, type Entry, entriesPath, type ReadTile, TILE_WIDTH, tilePath } from '@cunzhen/proof'
import { Fault } from '#base'

// The evidence ledger's published files, read by the thousand (C2SP tlog-tiles): an export touches every bundle once.

export function tilesOf(dir: string): ReadTile {
  return (level, n, width) => readWide(dir, (wide) => tilePath(level, n, wide), width)
}

/** Calls `see` with the entry of each index, which must be ascending and below `size`. One bundle in memory at a time. */
export function eachEntry(
  dir: string,
  size: number,
  indices: ArrayLike<number>,
  see: (i: number, entry: Entry) => void,
): void {
  let bundle = new Uint8Array(0)
  let opened = -1
  for (let i = 0; i < indices.length; i += 1) {
    const index = indices[i] ?? 0
    const n = Math.floor(index / TILE_WIDTH)
    if (n !== opened) {
      const width = Math.min(TILE_WIDTH, size - n * TILE_WIDTH)
      bundle = readWide(dir, (wide) => entriesPath(n, wide), width)
      opened = n
    }
    // every entry of this ledger has 89 bytes behind its two bytes of length
    const at = (index - n * TILE_WIDTH) * (2 + ENTRY_SIZE) + 2
    see(i, decodeEntry(bundle.subarray(at, at + ENTRY_SIZE)))
  }
}

/** A partial file may be gone once the full one is there, whose beginning is the same. */
function readWide(dir: string, pathOf: (width: number) => string, width: number): Uint8Array<ArrayBuffer> {
  for (const wide of [width, TILE_WIDTH]) {
    try {
      return new Uint8Array(readFileSync(join(dir, pathOf(wide))))
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    }
  }
  throw new Fault('ledger_damaged', 'a published file of the ledger is missing; run `npm run cunzhen -- fsck`')
}
