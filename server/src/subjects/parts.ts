import { type Action, decide, type FactsFor, type PersonActor, type RulesInForce, requireAllowed } from '#access'
import type { ActDraft, Recorder } from '#audit'
import {
  type Clock,
  type ConversationNo,
  type Instant,
  type ParticipantNo,
  type PersonId,
  Refusal,
  type SubjectId,
} from '#base'
import type { HouseDb, ReadableDb, Tx } from '#platform'
import type { IdentifierKind, Lookups } from './lookups.ts'
import { maskedContacts, maskedPhone } from './phone.ts'
import * as store from './store.ts'

/** What this room must know about participants; the archive's catalog answers, handed over by wire. */
export interface ParticipantSource {
  participant(no: ParticipantNo): { readonly platform: string; readonly account: string; readonly name: string } | null
  find(text: string, limit: number): Promise<readonly { readonly no: ParticipantNo; readonly account: string }[]>
  conversationsOf(people: readonly ParticipantNo[]): ReadonlySet<ConversationNo>
  /** Participants are numbered from 1 to this, without gaps. */
  count(): number
}

export interface SubjectsParts {
  readonly db: HouseDb
  readonly clock: Clock
  readonly recorder: Recorder
  readonly rules: () => RulesInForce
  readonly participants: ParticipantSource
  /** The person of the house behind a platform account, or null. */
  readonly personOf: (platform: string, account: string) => Promise<PersonId | null>
  readonly namesOf: (people: readonly PersonId[]) => Promise<ReadonlyMap<PersonId, string>>
  readonly lookups: Lookups
}

export interface ParticipantView {
  readonly no: ParticipantNo
  readonly platform: string
  readonly account: string
  readonly name: string
  readonly subjectId: SubjectId | null
  readonly personId: PersonId | null
  readonly conversations: number
}

export interface IdentifierView {
  readonly id: store.IdentifierId
  readonly kind: IdentifierKind
  /** Its last letters; the whole is kept as a keyed hash only. */
  readonly hint: string
  readonly source: 'hand' | 'csv'
  readonly addedAt: Instant
}

export interface MergeView {
  readonly id: store.MergeId
  readonly gone: { readonly id: SubjectId; readonly name: string }
  readonly at: Instant
  /** Name of who merged, and of who undid it. */
  readonly by: string
  readonly reason: string
  readonly undone: { readonly at: Instant; readonly by: string; readonly reason: string } | null
}

export interface SubjectView {
  readonly id: SubjectId
  readonly name: string
  readonly phone: string | null
  readonly note: string
  readonly participants: readonly ParticipantView[]
  readonly identifiers: readonly IdentifierView[]
  readonly merges: readonly MergeView[]
  /** The customer that this one turned out to be. */
  readonly mergedInto: SubjectId | null
  readonly createdAt: Instant
}

/** Rights, the work and its act in one transaction; a refusal leaves its own act. */
export async function allowed<A extends Action, R>(
  parts: SubjectsParts,
  actor: PersonActor,
  action: A,
  facts: FactsFor<A>,
  work: (tx: Tx, draft: ActDraft) => Promise<R>,
): Promise<R> {
  const { value } = await parts.recorder.perform({ actor, action }, async (tx, draft) => {
    requireAllowed(decide(actor, action, facts, parts.rules(), parts.clock.now()))
    return work(tx, draft)
  })
  return value
}

/** @throws Refusal `no_such_subject` */
export async function required(db: ReadableDb, id: SubjectId): Promise<store.SubjectRow> {
  const row = await store.subjectById(db, id)
  if (!row) throw new Refusal('not_found', 'no_such_subject')
  return row
}

/** A customer that can be changed. @throws Refusal `no_such_subject`, `subject_merged` with the one it turned out to be */
export async function standing(db: ReadableDb, id: SubjectId): Promise<store.SubjectRow> {
  const row = await required(db, id)
  if (row.merged_into !== null) throw new Refusal('conflict', 'subject_merged', { subject: row.merged_into })
  return row
}

/** Why a person did it: two letters at least. @throws Refusal `reason_missing` */
export function reasonIn(text: string): string {
  const reason = text.trim()
  if ([...reason].length < 2) throw new Refusal('invalid', 'reason_missing')
  return reason
}

/** What a customer is called: not nothing. @throws Refusal `name_missing` */
export function nameIn(text: string | null): string {
  const name = text?.trim() ?? ''
  if (name === '') throw new Refusal('invalid', 'name_missing')
  return name
}

// --- what is shown ---

function seesPhone(parts: SubjectsParts, actor: PersonActor): boolean {
  return decide(actor, 'subject.see_phone', null, parts.rules(), parts.clock.now()).allowed
}

export async function subjectView(
  parts: SubjectsParts,
  actor: PersonActor,
  row: store.SubjectRow,
): Promise<SubjectView> {
  const { db } = parts
  const links = await store.linksOf(db, [row.id])
  return {
    id: row.id,
    name: row.name,
    phone: row.phone === null || seesPhone(parts, actor) ? row.phone : maskedPhone(row.phone),
    note: row.note,
    participants: await Promise.all(links.map(({ participant }) => participantView(parts, actor, participant))),
    identifiers: (await store.identifiersOf(db, row.id)).map(({ id, kind, hint, source, added_at }) => ({
      id,
      kind,
      hint,
      source,
      addedAt: added_at,
    })),
    merges: await mergeViews(parts, row.id),
    mergedInto: row.merged_into,
    createdAt: row.created_at,
  }
}

async function mergeViews(parts: SubjectsParts, kept: SubjectId): Promise<MergeView[]> {
  const merges = await store.mergesOf(parts.db, kept)
  if (merges.length === 0) return []
  const people = merges.flatMap(({ by, undone_by }) => (undone_by === null ? [by] : [by, undone_by]))
  const names = await parts.namesOf(people)
  const gone = await store.subjectsByIds(
    parts.db,
    merges.map((each) => each.gone),
  )
  return merges.map(({ id, gone: goneId, at, by, reason, undone_at, undone_by, undone_reason }) => ({
    id,
    gone: { id: goneId, name: gone.find((each) => each.id === goneId)?.name ?? '' },
    at,
    by: names.get(by) ?? '',
    reason,
    undone:
      undone_at === null || undone_by === null
        ? null
        : { at: undone_at, by: names.get(undone_by) ?? '', reason: undone_reason ?? '' },
  }))
}

export async function participantView(
  parts: SubjectsParts,
  actor: PersonActor,
  no: ParticipantNo,
): Promise<ParticipantView> {
  const known = parts.participants.participant(no)
  if (!known) throw new Refusal('not_found', 'no_such_participant')
  return {
    no,
    platform: known.platform,
    account: seesPhone(parts, actor) ? known.account : maskedPhone(known.account),
    name: maskedContacts(known.name),
    subjectId: (await store.linkOf(parts.db, no))?.subject ?? null,
    personId: await parts.personOf(known.platform, known.account),
    conversations: parts.participants.conversationsOf([no]).size,
  }
}
