import { z } from 'zod'
import { Id, Time } from './common.ts'
import { Format, Mapping } from './intake.ts'

export const CONNECTOR_KINDS = ['http', 'dingtalk', 'feishu', 'slack', 'mattermost', 'folder'] as const
export const ConnectorKind = z.enum(CONNECTOR_KINDS)

const SilenceHours = z.int().min(1).max(720)
/** By the vendor's own words: slack `signingSecret`; feishu `verificationToken`, `encryptKey`; dingtalk `appSecret`; mattermost `token`. */
const Secrets = z.record(z.string().max(40), z.string().min(1).max(500))

export const Connector = z.object({
  id: Id,
  name: z.string(),
  kind: ConnectorKind,
  platform: z.string(),
  origin: z.string(),
  enabled: z.boolean(),
  disabledReason: z.string().nullable(),
  silenceHours: z.int(),
  createdAt: Time,
  keyMadeAt: Time.nullable(),
  /** Where the vendor sends its events, or programs their messages; null for folders. */
  address: z.string().nullable(),
  folder: z.string().nullable(),
  format: Format.nullable(),
})
export const NewConnector = z.object({
  name: z.string().min(1).max(100),
  kind: ConnectorKind,
  /** Kind http: what the records' platform is called, e.g. `wecom`. */
  platform: z.string().max(40).nullish(),
  origin: z.string().max(200).default(''),
  secrets: Secrets.optional(),
  silenceHours: SilenceHours.default(24),
  /** Kind folder: below the operator's intake root. */
  folder: z.string().max(500).nullish(),
  format: Format.nullish(),
  mapping: Mapping.nullish(),
  ownAccount: z.string().max(100).default(''),
})
export const EditConnector = z.object({
  name: z.string().min(1).max(100).optional(),
  secrets: Secrets.optional(),
  silenceHours: SilenceHours.optional(),
})
export const DisableConnector = z.object({ reason: z.string().max(500) })
/** `key` is shown here once and kept nowhere; null for kinds without one. */
export const ConnectorMade = z.object({ connector: Connector, key: z.string().nullable() })

/** `certain: false`: the server was killed there and may have seen the numbers without noting them. */
export const NumberGap = z.object({ from: z.int(), to: z.int(), certain: z.boolean() })
export const ConnectorStatus = z.object({
  id: Id,
  lastArrival: Time.nullable(),
  lastSourceTime: Time.nullable(),
  /** ms between the newest source time of the last request and its arrival. */
  lag: z.int().nullable(),
  today: z.object({ archived: z.int(), duplicates: z.int(), refused: z.int() }),
  gapsKnowable: z.boolean(),
  missing: z.int(),
  gaps: z.array(NumberGap),
  /** Longer than its hours without a message, since then. */
  silentSince: Time.nullable(),
})
export const ConnectorsStatus = z.object({
  connectors: z.array(ConnectorStatus),
  /** Requests that wait for the journal at this moment. */
  waiting: z.int(),
})
export const WatchedFile = z.object({
  name: z.string(),
  size: z.int(),
  state: z.string(),
  importId: Id.nullable(),
  at: Time,
})

export const LiveAttachment = z.object({
  /** Hex. */
  sha256: z.string(),
  bytes: z.int(),
  /** What its first bytes say it is: a media type. */
  type: z.string(),
})
export const LiveAnswer = z.object({
  messages: z.array(
    z.object({ id: z.string(), outcome: z.enum(['archived', 'duplicate', 'refused']), reason: z.string().optional() }),
  ),
})
