import type { Instant, PersonId } from '#base'
import type { Action, StepUpAct } from './actions.ts'
import type { PersonActor } from './actor.ts'
import type { Reason } from './reasons.ts'
import type { ExclusivePowers, Role } from './roles.ts'
import { type Windows, widestWindow } from './windows.ts'

export const STAGES = ['supervisor', 'it', 'legal', 'data_security'] as const
export type Stage = (typeof STAGES)[number]

/** What the rulebook reads from the pack in force. `policy` hands out an object that fits. */
export interface Rules {
  readonly readable: true
  readonly windows: Windows
  readonly exclusivePowers: ExclusivePowers
  readonly stepUp: readonly StepUpAct[]
  /** In this order, each by another person, none the requester. */
  readonly stages: readonly { readonly stage: Stage; readonly role: Role }[]
  readonly execution: { readonly by: Role; readonly with: Role }
  readonly mayDownload: readonly Role[]
  /** Telecommunications Regulations art. 65: a carrier's staff read no content, consent or not (policy A01). */
  readonly carrierContentDenied: boolean
}

/** No pack, or a broken one: every answer is no. */
export type RulesInForce = Rules | { readonly readable: false }

interface RequestFacts {
  readonly requester: PersonId
}

interface GrantFacts {
  readonly holder: PersonId
  /** Running at this moment: begun, not over, not revoked, its consents standing. */
  readonly holds: boolean
}

interface DutyFacts {
  readonly holds: boolean
  readonly requester: PersonId
  /** Who decided the request that the grant rests on. */
  readonly approvers: readonly PersonId[]
}

/** What must be known about the thing to decide about it. An action that is not here is decided by roles alone. */
export interface Facts {
  'people.roles': { readonly person: PersonId | null }
  'search.grant': GrantFacts
  'conversation.open_attachment': { readonly permit: 'window' | 'grant'; readonly isDownload: boolean }
  'request.view': RequestFacts & { readonly rolesConcerned: readonly Role[] }
  'request.decide': RequestFacts & {
    readonly stage: Stage
    /** The stage whose turn it is; null: the request is not waiting for an approver. */
    readonly openStage: Stage | null
    readonly decidedBy: readonly PersonId[]
    /** One of the decider's own accounts takes part in what is asked for. */
    readonly isParty: boolean
    readonly scopeDigestSeen: string
    readonly scopeDigest: string
    readonly useUntil: Instant
  }
  'request.cancel': RequestFacts & { readonly open: boolean }
  'request.nudge': RequestFacts & { readonly open: boolean }
  'request.resend': RequestFacts & { readonly consentsOpen: number }
  'grant.first_use': GrantFacts
  'grant.revoke': GrantFacts
  'export.ask': DutyFacts
  'export.retry': DutyFacts
  'export.confirm': DutyFacts & { readonly executor: PersonId }
  'export.download': { readonly requester: PersonId; readonly executor: PersonId; readonly released: boolean }
  'export.password': { readonly requester: PersonId; readonly executor: PersonId; readonly released: boolean }
}

export type FactsFor<A extends Action> = A extends keyof Facts ? Facts[A] : null

/** One sentence: the reason for a no, or null. Roles, powers and step-up have been or will be asked by decide. */
type Sentence<A extends keyof Facts> = (
  actor: PersonActor,
  facts: Facts[A],
  rules: Rules,
  now: Instant,
  action: A,
) => Reason | null

export const SENTENCES: { readonly [A in keyof Facts]: Sentence<A> } = {
  'people.roles': (actor, facts) => (facts.person === actor.id ? 'own_roles' : null),

  'search.grant': (actor, facts) => useOfGrant(actor, facts),
  'grant.first_use': (actor, facts) => useOfGrant(actor, facts),

  // a role's window is for looking; what is to be taken away was asked for
  'conversation.open_attachment': (_actor, facts) =>
    facts.isDownload && facts.permit !== 'grant' ? 'download_needs_grant' : null,

  'request.view': (actor, facts) =>
    facts.requester === actor.id || facts.rolesConcerned.some((role) => actor.roles.includes(role))
      ? null
      : 'not_found',

  'request.decide': (actor, facts, rules, now) => {
    if (facts.openStage === null) return 'not_open'
    if (facts.stage !== facts.openStage) return 'wrong_stage'
    const needed = rules.stages.find(({ stage }) => stage === facts.stage)?.role
    if (needed === undefined || !actor.roles.includes(needed)) return 'role_missing'
    if (facts.requester === actor.id) return 'own_request'
    if (facts.decidedBy.includes(actor.id)) return 'decided_earlier'
    if (facts.isParty) return 'recused_party'
    if (facts.scopeDigestSeen !== facts.scopeDigest) return 'scope_changed'
    return facts.useUntil <= now ? 'use_period_over' : null
  },

  'request.cancel': (actor, facts) => ownOpenRequest(actor, facts),
  'request.nudge': (actor, facts) => ownOpenRequest(actor, facts),
  'request.resend': (actor, facts) => {
    if (facts.requester !== actor.id) return 'not_requester'
    return facts.consentsOpen > 0 ? null : 'nothing_to_resend'
  },

  'grant.revoke': (actor, facts) => {
    const mayRevoke =
      facts.holder === actor.id || actor.roles.includes('legal') || actor.roles.includes('data_security')
    if (!mayRevoke) return 'not_holder'
    return facts.holds ? null : 'grant_not_running'
  },

  'export.ask': (actor, facts, rules) => duty(actor, facts, rules.execution.by),
  'export.retry': (actor, facts, rules) => duty(actor, facts, rules.execution.by),
  'export.confirm': (actor, facts, rules) => {
    if (facts.executor === actor.id) return 'same_person'
    return duty(actor, facts, rules.execution.with)
  },
  'export.download': (actor, facts, rules) => recipient(actor, facts, rules),
  'export.password': (actor, facts, rules) => recipient(actor, facts, rules),
}

/** Somebody else's grant is answered like one that does not exist. */
function useOfGrant(actor: PersonActor, facts: GrantFacts): Reason | null {
  if (facts.holder !== actor.id) return 'not_found'
  return facts.holds ? null : 'grant_not_running'
}

function ownOpenRequest(actor: PersonActor, facts: RequestFacts & { readonly open: boolean }): Reason | null {
  if (facts.requester !== actor.id) return 'not_requester'
  return facts.open ? null : 'not_open'
}

/** Executor and monitor: neither asked for the records, neither approved that they leave. */
function duty(actor: PersonActor, facts: DutyFacts, role: Role): Reason | null {
  if (!actor.roles.includes(role)) return 'role_missing'
  if (facts.requester === actor.id) return 'own_request'
  if (facts.approvers.includes(actor.id)) return 'was_approver'
  return facts.holds ? null : 'grant_not_running'
}

function recipient(actor: PersonActor, facts: Facts['export.download'], rules: Rules): Reason | null {
  const isRecipient =
    facts.requester === actor.id ||
    facts.executor === actor.id ||
    rules.mayDownload.some((role) => actor.roles.includes(role))
  if (!isRecipient) return 'not_recipient'
  return facts.released ? null : 'not_released'
}

/** Sentences about a role as such, asked with or without facts. */
export function standingReason(actor: PersonActor, action: Action, rules: Rules): Reason | null {
  if (action === 'search.window' && widestWindow(actor.roles, rules.windows) === null) return 'no_window'
  return null
}
