import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import type { Draft, Member } from '../piece.ts'
import { isObject, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { mayHoldMessages, objectOf, objectsOf, wordOf, wordsOf } from './attached.ts'
import { describeDingtalk, filesOfDingtalk } from './dingtalk-kinds.ts'
import { identityByContent, identityById } from './identity.ts'
import { jsonLinesOrElements } from './jsonl.ts'
import { label } from './label.ts'
import type { Source, SourceFormat, SourceOptions } from './source.ts'
import { heldTime, readTime } from './times.ts'

/**
 * DingTalk: callbacks to a robot (open.dingtalk.com, 机器人接收消息), bare or as frames of the Stream mode, and decrypted
 * event callbacks of groups (`EventType`, or the Stream frame's `eventType`). One per line or an array. What its 会话存档
 * hands out is not described in public: such files are read as far as they use these names. An event still encrypted
 * (`{"encrypt": …}`) is quarantined: its key is the app's. The address that answers a callback is a secret and left out.
 */
export const dingtalk = {
  name: 'dingtalk',
  knowsHead: ({ text }) => /^\s*[[{]/.test(text) && looksLikeDingtalk(text),
  open: dingtalkSource,
} as const satisfies SourceFormat<'dingtalk'>

function looksLikeDingtalk(text: string): boolean {
  const isCallback =
    /"msgtype"\s*:/.test(text) && /"(?:chatbotUserId|senderStaffId|senderNick|robotCode)"\s*:/.test(text)
  const isFrame = /"specVersion"\s*:/.test(text) && /"topic"\s*:\s*"(?:\/v1\.0\/im\/|\*")/.test(text)
  return isCallback || isFrame || /"EventType"\s*:\s*"(?:chat_|im_|bpms_|user_)/.test(text)
}

function dingtalkSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    reader(part) {
      if (!part.alone && !mayHoldMessages(part, looksLikeDingtalk)) return null
      return {
        splitter: jsonLinesOrElements(part.text, []),
        read(bytes) {
          const item = readJson(bytes)
          if (item instanceof Unreadable) return item
          return isObject(item) ? readItem(item, options.origin) : new Unreadable('not_a_message')
        },
      }
    },
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function readItem(item: JsonObject, origin: string): Draft | Unreadable {
  if ('specVersion' in item) return readFrame(item, origin)
  if (wordOf(item, 'EventType') !== '') return readEvent(item, item, origin)
  if (wordOf(item, 'msgtype') !== '') return readMessage(item, {}, origin)
  return new Unreadable('encrypt' in item ? 'encrypted_message' : 'not_a_message')
}

/** A frame of the Stream mode: `headers`, and what a callback would hold as JSON in a string (`data`). */
function readFrame(frame: JsonObject, origin: string): Draft | Unreadable {
  const data = member(frame, 'data')
  const inner = typeof data === 'string' ? readJson(Buffer.from(data)) : data
  if (inner === undefined || inner instanceof Unreadable || !isObject(inner)) return new Unreadable('not_a_message')
  const headers = objectOf(frame, 'headers') ?? {}
  if (wordOf(inner, 'msgtype') !== '') return readMessage(inner, { headers }, origin)
  const type = wordOf(headers, 'eventType')
  if (type === '') return new Unreadable('not_a_message') // system frames: ping, disconnect
  return readEvent({ EventType: type, eventId: wordOf(headers, 'eventId'), ...inner }, frame, origin)
}

/** Addresses to answer at are good for whoever has them, for a while. */
const SECRET = ['sessionWebhook', 'sessionWebhookExpiredTime']
const HELD = ['msgId', 'conversationId', 'conversationTitle', 'senderNick']

function readMessage(message: JsonObject, around: JsonObject, origin: string): Draft | Unreadable {
  const sender = {
    account: wordOf(message, 'senderStaffId') || wordOf(message, 'senderId'),
    name: wordOf(message, 'senderNick'),
  }
  const conversation = wordOf(message, 'conversationId') || wordOf(message, 'openConversationId')
  if (conversation === '' && sender.account === '') return new Unreadable('not_a_message')
  const id = wordOf(message, 'msgId')
  const said = describeDingtalk(message)
  const sourceTs = readTime(wordOf(message, 'createAt'), 'ms')
  const rest = without(message, [...SECRET, ...HELD, ...heldTime(sourceTs, 'createAt')])
  const fields: RecordFields = {
    platform: 'dingtalk',
    origin,
    sourceId: id,
    conversation: conversation || sender.account,
    sender: sender.account,
    senderName: sender.name,
    recipients: '',
    sourceTs,
    kind: said.kind,
    refersTo: said.refersTo,
    extra: canonicalJson({ ...rest, ...around }),
    body: said.body,
  }
  const content = canonicalJson([
    said.body,
    member(message, wordOf(message, 'msgtype')) ?? member(message, 'content') ?? null,
  ])
  return {
    fields,
    identity: id === '' ? identityByContent(fields, content) : identityById([id], fields, content),
    counted: id === '',
    conversationTitle: wordOf(message, 'conversationTitle') || sender.name,
    members: [sender, ...mentioned(message)],
    files: filesOfDingtalk(message),
  }
}

function mentioned(message: JsonObject): Member[] {
  const people = objectsOf(message, 'atUsers').map((one) => wordOf(one, 'staffId') || wordOf(one, 'dingtalkId'))
  return people.filter((account) => account !== '').map((account) => ({ account, name: '' }))
}

const EVENTS: Readonly<Record<string, string>> = {
  chat_add_member: '加入群聊',
  chat_remove_member: '移出群聊',
  chat_quit: '退出群聊',
  chat_update_owner: '更换群主',
  chat_update_title: '群名变更',
  chat_disband: '解散群聊',
}

/** `event`: the event's own members; `whole`: what came, with what stood around it. */
function readEvent(event: JsonObject, whole: JsonObject, origin: string): Draft | Unreadable {
  const type = wordOf(event, 'EventType')
  const chat = wordOf(event, 'ChatId') || wordOf(event, 'OpenConversationId') || wordOf(event, 'openConversationId')
  const by = wordOf(event, 'Operator') || wordOf(event, 'OperatorUserId')
  const people = wordsOf(event, 'UserId')
  const id = wordOf(event, 'eventId')
  const fields: RecordFields = {
    platform: 'dingtalk',
    origin,
    sourceId: id,
    conversation: chat || by || type,
    sender: by,
    senderName: '',
    recipients: '',
    sourceTs: readTime(wordOf(event, 'TimeStamp') || wordOf(event, 'timeStamp')),
    kind: Object.hasOwn(EVENTS, type) ? 'system' : 'event',
    refersTo: '',
    extra: canonicalJson(whole),
    body: Object.hasOwn(EVENTS, type) ? label(EVENTS[type] ?? type, wordOf(event, 'Title'), ...people) : '',
  }
  const said = canonicalJson(event)
  return {
    fields,
    identity: id === '' ? identityByContent(fields, said) : identityById([id], fields, said),
    counted: id === '',
    conversationTitle: wordOf(event, 'Title'),
    members: [by, ...people].filter((account) => account !== '').map((account) => ({ account, name: '' })),
  }
}
