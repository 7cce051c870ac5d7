import { dirname, join } from 'node:path'
import { formatCheckpoint, signNote } from '@cunzhen/proof/keeping'
import type { DurableFiles, FileBytes, Signer } from '#platform'
import { type Edge, grow } from './grow.ts'
import type { Head } from './read.ts'
import { removeSuperseded } from './tidy.ts'

export interface Published {
  edge: Edge
  head: Head
}

/**
 * Adds entries to the tree and publishes the new head. Critical sequence: nothing that a checkpoint counts may be
 * missing from disk, so what it counts is synced before it. Every step may run twice: `entries` are always the same ones
 * for the same place, since they come from a committed journal, and files are replaced whole.
 *
 * A throw leaves `from` as it was; the caller may try again with the same or more entries.
 */
export function append(
  files: DurableFiles,
  dir: string,
  signer: Signer,
  from: Edge,
  entries: readonly Uint8Array[],
): Published {
  const { edge, root, bundles, tiles, superseded } = grow(from, entries)
  // 1. Entry bundles. A crash leaves files that no checkpoint counts; the next append writes them again.
  writeGroup(files, dir, bundles)
  // 2. Tiles. The same.
  writeGroup(files, dir, tiles)
  // 3. The checkpoint: the commit point. A crash leaves the old one or the new one, whole, and either is true.
  const text = formatCheckpoint({ origin: signer.name, size: edge.size, root })
  const checkpoint = signNote(text, signer.verifierKey, signer.sign)
  files.writeFileDurably(join(dir, 'checkpoint'), Buffer.from(checkpoint))
  // 4. Partial files of what is full now. A crash leaves some; the next start removes them.
  removeSuperseded(files, dir, superseded)
  return { edge, head: { size: edge.size, root, checkpoint } }
}

function writeGroup(files: DurableFiles, dir: string, group: readonly FileBytes[]): void {
  if (group.length === 0) return
  const placed = group.map(({ path, bytes }) => ({ path: join(dir, path), bytes }))
  for (const parent of new Set(placed.map(({ path }) => dirname(path)))) files.ensureDir(parent)
  files.writeGroupDurably(placed)
}
