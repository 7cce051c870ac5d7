import type { Kind } from '@cunzhen/proof'
import type { JsonObject } from '../syntax/json-value.ts'
import { objectOf, objectsOf, wordOf } from './attached.ts'
import { label } from './label.ts'

// Event callbacks of schema 2.0 that are no new message: open.feishu.cn, 消息与群组事件.

export interface FeishuEvent {
  kind: Kind
  body: string
  /** Whose doing it was; ''. */
  by: string
  chat: string
  at: string
  /** Id of the message that it is about; ''. */
  refersTo: string
}

/** Null: an event of another kind; it is kept as kind `event` without words. */
export function describeEvent(type: string, event: JsonObject): FeishuEvent {
  const about = { by: operatorOf(event), chat: wordOf(event, 'chat_id'), at: '', refersTo: '' }
  const refersTo = wordOf(event, 'message_id')
  if (type === 'im.message.recalled_v1')
    return { ...about, kind: 'recall', body: '', at: wordOf(event, 'recall_time'), refersTo }
  if (type.startsWith('im.message.reaction.')) {
    const emoji = wordOf(objectOf(event, 'reaction_type') ?? {}, 'emoji_type')
    const what = type.includes('deleted') ? '取消表情回复' : '表情回复'
    return { ...about, kind: 'reaction', body: label(what, emoji), at: wordOf(event, 'action_time'), refersTo }
  }
  if (type === 'im.message.message_read_v1') {
    const reader = objectOf(event, 'reader') ?? {}
    const by = accountOf(objectOf(reader, 'reader_id') ?? {})
    return { ...about, by, kind: 'event', body: '[已读]', at: wordOf(reader, 'read_time') }
  }
  if (type.startsWith('im.chat.')) return { ...about, kind: 'system', body: label(chatEvent(type), ...namesIn(event)) }
  return { ...about, kind: 'event', body: '' }
}

const CHAT_EVENTS: readonly (readonly [RegExp, string])[] = [
  [/member\.(user|bot)\.added/, '加入群聊'],
  [/member\.user\.withdrawn/, '撤销入群邀请'],
  [/member\.(user|bot)\.deleted/, '离开群聊'],
  [/disbanded/, '群聊解散'],
  [/updated/, '群设置变更'],
]

function chatEvent(type: string): string {
  return CHAT_EVENTS.find(([pattern]) => pattern.test(type))?.[1] ?? '群事件'
}

function namesIn(event: JsonObject): string[] {
  return objectsOf(event, 'users').map((user) => wordOf(user, 'name'))
}

function operatorOf(event: JsonObject): string {
  const by = objectOf(event, 'operator_id') ?? objectOf(event, 'user_id') ?? {}
  return accountOf(by)
}

/** The id that an app sees by default; the others depend on its rights. */
export function accountOf(ids: JsonObject): string {
  return wordOf(ids, 'open_id') || wordOf(ids, 'user_id') || wordOf(ids, 'union_id')
}
