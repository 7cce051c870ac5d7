import type { PersonActor } from '#access'
import { newId, type ParticipantNo, Refusal, type SubjectId } from '#base'
import { considerSubject } from './consider.ts'
import { apartName } from './links.ts'
import {
  allowed,
  nameIn,
  reasonIn,
  required,
  type SubjectsParts,
  type SubjectView,
  standing,
  subjectView,
} from './parts.ts'
import * as store from './store.ts'

// One customer turns out to be two, or an account turns out to be somebody else's.

export interface Split {
  readonly participants: readonly ParticipantNo[]
  readonly identifiers: readonly store.IdentifierId[]
  /** The other customer's name; null: the accounts are nobody's from then on. */
  readonly name: string | null
  readonly reason: string
}

export interface SplitPlan {
  /** Conversations now, of the one who stays, and of what is taken away. */
  readonly conversations: { readonly before: number; readonly stays: number; readonly leaves: number }
  readonly staying: readonly ParticipantNo[]
  readonly leaving: readonly ParticipantNo[]
}

/** What a split would change; nothing is changed. @throws Refusal as splitSubject */
export async function planSplit(
  parts: SubjectsParts,
  actor: PersonActor,
  id: SubjectId,
  participants: readonly ParticipantNo[],
): Promise<SplitPlan> {
  return allowed(parts, actor, 'subject.view', null, async (tx, draft) => {
    draft.detail({ subject: id, what: 'split_preview' })
    await standing(tx, id)
    const all = (await store.linksOf(tx, [id])).map(({ participant }) => participant)
    requireOwn(all, participants)
    const staying = all.filter((no) => !participants.includes(no))
    const talks = (people: readonly ParticipantNo[]) => parts.participants.conversationsOf(people).size
    return {
      conversations: { before: talks(all), stays: talks(staying), leaves: talks(participants) },
      staying,
      leaving: [...participants],
    }
  })
}

/**
 * Takes accounts and identifiers from a customer, for a new one or for nobody; the house does not propose them back.
 * @throws Refusal `no_such_subject`, `subject_merged`, `no_such_participant`, `identifier_not_found`, `split_empty`,
 *   `reason_missing`
 */
export async function splitSubject(
  parts: SubjectsParts,
  actor: PersonActor,
  id: SubjectId,
  split: Split,
): Promise<{ stays: SubjectView; made: SubjectView | null }> {
  const made = await allowed(parts, actor, 'subject.split', null, async (tx, draft) => {
    draft.detail({ subject: id, participants: [...split.participants], reason: split.reason.trim() })
    reasonIn(split.reason)
    await standing(tx, id)
    if (split.participants.length + split.identifiers.length === 0) throw new Refusal('invalid', 'split_empty')
    const all = (await store.linksOf(tx, [id])).map(({ participant }) => participant)
    requireOwn(all, split.participants)
    const other = split.name === null ? null : await addOther(tx, parts, split.name)
    for (const no of split.participants) await store.addApart(tx, id, apartName(no))
    if (other === null) for (const no of split.participants) await store.dropLink(tx, id, no)
    else {
      await store.moveLinks(tx, id, other, split.participants)
      await store.addApart(tx, id, other)
    }
    await takeIdentifiers(tx, id, other, split.identifiers)
    if (other !== null) await considerSubject(tx, parts, other)
    await considerSubject(tx, parts, id)
    draft.detail({ made: other })
    return other
  })
  return {
    stays: await subjectView(parts, actor, await required(parts.db, id)),
    made: made === null ? null : await subjectView(parts, actor, await required(parts.db, made)),
  }
}

type Writing = Parameters<typeof store.addApart>[0]

async function addOther(tx: Writing, parts: SubjectsParts, name: string): Promise<SubjectId> {
  const id = newId<SubjectId>('sub')
  const row = { id, name: nameIn(name), phone: null, phone_digits: null, note: '', merged_into: null }
  await store.addSubject(tx, { ...row, created_at: parts.clock.now() })
  return id
}

async function takeIdentifiers(
  tx: Writing,
  from: SubjectId,
  to: SubjectId | null,
  ids: readonly store.IdentifierId[],
): Promise<void> {
  const moved = to === null ? [] : await store.moveIdentifiers(tx, from, to, ids)
  if (to !== null && moved.length < new Set(ids).size) throw new Refusal('not_found', 'identifier_not_found')
  if (to !== null) return
  for (const id of new Set(ids)) {
    if (!(await store.dropIdentifier(tx, from, id))) throw new Refusal('not_found', 'identifier_not_found')
  }
}

function requireOwn(own: readonly ParticipantNo[], asked: readonly ParticipantNo[]): void {
  if (!asked.every((no) => own.includes(no))) throw new Refusal('not_found', 'no_such_participant')
}
