import { Refusal, type RefusalDetail, type RefusalKind } from '#base'

/** Every reason for a no, and what kind of refusal it becomes. The console translates them as `reasons.<code>`. */
export const REASONS = {
  policy_unreadable: 'unavailable',
  unknown_action: 'forbidden',
  not_signed_in: 'unauthenticated',
  house_only: 'forbidden',
  customer_only: 'forbidden',
  powers_conflict: 'forbidden',
  administrator_no_content: 'forbidden',
  carrier_content: 'forbidden',
  role_missing: 'forbidden',
  no_window: 'forbidden',
  not_found: 'not_found',
  not_requester: 'forbidden',
  not_open: 'conflict',
  wrong_stage: 'conflict',
  scope_changed: 'conflict',
  own_request: 'forbidden',
  own_proposal: 'forbidden',
  decided_earlier: 'forbidden',
  recused_party: 'forbidden',
  use_period_over: 'conflict',
  nothing_to_resend: 'conflict',
  grant_not_running: 'conflict',
  not_holder: 'forbidden',
  same_person: 'forbidden',
  was_approver: 'forbidden',
  own_roles: 'forbidden',
  not_released: 'conflict',
  not_recipient: 'forbidden',
  no_password: 'conflict',
  carried_out: 'forbidden',
  destruction_asked: 'conflict',
  own_destruction: 'forbidden',
  second_given: 'forbidden',
  not_bulk: 'conflict',
  package_changed: 'conflict',
  preview_needed: 'conflict',
  checklist_incomplete: 'conflict',
  alarm_about_you: 'forbidden',
  download_needs_grant: 'forbidden',
  reveal_needs_grant: 'forbidden',
  step_up_needed: 'step_up',
} as const satisfies Readonly<Record<string, RefusalKind>>

export type Reason = keyof typeof REASONS

export interface Verdict {
  readonly allowed: boolean
  readonly reason: Reason | null
}

export const ALLOWED: Verdict = Object.freeze({ allowed: true, reason: null })

export function deny(reason: Reason): Verdict {
  return { allowed: false, reason }
}

/** Turns a no into the Refusal that callers see; a yes passes silently. */
export function requireAllowed(verdict: Verdict, detail: RefusalDetail = {}): void {
  if (verdict.allowed) return
  const reason = verdict.reason ?? 'unknown_action'
  throw new Refusal(REASONS[reason], reason, detail)
}
