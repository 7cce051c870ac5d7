import { z } from 'zod'
import { Id, Kind, Time } from './common.ts'

export const FORMATS = ['slack', 'sms_backup_restore', 'wecom', 'jsonl', 'csv'] as const
export const Format = z.enum(FORMATS)

/** Which column (CSV header, or dotted JSON path) holds what. `id`: columns that together name a row; empty = no ids. */
export const Mapping = z.object({
  platform: z.string().min(1).max(40).default('generic'),
  conversation: z.string(),
  sender: z.string(),
  text: z.string(),
  time: z.string().nullish(),
  senderName: z.string().nullish(),
  kind: z.string().nullish(),
  conversationTitle: z.string().nullish(),
  recipients: z.string().nullish(),
  id: z.array(z.string()).default([]),
  /** How `time` is written. `auto` reads ms/s integers, ISO 8601, `2017-1-17 16:44`; local times use `zone` (minutes east of UTC). */
  timeFormat: z.enum(['auto', 'ms', 's', 'iso', 'local']).default('auto'),
  zone: z.int().min(-840).max(840).default(480),
})

/** `archived + duplicates + quarantined = items` always; `bytes = parsedBytes + quarantinedBytes` when finished. */
export const Counts = z.object({
  items: z.int(),
  archived: z.int(),
  duplicates: z.int(),
  quarantined: z.int(),
  bytes: z.int(),
  parsedBytes: z.int(),
  quarantinedBytes: z.int(),
  undated: z.int(),
})
export const Import = z.object({
  id: Id,
  fileName: z.string(),
  format: Format.nullable(),
  origin: z.string(),
  encoding: z.string().nullable(),
  state: z.enum(['receiving', 'running', 'finished', 'failed', 'interrupted']),
  problem: z.string().nullable(),
  counts: Counts,
  totalBytes: z.int(),
  perSecond: z.number(),
  startedAt: Time,
  finishedAt: Time.nullable(),
  by: Id,
  reasons: z.array(z.object({ reason: z.string(), items: z.int(), bytes: z.int() })),
  /** True where the source carries sequence numbers or counts to check gaps against; false says that gaps cannot be known. */
  gapsKnowable: z.boolean(),
  gaps: z.array(z.object({ what: z.string(), missing: z.int() })),
})
/** Multipart form of POST /api/intake/imports: field `options` (this, as JSON) first, then one `file`. */
export const ImportOptions = z.object({
  format: Format.nullish(),
  mapping: Mapping.nullish(),
  /** Whose export this is: device, workspace or tenant. Keeps two phones' threads with one number apart. */
  origin: z.string().max(200).default(''),
  /** SMS: the account (number) of the phone's owner, who sent what is marked as sent. */
  ownAccount: z.string().max(100).default(''),
})
export const Quarantined = z.object({
  id: Id,
  importId: Id,
  part: z.string(),
  start: z.int(),
  end: z.int(),
  reason: z.string(),
  items: z.int(),
  at: Time,
})
export const MappingPreview = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.object({ kind: Kind, cells: z.array(z.string()) })),
})
