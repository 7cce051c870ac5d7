import {
  canonicalJson,
  decodeEntry,
  ENTRY_TYPES,
  type EntryType,
  encodeEntry,
  NO_CONVERSATION,
  statementDigest,
  toHex,
} from '@cunzhen/proof/keeping'
import { invariant, Refusal } from '#base'
import type { Group } from './admit.ts'
import type { SegmentRow } from './journal.store.ts'

/** A fact of the house that goes into the evidence ledger. */
export interface StatementInput {
  type: Exclude<EntryType, 'record'>
  /** What makes it the same statement: said twice, it is written once. */
  key: string
  /** 16 random bytes. */
  salt: Uint8Array
  /** JSON of integers and strings. */
  statement: object
}

/** What keeper hands over when a segment's file is on disk, named, and read back. */
export type SealedSegment = Omit<SegmentRow, 'statement' | 'sealedAt'> & {
  salt: Uint8Array
  /** Ciphertext in the journal that the segment replaces. */
  journalBytes: number
}

/**
 * Index of the statement's entry; of the earlier one where it was written already; `statement_key_taken` where the key
 * said something else. Inside the group's transaction.
 */
export function writeStatement(
  { store, state, archivedAt }: Group,
  input: StatementInput,
  digest: Uint8Array,
): number | Refusal {
  const before = store.statement(input.key)
  const type = ENTRY_TYPES[input.type]
  if (before) {
    const isSame = before.type === type && Buffer.compare(before.digest, digest) === 0
    return isSame ? before.no : new Refusal('conflict', 'statement_key_taken')
  }
  const no = state.next
  const blank = { convTag: NO_CONVERSATION, seq: 0, sourceTs: null }
  store.insertEntry(no, encodeEntry({ ...blank, type: input.type, archiveTs: archivedAt, digest }))
  store.insertStatement(input.key, no, type, input.salt, digest, canonicalJson(input.statement))
  state.next += 1
  return no
}

/** The commit point of a seal. Inside the group's transaction. @returns index of the segment's statement */
export function registerSegment(group: Group, sealed: SealedSegment): number {
  const { store, state, archivedAt } = group
  const before = store.segmentStatement(sealed.id)
  if (before !== undefined) return before
  invariant(sealed.from === state.sealedTo && sealed.to <= state.next, 'segments follow one another without a gap')
  const statement = segmentStatement(sealed)
  const input = { type: 'segment', key: `segment:${sealed.id}`, salt: sealed.salt, statement } as const
  const no = writeStatement(group, input, statementDigest(sealed.salt, statement))
  invariant(typeof no === 'number', 'a segment has one statement')
  store.insertSegment({ ...sealed, statement: no, sealedAt: archivedAt })
  store.endAttempt(sealed.id)
  const rest = store.firstEntry(sealed.to)
  state.sealedTo = sealed.to
  state.unsealedBytes -= sealed.journalBytes
  state.unsealedSince = rest ? decodeEntry(rest).archiveTs : null
  return no
}

/** What the ledger says of a segment (formats/segment.md, "Statement"). */
export function segmentStatement(s: Omit<SegmentRow, 'statement' | 'sealedAt'>): object {
  const { id, retention, from, to, records, bytes } = s
  return { v: 1, segment: id, retention, from, to, records, bytes, sha256: toHex(s.sha256) }
}
