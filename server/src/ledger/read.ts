import {
  consistencyProof,
  entriesPath,
  inclusionProof,
  leafHash,
  noteFromBytes,
  openNote,
  parseCheckpoint,
  type ReadTile,
  TILE_WIDTH,
  tilePath,
} from '@cunzhen/proof/keeping'
import { Fault, Refusal } from '#base'
import { leafTile, readBundle, readIfThere } from './bundle.ts'
import { ledgerDamaged, ledgerMissing, ledgerUnsigned } from './errors.ts'

/** A published tree head: the newest signed checkpoint. */
export interface Head {
  readonly size: number
  readonly root: Uint8Array
  /** The signed note, as published. */
  readonly checkpoint: string
}

export interface InclusionProof {
  index: number
  /** Size of the tree that the proof is for. */
  size: number
  proof: Uint8Array[]
  leafHash: Uint8Array
}

/** Reading a ledger needs no key and disturbs no writer: any thread may. */
export interface LedgerReader {
  /** The newest published head, read and verified again at each call. */
  head(): Head
  /** @throws Refusal `not_in_ledger` for an index at or above `size` */
  prove(index: number, size: number): Promise<InclusionProof>
  /** RFC 9162 consistency of the trees of these two published sizes. */
  proveConsistency(oldSize: number, size: number): Promise<Uint8Array[]>
  readEntry(index: number, size: number): Uint8Array
  /** The entries [from, to) of the tree of `size`, in order, read bundle by bundle. */
  readEntries(from: number, to: number, size: number): Generator<Uint8Array>
  /** Tiles for the proofs of @cunzhen/proof that are made for many entries at once. */
  readonly readTile: ReadTile
}

/** @param verifierKey the C2SP key whose name is the ledger's origin */
export function openLedgerReader(dir: string, verifierKey: string): LedgerReader {
  const readTile = tileReader(dir)
  return {
    head: () => readHead(dir, verifierKey),
    async prove(index, size) {
      const leaf = leafHash(readEntryAt(dir, index, size))
      return { index, size, proof: await inclusionProof(index, size, readTile), leafHash: leaf }
    },
    proveConsistency: (oldSize, size) => consistencyProof(oldSize, size, readTile),
    readEntry: (index, size) => readEntryAt(dir, index, size),
    readEntries: (from, to, size) => readEntriesBetween(dir, from, to, size),
    readTile,
  }
}

/** @throws Fault `ledger_missing`, `ledger_unsigned` */
export function readHead(dir: string, verifierKey: string): Head {
  const bytes = readIfThere(dir, 'checkpoint')
  if (!bytes) throw ledgerMissing()
  try {
    const checkpoint = noteFromBytes(bytes)
    const { text, verified } = openNote(checkpoint, [verifierKey])
    const { origin, size, root } = parseCheckpoint(text)
    if (!verified.includes(origin)) throw new Fault('ledger_unsigned', 'the checkpoint is of another ledger')
    return { size, root, checkpoint }
  } catch (error) {
    throw ledgerUnsigned(error)
  }
}

export function tileReader(dir: string): ReadTile {
  return (level, n, width) => {
    if (level === 0) return leafTile(dir, n, width)
    return readWide(dir, (wide) => tilePath(level, n, wide), width)
  }
}

function readEntryAt(dir: string, index: number, size: number): Uint8Array {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new Refusal('not_found', 'not_in_ledger')
  const n = Math.floor(index / TILE_WIDTH)
  const entry = readBundle(dir, n, size)[index - n * TILE_WIDTH]
  if (!entry) throw ledgerDamaged(entriesPath(n, TILE_WIDTH))
  return entry
}

function* readEntriesBetween(dir: string, from: number, to: number, size: number): Generator<Uint8Array> {
  if (!(from >= 0 && from <= to && to <= size)) throw new Refusal('not_found', 'not_in_ledger')
  for (let n = Math.floor(from / TILE_WIDTH); n * TILE_WIDTH < to; n++) {
    const first = n * TILE_WIDTH
    yield* readBundle(dir, n, size).slice(Math.max(from - first, 0), to - first)
  }
}

/** The file of this width; a partial one that is gone was superseded by the full one, whose beginning is the same. */
function readWide(dir: string, pathOf: (width: number) => string, width: number): Uint8Array {
  const bytes = readIfThere(dir, pathOf(width)) ?? (width < TILE_WIDTH ? readIfThere(dir, pathOf(TILE_WIDTH)) : null)
  if (!bytes) throw ledgerDamaged(pathOf(width))
  return bytes
}
