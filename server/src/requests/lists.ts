import { decide, type PersonActor, type Role, type Rules, STAGES } from '#access'
import { type ConversationNo, type GrantId, type PersonId, Refusal, rowCursor } from '#base'
import { grantState } from './grants.ts'
import { type AskedScope, type RequestsParts, readablePolicy } from './parts.ts'
import { readScope } from './seal.ts'
import type { Box, DecisionView, GrantView, RequestSummary } from './shapes.ts'
import { stageOf } from './states.ts'
import * as store from './store.ts'

const PAGE = 50
/** Who sees every request. */
export const SEE_ALL: readonly Role[] = ['auditor', 'legal', 'data_security']

/** Newest first; `next` is opaque. @throws Refusal `cursor_invalid` */
export async function listRequests(
  parts: RequestsParts,
  actor: PersonActor,
  box: Box,
  cursor: string | null = null,
): Promise<{ requests: RequestSummary[]; next: string | null }> {
  const policy = readablePolicy(parts)
  if (!decide(actor, 'request.list', null, policy, parts.clock.now()).allowed) return { requests: [], next: null }
  const rows = await store.listRequests(parts.db, shownIn(box, actor, policy), rowCursor(cursor), PAGE + 1)
  const page = rows.slice(0, PAGE)
  const names = await parts.identity.namesOf(page.map(({ requester_id }) => requester_id))
  const requests = await Promise.all(
    page.map(async (row) => summaryOf(parts, row, names, await store.findGrantOf(parts.db, row.id))),
  )
  const last = page.at(-1)
  return { requests, next: rows.length > PAGE && last ? String(last.seq) : null }
}

/** The own grants; executors, monitors, legal, data security and auditors see all. */
export async function listGrants(parts: RequestsParts, actor: PersonActor): Promise<GrantView[]> {
  const policy = readablePolicy(parts)
  if (!decide(actor, 'grant.list', null, policy, parts.clock.now()).allowed) return []
  const wide = [...SEE_ALL, policy.execution.by, policy.execution.with]
  const holder = wide.some((role) => actor.roles.includes(role)) ? null : actor.id
  const grants = await store.listGrants(parts.db, holder)
  const names = await parts.identity.namesOf(grants.map(({ holder_id }) => holder_id))
  return Promise.all(grants.map((grant) => grantView(parts, grant, names)))
}

/** A grant as the register has it, whoever asks: for rooms that carry it out. @throws Refusal `not_found` */
export async function readGrant(
  parts: RequestsParts,
  id: GrantId,
): Promise<GrantView & { decisions: DecisionView[]; basis: string; requestNumber: string }> {
  const grant = await store.findGrant(parts.db, id)
  const request = grant && (await store.findRequest(parts.db, grant.request_id))
  if (!grant || !request) throw new Refusal('not_found', 'not_found')
  const decisions = await store.listDecisions(parts.db, request.id)
  const names = await parts.identity.namesOf([grant.holder_id, ...decisions.map(({ by_id }) => by_id)])
  return {
    ...(await grantView(parts, grant, names)),
    decisions: decisions.map((row) => decisionView(row, names)),
    basis: request.basis,
    requestNumber: request.number,
  }
}

export async function summaryOf(
  parts: RequestsParts,
  request: store.StoredRequest,
  names: ReadonlyMap<PersonId, string>,
  grant: store.GrantRow | undefined,
): Promise<RequestSummary> {
  return {
    id: request.id,
    number: request.number,
    state: request.state,
    requesterName: names.get(request.requester_id) ?? '',
    purpose: request.purpose,
    basis: request.basis,
    caseNo: request.case_no,
    risk: readablePolicy(parts).methods[request.method]?.risk ?? 'high',
    scope: wireScope(request),
    askedAt: request.asked_at,
    waitingFor: await waitingFor(parts, request),
    grantId: grant?.id ?? null,
  }
}

async function waitingFor(parts: RequestsParts, request: store.StoredRequest): Promise<RequestSummary['waitingFor']> {
  if (stageOf(request.state) !== null) return { stage: request.state, due: request.due_at }
  if (request.state !== 'consent') return null
  const open = (await store.listConsents(parts.db, request.id)).filter(({ state }) => state === 'requested')
  const due = open.map(({ expires_at }) => expires_at).sort((a, b) => a - b)
  return { stage: 'consent', due: due[0] ?? null }
}

async function grantView(
  parts: RequestsParts,
  grant: store.GrantRow,
  names: ReadonlyMap<PersonId, string>,
): Promise<GrantView> {
  const request = await store.findRequest(parts.db, grant.request_id)
  if (!request) throw new Refusal('not_found', 'not_found')
  return {
    id: grant.id,
    number: grant.number,
    requestId: grant.request_id,
    holderId: grant.holder_id,
    holderName: names.get(grant.holder_id) ?? '',
    caseNo: request.case_no,
    purpose: request.purpose,
    scope: wireScope(request),
    scopeDigest: request.scope_digest,
    from: grant.from_at,
    until: grant.until_at,
    state: grantState(grant, parts.clock.now()),
  }
}

type StoredDecision = Awaited<ReturnType<typeof store.listDecisions>>[number]

export function decisionView(row: StoredDecision, names: ReadonlyMap<PersonId, string>): DecisionView {
  const { stage, verdict, at, reason } = row
  return {
    stage,
    verdict,
    by: row.by_id,
    byName: names.get(row.by_id) ?? '',
    at,
    reason,
    scopeDigest: row.scope_digest,
    ledgerIndex: row.ledger_index,
  }
}

function wireScope(request: store.StoredRequest): AskedScope {
  const { subjects, people, conversations, from, to, kinds, undated } = readScope(request)
  // a sealed request names its conversations and has both ends: ask.ts lets nothing else in
  return { subjects, people, conversations: listed(conversations), from: from ?? 0, to: to ?? 0, kinds, undated }
}

export function listed(conversations: readonly ConversationNo[] | 'all'): readonly ConversationNo[] {
  return conversations === 'all' ? [] : conversations
}

function shownIn(box: Box, actor: PersonActor, policy: Rules): store.Shown {
  if (box === 'decided') return { by: 'decider', person: actor.id }
  if (box === 'inbox') {
    const own = policy.stages.filter(({ role }) => actor.roles.includes(role)).map(({ stage }) => stage)
    return { by: 'waiting', person: actor.id, stages: STAGES.filter((stage) => own.includes(stage)) }
  }
  const seesAll = box === 'all' && SEE_ALL.some((role) => actor.roles.includes(role))
  return seesAll ? { by: 'everything' } : { by: 'requester', person: actor.id }
}
