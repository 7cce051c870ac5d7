import { timingSafeEqual } from 'node:crypto'
import { type CustomerActor, decide, requireAllowed } from '#access'
import { type Instant, Refusal, type RequestId } from '#base'
import type { Tx } from '#platform'
import type { Policy } from '#policy'
import { consentNotFound, hashCode, hashToken, stateConsent } from './consent-asked.ts'
import { moveRequest, note } from './move.ts'
import { type RequestsParts, readablePolicy } from './parts.ts'
import { readScope } from './seal.ts'
import { isOpen } from './states.ts'
import * as store from './store.ts'

// The customer's side of the consent gate. Who consents is proven by having the contact on record (link and code),
// not by anything that staff could type.

const CODE_TRIES = 5

export interface ConsentPage {
  readonly state: store.ConsentState
  readonly houseName: string
  readonly officialPhone: string
  readonly purpose: string
  readonly basis: string
  readonly from: Instant
  readonly to: Instant
  readonly useUntil: Instant
  readonly requestNumber: string
  readonly expiresAt: Instant
  /** When the last answer was given; null: none was. */
  readonly answeredAt: Instant | null
}

/**
 * The page behind a link. The first opening is noted.
 * @throws Refusal `consent_not_found`
 */
export async function openConsentPage(parts: RequestsParts, token: string, ip: string | null): Promise<ConsentPage> {
  const consent = await store.findConsentByToken(parts.db, hashToken(token))
  if (!consent) throw consentNotFound()
  if (consent.opened_at === null) {
    const actor: CustomerActor = { kind: 'customer', consent: consent.id, ip }
    await parts.recorder.performIf({ action: 'consent.open', actor, request: consent.request_id }, async (tx) => {
      requireAllowed(decide(actor, 'consent.open', null, readablePolicy(parts), parts.clock.now()))
      if (!(await store.setOpened(tx, consent.id, parts.clock.now()))) return false
      await note(tx, parts, consent.request_id, 'consent_opened', null)
      return true
    })
  }
  const request = await store.findRequest(parts.db, consent.request_id)
  if (!request) throw consentNotFound()
  const { from, to } = readScope(request)
  return {
    state: consent.state === 'requested' && consent.expires_at <= parts.clock.now() ? 'expired' : consent.state,
    houseName: parts.houseName,
    officialPhone: parts.officialPhone,
    purpose: request.purpose,
    basis: request.basis,
    from: from ?? request.asked_at,
    to: to ?? request.asked_at,
    useUntil: request.use_until,
    requestNumber: request.number,
    expiresAt: consent.expires_at,
    answeredAt: consent.answered_at,
  }
}

/**
 * The customer's yes or no. A no ends the request: what rests on consent stops, and nothing else is asked of them.
 * @throws Refusal `consent_not_found`, `consent_answered`, `consent_expired` (conflict), `consent_code_locked`,
 *   `code_wrong`
 */
export async function answerConsent(
  parts: RequestsParts,
  input: { readonly token: string; readonly code: string; readonly answer: 'agree' | 'refuse' },
  ip: string | null,
): Promise<void> {
  const token_hash = hashToken(input.token)
  // 1. The try is counted before the code is looked at. A crash here costs one try.
  const { id, request_id } = await countTry(parts, token_hash)
  const actor: CustomerActor = { kind: 'customer', consent: id, ip }
  const about = { action: 'consent.answer', actor, request: request_id, detail: { answer: input.answer } } as const
  await parts.recorder.perform(about, async (tx) => {
    const policy = readablePolicy(parts)
    requireAllowed(decide(actor, 'consent.answer', null, policy, parts.clock.now()))
    // 2. Read again: of two clicks the second finds another state, and a link that was replaced meanwhile is none.
    const consent = await store.findConsentByToken(tx, token_hash)
    if (!consent) throw consentNotFound()
    const now = requireAnswerable(consent, parts.clock.now())
    if (consent.code_hash === null || !isEqual(consent.code_hash, hashCode(input.token, input.code))) {
      throw new Refusal('invalid', 'code_wrong')
    }
    const answer = input.answer === 'agree' ? 'agreed' : 'refused'
    if (!(await store.answerConsent(tx, consent.id, 'requested', { state: answer, answered_at: now }))) {
      throw new Refusal('conflict', 'consent_answered')
    }
    await stateConsent(tx, consent, answer, now)
    await note(tx, parts, consent.request_id, answer === 'agreed' ? 'consent_agreed' : 'consent_refused', null)
    // 3. The request follows in the same transaction: a crash leaves the question open and the code unused.
    await followAnswer(tx, parts, policy, consent.request_id, answer)
  })
}

/**
 * Takes a yes back, with the link alone: as easy as giving it (PIPL 15). A running grant ends in the same transaction.
 * @throws Refusal `consent_not_found`, `consent_not_given` (conflict)
 */
export async function withdrawConsent(parts: RequestsParts, token: string, ip: string | null): Promise<void> {
  const consent = await store.findConsentByToken(parts.db, hashToken(token))
  if (!consent) throw consentNotFound()
  const actor: CustomerActor = { kind: 'customer', consent: consent.id, ip }
  const about = { action: 'consent.withdraw', actor, request: consent.request_id } as const
  await parts.recorder.perform(about, async (tx) => {
    const now = parts.clock.now()
    const policy = readablePolicy(parts)
    requireAllowed(decide(actor, 'consent.withdraw', null, policy, now))
    if (!(await store.answerConsent(tx, consent.id, 'agreed', { state: 'withdrawn', answered_at: now }))) {
      throw new Refusal('conflict', 'consent_not_given')
    }
    await stateConsent(tx, consent, 'withdrawn', now)
    await note(tx, parts, consent.request_id, 'consent_withdrawn', null)
    const request = await store.findRequest(tx, consent.request_id)
    if (request && (isOpen(request.state) || request.state === 'granted')) {
      await moveRequest(tx, parts, policy, request, 'consent_withdrawn')
    }
  })
}

async function followAnswer(
  tx: Tx,
  parts: RequestsParts,
  policy: Policy,
  id: RequestId,
  answer: 'agreed' | 'refused',
): Promise<void> {
  const request = await store.findRequest(tx, id)
  if (request?.state !== 'consent') throw new Refusal('conflict', 'not_open')
  if (answer === 'refused') {
    await moveRequest(tx, parts, policy, request, 'consent_refused')
  } else if ((await store.listConsents(tx, id)).every((consent) => consent.state === 'agreed')) {
    await moveRequest(tx, parts, policy, request, 'consents_given')
  }
}

async function countTry(parts: RequestsParts, token_hash: string): Promise<store.ConsentRow> {
  return parts.db.write(async (tx) => {
    const consent = await store.findConsentByToken(tx, token_hash)
    if (!consent) throw consentNotFound()
    requireAnswerable(consent, parts.clock.now())
    if (consent.attempts >= CODE_TRIES) throw new Refusal('too_many', 'consent_code_locked')
    await store.countAttempt(tx, consent.id)
    return consent
  })
}

function requireAnswerable(consent: store.ConsentRow, now: Instant): Instant {
  if (consent.state !== 'requested' && consent.state !== 'expired') throw new Refusal('conflict', 'consent_answered')
  if (consent.state === 'expired' || consent.expires_at <= now) throw new Refusal('conflict', 'consent_expired')
  return now
}

function isEqual(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'))
}
