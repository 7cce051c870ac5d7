import type { RenderRule } from '@cunzhen/proof'
import type { ConversationNo } from '#base'
import type { ExportJob } from '../register/job.ts'
import type { LabelClaim } from './label-register.ts'

// What whoever gathers the rows and whoever makes them say to each other. Nothing here loads the detector: a gatherer whose rows are made
// in other threads does without it and its tables.

export const DIGEST = 32

/** What every thread of an export reads: in shared memory, whole before the first of them starts. */
export interface RowWork {
  /** As in the plan. */
  records: Float64Array
  convs: Int32Array
  /** As the ledger has them, 32 bytes each: of the record at a place of the plan, of a conversation of the package. */
  digests: Uint8Array
  tags: Uint8Array
}

/** Conversations that stand one behind the other: names found in one are carried on to its end, so none is cut. */
export interface RowRun {
  /** Places in the plan: of its first row, and behind its last. */
  from: number
  to: number
}

/** What a conversation has in a piece. */
export interface SeenSeqs {
  /** From 1. */
  conv: number
  rows: number
  firstSeq: number
  lastSeq: number
}

/** A piece of a run, ready to be written. */
export interface MadeRows {
  rows: number
  /** Lines of the disclosures, of the table, and what its lines do not say where that was asked for: UTF-8. */
  disclosures: Uint8Array<ArrayBuffer>
  lines: Uint8Array<ArrayBuffer>
  facts: Uint8Array<ArrayBuffer>
  maskedSpans: number
  longestCell: number
  seen: SeenSeqs[]
  /** Given out in this piece for the first time in its run. */
  labels: LabelClaim[]
}

export interface RowsTask {
  work: RowWork
  /** By number in the package. */
  conversations: readonly ConversationNo[]
  rule: RenderRule
  wantsFacts: boolean
}

/** What making rows takes of a job: no password, nothing of who decided. */
export type RowsJob = ReturnType<typeof rowsJobOf>

export function rowsJobOf(job: ExportJob, task: RowsTask) {
  const { house, secrets, number, caseNo, language, masks, lessons, people, participants, pseudonymKey } = job
  const known = { lessons: lessons ?? null, people, participants }
  return { ...task, ...known, house, secrets, number, caseNo, language, masks, pseudonymKey }
}

/** As the gatherer sees it (row-order.ts), in this thread or another. */
export interface RowHand {
  /** Opens a run under a number. `taken`: labels that are known to be somebody's. */
  begin(no: number, run: RowRun, taken: readonly LabelClaim[]): Promise<void>
  /** The run's next piece; one without rows where there is no more. */
  more(no: number): Promise<MadeRows>
  drop(no: number): Promise<void>
  caseNo(): Promise<ShownCaseNo>
}

/** A case number as it may be shown. */
export interface ShownCaseNo {
  text: string
  labels: LabelClaim[]
}
