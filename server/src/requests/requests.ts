import type { Permit, PersonActor, Verdict } from '#access'
import type { GrantId, Instant, PersonId, RequestId } from '#base'
import type { WorkdayCalendar } from '#policy'
import { ask, type NewRequest } from './ask.ts'
import { answerConsent, type ConsentPage, openConsentPage, withdrawConsent } from './consent.ts'
import { resendConsents } from './consent-asked.ts'
import { flaggedDeadlines } from './deadlines.ts'
import { type Decision, decideRequest } from './decide.ts'
import { sweep } from './expire.ts'
import {
  type Duty,
  exportDuties,
  grantHolds,
  isPartyOfGrant,
  type ReleaseFacts,
  releaseFacts,
  revokeGrant,
} from './grants.ts'
import { listGrants, listRequests, readGrant } from './lists.ts'
import { cancelRequest, nudgeRequest } from './open-requests.ts'
import { createOutboxes, type Outboxes } from './outboxes.ts'
import type { RequestsParts } from './parts.ts'
import {
  exportPermit,
  indexingPermit,
  permitFor,
  permitHolds,
  permitsOf,
  type ScopeWords,
  scopeWords,
} from './permits.ts'
import type { Box, GrantView, RequestSummary, RequestView } from './shapes.ts'
import { type LedgerStatement, statementsOf } from './statements.ts'
import { listNumbers } from './store.ts'
import { viewRequest } from './view.ts'

/** Asking to see, and being allowed. Each verb documents its refusals in its own file. */
export interface Requests {
  ask(actor: PersonActor, asked: NewRequest): Promise<RequestView>
  view(actor: PersonActor, id: RequestId): Promise<RequestView>
  list(
    actor: PersonActor,
    box: Box,
    cursor?: string | null,
  ): Promise<{ requests: RequestSummary[]; next: string | null }>
  decide(actor: PersonActor, id: RequestId, decision: Decision): Promise<RequestView>
  cancel(actor: PersonActor, id: RequestId): Promise<RequestView>
  nudge(actor: PersonActor, id: RequestId): Promise<RequestView>
  resend(actor: PersonActor, id: RequestId): Promise<RequestView>

  grants(actor: PersonActor): Promise<GrantView[]>
  revoke(actor: PersonActor, id: GrantId, reason: string): Promise<void>
  /** Asked by whoever uses a grant, each time. */
  grantHolds(id: GrantId, now?: Instant): Promise<boolean>
  readGrant(id: GrantId): ReturnType<typeof readGrant>
  /** Numbers by id, of requests and grants; other ids are left out. */
  numbersOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** What a grant rests on, each with its entry in the evidence ledger. */
  statementsOf(id: GrantId): Promise<LedgerStatement[]>
  exportDuties(id: GrantId, actor: PersonActor, duty: Duty, executor?: PersonId | null): Promise<Verdict>
  /** What a release of the grant's export looks at. */
  releaseFacts(id: GrantId): Promise<ReleaseFacts>
  isPartyOfGrant(id: GrantId, actor: PersonActor): Promise<boolean>

  permitsOf(actor: PersonActor): Promise<ScopeWords[]>
  permitFor(actor: PersonActor, which: string): Promise<Permit>
  scopeWords(actor: PersonActor, permit: Permit): Promise<ScopeWords>
  permitHolds(permit: Permit): Promise<boolean>
  exportPermit(id: GrantId, pair: { readonly executor: PersonId; readonly monitor: PersonId }): Promise<Permit>
  indexingPermit(): Promise<Permit>

  /** The customer's side, for the portal's listener. */
  consentPage(token: string, ip: string | null): Promise<ConsentPage>
  answerConsent(answer: Parameters<typeof answerConsent>[1], ip: string | null): Promise<ConsentPage>
  withdrawConsent(token: string, ip: string | null): Promise<ConsentPage>

  /** Clocks that run without an end, and how many of them this calendar would give one. */
  flaggedDeadlines(calendar: WorkdayCalendar): ReturnType<typeof flaggedDeadlines>
  /** For the schedule: every minute or so, and at the start. */
  sweep(): ReturnType<typeof sweep>
  deliverDue: Outboxes['deliverDue']
  appendStatements: Outboxes['appendStatements']
}

export function createRequests(parts: RequestsParts): Requests {
  const outboxes = createOutboxes(parts)
  /** After an act: what it put into the outboxes leaves in the background. */
  const after = async <T>(act: Promise<T>): Promise<T> => {
    const value = await act
    outboxes.kick()
    return value
  }
  return {
    ...stepsOf(parts, after),
    ...registerOf(parts, outboxes),
    ...customersSide(parts, after),
    flaggedDeadlines: (calendar) => flaggedDeadlines(parts, calendar),
    sweep: () => after(sweep(parts)),
    deliverDue: outboxes.deliverDue,
    appendStatements: outboxes.appendStatements,
  }
}

type After = <T>(act: Promise<T>) => Promise<T>

function stepsOf(parts: RequestsParts, after: After) {
  /** Each step answers with the request as the one who took it sees it now. */
  const stepped = async (actor: PersonActor, id: RequestId, step: Promise<void>): Promise<RequestView> => {
    await after(step)
    return viewRequest(parts, actor, id)
  }
  return {
    ask: async (actor, asked) => viewRequest(parts, actor, await after(ask(parts, actor, asked))),
    view: (actor, id) => viewRequest(parts, actor, id),
    list: (actor, box, cursor) => listRequests(parts, actor, box, cursor),
    decide: (actor, id, decision) => stepped(actor, id, decideRequest(parts, actor, id, decision)),
    cancel: (actor, id) => stepped(actor, id, cancelRequest(parts, actor, id)),
    nudge: (actor, id) => stepped(actor, id, nudgeRequest(parts, actor, id)),
    resend: (actor, id) => stepped(actor, id, resendConsents(parts, actor, id)),
  } satisfies Partial<Requests>
}

function registerOf(parts: RequestsParts, outboxes: Outboxes) {
  return {
    grants: (actor) => listGrants(parts, actor),
    revoke: (actor, id, reason) => revokeGrant(parts, actor, id, reason),
    grantHolds: (id, now) => grantHolds(parts, id, now),
    readGrant: (id) => readGrant(parts, id),
    numbersOf: async (ids) => new Map((await listNumbers(parts.db, ids)).map(({ id, number }) => [id, number])),
    statementsOf: (id) => statementsOf(parts, outboxes.appendStatements, id),
    exportDuties: (id, actor, duty, executor) => exportDuties(parts, id, actor, duty, executor),
    releaseFacts: (id) => releaseFacts(parts, id),
    isPartyOfGrant: (id, actor) => isPartyOfGrant(parts, id, actor),
    permitsOf: (actor) => permitsOf(parts, actor),
    permitFor: (actor, which) => permitFor(parts, actor, which),
    scopeWords: (actor, permit) => scopeWords(parts, actor, permit),
    permitHolds: (permit) => permitHolds(parts, permit),
    exportPermit: (id, pair) => exportPermit(parts, id, pair),
    indexingPermit: () => indexingPermit(parts),
  } satisfies Partial<Requests>
}

function customersSide(parts: RequestsParts, after: After) {
  return {
    consentPage: (token, ip) => openConsentPage(parts, token, ip),
    async answerConsent(answer, ip) {
      await after(answerConsent(parts, answer, ip))
      return openConsentPage(parts, answer.token, ip)
    },
    async withdrawConsent(token, ip) {
      await after(withdrawConsent(parts, token, ip))
      return openConsentPage(parts, token, ip)
    },
  } satisfies Partial<Requests>
}
