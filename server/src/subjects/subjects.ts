import type { PersonActor } from '#access'
import { type ConversationNo, newId, type ParticipantNo, Refusal, type SubjectId } from '#base'
import { considerSubject, type Looked, look } from './consider.ts'
import { addIdentifier, type IdentifiersImported, importIdentifiers, knownBy, removeIdentifier } from './identifiers.ts'
import { apartName, linkFree, requireCustomers, requireFree, withThisPhone } from './links.ts'
import type { IdentifierKind } from './lookups.ts'
import { type MergePlan, mergeSubjects, planMerge, undoMerge } from './merge.ts'
import {
  allowed,
  nameIn,
  type ParticipantView,
  participantView,
  required,
  type SubjectsParts,
  type SubjectView,
  standing,
  subjectView,
} from './parts.ts'
import { phoneDigits } from './phone.ts'
import { confirmProposal, listProposals, type Proposals, refuseProposal } from './proposals.ts'
import { planSplit, type Split, type SplitPlan, splitSubject } from './split.ts'
import * as store from './store.ts'

export interface Subjects {
  /** Customers by name, phone, identifier or a platform account; an empty text lists the first by name. */
  find(actor: PersonActor, text: string, limit: number): Promise<SubjectView[]>
  /** @throws Refusal `no_such_subject` */
  view(actor: PersonActor, id: SubjectId): Promise<SubjectView>
  /**
   * Makes a customer and links every participant whose account is that phone and who is nobody's yet.
   * @throws Refusal `phone_taken` with the other customer's id; `phone_invalid`
   */
  add(
    actor: PersonActor,
    subject: { readonly name: string; readonly phone?: string | null; readonly note: string },
  ): Promise<SubjectView>
  /** @throws Refusal `no_such_subject`, `no_such_participant`, `participant_taken`, `participant_is_staff` */
  link(actor: PersonActor, id: SubjectId, participants: readonly ParticipantNo[], reason?: string): Promise<SubjectView>
  unlink(actor: PersonActor, id: SubjectId, participant: ParticipantNo): Promise<SubjectView>
  /** Every conversation that one of the customer's accounts takes part in. @throws Refusal `no_such_subject` */
  conversations(actor: PersonActor, id: SubjectId): Promise<ConversationNo[]>
  /** Platform accounts by account or name. */
  findParticipants(actor: PersonActor, text: string, limit: number): Promise<ParticipantView[]>

  // Each documents its refusals in its own file.
  addIdentifier(
    actor: PersonActor,
    id: SubjectId,
    given: { readonly kind: IdentifierKind; readonly value: string },
  ): Promise<SubjectView>
  removeIdentifier(actor: PersonActor, id: SubjectId, identifier: store.IdentifierId): Promise<SubjectView>
  importIdentifiers(actor: PersonActor, csv: string): Promise<IdentifiersImported>
  proposals(actor: PersonActor, limit: number): Promise<Proposals>
  confirm(
    actor: PersonActor,
    id: store.ProposalId,
    decision: { readonly reason: string; readonly name: string | null },
  ): Promise<SubjectView>
  refuse(actor: PersonActor, id: store.ProposalId, reason: string): Promise<void>
  planMerge(actor: PersonActor, kept: SubjectId, gone: SubjectId): Promise<MergePlan>
  merge(actor: PersonActor, kept: SubjectId, gone: SubjectId, reason: string): Promise<SubjectView>
  undoMerge(actor: PersonActor, id: store.MergeId, reason: string): Promise<SubjectView>
  planSplit(actor: PersonActor, id: SubjectId, participants: readonly ParticipantNo[]): Promise<SplitPlan>
  split(
    actor: PersonActor,
    id: SubjectId,
    split: Split,
  ): Promise<{ readonly stays: SubjectView; readonly made: SubjectView | null }>

