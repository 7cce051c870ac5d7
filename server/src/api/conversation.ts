import type { z } from 'zod'
import type { Permit } from '#access'
import { type OpenedRecord, withoutAttachments } from '#archive'
import type { ActReceipt } from '#audit'
import { type ConversationNo, type Instant, invariant, type RecordNo, Refusal } from '#base'
import type { SignedIn } from '#identity'
import { type Finding, maskAccountForScreen, maskForScreen, maskNameForScreen, type Roster } from '#redaction'
import { type Hit, type Order, type Place, writeCursor } from '#search'
import { openInOrder, placesIn, type ShownChanges, shownChanges } from './conversation-changes.ts'
import { foundInBodies } from './found-in-bodies.ts'
import type { House } from './house.ts'
import type { ConversationAnswer, ConversationInput } from './schema/index.ts'
import { shownAttachments } from './shown-attachments.ts'
import { titleOf } from './titles.ts'

// A stretch of one conversation, oldest first, as it was: recalled records stay readable, edits show what they changed.
// Everything outside the permit's scope is not there: the neighbours of a hit too.

type Input = z.output<typeof ConversationInput>
type Answer = z.input<typeof ConversationAnswer>

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
  const records = await openInOrder(house, permit, receipt, stretch.hits, { digest: true })
  const changes = await shownChanges(house, permit, receipt, conversation, records)
  const looked = await house.screen.rosterOf(conversation)
  const { inBodies, found } = await foundInBodies(house, permit, receipt, conversation, looked, { records, ...stretch })
  const roster = { ...looked, found }
  const card = house.archive.catalog.conversation(conversation)
  const { signed } = await house.archive.status()
  const numbers = new Map(records.map(({ no, fields }) => [fields.sourceId, no]))
  return {
    conversation,
    title: titleOf(card?.title ?? '', card?.id ?? '', roster),
    platform: card?.platform ?? '',
    participants: speakersOf(house, records, roster),
    total: stretch.total,
    records: records.map((record, i) => wireRecord(record, roster, changes, numbers, signed, inBodies[i] ?? [])),
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
    placesIn(house, permit, receipt, { conversations: [conversation], order, cursor, limit })
  if (input.cursor) {
    const order = input.direction === 'older' ? 'newest' : 'oldest'
    const { hits, total, next } = await page(order, input.cursor, input.limit)
    const inOrder = order === 'newest' ? [...hits].reverse() : hits
    // whoever reads on keeps only some pages: what lies behind can always be asked for again
    const [first, last] = [inOrder[0], inOrder.at(-1)]
    return {
      hits: inOrder,
      total,
      older: order === 'newest' ? next : first ? writeCursor('newest', first) : null,
      newer: order === 'oldest' ? next : last ? writeCursor('oldest', last) : null,
    }
  }
  if (!input.around) {
    const { hits, total, next } = await page('newest', null, input.limit)
    return { hits: [...hits].reverse(), total, older: next, newer: null }
  }
  const middle = await placeOf(house, permit, receipt, input.around)
  const half = Math.max(1, Math.floor(input.limit / 2))
  // "after this place" leaves the place itself out, so the newer half starts just before it
  const before: Place = { time: middle.time, record: (middle.record - 1) as RecordNo }
  const [older, newer] = await Promise.all([
    page('newest', writeCursor('newest', middle), half),
    page('oldest', writeCursor('oldest', before), input.limit - half),
  ])
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
  changes: ShownChanges,
  /** Of the records shown, by source id. */
  numbers: ReadonlyMap<string, RecordNo>,
  signed: number,
  inBody: readonly Finding[],
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
    text: maskForScreen(fields.body, roster, [], undefined, inBody),
    // one that is not on this page is not pointed at
    refersTo: fields.refersTo === '' ? null : (numbers.get(fields.refersTo) ?? null),
    refersElsewhere: fields.refersTo !== '' && !numbers.has(fields.refersTo),
    recalledBy: changes.recallOf(own)?.no ?? null,
    editedBy: changes.editsOf(own).map(({ no }) => no),
    recall: versionOf(changes.recallOf(own), roster),
    versions: changes.editsOf(own).map((edit) => ({
      record: edit.no,
      time: edit.fields.sourceTs,
      text: maskForScreen(edit.fields.body, roster),
    })),
    kept: keptOf(fields, roster),
    attachments: shownAttachments(fields.extra, roster),
    platform: fields.platform,
    digest: hexOf(record.digest),
    proof: { sealed: record.sealed, inLedger: record.no < signed },
  }
}

function hexOf(digest: Uint8Array | null): string {
  invariant(digest !== null, 'the records of a page were opened with their commitments')
  return Buffer.from(digest).toString('hex')
}

function versionOf(recall: OpenedRecord | null, roster: Roster): Answer['records'][number]['recall'] {
  if (recall === null) return null
  const { no, fields } = recall
  return { record: no, time: fields.sourceTs, text: maskForScreen(fields.body, roster) }
}

/** Letters of what an unknown record kept that a screen shows; the whole is in the archive. */
const MOST_KEPT = 4000

/** What the source said of a record that no kind fits, as it was kept. */
function keptOf({ kind, extra: all }: OpenedRecord['fields'], roster: Roster): Answer['records'][number]['kept'] {
  const extra = withoutAttachments(all) // its files stand beside it, each with its masked name
  if (kind !== 'unknown' || extra === '') return null
  return maskForScreen([...extra.slice(0, MOST_KEPT * 2)].slice(0, MOST_KEPT).join(''), roster)
}
