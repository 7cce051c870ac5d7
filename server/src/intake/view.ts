import type { ImportId, Instant, PersonId, QuarantineId } from '#base'
import { mayResume } from './control.ts'
import type { Gaps } from './gaps.ts'
import type { Reason } from './piece.ts'
import type { PartProgress } from './received.ts'
import { FORMATS, type Format } from './sources/formats.ts'
import type { ImportKind, ImportRow, ImportState, QuarantineRow } from './store.ts'
import { type Counts, NOTHING, type ReasonCount } from './tally.ts'

/** An import as the console shows it (wire type Import). */
export interface ImportView {
  id: ImportId
  fileName: string
  format: Format | null
  origin: string
  encoding: string | null
  state: ImportState
  /** A code; see Problem in receive.ts, or the code of what stopped it. */
  problem: string | null
  counts: Counts
  totalBytes: number
  /** Items per second of wall time. */
  perSecond: number
  startedAt: Instant
  finishedAt: Instant | null
  by: PersonId
  reasons: ReasonCount[]
  gapsKnowable: boolean
  gaps: Gaps['gaps']
  kind: ImportKind
  /** The interrupted import that this one goes on with, and the one that goes on with this. */
  continues: ImportId | null
  continuedBy: ImportId | null
  /** The import whose quarantine this one reads again. */
  rereads: ImportId | null
  /** Items of its quarantine that a later import could read. */
  resolved: number
  /** The file that is being read now; null: none. */
  part: PartProgress | null
  /** At the rate so far; null: not running, or not known yet. */
  secondsLeft: number | null
  canPause: boolean
  canResume: boolean
}

/** A span in quarantine (wire type Quarantined). */
export interface QuarantinedView {
  id: QuarantineId
  importId: ImportId
  part: string
  start: number
  end: number
  reason: Reason
  items: number
  at: Instant
  /** The later import that could read it. */
  resolvedBy: ImportId | null
}

export interface Now {
  part: PartProgress | null
  isRunning: boolean
}

export function viewImport(row: ImportRow, now: Instant, { part, isRunning }: Now): ImportView {
  // these columns hold what this room wrote
  const counts = toldOf(row.state, { ...NOTHING, ...(JSON.parse(row.counts) as Partial<Counts>) }) // older rows knew of no files
  const gaps = JSON.parse(row.gaps) as Gaps
  const seconds = Math.max(1, (row.finished_at ?? now) - row.started_at) / 1000
  return {
    id: row.id,
    fileName: row.file_name,
    format: FORMATS.find((format) => format === row.format) ?? null,
    origin: row.origin,
    encoding: row.encoding,
    state: row.state,
    problem: row.problem,
    counts,
    totalBytes: row.total_bytes,
    perSecond: Math.round(counts.items / seconds),
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    by: row.by,
    reasons: JSON.parse(row.reasons) as ReasonCount[],
    gapsKnowable: gaps.knowable,
    gaps: gaps.gaps,
    kind: row.kind,
    continues: row.continues,
    continuedBy: row.continued_by,
    rereads: row.rereads,
    resolved: row.resolved,
    part,
    secondsLeft: row.state === 'running' ? secondsLeft(counts.bytes, row.total_bytes, seconds) : null,
    canPause: isRunning && row.state !== 'paused',
    canResume: row.state === 'paused' || mayResume(row),
  }
}

const CUT_SHORT: readonly ImportState[] = ['receiving', 'running', 'paused', 'interrupted', 'cancelled']

/** What is read ahead is on no disk yet: before the end, items are those that are answered for, and the sum is right. */
function toldOf(state: ImportState, counts: Counts): Counts {
  if (!CUT_SHORT.includes(state)) return counts
  return { ...counts, items: counts.archived + counts.duplicates + counts.quarantined }
}

function secondsLeft(done: number, total: number, seconds: number): number | null {
  return done > 0 && total > done ? Math.ceil(((total - done) * seconds) / done) : null
}

export function viewSpan(row: QuarantineRow): QuarantinedView {
  const { id, part, start, end, items, at, resolved_by } = row
  return {
    id,
    importId: row.import,
    part,
    start,
    end,
    reason: row.reason as Reason,
    items,
    at,
    resolvedBy: resolved_by,
  } // as this room wrote it
}
