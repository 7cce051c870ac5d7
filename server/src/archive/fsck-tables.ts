import type { FsckRows } from './fsck.store.ts'
import type { EntryWalk } from './fsck-entries.ts'
import { type RecordCheck, RecordSet } from './fsck-records.ts'
import type { Findings } from './fsck-report.ts'
import type { JournalState } from './journal.store.ts'

/** Every record entry has its record, and the counters say how many. */
export function expectAll(findings: Findings, walk: EntryWalk, state: JournalState): void {
  for (let no = 0; no < state.next; no++) {
    if (walk.records.has(no)) findings.expect(walk.found.has(no), 'record_missing', `record ${no}`)
  }
  findings.expect(walk.records.count === state.records, 'state_differs', 'records')
}

/** The catalog's counts and times against what the entries of each conversation say. */
export function checkCatalog(
  findings: Findings,
  rows: FsckRows,
  walk: EntryWalk,
  check: RecordCheck,
  state: JournalState,
): void {
  const { conversations, people } = check
  findings.report.counts.conversations = conversations.size
  findings.report.counts.participants = people.size
  for (const row of conversations.values()) {
    const chain = walk.chains.get(check.tagHex(row))
    const holds =
      row.nextSeq === (chain?.next ?? 0) &&
      row.undated === (chain?.undated ?? 0) &&
      row.firstTs === (chain?.firstTs ?? null) &&
      row.lastTs === (chain?.lastTs ?? null) &&
      row.no < state.nextConversation
    findings.expect(holds, 'catalog_differs', `conversation ${row.no}`)
  }
  for (const no of people.keys()) findings.expect(no < state.nextParticipant, 'catalog_differs', `participant ${no}`)
  findings.expect(walk.chains.size <= conversations.size, 'catalog_differs', 'conversation')
  findings.expect(rows.strayMembers() === 0, 'catalog_differs', 'member')
}

/** One remembered source id per record, each of a record that exists. */
export function checkSources(findings: Findings, rows: FsckRows, walk: EntryWalk): void {
  const remembered = new RecordSet(walk.end)
  for (const { key, no } of rows.seen()) {
    const holds = key.length === 20 && walk.records.has(no) && remembered.add(no)
    findings.expect(holds, 'source_id_differs', `record ${no}`)
  }
  findings.expect(remembered.count === walk.records.count, 'source_id_differs', 'seen')
}

/** Every record came with exactly one import. */
export function checkArrivals(findings: Findings, rows: FsckRows, walk: EntryWalk): void {
  const brought = new RecordSet(walk.end)
  for (const { first, last } of rows.runs()) {
    for (let no = first; no <= last && no < walk.end; no++) {
      findings.expect(walk.records.has(no) && brought.add(no), 'arrival_differs', `record ${no}`)
    }
  }
  findings.expect(brought.count === walk.records.count, 'arrival_differs', 'arrival')
}
