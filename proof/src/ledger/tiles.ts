import { ProofError } from '../bytes/errors.ts'
import { HASH_SIZE, nodeHash } from './merkle.ts'

// C2SP tlog-tiles: `tile/<L>/<N>[.p/<W>]`, 256 hashes wide; `tile/entries/<N>[.p/<W>]`.
// Tile (L, N) holds the hashes of the perfect subtrees of 256^L leaves numbered 256·N onwards.
// Sizes here are numbers below 2^53: a house counts its own entries; proofs from outside go through merkle.ts.

export const TILE_WIDTH = 256
const TILE_HEIGHT = 8

/** `x001/x234/067` for 1234067. Throws ProofError 'bad_tile'. */
function tileNumber(n: number): string {
  if (!Number.isSafeInteger(n) || n < 0) throw new ProofError('bad_tile')
  let path = String(n % 1000).padStart(3, '0')
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`
  }
  return path
}

function withWidth(path: string, width: number): string {
  if (!Number.isSafeInteger(width) || width < 1 || width > TILE_WIDTH) throw new ProofError('bad_tile')
  return width === TILE_WIDTH ? path : `${path}.p/${width}`
}

/** Path of the tile at `level`, number `n`, holding `width` hashes (256 = full). Throws ProofError 'bad_tile'. */
export function tilePath(level: number, n: number, width: number): string {
  if (!Number.isSafeInteger(level) || level < 0 || level > 63) throw new ProofError('bad_tile')
  return withWidth(`tile/${level}/${tileNumber(n)}`, width)
}

/** Path of the entry bundle `n` with `width` entries. Throws ProofError 'bad_tile'. */
export function entriesPath(n: number, width: number): string {
  return withWidth(`tile/entries/${tileNumber(n)}`, width)
}

/** Hashes at tile level `level` of a tree of `size`: floor(size / 256^level). */
export function hashesAtLevel(size: number, level: number): number {
  return Math.floor(size / TILE_WIDTH ** level)
}

/** Hash of the perfect subtree over 2^height hashes of `tile` from the `at`-th. */
function perfectHash(tile: Uint8Array, at: number, height: number): Uint8Array {
  if (height === 0) return tile.slice(at * HASH_SIZE, (at + 1) * HASH_SIZE)
  const half = 2 ** (height - 1)
  return nodeHash(perfectHash(tile, at, height - 1), perfectHash(tile, at + half, height - 1))
}

/** Reads the tile; `width` is what the tree of the asked size has there (a wider one is fine: its beginning is used). */
export type ReadTile = (level: number, n: number, width: number) => Uint8Array | Promise<Uint8Array>

/** Remembers the tiles of one proof (or of one export), so that each is read once. */
export function rememberTiles(readTile: ReadTile): ReadTile {
  const seen = new Map<string, Uint8Array | Promise<Uint8Array>>()
  return (level, n, width) => {
    const key = `${level}/${n}/${width}`
    const known = seen.get(key)
    if (known !== undefined) return known
    const tile = readTile(level, n, width)
    seen.set(key, tile)
    return tile
  }
}

/** Hash of the perfect subtree of 2^height leaves numbered `n` at that height, in a tree of `size`. */
async function subtree(height: number, n: number, size: number, readTile: ReadTile): Promise<Uint8Array> {
  const level = Math.floor(height / TILE_HEIGHT)
  const within = height % TILE_HEIGHT
  const first = n * 2 ** within
  const tileN = Math.floor(first / TILE_WIDTH)
  const width = Math.min(TILE_WIDTH, hashesAtLevel(size, level) - tileN * TILE_WIDTH)
  const at = first % TILE_WIDTH
  if (width < at + 2 ** within) throw new ProofError('bad_tile')
  const tile = await readTile(level, tileN, width)
  // the caller's store is trusted no further than its length: the proof made from it is checked against a root
  if (tile.length % HASH_SIZE !== 0 || tile.length < width * HASH_SIZE) throw new ProofError('bad_tile')
  return perfectHash(tile, at, within)
}

/** Root of the leaves [lo, hi) as they stand in a tree of `size`, where lo is a multiple of the power of two ≥ hi - lo. */
export async function rangeHash(lo: number, hi: number, size: number, readTile: ReadTile): Promise<Uint8Array> {
  const count = hi - lo
  if (count < 1 || hi > size) throw new ProofError('bad_tree_size')
  const split = largestPowerBelow(count)
  if (count === 1 || split * 2 === count) {
    const height = Math.log2(count)
    return subtree(height, lo / count, size, readTile)
  }
  const left = await rangeHash(lo, lo + split, size, readTile)
  return nodeHash(left, await rangeHash(lo + split, hi, size, readTile))
}

/** Largest power of two strictly less than n (n ≥ 2); 1 for n = 1 is never used. */
export function largestPowerBelow(n: number): number {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}

/** RFC 9162 section 2.1.3.1: PATH(index, D[size]), lowest hash first. Throws ProofError 'index_out_of_range', 'bad_tile'. */
export async function inclusionProof(index: number, size: number, readTile: ReadTile): Promise<Uint8Array[]> {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new ProofError('index_out_of_range')
  const read = rememberTiles(readTile)
  const fromTop: Uint8Array[] = []
  let lo = 0
  let hi = size
  while (hi - lo > 1) {
    const middle = lo + largestPowerBelow(hi - lo)
    if (index < middle) {
      fromTop.push(await rangeHash(middle, hi, size, read))
      hi = middle
    } else {
      fromTop.push(await rangeHash(lo, middle, size, read))
      lo = middle
    }
  }
  return fromTop.reverse()
}

/** RFC 9162 section 2.1.4.1: PROOF(m, D[n]). Throws ProofError 'bad_tree_size', 'bad_tile'. */
export async function consistencyProof(m: number, n: number, readTile: ReadTile): Promise<Uint8Array[]> {
  if (!Number.isSafeInteger(m) || m < 0 || m > n) throw new ProofError('bad_tree_size')
  if (m === 0 || m === n) return []
  const read = rememberTiles(readTile)
  const fromTop: Uint8Array[] = []
  let lo = 0
  let hi = n
  while (hi !== m) {
    const middle = lo + largestPowerBelow(hi - lo)
    if (m <= middle) {
      fromTop.push(await rangeHash(middle, hi, n, read))
      hi = middle
    } else {
      fromTop.push(await rangeHash(lo, middle, n, read))
      lo = middle
    }
  }
  // the old tree itself is left out when it is the whole first tree (the verifier has its root)
  if (lo !== 0) fromTop.push(await rangeHash(lo, hi, n, read))
  return fromTop.reverse()
}
