import { decide, type FactsFor, type PersonActor, requireAllowed, type Scope, type Verdict } from '#access'
import { type GrantId, type Instant, type PersonId, Refusal } from '#base'
import type { ReadableDb } from '#platform'
import { isPartyOf } from './decide.ts'
import { moveRequest, note } from './move.ts'
import { type RequestsParts, readablePolicy } from './parts.ts'
import { readScope } from './seal.ts'
import * as store from './store.ts'

// The register of grants. Whether one holds is read here each time, from committed rows: times, revocation, the
// request's state, every consent, the holder. No sweep has to run for a grant to end.

/** True while the grant may be used at this moment. An unknown id does not hold. */
export async function grantHolds(
  parts: RequestsParts,
  id: GrantId,
  now: Instant = parts.clock.now(),
): Promise<boolean> {
  const grant = await store.findGrant(parts.db, id)
  return grant !== undefined && (await holds(parts, parts.db, grant, now))
}

export async function holds(
  parts: RequestsParts,
  db: ReadableDb,
  grant: store.GrantRow,
  now: Instant,
): Promise<boolean> {
  if (grant.revoked_at !== null || now < grant.from_at || now >= grant.until_at) return false
  const request = await store.findRequest(db, grant.request_id)
  if (request?.state !== 'granted') return false
  if (request.basis === 'consent') {
    const consents = await store.listConsents(db, request.id)
    if (consents.length === 0 || consents.some(({ state }) => state !== 'agreed')) return false
  }
  return parts.identity.isActive(grant.holder_id)
}

export function grantState(grant: store.GrantRow, now: Instant): 'running' | 'expired' | 'revoked' {
  if (grant.revoked_at !== null) return 'revoked'
  return now >= grant.until_at ? 'expired' : 'running'
}

/** Ends a running grant at once. @throws Refusal `not_found`, `not_holder`, `grant_not_running`, `reason_missing` */
export async function revokeGrant(
  parts: RequestsParts,
  actor: PersonActor,
  id: GrantId,
  reason: string,
): Promise<void> {
  await parts.recorder.perform({ action: 'grant.revoke', actor, permit: id }, async (tx, draft) => {
    const now = parts.clock.now()
    const policy = readablePolicy(parts)
    const grant = await store.findGrant(tx, id)
    const request = grant && (await store.findRequest(tx, grant.request_id))
    if (!grant || !request) throw new Refusal('not_found', 'not_found')
    draft.request(request.id)
    const facts = {
      holder: grant.holder_id,
      holds: grantState(grant, now) === 'running' && request.state === 'granted',
    }
    requireAllowed(decide(actor, 'grant.revoke', facts, policy, now))
    if (reason.trim().length < 2) throw new Refusal('invalid', 'reason_missing')
    await moveRequest(tx, parts, policy, request, 'revoke')
    await note(tx, parts, request.id, 'revoked', actor.id, reason.trim())
  })
}

export type Duty = 'execute' | 'monitor'

/**
 * May this person carry this grant's export out, or watch over it? Executor and monitor are two people, neither asked
 * for the records, neither approved them. `executor`: who carries it out, for the monitor's duty.
 */
export async function exportDuties(
  parts: RequestsParts,
  id: GrantId,
  actor: PersonActor,
  duty: Duty,
  executor: PersonId | null = null,
): Promise<Verdict> {
  const policy = readablePolicy(parts)
  const now = parts.clock.now()
  const facts = await dutyFacts(parts, id)
  if (facts === null) return { allowed: false, reason: 'not_found' }
  if (duty === 'execute') return decide(actor, 'export.ask', facts, policy, now)
  if (executor === null) return { allowed: false, reason: 'same_person' }
  return decide(actor, 'export.confirm', { ...facts, executor }, policy, now)
}

/** What a release looks at besides the package: the request's decisions, its consents and what was asked for. */
export interface ReleaseFacts {
  readonly scope: Scope
  /** Every stage of the pack said yes, and the ledger has each. */
  readonly isApproved: boolean
  /** Null: the request does not rest on consent. */
  readonly isConsented: boolean | null
}

/** @throws Refusal `not_found` */
export async function releaseFacts(parts: RequestsParts, id: GrantId): Promise<ReleaseFacts> {
  const grant = await store.findGrant(parts.db, id)
  const request = grant && (await store.findRequest(parts.db, grant.request_id))
  if (!request) throw new Refusal('not_found', 'not_found')
  const decisions = await store.listDecisions(parts.db, request.id)
  const said = await Promise.all(
    readablePolicy(parts).stages.map(async ({ stage }) => {
      const yes = decisions.find((each) => each.stage === stage && each.verdict === 'approve')
      return yes !== undefined && yes.ledger_index !== null
    }),
  )
  const consents = await store.listConsents(parts.db, request.id)
  return {
    scope: readScope(request),
    isApproved: said.length > 0 && said.every(Boolean),
    isConsented:
      request.basis === 'consent' ? consents.length > 0 && consents.every(({ state }) => state === 'agreed') : null,
  }
}

/** One of this person's own accounts takes part in what the grant opens. */
export async function isPartyOfGrant(parts: RequestsParts, id: GrantId, actor: PersonActor): Promise<boolean> {
  const grant = await store.findGrant(parts.db, id)
  return grant !== undefined && (await isPartyOf(parts, actor, grant.request_id))
}

async function dutyFacts(parts: RequestsParts, id: GrantId): Promise<FactsFor<'export.ask'> | null> {
  const grant = await store.findGrant(parts.db, id)
  if (!grant) return null
  const decisions = await store.listDecisions(parts.db, grant.request_id)
  return {
    holds: await holds(parts, parts.db, grant, parts.clock.now()),
    requester: grant.holder_id,
    approvers: decisions.map(({ by_id }) => by_id),
  }
}
