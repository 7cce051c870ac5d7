import type { RecordNo } from '#base'
import type { Caller } from '#platform'
import { type Arrival, type Outcome, packArrivals } from './arrival.ts'
import type { JournalHandlers } from './journal.thread.ts'
import type { StatementInput } from './statements.ts'

/** The way into the archive, on any thread that has a line to the journal thread. */
export interface Journal {
  /**
   * Archives a batch, or recognises what was archived before. Outcomes in the order of the batch; they are true for
   * good, whatever crashes next. Batches of about 1,000; a batch is taken as a whole or refused as a whole.
   * @throws Refusal `batch_too_large`, `bad_arrival`, `journal_full`, `journal_io`, `journal_closed`
   */
  admit(batch: readonly Arrival[]): Promise<Outcome[]>
  /** Index of the statement's entry in the evidence ledger. @throws Refusal `statement_key_taken`, and as admit */
  appendStatement(input: StatementInput): Promise<number>
}

/** @param call what `startThread` or `peer<JournalHandlers>('journal')` gave */
export function journalOver(call: Pick<Caller<JournalHandlers>, 'admit' | 'appendStatement'>): Journal {
  return {
    async admit(batch) {
      if (batch.length === 0) return []
      return readOutcomes(await call.admit(packArrivals(batch)))
    },
    appendStatement: (input) => call.appendStatement(input),
  }
}

export function readOutcomes(outcomes: Float64Array): Outcome[] {
  // as admitBatch writes them
  return Array.from(outcomes, (no) =>
    no < 0 ? { outcome: 'duplicate', record: (-1 - no) as RecordNo } : { outcome: 'archived', record: no as RecordNo },
  )
}
