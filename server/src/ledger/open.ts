import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { concat, equalBytes, HASH_SIZE, hashesAtLevel, rangeHash, TILE_WIDTH } from '@cunzhen/proof/keeping'
import { invariant, Refusal } from '#base'
import { type DurableFiles, durable, needingFolder, type Signer } from '#platform'
import { append, type Published } from './append.ts'
import { readBundle } from './bundle.ts'
import { ledgerAhead, ledgerDamaged, ledgerForked } from './errors.ts'
import { type Edge, EMPTY_EDGE, rootOf } from './grow.ts'
import { type InclusionProof, openLedgerReader, readHead, tileReader } from './read.ts'
import { tidyEdge } from './tidy.ts'

/** Where the entries come from, for comparison at the start. */
export interface Source {
  /** How many entries it has given numbers to. */
  size: number
  /** The entry of this number, or null where the source no longer keeps it. */
  entry(index: number): Uint8Array | null
}

export interface Ledger {
  readonly size: number
  readonly root: Uint8Array
  /** The newest signed checkpoint, as published. */
  readonly checkpoint: string
  /**
   * Adds the entries numbered `from` (which must be `size`) and following, and publishes the head that counts them.
   * Durable when it returns. A throw has published nothing or all of it: ask for the size after opening again, or try
   * again with the same entries.
   */
  integrate(from: number, entries: readonly Uint8Array[]): void
  /** For the newest size, or an older published one. @throws Refusal `not_in_ledger` */
  prove(index: number, size?: number): Promise<InclusionProof>
  proveConsistency(oldSize: number, size?: number): Promise<Uint8Array[]>
  readEntry(index: number): Uint8Array
}

const GROUP = 65536
const BACKUP = 'put it back from the newest backup'

/**
 * Makes an empty ledger with a signed checkpoint of size 0. Doing so twice is no error while it is still empty.
 * @throws Refusal `ledger_exists`
 */
export function createLedger(dir: string, signer: Signer, files: DurableFiles = durable): void {
  if (existsSync(join(dir, 'checkpoint')) && readHead(dir, signer.verifierKey).size > 0) {
    throw new Refusal('conflict', 'ledger_exists')
  }
  needingFolder(dir, BACKUP, () => files.ensureDir(dir))
  append(files, dir, signer, EMPTY_EDGE, [])
}

/**
 * Opens a ledger for writing: verifies what is there up to the right edge, clears away what a crash left, and refuses a
 * checkpoint that is ahead of its source or tells another history. The rest is integrated by the caller as always.
 * One process and thread at a time.
 *
 * @throws Fault `ledger_missing`, `ledger_unsigned`, `ledger_damaged`, `ledger_ahead`, `ledger_forked`
 */
export async function openLedger(
  dir: string,
  signer: Signer,
  source: Source,
  files: DurableFiles = durable,
): Promise<Ledger> {
  const head = readHead(dir, signer.verifierKey)
  if (head.size > source.size) throw ledgerAhead(head.size, source.size)
  const edge = await readEdge(dir, head.size)
  if (!equalBytes(rootOf(edge.peaks), head.root)) throw ledgerDamaged('the tree')
  compareWithSource(dir, head.size, source)
  tidyEdge(files, dir, head.size)
  return ledgerFrom(dir, signer, files, { edge, head })
}

function ledgerFrom(dir: string, signer: Signer, files: DurableFiles, start: Published): Ledger {
  let { edge, head } = start
  const reader = openLedgerReader(dir, signer.verifierKey)
  return {
    get size() {
      return head.size
    },
    get root() {
      return head.root
    },
    get checkpoint() {
      return head.checkpoint
    },
    integrate(from, entries) {
      invariant(from === edge.size, 'entries are integrated in order, each once')
      for (let at = 0; at < entries.length; at += GROUP) {
        ;({ edge, head } = append(files, dir, signer, edge, entries.slice(at, at + GROUP)))
      }
    },
    prove: (index, size = head.size) => reader.prove(index, size),
    proveConsistency: (oldSize, size = head.size) => reader.proveConsistency(oldSize, size),
    readEntry: (index) => reader.readEntry(index, head.size),
  }
}

/** The right edge from disk; everything in it is held together by the root that the caller compares. */
async function readEdge(dir: string, size: number): Promise<Edge> {
  const readTile = tileReader(dir)
  const tiles: Uint8Array[] = []
  for (let level = 0; hashesAtLevel(size, level) > 0; level++) {
    const hashes = hashesAtLevel(size, level)
    const width = hashes % TILE_WIDTH
    const tile = width === 0 ? new Uint8Array(0) : await readTile(level, Math.floor(hashes / TILE_WIDTH), width)
    if (tile.length < width * HASH_SIZE) throw ledgerDamaged('the last tile')
    tiles.push(tile.slice(0, width * HASH_SIZE))
  }
  const peaks: Uint8Array[] = []
  let at = 0
  for (let peak = 2 ** 52; peak >= 1; peak /= 2) {
    if (at + peak > size) continue
    peaks.push(await rangeHash(at, at + peak, size, readTile))
    at += peak
  }
  const isWhole = size % TILE_WIDTH === 0
  const entries = isWhole ? [] : readBundle(dir, Math.floor(size / TILE_WIDTH), size)
  return { size, entries, tiles, peaks: concat(...peaks) }
}

/** The last bundle against the source: a source of the right size may still be one of another history. */
function compareWithSource(dir: string, size: number, source: Source): void {
  if (size === 0) return
  const n = Math.floor((size - 1) / TILE_WIDTH)
  for (const [at, entry] of readBundle(dir, n, size).entries()) {
    const index = n * TILE_WIDTH + at
    const expected = source.entry(index)
    if (expected && !equalBytes(entry, expected)) throw ledgerForked(index)
  }
}
