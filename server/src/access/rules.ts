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
  /** Whose yes a package waits for, whose a bulk export besides, and who is shown alarms. */
  readonly release: {
    readonly by: Role
    readonly alarmTo: readonly Role[]
    readonly bulk: { readonly secondBy: Role }
  }
  /** How many people it takes to say that something is destroyed. */
  readonly destruction: { readonly persons: 1 | 2 }
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

/** Of a finished package, for those whose yes it waits for. */
interface ReleaseFacts {
  readonly requester: PersonId
  /** Executor and monitor. */
  readonly carriers: readonly PersonId[]
  /** It waits for a release. */
  readonly open: boolean
  /** One of the decider's own accounts takes part in what leaves. */
  readonly isParty: boolean
}

interface SignedFacts extends ReleaseFacts {
  /** Digest of the package that the decider names, and of the one that lies there. */
  readonly digestSeen: string
  readonly digest: string
  /** The decider has opened the preview of exactly these bytes. */
  readonly previewed: boolean
  /** Who gave the second approval of a bulk export. */
  readonly second: PersonId | null
}

/** What must be known about the thing to decide about it. An action that is not here is decided by roles alone. */
export interface Facts {
  'people.roles': { readonly person: PersonId | null }
  'search.grant': GrantFacts
  'conversation.open_attachment': { readonly permit: 'window' | 'grant'; readonly isDownload: boolean }
  'conversation.reveal': { readonly permit: 'window' | 'grant' }
  'conversation.preview_original': { readonly permit: 'window' | 'grant' }
  'conversation.review_forms': { readonly permit: 'window' | 'grant' }
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
  'export.preview': ReleaseFacts
  'export.refuse': ReleaseFacts
  'export.release': SignedFacts & { readonly missing: number }
  'export.second': SignedFacts & { readonly isBulk: boolean }
  'export.withdraw': { readonly released: boolean }
  'export.destroy': { readonly open: boolean; readonly askedBy: PersonId | null }
  'export.confirm_destroy': { readonly open: boolean; readonly askedBy: PersonId | null }
  'export.keep': { readonly open: boolean; readonly askedBy: PersonId | null }
  'export.confirm_copy': { readonly declaredBy: PersonId | null }
  'export.reopen_copy': { readonly declaredBy: PersonId | null }
  'export.reason': { readonly requester: PersonId; readonly executor: PersonId; readonly open: boolean }
  'export.original': { readonly carriers: readonly PersonId[]; readonly open: boolean }
  'masking.approve': { readonly proposer: PersonId; readonly open: boolean }
  'masking.decline': { readonly open: boolean }
  'alarm.read': { readonly about: PersonId | null }
  'alarm.report': { readonly about: PersonId | null; readonly open: boolean }
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

  // a role's window is always masked
  'conversation.reveal': (_actor, facts) => underGrant(facts),
  'conversation.preview_original': (_actor, facts) => underGrant(facts),
  'conversation.review_forms': (_actor, facts) => underGrant(facts),

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

  'export.preview': (actor, facts) => outsider(actor, facts),
  'export.refuse': (actor, facts) => outsider(actor, facts),
  'export.second': (actor, facts) =>
    outsider(actor, facts) ??
    (facts.isBulk ? null : 'not_bulk') ??
    (facts.second === null ? null : 'second_given') ??
    signed(facts),
  'export.release': (actor, facts) =>
    outsider(actor, facts) ??
    (facts.second === actor.id ? 'second_given' : null) ??
    signed(facts) ??
    (facts.missing > 0 ? 'checklist_incomplete' : null),
  // stopping is easier than letting go: no second factor, no look before it
  'export.withdraw': (_actor, facts) => (facts.released ? null : 'not_released'),
  'export.destroy': (_actor, facts) => {
    if (!facts.open) return 'not_open'
    return facts.askedBy === null ? null : 'destruction_asked'
  },
  'export.confirm_destroy': (actor, facts) => second(actor, facts.open ? facts.askedBy : null),
  // saying no is easier: whoever asked may take it back too
  'export.keep': (_actor, facts) => (facts.open && facts.askedBy !== null ? null : 'not_open'),
  'export.confirm_copy': (actor, facts) => second(actor, facts.declaredBy),
  'export.reopen_copy': (_actor, facts) => (facts.declaredBy === null ? 'not_open' : null),
  'export.reason': (actor, facts) => {
    if (facts.requester !== actor.id && facts.executor !== actor.id) return 'not_requester'
    return facts.open ? null : 'not_open'
  },
  'export.original': (actor, facts) => {
    if (!facts.carriers.includes(actor.id)) return 'role_missing'
    return facts.open ? null : 'not_open'
  },

  'masking.approve': (actor, facts) => {
    if (facts.proposer === actor.id) return 'own_proposal'
    return facts.open ? null : 'not_open'
  },
  'masking.decline': (_actor, facts) => (facts.open ? null : 'not_open'),

  'alarm.read': (actor, facts) => (facts.about === actor.id ? 'alarm_about_you' : null),
  'alarm.report': (actor, facts) => {
    if (facts.about === actor.id) return 'alarm_about_you'
    return facts.open ? null : 'not_open'
  },
}

/** Of two people: the other one. */
function second(actor: PersonActor, first: PersonId | null): Reason | null {
  if (first === null) return 'not_open'
  return first === actor.id ? 'own_destruction' : null
}

function underGrant({ permit }: { readonly permit: 'window' | 'grant' }): Reason | null {
  return permit === 'grant' ? null : 'reveal_needs_grant'
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

/** Nothing to do with this export so far: neither asked for it, nor carried it out, nor is meant in it. */
function outsider(actor: PersonActor, facts: ReleaseFacts): Reason | null {
  if (facts.requester === actor.id) return 'own_request'
  if (facts.carriers.includes(actor.id)) return 'carried_out'
  if (facts.isParty) return 'recused_party'
  return facts.open ? null : 'not_open'
}

/** Who says yes has looked at exactly the bytes that it is said to. */
function signed(facts: SignedFacts): Reason | null {
  if (facts.digestSeen !== facts.digest) return 'package_changed'
  return facts.previewed ? null : 'preview_needed'
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
  const named = NAMED_BY_PACK[action]?.(rules)
  return named !== undefined && !named.some((role) => actor.roles.includes(role)) ? 'role_missing' : null
}

/** Acts whose roles the pack names: who has none of them is not shown the page either. */
const NAMED_BY_PACK: { readonly [A in Action]?: (rules: Rules) => readonly Role[] } = {
  'export.preview': ({ release }) => [release.by, release.bulk.secondBy],
  'export.release': ({ release }) => [release.by],
  'export.refuse': ({ release }) => [release.by],
  'export.second': ({ release }) => [release.bulk.secondBy],
  'export.withdraw': ({ release }) => [release.by, release.bulk.secondBy],
  'alarm.read': ({ release }) => release.alarmTo,
  'alarm.report': ({ release }) => release.alarmTo,
}
