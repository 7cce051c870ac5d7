import type { Role } from './roles.ts'

/** What an act touches. The auditor filters by it; the class of an action never depends on its outcome. */
export const ACT_CLASSES = ['content', 'permission', 'intake', 'identity', 'export', 'house', 'read'] as const
export type ActClass = (typeof ACT_CLASSES)[number]

/**
 * Who may come into question at all. A list of roles: signed in with one of them (the facts may still say no).
 * `anyone`: not signed in. `signed_in`: whatever the role. `customer`: on the portal, by a token.
 * `house`: the software itself (clocks, indexing), never a person.
 */
export type Who = readonly Role[] | 'anyone' | 'signed_in' | 'customer' | 'house'

/** Acts that policy `access_step_up` can put under a fresh second factor. */
export const STEP_UP_ACTS = [
  'first_use_of_grant',
  'approve',
  'export',
  'reveal',
  'destroy',
  'key_rotation',
  'restore',
  'role_change',
  'policy_change',
  'emergency',
] as const
export type StepUpAct = (typeof STEP_UP_ACTS)[number]

export interface ActionRule {
  readonly class: ActClass
  readonly who: Who
  readonly stepUp?: StepUpAct
}

const ASKERS = ['agent', 'team_lead', 'requester', 'supervisor', 'legal', 'data_security', 'executive'] as const
const APPROVERS = ['supervisor', 'it_reviewer', 'legal', 'data_security'] as const
const READERS = ['agent', 'team_lead', 'requester', 'legal', 'executive'] as const
const OPERATORS = [...ASKERS, 'it_reviewer', 'executor', 'monitor'] as const
const DESTROYERS = ['executor', 'legal', 'data_security'] as const
const HOUSEKEEPERS = ['administrator', 'it_reviewer'] as const

