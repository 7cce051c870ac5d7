import type { Kind } from '@cunzhen/proof'
import { isObject, type Json, type JsonObject, member, readJson, Unreadable } from '../syntax/json-value.ts'

// What each msgtype of the archive says, as a body a person can read. The payload itself stays in the record's `extra`.

export interface Said {
  kind: Kind
  body: string
  /** Message id of the message recalled. */
  refersTo: string
  /** True: the body is all that the payload says. */
  whole: boolean
}

type Payload = JsonObject
interface Described {
  kind: Kind
  body: string
}

/** msgtype → name of the member that holds its payload, where it is not the msgtype itself. */
const PAYLOAD_KEYS: Readonly<Record<string, readonly string[]>> = {
  docmsg: ['doc', 'docmsg'],
  markdown: ['info', 'markdown'],
  news: ['info', 'news'],
  external_redpacket: ['redpacket', 'external_redpacket'],
  qydiskfile: ['info', 'qydiskfile'],
  voiptext: ['info', 'voiptext'],
  note: ['info', 'note'],
  meeting_notification: ['info', 'meeting_notification'],
}

const DESCRIBE: Readonly<Record<string, (payload: Payload) => Described>> = {
  text: (p) => ({ kind: 'text', body: str(p, 'content') }),
  markdown: (p) => ({ kind: 'text', body: str(p, 'content') }),
  image: () => ({ kind: 'image', body: '[图片]' }),
  voice: (p) => ({ kind: 'voice', body: label('语音', seconds(p, 'play_length')) }),
  video: (p) => ({ kind: 'video', body: label('视频', seconds(p, 'play_length')) }),
  card: (p) => ({ kind: 'card', body: label('名片', str(p, 'corpname'), str(p, 'userid')) }),
  location: (p) => ({ kind: 'location', body: label('位置', str(p, 'title'), str(p, 'address')) }),
  emotion: () => ({ kind: 'sticker', body: '[表情]' }),
  file: (p) => ({ kind: 'file', body: label('文件', str(p, 'filename')) }),
  qydiskfile: (p) => ({ kind: 'file', body: label('微盘文件', str(p, 'filename')) }),
  voip_doc_share: (p) => ({ kind: 'file', body: label('通话中共享文档', str(p, 'filename')) }),
  link: (p) => ({
    kind: 'link',
    body: lines(label('链接', str(p, 'title')), str(p, 'description'), str(p, 'link_url')),
  }),
  weapp: (p) => ({
    kind: 'link',
    body: lines(label('小程序', str(p, 'displayname')), str(p, 'title'), str(p, 'description')),
  }),
  sphfeed: (p) => ({ kind: 'link', body: lines(label('视频号', str(p, 'sph_name')), str(p, 'feed_desc')) }),
  docmsg: (p) => ({ kind: 'link', body: lines(label('在线文档', str(p, 'title')), str(p, 'link_url')) }),
  news: (p) => ({
    kind: 'link',
    body: lines(
      '[图文]',
      ...each(p, 'item', (one) => lines(str(one, 'title'), str(one, 'description'), str(one, 'url'))),
    ),
  }),
  chatrecord: (p) => ({
    kind: 'forwarded',
    body: lines(label('聊天记录', str(p, 'title')), ...each(p, 'item', partOf)),
  }),
  mixed: (p) => describeMixed(p),
  todo: (p) => ({ kind: 'card', body: lines(label('待办', str(p, 'title')), str(p, 'content')) }),
  vote: (p) => ({ kind: 'card', body: lines(label('投票', str(p, 'votetitle')), ...texts(p, 'voteitem')) }),
  collect: (p) => ({
    kind: 'card',
    body: lines(label('填表', str(p, 'title')), ...each(p, 'details', (one) => str(one, 'ques'))),
  }),
  solitaire: (p) => ({ kind: 'card', body: lines('[接龙]', str(p, 'title'), str(p, 'content')) }),
  note: (p) => ({ kind: 'card', body: lines('[笔记]', str(p, 'title'), str(p, 'content')) }),
  redpacket: (p) => ({ kind: 'card', body: label('红包', str(p, 'wish')) }),
  external_redpacket: (p) => ({ kind: 'card', body: label('互通红包', str(p, 'wish')) }),
  meeting: (p) => ({
    kind: 'event',
    body: lines(label('会议', str(p, 'topic')), str(p, 'address'), str(p, 'remarks')),
  }),
  meeting_notification: (p) => ({ kind: 'event', body: lines('[会议通知]', str(p, 'content')) }),
  calendar: (p) => ({
    kind: 'event',
    body: lines(
      label('日程', str(p, 'title')),
      texts(p, 'attendeename').join('、'),
      str(p, 'place'),
      str(p, 'remarks'),
    ),
  }),
  meeting_voice_call: () => ({ kind: 'call', body: '[语音会议]' }),
  voiptext: (p) => ({ kind: 'call', body: label('音视频通话', seconds(p, 'callduration')) }),
  agree: () => ({ kind: 'event', body: '[同意会话存档]' }),
  disagree: () => ({ kind: 'event', body: '[不同意会话存档]' }),
}

