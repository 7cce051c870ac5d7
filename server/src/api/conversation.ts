import type { z } from 'zod'
import { type Permit, resolveScope } from '#access'
import type { OpenedRecord } from '#archive'
import type { ActReceipt } from '#audit'
import { type ConversationNo, type Instant, type RecordNo, Refusal } from '#base'
import type { SignedIn } from '#identity'
import { maskAccountForScreen, maskForScreen, maskNameForScreen, type Roster } from '#redaction'
import { type Hit, type Order, type Place, type SearchInput, writeCursor } from '#search'
import { titleOf } from './find.ts'
import type { House } from './house.ts'
import type { ConversationAnswer, ConversationInput } from './schema/index.ts'

// A stretch of one conversation, oldest first, as it was: recalled records stay readable, edits show what they changed.
// Everything outside the permit's scope is not there: the neighbours of a hit too.

type Input = z.output<typeof ConversationInput>
type Answer = z.input<typeof ConversationAnswer>

/** Recalls and edits of a conversation that are looked at to mark their originals. */
const MOST_CHANGES = 1000

export async function openConversation(house: House, actor: SignedIn, input: Input): Promise<Answer> {
  const permit = await house.requests.permitFor(actor, input.permit)
  const conversation = input.conversation as ConversationNo // a positive integer; an unknown one holds nothing
  const receipt = await house.recorder.record({
    action: 'conversation.open',
    actor,
    permit: permit.id,
    detail: { conversation, limit: input.limit, direction: input.direction },
  })
  const stretch = await stretchOf(house, permit, receipt, conversation, input)
  if (stretch.total === 0) throw new Refusal('not_found', 'no_such_conversation')
  const records = await openInOrder(house, permit, receipt, stretch.hits)
  const changes = await changesOf(house, permit, receipt, conversation)
  const roster = await house.screen.rosterOf(conversation)
  const card = house.archive.catalog.conversation(conversation)
  const { signed } = await house.archive.status()
  const numbers = new Map(records.map(({ no, fields }) => [fields.sourceId, no]))
  return {
    conversation,
    title: titleOf(card?.title ?? '', card?.id ?? '', roster),
    platform: card?.platform ?? '',
    participants: speakersOf(house, records, roster),
    total: stretch.total,
    records: records.map((record) => wireRecord(record, roster, changes, numbers, signed)),
    older: stretch.older,
    newer: stretch.newer,
    scope: await house.requests.scopeWords(actor, permit),
    act: receipt.id,
  }
}

interface Stretch {
  readonly hits: readonly Hit[]
  readonly total: number
  readonly older: string | null
  readonly newer: string | null
}

async function stretchOf(
  house: House,
  permit: Permit,
  receipt: ActReceipt,
  conversation: ConversationNo,
  input: Input,
): Promise<Stretch> {
  const page = (order: Order, cursor: string | null, limit: number) =>
    run(house, permit, receipt, { conversations: [conversation], order, cursor, limit })
  if (input.cursor) {
    const order = input.direction === 'older' ? 'newest' : 'oldest'
    const { hits, total, next } = await page(order, input.cursor, input.limit)
    const inOrder = order === 'newest' ? [...hits].reverse() : hits
    return { hits: inOrder, total, older: order === 'newest' ? next : null, newer: order === 'oldest' ? next : null }
  }
  if (!input.around) {
    const { hits, total, next } = await page('newest', null, input.limit)
    return { hits: [...hits].reverse(), total, older: next, newer: null }
  }
  const middle = await placeOf(house, permit, receipt, input.around)
  const half = Math.max(1, Math.floor(input.limit / 2))
  // "after this place" leaves the place itself out, so the newer half starts just before it
  const before: Place = { time: middle.time, record: (middle.record - 1) as RecordNo }
  const older = await page('newest', writeCursor('newest', middle), half)
  const newer = await page('oldest', writeCursor('oldest', before), input.limit - half)
  return {
    hits: [...older.hits].reverse().concat(newer.hits),
    total: newer.total,
    older: older.next,
    newer: newer.next,
  }
}

