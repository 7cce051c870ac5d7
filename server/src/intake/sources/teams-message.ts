import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Draft, Member, NamedFile } from '../piece.ts'
import { isObject, type Json, type JsonObject, member, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { adaptiveText } from './adaptive-card.ts'
import { type Attached, attachedFile, fetchedFile, joinLines, namedFile, wordOf } from './attached.ts'
import { htmlText } from './html-text.ts'
import { identityById } from './identity.ts'
import { readTime } from './times.ts'

export interface TeamsNames {
  people: Map<string, string>
  places: Map<string, string>
}

/** Graph writes `createdDateTime`, PowerShell's export `CreatedDateTime`. */
function graph(object: JsonObject | null, key: string): Json | undefined {
  if (!object) return undefined
  return member(object, key) ?? member(object, key.charAt(0).toUpperCase() + key.slice(1))
}

export function graphWord(object: JsonObject | null, key: string): string {
  const value = graph(object, key)
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function graphObject(object: JsonObject | null, key: string): JsonObject | null {
  const value = graph(object, key)
  return isObject(value) ? value : null
}

function graphList(object: JsonObject, key: string): JsonObject[] {
  const value = graph(object, key)
  return Array.isArray(value) ? value.filter(isObject) : []
}

interface Said {
  kind: Kind
  body: string
  sourceId: string
  refersTo: string
}

export function readTeamsMessage(message: JsonObject, names: TeamsNames, origin: string): Draft | Unreadable {
  const type = graphWord(message, 'messageType')
  const id = graphWord(message, 'id')
  if (type === '') return new Unreadable('not_a_message')
  const conversation = graphWord(graphObject(message, 'channelIdentity'), 'channelId') || graphWord(message, 'chatId')
  const created = graphWord(message, 'createdDateTime')
  if (id === '' || conversation === '' || created === '') return new Unreadable('wrong_shape')
  const text = textOf(message)
  const said = describe(message, type, id, text)
  const sender = senderOf(message, names)
  const sourceTs = readTime(created, 'auto', 0)
  const fields: RecordFields = {
    platform: 'teams',
    origin,
    sourceId: said.sourceId,
    conversation,
    sender: sender.account,
    senderName: sender.name,
    recipients: '',
    sourceTs,
    kind: said.kind,
    refersTo: said.refersTo,
    extra: canonicalJson(restOf(message, text)),
    body: said.body,
  }
  // by what the source wrote: names and reactions around it change from one export to the next
  const content = canonicalJson([graph(message, 'body') ?? null, graph(message, 'attachments') ?? null, said.body])
  return {
    fields,
    identity: identityById([said.sourceId], fields, content),
    counted: false,
    conversationTitle: names.places.get(conversation) ?? '',
    members: [sender],
    files: said.kind === 'recall' ? [] : [...attachedFiles(message, id), ...inlineFiles(message)],
  }
}

/** Files shared with a message: they lie in SharePoint or OneDrive, the message holds their address. */
function attachedFiles(message: JsonObject, id: string): NamedFile[] {
  return graphList(message, 'attachments')
    .filter(isFile)
    .map((one) => {
      const url = graphWord(one, 'contentUrl')
      const type = graphWord(one, 'contentType')
      const file = fetchedFile(graphWord(one, 'name'), [graphWord(one, 'id')], id, type === 'reference' ? '' : type)
      return { ...file, paths: [...namedFile(url).paths, ...file.paths] }
    })
}

/** Pictures inside the text: `…/hostedContents/ID/$value`, or where a tool that fetched them put them. */
const SOURCE = /<img\b[^<>]{0,2000}?\bsrc\s*=\s*["']([^"'<>]{1,2000})["']/gi

function inlineFiles(message: JsonObject): NamedFile[] {
  const content = graphWord(graphObject(message, 'body'), 'content')
  return [...content.matchAll(SOURCE)].flatMap(([, address = '']) => {
    const key = /hostedContents\/([^/"'\s]{1,500})/i.exec(address)?.[1]
    if (key !== undefined) return [{ paths: [], name: '', type: 'image', keys: [key] }]
    const file = namedFile(address)
    return file.paths.length > 0 && !address.startsWith('data:') ? [file] : [] // emoji and other pictures of the net
  })
}

function describe(message: JsonObject, type: string, id: string, text: string): Said {
  const subject = graphWord(message, 'subject')
  const attached = graphList(message, 'attachments').map(attachmentOf)
  const quoted = graphList(message, 'attachments').find((one) => graphWord(one, 'contentType') === 'messageReference')
  const answers = graphWord(message, 'replyToId') || graphWord(quoted ?? null, 'id')
  const body = joinLines(subject, text, ...attached.map((one) => one.line))
  const deleted = graphWord(message, 'deletedDateTime')
  const edited = graphWord(message, 'lastEditedDateTime')
  if (deleted !== '') return { kind: 'recall', body, sourceId: `${id}/deleted`, refersTo: id }
  if (type !== 'message') return describeEvent(message, id, text, answers)
  if (edited !== '') return { kind: 'edit', body, sourceId: `${id}/${edited}`, refersTo: id }
  const hasImage = /<img\b/i.test(graphWord(graphObject(message, 'body'), 'content')) && text.includes('[图片]')
  const kind = attached.find((one) => one.line !== '')?.kind ?? (hasImage ? 'image' : 'text')
  return { kind, body, sourceId: id, refersTo: answers }
}

function describeEvent(message: JsonObject, id: string, text: string, refersTo: string): Said {
  const detail = graphObject(message, 'eventDetail')
  const name = wordOf(detail ?? {}, '@odata.type') || graphWord(detail, 'eventType')
  const event = name.replace(/^#?microsoft\.graph\./, '').replace(/EventMessageDetail$/, '')
  const isSystem = detail !== null || graphWord(message, 'messageType') === 'systemEventMessage'
  const kind: Kind = /^call/i.test(event) ? 'call' : isSystem ? 'system' : 'unknown'
  const label = kind === 'call' ? '[通话]' : kind === 'system' ? '[系统消息]' : ''
  return { kind, body: joinLines([label, event].filter((word) => word !== '').join(' '), text), sourceId: id, refersTo }
}

function textOf(message: JsonObject): string {
  const body = graphObject(message, 'body')
  const content = graphWord(body, 'content')
  return graphWord(body, 'contentType').toLowerCase() === 'html' ? htmlText(content) : content
}

function attachmentOf(attachment: JsonObject): Attached {
  const type = graphWord(attachment, 'contentType')
  const name = graphWord(attachment, 'name')
  if (type === 'messageReference') return { kind: 'text', line: '' } // a quotation; the reply refers to it
  if (type === 'forwardedMessageReference') return { kind: 'forwarded', line: '[转发]' }
  if (isFile(attachment)) {
    return attachedFile(name || graphWord(attachment, 'contentUrl'), /^(image|audio|video)\//.test(type) ? type : '')
  }
  const content = readJson(Buffer.from(graphWord(attachment, 'content')))
  const card = content instanceof Unreadable || !isObject(content) ? null : content
  const plain = [name, graphWord(card, 'title'), graphWord(card, 'subtitle'), htmlText(graphWord(card, 'text'))]
  const title = [...plain, ...(type.endsWith('.adaptive') && card ? adaptiveText(card) : [])]
  return { kind: 'card', line: ['[卡片]', ...title.filter((word) => word !== '')].join(' ') }
}

function isFile(attachment: JsonObject): boolean {
  const type = graphWord(attachment, 'contentType')
  return type === 'reference' || type === '' || /^(application\/octet|image|audio|video)/.test(type)
}

function senderOf(message: JsonObject, names: TeamsNames): Member {
  const from = graphObject(message, 'from') ?? graphObject(graphObject(message, 'eventDetail'), 'initiator')
  for (const kind of ['user', 'application', 'device']) {
    const one = graphObject(from, kind)
    const account = graphWord(one, 'id')
    if (account !== '') return { account, name: graphWord(one, 'displayName') || (names.people.get(account) ?? '') }
  }
  return { account: '', name: '' }
}

/** What no field holds, and says something: members that are null or empty lists say nothing. */
function restOf(message: JsonObject, text: string): JsonObject {
  const isPlain = graphWord(graphObject(message, 'body'), 'content') === text
  const held = ['id', 'chatId', 'replyToId', 'subject', ...(isPlain ? ['body'] : [])]
  const rest = without(message, [...held, ...held.map((key) => key.charAt(0).toUpperCase() + key.slice(1))])
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => !saysNothing(value)))
}

function saysNothing(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
