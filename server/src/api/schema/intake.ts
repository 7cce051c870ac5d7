import { z } from 'zod'
import { Id, Kind, MaskedText, Time } from './common.ts'

export const FORMATS = [
  'slack',
  'sms_backup_restore',
  'wecom',
  'mattermost',
  'wechat_weflow',
  'wechat_xml',
  'teams',
  'telegram',
  'sms_ie',
  'qq_txt',
  'qq_json',
  'welink',
  'sms_gateway',
  'calls_csv',
  'feishu',
  'whatsapp',
  'xlsx',
  'dingtalk',
  'discord',
  'chatlab',
  'syslog',
  'audit_logs',
  'line',
  'signal',
  'irc',
  'rsmf',
  'imessage',
  'jsonl',
  'csv',
] as const
export const Format = z.enum(FORMATS)
/** Minutes east of UTC. */
const Zone = z.int().min(-840).max(840)

/**
 * Which column (CSV header, or dotted JSON path) holds what. `id`: columns that together name a row; empty = no ids.
 * `conversation` may be empty: it is then of the sender and the recipients.
 */
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
  /**
   * How `time` is written. `auto` reads integers (s, ms, µs, ns), ISO 8601, `2017-1-17 16:44`, `2017年1月17日 下午4:44`,
   * `20170117164400`, Excel's days; local times use `zone` (minutes east of UTC).
   */
  timeFormat: z.enum(['auto', 'ms', 's', 'iso', 'local']).default('auto'),
  zone: Zone.default(480),
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
  /** Files that messages name: kept as attachments, and not in the source or not readable there. */
  attached: z.int(),
  attachedMissing: z.int(),
})
export const Import = z.object({
  id: Id,
  fileName: z.string(),
  format: Format.nullable(),
  origin: z.string(),
  encoding: z.string().nullable(),
  state: z.enum(['receiving', 'running', 'paused', 'finished', 'failed', 'interrupted', 'cancelled']),
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
  /** Where its bytes come from; `spans`: bytes in the quarantine of `rereads`, read again. */
  kind: z.enum(['upload', 'file', 'folder', 'spans']),
  /** The interrupted import that this one goes on with, and the one that goes on with this. */
  continues: Id.nullable(),
  continuedBy: Id.nullable(),
  rereads: Id.nullable(),
  /** Items of its quarantine that later imports could read; they still count as quarantined here. */
  resolved: z.int(),
  /** The file that is being read now, by its place in the source. */
  part: z.object({ name: z.string(), no: z.int(), of: z.int(), bytes: z.int(), totalBytes: z.int() }).nullable(),
  /** At the rate so far; null: not running, or not known yet. */
  secondsLeft: z.int().nullable(),
  canPause: z.boolean(),
  canResume: z.boolean(),
})
/**
 * Multipart form of POST /api/intake/imports: field `options` (this, as JSON) first, then one `file`. A misspelt option is
 * refused: a zone that nobody reads would date every record wrongly.
 */
export const ImportOptions = z.strictObject({
  format: Format.nullish(),
  mapping: Mapping.nullish(),
  /** Whose export this is: device, workspace or tenant. Keeps two phones' threads with one number apart. */
  origin: z.string().max(200).default(''),
  /** SMS: the account (number) of the phone's owner, who sent what is marked as sent. */
  ownAccount: z.string().max(100).default(''),
  /** Of local times whose zone the source does not name: minutes east of UTC. A mapping has its own; else 480, China's. */
  zone: Zone.nullish(),
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
  /** The later import that could read it. */
  resolvedBy: Id.nullable(),
})
export const QuarantineFilter = z.object({
  reason: z.string().max(40).optional(),
  state: z.enum(['open', 'resolved']).optional(),
  after: Id.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})
/** `format`, `mapping`, `zone`: read as this; absent: as its import was, or as what it now turns out to be. */
export const Reread = z.object({
  importId: Id,
  reason: z.string().max(40).nullish(),
  format: Format.nullish(),
  mapping: Mapping.nullish(),
  zone: Zone.nullish(),
})
/** Which bytes of a span; `at` from its start. */
export const OpenQuarantined = z.object({ at: z.int().min(0).default(0) })
/** A window on bytes that no importer could read, masked: `hex` shows `··` for each byte of what `text` hides. */
export const OpenedQuarantine = z.object({
  span: Quarantined,
  encoding: z.string(),
  at: z.int(),
  bytes: z.int(),
  text: MaskedText,
  hex: z.array(z.object({ at: z.int(), bytes: z.string() })),
})
export const MappingPreview = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.object({ kind: Kind, cells: z.array(z.string()) })),
})
/** A mapping that people made once for a kind of table, by the columns it has. */
export const SavedMapping = z.object({
  id: Id,
  name: z.string(),
  format: Format,
  mapping: Mapping,
  columns: z.array(z.string()),
  by: Id,
  at: Time,
})
export const NewMapping = z.object({
  name: z.string().trim().min(1).max(80),
  format: z.enum(['jsonl', 'csv', 'xlsx']),
  mapping: Mapping,
  columns: z.array(z.string().max(200)).max(500).default([]),
})