/** null: a known msgtype whose payload is not what the format says. An unknown one is kind `unknown`. */
export function describeWecom(action: string, msgtype: string, message: JsonObject): Said | null {
  if (action === 'switch') return { kind: 'event', body: '[切换企业]', refersTo: '', whole: false }
  const payload = payloadOf(msgtype, message)
  if (action === 'recall' || msgtype === 'revoke') {
    const original = payload ? str(payload.value, 'pre_msgid') : ''
    return original === '' ? null : { kind: 'recall', body: '', refersTo: original, whole: true }
  }
  const describe = Object.hasOwn(DESCRIBE, msgtype) ? DESCRIBE[msgtype] : undefined
  if (!describe) return { kind: 'unknown', body: '', refersTo: '', whole: false }
  if (!payload || (msgtype === 'text' && typeof member(payload.value, 'content') !== 'string')) return null
  const said = describe(payload.value)
  const isText = msgtype === 'text' || msgtype === 'markdown'
  return { ...said, refersTo: '', whole: isText && Object.keys(payload.value).length === 1 }
}

export function payloadOf(msgtype: string, message: JsonObject): { key: string; value: Payload } | null {
  for (const key of (Object.hasOwn(PAYLOAD_KEYS, msgtype) ? PAYLOAD_KEYS[msgtype] : undefined) ?? [msgtype]) {
    const written = member(message, key)
    // databases keep it as JSON in a string
    const value = typeof written === 'string' && written.startsWith('{') ? readJson(Buffer.from(written)) : written
    if (!(value instanceof Unreadable) && isObject(value)) return { key, value }
  }
  // a vote has no member of its own: what it says stands beside who sent it
  if (msgtype === 'vote' && typeof member(message, 'votetitle') === 'string')
    return { key: 'votetitle', value: message }
  return null
}

/** Text and pictures in one message: text where there is any. */
function describeMixed(payload: Payload): Described {
  const parts = each(payload, 'item', partOf)
  const hasText = each(payload, 'item', (one) => str(one, 'type')).includes('text')
  return { kind: hasText ? 'text' : 'image', body: parts.join('\n') }
}

/** One item of a mixed message or of a forwarded record: its content is JSON in a string. */
function partOf(part: Payload): string {
  const type = typeOfItem(part)
  const content = readJson(Buffer.from(str(part, 'content')))
  const inner = !(content instanceof Unreadable) && isObject(content) ? content : null
  const describe = Object.hasOwn(DESCRIBE, type) ? DESCRIBE[type] : undefined
  if (!inner || !describe) return str(part, 'content')
  return describe(inner).body
}

/** `ChatRecordImage` of a forwarded record is `image` of a mixed message. */
export function typeOfItem(item: Payload): string {
  const type = str(item, 'type').toLowerCase()
  return type === 'chatrecord' ? type : type.replace(/^chatrecord/, '')
}

function str(payload: Payload, key: string): string {
  const value = member(payload, key)
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function texts(payload: Payload, key: string): string[] {
  const value: Json | undefined = member(payload, key)
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function each(payload: Payload, key: string, describe: (part: Payload) => string): string[] {
  const value = member(payload, key)
  return Array.isArray(value) ? value.filter(isObject).map(describe) : []
}

function seconds(payload: Payload, key: string): string {
  const length = str(payload, key)
  return length === '' ? '' : `${length} 秒`
}

function label(name: string, ...words: string[]): string {
  return [`[${name}]`, ...words.filter((word) => word !== '')].join(' ')
}

function lines(...all: string[]): string {
  return all.filter((line) => line !== '').join('\n')
}
