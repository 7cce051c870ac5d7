import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Draft, Member } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { jsonSplitter } from '../syntax/json-elements.ts'
import { isObject, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { lineSplitter } from '../syntax/lines.ts'
import { objectOf, objectsOf, wordOf } from './attached.ts'
import { identityByContent, identityById } from './identity.ts'
import { label } from './label.ts'
import type { Source, SourceFormat, SourceOptions } from './source.ts'
import { readTime } from './times.ts'

/**
 * ChatLab's exchange format 0.0.2 (github.com/ChatLab/ChatLab, "聊天数据交换标准化格式"): one chat as
 * {chatlab, meta, members: […], messages: […]}, or one object per line with `_type` header, member or message and
 * comments behind #. The platform of the records is the one that `meta` names.
 */
export const chatlab = {
  name: 'chatlab',
  knowsHead: ({ text }) => isExport(text),
  open: chatlabSource,
} as const satisfies SourceFormat<'chatlab'>

interface Chat {
  platform: string
  id: string
  title: string
}

const TYPES: Readonly<Record<string, readonly [string, Kind, string]>> = {
  '0': ['TEXT', 'text', ''],
  '1': ['IMAGE', 'image', '图片'],
  '2': ['VOICE', 'voice', '语音'],
  '3': ['VIDEO', 'video', '视频'],
  '4': ['FILE', 'file', '文件'],
  '5': ['EMOJI', 'sticker', '表情'],
  '7': ['LINK', 'link', '链接'],
  '8': ['LOCATION', 'location', '位置'],
  '20': ['RED_PACKET', 'card', '红包'],
  '21': ['TRANSFER', 'card', '转账'],
  '22': ['POKE', 'event', '拍一拍'],
  '23': ['CALL', 'call', '通话'],
  '24': ['SHARE', 'card', '分享'],
  '25': ['REPLY', 'text', ''],
  '26': ['FORWARD', 'forwarded', '转发'],
  '27': ['CONTACT', 'card', '名片'],
  '80': ['SYSTEM', 'system', ''],
  '81': ['RECALL', 'recall', '撤回'],
}

function isExport(text: string): boolean {
  const start = text.replace(/^(\s*#[^\n]*\n)+/, '')
  return /^\s*\{/.test(start) && /"chatlab"\s*:\s*\{/.test(start.slice(0, 2000))
}

function isLines(text: string): boolean {
  return /^\s*(#[^\n]*\n\s*)*\{\s*"_type"/.test(text) || /"_type"\s*:\s*"header"/.test(text.slice(0, 2000))
}

function chatlabSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    reader: (part) => (isExport(part.text) ? (isLines(part.text) ? linesReader : objectReader)(options) : null),
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function objectReader(options: SourceOptions): PartReader {
  let chat: Chat | null = null
  let people: Member[] = []
  return {
    splitter: jsonSplitter(['messages'], {
      onHead(head) {
        people = objectsOf(head, 'members').map(personOf)
        chat = chatOf(head, people)
      },
      // members behind the messages are named by them already
      onTail: () => undefined,
    }),
    read(bytes) {
      const message = readJson(bytes)
      if (message instanceof Unreadable) return message
      const draft = isObject(message) ? toDraft(message, chat, options) : new Unreadable('not_a_message')
      if (!(draft instanceof Unreadable)) draft.members.push(...people.splice(0))
      return draft
    },
  }
}

function linesReader(options: SourceOptions): PartReader {
  let chat: Chat | null = null
  let people: Member[] = []
  return {
    splitter: lineSplitter(),
    read(bytes) {
      if (/^\s*#/.test(bytes.toString('latin1', 0, 80))) return null
      const line = readJson(bytes)
      if (line instanceof Unreadable) return line
      const type = isObject(line) ? wordOf(line, '_type') : ''
      if (!isObject(line) || !['header', 'member', 'message'].includes(type)) return new Unreadable('not_a_message')
      if (type === 'header') {
        chat = chatOf(line, [])
        people = []
        return chat ? null : new Unreadable('wrong_shape')
      }
      if (type === 'member') {
        people.push(personOf(line))
        return null
      }
      const draft = toDraft(line, chat, options)
      if (!(draft instanceof Unreadable)) draft.members.push(...people.splice(0))
      return draft
    },
  }
}

function chatOf(head: JsonObject, people: readonly Member[]): Chat | null {
  const meta = objectOf(head, 'meta')
  if (!meta) return null
  const name = wordOf(meta, 'name')
  const isPair = wordOf(meta, 'type') === 'private' && people.length === 2
  const pair = isPair
    ? people
        .map(({ account }) => account)
        .sort()
        .join('|')
    : ''
  return { platform: wordOf(meta, 'platform') || 'chatlab', id: wordOf(meta, 'groupId') || pair || name, title: name }
}

function personOf(one: JsonObject): Member {
  return { account: wordOf(one, 'platformId'), name: wordOf(one, 'groupNickname') || wordOf(one, 'accountName') }
}

function toDraft(message: JsonObject, chat: Chat | null, options: SourceOptions): Draft | Unreadable {
  const at = wordOf(message, 'timestamp')
  const isMessage = 'sender' in message && 'type' in message
  if (!isMessage) return new Unreadable('not_a_message')
  // which chat it belongs to stood where the file is damaged
  if (chat === null) return new Unreadable('wrong_shape')
  const { kind, name } = typeOf(wordOf(message, 'type'))
  const content = member(message, 'content')
  const isText = typeof content === 'string'
  const sender: Member = {
    account: wordOf(message, 'sender'),
    name: wordOf(message, 'groupNickname') || wordOf(message, 'accountName'),
  }
  const fields: RecordFields = {
    platform: chat.platform,
    origin: options.origin,
    sourceId: wordOf(message, 'platformMessageId'),
    conversation: chat.id,
    sender: sender.account,
    senderName: sender.name,
    recipients: '',
    sourceTs: readTime(at, 's'),
    kind,
    refersTo: wordOf(message, 'replyToMessageId'),
    extra: canonicalJson(restOf(message, isText)),
    body: isText ? content : name === '' ? '' : label(name),
  }
  const counted = fields.sourceId === ''
  return {
    fields,
    identity: counted ? identityByContent(fields) : identityById([fields.sourceId], fields),
    counted,
    conversationTitle: chat.title,
    members: [sender],
  }
}

/** By number, or, as older writers have it, by name. */
function typeOf(type: string): { kind: Kind; name: string } {
  const found = TYPES[type] ?? Object.values(TYPES).find(([name]) => name === type)
  return { kind: found?.[1] ?? 'unknown', name: found?.[2] ?? '' }
}

function restOf(message: JsonObject, isText: boolean): JsonObject {
  const held = ['_type', 'sender', 'platformMessageId', 'replyToMessageId', ...(isText ? ['content'] : [])]
  return without(message, held)
}
