export {
  ACT_CLASSES,
  ACTIONS,
  type ActClass,
  type Action,
  type ActionRule,
  ALL_ACTIONS,
  classOf,
  FORMER_ACTIONS,
  type FormerAction,
  isAction,
  isFormerAction,
  ruleOf,
  STEP_UP_ACTS,
  type StepUpAct,
  type Who,
} from './actions.ts'
export {
  type Actor,
  type CustomerActor,
  HOUSE,
  type HouseActor,
  type PersonActor,
  rolesOf,
  type StrangerActor,
} from './actor.ts'
export { decide, mayEver } from './decide.ts'
export { isPermit, type Permit, type PermitFields, type PermitKind } from './permit.ts'
export { ALLOWED, deny, REASONS, type Reason, requireAllowed, type Verdict } from './reasons.ts'
export {
  type ExclusivePowers,
  isPowerConflict,
  isRole,
  POWERS,
  type Power,
  ROLES,
  type Role,
} from './roles.ts'
export { type Facts, type FactsFor, type Rules, type RulesInForce, STAGES, type Stage } from './rules.ts'
export {
  isEmptyScope,
  isInScope,
  normaliseScope,
  type ResolvedScope,
  resolveScope,
  type Scope,
  scopeDigest,
} from './scope.ts'
export { WINDOW_REACHES, WINDOW_TIMES, type WindowRule, type Windows, widestWindow, windowScope } from './windows.ts'
