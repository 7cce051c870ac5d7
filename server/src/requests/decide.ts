import { decide, type FactsFor, HOUSE, type PersonActor, requireAllowed, type Stage, type Verdict } from '#access'
import type { ActDraft } from '#audit'
import { type GrantId, newId, Refusal, type RequestId } from '#base'
import { isUniqueViolation, type Tx } from '#platform'
import type { Policy } from '#policy'
import { takeNumber } from './ask.ts'
import { moveRequest, note, state } from './move.ts'
import { ownParticipants, type RequestsParts, readablePolicy } from './parts.ts'
import { readScope, resolve } from './seal.ts'
import { stageOf } from './states.ts'
import * as store from './store.ts'

export interface Decision {
  readonly stage: Stage
  readonly verdict: 'approve' | 'refuse'
  /** Needed to refuse. */
  readonly reason: string
  /** Of the scope that the decider saw. */
  readonly scopeDigest: string
}

/**
 * One person decides one stage, over the exact scope that the digest names. After the last stage the grant begins.
 *
 * @throws Refusal `not_found`, `reason_missing`; those of access: `wrong_stage`, `role_missing`, `own_request`,
 *   `decided_earlier`, `recused_party`, `scope_changed`, `use_period_over`, `step_up_needed`, `not_open`;
 *   `changed_meanwhile` (conflict) for the slower of two
 */
export async function decideRequest(
  parts: RequestsParts,
  actor: PersonActor,
  id: RequestId,
  decision: Decision,
): Promise<void> {
  // 1. Outside the transaction: is the decider a party? The scope is sealed, so it is the one decided on below.
  const isParty = await isPartyOf(parts, actor, id)
  const about = {
    action: 'request.decide',
    actor,
    request: id,
    detail: { stage: decision.stage, verdict: decision.verdict },
  } as const
  await parts.recorder.perform(about, async (tx, draft) => {
    const policy = readablePolicy(parts)
    const request = await store.findRequest(tx, id)
    if (!request) throw new Refusal('not_found', 'not_found')
    // 2. May this person decide this stage now? A crash up to the commit leaves the request as it was.
    requireAllowed(
      decide(actor, 'request.decide', await decisionFacts(tx, request, decision, isParty), policy, parts.clock.now()),
    )
    if (decision.verdict === 'refuse' && decision.reason.trim().length < 2)
      throw new Refusal('invalid', 'reason_missing')
    // 3. The decision, its statement for the ledger, the step, and after the last the grant: one transaction with the
    // act.
    await writeDecision(tx, parts, policy, request, actor, decision)
    const after = await moveRequest(tx, parts, policy, request, decision.verdict)
    if (after === 'granted') await issueGrant(tx, parts, request, draft)
  })
}

async function writeDecision(
  tx: Tx,
  parts: RequestsParts,
  policy: Policy,
  request: store.StoredRequest,
  actor: PersonActor,
  { stage, verdict, reason }: Decision,
): Promise<void> {
  const at = parts.clock.now()
  const row = {
    request_id: request.id,
    stage,
    verdict,
    by_id: actor.id,
    at,
    reason: reason.trim(),
    scope_digest: request.scope_digest,
  }
  try {
    await store.insertDecision(tx, row)
  } catch (error) {
    throw isUniqueViolation(error) ? new Refusal('conflict', 'changed_meanwhile') : error
  }
  // codes, ids and times only: statements leave in packages, and a reason is free text about somebody
  await state(tx, 'decision', `decision/${request.id}/${stage}`, decisionStatement(policy, request, row))
  await note(tx, parts, request.id, verdict === 'approve' ? 'stage_approved' : 'stage_refused', actor.id, stage)
}

/**
 * What the approver signs (formats/evidence-package.md, statements): codes, ids and times only, because statements leave
 * in packages and a reason is free text about somebody.
 */
function decisionStatement(policy: Policy, request: store.StoredRequest, row: store.DecisionRow): object {
  return {
    v: 1,
    what: 'decision',
    request: request.number,
    requester: request.requester_id,
    purpose: request.purpose,
    basis: request.basis,
    stage: row.stage,
    outcome: row.verdict === 'approve' ? 'approved' : 'refused',
    by: row.by_id,
    at: row.at,
    scope: request.scope_digest,
    useUntil: request.use_until,
    policy: policy.id,
  }
}

/** The register's new line. The scope stays the request's: one sealed text, one digest. */
async function issueGrant(tx: Tx, parts: RequestsParts, request: store.StoredRequest, draft: ActDraft): Promise<void> {
  const now = parts.clock.now()
  const number = await takeNumber(tx, 'G', now)
  const id = newId<GrantId>('gra')
  const holder = request.requester_id
  const times = { from_at: now, until_at: request.use_until }
  await store.insertGrant(tx, {
    id,
    number,
    request_id: request.id,
    holder_id: holder,
    ...times,
    first_used_at: null,
    revoked_at: null,
  })
  await state(tx, 'grant', `grant/${id}`, {
    v: 1,
    what: 'grant',
    grant: number,
    request: request.number,
    holder,
    scope: request.scope_digest,
    at: now,
    from: times.from_at,
    until: times.until_at,
  })
  await note(tx, parts, request.id, 'granted', null, number)
  await draft.also({
    action: 'grant.issue',
    actor: HOUSE,
    permit: id,
    request: request.id,
    detail: { holder, scope: request.scope_digest },
  })
}

async function decisionFacts(
  tx: Parameters<typeof store.listDecisions>[0],
  request: store.StoredRequest,
  decision: Pick<Decision, 'stage' | 'scopeDigest'>,
  isParty: boolean,
): Promise<FactsFor<'request.decide'>> {
  return {
    requester: request.requester_id,
    stage: decision.stage,
    openStage: stageOf(request.state),
    decidedBy: (await store.listDecisions(tx, request.id)).map(({ by_id }) => by_id),
    isParty,
    scopeDigestSeen: decision.scopeDigest,
    scopeDigest: request.scope_digest,
    useUntil: request.use_until,
  }
}

/**
 * A party: one of the person's own platform accounts is among the people or customers named, or takes part in a
 * conversation that is asked for.
 */
export async function isPartyOf(parts: RequestsParts, actor: PersonActor, id: RequestId): Promise<boolean> {
  const request = await store.findRequest(parts.db, id)
  if (!request) return false
  const own = await ownParticipants(parts, actor.id)
  if (own.length === 0) return false
  const scope = readScope(request)
  const named = new Set([...scope.people, ...(await parts.subjects.participantsOf(scope.subjects))])
  if (own.some((no) => named.has(no))) return true
  const { conversations } = resolve(parts, scope)
  if (conversations === 'all') return true
  return [...parts.catalog.conversationsOf(own)].some((no) => conversations.has(no))
}

/** What the viewer would be told on deciding the open stage, a second factor aside. */
export async function decideVerdict(
  parts: RequestsParts,
  actor: PersonActor,
  request: store.StoredRequest,
): Promise<Verdict> {
  const stage = stageOf(request.state)
  const isParty = stage !== null && (await isPartyOf(parts, actor, request.id))
  const seen = { stage: stage ?? 'supervisor', scopeDigest: request.scope_digest }
  const facts = await decisionFacts(parts.db, request, seen, isParty)
  return decide(actor, 'request.decide', facts, readablePolicy(parts), parts.clock.now())
}
