import type { Kind } from '@cunzhen/proof'
import type { NamedFile } from '../piece.ts'
import { isObject, type JsonObject, member, readJson, Unreadable } from '../syntax/json-value.ts'
import { fetchedFile, joinLines, objectOf, objectsOf, wordOf, wordsOf } from './attached.ts'
import { label, secondsOf } from './label.ts'

// What a message says, by its msgtype (open.dingtalk.com, 机器人接收消息; 消息类型与数据格式). All of it stays in `extra`.

export interface DingtalkSaid {
  kind: Kind
  body: string
  /** Id of the message that this one answers; ''. */
  refersTo: string
}

type Describe = (content: JsonObject) => { kind: Kind; body: string }

const DESCRIBE: Readonly<Record<string, Describe>> = {
  text: (c) => ({ kind: 'text', body: wordOf(c, 'content') }),
  markdown: (c) => ({ kind: 'text', body: joinLines(wordOf(c, 'title'), wordOf(c, 'text')) }),
  richText: describeRichText,
  picture: () => ({ kind: 'image', body: '[图片]' }),
  image: () => ({ kind: 'image', body: '[图片]' }),
  audio: describeVoice,
  voice: describeVoice,
  video: (c) => ({ kind: 'video', body: label('视频', millisOrSeconds(wordOf(c, 'duration'))) }),
  file: (c) => ({ kind: 'file', body: label('文件', wordOf(c, 'fileName')) }),
  location: (c) => ({ kind: 'location', body: label('位置', wordOf(c, 'title'), wordOf(c, 'address')) }),
  link: (c) => ({ kind: 'link', body: joinLines(label('链接', wordOf(c, 'title')), wordOf(c, 'text'), urlOf(c)) }),
  chatRecord: describeRecords,
  interactiveCard: (c) => ({ kind: 'card', body: label('卡片', wordOf(c, 'title')) }),
  actionCard: (c) => ({ kind: 'card', body: joinLines(label('卡片', wordOf(c, 'title')), wordOf(c, 'text')) }),
  action_card: (c) => ({ kind: 'card', body: joinLines(label('卡片', wordOf(c, 'title')), wordOf(c, 'markdown')) }),
  oa: describeOa,
  feedCard: (c) => ({
    kind: 'card',
    body: joinLines('[卡片]', ...objectsOf(c, 'links').map((one) => wordOf(one, 'title'))),
  }),
}

/** A type that nobody knows, or one whose content is not there, is kept as `unknown`. */
export function describeDingtalk(message: JsonObject): DingtalkSaid {
  const type = wordOf(message, 'msgtype')
  const content = contentOf(message, type)
  const describe = Object.hasOwn(DESCRIBE, type) ? DESCRIBE[type] : undefined
  const said = describe && content ? describe(content) : { kind: 'unknown' as const, body: '' }
  return { ...said, refersTo: repliedTo(message, content ?? {}) }
}

/** Codes and ids under which DingTalk keeps a file; a robot fetches it with one of them. */
const KEYS = ['mediaId', 'fileId', 'spaceFileId', 'downloadCode', 'pictureDownloadCode']

/** Files that a message carries: DingTalk keeps them, the message names them. */
export function filesOfDingtalk(message: JsonObject): NamedFile[] {
  const type = wordOf(message, 'msgtype')
  const content = contentOf(message, type) ?? {}
  const carried = ['picture', 'image', 'audio', 'voice', 'video', 'file'].includes(type) ? [content] : []
  const pictures = type === 'richText' ? objectsOf(content, 'richText').filter(isPicture) : []
  const forwarded = type === 'chatRecord' ? recordsIn(content).filter((one) => KEYS.some((key) => key in one)) : []
  return [...carried, ...pictures, ...forwarded].map((one) =>
    fetchedFile(
      wordOf(one, 'fileName'),
      KEYS.map((key) => wordOf(one, key)),
      wordOf(message, 'msgId'),
    ),
  )
}

/** Under the type's own name, or under `content`, as an object or as JSON in a string. */
function contentOf(message: JsonObject, type: string): JsonObject | null {
  const value = member(message, type) ?? member(message, 'content')
  if (typeof value !== 'string') return isObject(value) ? value : null
  const inner = readJson(Buffer.from(value))
  return !(inner instanceof Unreadable) && isObject(inner) ? inner : null
}

/** `repliedMsg` is in no reference, but callbacks carry it. */
function repliedTo(message: JsonObject, content: JsonObject): string {
  const replied = objectOf(content, 'repliedMsg') ?? {}
  return wordOf(replied, 'msgId') || wordOf(message, 'originalMsgId')
}

function describeRichText(content: JsonObject) {
  const pieces = objectsOf(content, 'richText')
  const body = pieces.map((piece) => wordOf(piece, 'text') || (isPicture(piece) ? '[图片]' : '')).join('')
  const hasText = pieces.some((piece) => wordOf(piece, 'text').trim() !== '')
  return { kind: hasText ? ('text' as const) : ('image' as const), body }
}

function isPicture(piece: JsonObject): boolean {
  return wordOf(piece, 'type') === 'picture' || 'downloadCode' in piece || 'pictureDownloadCode' in piece
}

/** What was recognised is DingTalk's word, not the speaker's; it stands behind the length. */
function describeVoice(content: JsonObject) {
  const body = label('语音', millisOrSeconds(wordOf(content, 'duration')), wordOf(content, 'recognition'))
  return { kind: 'voice' as const, body }
}

/** Callbacks count in milliseconds, messages that are sent in seconds, at most 60. */
function millisOrSeconds(duration: string): string {
  return secondsOf(duration, Number(duration) > 300 ? 'ms' : 's')
}

function describeRecords(content: JsonObject) {
  const records = recordsIn(content).map((one) => {
    const said = wordOf(one, 'content') || wordOf(one, 'text') || recordBody(one)
    return [wordOf(one, 'senderNick'), said].filter((word) => word !== '').join('：')
  })
  const summary = wordOf(content, 'summary') || wordsOf(content, 'summary').join(' ')
  // a summary is the beginning of what follows, or JSON of it
  const title = wordOf(content, 'title') || (records.length > 0 && summary.startsWith('[') ? '' : summary)
  return { kind: 'forwarded' as const, body: joinLines(label('聊天记录', title), ...records) }
}

/** Callbacks hold the list as JSON in a string. */
function recordsIn(content: JsonObject): JsonObject[] {
  const written = member(content, 'chatRecord')
  if (typeof written !== 'string') return objectsOf(content, 'chatRecord')
  const list = readJson(Buffer.from(written))
  return Array.isArray(list) ? list.filter(isObject) : []
}

/** What one of the records says, where it is no text: by its own type. */
function recordBody(record: JsonObject): string {
  const type = wordOf(record, 'msgType') || wordOf(record, 'msgtype')
  const describe = Object.hasOwn(DESCRIBE, type) && type !== 'chatRecord' ? DESCRIBE[type] : undefined
  return describe ? describe(objectOf(record, 'content') ?? record).body : ''
}

/** A notice: a title, a form of keys and values, a text. */
function describeOa(content: JsonObject) {
  const body = objectOf(content, 'body') ?? {}
  const form = objectsOf(body, 'form').map(
    (one) => `${wordOf(one, 'key').replace(/[:：]?$/, '：')}${wordOf(one, 'value')}`,
  )
  return {
    kind: 'card' as const,
    body: joinLines(label('卡片', wordOf(body, 'title')), ...form, wordOf(body, 'content')),
  }
}

function urlOf(content: JsonObject): string {
  return wordOf(content, 'messageUrl')
}
