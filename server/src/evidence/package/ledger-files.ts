import { decodeEntry, type Entry, type ReadTile, TILE_WIDTH } from '@cunzhen/proof'
import { Fault } from '#base'
import { readBundle, tileReader } from '#ledger'

// The evidence ledger's published files, read by the thousand (C2SP tlog-tiles): an export touches every bundle once.

export function tilesOf(dir: string): ReadTile {
  return tileReader(dir)
}

/** Calls `see` with the entry of each index, which must be ascending and below `size`. One bundle in memory at a time. */
export function eachEntry(
  dir: string,
  size: number,
  indices: ArrayLike<number>,
  see: (i: number, entry: Entry) => void,
): void {
  let bundle: readonly Uint8Array[] = []
  let opened = -1
  for (let i = 0; i < indices.length; i += 1) {
    const index = indices[i] ?? 0
    const n = Math.floor(index / TILE_WIDTH)
    if (n !== opened) {
      bundle = readBundle(dir, n, size)
      opened = n
    }
    const entry = bundle[index - n * TILE_WIDTH]
    if (entry === undefined) throw new Fault('ledger_damaged', 'an entry is missing; run `npm run cunzhen -- fsck`')
    see(i, decodeEntry(entry))
  }
}
