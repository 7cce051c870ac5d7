import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Gaps } from '../gaps.ts'
import type { Draft, Member, NamedFile } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { jsonSplitter } from '../syntax/json-elements.ts'
import { isObject, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { baseName, namedFile, objectOf, objectsOf, wordOf } from './attached.ts'
import { identityByContent, identityById } from './identity.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { heldTime, readTime } from './times.ts'

/**
 * WeChat as WeFlow writes it (github.com/hicccc77/WeFlow, JSON of one conversation): `weflow`, `session`, `messages`,
 * and pictures of people (`avatars`), which are no messages and are not kept. `localId` is the row of that one export
 * and makes no identity; `platformMessageId`, in newer versions, does. Times are seconds.
 */
export const weflow = {
  name: 'wechat_weflow',
  knowsHead: ({ text }) => /^\s*\{/.test(text) && /^[^[]{0,4000}"weflow"\s*:\s*\{/.test(text),
  open: weflowSource,
} as const satisfies SourceFormat<'wechat_weflow'>

/** 类型 as WeFlow words it, each version a little differently; 红包 and 转账 are cards. What is not here is kind `unknown`. */
const KINDS: Readonly<Record<string, Kind>> = {
  文本消息: 'text',
  引用消息: 'text',
  图片消息: 'image',
  语音消息: 'voice',
  视频消息: 'video',
  文件消息: 'file',
  动画表情: 'sticker',
  位置消息: 'location',
  名片消息: 'card',
  红包卡片: 'card',
  红包消息: 'card',
  转账卡片: 'card',
  转账消息: 'card',
  微信礼物: 'card',
  卡片式链接: 'link',
  图文消息: 'link',
  链接消息: 'link',
  小程序分享: 'link',
  小程序消息: 'link',
  音乐卡片: 'link',
  音乐分享: 'link',
  音乐消息: 'link',
  视频号直播卡片: 'link',
  视频号消息: 'link',
  聊天记录合并转发: 'forwarded',
  聊天记录: 'forwarded',
  通话消息: 'call',
  语音通话: 'call',
  视频通话: 'call',
  拍一拍: 'event',
  拍一拍消息: 'event',
  群公告: 'system',
  系统消息: 'system',
}

interface Session {
  id: string
  title: string
  /** senderID → account and name, in the form with a list of senders. */
  senders: Map<string, Member>
}

function weflowSource(options: SourceOptions): Source {
  const counts: { said: number; met: number }[] = []
  return {
    rank: () => 0,
    // pictures and sounds lie in folders beside the conversations
    reader: (part) => (part.alone || /\.json$/i.test(part.name) ? sessionReader(part, options.origin, counts) : null),
    gaps: () => gapsOf(counts),
  }
}

function sessionReader(part: PartHead, origin: string, counts: { said: number; met: number }[]): PartReader {
  const fallback = baseName(part.name).replace(/\.json$/i, '')
  const count = { said: 0, met: 0 }
  let session = sessionOf({}, fallback)
  return {
    splitter: jsonSplitter(['messages'], {
      onHead(head) {
        session = sessionOf(head, fallback)
        const said = member(objectOf(head, 'session') ?? {}, 'messageCount')
        if (typeof said !== 'number') return
        count.said = said
        counts.push(count)
      },
      onTail: () => undefined,
    }),
    read(bytes) {
      count.met += 1
      const message = readJson(bytes)
      if (message instanceof Unreadable) return message
      if (!isObject(message) || !('createTime' in message)) return new Unreadable('not_a_message')
      return toDraft(message, session, origin)
    },
  }
}

function gapsOf(counts: readonly { said: number; met: number }[]): Gaps {
  const missing = counts.reduce((sum, { said, met }) => sum + Math.max(0, said - met), 0)
  return { knowable: counts.length > 0, gaps: missing > 0 ? [{ what: 'count', missing }] : [] }
}

function sessionOf(head: JsonObject, fallback: string): Session {
  const session = objectOf(head, 'session') ?? {}
  const id = wordOf(session, 'wxid') || wordOf(session, 'accountId') || fallback
  const senders = objectsOf(head, 'senders').map((one): [string, Member] => [
    wordOf(one, 'senderID'),
    { account: wordOf(one, 'accountId'), name: wordOf(one, 'displayName') },
  ])
  return { id, title: wordOf(session, 'displayName') || wordOf(session, 'nickname') || id, senders: new Map(senders) }
}

function toDraft(message: JsonObject, session: Session, origin: string): Draft {
  const type = wordOf(message, 'type')
  const content = member(message, 'content')
  const body = typeof content === 'string' ? content : ''
  const sender = senderOf(message, session)
  const isOwn = member(message, 'isSend') === 1
  const isRoom = session.id.endsWith('@chatroom')
  const fields: RecordFields = {
    platform: 'wechat',
    origin,
    sourceId: wordOf(message, 'platformMessageId'),
    conversation: session.id,
    sender: sender.account,
    senderName: sender.name,
    recipients: isOwn && !isRoom ? canonicalJson([session.id]) : '',
    sourceTs: timeOf(message),
    kind: kindOf(type, body),
    refersTo: wordOf(message, 'replyToMessageId'),
    extra: canonicalJson(restOf(message, body === content)),
    body,
  }
  const counted = fields.sourceId === ''
  return {
    fields,
    identity: counted ? identityByContent(fields) : identityById([fields.sourceId], fields),
    counted,
    conversationTitle: session.title,
    members: isRoom ? [sender] : [sender, { account: session.id, name: session.title }],
    files: filesOf(fields.kind, body),
  }
}

function senderOf(message: JsonObject, session: Session): Member {
  const listed = session.senders.get(wordOf(message, 'senderID'))
  return {
    account: wordOf(message, 'senderUsername') || (listed?.account ?? ''),
    name: wordOf(message, 'senderDisplayName') || (listed?.name ?? ''),
  }
}

/** Where media were exported too, the words of such a message are the path of its file. */
function filesOf(kind: Kind, body: string): NamedFile[] {
  const isPath =
    ['image', 'voice', 'video', 'file', 'sticker'].includes(kind) &&
    /^[^\n<>]{1,300}\/[^\n<>/]{1,200}\.\w{1,5}$/.test(body)
  return isPath ? [namedFile(body)] : []
}

function kindOf(type: string, body: string): Kind {
  if (!Object.hasOwn(KINDS, type)) return 'unknown'
  const kind = KINDS[type] ?? 'unknown'
  return kind === 'system' && body.includes('撤回了一条消息') ? 'recall' : kind
}

function restOf(message: JsonObject, isWhole: boolean): JsonObject {
  const held = ['platformMessageId', 'senderUsername', 'senderDisplayName', 'replyToMessageId']
  const time = heldTime(timeOf(message), 'createTime')
  return without(message, [...held, ...time, ...(isWhole ? ['content'] : [])])
}

function timeOf(message: JsonObject): number | null {
  return readTime(wordOf(message, 'createTime'), 's')
}
