import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import { type Draft, identityById, isObject, type JsonObject, type Member, member } from '#intake'
import type { Platform } from '../messages.ts'

export interface Said {
  readonly id: string
  readonly conversation: string
  readonly title?: string
  readonly sender: Member
  readonly others?: readonly Member[]
  readonly time: number | null
  readonly kind: Kind
  readonly refersTo?: string
  readonly body: string
  /** What no field holds. */
  readonly extra: JsonObject
}

/** A vendor's event as a record. By its own id: the same event sent again is the same message. */
export function draftOf({ platform, origin }: Platform, said: Said): Draft {
  const { id, conversation, sender, time, kind, refersTo = '', body } = said
  const fields: RecordFields = {
    platform,
    origin,
    sourceId: id,
    conversation,
    sender: sender.account,
    senderName: sender.name,
    recipients: '',
    sourceTs: time,
    kind,
    refersTo,
    extra: Object.keys(said.extra).length > 0 ? canonicalJson(said.extra) : '',
    body,
  }
  const members = [sender, ...(said.others ?? [])].filter(({ account }) => account !== '')
  return { fields, identity: identityById([id], fields), counted: false, conversationTitle: said.title ?? '', members }
}

/** The member as text; '' where it is none. */
export function word(object: JsonObject, key: string): string {
  const value = member(object, key)
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** The member as object; an empty one where it is none. */
export function inner(object: JsonObject, key: string): JsonObject {
  const value = member(object, key)
  return isObject(value) ? value : {}
}

/** Below this a number counts seconds: as milliseconds it would lie before 1973, as seconds above it after the year 5000. */
const SECONDS_END = 1e11

/** A vendor's time, as number or digits, in seconds or milliseconds; zero and anything else are no time. */
export function instant(text: string): number | null {
  const time = /^\d{1,15}$/.test(text) ? Number(text) : 0
  if (time === 0) return null
  return time < SECONDS_END ? time * 1000 : time
}
