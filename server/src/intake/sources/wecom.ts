import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import { SequenceCheck } from '../gaps.ts'
import type { Draft } from '../piece.ts'
import { isObject, type Json, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { mayHoldMessages } from './attached.ts'
import { identityByContent, identityById } from './identity.ts'
import { jsonLinesOrElements } from './jsonl.ts'
import type { Source, SourceFormat, SourceOptions } from './source.ts'
import { heldTime, readTime } from './times.ts'
import { Envelopes } from './wecom-envelope.ts'
import { filesOfWecom } from './wecom-files.ts'
import { describeWecom, payloadOf } from './wecom-kinds.ts'
import { isZoneItem, readZoneItem } from './wecom-zone.ts'

/**
 * 企业微信会话内容存档: messages as one JSON array, as {"chatdata": [...]}, or one per line, decrypted or as GetChatData
 * sends them. Format: developer.work.weixin.qq.com/document/path/91774. An envelope is opened with the private key of its
 * version where the import has one (wecom-envelope.ts), otherwise quarantined. The data zone's {"msg_list": [...]}, which
 * carries no words, is its second mode (wecom-zone.ts). `msgtime` is milliseconds, in older revisions seconds.
 */
export const wecom = {
  name: 'wecom',
  knowsHead: ({ text }) => /^\s*[[{]/.test(text) && looksLikeWecom(text.trimStart()),
  open: wecomSource,
} as const satisfies SourceFormat<'wecom'>

function looksLikeWecom(text: string): boolean {
  for (const line of text.split('\n').slice(0, 20)) {
    const value = readJson(Buffer.from(line.replace(/,\s*$/, '')))
    if (value instanceof Unreadable || !isObject(value)) continue
    if (Array.isArray(member(value, 'chatdata'))) return true
    const listed = member(value, 'msg_list')
    const first = Array.isArray(listed) ? listed[0] : value
    if (first !== undefined && isObject(first) && isZoneItem(first)) return true
    return (
      typeof member(value, 'msgid') === 'string' &&
      ('msgtype' in value || 'action' in value || 'encrypt_chat_msg' in value)
    )
  }
  return (
    /^\{[^[]{0,2000}"chatdata"\s*:\s*\[/.test(text) ||
    (/"msg_list"\s*:\s*\[/.test(text) && /"sender"\s*:\s*\{/.test(text) && /"send_time"\s*:/.test(text)) ||
    (/"msgid"\s*:\s*"/.test(text) && /"(msgtype|action)"\s*:\s*"/.test(text))
  )
}

function wecomSource(options: SourceOptions): Source {
  const sequence = new SequenceCheck()
  const envelopes = new Envelopes(options.keys ?? [])
  return {
    rank: () => 0,
    reader(part) {
      // pictures and sounds lie beside the messages
      if (!part.alone && !mayHoldMessages(part, (text) => looksLikeWecom(text.trimStart()))) return null
      return {
        splitter: jsonLinesOrElements(part.text, ['chatdata', 'msg_list']),
        read(bytes) {
          const message = readJson(bytes)
          if (message instanceof Unreadable) return message
          if (!isObject(message)) return new Unreadable('not_a_message')
          return readItem(message, options.origin, sequence, envelopes)
        },
      }
    },
    gaps: () => sequence.result(),
  }
}

function readItem(item: JsonObject, origin: string, sequence: SequenceCheck, envelopes: Envelopes): Draft | Unreadable {
  const seq = textOf(member(item, 'seq'))
  if (/^\d{1,15}$/.test(seq)) sequence.add('', Number(seq))
  if (isZoneItem(item)) return readZoneItem(item, origin)
  const isSealed = 'encrypt_chat_msg' in item && !('msgtype' in item || 'action' in item)
  const message = isSealed ? envelopes.open(item) : item
  return message ? readMessage(message, origin) : new Unreadable('encrypted_message')
}

function readMessage(message: JsonObject, origin: string): Draft | Unreadable {
  const action = textOf(member(message, 'action'))
  const msgtype = textOf(member(message, 'msgtype'))
  if (action === '' && msgtype === '') return new Unreadable('not_a_message')
  const isSwitch = action === 'switch'
  const sender = member(message, isSwitch ? 'user' : 'from')
  const to = recipientsOf(member(message, 'tolist'))
  if (typeof sender !== 'string' || to === null) return new Unreadable('wrong_shape')
  const said = describeWecom(action, msgtype, message)
  if (said === null) return new Unreadable('wrong_shape')
  const sourceTs = readTime(numberOf(member(message, isSwitch ? 'time' : 'msgtime')))
  const rest = restOf(message, msgtype, said.whole, sourceTs)
  const room = textOf(member(message, 'roomid'))
  const fields: RecordFields = {
    platform: 'wecom',
    origin,
    sourceId: textOf(member(message, 'msgid')),
    conversation: isSwitch ? sender : room || [...new Set([sender, ...to])].sort().join('|'),
    sender,
    senderName: '',
    recipients: to.length > 0 ? canonicalJson(to) : '',
    sourceTs,
    kind: said.kind,
    refersTo: said.refersTo,
    extra: canonicalJson(rest),
    body: said.body,
  }
  const files = said.kind === 'recall' ? [] : filesOfWecom(msgtype, message)
  return { ...toDraft(fields, rest, [sender, ...to]), files }
}

function toDraft(fields: RecordFields, rest: JsonObject, people: readonly string[]): Draft {
  const counted = fields.sourceId === ''
  // two messages of one id with other details (a meeting's number) are two: what is kept besides the body counts too
  const said = saidIn(fields.body, rest)
  return {
    fields,
    identity: counted ? identityByContent(fields, said) : identityById([fields.sourceId], fields, said),
    counted,
    conversationTitle: '',
    members: people.map((account) => ({ account, name: '' })),
  }
}

/** What no field holds. `whole`: the body is all that the payload says, so the payload need not be kept twice. */
function restOf(message: JsonObject, msgtype: string, whole: boolean, sourceTs: number | null): JsonObject {
  const held = ['msgid', 'from', 'tolist', 'roomid', ...heldTime(sourceTs, 'msgtime')]
  const payload = payloadOf(msgtype, message)
  return without(message, whole && payload ? [...held, payload.key] : held)
}

/** What makes the content: all but the numbers that the pull itself added. */
function saidIn(body: string, rest: JsonObject): string {
  return `${body.length}:${body}${canonicalJson(without(rest, ['seq', 'publickey_ver']))}`
}

function recipientsOf(value: Json | undefined): string[] | null {
  if (value === undefined || value === null || value === '') return []
  if (typeof value === 'string') return recipientsIn(value)
  if (!Array.isArray(value)) return null
  return value.every((one) => typeof one === 'string') ? (value as string[]) : null // just looked at each
}

/** A column of a database: JSON, or accounts with commas between; no account has one in it. */
function recipientsIn(written: string): string[] {
  const list = written.startsWith('[') ? readJson(Buffer.from(written)) : null
  if (Array.isArray(list) && list.every((one) => typeof one === 'string')) return list as string[] // just looked at each
  return written.split(/[,;|]/).filter((one) => one !== '')
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function numberOf(value: Json | undefined): string | number {
  return typeof value === 'number' || typeof value === 'string' ? value : ''
}
