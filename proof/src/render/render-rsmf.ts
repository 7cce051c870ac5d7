import { isStrictMail, type Language, type Manifest } from '../package/package.ts'
import type { ChatDay } from './chat-days.ts'
import { HIDDEN } from './render.ts'
import { cell, type ShownRow } from './shown-row.ts'

// Relativity Short Message Format 2.0.0: an e-mail (RFC 5322) with the text that is indexed as its body and one attachment, rsmf.zip,
// that holds rsmf_manifest.json and nothing else. Field reference: help.relativity.com, "RSMF short message fields" (2026-06-24);
// schema: relativitydev/rsmf-validator-samples, rsmf_schema_2_0_0.json. Text and manifest are made of the same masked cells. Exporter and
// verifier share this one rendering; the mail around it is in rsmf-mail.ts.

export interface RsmfContext {
  /** Of the package. */
  version: Manifest['v']
  /** Of the export. */
  number: string
  house: string
  language: Language
  /** Name of the mask policy. */
  policy: string
}

export interface RsmfParticipant {
  id: string
  display: string
  account_id?: string
  custom?: readonly { name: string; value: string }[]
}

/** A document, before it is packed. */
export interface RsmfDocument {
  /** JSON of rsmf_manifest.json. */
  manifest: string
  /** The text that is indexed. */
  text: string
  participants: readonly RsmfParticipant[]
  /** As the header has them; null where every row is undated. */
  begin: string | null
  end: string | null
}

export const RSMF_MANIFEST = 'rsmf_manifest.json'

export function rsmfDocument(day: ChatDay, context: RsmfContext): RsmfDocument {
  const people = participantsOf(day, context)
  const times = day.rows.flatMap((row) => timeOf(row, context) ?? [])
  const [begin = null] = times
  return {
    manifest: JSON.stringify(manifestOf(day, context, people)),
    text: textOf(day, context),
    participants: [...people.values()],
    begin,
    end: times.at(-1) ?? null,
  }
}

const UNKNOWN = { zh: '〖发送人不明〗', en: '〖sender unknown〗' }
const NO_TEXT = { zh: '〖无文字〗', en: '〖no text〗' }

/** One for each account and name that sent something in these rows. */
function participantsOf(day: ChatDay, { language, version }: RsmfContext): Map<string, RsmfParticipant> {
  const people = new Map<string, RsmfParticipant>()
  for (const row of day.rows) {
    const key = senderKey(row)
    if (people.has(key)) continue
    const account = cell(row, 'sender')
    const display = cell(row, 'senderName') || account || UNKNOWN[language]
    const custom = isStrictMail(version) && isAnybody(row) ? SEVERAL[language] : null
    people.set(key, {
      id: `P${people.size + 1}`,
      display,
      ...(account === '' ? {} : { account_id: account }),
      ...(custom === null ? {} : { custom: [custom] }),
    })
  }
  return people
}

/** Neither account nor name tells this sender from another one: two people whom the masks make alike are one participant. */
function isAnybody(row: ShownRow): boolean {
  const shown = [cell(row, 'sender'), cell(row, 'senderName')].filter((text) => text !== '')
  return shown.every((text) => text.includes('*') || text === `〖${HIDDEN.zh}〗` || text === `〖${HIDDEN.en}〗`)
}

const SEVERAL = {
  zh: { name: '说明', value: '遮蔽后相同、或来源没有写明的发送人合为一人，可能不止一人' },
  en: {
    name: 'note',
    value: 'senders whom the masks make alike, or whom the source does not name, stand as one; there may be several',
  },
}

function senderKey(row: ShownRow): string {
  return `${cell(row, 'sender')}\n${cell(row, 'senderName')}`
}