/** @throws Refusal `record_not_found` for a record outside the scope or not there */
async function placeOf(
  house: House,
  permit: Permit,
  receipt: ActReceipt,
  around: NonNullable<Input['around']>,
): Promise<Place> {
  if ('time' in around) return { time: around.time as Instant, record: 0 as RecordNo } // ms UTC; a place, not a record
  const [record] = await house.archive.open(permit, receipt, [around.record as RecordNo]) // refused where it is not in scope
  if (!record) throw new Refusal('not_found', 'record_not_found')
  return { time: record.fields.sourceTs as Instant | null, record: record.no }
}

function run(
  house: House,
  permit: Permit,
  receipt: ActReceipt,
  input: Pick<SearchInput, 'order' | 'cursor' | 'limit' | 'kinds' | 'conversations'>,
) {
  const scope = resolveScope(permit.scope, (people) => house.archive.catalog.conversationsOf(people))
  return house.search.run(receipt, { query: '', mode: 'normal', ...input, scope })
}

async function openInOrder(
  house: House,
  permit: Permit,
  receipt: ActReceipt,
  hits: readonly Hit[],
): Promise<OpenedRecord[]> {
  if (hits.length === 0) return []
  return house.archive.open(
    permit,
    receipt,
    hits.map(({ record }) => record),
  )
}

interface Changes {
  /** By source id of the original. */
  readonly recalls: ReadonlyMap<string, RecordNo>
  readonly edits: ReadonlyMap<string, readonly RecordNo[]>
}

/** Recalls and edits of the whole conversation inside the scope: they may lie far from what they change. */
async function changesOf(
  house: House,
  permit: Permit,
  receipt: ActReceipt,
  conversation: ConversationNo,
): Promise<Changes> {
  const { hits } = await run(house, permit, receipt, {
    conversations: [conversation],
    kinds: ['recall', 'edit'],
    order: 'oldest',
    limit: MOST_CHANGES,
  })
  const recalls = new Map<string, RecordNo>()
  const edits = new Map<string, RecordNo[]>()
  for (const { no, fields } of await openInOrder(house, permit, receipt, hits)) {
    if (fields.kind === 'recall') recalls.set(fields.refersTo, no)
    else edits.set(fields.refersTo, [...(edits.get(fields.refersTo) ?? []), no])
  }
  return { recalls, edits }
}

function speakersOf(house: House, records: readonly OpenedRecord[], roster: Roster): Answer['participants'] {
  const speakers = [...new Set(records.flatMap(({ senderNo }) => (senderNo === null ? [] : [senderNo])))]
  return speakers.map((no) => {
    const known = house.archive.catalog.participant(no)
    return { no, name: nameOf(known?.name ?? '', known?.account ?? '', roster) }
  })
}

function nameOf(name: string, account: string, roster: Roster): ReturnType<typeof maskForScreen> {
  return name ? maskNameForScreen(name, roster) : maskAccountForScreen(account, roster)
}

function wireRecord(
  record: OpenedRecord,
  roster: Roster,
  changes: Changes,
  /** Of the records shown, by source id. */
  numbers: ReadonlyMap<string, RecordNo>,
  signed: number,
): Answer['records'][number] {
  const { fields } = record
  const own = fields.sourceId
  return {
    record: record.no,
    time: fields.sourceTs,
    archivedAt: record.archivedAt,
    sender: record.senderNo,
    senderName: nameOf(fields.senderName, fields.sender, roster),
    kind: fields.kind,
    text: maskForScreen(fields.body, roster),
    // one that is not on this page is not pointed at
    refersTo: fields.refersTo === '' ? null : (numbers.get(fields.refersTo) ?? null),
    recalledBy: own === '' ? null : (changes.recalls.get(own) ?? null),
    editedBy: own === '' ? [] : [...(changes.edits.get(own) ?? [])],
    platform: fields.platform,
    digest: Buffer.from(record.digest).toString('hex'),
    proof: { sealed: record.sealed, inLedger: record.no < signed },
  }
}
