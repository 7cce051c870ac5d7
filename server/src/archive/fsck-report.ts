/** Everything fsck can find wrong. `where` names a record, entry, file or table by number or id; never by content. */
export type HouseProblemCode =
  | 'journal_unsound'
  | 'ledger_ahead'
  | 'ledger_behind'
  | 'entry_missing'
  | 'entry_differs'
  | 'entry_malformed'
  | 'record_missing'
  | 'record_twice'
  | 'record_damaged'
  | 'record_differs'
  | 'sequence_broken'
  | 'time_runs_back'
  | 'segment_gap'
  | 'segment_file_differs'
  | 'locator_differs'
  | 'statement_missing'
  | 'statement_differs'
  | 'seal_differs'
  | 'catalog_differs'
  | 'source_id_differs'
  | 'arrival_differs'
  | 'state_differs'
  | 'key_missing'
  | 'act_differs'
  | 'object_differs'
  | 'object_stray'
  // what reading throws, and what fsckLedger says, prefixed `evidence_` or `audit_`
  | (string & {})

export interface HouseProblem {
  code: HouseProblemCode
  where: string
}

export interface HouseReport {
  ok: boolean
  /** The first thousand. `counts.problems` counts all. */
  problems: HouseProblem[]
  counts: {
    problems: number
    entries: number
    records: number
    statements: number
    conversations: number
    participants: number
    segments: number
    blocks: number
    /** Records read from segments, and rows read from the journal; a record may be in both. */
    sealedRecords: number
    journalRecords: number
    signed: number
    /** Epoch seals, and how many entries of the ledger the newest covers, which was computed again. */
    seals: number
    sealedEntries: number
    acts: number
    actsSigned: number
    /** Attachments that records name and that are whole; files among them that no record names. */
    objects: number
    orphanedObjects: number
    /** What a crash left and the next start clears away: unfinished seals, ledger files no checkpoint counts. */
    leftovers: number
  }
}

const MOST = 1000

export class Findings {
  readonly report: HouseReport = {
    ok: true,
    problems: [],
    counts: {
      problems: 0,
      entries: 0,
      records: 0,
      statements: 0,
      conversations: 0,
      participants: 0,
      segments: 0,
      blocks: 0,
      sealedRecords: 0,
      journalRecords: 0,
      signed: 0,
      seals: 0,
      sealedEntries: 0,
      acts: 0,
      actsSigned: 0,
      objects: 0,
      orphanedObjects: 0,
      leftovers: 0,
    },
  }

  add(code: HouseProblemCode, where: string): void {
    this.report.ok = false
    this.report.counts.problems += 1
    if (this.report.problems.length < MOST) this.report.problems.push({ code, where })
  }

  /** Notes `code` unless `holds`. */
  expect(holds: boolean, code: HouseProblemCode, where: string): void {
    if (!holds) this.add(code, where)
  }
}
