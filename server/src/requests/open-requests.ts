import { decide, type PersonActor, requireAllowed } from '#access'
import { Refusal, type RequestId, startOfDay } from '#base'
import { moveRequest, note } from './move.ts'
import { type RequestsParts, readablePolicy } from './parts.ts'
import { isOpen } from './states.ts'
import * as store from './store.ts'

/**
 * The requester takes it back; unanswered consents end with it.
 * @throws Refusal `not_found`, `not_requester`, `not_open`
 */
export async function cancelRequest(parts: RequestsParts, actor: PersonActor, id: RequestId): Promise<void> {
  await parts.recorder.perform({ action: 'request.cancel', actor, request: id }, async (tx) => {
    const policy = readablePolicy(parts)
    const request = await store.findRequest(tx, id)
    if (!request) throw new Refusal('not_found', 'not_found')
    const facts = { requester: request.requester_id, open: isOpen(request.state) }
    requireAllowed(decide(actor, 'request.cancel', facts, policy, parts.clock.now()))
    await moveRequest(tx, parts, policy, request, 'cancel')
    await note(tx, parts, id, 'cancelled', actor.id)
  })
}

/** Reminds whoever has to decide, once a day (house zone) and stage. @throws Refusal as cancel, and `nudged_today` */
export async function nudgeRequest(parts: RequestsParts, actor: PersonActor, id: RequestId): Promise<void> {
  await parts.recorder.perform({ action: 'request.nudge', actor, request: id }, async (tx) => {
    const now = parts.clock.now()
    const request = await store.findRequest(tx, id)
    if (!request) throw new Refusal('not_found', 'not_found')
    // the customer is not pressed: only stages are nudged
    const facts = { requester: request.requester_id, open: isOpen(request.state) && request.state !== 'consent' }
    requireAllowed(decide(actor, 'request.nudge', facts, readablePolicy(parts), now))
    if (request.nudged_at !== null && request.nudged_at >= startOfDay(now))
      throw new Refusal('too_many', 'nudged_today')
    await store.setNudged(tx, id, now)
    await note(tx, parts, id, 'nudged', actor.id, request.state)
  })
}
