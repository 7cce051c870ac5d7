import { z } from 'zod'
import { ConversationNo, Id, Kind, ParticipantNo, Time } from './common.ts'

export const PURPOSES = [
  'complaint',
  'fund_anomaly',
  'decision_support',
  'dispute',
  'security_monitoring',
  'legal_evidence',
  'internal_audit',
  'service_quality',
  'training_material',
  'authority_request',
  'other',
] as const
/** PIPL art. 13(1), items 1-7 (law, in force 2021-11-01). */
export const BASES = [
  'consent',
  'contract',
  'hr_rules',
  'legal_duty',
  'emergency',
  'news_public_interest',
  'already_public',
  'other_law',
] as const
export const STAGES = ['supervisor', 'it', 'legal', 'data_security'] as const
export const REQUEST_STATES = [
  'consent',
  'supervisor',
  'it',
  'legal',
  'data_security',
  'granted',
  'refused',
  'cancelled',
  'expired',
  'revoked',
] as const

/** What is asked for. Sealed: its digest is what every decision signs. `to` is exclusive. */
export const Scope = z.object({
  subjects: z.array(Id).max(50).default([]),
  people: z.array(ParticipantNo).max(200).default([]),
  conversations: z.array(ConversationNo).max(1000).default([]),
  from: Time,
  to: Time,
  kinds: z.array(Kind).nullable().default(null),
  undated: z.boolean().default(false),
})
export const NewRequest = z.object({
  purpose: z.enum(PURPOSES),
  basis: z.enum(BASES),
  caseNo: z.string().min(1).max(60),
  reason: z.string().min(4).max(4000),
  method: z.enum(['permissioned']).default('permissioned'),
  scope: Scope,
  useUntil: Time,
})
export const Decision = z.object({
  stage: z.enum(STAGES),
  verdict: z.enum(['approve', 'refuse']),
  by: Id,
  byName: z.string(),
  at: Time,
  reason: z.string(),
  scopeDigest: z.string(),
  ledgerIndex: z.int().nullable(),
})
export const ConsentView = z.object({
  id: Id,
  subjectId: Id,
  subjectName: z.string(),
  state: z.enum(['requested', 'agreed', 'refused', 'withdrawn', 'expired']),
  sentTo: z.string(),
  requestedAt: Time,
  answeredAt: Time.nullable(),
  expiresAt: Time,
})
export const RequestView = z.object({
  id: Id,
  number: z.string(),
  state: z.enum(REQUEST_STATES),
  requesterId: Id,
  requesterName: z.string(),
  purpose: z.enum(PURPOSES),
  basis: z.enum(BASES),
  caseNo: z.string(),
  reason: z.string(),
  method: z.string(),
  risk: z.enum(['low', 'medium', 'high']),
  scope: Scope,
  scopeDigest: z.string(),
  subjects: z.array(z.object({ id: Id, name: z.string() })),
  people: z.array(z.object({ no: ParticipantNo, name: z.string(), platform: z.string() })),
  conversations: z.array(z.object({ no: ConversationNo, title: z.string() })),
  useUntil: Time,
  askedAt: Time,
  consents: z.array(ConsentView),
  decisions: z.array(Decision),
  /** Stage whose turn it is, and by when (working-day clock). */
  waitingFor: z.object({ stage: z.string(), due: Time.nullable() }).nullable(),
  grantId: Id.nullable(),
  /** Only for approvers of the current stage: how many records the scope holds. Never shown to the requester before the grant. */
  estimate: z.object({ records: z.int(), conversations: z.int() }).nullable(),
  timeline: z.array(
    z.object({ at: Time, what: z.string(), byName: z.string().nullable(), detail: z.string().nullable() }),
  ),
  /** What this viewer may do with it now: decide, cancel, nudge, export. */
  can: z.record(z.string(), z.object({ allowed: z.boolean(), reason: z.string().nullable() })),
})
export const RequestList = z.object({
  requests: z.array(
    RequestView.pick({
      id: true,
      number: true,
      state: true,
      requesterName: true,
      purpose: true,
      basis: true,
      caseNo: true,
      scope: true,
      askedAt: true,
      waitingFor: true,
      grantId: true,
      risk: true,
    }),
  ),
  next: z.string().nullable(),
})
export const Box = z.enum(['mine', 'inbox', 'decided', 'all'])
export const Decide = z.object({
  stage: z.enum(STAGES),
  verdict: z.enum(['approve', 'refuse']),
  reason: z.string().max(4000).default(''),
  /** The digest of the scope that the decider saw; another digest = the request changed, decide again. */
  scopeDigest: z.string(),
})
export const Grant = z.object({
  id: Id,
  number: z.string(),
  requestId: Id,
  holderId: Id,
  holderName: z.string(),
  caseNo: z.string(),
  purpose: z.enum(PURPOSES),
  scope: Scope,
  scopeDigest: z.string(),
  from: Time,
  until: Time,
  state: z.enum(['running', 'expired', 'revoked']),
})
export const RevokeGrant = z.object({ reason: z.string().min(2).max(1000) })

// ---- the customer's pages, on their own listener ----
export const ConsentPage = z.object({
  state: z.enum(['requested', 'agreed', 'refused', 'withdrawn', 'expired']),
  houseName: z.string(),
  officialPhone: z.string(),
  purpose: z.string(),
  basis: z.string(),
  from: Time,
  to: Time,
  useUntil: Time,
  requestNumber: z.string(),
  expiresAt: Time,
  answeredAt: Time.nullable(),
})
export const ConsentHouse = z.object({ houseName: z.string() })
export const ConsentAnswer = z.object({
  token: z.string().min(20).max(200),
  code: z.string().regex(/^\d{6}$/),
  answer: z.enum(['agree', 'refuse']),
})
