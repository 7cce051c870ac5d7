import { z } from 'zod'
import { Id, Time } from './common.ts'
import { PACKAGE_RECIPIENTS, RECIPIENTS } from './masking.ts'

export const EXPORT_STATES = [
  'awaiting_monitor',
  'running',
  'awaiting_release',
  'ready',
  'failed',
  'declined',
  'refused',
  'expired',
  'destroyed',
] as const
export const DESTRUCTIONS = ['wiped', 'shredded', 'returned', 'never_opened'] as const
export const EXPORT_FORMATS = ['csv', 'xlsx', 'xlsx_locked', 'json', 'pdf', 'rsmf', 'load'] as const
export const NewExport = z.object({
  grantId: Id,
  formats: z.array(z.enum(EXPORT_FORMATS)).min(1).default(['csv', 'xlsx']),
  names: z.enum(['mask', 'pseudonym']).default('mask'),
  /** Who it is for: the masking policy has rules for each class. */
  recipient: z.enum(PACKAGE_RECIPIENTS).default('internal'),
  /** The recipient's public key of age (age1…): the package is sealed to it and has no password. */
  ageRecipient: z.string().max(100).nullable().default(null),
  /** Why so much of it is needed; asked for where the grant concerns more people than the pack lets go without. */
  bulkReason: z.string().max(1000).nullable().default(null),
})
const Digest = z.string().regex(/^[0-9a-f]{64}$/)
/** How much an export is; `why` says by what it is bulk, empty: it is not. */
export const ExportWeight = z.object({
  subjects: z.int(),
  conversations: z.int(),
  from: Time.nullable(),
  to: Time.nullable(),
  rows: z.int().nullable(),
  sort: z.enum(['content', 'communication', 'other']),
  over: z.int(),
  why: z.array(z.enum(['subjects', 'rows'])),
})
export const CHECKLIST_KEYS = [
  'signed_application',
  'consent_where_basis',
  'scope_to_conversation_id',
  'sealed_medium_record',
  'bulk_reason',
  'bulk_second',
] as const
export const RELEASE_DECISIONS = ['second', 'released', 'refused', 'withdrawn', 'void'] as const
const Verdict = z.object({ allowed: z.boolean(), reason: z.string().nullable() })
export const ExportView = z.object({
  id: Id,
  number: z.string(),
  grantId: Id,
  grantNumber: z.string(),
  requestId: Id,
  caseNo: z.string(),
  state: z.enum(EXPORT_STATES),
  formats: z.array(z.enum(EXPORT_FORMATS)),
  /** What was done with names; until it is made, what the policy in force and the executor's wish come to. */
  names: z.enum(['mask', 'pseudonym', 'suppress']),
  recipient: z.enum(RECIPIENTS),
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
  /** How much it is; null until it is made. */
  weight: ExportWeight.nullable(),
  bulkReason: z.string().nullable(),
  /** What must be there before it may be released. */
  checklist: z.array(
    z.object({
      key: z.enum(CHECKLIST_KEYS),
      state: z.enum(['done', 'missing', 'not_needed']),
      paper: z.string().nullable(),
    }),
  ),
  /** What was said of the package, oldest first. */
  decisions: z.array(
    z.object({
      what: z.enum(RELEASE_DECISIONS),
      byName: z.string().nullable(),
      at: Time,
      reason: z.string(),
      sha256: z.string(),
      ledgerIndex: z.int().nullable(),
    }),
  ),
  /** Its removal before its time: asked for by one person, done once another confirms it. */
  removal: z
    .object({
      byName: z.string(),
      at: Time,
      confirmedByName: z.string().nullable(),
      /** Nobody but who asked could confirm it. */
      alone: z.boolean(),
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
      /** Who entered it as destroyed, and when; it counts once `destroyedAt` is there. */
      byName: z.string().nullable(),
      enteredAt: Time.nullable(),
      confirmedByName: z.string().nullable(),
      /** Entered, and nobody but who entered it could confirm it. */
      alone: z.boolean(),
      can: z.object({ confirm: Verdict, reopen: Verdict }),
    }),
  ),
  can: z.record(z.string(), z.object({ allowed: z.boolean(), reason: z.string().nullable() })),
})
export const ExportList = z.object({
  exports: z.array(ExportView),
  /** Packages on which counsel has said yes or no, and those with a yes after a complete checklist. */
  released: z.object({ judged: z.int(), passed: z.int() }),
})
/** How a file of a package is looked at; `pages`: drawn by the browser, asked for at preview/pages. */
export const PREVIEW_FORMS = ['table', 'text', 'pages', 'bytes'] as const
const FileInPackage = z.string().max(100)
export const PreviewAsked = z.object({
  /** Name of a file in the package. */
  file: FileInPackage.default('data/records.csv'),
  /** Where the page begins: a row of a table, a byte of anything else. */
  from: z.int().min(0).default(0),
})
export const PreviewPages = z.object({ file: FileInPackage })
export const ExportPreview = z.object({
  /** Of the package that was opened for this page. */
  sha256: z.string(),
  files: z.array(z.object({ name: z.string(), size: z.int(), form: z.enum(PREVIEW_FORMS) })),
  file: z.string(),
  form: z.enum(PREVIEW_FORMS),
  from: z.int(),
  /** Of a table. */
  headings: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  /** Of anything else but pages. */
  text: z.string().nullable(),
  next: z.int().nullable(),
})
export const Released = z.object({ sha256: Digest })
export const SecondApproval = z.object({ sha256: Digest, reason: z.string().max(1000) })
export const Reasoned = z.object({ reason: z.string().max(1000) })
export const PaperOriginal = z.object({
  item: z.enum(['scope_to_conversation_id', 'sealed_medium_record']),
  number: z.string().max(200),
  place: z.string().max(200),
})
export const AlarmView = z.object({
  id: Id,
  number: z.string(),
  kind: z.enum(['bulk_export', 'unauthorised_export', 'package_changed', 'unauthorised_masking']),
  personName: z.string().nullable(),
  action: z.string(),
  reason: z.string(),
  grantNumber: z.string().nullable(),
  exportNumber: z.string().nullable(),
  caseNo: z.string().nullable(),
  weight: ExportWeight.nullable(),
  firstAt: Time,
  lastAt: Time,
  times: z.int(),
  reportDue: Time,
  reportedAt: Time.nullable(),
  reportedByName: z.string().nullable(),
  cause: z.string().nullable(),
  measures: z.string().nullable(),
  ledgerIndex: z.int().nullable(),
  can: z.object({ report: z.object({ allowed: z.boolean(), reason: z.string().nullable() }) }),
})
/** With what the person did in the day before: acts and their ends, nothing that was typed. */
export const AlarmReport = AlarmView.extend({
  acts: z.array(z.object({ at: Time, action: z.string(), outcome: z.string(), reason: z.string().nullable() })),
})
export const FiledReport = z.object({ cause: z.string().max(4000), measures: z.string().max(4000) })
export const CopyDestroyed = z.object({ method: z.enum(DESTRUCTIONS) })
export const PackagePassword = z.object({
  password: z.string(),
  /** Of the workbook with a password; null: the package has none. */
  sheet: z.string().nullable(),
})
