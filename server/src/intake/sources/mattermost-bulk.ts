import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Draft, Member, NamedFile } from '../piece.ts'
import { isObject, type Json, type JsonObject, member, Unreadable, without } from '../syntax/json-value.ts'
import { attachedFile, baseName, joinLines, namedFile, objectOf, objectsOf, wordOf, wordsOf } from './attached.ts'
import { identityByContent } from './identity.ts'
import { readTime } from './times.ts'

export interface MattermostNames {
  /** username → what people saw */
  users: Map<string, string>
  /** team/channel → its title */
  channels: Map<string, string>
}

/** Lines that hold no message; those of users and channels explain the rest. */
const STRUCTURE = new Set(['version', 'info', 'role', 'scheme', 'emoji', 'team', 'bot', 'direct_channel'])

/** True: the line is no message, and what it says is now known. */
export function addName(names: MattermostNames, line: JsonObject): boolean {
  const type = wordOf(line, 'type')
  const payload = objectOf(line, type)
  if (type === 'user' && payload && wordOf(payload, 'username') !== '') {
    const full = [wordOf(payload, 'first_name'), wordOf(payload, 'last_name')].filter((one) => one !== '').join(' ')
    names.users.set(wordOf(payload, 'username'), wordOf(payload, 'nickname') || full)
    return true
  }
  if (type === 'channel' && payload && wordOf(payload, 'name') !== '') {
    const id = `${wordOf(payload, 'team')}/${wordOf(payload, 'name')}`
    names.channels.set(id, wordOf(payload, 'display_name') || wordOf(payload, 'name'))
    return true
  }
  return STRUCTURE.has(type) && (payload !== null || type === 'version')
}

interface Place {
  conversation: string
  title: string
  recipients: string[]
  /** Id of the post that a reply answers; ''. */
  answers: string
}

/** A post and its replies, each a record; all of them, or none. */
export function readLine(names: MattermostNames, line: JsonObject, origin: string): Draft[] | Unreadable {
  const type = wordOf(line, 'type')
  if (type !== 'post' && type !== 'direct_post') return new Unreadable('not_a_message')
  const post = objectOf(line, type)
  if (!post) return new Unreadable('wrong_shape')
  const replies = member(post, 'replies') ?? []
  if (replies !== null && !Array.isArray(replies)) return new Unreadable('wrong_shape')
  const all = [post, ...(replies ?? [])]
  const place = type === 'post' ? channelOf(names, post) : directOf(post)
  if (!place || !all.every(isPost)) return new Unreadable('wrong_shape', all.length)
  const root = idOf(post)
  return all.map((one, at) => toDraft(names, one, at === 0 ? place : { ...place, answers: root }, origin))
}

function isPost(value: Json): value is JsonObject {
  if (!isObject(value)) return false
  return typeof member(value, 'message') === 'string' && typeof member(value, 'user') === 'string'
}

function channelOf(names: MattermostNames, post: JsonObject): Place | null {
  if (wordOf(post, 'channel') === '') return null
  const conversation = `${wordOf(post, 'team')}/${wordOf(post, 'channel')}`
  const title = names.channels.get(conversation) ?? wordOf(post, 'channel')
  return { conversation, title, recipients: [], answers: '' }
}

function directOf(post: JsonObject): Place | null {
  const members = [...new Set(wordsOf(post, 'channel_members'))].sort()
  if (members.length === 0) return null
  return { conversation: members.join('|'), title: '', recipients: members, answers: '' }
}

/**
 * Posts carry no ids. Time and author, by which Mattermost's own import finds a post again, stand in for one, so that
 * replies and edits can refer to it.
 */
function idOf(post: JsonObject): string {
  return `${wordOf(post, 'create_at')}/${wordOf(post, 'user')}`
}

function toDraft(names: MattermostNames, post: JsonObject, place: Place, origin: string): Draft {
  const files = objectsOf(post, 'attachments').map((one) => attachedFile(baseName(wordOf(one, 'path'))))
  const cards = cardsOf(post)
  const sender = person(names, wordOf(post, 'user'))
  const edited = wordOf(post, 'edit_at')
  const isEdit = edited !== '' && edited !== '0'
  const fields: RecordFields = {
    platform: 'mattermost',
    origin,
    sourceId: isEdit ? `${idOf(post)}/${edited}` : idOf(post),
    conversation: place.conversation,
    sender: sender.account,
    senderName: sender.name,
    recipients: recipientsOf(place, sender.account),
    sourceTs: readTime(wordOf(post, 'create_at'), 'ms'),
    kind: isEdit ? 'edit' : kindOf(wordOf(post, 'type'), files[0]?.kind),
    refersTo: isEdit ? idOf(post) : place.answers,
    extra: canonicalJson(restOf(post, isEdit ? place.answers : '')),
    body: joinLines(wordOf(post, 'message'), ...cards, ...files.map((one) => one.line)),
  }
  return {
    fields,
    // reactions around a post change from one export to the next; its words and files do not
    identity: identityByContent(fields),
    counted: true,
    conversationTitle: place.title,
    members: [sender, ...place.recipients.filter((one) => one !== sender.account).map((one) => person(names, one))],
    files: filesOf(post),
  }
}

/** Paths are from the archive's folder `data` (docs.mattermost.com, "Bulk export tool"). */
function filesOf(post: JsonObject): NamedFile[] {
  return objectsOf(post, 'attachments').map((one) => {
    const path = wordOf(one, 'path')
    return { ...namedFile(path), paths: path === '' ? [] : [`data/${path}`, path] }
  })
}

function recipientsOf(place: Place, sender: string): string {
  const others = place.recipients.filter((one) => one !== sender)
  return others.length > 0 ? canonicalJson(others) : ''
}

/** What no field holds. A reply that was edited refers to itself: what it answers is kept here. */
function restOf(post: JsonObject, answers: string): JsonObject {
  const held = ['team', 'channel', 'channel_members', 'user', 'message', 'create_at', 'replies']
  const rest = without(post, held)
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
  return answers === '' ? said : { ...said, answers }
}

function kindOf(type: string, file: Kind | undefined): Kind {
  if (type === '' || type === 'me' || type === 'slack_attachment' || type === 'reminder') return file ?? 'text'
  if (type.startsWith('system_') || type.startsWith('add_') || type.startsWith('remove_')) return 'system'
  return type === 'custom_calls' ? 'call' : 'unknown'
}

/** Attachments as integrations write them (`props.attachments`): what people read of them. */
function cardsOf(post: JsonObject): string[] {
  const props = objectOf(post, 'props')
  const cards = props ? objectsOf(props, 'attachments') : []
  return cards.map((card) =>
    joinLines(wordOf(card, 'pretext'), wordOf(card, 'title'), wordOf(card, 'text') || wordOf(card, 'fallback')),
  )
}

function person(names: MattermostNames, account: string): Member {
  return { account, name: names.users.get(account) ?? '' }
}
