import {
  canonicalJson,
  decodeEntry,
  directoryLeaf,
  EpochFold,
  type EpochStatement,
  epochStatement,
  LeafRow,
  ProofError,
} from '@cunzhen/proof/keeping'
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
  const isSigned = statement.size <= ledger.signed && statement.size <= seal.no
  findings.expect(isSigned, 'seal_differs', where)
  if (!isSigned) return
  try {
    const expected: object = recomputed(journal, ledger, logKey, statement)
    findings.expect(canonicalJson(statement) === canonicalJson(expected), 'seal_differs', where)
  } catch (error) {
    findings.add(error instanceof ProofError ? 'seal_differs' : problemOf(error), where)
  }
}

function recomputed(
  journal: JournalReading,
  { dir, verifierKey, signed }: { dir: string; verifierKey: string; signed: number },
  logKey: Uint8Array,
  { size, directory: numbers }: EpochStatement,
): EpochStatement {
  const fold = new EpochFold()
  const entries = openLedgerReader(dir, verifierKey).readEntries(0, size, signed)
  for (const entry of entries) fold.add(decodeEntry(entry))
  const directory = new LeafRow()
  for (const rows of tagsAfter(journal, logKey, 0)) {
    for (const { no, tag } of rows) if (no <= numbers) directory.push(directoryLeaf(tag))
  }
  return epochStatement(fold.figures(), { size: directory.length, root: directory.root() })
}