/** Everything that can be done in this house. What is not in this list cannot be done. */
export const ACTIONS = {
  'session.sign_in': { class: 'identity', who: 'anyone' },
  'session.open_link': { class: 'identity', who: 'anyone' },
  'session.enrol': { class: 'identity', who: 'anyone' },
  'session.sign_out': { class: 'identity', who: 'signed_in' },
  'session.step_up': { class: 'identity', who: 'signed_in' },

  'people.read': { class: 'read', who: ['administrator', 'auditor', 'data_security'] },
  'people.manage': { class: 'identity', who: ['administrator'] },
  'people.roles': { class: 'identity', who: ['administrator'], stepUp: 'role_change' },
  'people.import': { class: 'identity', who: ['administrator'], stepUp: 'role_change' },
  'people.link': { class: 'identity', who: ['administrator'], stepUp: 'role_change' },
  'directory.manage': { class: 'identity', who: ['administrator'], stepUp: 'role_change' },
  'directory.send': { class: 'identity', who: 'house' },
  'directory.knock': { class: 'identity', who: 'anyone' },

  'subject.find': { class: 'read', who: OPERATORS },
  'subject.view': { class: 'read', who: OPERATORS },
  'subject.see_phone': { class: 'read', who: ['legal', 'data_security'] },
  'subject.manage': { class: 'identity', who: ASKERS },
  'subject.identify': { class: 'identity', who: ASKERS },
  'subject.propose': { class: 'identity', who: 'house' },
  'subject.decide': { class: 'identity', who: ASKERS },
  'subject.merge': { class: 'identity', who: ASKERS },
  'subject.split': { class: 'identity', who: ASKERS },
  'subject.undo_merge': { class: 'identity', who: ASKERS },
  'participant.find': { class: 'read', who: OPERATORS },
  'conversation.find': { class: 'read', who: OPERATORS },

  'intake.import': { class: 'intake', who: HOUSEKEEPERS },
  'intake.preview': { class: 'intake', who: HOUSEKEEPERS },
  'intake.read': { class: 'read', who: ['administrator', 'it_reviewer', 'auditor', 'data_security', 'legal'] },
  'intake.control': { class: 'intake', who: HOUSEKEEPERS },
  'intake.reread': { class: 'intake', who: HOUSEKEEPERS },
  'intake.mapping': { class: 'intake', who: HOUSEKEEPERS },
  'intake.keys': { class: 'intake', who: ['administrator'] },
  // bytes that no importer could read may hold anything: content, for those who answer for it
  'intake.open_quarantined': { class: 'content', who: ['legal', 'data_security'], stepUp: 'reveal' },
  'intake.purge': { class: 'intake', who: 'house' },
  'intake.live': { class: 'intake', who: 'house' },
  'connector.read': { class: 'read', who: ['administrator', 'it_reviewer', 'auditor', 'data_security'] },
  'connector.manage': { class: 'intake', who: ['administrator'], stepUp: 'role_change' },
  'connector.alarm': { class: 'intake', who: 'house' },

  'search.window': { class: 'content', who: READERS },
  'search.grant': { class: 'content', who: ASKERS },
  'search.save': { class: 'read', who: ASKERS },
  'search.forget': { class: 'read', who: ASKERS },
  'conversation.open': { class: 'content', who: ASKERS },
  // the bytes of a file cannot be masked: what is opened is opened whole
  'conversation.open_attachment': { class: 'content', who: ASKERS, stepUp: 'reveal' },
  // one field of one record as it was written; the room takes a fresh code for each
  'conversation.reveal': { class: 'content', who: ASKERS },
  'conversation.preview': { class: 'content', who: ASKERS },
  'conversation.preview_original': { class: 'content', who: ['legal', 'data_security'], stepUp: 'reveal' },
  'conversation.review_forms': { class: 'content', who: ASKERS, stepUp: 'reveal' },
  'conversation.mark': { class: 'content', who: ASKERS },
  'conversation.unmark': { class: 'content', who: ASKERS },
  'conversation.read_marks': { class: 'content', who: ASKERS },
  'masking.read': { class: 'read', who: ['legal', 'data_security', 'it_reviewer', 'administrator', 'auditor'] },
  'masking.change': { class: 'permission', who: ['data_security'], stepUp: 'policy_change' },
  // rules that let more be seen: proposed by one, put in force by another
  'masking.propose': { class: 'permission', who: ['data_security'], stepUp: 'policy_change' },
  'masking.approve': { class: 'permission', who: ['legal', 'data_security'], stepUp: 'policy_change' },
  'masking.decline': { class: 'permission', who: ['legal', 'data_security'] },
  'masking.learn': { class: 'permission', who: ['data_security'], stepUp: 'policy_change' },
  'masking.judge': { class: 'permission', who: ASKERS },
  'index.read': { class: 'content', who: 'house' },

  'request.ask': { class: 'permission', who: ASKERS },
  'request.list': { class: 'read', who: [...OPERATORS, 'auditor'] },
  'request.view': { class: 'read', who: [...OPERATORS, 'auditor'] },
  'request.decide': { class: 'permission', who: APPROVERS, stepUp: 'approve' },
  'request.cancel': { class: 'permission', who: ASKERS },
  'request.nudge': { class: 'permission', who: ASKERS },
  'request.resend': { class: 'permission', who: ASKERS },
  'request.set_deadline': { class: 'permission', who: 'house' },
  'request.expire': { class: 'permission', who: 'house' },
  'consent.open': { class: 'permission', who: 'customer' },
  'consent.answer': { class: 'permission', who: 'customer' },
  'consent.withdraw': { class: 'permission', who: 'customer' },
  'consent.expire': { class: 'permission', who: 'house' },
  'grant.issue': { class: 'permission', who: 'house' },
  'grant.list': { class: 'read', who: [...OPERATORS, 'auditor'] },
  'grant.first_use': { class: 'permission', who: ASKERS, stepUp: 'first_use_of_grant' },
  'grant.revoke': { class: 'permission', who: ASKERS },
  'grant.expire': { class: 'permission', who: 'house' },

  'export.ask': { class: 'export', who: ['executor'], stepUp: 'export' },
  'export.confirm': { class: 'export', who: ['monitor'], stepUp: 'export' },
  'export.decline': { class: 'export', who: ['executor', 'monitor'] },
  'export.cancel': { class: 'export', who: ['executor', 'monitor'] },
  'export.retry': { class: 'export', who: ['executor'], stepUp: 'export' },
  'export.run': { class: 'export', who: 'house' },
  'export.read': { class: 'read', who: [...OPERATORS, 'auditor'] },
  'export.download': { class: 'export', who: OPERATORS },
  'export.password': { class: 'export', who: OPERATORS },
  // the yes that a package waits for, by people who have looked at exactly the bytes that leave
  'export.preview': { class: 'export', who: APPROVERS, stepUp: 'export' },
  'export.release': { class: 'export', who: APPROVERS, stepUp: 'export' },
  'export.second': { class: 'export', who: APPROVERS, stepUp: 'export' },
  'export.refuse': { class: 'export', who: APPROVERS },
  'export.withdraw': { class: 'export', who: APPROVERS },
  'export.void': { class: 'export', who: 'house' },
  'export.reason': { class: 'export', who: OPERATORS },
  'export.original': { class: 'export', who: ['executor', 'monitor'] },
  // the end of a package: its file goes, its copies are entered as destroyed, and are asked for until they are
  // each takes two people where the pack says so: one says it, another confirms it or says no
  'export.destroy': { class: 'export', who: DESTROYERS, stepUp: 'destroy' },
  'export.confirm_destroy': { class: 'export', who: DESTROYERS, stepUp: 'destroy' },
  'export.keep': { class: 'export', who: DESTROYERS },
  'export.destroy_copy': { class: 'export', who: OPERATORS, stepUp: 'destroy' },
  'export.confirm_copy': { class: 'export', who: OPERATORS, stepUp: 'destroy' },
  'export.reopen_copy': { class: 'export', who: OPERATORS },
  'export.expire': { class: 'export', who: 'house' },
  'export.chase': { class: 'export', who: 'house' },
  'export.purge': { class: 'export', who: 'house' },

  // an export tried by who may not: shown to whom the pack names, until the report is filed
  'alarm.raise': { class: 'permission', who: 'house' },
  'alarm.tell': { class: 'permission', who: 'house' },
  'alarm.read': { class: 'read', who: [...OPERATORS, 'auditor'] },
  'alarm.report': { class: 'permission', who: [...OPERATORS, 'auditor'] },

  // what the house says on paper; no message stands in one
  'paper.read': { class: 'read', who: [...OPERATORS, 'auditor'] },
  'paper.preview': { class: 'read', who: OPERATORS },
  'paper.issue': { class: 'permission', who: OPERATORS },
  'paper.download': { class: 'permission', who: [...OPERATORS, 'auditor'] },

  'audit.read': { class: 'read', who: ['auditor'] },
  'ledger.read': { class: 'read', who: 'signed_in' },
  // for the first administrator at a start, and in a demo house for each of the cast
  'house.link': { class: 'house', who: 'house' },
  'house.setup': { class: 'house', who: ['administrator'] },
  // by what deadlines are counted; brought in by who keeps the house, beside those whose clocks it counts
  'calendar.read': { class: 'read', who: ['administrator', 'auditor', 'it_reviewer', 'data_security', 'legal'] },
  'calendar.bring': { class: 'house', who: ['administrator'], stepUp: 'policy_change' },
  'house.rotate_keys': { class: 'house', who: ['administrator'], stepUp: 'key_rotation' },
  // only on the house's own machine, with the server stopped
  'house.renew_hash': { class: 'house', who: ['administrator'] },
  'house.read': { class: 'read', who: ['administrator', 'auditor', 'it_reviewer', 'data_security'] },
} as const satisfies Readonly<Record<string, ActionRule>>

export type Action = keyof typeof ACTIONS

export const ALL_ACTIONS = Object.keys(ACTIONS) as Action[] // the keys of the literal above

/**
 * What older versions wrote and this one never does: such acts stay in the audit of a house, and can be found and read. Nobody
 * may do them.
 */
export const FORMER_ACTIONS = [
  'house.start', // the making of a one-time link by the house, before it was `house.link`
] as const
export type FormerAction = (typeof FORMER_ACTIONS)[number]

export function isFormerAction(word: string): word is FormerAction {
  return (FORMER_ACTIONS as readonly string[]).includes(word)
}

export function isAction(word: string): word is Action {
  return Object.hasOwn(ACTIONS, word)
}

export function ruleOf(action: Action): ActionRule {
  return ACTIONS[action]
}

/** Exactly one class per action, by construction: the table has one row and the row one class. */
export function classOf(action: Action): ActClass {
  return ACTIONS[action].class
}
