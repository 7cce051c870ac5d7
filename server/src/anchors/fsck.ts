import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  decodeEntry,
  equalBytes,
  fromHex,
  fromUtf8,
  ProofError,
  parseHashRenewal,
  parseNote,
  parseRenewal,
  type Renewal,
  statementDigest,
  utf8,
  verifyTimestamp,
} from '@cunzhen/proof'
import { Refusal } from '#base'
import type { LedgerReader } from '#ledger'
import { readNoteFile } from './cosign.ts'
import { type AnchorPlaces, anchorPlaces, folderOf } from './places.ts'
import { type Authority, readSettings } from './settings.ts'
import { stampStatement } from './stamp.ts'
import { type StampNote, stampNotes } from './state.ts'

// Every stamp that is kept, looked at again: its bytes, what it says, and that the ledger says so too. Changes nothing.

export interface AnchorProblem {
  readonly code: 'stamp_missing' | 'stamp_differs' | 'stamp_unverified' | 'statement_differs'
  readonly of: StampNote['of']
  /** Size of the ledger, or number of the renewal of stamps or of the hash. */
  readonly number: number
  readonly authority: string
}

export interface AnchorsReport {
  readonly stamps: number
  /** Of them, by authorities that the settings no longer name: their bytes were compared, their signatures not looked at. */
  readonly unnamed: number
  /** Not in the ledger yet: the next turn enters those of the newest round. */
  readonly waiting: number
  readonly problems: readonly AnchorProblem[]
}

export function fsckAnchors(house: string, ledger: Pick<LedgerReader, 'head' | 'readEntry'>): AnchorsReport {
  const places = anchorPlaces(house)
  const authorities = authoritiesOf(places)
  const report = { stamps: 0, unnamed: 0, waiting: 0, problems: [] as AnchorProblem[] }
  const { size } = ledger.head()
  for (const folder of [places.stamps, places.renewals, places.rehash]) {
    for (const note of stampNotes(folder)) {
      const authority = authorities.find(({ id }) => id === note.authority) ?? null
      report.stamps += 1
      if (authority === null) report.unnamed += 1
      if (note.index === null) report.waiting += 1
      const code = wrongWith(places, note, authority) ?? wrongInLedger(ledger, note, size)
      const { of, number } = note
      if (code !== null) report.problems.push({ code, of, number, authority: note.authority })
    }
  }
  return report
}

function authoritiesOf({ dir }: AnchorPlaces): readonly Authority[] {
  try {
    return readSettings(dir).authorities
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

function wrongWith(places: AnchorPlaces, note: StampNote, authority: Authority | null): AnchorProblem['code'] | null {
  const dir = folderOf(places, note.of, note.number)
  const path = join(dir, `${note.authority}.tsr`)
  if (!existsSync(path)) return 'stamp_missing'
  const response = new Uint8Array(readFileSync(path))
  if (createHash('sha256').update(response).digest('hex') !== note.sha256) return 'stamp_differs'
  if (authority === null) return null
  try {
    const message = messageOf(dir, note)
    if (message === null) return 'stamp_missing'
    const algorithm = imprintOf(note, message)
    const { time } = verifyTimestamp(response, { message, algorithm, roots: authority.roots, hints: authority.hints })
    return time === note.time ? null : 'stamp_differs'
  } catch (error) {
    if (error instanceof ProofError) return 'stamp_unverified'
    throw error
  }
}

/** What was stamped, as it is kept beside the stamp. */
function messageOf(dir: string, { of }: StampNote): Uint8Array | null {
  if (of !== 'checkpoint') {
    const path = join(dir, of === 'renewal' ? 'list' : 'text')
    return existsSync(path) ? new Uint8Array(readFileSync(path)) : null
  }
  const note = readNoteFile(dir)
  return note === null ? null : utf8(parseNote(note).text)
}

/** What is under another hash must not be stamped by an imprint of the older one. */
function imprintOf({ of }: StampNote, message: Uint8Array): Renewal['hash'] {
  if (of === 'checkpoint') return 'sha256'
  return of === 'renewal' ? parseRenewal(fromUtf8(message)).hash : parseHashRenewal(fromUtf8(message)).hash
}

function wrongInLedger(
  ledger: Pick<LedgerReader, 'readEntry'>,
  note: StampNote,
  size: number,
): AnchorProblem['code'] | null {
  // one that no checkpoint counts yet is looked at the next time
  if (note.index === null || note.index >= size) return null
  const entry = decodeEntry(ledger.readEntry(note.index, size))
  const digest = statementDigest(fromHex(note.salt), stampStatement(note))
  return entry.type === 'stamp' && equalBytes(entry.digest, digest) ? null : 'statement_differs'
}
