import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import type { Draft } from '../piece.ts'
import { isObject, type Json, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { objectOf, wordsOf } from './attached.ts'
import { identityByContent, identityById } from './identity.ts'
import { jsonLinesOrElements } from './jsonl.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { readTime } from './times.ts'

// Audit logs of other systems, one JSON object per line, as an array or as the interface's answer: Okta's System Log,
// Slack's and Zoom's audit logs, Azure's and Entra's diagnostic records, OneLogin's events; and lines that carry such an
// object under `log` beside the rule that it tests (github.com/panther-labs/panther-analysis). Each is an event, kept
// whole. Where a time names no zone it is UTC, as all of these write it.

interface Vendor {
  platform: string
  /** Members that only its objects have all of. */
  has: readonly string[]
  title: string
}

const VENDORS: readonly Vendor[] = [
  { platform: 'okta', has: ['eventType', 'published', 'actor'], title: 'Okta.SystemLog' },
  { platform: 'slack', has: ['action', 'actor', 'context', 'date_create'], title: 'Slack.AuditLogs' },
  { platform: 'zoom', has: ['category_type', 'operation_detail', 'operator'], title: 'Zoom.Operation' },
  { platform: 'azure', has: ['operationName', 'category', 'resourceId', 'time'], title: 'Azure.Audit' },
  { platform: 'onelogin', has: ['event_type_id', 'actor_user_id', 'created_at'], title: 'OneLogin.Events' },
]
const CONTAINERS = ['records', 'entries', 'operation_logs']

/** Where each of them says it, most telling first. */
const TYPE = ['eventType', 'operationName', 'operationname', 'action', 'event_type_id', 'event']
const MESSAGE = ['displayMessage', 'operation_detail', 'properties.activityDisplayName', 'outcome.reason']
const TIME = [
  'published',
  'time',
  'date_create',
  'created_at',
  'createdDateTime',
  'p_event_time',
  'detection_timestamp',
]
const ACCOUNT = [
  'actor.alternateId',
  'actor.user.id',
  'actor.id',
  'actor_user_id',
  'operator',
  'properties.initiatedBy.user.userPrincipalName',
  'properties.initiatedBy.app.appId',
  'properties.userPrincipalName',
  'user_email',
  'identity',
]
const NAME = [
  'actor.displayName',
  'actor.user.name',
  'actor_user_name',
  'properties.initiatedBy.user.displayName',
  'properties.initiatedBy.app.displayName',
  'properties.userDisplayName',
]
const ID = ['uuid', 'id']

export const auditLogs = {
  name: 'audit_logs',
  knowsHead: headLooksLikeAudit,
  open: auditSource,
} as const satisfies SourceFormat<'audit_logs'>

function headLooksLikeAudit({ text }: PartHead): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  // the first object by itself where it stands on a line; else by the names that stand in the beginning
  const line = readJson(Buffer.from(/^\s*([^\n]*)/.exec(text)?.[1] ?? ''))
  if (!(line instanceof Unreadable) && isObject(line) && !CONTAINERS.some((key) => Array.isArray(member(line, key)))) {
    return isWrapped(line) || vendorOf(line) !== null
  }
  const start = text.slice(0, 16 * 1024)
  return VENDORS.some(({ has }) => has.every((key) => start.includes(`"${key}"`)))
}

function isWrapped(line: JsonObject): boolean {
  return objectOf(line, 'log') !== null && typeof line.rule === 'string' && typeof line.case === 'string'
}

function vendorOf(log: JsonObject): Vendor | null {
  return VENDORS.find(({ has }) => has.every((key) => Object.hasOwn(log, key))) ?? null
}

function auditSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    reader(part) {
      if (!part.alone && !headLooksLikeAudit(part)) return null
      return {
        splitter: jsonLinesOrElements(part.text, CONTAINERS),
        read(bytes) {
          const line = readJson(bytes)
          if (line instanceof Unreadable) return line
          if (!isObject(line)) return new Unreadable('not_a_message')
          if (isWrapped(line)) return readWrapped(line, options.origin)
          const vendor = vendorOf(line)
          return vendor ? toDraft(line, line, vendor, options.origin) : new Unreadable('not_a_message')
        },
      }
    },
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function readWrapped(line: JsonObject, origin: string): Draft {
  const log = objectOf(line, 'log') ?? {}
  const rule = typeof line.rule === 'string' ? line.rule : ''
  const title = wordsOf(line, 'log_types')[0] ?? rule.split('.').slice(0, 2).join('.')
  const platform = title.split('.')[0]?.toLowerCase() || 'audit'
  return toDraft(log, line, { platform, has: [], title }, origin)
}

function toDraft(log: JsonObject, whole: JsonObject, vendor: Vendor, origin: string): Draft {
  const account = first(log, ACCOUNT)
  const name = first(log, NAME)
  const body = [first(log, TYPE), first(log, MESSAGE)].filter((word) => word !== '').join(' ')
  const id = first(log, ID)
  const fields: RecordFields = {
    platform: vendor.platform,
    origin,
    sourceId: id,
    conversation: vendor.title,
    sender: account,
    senderName: name,
    recipients: '',
    sourceTs: readTime(first(log, TIME), 'auto', 0),
    kind: 'event',
    refersTo: '',
    extra: canonicalJson(whole),
    body: body || canonicalJson(without(log, TIME)).slice(0, 500),
  }
  const said = canonicalJson(whole)
  const counted = id === ''
  return {
    fields,
    identity: counted ? identityByContent(fields, said) : identityById([id], fields, said),
    counted,
    conversationTitle: vendor.title,
    members: [{ account, name }],
  }
}

function first(log: JsonObject, paths: readonly string[]): string {
  for (const path of paths) {
    let value: Json | undefined = log
    for (const step of path.split('.')) value = isObject(value) ? member(value, step) : undefined
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value)
  }
  return ''
}