function manifestOf(day: ChatDay, context: RsmfContext, people: ReadonlyMap<string, RsmfParticipant>): object {
  const [first] = day.rows
  const id = `C${day.conv}`
  const events = new Map<string, string>() // a source's number of a message, to its event here
  for (const row of day.rows) if (isShown(cell(row, 'sourceId'))) events.set(cell(row, 'sourceId'), eventId(row))
  const participants = [...people.values()]
  return {
    version: '2.0.0',
    eventcollectionid: collectionOf(day, context),
    participants,
    conversations: [
      {
        id,
        display: (first && cell(first, 'conversation')) || id,
        platform: (first && cell(first, 'platform')) || 'unknown',
        // who wrote in these rows; nobody joins or leaves by what is shown
        type: participants.length > 2 ? 'channel' : 'direct',
        participants: participants.map((each) => each.id),
        custom: [
          { name: 'export', value: context.number },
          { name: 'issued_by', value: context.house || 'unknown' },
        ],
      },
    ],
    events: day.rows.map((row) => eventOf(row, id, context, people, events)),
  }
}

function eventOf(
  row: ShownRow,
  conversation: string,
  context: RsmfContext,
  people: ReadonlyMap<string, RsmfParticipant>,
  events: ReadonlyMap<string, string>,
): object {
  const id = eventId(row)
  const timestamp = timeOf(row, context)
  const refersTo = cell(row, 'refersTo')
  const parent = isShown(refersTo) ? events.get(refersTo) : undefined
  return {
    id,
    type: 'message',
    conversation,
    participant: people.get(senderKey(row))?.id ?? 'P1',
    ...(timestamp === null ? {} : { timestamp }),
    body: cell(row, 'body') || NO_TEXT[context.language],
    // only an earlier event of this file can be its parent: a thread never closes on itself
    ...(parent !== undefined && numberOf(parent) < numberOf(id) ? { parent } : {}),
    custom: customOf(row, context).map(([name, value]) => ({ name, value: value || '-' })),
  }
}

function customOf(row: ShownRow, context: RsmfContext): [name: string, value: string][] {
  const { number, policy } = context
  const custom: [string, string][] = [
    ['record', `${number}/${cell(row, 'row')}`],
    ['digest', cell(row, 'digest')],
    ['ledger_index', cell(row, 'entry')],
    ['kind', cell(row, 'kind')],
    ['archived', cell(row, 'archived')],
    ['redaction', row.kinds.length === 0 ? 'none' : `${policy}: ${row.kinds.join(', ')}`],
    ['masked_characters', cell(row, 'masked')],
  ]
  for (const name of ['recipients', 'sourceId', 'refersTo'] as const) {
    const value = cell(row, name)
    if (value !== '') custom.push([name, value])
  }
  if (timeOf(row, context) === null) custom.push(['time', cell(row, 'time') || 'undated'])
  return custom
}

function eventId(row: ShownRow): string {
  return `E${cell(row, 'row')}`
}

function numberOf(event: string): number {
  return Number(event.slice(1))
}

/** Neither empty nor withheld. */
function isShown(text: string): boolean {
  return text !== '' && !text.startsWith('〖')
}

/** `2026-01-02T10:00:00+08:00` of a time cell; null of any other text, and of what the receiver's date type cannot hold in every zone. */
function timeOf(row: ShownRow, { version }: RsmfContext): string | null {
  const time = cell(row, 'time')
  if (isStrictMail(version) && /^(?:000[01]|9999)-/.test(time)) return null
  const found = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{3})?) ([+-]\d{2}:\d{2})$/.exec(time)
  return found === null ? null : `${found[1]}T${found[2]}${found[3]}`
}

/** The same over all days of a conversation, so that a platform puts them together. */
export function collectionOf({ conv }: ChatDay, { number }: RsmfContext): string {
  return `${number}-C${conv}`
}

function textOf(day: ChatDay, { language }: RsmfContext): string {
  const lines = day.rows.map((row) => {
    const who = cell(row, 'senderName') || cell(row, 'sender') || UNKNOWN[language]
    return `[${cell(row, 'time')}] ${who}: ${cell(row, 'body') || NO_TEXT[language]}`
  })
  return `${lines.join('\r\n')}\r\n`
}
