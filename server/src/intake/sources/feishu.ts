import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import type { Draft, Member } from '../piece.ts'
import { jsonSplitter } from '../syntax/json-elements.ts'
import { isObject, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { lineSplitter } from '../syntax/lines.ts'
import { baseName, mayHoldMessages, objectOf, objectsOf, wordOf } from './attached.ts'
import { accountOf, describeEvent } from './feishu-events.ts'
import { describeFeishu, filesOfFeishu, withMentions } from './feishu-kinds.ts'
import { identityByContent, identityById } from './identity.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { heldTime, readTime } from './times.ts'

/**
 * Feishu (Lark): answers of the message history (`data.items`), its items one by one, and event callbacks of schema 2.0
 * (open.feishu.cn, im-v1 message and events/receive). The content is JSON within a string. Times are milliseconds.
 * A callback still encrypted is quarantined: its key is the app's.
 */
export const feishu = {
  name: 'feishu',
  knowsHead: ({ text }) => /^\s*[[{]/.test(text) && looksLikeFeishu(text),
  open: feishuSource,
} as const satisfies SourceFormat<'feishu'>

/** Of schema 1.0, which apps made before 2021 still receive. */
const OLD_EVENT = /"type"\s*:\s*"event_callback"[\s\S]*"open_(?:message|chat)_id"\s*:/
const EVENT = /"event_type"\s*:\s*"(?:im\.|card\.)/
const ITEM = /"message_id"\s*:\s*"om_/
const BARE = /^\s*\{\s*"msg_type"\s*:\s*"\w{1,40}"\s*,\s*"content"\s*:\s*["{]/

function looksLikeFeishu(text: string): boolean {
  if (/"schema"\s*:\s*"2\.0"/.test(text) && EVENT.test(text)) return true
  if (OLD_EVENT.test(text)) return true
  return (ITEM.test(text) && /"(?:msg_type|message_type)"\s*:/.test(text)) || BARE.test(text)
}

/** An event about a message does not name its chat: so many are remembered from what came before it. */
const REMEMBERED = 100_000

interface Reading {
  origin: string
  /** message id → chat id */
  chats: Map<string, string>
}

function feishuSource(options: SourceOptions): Source {
  const reading: Reading = { origin: options.origin, chats: new Map() }
  return {
    rank: () => 0,
    reader(part) {
      if (!part.alone && !mayHoldMessages(part, looksLikeFeishu)) return null
      return {
        splitter: isLines(part.text) ? lineSplitter() : jsonSplitter(['data.items'], AROUND),
        read(bytes) {
          const item = readJson(bytes)
          if (item instanceof Unreadable) return item
          if (!isObject(item)) return new Unreadable('not_a_message')
          return readItem(item, part, reading)
        },
      }
    },
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

/** What an answer says around its items: codes and page marks. */
const AROUND = { onHead: () => undefined, onTail: () => undefined }

/** One object per line; a line that is a whole answer is read as one. */
function isLines(text: string): boolean {
  const [first = '', second = ''] = text.split('\n', 2)
  return /^\s*\{.*\}\s*$/.test(first) && /^\s*\{/.test(second)
}

function readItem(item: JsonObject, part: PartHead, reading: Reading): Draft | Draft[] | Unreadable {
  if ('encrypt' in item && !('header' in item)) return new Unreadable('encrypted_message')
  const event = objectOf(item, 'event')
  const header = headerOf(item)
  if (event && header) return readEvent(item, header, event, reading)
  if (event && wordOf(item, 'type') === 'event_callback') return readOldEvent(item, event, reading)
  const answer = objectOf(item, 'data')
  if (answer && Array.isArray(answer.items)) {
    const drafts = objectsOf(answer, 'items').map((one) => readMessage(one, part, reading))
    return drafts.includes(null) || drafts.length < answer.items.length
      ? new Unreadable('not_a_message', answer.items.length)
      : drafts.filter((draft) => draft !== null)
  }
  return readMessage(item, part, reading) ?? new Unreadable('not_a_message')
}

/** Without the token that proves the sender: it has no place in a record. */
function headerOf(item: JsonObject): JsonObject | null {
  const header = objectOf(item, 'header')
  return header && without(header, ['token'])
}

/** An item of the history: `{message_id, msg_type, body: {content}, sender: {id}, …}`; the type and content alone, at least. */
function readMessage(item: JsonObject, part: PartHead, reading: Reading): Draft | null {
  const type = wordOf(item, 'msg_type')
  const body = objectOf(item, 'body') ?? item
  if (type === '' || !('content' in body || item.deleted === true)) return null
  const sender = objectOf(item, 'sender') ?? {}
  return toDraft(item, {
    type,
    content: contentOf(member(body, 'content')),
    sender: { account: wordOf(sender, 'id'), name: wordOf(sender, 'name') },
    chat: wordOf(item, 'chat_id') || baseName(part.name).replace(/\.jsonl?$/i, ''),
    reading,
    extra: without(item, heldIn(item)),
  })
}

function readEvent(item: JsonObject, header: JsonObject, event: JsonObject, reading: Reading): Draft | Unreadable {
  const type = wordOf(header, 'event_type')
  const message = objectOf(event, 'message')
  if (type !== 'im.message.receive_v1' || !message) return readOther(item, header, event, reading)
  const sender = objectOf(event, 'sender') ?? {}
  return toDraft(message, {
    type: wordOf(message, 'message_type'),
    content: contentOf(member(message, 'content')),
    sender: { account: accountOf(objectOf(sender, 'sender_id') ?? {}), name: '' },
    chat: wordOf(message, 'chat_id'),
    reading,
    extra: { header, event: { ...event, message: without(message, heldIn(message)) } },
  })
}

/** Schema 1.0: a message's content stands among the event's own members, its text with people as tags. */
function readOldEvent(item: JsonObject, event: JsonObject, reading: Reading): Draft | Unreadable {
  const id = wordOf(event, 'open_message_id')
  if (wordOf(event, 'type') !== 'message' || id === '') return new Unreadable('not_a_message')
  const text = wordOf(event, 'text').replace(/<at\b[^<>]{0,500}>([^<>]{0,500})<\/at>/g, '$1')
  const time = wordOf(item, 'ts')
  const chat = wordOf(event, 'open_chat_id')
  const known = { message_id: id, parent_id: wordOf(event, 'parent_id'), create_time: String(readTime(time) ?? time) }
  return toDraft(known, {
    type: wordOf(event, 'msg_type'),
    content: { ...event, text },
    sender: { account: accountOf(event), name: '' },
    chat,
    reading,
    extra: without(item, ['token']),
  })
}

function readOther(item: JsonObject, header: JsonObject, event: JsonObject, reading: Reading): Draft | Unreadable {
  const id = wordOf(header, 'event_id')
  const said = describeEvent(wordOf(header, 'event_type'), event)
  if (id === '') return new Unreadable('wrong_shape')
  const fields: RecordFields = {
    platform: 'feishu',
    origin: reading.origin,
    sourceId: id,
    conversation: said.chat || (reading.chats.get(said.refersTo) ?? said.refersTo) || said.by,
    sender: said.by,
    senderName: '',
    recipients: '',
    sourceTs: readTime(said.at || wordOf(header, 'create_time'), 'ms'),
    kind: said.kind,
    refersTo: said.refersTo,
    extra: canonicalJson({ ...item, header }),
    body: said.body,
  }
  const members = said.by === '' ? [] : [{ account: said.by, name: '' }]
  // an event is sent again until it is answered: its id makes it, whether or not its chat is known this time
  const identity = identityById([id], { ...fields, conversation: '' })
  return { fields, identity, counted: false, conversationTitle: '', members }
}

interface Told {
  type: string
  content: JsonObject | null
  sender: Member
  chat: string
  reading: Reading
  extra: JsonObject
}

function toDraft(message: JsonObject, told: Told): Draft {
  const said = describeFeishu(told.type, told.content)
  const mentions = objectsOf(message, 'mentions')
  const { version, kind } = versionOf(message)
  const id = wordOf(message, 'message_id')
  if (told.reading.chats.size < REMEMBERED) told.reading.chats.set(id, told.chat)
  const fields: RecordFields = {
    platform: 'feishu',
    origin: told.reading.origin,
    sourceId: version === '' ? id : `${id}/${version}`,
    conversation: told.chat,
    sender: told.sender.account,
    senderName: told.sender.name,
    recipients: '',
    sourceTs: timeOf(message),
    kind: kind ?? said.kind,
    refersTo: version === '' ? wordOf(message, 'parent_id') || wordOf(message, 'upper_message_id') : id,
    extra: canonicalJson(told.extra),
    body: kind === 'recall' ? '' : withMentions(said.body, mentions),
  }
  const content = canonicalJson(told.content ?? {})
  const people = mentions.map((one) => ({ account: mentioned(one), name: wordOf(one, 'name') }))
  return {
    fields,
    identity: id === '' ? identityByContent(fields, content) : identityById([fields.sourceId], fields, content),
    counted: id === '',
    conversationTitle: '',
    members: [told.sender, ...people].filter(({ account }) => account !== ''),
    files: kind === 'recall' ? [] : filesOfFeishu(told.type, told.content, id),
  }
}

/** An edited message has the time of its edit; when it was first sent stays in `extra`. */
function timeOf(message: JsonObject): number | null {
  return readTime(wordOf(message, versionOf(message).kind === 'edit' ? 'update_time' : 'create_time'), 'ms')
}

function heldIn(message: JsonObject): string[] {
  const isEdit = versionOf(message).kind === 'edit'
  return ['message_id', 'chat_id', ...(isEdit ? [] : heldTime(timeOf(message), 'create_time'))]
}

/** A message that was edited or taken back is listed under the id of the original, in whose place it stands. */
function versionOf(message: JsonObject): { version: string; kind: 'edit' | 'recall' | null } {
  if (message.deleted === true) return { version: 'deleted', kind: 'recall' }
  if (message.updated === true) return { version: wordOf(message, 'update_time') || 'updated', kind: 'edit' }
  return { version: '', kind: null }
}

function mentioned(mention: JsonObject): string {
  const id = member(mention, 'id')
  return isObject(id) ? accountOf(id) : wordOf(mention, 'id')
}

/** JSON in a string, or already an object; null: neither. */
function contentOf(value: JsonObject[string] | undefined): JsonObject | null {
  const content = typeof value === 'string' ? readJson(Buffer.from(value)) : value
  return content !== undefined && !(content instanceof Unreadable) && isObject(content) ? content : null
}