  // ---- for other rooms; no permission is asked here, nothing goes to a person by itself ----
  /** For the schedule: looks at new participants, at most `limit`. */
  look(limit: number): Promise<Looked>
  subject(
    id: SubjectId,
  ): Promise<{ readonly id: SubjectId; readonly name: string; readonly phone: string | null } | null>
  /** The accounts of these customers; of merged ones those of who they turned out to be. */
  participantsOf(ids: readonly SubjectId[]): Promise<ParticipantNo[]>
  names(): Promise<string[]>
  all(): Promise<{ readonly id: SubjectId; readonly name: string; readonly participants: readonly ParticipantNo[] }[]>
}

export function createSubjects(parts: SubjectsParts): Subjects {
  return {
    find: (actor, text, limit) => find(parts, actor, text, limit),
    view: (actor, id) => view(parts, actor, id),
    add: (actor, subject) => add(parts, actor, subject),
    link: (actor, id, participants, reason = '') => link(parts, actor, id, participants, reason),
    unlink: (actor, id, participant) => unlink(parts, actor, id, participant),
    conversations: (actor, id) => conversations(parts, actor, id),
    findParticipants: (actor, text, limit) => findParticipants(parts, actor, text, limit),
    addIdentifier: (actor, id, given) => addIdentifier(parts, actor, id, given),
    removeIdentifier: (actor, id, identifier) => removeIdentifier(parts, actor, id, identifier),
    importIdentifiers: (actor, csv) => importIdentifiers(parts, actor, csv),
    proposals: (actor, limit) => listProposals(parts, actor, limit),
    confirm: (actor, id, decision) => confirmProposal(parts, actor, id, decision),
    refuse: (actor, id, reason) => refuseProposal(parts, actor, id, reason),
    planMerge: (actor, kept, gone) => planMerge(parts, actor, kept, gone),
    merge: (actor, kept, gone, reason) => mergeSubjects(parts, actor, kept, gone, reason),
    undoMerge: (actor, id, reason) => undoMerge(parts, actor, id, reason),
    planSplit: (actor, id, participants) => planSplit(parts, actor, id, participants),
    split: (actor, id, asked) => splitSubject(parts, actor, id, asked),
    look: (limit) => look(parts, limit),
    async subject(id) {
      const row = await store.subjectById(parts.db, id)
      return row ? { id: row.id, name: row.name, phone: row.phone } : null
    },
    participantsOf: (ids) => participantsOf(parts, ids),
    names: () => store.allNames(parts.db),
    all: () => all(parts),
  }
}

async function participantsOf(parts: SubjectsParts, ids: readonly SubjectId[]): Promise<ParticipantNo[]> {
  const survivors = new Set<SubjectId>()
  for (const id of ids) survivors.add(await store.survivorOf(parts.db, id))
  return (await store.linksOf(parts.db, [...survivors])).map(({ participant }) => participant)
}

async function all(parts: SubjectsParts): ReturnType<Subjects['all']> {
  const rows = await store.allSubjects(parts.db)
  const links = await store.allLinks(parts.db)
  const linked = Map.groupBy(links, ({ subject }) => subject)
  return rows.map(({ id, name }) => ({
    id,
    name,
    participants: (linked.get(id) ?? []).map((each) => each.participant),
  }))
}

async function find(parts: SubjectsParts, actor: PersonActor, text: string, limit: number): Promise<SubjectView[]> {
  const { db } = parts
  const typed = text.trim()
  const accounts = await accountsLike(parts, typed, limit)
  return allowed(parts, actor, 'subject.find', null, async (_tx, draft) => {
    const ids = new Set<SubjectId>()
    for (const { id, merged_into } of await store.findSubjects(db, typed, phoneDigits(typed), limit)) {
      ids.add(merged_into === null ? id : await store.survivorOf(db, id))
    }
    for (const id of typed === '' ? [] : await knownBy(db, parts, typed)) ids.add(id)
    for (const { no } of accounts) {
      const linked = await store.linkOf(db, no)
      if (linked) ids.add(linked.subject)
    }
    draft.detail({ typed: text, found: ids.size })
    const rows = ids.size === 0 ? [] : await store.subjectsByIds(db, [...ids].slice(0, limit))
    return Promise.all(rows.map((row) => subjectView(parts, actor, row)))
  })
}

