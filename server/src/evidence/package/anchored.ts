import { formatAnchorsFile, openNote, PACKAGE_FILES, parseCheckpoint } from '@cunzhen/proof'
import type { Head } from '#ledger'
import type { WrittenFile, ZipWriter } from '../containers/zip.ts'
import type { AnchoredCheckpoint } from '../register/ports.ts'

// What outside parties say of a package's checkpoint: their lines stand in proof/checkpoint, their stamps beside it.

/** The head that the checkpoint says, opened under the house's own key like a stranger's. */
export function headOf({ checkpoint }: AnchoredCheckpoint, verifierKey: string): Head {
  const { size, root } = parseCheckpoint(openNote(checkpoint, [verifierKey]).text)
  return { size, root, checkpoint }
}

/** Nothing where nobody vouches: such a package says of itself that it is self-attested. */
export async function writeAnchors(zip: ZipWriter, anchored: AnchoredCheckpoint): Promise<WrittenFile[]> {
  const { stamps, authorities, witnesses } = anchored
  if (stamps.length + witnesses.length === 0) return []
  const names = formatAnchorsFile({ authorities: [...authorities], witnesses: [...witnesses] })
  const written = [await zip.add(PACKAGE_FILES.anchors, names)]
  for (const { authority, response } of stamps) {
    written.push(await zip.add(`proof/timestamps/${authority}.tsr`, response))
  }
  return written
}
