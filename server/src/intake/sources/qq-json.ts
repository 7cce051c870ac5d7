import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import { type Gaps, SequenceCheck } from '../gaps.ts'
import type { Draft, Member } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { jsonSplitter } from '../syntax/json-elements.ts'
import { isObject, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { lineSplitter } from '../syntax/lines.ts'
import { baseName, objectOf, objectsOf, wordOf } from './attached.ts'
import { identityById } from './identity.ts'
import { describeQq, type QqSaid } from './qq-elements.ts'
import { describeExported } from './qq-exported.ts'
import { isOneBot, oneBotReader } from './qq-onebot.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { heldTime, readTime } from './times.ts'

/**
 * QQ as JSON: what QQ Chat Exporter writes (`chatInfo`, `messages` of {id, sender, content}; or its chunks, one message
 * per line, under the `chatInfo` of a manifest), and QQ NT's own messages as NapCat hands them out (`peer`, `messages` of {msgId, elements}), or as OneBot 11 (qq-onebot.ts). Lists of
 * friends and groups explain names and hold no messages. A message taken back stays as it was; that it was taken back is
 * a record of its own behind it, at `recallTime` (undated where there is only `recalled`), by nobody the source names.
 */
export const qqJson = {
  name: 'qq_json',
  knowsHead: ({ text }) => isConversation(text) || isList(text) || isOneBot(text),
  open: qqJsonSource,
} as const satisfies SourceFormat<'qq_json'>

const RAW = /"msgId"\s*:\s*"[^"]*"[\s\S]{0,2000}"senderUi[dn]"\s*:/
const EXPORTED = /"sender"\s*:\s*\{[^{}]{0,500}"ui[dn]"\s*:/

function isConversation(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false
  const hasChat = /"chatInfo"\s*:\s*\{/.test(text) || /"peer"\s*:\s*\{[^{}]{0,200}"peerUid"/.test(text)
  if (hasChat && (/"messages"\s*:\s*\[/.test(text) || /"QQChatExporter/.test(text))) return true
  return RAW.test(text) || (EXPORTED.test(text) && /^\s*\{"id"\s*:/.test(text))
}

function isList(text: string): boolean {
  return (
    /^\s*\[\s*\{[^{}]{0,300}"uid"\s*:[^{}]{0,300}"uin"\s*:[^{}]{0,300}"nick"\s*:/.test(text) ||
    /^\s*\[\s*\{[^{}]{0,300}"groupCode"\s*:/.test(text)
  )
}

interface Chat {
  id: string
  title: string
  isGroup: boolean
}

interface Known {
  /** Folder of a manifest → the chat whose chunks lie below it. */
  manifests: Map<string, Chat>
  /** uid → number and name. */
  people: Map<string, Member>
  groups: Map<string, { title: string; members: Member[] }>
  sequence: SequenceCheck
  counts: { said: number; met: number }[]
}

function qqJsonSource(options: SourceOptions): Source {
  const known: Known = {
    manifests: new Map(),
    people: new Map(),
    groups: new Map(),
    sequence: new SequenceCheck(),
    counts: [],
  }
  return {
    rank: (name) => (/(^|\/)(friends|groups|manifest)[^/]*\.json$/i.test(name) ? 0 : 1),
    reader(part) {
      if (isList(part.text)) return listReader(known)
      if (isManifest(part.text)) return manifestReader(part, known)
      if (isOneBot(part.text) && !isConversation(part.text)) return oneBotReader(part.text, options.origin)
      return isConversation(part.text) || /^\s*[[{]/.test(part.text) ? chatReader(part, known, options.origin) : null
    },
    gaps: () => gapsOf(known),
  }
}

function gapsOf({ sequence, counts }: Known): Gaps {
  const missing = counts.reduce((sum, { said, met }) => sum + Math.max(0, said - met), 0)
  const numbers = sequence.result()
  if (numbers.knowable) return numbers
  return { knowable: counts.length > 0, gaps: missing > 0 ? [{ what: 'count', missing }] : [] }
}

function listReader(known: Known): PartReader {
  return {
    splitter: jsonSplitter(),
    read(bytes) {
      const one = readJson(bytes)
      if (one instanceof Unreadable) return one
      return isObject(one) && (addGroup(known, one) || addPerson(known, one)) ? null : new Unreadable('wrong_shape')
    },
  }
}

/** Of an export in chunks: what stands around the messages, without the messages. */
function isManifest(text: string): boolean {
  return /"chatInfo"\s*:\s*\{/.test(text) && /"chunked"\s*:\s*\{/.test(text) && !/"messages"\s*:\s*\[/.test(text)
}

function manifestReader(part: PartHead, known: Known): PartReader {
  return {
    splitter: jsonSplitter(),
    read(bytes) {
      const manifest = readJson(bytes)
      if (manifest instanceof Unreadable) return manifest
      if (!isObject(manifest)) return new Unreadable('wrong_shape')
      known.manifests.set(folderOf(part.name), chatOf(manifest, known, baseName(folderOf(part.name))))
      return null
    },
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function addPerson(known: Known, one: JsonObject): boolean {
  const uid = wordOf(one, 'uid')
  const name = wordOf(one, 'cardName') || wordOf(one, 'remark') || wordOf(one, 'nick')
  if (uid === '' || !('uin' in one)) return false
  if (!known.people.has(uid)) known.people.set(uid, { account: wordOf(one, 'uin') || uid, name })
  return true
}

function addGroup(known: Known, one: JsonObject): boolean {
  const code = wordOf(one, 'groupCode')
  if (code === '') return false
  const members = objectsOf(one, 'members')
  for (const person of members) addPerson(known, person)
  const listed = members.map((person) => ({
    account: wordOf(person, 'uin') || wordOf(person, 'uid'),
    name: wordOf(person, 'cardName') || wordOf(person, 'nick'),
  }))
  known.groups.set(code, { title: wordOf(one, 'groupName') || code, members: listed })
  return true
}

function chatReader(part: PartHead, known: Known, origin: string): PartReader {
  const fallback = baseName(part.name).replace(/\.jsonl?$/i, '')
  const isLines = !/"messages"\s*:\s*\[/.test(part.text) && /^\s*\{.*\}\s*\n/.test(part.text)
  const manifest = known.manifests.get(folderOf(folderOf(part.name))) ?? known.manifests.get(folderOf(part.name))
  let chat: Chat = (isLines ? manifest : undefined) ?? chatOf({}, known, fallback)
  const count = { said: 0, met: 0 }
  const onHead = (head: JsonObject) => {
    chat = chatOf(head, known, fallback)
    const said = member(objectOf(head, 'statistics') ?? {}, 'totalMessages')
    if (typeof said !== 'number') return
    count.said = said
    known.counts.push(count)
  }
  let isFirst = true
  return {
    splitter: isLines ? lineSplitter() : jsonSplitter(['messages'], { onHead, onTail: () => undefined }),
    read(bytes) {
      count.met += 1
      const message = readJson(bytes)
      if (message instanceof Unreadable) return message
      const draft = isObject(message) ? readMessage(message, chat, known, origin) : null
      if (!draft || !isObject(message)) return new Unreadable('not_a_message')
      // a large group's members are named once per file, not with every message
      if (isFirst) draft.members.push(...(known.groups.get(chat.id)?.members ?? []))
      isFirst = false
      const recall = recallOf(message, draft)
      return recall ? [draft, recall] : draft
    },
  }
}

function chatOf(head: JsonObject, known: Known, fallback: string): Chat {
  const peer = objectOf(head, 'peer') ?? {}
  const info = objectOf(head, 'chatInfo') ?? {}
  const name = wordOf(info, 'name')
  const id =
    [wordOf(peer, 'peerUid'), wordOf(info, 'peerUid'), wordOf(info, 'groupCode'), name, fallback].find(Boolean) ?? ''
  const isGroup = wordOf(peer, 'chatType') === '2' || wordOf(info, 'type') === 'group'
  return { id, title: name || known.groups.get(id)?.title || id, isGroup }
}

function readMessage(message: JsonObject, chat: Chat, known: Known, origin: string): Draft | null {
  if (wordOf(message, 'msgId') !== '' && Array.isArray(message.elements)) return readRaw(message, chat, known, origin)
  const sender = objectOf(message, 'sender')
  if (!sender || wordOf(message, 'id') === '' || !objectOf(message, 'content')) return null
  const person = { account: numberOr(sender, 'uin', 'uid'), name: wordOf(sender, 'name') }
  const rest = without(message, ['id', ...heldTime(readTime(wordOf(message, 'timestamp')), 'timestamp')])
  return toDraft(
    describeExported(message),
    wordOf(message, 'id'),
    wordOf(message, 'timestamp'),
    person,
    chat,
    rest,
    origin,
  )
}

function readRaw(message: JsonObject, chat: Chat, known: Known, origin: string): Draft {
  const listed = known.people.get(wordOf(message, 'senderUid'))
  const name = ['sendMemberName', 'sendRemarkName', 'sendNickName'].map((key) => wordOf(message, key)).find(Boolean)
  const sender = { account: numberOr(message, 'senderUin', 'senderUid'), name: name ?? listed?.name ?? '' }
  const seq = wordOf(message, 'msgSeq')
  // a group's numbers are the group's own; in a chat of two both sides count
  if (chat.isGroup && /^\d{1,15}$/.test(seq)) known.sequence.add(chat.id, Number(seq))
  const rest = without(message, ['msgId', 'senderUin', ...heldTime(readTime(wordOf(message, 'msgTime')), 'msgTime')])
  return toDraft(describeQq(message), wordOf(message, 'msgId'), wordOf(message, 'msgTime'), sender, chat, rest, origin)
}

/** A number of 0 is none. */
function numberOr(object: JsonObject, number: string, otherwise: string): string {
  const found = wordOf(object, number)
  return found !== '' && found !== '0' ? found : wordOf(object, otherwise)
}

function toDraft(
  said: QqSaid,
  id: string,
  time: string,
  sender: Member,
  chat: Chat,
  rest: JsonObject,
  origin: string,
): Draft {
  const fields: RecordFields = {
    platform: 'qq',
    origin,
    sourceId: id,
    conversation: chat.id,
    sender: sender.account,
    senderName: sender.name,
    recipients: '',
    sourceTs: readTime(time),
    kind: said.kind,
    refersTo: said.refersTo,
    extra: canonicalJson(rest),
    body: said.body,
  }
  return {
    fields,
    identity: identityById([id], fields),
    counted: false,
    conversationTitle: chat.title,
    members: [sender],
    files: said.files,
  }
}

/** Null: it was not taken back. */
function recallOf(message: JsonObject, { fields: original, conversationTitle }: Draft): Draft | null {
  const at = wordOf(message, 'recallTime')
  if (message.recalled !== true && (at === '' || at === '0')) return null
  const fields: RecordFields = {
    ...original,
    sourceId: `${original.sourceId}/recall`,
    sender: '',
    senderName: '',
    sourceTs: readTime(at),
    kind: 'recall',
    refersTo: original.sourceId,
    extra: at === '' ? '' : canonicalJson({ recallTime: at }),
    body: '',
  }
  return { fields, identity: identityById([fields.sourceId], fields), counted: false, conversationTitle, members: [] }
}
