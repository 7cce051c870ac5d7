import { type ImportId, type Instant, newId, type PersonId } from '#base'
import type { ReceiveOptions } from './options.ts'
import type { ImportKind, ImportRow } from './store.ts'
import { NOTHING } from './tally.ts'

/** Where an import comes from, besides its name. */
export interface Origin {
  kind: ImportKind
  path?: string | null
  continues?: ImportId
  attempt?: number
  rereads?: ImportId
}

/** A new import, before anything is read. */
export function newRow(
  options: ReceiveOptions & { fileName: string },
  by: PersonId,
  now: Instant,
  origin: Origin,
): ImportRow {
  const { fileName, keys: _secret, ...asked } = options
  return {
    id: newId<ImportId>('imp'),
    file_name: fileName.slice(0, 500).toWellFormed(),
    format: options.format,
    origin: options.origin,
    encoding: null,
    state: 'receiving',
    problem: null,
    counts: JSON.stringify(NOTHING),
    reasons: '[]',
    gaps: '{"knowable":false,"gaps":[]}',
    total_bytes: 0,
    started_at: now,
    finished_at: null,
    by,
    source_digest: null,
    quarantine_key: null,
    statement: null,
    statement_salt: null,
    statement_entry: null,
    kind: origin.kind,
    path: origin.path ?? null,
    asked: JSON.stringify(asked),
    continues: origin.continues ?? null,
    attempt: origin.attempt ?? 1,
    continued_by: null,
    rereads: origin.rereads ?? null,
    resolved: 0,
  }
}