async function view(parts: SubjectsParts, actor: PersonActor, id: SubjectId): Promise<SubjectView> {
  return allowed(parts, actor, 'subject.view', null, async (_tx, draft) => {
    draft.detail({ subject: id })
    return subjectView(parts, actor, await required(parts.db, id))
  })
}

async function add(
  parts: SubjectsParts,
  actor: PersonActor,
  subject: { readonly name: string; readonly phone?: string | null; readonly note: string },
): Promise<SubjectView> {
  const digits = subject.phone ? phoneDigits(subject.phone) : null
  if (digits !== null && !/^\d{5,15}$/.test(digits)) throw new Refusal('invalid', 'phone_invalid')
  const matching = digits === null ? [] : await withThisPhone(parts, digits)
  const row: store.SubjectRow = {
    id: newId<SubjectId>('sub'),
    name: nameIn(subject.name),
    phone: subject.phone || null,
    phone_digits: digits,
    note: subject.note,
    created_at: parts.clock.now(),
    merged_into: null,
  }
  await allowed(parts, actor, 'subject.manage', null, async (tx, draft) => {
    const other = digits === null ? undefined : await store.subjectByPhone(tx, digits)
    if (other) throw new Refusal('conflict', 'phone_taken', { subject: await store.survivorOf(tx, other.id) })
    await store.addSubject(tx, row)
    const linked = await linkFree(tx, parts, row.id, matching)
    await considerSubject(tx, parts, row.id)
    draft.detail({ subject: row.id, made: true, linked })
  })
  return subjectView(parts, actor, row)
}

async function link(
  parts: SubjectsParts,
  actor: PersonActor,
  id: SubjectId,
  participants: readonly ParticipantNo[],
  reason: string,
): Promise<SubjectView> {
  const row = await required(parts.db, id)
  await requireCustomers(parts, participants)
  await allowed(parts, actor, 'subject.manage', null, async (tx, draft) => {
    draft.detail({ subject: id, reason: reason.trim() })
    await standing(tx, id)
    await requireFree(tx, id, participants)
    draft.detail({ linked: await linkFree(tx, parts, id, participants) })
    await considerSubject(tx, parts, id)
  })
  return subjectView(parts, actor, row)
}

async function unlink(
  parts: SubjectsParts,
  actor: PersonActor,
  id: SubjectId,
  participant: ParticipantNo,
): Promise<SubjectView> {
  const row = await required(parts.db, id)
  await allowed(parts, actor, 'subject.manage', null, async (tx, draft) => {
    draft.detail({ subject: id, unlinked: participant })
    if (!(await store.dropLink(tx, id, participant))) throw new Refusal('not_found', 'no_such_participant')
    await store.addApart(tx, id, apartName(participant)) // what a person took away is not proposed back
  })
  return subjectView(parts, actor, row)
}

async function conversations(parts: SubjectsParts, actor: PersonActor, id: SubjectId): Promise<ConversationNo[]> {
  return allowed(parts, actor, 'conversation.find', null, async (tx, draft) => {
    draft.detail({ subject: id })
    await required(tx, id)
    const links = await store.linksOf(tx, [await store.survivorOf(tx, id)])
    const people = links.map(({ participant }) => participant)
    return [...parts.participants.conversationsOf(people)].sort((a, b) => a - b)
  })
}

async function findParticipants(
  parts: SubjectsParts,
  actor: PersonActor,
  text: string,
  limit: number,
): Promise<ParticipantView[]> {
  const found = await accountsLike(parts, text.trim(), limit)
  return allowed(parts, actor, 'participant.find', null, async (_tx, draft) => {
    draft.detail({ typed: text, found: found.length })
    return Promise.all(found.map(({ no }) => participantView(parts, actor, no)))
  })
}

/**
 * Looked through by another thread, before the transaction: while one is open nobody else of the house can write an act. Who may
 * not look is refused in it, and learns nothing.
 */
async function accountsLike(
  { participants }: SubjectsParts,
  typed: string,
  limit: number,
): ReturnType<SubjectsParts['participants']['find']> {
  return typed === '' ? [] : participants.find(typed, limit)
}
