import type { Box, Kind, Recipient } from './wire.ts'

// What of a page's state stands in the address: parsed once, here, from text that anybody may have typed. What does not
// fit is dropped, never guessed.

type Raw = Record<string, unknown>

const text = (value: unknown, most = 1000) =>
  typeof value === 'string' && value !== '' && value.length <= most
    ? value
    : typeof value === 'number'
      ? String(value)
      : undefined
const whole = (value: unknown) => (typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined)
const wholes = (value: unknown) => {
  const all = Array.isArray(value) ? value.filter((n) => Number.isSafeInteger(n)).slice(0, 1000) : []
  return all.length > 0 ? (all as number[]) : undefined // filtered above
}
const oneOf = <T extends string>(value: unknown, choices: readonly T[]) => choices.find((choice) => choice === value)

/** Keeps the address short: what is not set is not written. */
function trim<T extends object>(state: T): T {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined)) as T // same keys, fewer
}

export const KINDS: readonly Kind[] = [
  'text',
  'image',
  'voice',
  'video',
  'file',
  'location',
  'card',
  'link',
  'forwarded',
  'recall',
  'edit',
  'reaction',
  'sticker',
  'call',
  'system',
  'event',
  'unknown',
]

export interface SearchState {
  permit?: string
  /** The whole question, filters too, in the query language. */
  q?: string
  mode?: 'exact'
  order?: 'oldest'
  /** Asked for: an empty query was sent on purpose (everything in scope). */
  go?: true
  /** The record shown at the right. */
  at?: number
}

export function searchState(raw: Raw): SearchState {
  return trim({
    permit: text(raw.permit, 40),
    q: text(raw.q),
    mode: oneOf(raw.mode, ['exact']),
    order: oneOf(raw.order, ['oldest']),
    go: raw.go === true ? true : undefined,
    at: whole(raw.at),
  })
}

export interface ConversationState {
  permit?: string
  record?: number
  time?: number
}

export function conversationState(raw: Raw): ConversationState {
  return trim({ permit: text(raw.permit, 40), record: whole(raw.record), time: whole(raw.time) })
}

export interface RequestsState {
  box?: Box
}

export function requestsState(raw: Raw): RequestsState {
  return trim({ box: oneOf(raw.box, ['mine', 'inbox', 'decided', 'all'] as const) })
}

/** What a new request may start from: an empty search, or a conversation. Never a query's words. */
export interface NewRequestState {
  from?: number
  to?: number
  people?: number[]
  conversations?: number[]
  subject?: string
}

export function newRequestState(raw: Raw): NewRequestState {
  return trim({
    from: whole(raw.from),
    to: whole(raw.to),
    people: wholes(raw.people),
    conversations: wholes(raw.conversations),
    subject: text(raw.subject, 40),
  })
}

export interface NewExportState {
  grant?: string
}

export const newExportState = (raw: Raw): NewExportState => trim({ grant: text(raw.grant, 40) })

export interface ChosenState {
  /** The row shown at the right. */
  id?: string
}

export const chosenState = (raw: Raw): ChosenState => trim({ id: text(raw.id, 40) })

export interface PeopleState extends ChosenState {
  /** Which part of the page; the people themselves where nothing is said. */
  part?: 'groups' | 'directories'
}

export const peopleState = (raw: Raw): PeopleState =>
  trim({ id: text(raw.id, 40), part: oneOf(raw.part, ['groups', 'directories'] as const) })

export interface CustomersState extends ChosenState {
  part?: 'proposals'
}

export const customersState = (raw: Raw): CustomersState =>
  trim({ id: text(raw.id, 40), part: oneOf(raw.part, ['proposals'] as const) })

export interface MaskingState {
  /** For whom; what screens show where nothing is said. */
  recipient?: Recipient
}

export const RECIPIENTS: readonly Recipient[] = ['screen', 'internal', 'subject', 'authority', 'outside']

export const maskingState = (raw: Raw): MaskingState => trim({ recipient: oneOf(raw.recipient, RECIPIENTS) })

export interface AuditState {
  id?: string
  person?: string
  action?: string
  outcome?: 'allowed' | 'refused'
  from?: number
  to?: number
}

export function auditState(raw: Raw): AuditState {
  return trim({
    id: text(raw.id, 40),
    person: text(raw.person, 40),
    action: text(raw.action, 60),
    outcome: oneOf(raw.outcome, ['allowed', 'refused'] as const),
    from: whole(raw.from),
    to: whole(raw.to),
  })
}

export interface SignInState {
  next?: string
}

export const signInState = (raw: Raw): SignInState => trim({ next: text(raw.next, 2000) })
