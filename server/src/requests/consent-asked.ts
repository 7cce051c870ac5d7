import { createHash, randomBytes, randomInt } from 'node:crypto'
import { decide, HOUSE, type PersonActor, requireAllowed } from '#access'
import { type ConsentId, DAY, type Instant, MINUTE, newId, Refusal, type RequestId, type SubjectId } from '#base'
import type { Tx } from '#platform'
import { addPeriod, type Policy } from '#policy'
import { maskedPhone } from '#subjects'
import { moveRequest, note, state } from './move.ts'
import { type RequestsParts, readablePolicy } from './parts.ts'
import * as store from './store.ts'
import { consentText } from './words.ts'

// The house's side of the consent gate: asking, asking again, and the clock of silence. Link and code leave through
// `deliver` alone: no view for staff holds them, and the database keeps hashes.

const MOST_SENDS = 3
const BETWEEN_SENDS = 10 * MINUTE

type AboutRequest = Pick<store.RequestRow, 'id' | 'number' | 'purpose'>

/** Asks one customer: a consent, and the message that carries its link and code, in the request's own transaction. */
export async function insertFreshConsent(
  tx: Tx,
  parts: RequestsParts,
  policy: Policy,
  request: AboutRequest,
  subject: SubjectId,
): Promise<void> {
  const now = parts.clock.now()
  const id = newId<ConsentId>('con')
  const { phone, token, code } = await freshSecrets(parts, subject)
  const expires_at = addPeriod(now, policy.consent.silence)
  await store.insertConsent(tx, {
    id,
    request_id: request.id,
    subject_id: subject,
    state: 'requested',
    sent_to: maskedPhone(phone),
    token_hash: hashToken(token),
    code_hash: hashCode(token, code),
    attempts: 0,
    sends: 1,
    sent_at: now,
    requested_at: now,
    expires_at,
    opened_at: null,
    answered_at: null,
  })
  await putMessage(tx, parts, { id, expires_at }, request, { phone, token, code })
  await note(tx, parts, request.id, 'consent_asked', null)
}

/**
 * Sends each unanswered question again, with a new link and code; the old ones die. The clock of silence goes on.
 * @throws Refusal `consent_sent_lately`, `consent_sent_often` (too_many), and those of access
 */
export async function resendConsents(parts: RequestsParts, actor: PersonActor, id: RequestId): Promise<void> {
  await parts.recorder.perform({ action: 'request.resend', actor, request: id }, async (tx) => {
    const now = parts.clock.now()
    const request = await store.findRequest(tx, id)
    if (!request) throw new Refusal('not_found', 'not_found')
    const open = (await store.listConsents(tx, id)).filter((consent) => consent.state === 'requested')
    const facts = { requester: request.requester_id, consentsOpen: open.length }
    requireAllowed(decide(actor, 'request.resend', facts, readablePolicy(parts), now))
    for (const consent of open) {
      if (consent.sends >= MOST_SENDS) throw new Refusal('too_many', 'consent_sent_often', { most: MOST_SENDS })
      if (consent.sent_at + BETWEEN_SENDS > now) throw new Refusal('too_many', 'consent_sent_lately')
      const secrets = await freshSecrets(parts, consent.subject_id)
      await store.renewConsent(tx, consent.id, {
        token_hash: hashToken(secrets.token),
        code_hash: hashCode(secrets.token, secrets.code),
        sent_at: now,
        sent_to: maskedPhone(secrets.phone),
      })
      await putMessage(tx, parts, consent, request, secrets)
    }
    await note(tx, parts, id, 'consent_resent', actor.id)
  })
}

/** Silence is a refusal: for the daily and hourly clocks. */
export async function expireConsent(parts: RequestsParts, consent: store.ConsentRow): Promise<void> {
  const about = {
    action: 'consent.expire',
    actor: HOUSE,
    request: consent.request_id,
    detail: { consent: consent.id },
  } as const
  await parts.recorder.performIf(about, async (tx) => {
    const now = parts.clock.now()
    const policy = readablePolicy(parts)
    // answered at the last moment
    if (!(await store.answerConsent(tx, consent.id, 'requested', { state: 'expired', answered_at: now }))) return false
    await stateConsent(tx, consent, 'expired', now)
    await note(tx, parts, consent.request_id, 'consent_expired', null)
    const request = await store.findRequest(tx, consent.request_id)
    if (request?.state === 'consent') await moveRequest(tx, parts, policy, request, 'consent_silent')
    return true
  })
}

export async function stateConsent(
  tx: Tx,
  consent: store.ConsentRow,
  answer: store.ConsentState,
  at: Instant,
): Promise<void> {
  const request = await store.findRequest(tx, consent.request_id)
  if (!request) throw consentNotFound()
  await state(tx, 'consent', `consent/${consent.id}/${answer}`, {
    v: 1,
    what: 'consent',
    consent: consent.id,
    subject: consent.subject_id,
    request: request.number,
    purpose: request.purpose,
    scope: request.scope_digest,
    useUntil: request.use_until,
    // silence is a refusal (formats/evidence-package.md knows three outcomes)
    outcome: answer === 'expired' ? 'refused' : answer,
    silent: answer === 'expired',
    at,
  })
}

async function freshSecrets(parts: RequestsParts, subject: SubjectId) {
  const phone = (await parts.subjects.subject(subject))?.phone
  if (!phone) throw new Refusal('invalid', 'consent_needs_phone')
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  return { phone, token: randomBytes(32).toString('base64url'), code }
}

async function putMessage(
  tx: Tx,
  parts: RequestsParts,
  consent: Pick<store.ConsentRow, 'id' | 'expires_at'>,
  request: AboutRequest,
  secrets: { readonly phone: string; readonly token: string; readonly code: string },
): Promise<void> {
  const text = consentText(parts.language, {
    houseName: parts.houseName,
    officialPhone: parts.officialPhone,
    purpose: request.purpose,
    number: request.number,
    link: parts.consentLink(secrets.token),
    code: secrets.code,
    days: Math.ceil((consent.expires_at - parts.clock.now()) / DAY),
  })
  const row = { id: newId<string>('msg'), consent_id: consent.id, recipient: secrets.phone, text }
  await store.putMessage(tx, { ...row, tries: 0, next_at: parts.clock.now() })
}

export function hashToken(token: string): string {
  return createHash('sha256').update('cunzhen/consent-token/v1\n').update(token, 'utf8').digest('hex')
}

/** Over the token too: who reads the database cannot try six digits out. */
export function hashCode(token: string, code: string): string {
  return createHash('sha256')
    .update('cunzhen/consent-code/v1\n')
    .update(token, 'utf8')
    .update('\n')
    .update(code, 'utf8')
    .digest('hex')
}

export function consentNotFound(): Refusal {
  return new Refusal('not_found', 'consent_not_found')
}
