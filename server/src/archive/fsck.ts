import { openAuditLeaves } from '#audit'
import { type Clock, systemClock } from '#base'
import { fsckLedger, openLedgerReader } from '#ledger'
import { openEncrypted } from '#platform'
import { type Keyring, openKeyRegister, signer } from '#platform/keys'
import { ArchiveFsck } from './fsck-archive.ts'
import { checkSeals } from './fsck-epochs.ts'
import { problemOf } from './fsck-records.ts'
import { Findings, type HouseReport } from './fsck-report.ts'
import { type ArchiveFiles, archiveFiles } from './house-files.ts'
import { JournalReading } from './reading.store.ts'

/**
 * Recomputes the archive from disk: every record from its ciphertext to its commitment to the signed root, every count,
 * every source id, both ledgers. Changes nothing. Meant for a house at rest: beside a running one it may take a file that
 * the server has just replaced for a missing one. Takes about 50 µs a record.
 *
 * Never throws for damage; says what it found by code and number, never by content.
 *
 * @throws Fault `file_unopenable` where the house lies on a read-only place without the two files that SQLite keeps beside
 *   each database (a copy of a house that was stopped; `stats` cannot read it either), which is no damage
 */
export async function fsckHouse(house: string, keyring: Keyring, clock: Clock = systemClock): Promise<HouseReport> {
  const findings = new Findings()
  const files = archiveFiles(house)
  // The ledgers first: what is signed now is in the journal's snapshot, which is taken later.
  const signed = checkLedger(findings, files.ledger, signer(keyring, 'evidence').verifierKey, 'evidence')
  findings.report.counts.signed = signed
  checkActs(findings, files, keyring)
  const opened = openJournal(findings, files, keyring, clock)
  if (!opened) return findings.report
  const { journal, register } = opened
  try {
    await new ArchiveFsck(findings, files, keyring, journal, register).run(signed)
    const { verifierKey } = signer(keyring, 'evidence')
    checkSeals(findings, journal, { dir: files.ledger, verifierKey, signed }, keyring.secret('log'))
  } catch (error) {
    findings.add(problemOf(error), 'journal.db')
  } finally {
    register.close()
    journal.close()
  }
  return findings.report
}

function checkLedger(findings: Findings, dir: string, verifierKey: string, name: 'evidence' | 'audit'): number {
  const report = fsckLedger(dir, verifierKey)
  for (const { code, path } of report.problems) findings.add(`${name}_${code}`, path)
  findings.report.counts.leftovers += report.leftovers
  return report.size
}

/** The audit ledger against the acts in house.db. */
function checkActs(findings: Findings, files: ArchiveFiles, keyring: Keyring): void {
  const { verifierKey } = signer(keyring, 'audit')
  const size = checkLedger(findings, files.audit, verifierKey, 'audit')
  const { counts } = findings.report
  counts.actsSigned = size
  try {
    const db = openEncrypted(files.house, keyring.secret('house.db'), { readonly: true })
    const [leaves, ledger] = [openAuditLeaves(db), openLedgerReader(files.audit, verifierKey)]
    counts.acts = leaves.count()
    findings.expect(size <= counts.acts, 'ledger_ahead', 'audit')
    for (let from = 0; from < counts.acts; from += 1000) {
      for (const index of leaves.damaged(from, 1000)) findings.add('act_differs', `act ${index}`)
      for (const [at, leaf] of leaves.read(from, 1000).entries()) {
        const isSame = from + at >= size || Buffer.compare(ledger.readEntry(from + at, size), leaf) === 0
        findings.expect(isSame, 'act_differs', `act ${from + at}`)
      }
    }
    db.close()
  } catch (error) {
    findings.add(problemOf(error), 'house.db')
  }
}

/** Read only, both: what is missing is not made by looking for it. */
function openJournal(findings: Findings, files: ArchiveFiles, keyring: Keyring, clock: Clock) {
  const secrets = [keyring.secret('house.db'), keyring.secret('register')] as const
  const register = opened(findings, 'house.db', () =>
    openKeyRegister(files.house, ...secrets, clock, { readonly: true }),
  )
  if (!register) return null
  const journal = opened(findings, 'journal.db', () => new JournalReading(files.journal, keyring.secret('journal.db')))
  if (journal) return { journal, register }
  register.close()
  return null
}

function opened<File>(findings: Findings, where: string, open: () => File): File | null {
  try {
    return open()
  } catch (error) {
    const code = problemOf(error)
    const isTold = findings.report.problems.some((problem) => problem.code === code && problem.where === where)
    if (!isTold) findings.add(code, where)
    return null
  }
}
