import type { PersonActor } from '#access'
import { newId, type ParticipantNo, Refusal, type SubjectId } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { considerSubject } from './consider.ts'
import { allowed, reasonIn, required, type SubjectsParts, type SubjectView, standing, subjectView } from './parts.ts'
import * as store from './store.ts'

// Two customers turn out to be one: everything of the one that goes is the other's from then on, and what went over is
// remembered, so that it can go back. No record is touched; a scope that is already sealed stays as it is.

interface Moved {
  readonly participants: ParticipantNo[]
  readonly identifiers: store.IdentifierId[]
  /** Whether the one that stays had no phone and took this one's. */
  readonly phone: boolean
}

export interface MergePlan {
  readonly kept: { readonly id: SubjectId; readonly name: string; readonly conversations: number }
  readonly gone: { readonly id: SubjectId; readonly name: string; readonly conversations: number }
  readonly participants: readonly ParticipantNo[]
  readonly identifiers: number
  readonly takesPhone: boolean
  /** Conversations of the one customer afterwards: those that both share count once. */
  readonly conversations: number
}

/** What a merge would change; nothing is changed. @throws Refusal as mergeSubjects */
export async function planMerge(
  parts: SubjectsParts,
  actor: PersonActor,
  keptId: SubjectId,
  goneId: SubjectId,
): Promise<MergePlan> {
  return allowed(parts, actor, 'subject.view', null, async (tx, draft) => {
    draft.detail({ subject: keptId, other: goneId, what: 'merge_preview' })
    const { kept, gone, moved, own } = await gather(tx, keptId, goneId)
    const talks = (people: readonly ParticipantNo[]) => parts.participants.conversationsOf(people).size
    return {
      kept: { id: kept.id, name: kept.name, conversations: talks(own) },
      gone: { id: gone.id, name: gone.name, conversations: talks(moved.participants) },
      participants: moved.participants,
      identifiers: moved.identifiers.length,
      takesPhone: moved.phone,
      conversations: talks([...own, ...moved.participants]),
    }
  })
}

/** @throws Refusal `no_such_subject`, `subject_merged`, `subject_itself`, `reason_missing` */
export async function mergeSubjects(
  parts: SubjectsParts,
  actor: PersonActor,
  keptId: SubjectId,
  goneId: SubjectId,
  reason: string,
): Promise<SubjectView> {
  await allowed(parts, actor, 'subject.merge', null, async (tx, draft) => {
    draft.detail({ subject: keptId, other: goneId, reason: reason.trim() })
    const { merge, moved } = await mergeIn(tx, parts, actor, keptId, goneId, reason)
    draft.detail({ merge, participants: moved.participants, identifiers: moved.identifiers.length })
  })
  return subjectView(parts, actor, await required(parts.db, keptId))
}

/** Within a transaction: the merge itself. */
export async function mergeIn(
  tx: Tx,
  parts: SubjectsParts,
  actor: PersonActor,
  keptId: SubjectId,
  goneId: SubjectId,
  reason: string,
): Promise<{ merge: store.MergeId; moved: Moved }> {
  const why = reasonIn(reason)
  const { kept, gone, moved } = await gather(tx, keptId, goneId)
  await store.moveLinks(tx, gone.id, kept.id, moved.participants)
  await store.moveIdentifiers(tx, gone.id, kept.id, moved.identifiers)
  if (moved.phone) await movePhone(tx, gone, kept.id)
  await store.changeSubject(tx, gone.id, { merged_into: kept.id })
  const merge = newId<store.MergeId>('mrg')
  await store.addMerge(tx, {
    id: merge,
    kept: kept.id,
    gone: gone.id,
    at: parts.clock.now(),
    by: actor.id,
    reason: why,
    moved: JSON.stringify(moved),
    undone_at: null,
    undone_by: null,
    undone_reason: null,
  })
  await considerSubject(tx, parts, kept.id)
  return { merge, moved }
}

/** The number is unique: it is let go before it is taken. */
async function movePhone(tx: Tx, from: store.SubjectRow, to: SubjectId): Promise<void> {
  await store.changeSubject(tx, from.id, { phone: null, phone_digits: null })
  await store.changeSubject(tx, to, { phone: from.phone, phone_digits: from.phone_digits })
}

async function gather(db: ReadableDb, keptId: SubjectId, goneId: SubjectId) {
  if (keptId === goneId) throw new Refusal('invalid', 'subject_itself')
  const kept = await standing(db, keptId)
  const gone = await standing(db, goneId)
  const numbers = async (id: SubjectId) => (await store.linksOf(db, [id])).map(({ participant }) => participant)
  const moved: Moved = {
    participants: await numbers(goneId),
    identifiers: (await store.identifiersOf(db, goneId)).map(({ id }) => id),
    phone: kept.phone === null && gone.phone !== null,
  }
  return { kept, gone, moved, own: await numbers(keptId) }
}

/**
 * Takes a merge back: what went over and is still there goes back; what has been given to somebody else since stays.
 * The two are not proposed as one again.
 * @throws Refusal `no_such_merge`, `merge_undone`, `subject_merged` (the kept one was merged on: undo that first),
 *   `reason_missing`
 */
export async function undoMerge(
  parts: SubjectsParts,
  actor: PersonActor,
  id: store.MergeId,
  reason: string,
): Promise<SubjectView> {
  const kept = await allowed(parts, actor, 'subject.undo_merge', null, async (tx, draft) => {
    draft.detail({ merge: id, reason: reason.trim() })
    const why = reasonIn(reason)
    const merge = await store.mergeById(tx, id)
    if (!merge) throw new Refusal('not_found', 'no_such_merge')
    if (merge.undone_at !== null) throw new Refusal('conflict', 'merge_undone')
    const keptNow = await standing(tx, merge.kept)
    const gone = await required(tx, merge.gone)
    const moved = JSON.parse(merge.moved) as Moved // written by mergeIn above
    // 1. the customer that was gone stands again
    await store.changeSubject(tx, merge.gone, { merged_into: null })
    // 2. accounts and identifiers that are still there go back
    const back = await store.moveLinks(tx, merge.kept, merge.gone, moved.participants)
    const known = await store.moveIdentifiers(tx, merge.kept, merge.gone, moved.identifiers)
    // 3. so does the phone, unless either has another one by now
    if (moved.phone && gone.phone === null && keptNow.phone !== null) await movePhone(tx, keptNow, merge.gone)
    // 4. remembered; all of it in one transaction with the act
    await store.endMerge(tx, id, { at: parts.clock.now(), by: actor.id, reason: why })
    await store.addApart(tx, merge.kept, merge.gone)
    draft.detail({ subject: merge.kept, other: merge.gone, participants: back, identifiers: known.length })
    return merge.kept
  })
  return subjectView(parts, actor, await required(parts.db, kept))
}
