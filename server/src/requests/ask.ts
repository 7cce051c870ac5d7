import { decide, type PersonActor, requireAllowed, type Scope } from '#access'
import { HOUSE_OFFSET, type Instant, newId, Refusal, type RequestId, SECOND, type SubjectId } from '#base'
import type { Tx } from '#platform'
import { addPeriod, type Policy } from '#policy'
import { insertFreshConsent } from './consent-asked.ts'
import { dueOf, note } from './move.ts'
import { type AskedScope, type RequestsParts, readablePolicy } from './parts.ts'
import { requireWithinConsent, sealScope, writeScope } from './seal.ts'
import { type RequestState, stateAfter } from './states.ts'
import * as store from './store.ts'

const SECOND_CLICK = 10 * SECOND

export interface NewRequest {
  readonly purpose: string
  readonly basis: string
  readonly caseNo: string
  readonly reason: string
  readonly method: string
  readonly scope: AskedScope
  /** Exclusive end of the period of use. */
  readonly useUntil: number
}

/**
 * Asks for records. Where the basis is consent, each customer named is asked first, at the contact on record; nothing
 * else moves before all have agreed. Otherwise the first stage's clock starts.
 *
 * @throws Refusal `purpose_unknown`, `basis_unknown`, `method_unknown`, `case_missing`, `reason_missing`,
 *   `use_period_over`, `use_period_too_long`, `no_approval_chain`, `asked_already` (a second click);
 *   those of sealScope; for consent `consent_needs_subject`, `consent_needs_phone`, `scope_beyond_consent`,
 *   `consent_asked_lately`
 */
export async function ask(parts: RequestsParts, actor: PersonActor, asked: NewRequest): Promise<RequestId> {
  const action = { action: 'request.ask', actor } as const
  const { value } = await parts.recorder.perform(action, async (tx, draft) => {
    const now = parts.clock.now()
    const policy = readablePolicy(parts)
    requireAllowed(decide(actor, 'request.ask', null, policy, now))
    requireSound(policy, asked, now)
    const scope = await sealScope(parts, asked.scope)
    const sealed = writeScope(scope)
    await requireFirstClick(tx, actor, asked, sealed.scope_digest, now)
    if (asked.basis === 'consent') await requireAskable(parts, policy, scope, tx, now)
    const id = newId<RequestId>('req')
    const state: RequestState =
      asked.basis === 'consent' ? 'consent' : stateAfter('consent', 'consents_given', policy.stages)
    const number = await takeNumber(tx, 'R', now)
    const row = { id, number, state, requester_id: actor.id, ...wordsOf(asked), ...sealed, asked_at: now }
    await store.insertRequest(tx, { ...row, due_at: dueOf(parts, policy, state), nudged_at: null })
    draft.request(id)
    draft.detail({ purpose: asked.purpose, basis: asked.basis, scope: sealed.scope_digest })
    await note(tx, parts, id, 'asked', actor.id)
    if (state === 'consent') {
      for (const subject of scope.subjects) await insertFreshConsent(tx, parts, policy, row, subject)
    }
    return id
  })
  return value
}

/** What was typed, as requireSound has let it pass. */
function wordsOf(asked: NewRequest) {
  const { purpose, basis, method } = asked
  const use_until = asked.useUntil as Instant // a whole number of milliseconds in the future
  return { purpose, basis, method, case_no: asked.caseNo.trim(), reason: asked.reason.trim(), use_until }
}

/** attacker-controlled: every field of the form. */
function requireSound(policy: Policy, asked: NewRequest, now: Instant): void {
  const refuse = (code: string) => new Refusal('invalid', code)
  if (!policy.purposes.includes(asked.purpose)) throw refuse('purpose_unknown')
  if (!policy.bases.includes(asked.basis)) throw refuse('basis_unknown')
  if (asked.method !== 'permissioned' || policy.methods[asked.method] === undefined) throw refuse('method_unknown')
  if (!isText(asked.caseNo, 1, 60)) throw refuse('case_missing')
  if (!isText(asked.reason, 4, 4000)) throw refuse('reason_missing')
  if (!Number.isSafeInteger(asked.useUntil) || asked.useUntil <= now) throw refuse('use_period_over')
  if (asked.useUntil > addPeriod(now, policy.grantTtlMax)) throw refuse('use_period_too_long')
  if (policy.stages.length === 0) throw new Refusal('unavailable', 'no_approval_chain')
}

/** The second click on one button is told about the request that the first one made. */
async function requireFirstClick(
  tx: Tx,
  actor: PersonActor,
  asked: NewRequest,
  digest: string,
  now: Instant,
): Promise<void> {
  const since = (now - SECOND_CLICK) as Instant // a moment before now
  const same = { requester_id: actor.id, scope_digest: digest, case_no: asked.caseNo.trim(), purpose: asked.purpose }
  const before = await store.findSameRequest(tx, same, since)
  if (before !== null) throw new Refusal('conflict', 'asked_already', { request: before })
}

/** What only a consent asks for. A clear no is respected for the pack's period (Network Data Regulations 22(5)). */
async function requireAskable(parts: RequestsParts, policy: Policy, scope: Scope, tx: Tx, now: Instant): Promise<void> {
  if (scope.subjects.length === 0) throw new Refusal('invalid', 'consent_needs_subject')
  for (const id of scope.subjects) {
    if (!(await parts.subjects.subject(id))?.phone) throw new Refusal('invalid', 'consent_needs_phone')
    await requireNotAskedLately(policy, id, tx, now)
  }
  await requireWithinConsent(parts, scope)
}

async function requireNotAskedLately(policy: Policy, id: SubjectId, tx: Tx, now: Instant): Promise<void> {
  const cooldown = policy.consent.reaskCooldown
  const refused = cooldown === null ? null : await store.lastRefusal(tx, id)
  if (cooldown !== null && refused !== null && addPeriod(refused, cooldown) > now) {
    throw new Refusal('conflict', 'consent_asked_lately', { until: addPeriod(refused, cooldown) })
  }
}

function isText(text: string, least: number, most: number): boolean {
  const length = text.trim().length
  return length >= least && length <= most && text.isWellFormed()
}

/** `R-2026-0001`: counted per year of the house zone, never reused. */
export async function takeNumber(tx: Tx, kind: 'R' | 'G', now: Instant): Promise<string> {
  const year = new Date(now + HOUSE_OFFSET).getUTCFullYear()
  return `${kind}-${year}-${String(await store.takeNumber(tx, kind, year)).padStart(4, '0')}`
}
