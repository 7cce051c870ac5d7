import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import type { Draft, Member } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { jsonSplitter } from '../syntax/json-elements.ts'
import { isObject, type Json, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { identityById } from './identity.ts'
import { describeSlack } from './slack-kinds.ts'
import { plainText } from './slack-text.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { readTime } from './times.ts'

// Slack's export (slack.com/help/articles/220556107): users.json, channels.json and the like, and per conversation a
// folder with one JSON array per day. A single day's file by itself is read too.

export interface SlackNames {
  users: Map<string, string>
  /** By folder name. */
  conversations: Map<string, { id: string; title: string; members: string[] }>
}

const LISTS = ['channels.json', 'groups.json', 'dms.json', 'mpims.json']
const USERS = ['users.json', 'org_users.json']
const DAY = /(?:^|\/)([^/]+)\/\d{4}-\d{2}-\d{2}\.json$/

export const slack = {
  name: 'slack',
  knowsNames: looksLikeSlack,
  knowsHead: headLooksLikeSlack,
  open: slackSource,
} as const satisfies SourceFormat<'slack'>

function slackSource(options: SourceOptions): Source {
  const names: SlackNames = { users: new Map(), conversations: new Map() }
  return {
    rank(name) {
      const base = baseName(name)
      return USERS.includes(base) ? 0 : LISTS.includes(base) ? 1 : 2
    },
    reader(part) {
      const base = baseName(part.name)
      if (USERS.includes(base)) return listReader((user) => addUser(names, user))
      if (LISTS.includes(base)) return listReader((one) => addConversation(names, one))
      const folder = DAY.exec(part.name)?.[1] ?? (part.alone ? base.replace(/\.json$/, '') : undefined)
      return folder === undefined ? null : messageReader(folder, names, options)
    },
    // a message that Slack left out of an export leaves no trace in it
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

/** True where the parts' names are those of an export. */
function looksLikeSlack(parts: readonly string[]): boolean {
  const bases = parts.map(baseName)
  return (
    bases.some((base) => USERS.includes(base)) && parts.some((part) => LISTS.includes(baseName(part)) || DAY.test(part))
  )
}

/** A single file: its head is a message with Slack's time stamp. */
function headLooksLikeSlack(part: PartHead): boolean {
  return (
    /^\s*(\[\s*)?\{/.test(part.text) &&
    /"type"\s*:\s*"message"/.test(part.text) &&
    !/"type"\s*:\s*"event_callback"/.test(part.text) &&
    /"ts"\s*:\s*"\d+\.\d+"/.test(part.text)
  )
}

/** Users and conversations are not messages: they are read and explain the rest. */
function listReader(add: (one: JsonObject) => boolean): PartReader {
  return {
    splitter: jsonSplitter(),
    read(bytes) {
      const one = readJson(bytes)
      if (one instanceof Unreadable) return one
      return isObject(one) && add(one) ? null : new Unreadable('wrong_shape')
    },
  }
}

function addUser(names: SlackNames, user: JsonObject): boolean {
  const id = text(user, 'id')
  if (id === '') return false
  const profile = member(user, 'profile')
  const inner = isObject(profile) ? profile : {}
  const candidates = [
    text(inner, 'display_name'),
    text(inner, 'real_name'),
    text(user, 'real_name'),
    text(user, 'name'),
  ]
  names.users.set(id, candidates.find((name) => name !== '') ?? id)
  return true
}

function addConversation(names: SlackNames, one: JsonObject): boolean {
  const id = text(one, 'id')
  if (id === '') return false
  const listed = member(one, 'members')
  const members = Array.isArray(listed) ? listed.filter((account) => typeof account === 'string') : []
  const name = text(one, 'name')
  const title = name === '' ? members.map((account) => names.users.get(account) ?? account).join('、') : name
  const conversation = { id, title, members }
  names.conversations.set(id, conversation)
  if (name !== '') names.conversations.set(name, conversation)
  return true
}

function messageReader(folder: string, names: SlackNames, options: SourceOptions): PartReader {
  const known = names.conversations.get(folder)
  let first = true
  return {
    splitter: jsonSplitter(),
    read(bytes) {
      const message = readJson(bytes)
      if (message instanceof Unreadable) return message
      if (!isObject(message) || text(message, 'type') !== 'message') return new Unreadable('not_a_message')
      if (!/^\d+\.\d+$/.test(text(message, 'ts'))) return new Unreadable('wrong_shape')
      const conversation = known ?? { id: text(message, 'channel') || folder, title: folder, members: [] }
      const draft = toDraft(message, conversation, names, options.origin)
      // a large channel's members are named once per file, not with every message
      if (first) draft.members.push(...conversation.members.map((account) => person(names, account)))
      first = false
      return draft
    },
  }
}

function toDraft(
  message: JsonObject,
  conversation: { id: string; title: string },
  names: SlackNames,
  origin: string,
): Draft {
  const said = describeSlack(message)
  const raw = said.text
  const sender = senderOf(message, said.by, names)
  const ts = text(message, 'ts')
  const body = [plainText(raw, names.users), ...said.attached].filter((line) => line !== '').join('\n')
  const fields: RecordFields = {
    platform: 'slack',
    origin,
    sourceId: said.version === '' ? ts : `${ts}/${said.version}`,
    conversation: conversation.id,
    sender: sender.account,
    senderName: sender.name,
    recipients: '',
    sourceTs: readTime(said.at, 's'),
    kind: said.kind,
    refersTo: said.refersTo,
    extra: canonicalJson(restOf(message, body)),
    body,
  }
  // by what the source wrote: names and reactions around it change from one export to the next
  const identity = identityById([fields.sourceId], fields, canonicalJson([raw, said.attached]))
  const { files } = said
  return { fields, identity, counted: false, conversationTitle: conversation.title, members: [sender], files }
}

/** What no field holds; the text too where the body shows it in other words. Each sender's profile is in users.json. */
function restOf(message: JsonObject, body: string): JsonObject {
  const same = text(message, 'text') === body
  return without(message, ['type', 'ts', 'user_profile', ...(same ? ['text'] : [])])
}

function senderOf(message: JsonObject, by: string, names: SlackNames): Member {
  if (by !== '') return person(names, by, profileName(message))
  return { account: text(message, 'bot_id'), name: botName(message) }
}

/** For accounts that are not in users.json: bots that post as a user, people of other workspaces. */
function profileName(message: JsonObject): string {
  const profile = member(message, 'user_profile')
  const own = isObject(profile) ? text(profile, 'display_name') || text(profile, 'real_name') : ''
  return own || botName(message)
}

function botName(message: JsonObject): string {
  const profile = member(message, 'bot_profile')
  return text(message, 'username') || (isObject(profile) ? text(profile, 'name') : '')
}

function person(names: SlackNames, account: string, otherwise = ''): Member {
  return { account, name: names.users.get(account) ?? otherwise }
}

function text(object: JsonObject, key: string): string {
  const value: Json | undefined = member(object, key)
  return typeof value === 'string' ? value : ''
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
