import { canonicalJson, KINDS, type Kind, type RecordFields } from '@cunzhen/proof'
import { type Draft, identityById, isObject, type Json, type JsonObject, member, readJson, Unreadable } from '#intake'

// The body of POST /api/intake/batches, read strictly: docs/api.md, "Live intake". A message that cannot be taken is
// answered with a code of its own; the others are taken.

export const MOST_MESSAGES = 1000
const MOST_WORD = 500
const MOST_RECIPIENTS = 10_000
const LAST_TIME = 8.64e15 // ECMAScript's last time

/** Why one message of a batch is refused. Closed. */
export const MESSAGE_REFUSALS = [
  'not_an_object',
  'field_unknown',
  'id_invalid',
  'conversation_invalid',
  'title_invalid',
  'sender_invalid',
  'sender_name_invalid',
  'recipients_invalid',
  'time_invalid',
  'kind_unknown',
  'refers_to_invalid',
  'text_invalid',
  'extra_invalid',
  'sequence_invalid',
  'attachments_invalid',
  'attachment_unknown', // not sent by this connector before the message
] as const
export type MessageRefusal = (typeof MESSAGE_REFUSALS)[number]

/** Why a whole body is refused; nothing of it was taken. */
export type BodyRefusal = 'body_not_json' | 'messages_missing' | 'too_many_messages'

export interface ReadMessage {
  /** As the sender named it; '' where that cannot be known. */
  readonly id: string
  /** What becomes of it: one draft, none (structure of a vendor's event) or a refusal. */
  readonly drafts: readonly Draft[]
  readonly refused: string | null
  /** The source's own number, for gaps. */
  readonly sequence: number | null
  /** Files that were sent before it. */
  readonly attachments?: readonly NamedAttachment[]
}

export interface NamedAttachment {
  /** Hex. */
  readonly sha256: string
  readonly name: string
  /** Media type as the source says it; ''. */
  readonly type: string
}

export interface Platform {
  readonly platform: string
  readonly origin: string
}

/** @returns one entry per message, in order; a code where the body as a whole cannot be taken */
export function readBatch(bytes: Buffer, where: Platform): ReadMessage[] | BodyRefusal {
  const body = readJson(bytes)
  if (body instanceof Unreadable || !isObject(body)) return 'body_not_json'
  const messages = member(body, 'messages')
  if (!Array.isArray(messages)) return 'messages_missing'
  if (messages.length > MOST_MESSAGES) return 'too_many_messages'
  return messages.map((message) => readMessage(message, where))
}

const FIELDS = new Set([
  'id',
  'conversation',
  'conversationTitle',
  'sender',
  'senderName',
  'recipients',
  'time',
  'kind',
  'refersTo',
  'text',
  'extra',
  'sequence',
  'attachments',
])
const MOST_ATTACHMENTS = 100
/** SHA-256 as it is named in messages and addresses. */
export const DIGEST = /^[0-9a-f]{64}$/

function readMessage(message: Json, where: Platform): ReadMessage {
  const refuse = (refused: MessageRefusal, id = ''): ReadMessage => ({ id, drafts: [], refused, sequence: null })
  if (!isObject(message)) return refuse('not_an_object')
  const id = member(message, 'id')
  if (!isWord(id) || id === '') return refuse('id_invalid')
  const read = fieldsOf(message, id, where)
  if (typeof read === 'string') return refuse(read, id)
  const title = member(message, 'conversationTitle') ?? ''
  if (!isWord(title)) return refuse('title_invalid', id)
  const sequence = member(message, 'sequence') ?? null
  if (sequence !== null && !isNumber(sequence)) return refuse('sequence_invalid', id)
  const attachments = attachmentsOf(member(message, 'attachments'))
  if (attachments === null) return refuse('attachments_invalid', id)
  const { fields, recipients } = read
  const draft: Draft = {
    fields,
    identity: identityById([id], fields),
    counted: false,
    conversationTitle: title,
    members: [
      { account: fields.sender, name: fields.senderName },
      ...recipients.map((account) => ({ account, name: '' })),
    ],
  }
  return { id, drafts: [draft], refused: null, sequence, attachments }
}

function fieldsOf(
  message: JsonObject,
  id: string,
  { platform, origin }: Platform,
): { fields: RecordFields; recipients: string[] } | MessageRefusal {
  // a misspelt field would otherwise be lost without a word
  if (Object.keys(message).some((key) => !FIELDS.has(key))) return 'field_unknown'
  const conversation = member(message, 'conversation')
  if (!isWord(conversation) || conversation === '') return 'conversation_invalid'
  const sender = member(message, 'sender')
  if (!isWord(sender)) return 'sender_invalid'
  const senderName = member(message, 'senderName') ?? ''
  if (!isWord(senderName)) return 'sender_name_invalid'
  const recipients = recipientsOf(member(message, 'recipients'))
  if (recipients === null) return 'recipients_invalid'
  const time = member(message, 'time') ?? null
  if (time !== null && !isTime(time)) return 'time_invalid'
  const kind = kindOf(member(message, 'kind') ?? 'text')
  if (kind === null) return 'kind_unknown'
  const refersTo = member(message, 'refersTo') ?? ''
  if (!isWord(refersTo)) return 'refers_to_invalid'
  const body = member(message, 'text')
  if (typeof body !== 'string') return 'text_invalid'
  const extra = extraOf(message)
  if (extra === null) return 'extra_invalid'
  const fields: RecordFields = {
    platform,
    origin,
    sourceId: id,
    conversation,
    sender,
    senderName,
    recipients: recipients.length > 0 ? canonicalJson(recipients) : '',
    sourceTs: time,
    kind,
    refersTo,
    extra,
    body,
  }
  return { fields, recipients }
}

/** Canonical, with the source's number beside it: everything that a source says is kept. Null: no object. */
function extraOf(message: JsonObject): string | null {
  const extra = member(message, 'extra') ?? null
  if (extra !== null && !isObject(extra)) return null
  const sequence = member(message, 'sequence') ?? null
  if (sequence === null) return extra === null ? '' : canonicalJson(extra)
  return canonicalJson({ ...(extra !== null && { extra }), sequence })
}

function recipientsOf(value: Json | undefined): string[] | null {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.length > MOST_RECIPIENTS) return null
  const words = value.filter(isWord).filter((word) => word !== '')
  return words.length === value.length ? words : null
}

function attachmentsOf(value: Json | undefined): NamedAttachment[] | null {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.length > MOST_ATTACHMENTS) return null
  const named = value.map((one) => (isObject(one) ? attachmentOf(one) : null))
  return named.every((one) => one !== null) ? named : null
}

function attachmentOf(one: JsonObject): NamedAttachment | null {
  const sha256 = member(one, 'sha256')
  const name = member(one, 'name') ?? ''
  const type = member(one, 'type') ?? ''
  const isKnown = Object.keys(one).every((key) => ['sha256', 'name', 'type'].includes(key))
  if (!isKnown || typeof sha256 !== 'string' || !DIGEST.test(sha256) || !isWord(name) || !isWord(type)) return null
  return { sha256, name, type }
}

function kindOf(value: Json): Kind | null {
  return KINDS.find((kind) => kind === value) ?? null
}

function isWord(value: Json | undefined): value is string {
  return typeof value === 'string' && value.length <= MOST_WORD
}

/** Zero is what programs write for "no time". */
function isTime(value: Json): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value !== 0 && Math.abs(value) <= LAST_TIME
}

function isNumber(value: Json): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
