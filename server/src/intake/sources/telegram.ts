import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import type { Draft, Member } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { jsonSplitter } from '../syntax/json-elements.ts'
import { isObject, type Json, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { baseName, objectsOf, wordOf } from './attached.ts'
import { identityByContent, identityById } from './identity.ts'
import { zoneAssumed, zoneOf } from './local-time.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { describeTelegram, filesOf, textOf } from './telegram-kinds.ts'
import { readTime } from './times.ts'

/**
 * Telegram Desktop's export as JSON (core.telegram.org/import-export): one chat, {name, type, id, messages: […]}, or all
 * of them, {…, chats: {list: [chat, …]}, left_chats: {…}}. It holds the last version of an edited message only; what it
 * tells about itself and about contacts is no message. Older exports write local times without a zone.
 */
export const telegram = {
  name: 'telegram',
  knowsNames: looksLikeTelegram,
  knowsHead: ({ text }) => isExport(text),
  open: telegramSource,
} as const satisfies SourceFormat<'telegram'>

const CONTAINERS = ['messages', 'chats.list[].messages', 'left_chats.list[].messages']
const FOLDERS = /(^|\/)(voice_messages|round_video_messages|video_files|profile_pictures|stickers|photos)\//

interface Chat {
  id: string
  title: string
  /** The other person of a private chat. */
  peer: Member | null
}

function looksLikeTelegram(names: readonly string[]): boolean {
  return names.some((name) => baseName(name) === 'result.json') && names.some((name) => FOLDERS.test(name))
}

function isExport(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false
  if (/"personal_information"\s*:\s*\{/.test(text) && /"(profile_pictures|frequent_contacts)"\s*:/.test(text))
    return true
  const isMessages = /"messages"\s*:\s*\[/.test(text) && /"type"\s*:\s*"(message|service|unsupported)"/.test(text)
  return isMessages && /"date(_unixtime)?"\s*:\s*"\d{4}[-\d]/.test(text)
}

function telegramSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    // media beside result.json are files of the export, not messages
    reader: (part: PartHead) => (isExport(part.text) ? messageReader(options) : null),
    // a message deleted before the export leaves no trace but a missing number, as do messages of other chats
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function messageReader(options: SourceOptions): PartReader {
  let chat: Chat | null = null
  let isNew = false
  return {
    splitter: jsonSplitter(CONTAINERS, {
      onHead(head) {
        chat = 'messages' in head ? chatOf(head) : null
        isNew = true
      },
    }),
    read(bytes) {
      const message = readJson(bytes)
      if (message instanceof Unreadable) return message
      if (!isObject(message) || !('id' in message || 'date' in message || 'date_unixtime' in message)) {
        return new Unreadable('not_a_message')
      }
      // which chat it belongs to stood where the export is damaged
      if (chat === null || wordOf(message, 'type') === '') return new Unreadable('wrong_shape')
      const draft = toDraft(message, chat, options)
      if (isNew && chat.peer) draft.members.push(chat.peer)
      isNew = false
      return draft
    },
  }
}

/** Users, small groups and channels are numbered apart: the kind of number is part of the id, as in `from_id`. */
function chatOf(head: JsonObject): Chat {
  const name = wordOf(head, 'name')
  const type = wordOf(head, 'type')
  const id = wordOf(head, 'id')
  const isPrivate = /^(personal_chat|bot_chat|saved_messages|replies)$/.test(type)
  const prefix = isPrivate ? 'user' : /(supergroup|channel)$/.test(type) ? 'channel' : /group$/.test(type) ? 'chat' : ''
  const account = id === '' ? name : prefix + id
  return { id: account, title: name, peer: isPrivate && id !== '' ? { account, name } : null }
}

function toDraft(message: JsonObject, chat: Chat, options: SourceOptions): Draft {
  const said = describeTelegram(message)
  const sender = senderOf(message)
  const unix = wordOf(message, 'date_unixtime')
  const zone = zoneOf(options)
  const sourceTs = unix === '' ? readTime(wordOf(message, 'date'), 'local', zone) : readTime(unix, 's')
  const isAssumed = unix === '' && sourceTs !== null
  const fields: RecordFields = {
    platform: 'telegram',
    origin: options.origin,
    sourceId: wordOf(message, 'id'),
    conversation: chat.id,
    sender: sender.account,
    senderName: sender.name,
    recipients: '',
    sourceTs,
    kind: said.kind,
    refersTo: said.refersTo,
    extra: canonicalJson({ ...restOf(message), ...(isAssumed ? zoneAssumed(zone) : {}) }),
    body: said.body,
  }
  const counted = fields.sourceId === ''
  return {
    fields,
    identity: counted ? identityByContent(fields) : identityById([fields.sourceId], fields),
    counted,
    conversationTitle: chat.title,
    members: [sender],
    files: filesOf(message),
  }
}

/** `from_id` is `user123`; before 2021 it was the bare number, of users only. */
function senderOf(message: JsonObject): Member {
  const isService = wordOf(message, 'type') === 'service'
  const name = wordOf(message, isService ? 'actor' : 'from')
  const id = wordOf(message, isService ? 'actor_id' : 'from_id')
  return { account: /^\d{1,9}$/.test(id) || /^[1-3]\d{9}$/.test(id) ? `user${id}` : id || name, name }
}

/** What no field holds. The text again only where the body does not say all of it: links, mentions, hidden words. */
function restOf(message: JsonObject): JsonObject {
  const entities = objectsOf(message, 'text_entities')
  const text = member(message, 'text')
  const words = textOf(text)
  const isSame = textOf(entities) === words
  const isPlain = isSame && entities.every((entity) => wordOf(entity, 'type') === 'plain')
  const held = ['id', 'from_id', 'from', 'actor', 'actor_id', 'date_unixtime']
  const holdsText = typeof text === 'string' || (entities.length > 0 && isSame)
  if (holdsText) held.push('text')
  if (isPlain && isText(text)) held.push('text_entities')
  return without(message, held)
}

function isText(text: Json | undefined): boolean {
  return typeof text === 'string'
}
