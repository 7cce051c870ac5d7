import type { PersonActor } from '#access'
import { type Instant, newId, type ParticipantNo, Refusal, type SubjectId } from '#base'
import type { Tx } from '#platform'
import { considerSubject, freeWithKey, type Looked, look, phoneOf } from './consider.ts'
import { apartName, linkFree, requireCustomers, requireFree } from './links.ts'
import type { KeyKind } from './lookups.ts'
import { mergeIn } from './merge.ts'
import {
  allowed,
  nameIn,
  type ParticipantView,
  participantView,
  reasonIn,
  required,
  type SubjectsParts,
  type SubjectView,
  standing,
  subjectView,
} from './parts.ts'
import * as store from './store.ts'

// What the house proposed, and what a person says to it: yes, and it is done; no, and it is not proposed again.

/** Participants that one look at the list may catch up on. */
const CATCH_UP = 5_000

export interface ProposalView {
  readonly id: store.ProposalId
  /** new: these accounts are one customer, not registered yet. link: this account too is theirs. merge: two are one. */
  readonly what: store.ProposalWhat
  readonly by: KeyKind
  readonly subject: { readonly id: SubjectId; readonly name: string } | null
  readonly other: { readonly id: SubjectId; readonly name: string } | null
  /** What it is about: the accounts of a new customer, the account of a link, those of both of a merge. */
  readonly participants: readonly ParticipantView[]
  readonly madeAt: Instant
}

export interface Proposals {
  readonly proposals: readonly ProposalView[]
  readonly open: number
  /** How many participants were looked at, of how many. */
  readonly looked: Looked
}

export async function listProposals(parts: SubjectsParts, actor: PersonActor, limit: number): Promise<Proposals> {
  // who may not see them causes no work either
  await allowed(parts, actor, 'subject.find', null, async (_tx, draft) => draft.detail({ what: 'proposals' }))
  const looked = await look(parts, CATCH_UP)
  const rows = await store.openProposals(parts.db, limit)
  const views = await Promise.all(rows.map((row) => proposalView(parts, actor, row)))
  return { proposals: views, open: await store.countOpen(parts.db), looked }
}

async function proposalView(parts: SubjectsParts, actor: PersonActor, row: store.ProposalRow): Promise<ProposalView> {
  const subject = row.subject === '' ? undefined : await store.subjectById(parts.db, row.subject)
  const other = row.other === '' ? undefined : await store.subjectById(parts.db, row.other)
  const named = (each: store.SubjectRow | undefined) => (each ? { id: each.id, name: each.name } : null)
  const numbers = await participantsIn(parts, row)
  return {
    id: row.id,
    what: row.what,
    by: row.by,
    subject: named(subject),
    other: named(other),
    participants: await Promise.all(numbers.map((no) => participantView(parts, actor, no))),
    madeAt: row.made_at,
  }
}

async function participantsIn(parts: SubjectsParts, row: store.ProposalRow): Promise<ParticipantNo[]> {
  if (row.what === 'new') return freeWithKey(parts.db, parts, row.lookup)
  if (row.participant !== 0) return [row.participant]
  const both = [row.subject, row.other].flatMap((id) => (id === '' ? [] : [id]))
  return (await store.linksOf(parts.db, both)).map(({ participant }) => participant)
}

/**
 * Confirms: links, merges, or registers the new customer under `name`.
 * @throws Refusal `no_such_proposal`, `proposal_decided`, `reason_missing`, `name_missing`, and those of linking and
 *   merging where the customers have changed meanwhile
 */
export async function confirmProposal(
  parts: SubjectsParts,
  actor: PersonActor,
  id: store.ProposalId,
  { reason, name }: { readonly reason: string; readonly name: string | null },
): Promise<SubjectView> {
  const subject = await allowed(parts, actor, 'subject.decide', null, async (tx, draft) => {
    draft.detail({ proposal: id, verdict: 'confirmed', reason: reason.trim() })
    const row = await openOne(tx, id)
    const why = reasonIn(reason)
    const done = await carryOut(tx, parts, actor, row, why, name)
    await store.decideProposal(tx, id, decisionOf(parts, actor, 'confirmed', why))
    draft.detail({ what: row.what, subject: done })
    return done
  })
  return subjectView(parts, actor, await required(parts.db, subject))
}

/** @throws Refusal `no_such_proposal`, `proposal_decided`, `reason_missing` */
export async function refuseProposal(
  parts: SubjectsParts,
  actor: PersonActor,
  id: store.ProposalId,
  reason: string,
): Promise<void> {
  await allowed(parts, actor, 'subject.decide', null, async (tx, draft) => {
    draft.detail({ proposal: id, verdict: 'refused', reason: reason.trim() })
    const row = await openOne(tx, id)
    const why = reasonIn(reason)
    await store.decideProposal(tx, id, decisionOf(parts, actor, 'refused', why))
    if (row.subject !== '' && row.other !== '') await store.addApart(tx, row.subject, row.other)
    if (row.subject !== '' && row.participant !== 0) await store.addApart(tx, row.subject, apartName(row.participant))
    draft.detail({ what: row.what })
  })
}

async function openOne(tx: Tx, id: store.ProposalId): Promise<store.ProposalRow> {
  const row = await store.proposalById(tx, id)
  if (!row) throw new Refusal('not_found', 'no_such_proposal')
  if (row.state !== 'open') throw new Refusal('conflict', 'proposal_decided')
  return row
}

function decisionOf(parts: SubjectsParts, actor: PersonActor, state: 'confirmed' | 'refused', reason: string) {
  return { state, decided_at: parts.clock.now(), decided_by: actor.id, reason }
}

async function carryOut(
  tx: Tx,
  parts: SubjectsParts,
  actor: PersonActor,
  row: store.ProposalRow,
  reason: string,
  name: string | null,
): Promise<SubjectId> {
  if (row.subject === '') return makeFrom(tx, parts, row, name)
  if (row.other !== '') {
    await mergeIn(tx, parts, actor, row.subject, row.other, reason)
    return row.subject
  }
  await standing(tx, row.subject)
  const participants = row.participant === 0 ? [] : [row.participant]
  await requireCustomers(parts, participants)
  await requireFree(tx, row.subject, participants)
  await linkFree(tx, parts, row.subject, participants)
  await considerSubject(tx, parts, row.subject)
  return row.subject
}

async function makeFrom(
  tx: Tx,
  parts: SubjectsParts,
  row: store.ProposalRow,
  called: string | null,
): Promise<SubjectId> {
  const name = nameIn(called)
  const free = await freeWithKey(tx, parts, row.lookup)
  if (free.length === 0) throw new Refusal('conflict', 'proposal_decided')
  const digits = row.by === 'phone' ? phoneOf(parts, free) : null
  const isTaken = digits !== null && (await store.subjectByPhone(tx, digits)) !== undefined
  const phone = isTaken ? null : digits
  const id = newId<SubjectId>('sub')
  await store.addSubject(tx, {
    id,
    name,
    phone,
    phone_digits: phone,
    note: '',
    created_at: parts.clock.now(),
    merged_into: null,
  })
  await linkFree(tx, parts, id, free)
  await considerSubject(tx, parts, id)
  return id
}
