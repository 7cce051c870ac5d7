import type { z } from 'zod'
import { type Permit, resolveScope } from '#access'
import type { OpenedRecord } from '#archive'
import type { PersonId, RecordNo } from '#base'
import type { MarkId, MarkPlace, MarkView } from '#cases'
import type { SignedIn } from '#identity'
import { maskAccountForScreen, maskForScreen, maskNameForScreen } from '#redaction'
import { openInOrder, placesIn } from './conversation-changes.ts'
import type { House } from './house.ts'
import type { ExtractAnswer, ExtractInput, Mark, NewMark, ReadMarks } from './schema/index.ts'
import { titleOf } from './titles.ts'

// Where marks meet permits: a record is opened under the permit before it is marked, so that one outside the scope
// answers like one that is nowhere, and marks are read only through the scope as it is now.

type WireMark = z.input<typeof Mark>

function placeOf(house: House, permit: Permit): MarkPlace {
  const scope = resolveScope(permit.scope, (people) => house.archive.catalog.conversationsOf(people))
  return { permit: permit.id, scope }
}

/** @throws Refusal `record_not_found` where any record is outside the scope or not there */
export async function addMarks(house: House, actor: SignedIn, input: z.output<typeof NewMark>): Promise<WireMark[]> {
  // 1. The permit, and the act of opening under it, synced.
  const permit = await house.requests.permitFor(actor, input.permit)
  const numbers = [...new Set(input.records)] as RecordNo[] // refused just below where one is not in scope
  const detail = { what: 'mark', records: numbers.length }
  const receipt = await house.recorder.record({ action: 'conversation.open', actor, permit: permit.id, detail })
  // 2. Every record inside the scope, or nothing is marked.
  const opened = await house.archive.open(permit, receipt, numbers)
  // 3. The marks and their act, in one transaction.
  const { kind, text, shared } = input
  const records = opened.map(({ no, convNo, fields }) => ({
    no,
    conversation: convNo,
    sourceTs: fields.sourceTs,
    kind: fields.kind,
  }))
  const marks = await house.marks.add(actor, permit.id, records, { kind, text, shared })
  return wireMarks(house, actor, marks)
}

export async function readMarks(house: House, actor: SignedIn, input: z.output<typeof ReadMarks>): Promise<WireMark[]> {
  const permit = await house.requests.permitFor(actor, input.permit)
  const records = (input.records ?? null) as RecordNo[] | null // those that are nobody's have no marks
  const asked = { records, removed: input.removed }
  return wireMarks(house, actor, await house.marks.read(actor, placeOf(house, permit), asked))
}

export async function removeMark(house: House, actor: SignedIn, id: MarkId, asked: string): Promise<WireMark> {
  const permit = await house.requests.permitFor(actor, asked)
  const removed = await house.marks.remove(actor, placeOf(house, permit), id)
  const [mark] = await wireMarks(house, actor, [removed])
  return mark as WireMark // one in, one out
}

/** The marked records of a permit in order of time, of how many that lie in its scope. */
export async function extractMarked(
  house: House,
  actor: SignedIn,
  input: z.output<typeof ExtractInput>,
): Promise<z.input<typeof ExtractAnswer>> {
  const permit = await house.requests.permitFor(actor, input.permit)
  const detail = { what: 'extract', skip: input.skip, limit: input.limit }
  const receipt = await house.recorder.record({ action: 'conversation.open', actor, permit: permit.id, detail })
  const all = await house.marks.read(actor, placeOf(house, permit), { records: null, removed: false })
  const chosen = Map.groupBy(all, ({ record }) => record)
  const isChosen = (marks: readonly MarkView[]) =>
    marks.some(
      ({ kind, text }) =>
        (!input.kinds || input.kinds.includes(kind)) && (!input.tag || (kind === 'tag' && text === input.tag)),
    )
  const records = [...chosen.values()].filter(isChosen).sort(byPlace)
  const page = records.slice(input.skip, input.skip + input.limit)
  const opened = await openInOrder(
    house,
    permit,
    receipt,
    page.flatMap(([first]) => (first ? [{ record: first.record }] : [])),
  )
  const { total } = await placesIn(house, permit, receipt, { order: 'newest', limit: 1 })
  return {
    marked: records.length,
    inScope: total,
    records: await Promise.all(
      opened.map(async (record) => ({
        ...(await shownRecord(house, record)),
        marks: await wireMarks(house, actor, chosen.get(record.no) ?? []),
      })),
    ),
    act: receipt.id,
  }
}

function byPlace([a]: readonly MarkView[], [b]: readonly MarkView[]): number {
  if (!a || !b) return 0
  if (a.time === null || b.time === null) return a.time === b.time ? a.record - b.record : a.time === null ? 1 : -1
  return a.time - b.time || a.record - b.record
}

async function shownRecord(house: House, record: OpenedRecord) {
  const roster = await house.screen.rosterOf(record.convNo)
  const card = house.archive.catalog.conversation(record.convNo)
  const { body, sender, senderName, kind, sourceTs } = record.fields
  return {
    record: record.no,
    time: sourceTs,
    conversation: record.convNo,
    sender: record.senderNo,
    kind,
    senderName: senderName ? maskNameForScreen(senderName, roster) : maskAccountForScreen(sender, roster),
    conversationTitle: titleOf(card?.title ?? '', card?.id ?? '', roster),
    text: maskForScreen(body, roster),
  }
}

/** One's own text as typed; what others shared passes the masks like any text on a screen. */
async function wireMarks(house: House, actor: SignedIn, marks: readonly MarkView[]): Promise<WireMark[]> {
  const people = marks.flatMap(({ by, removed }): PersonId[] => (removed ? [by, removed.by] : [by]))
  const names = await house.identity.namesOf(people)
  const rosterOf = await house.screen.rosters()
  return marks.map(({ by, text, removed, ...mark }) => {
    const own = by === actor.id
    const masked = own ? { text, masks: [], highlights: [] } : maskForScreen(text, rosterOf(mark.conversation))
    return {
      ...mark,
      text: masked,
      own,
      by: names.get(by) ?? '',
      removed: removed && { at: removed.at, by: names.get(removed.by) ?? '' },
    }
  })
}
