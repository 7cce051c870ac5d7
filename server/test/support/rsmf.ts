import { inflateRawSync } from 'node:zlib'
import { expect } from 'vitest'

// Relativity Short Message Format as a stranger reads it: written without looking at the writer.

export interface RsmfManifest {
  version: string
  eventcollectionid?: string
  participants: { id: string; display: string; account_id?: string }[]
  conversations: { id: string; participants: string[] }[]
  events: {
    id: string
    type: string
    body: string
    participant: string
    conversation: string
    timestamp?: string
    parent?: string
    custom: { name: string; value: string }[]
  }[]
}

export interface Rsmf {
  headers: Map<string, string>
  /** What is indexed. */
  text: string
  manifest: RsmfManifest
}

/** RFC 5322 and RFC 2046 as far as an RSMF file goes, written without looking at the writer. */
export function rsmfOf(eml: string): Rsmf {
  expect(/^[\x20-\x7e\r\n]*$/.test(eml)).toBe(true)
  expect(eml.replaceAll('\r\n', '').includes('\n')).toBe(false)
  for (const line of eml.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998)
  const [head = '', ...rest] = eml.split('\r\n\r\n')
  const headers = new Map(
    head
      .replaceAll(/\r\n[ \t]/g, ' ')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
  )
  const boundary = /boundary="(.+)"/.exec(headers.get('Content-Type') ?? '')?.[1] ?? ''
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`)
  expect(parts.at(-1)).toBe('--\r\n')
  const bodies = parts.slice(1, -1).map((part) => Buffer.from(part.slice(part.indexOf('\r\n\r\n')), 'base64'))
  expect(bodies).toHaveLength(2)
  expect(parts[2]).toContain('attachment; filename="rsmf.zip"')
  return { headers, text: String(bodies[0]), manifest: JSON.parse(unzipOne(bodies[1] ?? Buffer.of())) }
}

function unzipOne(zip: Buffer): string {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  expect(zip.readUInt16LE(end + 10)).toBe(1)
  const central = zip.readUInt32LE(end + 16)
  expect(zip.toString('utf8', central + 46, central + 46 + zip.readUInt16LE(central + 28))).toBe('rsmf_manifest.json')
  const size = zip.readUInt32LE(central + 20)
  const start = 30 + zip.readUInt16LE(26) + zip.readUInt16LE(28)
  return inflateRawSync(zip.subarray(start, start + size)).toString()
}

/** As much of JSON Schema draft-07 as the vendor's schema uses. @returns where it is broken */
export function broken(schema: Record<string, unknown>, value: unknown, at = '$'): string[] {
  const found: string[] = []
  const {
    type,
    required,
    properties,
    items,
    enum: words,
    minLength,
    format,
  } = schema as {
    type?: string
    required?: string[]
    properties?: Record<string, Record<string, unknown>>
    items?: Record<string, unknown>
    enum?: unknown[]
    minLength?: number
    format?: string
  }
  const is = Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value
  if (type !== undefined && type !== is) return [`${at}: ${type}`]
  if (words !== undefined && !words.includes(value)) found.push(`${at}: enum`)
  if (minLength !== undefined && String(value).length < minLength) found.push(`${at}: minLength`)
  if (format === 'date-time' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(String(value)))
    found.push(`${at}: format`)
  if (is === 'object') {
    const object = value as Record<string, unknown>
    for (const key of required ?? []) if (!Object.hasOwn(object, key)) found.push(`${at}.${key}: required`)
    for (const [key, each] of Object.entries(object)) {
      const inner = properties?.[key]
      if (inner === undefined) found.push(`${at}.${key}: unknown`)
      else found.push(...broken(inner, each, `${at}.${key}`))
    }
  }
  if (Array.isArray(value) && items)
    for (const [i, each] of value.entries()) found.push(...broken(items, each, `${at}[${i}]`))
  return found
}

/** What refers to something that is not there, stands twice, or is empty where the vendor wants text. @returns each place */
export function crossReferences({ participants, conversations, events }: RsmfManifest): string[] {
  const found: string[] = []
  const people = new Set(participants.map(({ id }) => id))
  const rooms = new Set(conversations.map(({ id }) => id))
  const ids = new Set(events.map(({ id }) => id))
  if (people.size !== participants.length) found.push('participants: twice')
  if (rooms.size !== conversations.length) found.push('conversations: twice')
  for (const { id, participants: members } of conversations)
    for (const member of members) if (!people.has(member)) found.push(`conversation ${id}: participant ${member}`)
  const met = new Set<string>()
  for (const event of events) {
    const at = (what: string) => found.push(`event ${event.id}: ${what}`)
    if (met.has(event.id)) at('twice')
    met.add(event.id)
    if (!people.has(event.participant)) at('participant')
    if (!rooms.has(event.conversation)) at('conversation')
    // the vendor wants a join event of whoever is no participant of the conversation; there are none
    else if (
      !conversations.some(
        ({ id, participants: members }) => id === event.conversation && members.includes(event.participant),
      )
    )
      at('not of the conversation')
    if (event.parent !== undefined && (!ids.has(event.parent) || event.parent === event.id)) at('parent')
    if (event.body === '') at('body')
    for (const { name, value } of event.custom) if (name === '' || value === '') at('custom')
  }
  return found
}
