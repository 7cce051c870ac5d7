import { decide, type PersonActor, requireAllowed } from '#access'
import type { ActReceipt } from '#audit'
import { newId, type RecordNo, Refusal, startOfDay } from '#base'
import type { MaskingParts } from './parts.ts'
import * as store from './store.ts'

export const REVEALED_FIELDS = ['sender', 'senderName', 'body'] as const
export type RevealedField = (typeof REVEALED_FIELDS)[number]

export interface RevealAsked {
  readonly permit: string
  readonly kind: 'window' | 'grant'
  readonly record: RecordNo
  readonly field: RevealedField
  readonly reason: string
}

/** One field may now be opened: the receipt opens it. */
export interface Revealing {
  readonly receipt: ActReceipt
  /** Fields of this person today, this one counted, and how many there may be. */
  readonly today: number
  readonly most: number
}

/**
 * Critical sequence: nothing is opened here. A crash after the act leaves an act without a look; none before it leaves a look without an
 * act.
 */
export async function reveal(
  parts: MaskingParts,
  actor: PersonActor,
  asked: RevealAsked,
  confirm: () => Promise<unknown>,
): Promise<Revealing> {
  const { recorder, clock } = parts
  const { permit, record, field, reason } = asked
  const detail = { record, field, because: reason.trim() }
  const note = { action: 'conversation.reveal', actor, permit, detail } as const
  // 1. The rule, and 2. the code: a wrong one is a try of its own, and nothing is counted for it.
  const most = await allowed(parts, actor, asked, confirm).catch(async (error: unknown) => {
    if (error instanceof Refusal) await recorder.record(note, error.code)
    throw error
  })
  // 3. The count and the act, in one transaction.
  const { value: today, receipt } = await recorder.perform(note, async (tx, draft) => {
    const now = clock.now()
    const before = await store.countReveals(tx, actor.id, startOfDay(now))
    if (before >= most) throw new Refusal('too_many', 'reveal_limit', { most })
    await store.insertReveal(tx, { id: newId<store.RevealId>('rvl'), permit, record, field, by: actor.id, at: now })
    draft.detail({ ...detail, today: before + 1 })
    return before + 1
  })
  return { receipt, today, most }
}

/** @returns how many fields a person may have shown in a day */
async function allowed(
  { policy, rules, clock }: MaskingParts,
  actor: PersonActor,
  { kind, reason }: RevealAsked,
  confirm: () => Promise<unknown>,
): Promise<number> {
  requireAllowed(decide(actor, 'conversation.reveal', { permit: kind }, rules(), clock.now()))
  const pack = policy()
  if (!pack.readable) throw new Refusal('unavailable', 'policy_unreadable')
  if (pack.mask.reveal === 'never') throw new Refusal('forbidden', 'reveal_off')
  checkReason(reason)
  await confirm()
  return pack.mask.revealsADay
}

const SHORTEST_REASON = 4
const LONGEST_REASON = 500

/** @throws Refusal `reason_missing` */
export function checkReason(reason: string): string {
  const because = reason.trim()
  if (because.length < SHORTEST_REASON || because.length > LONGEST_REASON || !because.isWellFormed())
    throw new Refusal('invalid', 'reason_missing')
  return because
}
