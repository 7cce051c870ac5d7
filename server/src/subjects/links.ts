import { type ParticipantNo, Refusal, type SubjectId } from '#base'
import type { ReadableDb, Tx } from '#platform'
import type { SubjectsParts } from './parts.ts'
import { phoneDigits } from './phone.ts'
import * as store from './store.ts'

// Which account is whose. One account belongs to one customer at most.

/**
 * An agent's own account is nobody's customer: linking it would put all their conversations into one customer's scope.
 * @throws Refusal `no_such_participant`, `participant_is_staff`
 */
export async function requireCustomers(parts: SubjectsParts, participants: readonly ParticipantNo[]): Promise<void> {
  for (const no of participants) {
    const known = parts.participants.participant(no)
    if (!known) throw new Refusal('not_found', 'no_such_participant')
    if (await parts.personOf(known.platform, known.account)) throw new Refusal('conflict', 'participant_is_staff')
  }
}

/** @throws Refusal `participant_taken` with the customer who has it */
export async function requireFree(db: ReadableDb, id: SubjectId | null, participants: readonly ParticipantNo[]) {
  for (const participant of participants) {
    const other = await store.linkOf(db, participant)
    if (other && other.subject !== id) throw new Refusal('conflict', 'participant_taken', { subject: other.subject })
  }
}

/** Links those that belong to nobody yet; answers which. */
export async function linkFree(
  tx: Tx,
  parts: SubjectsParts,
  subject: SubjectId,
  participants: readonly ParticipantNo[],
): Promise<ParticipantNo[]> {
  const linked: ParticipantNo[] = []
  for (const participant of participants) {
    if (await store.linkOf(tx, participant)) continue
    await store.addLink(tx, { participant, subject, linked_at: parts.clock.now() })
    await store.dropApart(tx, subject, apartName(participant))
    linked.push(participant)
  }
  return linked
}

/** How an account stands in the list of what was told to be two. */
export const apartName = (participant: ParticipantNo): string => `participant ${participant}`

export async function withThisPhone(parts: SubjectsParts, digits: string): Promise<ParticipantNo[]> {
  const found = await parts.participants.find(digits, 200)
  return found.filter(({ account }) => phoneDigits(account) === digits).map(({ no }) => no)
}
