import {
  decodeEntry,
  equalBytes,
  fromHex,
  fromUtf8,
  type HashRenewal,
  hashOf,
  hashRenewalStatement,
  ProofError,
  parseHashRenewal,
  statementDigest,
  toHex,
  treeHash,
} from '@cunzhen/proof'
import type { Retained } from '#archive'
import { Fault, Refusal } from '#base'
import type { LedgerReader } from '#ledger'
import { durable } from '#platform'
import { type AnchorPlaces, anchorPlaces } from '../places.ts'
import { stampNotes } from '../state.ts'
import { storedBytes } from './covered.ts'
import type { Plan, RehashFolder } from './files.ts'
import { rehashFolders } from './files.ts'
import { recomputeRehash } from './recompute.ts'
import { Subjects } from './subject.ts'
import { Written } from './written.ts'

// Every renewal of the hash, computed again: the newest from what is kept, and an older one, which is over the same, against what the
// newest by its hash found. What was destroyed since is no damage: its digest is kept, and the rest is checked with it. The
// stamps themselves are looked at with all others (../fsck.ts). Changes nothing.

export type RehashProblemCode =
  /** A file of the renewal's own is gone, cannot be read, or is not what the text says. */
  | 'renewal_damaged'
  /** The ledger's entry is missing, or says something else. */
  | 'renewal_not_in_ledger'
  /** A stamp, list or text from before the renewal is gone, or is another one. */
  | 'covered_missing'
  | 'covered_differs'
  /** What an entry commits to is not what it was: `record_differs`, `statement_differs`, and why it cannot be read. */
  | 'record_differs'
  | 'record_missing'
  | 'record_damaged'
  | 'statement_differs'
  | 'statement_missing'
  | 'attachment_differs'
  /** An entry itself, among 256; or fewer entries than were renewed. */
  | 'entries_differ'
  | 'entries_missing'
  /** A digest that the renewal keeps was changed: the data is well. */
  | 'digest_differs'
  | 'root_differs'
  | 'map_differs'
  | 'files_root_differs'
  | (string & {})

export interface RehashProblem {
  readonly code: RehashProblemCode
  /** Number of the renewal. */
  readonly number: number
  /** An entry, entries, a stamp or a file; never content. */
  readonly where: string
}

export interface RehashReport {
  readonly renewals: number
  /** Begun and not in the ledger yet; stamped by nobody yet. */
  readonly open: number
  readonly unstamped: number
  /** Of the newest: entries, those whose data was not there when it was made, and those destroyed since. */
  readonly entries: number
  readonly without: number
  readonly notRetained: number
  readonly problems: readonly RehashProblem[]
}

export interface RehashFsckParts {
  readonly ledger: Pick<LedgerReader, 'head' | 'readEntry' | 'readEntries'>
  /** Opened where there is a renewal to compute again, and closed by whoever asked. */
  readonly openRetained: () => Retained
}

/** The first so many; a house of which half is gone need not say so a million times. */
const MOST_PROBLEMS = 1000

/** Never throws for damage; says what it found by code and number, never by content. */
export async function fsckRehash(house: string, { ledger, openRetained }: RehashFsckParts): Promise<RehashReport> {
  const places = anchorPlaces(house)
  const problems: RehashProblem[] = []
  const counts = { renewals: 0, open: 0, unstamped: 0, entries: 0, without: 0, notRetained: 0 }
  const folders = [...rehashFolders(places, durable)]
  const newest = newestOf(folders)
  for (const [number, folder] of folders) {
    const add = (code: string, where: string): void => {
      if (problems.length < MOST_PROBLEMS) problems.push({ code, number, where })
    }
    let retained: Retained | null = null
    try {
      const plan = folder.plan()
      if (plan === null || folder.entry() === null) {
        counts.open += 1
        continue
      }
      counts.renewals += 1
      if ([...stampNotes(folder.dir)].length === 0) counts.unstamped += 1
      const renewal = checkOne(ledger, places, folder, plan, add)
      if (renewal === null) continue
      const hash = treeHash(renewal.hash)
      const newer = newest.get(renewal.hash)
      if (newer === undefined || newer === folder) retained = openRetained()
      const now = retained ? new Subjects(hash, retained) : new Written(newer ?? folder, hash)
      const told = await recomputeRehash({ ledger, now }, folder, renewal, add)
      Object.assign(counts, { entries: renewal.checkpoint.size, without: renewal.without, ...told })
    } catch (error) {
      add(codeOf(error), `renewal ${number}`)
    } finally {
      retained?.close()
    }
  }
  return { ...counts, problems }
}

/** By the name of the hash: the last whose entry is in the ledger. One that cannot be read is told when its turn comes. */
function newestOf(folders: readonly (readonly [number, RehashFolder])[]): ReadonlyMap<string, RehashFolder> {
  const newest = new Map<string, RehashFolder>()
  for (const [, folder] of folders) {
    try {
      const hash = folder.entry() && folder.plan()?.hash
      if (hash) newest.set(hash, folder)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
    }
  }
  return newest
}

type Add = (code: RehashProblemCode, where: string) => void

/** Text, ledger's entry and what the text lists. Null: there is nothing to compare the trees with. */
function checkOne(
  ledger: RehashFsckParts['ledger'],
  places: AnchorPlaces,
  folder: RehashFolder,
  plan: Plan,
  add: Add,
): HashRenewal | null {
  const renewal = textIn(folder)
  if (renewal === null) {
    add('renewal_damaged', 'text')
    return null
  }
  if (!isInLedger(ledger, folder, plan, renewal)) add('renewal_not_in_ledger', `renewal ${plan.number}`)
  const hash = treeHash(renewal.hash)
  for (const { of, number, authority, digest } of renewal.stamps) {
    const bytes = storedBytes(places, of, number, authority)
    const where = [of, number, authority ?? ''].join(' ').trim()
    if (bytes === null) add('covered_missing', where)
    else if (toHex(hashOf(hash, bytes)) !== digest) add('covered_differs', where)
  }
  return renewal
}

function textIn(folder: RehashFolder): HashRenewal | null {
  const text = folder.text()
  try {
    return text && parseHashRenewal(fromUtf8(text))
  } catch (error) {
    if (error instanceof ProofError) return null
    throw error
  }
}

/** As the ledger signed it; an entry that no checkpoint counts yet is looked at the next time. */
function isInLedger(
  ledger: RehashFsckParts['ledger'],
  folder: RehashFolder,
  plan: Plan,
  renewal: HashRenewal,
): boolean {
  const { size } = ledger.head()
  const { index } = folder.entry() ?? { index: size }
  if (index >= size) return true
  const entry = decodeEntry(ledger.readEntry(index, size))
  const digest = statementDigest(fromHex(plan.salt), hashRenewalStatement(plan.number, renewal))
  return entry.type === 'stamp' && equalBytes(entry.digest, digest)
}

/** What reading threw, as a problem's code; anything else than ours goes on. */
function codeOf(error: unknown): string {
  if (error instanceof Fault || error instanceof Refusal)
    return error.code === 'rehash_unreadable' ? 'renewal_damaged' : error.code
  if (error instanceof ProofError) return 'entries_differ'
  throw error
}
