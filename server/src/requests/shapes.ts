import type { Stage, Verdict } from '#access'
import type { ConsentId, ConversationNo, GrantId, Instant, ParticipantNo, PersonId, RequestId, SubjectId } from '#base'
import type { AskedScope } from './parts.ts'
import type { RequestState } from './states.ts'
import type { ConsentState } from './store.ts'

// What people see of requests and grants: the shapes of the wire (a test parses real views with the wire's schemas).

export interface ConsentView {
  readonly id: ConsentId
  readonly subjectId: SubjectId
  readonly subjectName: string
  readonly state: ConsentState
  /** Masked. Links and codes are nowhere in here. */
  readonly sentTo: string
  readonly requestedAt: Instant
  readonly answeredAt: Instant | null
  readonly expiresAt: Instant
}

export interface DecisionView {
  readonly stage: Stage
  readonly verdict: 'approve' | 'refuse'
  readonly by: PersonId
  readonly byName: string
  readonly at: Instant
  readonly reason: string
  readonly scopeDigest: string
  readonly ledgerIndex: number | null
}

export interface RequestSummary {
  readonly id: RequestId
  readonly number: string
  readonly state: RequestState
  readonly requesterName: string
  readonly purpose: string
  readonly basis: string
  readonly caseNo: string
  readonly risk: 'low' | 'medium' | 'high'
  readonly scope: AskedScope
  readonly askedAt: Instant
  /** `due` null: no clock runs, or the calendar has no data that far: flagged. */
  readonly waitingFor: { readonly stage: string; readonly due: Instant | null } | null
  readonly grantId: GrantId | null
}

export interface RequestView extends RequestSummary {
  readonly requesterId: PersonId
  readonly reason: string
  readonly method: string
  readonly scopeDigest: string
  readonly subjects: readonly { readonly id: SubjectId; readonly name: string }[]
  readonly people: readonly { readonly no: ParticipantNo; readonly name: string; readonly platform: string }[]
  readonly conversations: readonly { readonly no: ConversationNo; readonly title: string }[]
  readonly useUntil: Instant
  readonly consents: readonly ConsentView[]
  readonly decisions: readonly DecisionView[]
  readonly estimate: { readonly records: number; readonly conversations: number } | null
  readonly timeline: readonly {
    readonly at: Instant
    readonly what: string
    readonly byName: string | null
    readonly detail: string | null
  }[]
  readonly can: Readonly<Record<string, Verdict>>
}

export interface GrantView {
  readonly id: GrantId
  readonly number: string
  readonly requestId: RequestId
  readonly holderId: PersonId
  readonly holderName: string
  readonly caseNo: string
  readonly purpose: string
  readonly scope: AskedScope
  readonly scopeDigest: string
  readonly from: Instant
  readonly until: Instant
  readonly state: 'running' | 'expired' | 'revoked'
}

export type Box = 'mine' | 'inbox' | 'decided' | 'all'
