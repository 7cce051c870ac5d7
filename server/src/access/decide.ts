import type { Instant } from '#base'
import { type Action, isAction, ruleOf, type Who } from './actions.ts'
import type { Actor, PersonActor } from './actor.ts'
import { ALLOWED, deny, type Reason, type Verdict } from './reasons.ts'
import { isPowerConflict } from './roles.ts'
import { type FactsFor, type Rules, type RulesInForce, SENTENCES, standingReason } from './rules.ts'

/**
 * May this actor do this act, these facts given, at this moment? Pure and closed: whatever no sentence allows is
 * refused, and the first reason in this order is the one that is told: policy unreadable, unknown action, kind of
 * actor, powers, content barred, role, the facts, second factor.
 */
export function decide<A extends Action>(
  actor: Actor,
  action: A,
  facts: FactsFor<A>,
  rules: RulesInForce,
  now: Instant,
): Verdict {
  const standing = mayEver(actor, action, rules)
  if (!standing.allowed || actor.kind !== 'person' || !rules.readable) return standing
  const reason = factReason(actor, action, facts, rules, now)
  if (reason !== null) return deny(reason)
  return isStepUpMissing(actor, action, rules, now) ? deny('step_up_needed') : ALLOWED
}

/** What roles alone say: whether the act can come into question for this actor. A page without one is not shown. */
export function mayEver(actor: Actor, action: Action, rules: RulesInForce): Verdict {
  if (!rules.readable) return deny('policy_unreadable')
  if (!isAction(action)) return deny('unknown_action')
  const { class: actClass, who } = ruleOf(action)
  const stranger = kindReason(actor, who)
  if (stranger !== null) return deny(stranger)
  if (actor.kind !== 'person') return ALLOWED
  if (isPowerConflict(actor.roles, rules.exclusivePowers)) return deny('powers_conflict')
  if (actClass === 'content' || actClass === 'export') {
    if (actor.roles.includes('administrator')) return deny('administrator_no_content')
    if (rules.carrierContentDenied) return deny('carrier_content')
  }
  if (typeof who !== 'string' && !who.some((role) => actor.roles.includes(role))) return deny('role_missing')
  const reason = standingReason(actor, action, rules)
  return reason === null ? ALLOWED : deny(reason)
}

function kindReason(actor: Actor, who: Who): Reason | null {
  if (who === 'house') return actor.kind === 'house' ? null : 'house_only'
  if (who === 'customer') return actor.kind === 'customer' ? null : 'customer_only'
  if (who === 'anyone') return null
  return actor.kind === 'person' ? null : 'not_signed_in'
}

function factReason<A extends Action>(
  actor: PersonActor,
  action: A,
  facts: FactsFor<A>,
  rules: Rules,
  now: Instant,
): Reason | null {
  if (!Object.hasOwn(SENTENCES, action)) return null
  // FactsFor<A> is Facts[A] exactly when SENTENCES has A: both are keyed by the same interface
  const sentence = SENTENCES[action as keyof typeof SENTENCES] as (
    actor: PersonActor,
    facts: FactsFor<A>,
    rules: Rules,
    now: Instant,
    action: A,
  ) => Reason | null
  return sentence(actor, facts, rules, now, action)
}

function isStepUpMissing(actor: PersonActor, action: Action, rules: Rules, now: Instant): boolean {
  const { stepUp } = ruleOf(action)
  if (stepUp === undefined || !rules.stepUp.includes(stepUp)) return false
  return actor.steppedUpUntil === null || actor.steppedUpUntil <= now
}
