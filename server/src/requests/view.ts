import { decide, deny, type PersonActor, type Rules, type Scope, type Verdict } from '#access'
import {
  type ConversationNo,
  type Instant,
  MINUTE,
  type ParticipantNo,
  Refusal,
  type RequestId,
  type SubjectId,
} from '#base'
import { maskedContacts } from '#subjects'
import { decideVerdict } from './decide.ts'
import { exportDuties, holds } from './grants.ts'
import { decisionView, listed, SEE_ALL, summaryOf } from './lists.ts'
import { type RequestsParts, readablePolicy } from './parts.ts'
import { readScope, resolve } from './seal.ts'
import type { ConsentView, RequestView } from './shapes.ts'
import { isOpen, stageOf } from './states.ts'
import * as store from './store.ts'

/** @throws Refusal `not_found` for an unknown request and for one that is none of the viewer's business */
export async function viewRequest(parts: RequestsParts, actor: PersonActor, id: RequestId): Promise<RequestView> {
  const request = await store.findRequest(parts.db, id)
  const about = { action: 'request.view', actor, request: id } as const
  const policy = readablePolicy(parts)
  if (!request || !(await mayView(parts, actor, request, policy))) {
    await parts.recorder.record(about, 'not_found')
    throw new Refusal('not_found', 'not_found')
  }
  const mayDecide = await decideVerdict(parts, steppedUp(parts, actor), request)
  // a count is content: the act is on disk before it is made
  await parts.recorder.record({ ...about, detail: { estimate: mayDecide.allowed } })
  const scope = readScope(request)
  const decisions = await store.listDecisions(parts.db, id)
  const events = await store.listEvents(parts.db, id)
  const names = await parts.identity.namesOf([
    request.requester_id,
    ...decisions.map(({ by_id }) => by_id),
    ...events.flatMap(({ by_id }) => (by_id === null ? [] : [by_id])),
  ])
  const grant = await store.findGrantOf(parts.db, id)
  return {
    ...(await summaryOf(parts, request, names, grant)),
    requesterId: request.requester_id,
    reason: request.reason,
    method: request.method,
    scopeDigest: request.scope_digest,
    ...(await namedIn(parts, scope)),
    useUntil: request.use_until,
    consents: await consentViews(parts, id),
    decisions: decisions.map((row) => decisionView(row, names)),
    estimate: mayDecide.allowed ? await estimateOf(parts, scope) : null,
    timeline: events.map(({ by_id, at, what, detail }) => ({
      at,
      what,
      byName: (by_id && names.get(by_id)) ?? null,
      detail,
    })),
    can: await verdictsFor(parts, actor, request, grant, mayDecide),
  }
}

async function namedIn(
  parts: RequestsParts,
  scope: Scope,
): Promise<Pick<RequestView, 'subjects' | 'people' | 'conversations'>> {
  return {
    subjects: await Promise.all(scope.subjects.map(async (id) => ({ id, name: await subjectName(parts, id) }))),
    people: scope.people.map((no) => account(parts, no)),
    conversations: listed(scope.conversations).map((no) => ({ no, title: conversationTitle(parts, no) })),
  }
}

/**
 * Null where the index cannot answer now: the page is for deciding, and a figure that is missing does not stop that.
 */
async function estimateOf(parts: RequestsParts, scope: Scope): Promise<RequestView['estimate']> {
  try {
    return await parts.estimate(resolve(parts, scope))
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'unavailable') return null
    throw error
  }
}

async function mayView(
  parts: RequestsParts,
  actor: PersonActor,
  request: store.StoredRequest,
  policy: Rules,
): Promise<boolean> {
  const decided = (await store.listDecisions(parts.db, request.id)).map(({ stage }) => stage)
  const open = stageOf(request.state)
  const reached = policy.stages.filter(({ stage }) => stage === open || decided.includes(stage)).map(({ role }) => role)
  const isGranted = (await store.findGrantOf(parts.db, request.id)) !== undefined
  const executing = isGranted ? [policy.execution.by, policy.execution.with] : []
  const facts = { requester: request.requester_id, rolesConcerned: [...SEE_ALL, ...reached, ...executing] }
  return decide(actor, 'request.view', facts, policy, parts.clock.now()).allowed
}

async function verdictsFor(
  parts: RequestsParts,
  viewer: PersonActor,
  request: store.StoredRequest,
  grant: store.GrantRow | undefined,
  mayDecide: Verdict,
): Promise<Record<string, Verdict>> {
  const actor = steppedUp(parts, viewer)
  const policy = readablePolicy(parts)
  const now = parts.clock.now()
  const requester = request.requester_id
  const open = isOpen(request.state)
  const consentsOpen = (await store.listConsents(parts.db, request.id)).filter(
    ({ state }) => state === 'requested',
  ).length
  const isRunning = grant !== undefined && (await holds(parts, parts.db, grant, now))
  const grantFacts = { holder: requester, holds: isRunning }
  return {
    decide: mayDecide,
    cancel: decide(actor, 'request.cancel', { requester, open }, policy, now),
    nudge: decide(actor, 'request.nudge', { requester, open: open && request.state !== 'consent' }, policy, now),
    resend: decide(actor, 'request.resend', { requester, consentsOpen }, policy, now),
    search: requester === actor.id ? decide(actor, 'search.grant', grantFacts, policy, now) : deny('not_holder'),
    revoke: decide(actor, 'grant.revoke', grantFacts, policy, now),
    export: grant ? await exportDuties(parts, grant.id, actor, 'execute') : deny('grant_not_running'),
  }
}

/** Buttons show what is allowed once the second factor is given; the act itself asks for it. */
function steppedUp(parts: RequestsParts, actor: PersonActor): PersonActor {
  return { ...actor, steppedUpUntil: (parts.clock.now() + MINUTE) as Instant } // while the view is made
}

async function consentViews(parts: RequestsParts, id: RequestId): Promise<ConsentView[]> {
  const consents = await store.listConsents(parts.db, id)
  return Promise.all(
    consents.map(async (consent) => ({
      id: consent.id,
      subjectId: consent.subject_id,
      subjectName: await subjectName(parts, consent.subject_id),
      state: consent.state,
      sentTo: consent.sent_to,
      requestedAt: consent.requested_at,
      answeredAt: consent.answered_at,
      expiresAt: consent.expires_at,
    })),
  )
}

async function subjectName(parts: RequestsParts, id: SubjectId): Promise<string> {
  return (await parts.subjects.subject(id))?.name ?? ''
}

function account(parts: RequestsParts, no: ParticipantNo): RequestView['people'][number] {
  const known = parts.catalog.participant(no)
  return { no, name: maskedContacts(known?.name || known?.account || ''), platform: known?.platform ?? '' }
}

function conversationTitle(parts: RequestsParts, no: ConversationNo): string {
  const known = parts.catalog.conversation(no)
  return maskedContacts(known?.title || known?.id || '')
}
