import { daysIn } from '../../scope-words.ts'
import { addMonths, DAY } from '../../time.ts'
import type { RequestRow, RequestView } from '../../wire.ts'

// What a decider should see at a glance: facts of the request that speak for it, and facts that are unusual. Nothing here
// decides or blocks anything; each line is a fact from the request itself, with its numbers.

export interface Finding {
  weight: 'for' | 'against'
  code: FindingCode
  values: Record<string, string | number>
}

export type FindingCode =
  | 'consent_agreed'
  | 'consent_open'
  | 'consent_missing'
  | 'basis_cited'
  | 'case_named'
  | 'conversations_named'
  | 'short_range'
  | 'long_range'
  | 'long_use'
  | 'short_reason'
  | 'unnamed_purpose'
  | 'high_risk'
  | 'undated_too'
  | 'many_people'
  | 'many_records'
  | 'no_records'
  | 'earlier_approved'
  | 'earlier_refused'
  | 'busy_requester'
  | 'earlier_stages'

const LONG_DAYS = 92
const SHORT_DAYS = 31
const MANY_RECORDS = 10_000

/** Facts for and against. `history`: this requester's other requests that the decider can see. */
export function weigh(request: RequestView, history: readonly RequestRow[]): Finding[] {
  const findings: Finding[] = []
  const add = (weight: Finding['weight'], code: FindingCode, values: Finding['values'] = {}) =>
    findings.push({ weight, code, values })
  const days = daysIn(request.scope)

  if (request.basis === 'consent') {
    const agreed = request.consents.filter((one) => one.state === 'agreed').length
    const all = request.consents.length
    if (all === 0) add('against', 'consent_missing')
    else if (agreed === all) add('for', 'consent_agreed', { count: all })
    else add('against', 'consent_open', { agreed, all })
  } else {
    add('for', 'basis_cited')
  }
  const approved = request.decisions.filter((one) => one.verdict === 'approve').length
  if (approved > 0) add('for', 'earlier_stages', { count: approved })
  if (request.caseNo.trim() !== '') add('for', 'case_named', { number: request.caseNo })
  if (request.conversations.length > 0) add('for', 'conversations_named', { count: request.conversations.length })
  if (days <= SHORT_DAYS) add('for', 'short_range', { count: days })

  if (days > LONG_DAYS) add('against', 'long_range', { count: days })
  if (request.useUntil > addMonths(request.askedAt, 1) + DAY) {
    add('against', 'long_use', { count: Math.ceil((request.useUntil - request.askedAt) / DAY) })
  }
  if ([...request.reason.trim()].length < 15) add('against', 'short_reason')
  if (request.purpose === 'other') add('against', 'unnamed_purpose')
  if (request.risk === 'high') add('against', 'high_risk')
  if (request.scope.undated) add('against', 'undated_too')
  const people = request.subjects.length > 0 ? request.subjects.length : request.people.length
  if (people > 3) add('against', 'many_people', { count: people })
  if (request.estimate && request.estimate.records > MANY_RECORDS) {
    add('against', 'many_records', { count: request.estimate.records })
  }
  if (request.estimate && request.estimate.records === 0) add('against', 'no_records')

  const others = history.filter((one) => one.id !== request.id && one.requesterName === request.requesterName)
  const lastMonth = others.filter((one) => one.askedAt > request.askedAt - 30 * DAY).length
  const refused = others.filter((one) => one.state === 'refused' || one.state === 'revoked').length
  const granted = others.filter((one) => one.grantId !== null && one.state !== 'revoked').length
  if (granted > 0) add('for', 'earlier_approved', { count: granted })
  if (refused > 0) add('against', 'earlier_refused', { count: refused })
  if (lastMonth >= 5) add('against', 'busy_requester', { count: lastMonth })
  return findings
}
