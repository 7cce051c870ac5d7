import type { Journal, ObjectWriter } from '#archive'
import type { Gaps } from './gaps.ts'
import type { Numbers } from './numbers.ts'
import type { Quarantine, QuarantinedSpan } from './quarantine.ts'
import type { Format } from './sources/formats.ts'
import type { Counts, ReasonCount } from './tally.ts'

// What the reading of a source needs around it (Doors), what it tells on its way (Progress) and at its end (Received).

/** What happened besides records and quarantine; a code each, null where all went well. */
export type Problem =
  | 'format_unknown' // nothing was read; all of it is in quarantine
  | 'column_missing' // the mapping names columns that no part has
  | 'zip_directory_damaged' // members were found by their own headers
  | 'same_source' // these very bytes were imported before
  | 'nothing_readable'
  | 'nothing_better' // bytes of quarantine were read again, and still none of them can be

export interface Received {
  counts: Counts
  reasons: ReasonCount[]
  format: Format | null
  /** Encodings read, the commonest first, e.g. `utf-8` or `utf-8, gb18030`; null when nothing was read. */
  encoding: string | null
  problem: Problem | null
  gaps: Gaps
  /** SHA-256 of the source's bytes, never to be shown or stored unsalted. */
  sourceDigest: Uint8Array
}

export interface Progress {
  counts: Counts
  reasons: ReasonCount[]
  format: Format | null
  encoding: string | null
  /** Content bytes in all, as far as known. */
  totalBytes: number
  /** The file that is being read: its place among all of them, and how far it is read. */
  part: PartProgress | null
}

export interface PartProgress {
  name: string
  /** From 1. */
  no: number
  of: number
  bytes: number
  totalBytes: number
}

export interface Doors {
  journal: Pick<Journal, 'admit'>
  quarantine: Quarantine
  numbers: Numbers
  /** Keeps files that messages name; absent in a trial reading, which keeps nothing. */
  objects?: Pick<ObjectWriter, 'keep'>
  /** Durable before the import goes on. */
  quarantined(spans: QuarantinedSpan[]): Promise<void>
  progress(progress: Progress): void
  /** Before each run of pieces: waits while the import is paused. @throws Refusal `import_cancelled` */
  turn?(): Promise<void>
}
