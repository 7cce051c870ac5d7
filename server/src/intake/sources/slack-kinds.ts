import type { Kind } from '@cunzhen/proof'
import type { NamedFile } from '../piece.ts'
import { isObject, type Json, type JsonObject, member } from '../syntax/json-value.ts'
import { blocksText } from './slack-blocks.ts'

export interface SlackSaid {
  kind: Kind
  /** Account of who said it; '' for a bot. */
  by: string
  /** As Slack wrote it, with its markup. */
  text: string
  /** Slack's time of this version, `seconds.micros`. */
  at: string
  /** `ts` of the message that this one edits, recalls or answers. */
  refersTo: string
  /** Tells a later version from the first: the `ts` of the edit; ''. */
  version: string
  /** One line per file or attachment. */
  attached: string[]
  files: NamedFile[]
}

const SYSTEM =
  /^(channel|group|mpim|im)_|^(pinned_item|unpinned_item|reminder_add|bot_add|bot_remove|bot_enable|bot_disable|file_comment|app_conversation_join|sh_room_created|reply_broadcast_system|assistant_app_thread)$/

const FILES: readonly (readonly [string, Kind, string])[] = [
  ['image/', 'image', '图片'],
  ['audio/', 'voice', '语音'],
  ['video/', 'video', '视频'],
]

/** What a message of an export says, by its subtype (docs.slack.dev/reference/events/message). */
export function describeSlack(message: JsonObject): SlackSaid {
  const subtype = str(message, 'subtype')
  const ts = str(message, 'ts')
  if (subtype === 'message_changed') return changed(message, ts)
  if (subtype === 'message_deleted')
    return recalled(message, str(message, 'deleted_ts') || innerTs(message, 'previous_message'))
  if (subtype === 'tombstone') return recalled(message, ts)
  const files = list(message, 'files')
  const attached = [...files.map(fileLine), ...list(message, 'attachments').map((one) => attachmentLine(one))].filter(
    (line) => line !== '',
  )
  const thread = str(message, 'thread_ts')
  const edited = innerTs(message, 'edited')
  return {
    kind: edited === '' ? kindOf(subtype, files) : 'edit',
    by: str(message, 'user'),
    // an app may write blocks and no text
    text: str(message, 'text') || blocksText(message),
    at: ts,
    refersTo: edited !== '' ? ts : thread !== ts ? thread : '',
    version: edited,
    attached,
    files: files.flatMap(namedFiles),
  }
}

function kindOf(subtype: string, files: readonly JsonObject[]): Kind {
  if (SYSTEM.test(subtype)) return 'system'
  if (subtype === 'huddle_thread') return 'call'
  const [file] = files
  if (!file) return 'text'
  const type = str(file, 'mimetype')
  return FILES.find(([prefix]) => type.startsWith(prefix))?.[1] ?? 'file'
}

/** An edit event: `message` is the new version, the original is a record of its own. */
function changed(message: JsonObject, ts: string): SlackSaid {
  const now = member(message, 'message')
  const version = isObject(now) ? now : {}
  return {
    kind: 'edit',
    by: str(version, 'user') || str(message, 'user'),
    text: str(version, 'text') || blocksText(version),
    at: ts,
    refersTo: str(version, 'ts'),
    version: '',
    attached: list(version, 'files').map(fileLine),
    files: list(version, 'files').flatMap(namedFiles),
  }
}

/** A deletion: nothing is left of what was said but that it was. */
function recalled(message: JsonObject, original: string): SlackSaid {
  const ts = str(message, 'ts')
  const version = original === ts ? 'deleted' : ''
  return {
    kind: 'recall',
    by: str(message, 'user'),
    text: str(message, 'text'),
    at: ts,
    refersTo: original,
    version,
    attached: [],
    files: [],
  }
}

/**
 * Slack's own export holds addresses only. Slackdump (github.com/rusq/slackdump, "export") puts the files beside a channel's
 * days or into `__uploads`. A link to another service's file is no file of Slack's.
 */
function namedFiles(file: JsonObject): NamedFile[] {
  const [id, name] = [str(file, 'id'), str(file, 'name')]
  if (str(file, 'mode') === 'external') return []
  const paths = id === '' || name === '' ? [] : [`attachments/${id}-${name}`, `__uploads/${id}/${name}`]
  return [{ paths, name: name || str(file, 'title'), type: str(file, 'mimetype') }]
}

function fileLine(file: JsonObject): string {
  const type = str(file, 'mimetype')
  const label = FILES.find(([prefix]) => type.startsWith(prefix))?.[2] ?? '文件'
  return `[${label}] ${str(file, 'title') || str(file, 'name')}`.trimEnd()
}

/** Its parts from top to bottom; the fallback is for programs that show none of them. */
function attachmentLine(attachment: JsonObject): string {
  const fields = list(attachment, 'fields').flatMap((field) => [str(field, 'title'), str(field, 'value')])
  const shown = [str(attachment, 'pretext'), str(attachment, 'title'), str(attachment, 'text'), ...fields]
  const said = [...shown, blocksText(attachment)].filter((one) => one !== '')
  return said.join(' ') || str(attachment, 'fallback')
}

function innerTs(message: JsonObject, key: string): string {
  const inner = member(message, key)
  return isObject(inner) ? str(inner, 'ts') : ''
}

function list(object: JsonObject, key: string): JsonObject[] {
  const value = member(object, key)
  return Array.isArray(value) ? value.filter(isObject) : []
}

function str(object: JsonObject, key: string): string {
  const value: Json | undefined = member(object, key)
  return typeof value === 'string' ? value : ''
}
