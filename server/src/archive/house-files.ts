import { join } from 'node:path'
import type { SegmentId } from '#base'

/** Where the archive's parts lie in the house directory. */
export interface ArchiveFiles {
  /** house.db, for the key register and the audit outbox. */
  house: string
  journal: string
  /** What epoch seals are computed from; made again where it is lost. */
  epochs: string
  segments: string
  /** Attachments. */
  objects: string
  /** Directory of the evidence ledger. */
  ledger: string
  /** Directory of the audit ledger. */
  audit: string
}

export function archiveFiles(house: string): ArchiveFiles {
  return {
    house: join(house, 'house.db'),
    journal: join(house, 'journal.db'),
    epochs: join(house, 'epochs.db'),
    segments: join(house, 'segments'),
    objects: join(house, 'objects'),
    ledger: join(house, 'ledger'),
    audit: join(house, 'audit'),
  }
}

export function segmentPath(files: ArchiveFiles, id: SegmentId): string {
  return join(files.segments, `${id}.seg`)
}
