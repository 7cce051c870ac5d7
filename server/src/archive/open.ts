import { type RecordFields, recordDigest } from '@cunzhen/proof'
import { isInScope, isPermit, type Permit, type ResolvedScope, resolveScope } from '#access'
import { type ActReceipt, isReceipt } from '#audit'
import { type Clock, type ConversationNo, invariant, type ParticipantNo, type RecordNo, Refusal } from '#base'
import type { Catalog } from './catalog.store.ts'
import { type ArchiveReader, openFields } from './reader.ts'
import { SLOTS_PER_PAGE } from './segment/locator.ts'

/** A record with its content, handed out under a permit. */
export interface OpenedRecord {
  no: RecordNo
  fields: RecordFields
  /** Number in its conversation, from 0. */
  seq: number
  /** ms UTC. */
  archivedAt: number
  /** Its commitment, computed from what was read. */
  digest: Uint8Array
  convNo: ConversationNo
  /** null where the source names no sender. */
  senderNo: ParticipantNo | null
  /** True where it was read from a segment. */
  sealed: boolean
}

/** Asks the register of grants whether a permit still holds: not revoked, not over, its holder still who he was. */
export type GrantStillHolds = (permit: Permit) => boolean | Promise<boolean>

/** Opens records for a scope, on this thread or another. */
export interface ScopedReader {
  /** False: one of them is outside the scope or not there. Decrypts no content. */
  areInScope(scope: ResolvedScope, records: readonly RecordNo[]): Promise<boolean>
  /** @throws Refusal `record_not_found` before the first is decrypted */
  openInScope(scope: ResolvedScope, records: readonly RecordNo[]): Promise<OpenedRecord[]>
}

export interface OpenParts {
  catalog: Pick<Catalog, 'conversationsOf'>
  reader: ScopedReader
  grantStillHolds: GrantStillHolds
  clock: Clock
}

export const MOST_OPENED = 10_000
const CONTENT_PREFIXES = ['search.', 'conversation.', 'export.']

/**
 * Grant in, content out. Critical sequence, the only way from a person to a record's content.
 *
 * @param receipt of the act that opens, already on disk and naming this permit
 * @returns the records in the order asked for
 * @throws Refusal `permit_over` (forbidden); `record_not_found` where any is outside the permit's scope or not there:
 *   one answer for both, and for the whole call; `too_many_records`
 */
export async function openRecords(
  parts: OpenParts,
  permit: Permit,
  receipt: ActReceipt,
  records: readonly RecordNo[],
): Promise<OpenedRecord[]> {
  // 1. Both are what their rooms made, and belong together. A caller that fails here is broken, not refused.
  invariant(isPermit(permit), 'content is opened against a permit')
  invariant(isReceipt(receipt), 'content is opened only after its act is on disk')
  invariant(receipt.permit === permit.id, 'the act on disk names the permit that opens')
  invariant(
    CONTENT_PREFIXES.some((each) => receipt.action.startsWith(each)),
    'the act on disk is one of opening content',
  )
  if (records.length > MOST_OPENED) throw new Refusal('too_large', 'too_many_records', { most: MOST_OPENED })
  // 2. It still holds, by the clock and by the register.
  const isOver = permit.until !== null && parts.clock.now() >= permit.until
  if (isOver || !(await parts.grantStillHolds(permit))) throw new Refusal('forbidden', 'permit_over')
  // 3. Its scope, with the people's conversations as they are now.
  const scope = resolveScope(permit.scope, (people) => parts.catalog.conversationsOf(people))
  // 4. Every record against the scope, then the content.
  return parts.reader.openInScope(scope, records)
}

/** The scoped reader over an ArchiveReader of this thread. */
export function scopedReader(reader: ArchiveReader): ScopedReader {
  const areInScope: ScopedReader['areInScope'] = async (scope, records) =>
    records.every((no) => {
      const outline = reader.outline(no)
      return outline !== null && isInScope(scope, outline)
    })
  return {
    areInScope,
    async openInScope(scope, records) {
      if (!(await areInScope(scope, records))) throw new Refusal('not_found', 'record_not_found')
      return records.map((no) => openRecord(reader, no))
    },
  }
}

/**
 * Several readers as one: a screen of hits lies in as many places, and each costs a read and an inflation.
 *
 * @param neighbours so many records in a row go to the same reader: they share a locator page
 */
export function togetherReader(readers: readonly ScopedReader[], neighbours = SLOTS_PER_PAGE): ScopedReader {
  const sharesOf = (records: readonly RecordNo[]) =>
    readers.map((reader, nth) => ({
      reader,
      places: [...records.keys()].filter((at) => Math.floor((records[at] ?? 0) / neighbours) % readers.length === nth),
    }))
  const those = (records: readonly RecordNo[], places: readonly number[]) =>
    places.map((at) => records[at]).filter((no) => no !== undefined)
  const areInScope: ScopedReader['areInScope'] = async (scope, records) => {
    const asked = sharesOf(records).filter(({ places }) => places.length > 0)
    const answers = await Promise.all(
      asked.map(({ reader, places }) => reader.areInScope(scope, those(records, places))),
    )
    return answers.every((isIn) => isIn)
  }
  return {
    areInScope,
    async openInScope(scope, records) {
      // 1. All of them against the scope, by whoever will open them: one outside, and none is decrypted.
      if (!(await areInScope(scope, records))) throw new Refusal('not_found', 'record_not_found')
      // 2. The content.
      const opened: OpenedRecord[] = new Array(records.length)
      await Promise.all(
        sharesOf(records).map(async ({ reader, places }) => {
          if (places.length === 0) return
          const found = await reader.openInScope(scope, those(records, places))
          for (const [at, record] of found.entries()) opened[places[at] ?? 0] = record
        }),
      )
      return opened
    },
  }
}

function openRecord(reader: ArchiveReader, no: RecordNo): OpenedRecord {
  const record = reader.read(no)
  if (!record) throw new Refusal('not_found', 'record_not_found')
  const { seed, fields } = openFields(record)
  const { seq, archivedAt, conversation: convNo, sender: senderNo, sealed } = record
  return { no, fields, seq, archivedAt, digest: recordDigest(seed, fields), convNo, senderNo, sealed }
}
