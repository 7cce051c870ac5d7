import type { Kind } from '@cunzhen/proof'
import { isInScope, type PersonActor, type ResolvedScope } from '#access'
import { type ActReceipt, isReceipt, type Recorder } from '#audit'
import {
  type Clock,
  type ConversationNo,
  type Instant,
  invariant,
  newId,
  type PersonId,
  type RecordNo,
  Refusal,
} from '#base'
import type { HouseDb } from '#platform'
import * as store from './store.ts'

export const MARK_KINDS = ['mark', 'tag', 'note'] as const
export type MarkKind = (typeof MARK_KINDS)[number]

/** A record as its opening gave it: whoever has one has seen the permit hold. */
export interface MarkedRecord {
  readonly no: RecordNo
  readonly conversation: ConversationNo
  readonly sourceTs: number | null
  readonly kind: Kind
}

export interface MarkOf {
  readonly kind: MarkKind
  /** A tag's word or a note; '' for a mark. */
  readonly text: string
  readonly shared: boolean
}

export interface MarkView {
  readonly id: store.MarkId
  readonly record: RecordNo
  readonly conversation: ConversationNo
  readonly time: number | null
  readonly kind: MarkKind
  readonly text: string
  readonly shared: boolean
  readonly by: PersonId
  readonly at: Instant
  /** Taken off; null: it stands. */
  readonly removed: { readonly at: Instant; readonly by: PersonId } | null
}

/** Where a mark may be seen: the permit it was made under, and the scope as it is now. */
export interface MarkPlace {
  readonly permit: string
  readonly scope: ResolvedScope
}

export interface Marks {
  /**
   * Marks records that were just opened under the permit. What is there already stays as it is.
   * @throws Refusal `mark_text_invalid`, `too_many_marks`
   */
  add(actor: PersonActor, permit: string, records: readonly MarkedRecord[], mark: MarkOf): Promise<MarkView[]>
  /** Own and shared ones inside the scope; `removed`: also those that were taken off. Writes its act first. */
  read(
    actor: PersonActor,
    place: MarkPlace,
    asked: { readonly records: readonly RecordNo[] | null; readonly removed: boolean },
  ): Promise<MarkView[]>
  /**
   * What stands inside the scope, own and shared, none taken off: for a search by marks. The search's own act is the act,
   * so it must be on disk.
   */
  standing(receipt: ActReceipt, actor: PersonActor, place: MarkPlace): Promise<MarkView[]>
  /** Takes one's own off. @throws Refusal `no_such_mark`: not there, somebody else's, or outside the scope */
  remove(actor: PersonActor, place: MarkPlace, id: store.MarkId): Promise<MarkView>
}

const MOST_MARKS = 50_000 // of one person under one permit
const LONGEST: Readonly<Record<MarkKind, number>> = { mark: 0, tag: 60, note: 4000 }

export function createMarks(parts: {
  readonly db: HouseDb
  readonly recorder: Recorder
  readonly clock: Clock
}): Marks {
  const { db, recorder, clock } = parts
  return {
    async add(actor, permit, records, mark) {
      const text = checkText(mark)
      const detail = { what: mark.kind, shared: mark.shared, records: records.map(({ no }) => no) }
      const note = { action: 'conversation.mark', actor, permit, detail } as const
      await recorder.perform(note, async (tx) => {
        for (const record of records) {
          await store.insertMark(tx, rowOf(record, { ...mark, text }, permit, actor.id, clock.now()))
        }
        const held = await store.countMarks(tx, permit, actor.id)
        if (held > MOST_MARKS) throw new Refusal('conflict', 'too_many_marks', { most: MOST_MARKS })
      })
      const numbers = records.map(({ no }) => no)
      const rows = await store.marksUnder(db, permit, actor.id, numbers)
      return rows.filter(({ removed_at }) => removed_at === null).map(viewOf)
    },

    async read(actor, { permit, scope }, { records, removed }) {
      const detail = { records: records === null ? null : records.length, removed }
      await recorder.record({ action: 'conversation.read_marks', actor, permit, detail })
      const rows = await store.marksUnder(db, permit, actor.id, records)
      return rows.filter((row) => (removed || row.removed_at === null) && isSeen(scope, row)).map(viewOf)
    },

    async standing(receipt, actor, { permit, scope }) {
      invariant(
        isReceipt(receipt) && receipt.action.startsWith('search.'),
        'marks are searched after the act is on disk',
      )
      const rows = await store.marksUnder(db, permit, actor.id, null)
      return rows.filter((row) => row.removed_at === null && isSeen(scope, row)).map(viewOf)
    },

    async remove(actor, { permit, scope }, id) {
      const note = { action: 'conversation.unmark', actor, permit, detail: { mark: id } } as const
      await recorder.perform(note, async (tx, draft) => {
        const row = await store.markById(tx, id)
        const isOwn = row?.by === actor.id && row.permit === permit && row.removed_at === null
        if (!row || !isOwn || !isSeen(scope, row)) throw new Refusal('not_found', 'no_such_mark')
        draft.detail({ record: row.record, what: row.kind })
        await store.endMark(tx, id, clock.now(), actor.id)
      })
      const row = await store.markById(db, id)
      if (!row) throw new Refusal('not_found', 'no_such_mark')
      return viewOf(row)
    },
  }
}

/** attacker-controlled: typed. @throws Refusal `mark_text_invalid` */
function checkText({ kind, text }: MarkOf): string {
  const trimmed = text.trim()
  const isGood =
    trimmed.isWellFormed() &&
    trimmed.length <= LONGEST[kind] &&
    (kind === 'mark' || trimmed !== '') &&
    // a note may have lines, a tag is a word
    !(kind === 'note' ? /[^\P{Cc}\n\t]/u : /\p{Cc}/u).test(trimmed)
  if (!isGood) throw new Refusal('invalid', 'mark_text_invalid')
  return trimmed
}

function rowOf(record: MarkedRecord, mark: MarkOf, permit: string, by: PersonId, at: Instant): store.MarkRow {
  return {
    id: newId<store.MarkId>('mrk'),
    permit,
    record: record.no,
    conversation: record.conversation,
    source_ts: record.sourceTs,
    record_kind: record.kind,
    kind: mark.kind,
    text: mark.text,
    shared: mark.shared ? 1 : 0,
    by,
    at,
    removed_at: null,
    removed_by: null,
  }
}

function isSeen(scope: ResolvedScope, { conversation, source_ts, record_kind }: store.MarkRow): boolean {
  // the kind was copied from an opened record
  return isInScope(scope, { conversation, sourceTs: source_ts, kind: record_kind as Kind })
}

function viewOf(row: store.MarkRow): MarkView {
  const { id, record, conversation, source_ts, kind, text, shared, by, at, removed_at, removed_by } = row
  const removed = removed_at === null || removed_by === null ? null : { at: removed_at, by: removed_by }
  return { id, record, conversation, time: source_ts, kind, text, shared: shared === 1, by, at, removed }
}
