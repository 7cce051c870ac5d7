import { z } from 'zod'
import { Id, Time } from './common.ts'

export const EXPORT_STATES = ['awaiting_monitor', 'running', 'ready', 'failed', 'declined'] as const
export const EXPORT_FORMATS = ['csv', 'xlsx'] as const
export const NewExport = z.object({
  grantId: Id,
  formats: z.array(z.enum(EXPORT_FORMATS)).min(1).default(['csv', 'xlsx']),
  names: z.enum(['mask', 'pseudonym']).default('mask'),
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
  can: z.record(z.string(), z.object({ allowed: z.boolean(), reason: z.string().nullable() })),
})
export const PackagePassword = z.object({ password: z.string() })
