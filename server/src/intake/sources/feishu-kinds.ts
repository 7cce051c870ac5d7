import type { Kind } from '@cunzhen/proof'
import type { NamedFile } from '../piece.ts'
import { isObject, type JsonObject, member } from '../syntax/json-value.ts'
import { fetchedFile, joinLines, objectOf, wordOf, wordsOf } from './attached.ts'
import { describeCard } from './feishu-cards.ts'
import { piecesOf, postText } from './feishu-post.ts'
import { label, secondsOf } from './label.ts'

// What a message says, by its type: open.feishu.cn, 接收消息内容结构. The content itself stays in the record's `extra`.

interface Described {
  kind: Kind
  body: string
}
type Describe = (content: JsonObject) => Described

const event =
  (name: string): Describe =>
  (c) => ({ kind: 'event', body: label(name, wordOf(c, 'summary')) })

const DESCRIBE: Readonly<Record<string, Describe>> = {
  text: (c) => ({ kind: 'text', body: wordOf(c, 'text') }),
  post: describePost,
  image: () => ({ kind: 'image', body: '[图片]' }),
  file: (c) => ({ kind: 'file', body: label('文件', wordOf(c, 'file_name')) }),
  folder: (c) => ({ kind: 'file', body: label('文件夹', wordOf(c, 'file_name')) }),
  audio: (c) => ({ kind: 'voice', body: label('语音', secondsOf(wordOf(c, 'duration'), 'ms')) }),
  media: (c) => ({
    kind: 'video',
    body: label('视频', wordOf(c, 'file_name'), secondsOf(wordOf(c, 'duration'), 'ms')),
  }),
  sticker: () => ({ kind: 'sticker', body: '[表情]' }),
  interactive: describeCard,
  hongbao: () => ({ kind: 'card', body: '[红包]' }),
  share_calendar_event: event('日程分享'),
  calendar: event('日程邀请'),
  general_calendar: event('日程'),
  share_chat: () => ({ kind: 'card', body: '[群名片]' }),
  share_user: () => ({ kind: 'card', body: '[个人名片]' }),
  system: describeSystem,
  location: (c) => ({ kind: 'location', body: label('位置', wordOf(c, 'name')) }),
  video_chat: (c) => ({ kind: 'call', body: label('视频通话', wordOf(c, 'topic')) }),
  todo: (c) => ({ kind: 'card', body: joinLines('[任务]', postText(objectOf(c, 'summary') ?? {})) }),
  vote: (c) => ({ kind: 'card', body: joinLines(label('投票', wordOf(c, 'topic')), ...wordsOf(c, 'options')) }),
  merge_forward: () => ({ kind: 'forwarded', body: '[聊天记录]' }),
}

/** A type that nobody knows is kept as `unknown`. `content`: null where it is no object. */
export function describeFeishu(type: string, content: JsonObject | null): Described {
  const describe = Object.hasOwn(DESCRIBE, type) ? DESCRIBE[type] : undefined
  // what a forwarded record holds are messages of their own, which name it; its content is a sentence
  if (describe && (content || type === 'merge_forward')) return describe(content ?? {})
  return { kind: 'unknown', body: '' }
}

const CARRIED = ['image', 'file', 'audio', 'media', 'sticker']

/** Files that a message carries, and pictures and films inside rich text: Feishu keeps them, the message names their keys. */
export function filesOfFeishu(type: string, content: JsonObject | null, message: string): NamedFile[] {
  if (!content) return []
  const named = (one: JsonObject) =>
    fetchedFile(wordOf(one, 'file_name'), [wordOf(one, 'file_key') || wordOf(one, 'image_key')], message)
  if (CARRIED.includes(type)) return [named(content)]
  return type === 'post' ? piecesOf(content).filter(isCarried).map(named) : []
}

function isCarried(piece: JsonObject): boolean {
  return ['img', 'media'].includes(wordOf(piece, 'tag'))
}

/** `@_user_1` stands for whoever the message's own list says. */
export function withMentions(body: string, mentions: readonly JsonObject[]): string {
  const names = new Map(mentions.map((one) => [wordOf(one, 'key'), wordOf(one, 'name')]))
  return body
    .replace(/@_user_\d{1,4}/g, (key) => (names.get(key) ? `@${names.get(key)}` : key))
    .replace(/@_all\b/g, '@所有人')
}

function describePost(content: JsonObject): Described {
  return { kind: 'text', body: postText(content) }
}

/** A template with names in braces. */
function describeSystem(content: JsonObject): Described {
  const filled = wordOf(content, 'template').replace(/\{(\w{1,40})\}/g, (whole, key: string) => {
    const value = member(content, key)
    if (Array.isArray(value)) return value.filter((one) => typeof one === 'string').join('、')
    return isObject(value) ? wordOf(value, 'text') : typeof value === 'string' ? value : whole
  })
  return { kind: 'system', body: filled || '[系统消息]' }
}
