import { recordDigest } from '@cunzhen/proof/keeping'
import { isInScope, isPermit, type Permit, type ResolvedScope, resolveScope } from '#access'
import { type ActReceipt, isReceipt } from '#audit'
import { type Clock, invariant, type RecordNo, Refusal } from '#base'
import type { Catalog } from './catalog.store.ts'
import type { OpenedRecord } from './opened-record.ts'
import { type ArchiveReader, openFields } from './reader.ts'
import type { RecordView } from './view.ts'

/** Asks the register of grants whether a permit still holds: not revoked, not over, its holder still who he was. */
export type GrantStillHolds = (permit: Permit) => boolean | Promise<boolean>

/** What is worked out of each record beside its content. */
export interface Wanted {
  /** Its commitment, for who shows it: a tenth of what opening costs. */
  readonly digest?: boolean
}

/** Opens records for a scope, on this thread or another. */
export interface ScopedReader {
  /** @throws Refusal `record_not_found` where one is outside the scope or not there, before the first is decrypted */
  openInScope(scope: ResolvedScope, records: readonly RecordNo[], wanted?: Wanted): Promise<OpenedRecord[]>
  /** The same, but what the view makes of each is handed out instead. */
  showInScope(scope: ResolvedScope, records: readonly RecordNo[], asked: unknown): Promise<unknown[]>
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
 *   one answer for both, and for the whole call, and nothing outside is decrypted; `too_many_records`
 */
export async function openRecords(
  parts: OpenParts,
  permit: Permit,
  receipt: ActReceipt,
  records: readonly RecordNo[],
  wanted: Wanted = {},
): Promise<OpenedRecord[]> {
  return parts.reader.openInScope(await scopeFor(parts, permit, receipt, records), records, wanted)
}

/**
 * The same, but content stays in the thread that opens it: out comes what the view makes of each record.
 * @param asked for RecordView.page
 */
export async function showRecords(
  parts: OpenParts,
  permit: Permit,
  receipt: ActReceipt,
  records: readonly RecordNo[],
  asked: unknown,
): Promise<unknown[]> {
  return parts.reader.showInScope(await scopeFor(parts, permit, receipt, records), records, asked)
}

/** The scope in which these records may be opened now. */
async function scopeFor(
  parts: OpenParts,
  permit: Permit,
  receipt: ActReceipt,
  records: readonly RecordNo[],
): Promise<ResolvedScope> {
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
  // 3. Its scope, with the people's conversations as they are now. Whoever reads holds every record against it first.
  return resolveScope(permit.scope, (people) => parts.catalog.conversationsOf(people))
}

/** The scoped reader over an ArchiveReader of this thread. @param view null: content is opened here and never shown */
export function scopedReader(reader: ArchiveReader, view: RecordView | null = null): ScopedReader {
  const mustBeIn = (scope: ResolvedScope, records: readonly RecordNo[]) => {
    for (const no of records) {
      const outline = reader.outline(no)
      if (outline === null || !isInScope(scope, outline)) throw new Refusal('not_found', 'record_not_found')
    }
  }
  return {
    async openInScope(scope, records, wanted = {}) {
      mustBeIn(scope, records)
      return records.map((no) => openRecord(reader, no, wanted))
    },
    async showInScope(scope, records, asked) {
      invariant(view, 'a reader that is asked to show was given a view')
      mustBeIn(scope, records)
      const shown = view.page(asked)
      return records.map((no) => shown(openRecord(reader, no, {})))
    },
  }
}

/**
 * Several readers as one: a screen of hits lies in as many places, and each costs reads and inflations. Each holds its own part
 * against the scope before it decrypts any of it; where one refuses, nothing of any is handed out.
 */
export function togetherReader(readers: readonly ScopedReader[]): ScopedReader {
  const together = async <T>(
    records: readonly RecordNo[],
    ask: (reader: ScopedReader, share: readonly RecordNo[]) => Promise<T[]>,
  ): Promise<T[]> => {
    const answer: T[] = new Array(records.length)
    const shares = sharesOf(records, readers.length)
    await Promise.all(
      readers.map(async (reader, nth) => {
        const places = shares[nth] ?? []
        if (places.length === 0) return
        const share = places.map((at) => records[at]).filter((no) => no !== undefined)
        for (const [at, one] of (await ask(reader, share)).entries()) answer[places[at] ?? 0] = one
      }),
    )
    return answer
  }
  return {
    openInScope: (scope, records, wanted) =>
      together(records, (reader, share) => reader.openInScope(scope, share, wanted)),
    showInScope: (scope, records, asked) =>
      together(records, (reader, share) => reader.showInScope(scope, share, asked)),
  }
}

/** Places of the list in equal parts, by number: neighbours lie on the same page and mostly in the same block. */
function sharesOf(records: readonly RecordNo[], parts: number): number[][] {
  const byNumber = [...records.keys()].sort((a, b) => (records[a] ?? 0) - (records[b] ?? 0))
  const each = Math.ceil(records.length / parts)
  return Array.from({ length: parts }, (_, nth) => byNumber.slice(nth * each, (nth + 1) * each))
}

function openRecord(reader: ArchiveReader, no: RecordNo, wanted: Wanted): OpenedRecord {
  const record = reader.read(no)
  if (!record) throw new Refusal('not_found', 'record_not_found')
  const { seed, fields } = openFields(record)
  const { seq, archivedAt, conversation: convNo, sender: senderNo, sealed } = record
  const digest = wanted.digest === true ? recordDigest(seed, fields) : null
  return { no, fields, seq, archivedAt, digest, convNo, senderNo, sealed }
}
