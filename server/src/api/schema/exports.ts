import { z } from 'zod'
import { Id, Time } from './common.ts'

export const EXPORT_STATES = [
  'awaiting_monitor',
  'running',
  'ready',
  'failed',
  'declined',
  'expired',
  'destroyed',
] as const
export const DESTRUCTIONS = ['wiped', 'shredded', 'returned', 'never_opened'] as const
export const EXPORT_FORMATS = ['csv', 'xlsx', 'json', 'pdf', 'rsmf', 'load'] as const
export const NewExport = z.object({
  grantId: Id,
  formats: z.array(z.enum(EXPORT_FORMATS)).min(1).default(['csv', 'xlsx']),
  names: z.enum(['mask', 'pseudonym']).default('mask'),
  /** The recipient's public key of age (age1…): the package is sealed to it and has no password. */
  ageRecipient: z.string().max(100).nullable().default(null),
})
export const ExportView = z.object({
  id: Id,
  number: z.string(),
  grantId: Id,
  grantNumber: z.string(),
  caseNo: z.string(),
  state: z.enum(EXPORT_STATES),
  formats: z.array(z.enum(EXPORT_FORMATS)),
  names: z.enum(['mask', 'pseudonym']),
  executorName: z.string(),
  monitorName: z.string().nullable(),
  askedAt: Time,
  finishedAt: Time.nullable(),
  rows: z.int().nullable(),
  doneRows: z.int(),
  maskedSpans: z.int().nullable(),
  bytes: z.int().nullable(),
  sha256: z.string().nullable(),
  problem: z.string().nullable(),
  /** When every copy must be destroyed. */
  expiresAt: Time.nullable(),
  /** Sealed to this public key of age; null: to a password. */
  ageRecipient: z.string().nullable(),
  files: z.array(z.object({ name: z.string(), size: z.int(), sha256: z.string() })),
  /** What the verifier said when the package was made: that nothing of the scope was left out. */
  completeness: z
    .object({
      state: z.enum(['proven', 'failed', 'not_proven']),
      conversations: z.int(),
      without: z.int(),
      rows: z.int(),
      otherKinds: z.int(),
      outside: z.int(),
      byPeople: z.boolean(),
      sealedAt: Time.nullable(),
      size: z.int().nullable(),
    })
    .nullable(),
  /** Every time the package was handed out. */
  copies: z.array(
    z.object({
      number: z.string(),
      no: z.int(),
      recipientName: z.string(),
      takenAt: Time,
      destroyedAt: Time.nullable(),
      method: z.enum(DESTRUCTIONS).nullable(),
      byName: z.string().nullable(),
    }),
  ),
  can: z.record(z.string(), z.object({ allowed: z.boolean(), reason: z.string().nullable() })),
})
export const CopyDestroyed = z.object({ method: z.enum(DESTRUCTIONS) })
export const PackagePassword = z.object({ password: z.string() })
