import { decodeEntry, directoryLeaf, EpochFold, epochStatement, LeafRow } from '@cunzhen/proof'
import { openLedgerReader } from '#ledger'
import { countSeals, lastSeal, tagsAfter } from './epochs/epoch-source.ts'
import { problemOf } from './fsck-records.ts'
import type { Findings } from './fsck-report.ts'
import type { JournalReading } from './reading.store.ts'

/**
 * The newest epoch seal, computed again from the ledger's own entries and the catalog: nothing that the sealer keeps is looked
 * at. Older seals are covered by it, as trees only grow. Holds about 300 bytes a conversation.
 */
export function checkSeals(
  findings: Findings,
  journal: JournalReading,
  ledger: { dir: string; verifierKey: string; signed: number },
  logKey: Uint8Array,
): void {
  const { counts } = findings.report
  counts.seals = countSeals(journal)
  const seal = lastSeal(journal)
  if (seal === null) return
  const { statement } = seal
  counts.sealedEntries = statement.size
  const where = `seal over ${statement.size}`
  if (statement.size > ledger.signed || statement.size > seal.no) return findings.add('seal_differs', where)
  try {
    const fold = new EpochFold()
    const reader = openLedgerReader(ledger.dir, ledger.verifierKey)
    for (const entry of reader.readEntries(0, statement.size, ledger.signed)) fold.add(decodeEntry(entry))
    const directory = new LeafRow()
    for (const rows of tagsAfter(journal, logKey, 0)) {
      for (const { no, tag } of rows) if (no <= statement.directory) directory.push(directoryLeaf(tag))
    }
    const expected = epochStatement(fold.figures(), { size: directory.length, root: directory.root() })
    for (const [key, value] of Object.entries(expected)) {
      if (statement[key as keyof typeof statement] !== value) return findings.add('seal_differs', where) // its own keys
    }
  } catch (error) {
    findings.add(problemOf(error), where)
  }
}
