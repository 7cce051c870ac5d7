import type { ArchiveReader, Catalog } from '#archive'
import { detect, maskText, type Roster } from '#redaction'
import type { LabelClaim } from './label-register.ts'
import { caseLabels, LabelBook } from './labels.ts'
import type { Masking } from './masking.ts'
import { exportRoster } from './people.ts'
import { makeRows, type RowParts } from './row-run.ts'
import type { MadeRows, RowRun, RowsJob, ShownCaseNo } from './row-work.ts'

// Whoever makes rows: a thread of its own, or the exporter itself where there are few.

const NOTHING = new Uint8Array(0)
const END: MadeRows = {
  rows: 0,
  disclosures: NOTHING,
  lines: NOTHING,
  facts: NOTHING,
  maskedSpans: 0,
  longestCell: 0,
  seen: [],
  labels: [],
}

/** The same as RowHand, at once. */
export function openHand(job: RowsJob, { reader, catalog }: { reader: ArchiveReader; catalog: Catalog }) {
  const roster = { ...exportRoster(catalog, job, job.conversations), lessons: job.lessons }
  const { work, rule, wantsFacts } = job
  const parts: RowParts = { reader, work, rule, wantsFacts, masking: { roster, policy: job.masks } }
  const labels = caseLabels(job.pseudonymKey, job.language)
  const open = new Map<number, Generator<MadeRows>>()
  return {
    begin(no: number, run: RowRun, taken: readonly LabelClaim[]): void {
      open.set(no, makeRows(parts, run, new LabelBook(labels, taken)))
    },
    more(no: number): MadeRows {
      const next = open.get(no)?.next()
      if (next?.done === false) return next.value
      open.delete(no)
      return END
    },
    drop: (no: number): void => void open.delete(no),
    caseNo(): ShownCaseNo {
      const book = new LabelBook(labels, [])
      return { text: shownCaseNo(job.caseNo, roster, { policy: job.masks, label: book.label }), labels: book.claims() }
    },
  }
}

/** A case number is typed by hand: a name or a phone in it does not leave either. Other digits are the number itself. */
function shownCaseNo(caseNo: string, roster: Roster, { policy, label }: Pick<Masking, 'policy' | 'label'>): string {
  const found = detect(caseNo, { point: 'review', roster }).filter(({ kind }) =>
    ['mobile', 'id', 'email', 'name'].includes(kind),
  )
  return maskText(caseNo, found, policy, label).text
}
