import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Draft, Member, NamedFile } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { jsonSplitter } from '../syntax/json-elements.ts'
import { isObject, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { lineSplitter } from '../syntax/lines.ts'
import { joinLines, objectOf, objectsOf, wordOf } from './attached.ts'
import { identityByContent, identityById } from './identity.ts'
import { label } from './label.ts'
import { arkOf, qqFile } from './qq-elements.ts'
import { heldTime, readTime } from './times.ts'

/**
 * QQ as OneBot 11 tells it (github.com/botuniverse/onebot-11; NapCat, LLOneBot and others): events, one per line, answers of
 * the message history (`data.messages`), messages as segments or as a text of CQ codes. Beats of the connection are no
 * messages.
 */
export function isOneBot(text: string): boolean {
  const isEvent = /"post_type"\s*:\s*"(?:message|message_sent|notice|request|meta_event)"/.test(text)
  const isMessage = /"message_type"\s*:\s*"(?:group|private)"/.test(text) && /"message_id"\s*:\s*-?\d/.test(text)
  return /^\s*[[{]/.test(text) && ((isEvent && /"self_id"\s*:/.test(text)) || isMessage)
}

export function oneBotReader(head: string, origin: string): PartReader {
  const isLines = /^\s*\{.*\}\s*\n\s*\{/.test(head)
  return {
    splitter: isLines ? lineSplitter() : jsonSplitter(['data.messages', 'messages']),
    read(bytes) {
      const item = readJson(bytes)
      if (item instanceof Unreadable) return item
      if (!isObject(item)) return new Unreadable('not_a_message')
      return readItem(objectOf(item, 'data') ?? item, origin)
    },
  }
}

function readItem(item: JsonObject, origin: string): Draft | null | Unreadable {
  const type = wordOf(item, 'post_type')
  if (type === 'meta_event') return null
  if ('message_type' in item && wordOf(item, 'message_id') !== '') return readMessage(item, origin)
  return type === 'notice' || type === 'request' ? readNotice(item, type, origin) : new Unreadable('not_a_message')
}

function readMessage(message: JsonObject, origin: string): Draft {
  const sender = objectOf(message, 'sender') ?? {}
  const person = {
    account: wordOf(message, 'user_id') || wordOf(sender, 'user_id'),
    name: wordOf(sender, 'card') || wordOf(sender, 'nickname'),
  }
  const segments = segmentsOf(message)
  const reply = segments.find((one) => wordOf(one, 'type') === 'reply')
  const rest = without(message, ['message_id', 'user_id', ...heldTime(readTime(wordOf(message, 'time')), 'time')])
  const said = {
    id: wordOf(message, 'message_id'),
    kind: kindOf(segments),
    body: segments.map(bodyOf).join(''),
    refersTo: reply ? wordOf(objectOf(reply, 'data') ?? {}, 'id') : '',
    files: segments.flatMap(filesOf),
  }
  return toDraft(said, message, person, canonicalJson(rest), origin)
}

interface Said {
  id: string
  kind: Kind
  body: string
  refersTo: string
  files: NamedFile[]
}

function toDraft(said: Said, item: JsonObject, person: Member, extra: string, origin: string): Draft {
  const chat = chatOf(item, person.account)
  const fields: RecordFields = {
    platform: 'qq',
    origin,
    sourceId: said.id,
    conversation: chat.id,
    sender: person.account,
    senderName: person.name,
    recipients: '',
    sourceTs: readTime(wordOf(item, 'time')),
    kind: said.kind,
    refersTo: said.refersTo,
    extra,
    body: said.body,
  }
  return {
    fields,
    identity: said.id === '' ? identityByContent(fields, extra) : identityById([said.id], fields),
    counted: said.id === '',
    conversationTitle: chat.title,
    members: person.account === '' ? [] : [person],
    files: said.files,
  }
}

/** Of two, the one who is not the account itself; what that one sends names the other as `target_id`. */
function chatOf(item: JsonObject, by: string): { id: string; title: string } {
  const group = wordOf(item, 'group_id')
  if (group !== '' && group !== '0') return { id: group, title: wordOf(item, 'group_name') || group }
  const isOwn = by !== '' && by === wordOf(item, 'self_id')
  const other = (isOwn && wordOf(item, 'target_id')) || by
  return { id: other, title: other }
}

const NOTICES: Readonly<Record<string, string>> = {
  group_increase: '加入群聊',
  group_decrease: '离开群聊',
  group_admin: '管理员变动',
  group_ban: '禁言',
  group_card: '群名片变更',
  group_upload: '上传群文件',
  friend_add: '添加好友',
  essence: '精华消息',
}

/** What the application tells of a conversation; taking a message back is one. */
function readNotice(notice: JsonObject, type: string, origin: string): Draft {
  const what = wordOf(notice, `${type}_type`)
  const isRecall = what === 'group_recall' || what === 'friend_recall'
  const by = wordOf(notice, 'operator_id') || wordOf(notice, 'user_id')
  const name = Object.hasOwn(NOTICES, what) ? NOTICES[what] : undefined
  const file = wordOf(objectOf(notice, 'file') ?? {}, 'name')
  const said: Said = {
    id: '',
    kind: isRecall ? 'recall' : name ? 'system' : what === 'group_msg_emoji_like' ? 'reaction' : 'event',
    body: isRecall || !name ? '' : label(name, file),
    refersTo: wordOf(notice, 'message_id'),
    files: [],
  }
  return toDraft(said, notice, { account: by, name: '' }, canonicalJson(notice), origin)
}

/** CQ codes in a text: `[CQ:image,file=a.jpg]`; the characters that they need are escaped. */
const CODE = /\[CQ:([\w-]{1,40})((?:,[^[\],]{1,4000})*)\]/g

function segmentsOf(message: JsonObject): JsonObject[] {
  const written = member(message, 'message')
  if (typeof written !== 'string') return objectsOf(message, 'message')
  const segments: JsonObject[] = []
  let from = 0
  for (const found of written.matchAll(CODE)) {
    if (found.index > from) segments.push(textOf(written.slice(from, found.index)))
    const pairs = (found[2] ?? '').split(',').slice(1)
    const data = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s, 2).map(unescaped)))
    segments.push({ type: found[1] ?? '', data })
    from = found.index + found[0].length
  }
  if (from < written.length) segments.push(textOf(written.slice(from)))
  return segments
}

function textOf(text: string): JsonObject {
  return { type: 'text', data: { text: unescaped(text) } }
}

function unescaped(text: string): string {
  return text.replaceAll('&#91;', '[').replaceAll('&#93;', ']').replaceAll('&#44;', ',').replaceAll('&amp;', '&')
}

const SEGMENTS: Readonly<Record<string, readonly [Kind, (data: JsonObject) => string]>> = {
  text: ['text', (d) => wordOf(d, 'text')],
  markdown: ['text', (d) => wordOf(d, 'content')],
  at: ['text', (d) => `@${wordOf(d, 'name') || wordOf(d, 'qq').replace(/^all$/, '全体成员')}`],
  image: ['image', (d) => wordOf(d, 'summary') || label('图片', wordOf(d, 'file'))],
  record: ['voice', () => '[语音]'],
  video: ['video', (d) => label('视频', wordOf(d, 'file'))],
  file: ['file', (d) => label('文件', wordOf(d, 'name') || wordOf(d, 'file'))],
  face: ['sticker', (d) => label('表情', wordOf(d, 'text') || wordOf(d, 'id'))],
  mface: ['sticker', (d) => wordOf(d, 'summary') || '[表情]'],
  dice: ['sticker', (d) => label('骰子', wordOf(d, 'result'))],
  rps: ['sticker', (d) => label('猜拳', wordOf(d, 'result'))],
  poke: ['event', () => '[戳一戳]'],
  location: ['location', (d) => label('位置', wordOf(d, 'title'), wordOf(d, 'content'))],
  share: ['link', (d) => joinLines(label('链接', wordOf(d, 'title')), wordOf(d, 'content'), wordOf(d, 'url'))],
  music: ['link', (d) => label('音乐', wordOf(d, 'title'))],
  contact: ['card', (d) => label('名片', wordOf(d, 'id'))],
  json: ['card', (d) => arkOf(wordOf(d, 'data'))],
  xml: ['card', () => '[卡片]'],
  forward: ['forwarded', () => '[聊天记录]'],
  node: ['forwarded', () => '[聊天记录]'],
}

function partOf(segment: JsonObject) {
  const type = wordOf(segment, 'type')
  return Object.hasOwn(SEGMENTS, type) ? SEGMENTS[type] : undefined
}

function bodyOf(segment: JsonObject): string {
  return partOf(segment)?.[1](objectOf(segment, 'data') ?? {}) ?? ''
}

/** A text where anything of it is text; otherwise what its first segment is. A quote is told by what it answers. */
function kindOf(segments: readonly JsonObject[]): Kind {
  const shown = segments.filter((one) => wordOf(one, 'type') !== 'reply')
  const kinds = shown.map((one) => partOf(one)?.[0] ?? 'unknown')
  const hasText = shown.some((one, at) => kinds[at] === 'text' && bodyOf(one).trim() !== '')
  return hasText ? 'text' : (kinds[0] ?? 'unknown')
}

const FOLDERS: Readonly<Record<string, string>> = { image: 'images', record: 'audios', video: 'videos', file: 'files' }

function filesOf(segment: JsonObject): NamedFile[] {
  const type = wordOf(segment, 'type')
  const data = objectOf(segment, 'data') ?? {}
  if (!Object.hasOwn(FOLDERS, type)) return []
  const name = wordOf(data, 'name') || wordOf(data, 'file')
  const keys = [wordOf(data, 'file_id'), name.replace(/\.[^.]*$/, '')]
  return [qqFile(name, FOLDERS[type] ?? '', keys)]
}
