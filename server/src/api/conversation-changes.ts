import { type Permit, resolveScope, scopeDigest } from '#access'
import type { OpenedRecord, Wanted } from '#archive'
import type { ActReceipt } from '#audit'
import { type ConversationNo, type Instant, type RecordNo, Refusal } from '#base'
import type { SignedIn } from '#identity'
import { type Hit, type Place, type SearchInput, writeCursor } from '#search'
import type { House } from './house.ts'

// What became of a record: recalls and edits may lie far from what they change, and so may what a reply answers.

/** Recalls and edits of one conversation that are looked at; beyond them originals show no mark. */
const MOST_CHANGES = 10_000
/** Of records that are opened to find what one answers, and at once. */
const MOST_LOOKED = 10_000
const LOOK = 500

export interface ShownChanges {
  recallOf(sourceId: string): OpenedRecord | null
  /** In their order. */
  editsOf(sourceId: string): readonly OpenedRecord[]
}

/** By source id of the original: numbers only, so that what is kept here holds no text. */
interface Changes {
  readonly recalls: ReadonlyMap<string, RecordNo>
  readonly edits: ReadonlyMap<string, readonly RecordNo[]>
}

/** The recalls and edits of the records on one page, opened. */
export async function shownChanges(
  house: House,
  permit: Permit,
  receipt: ActReceipt,
  conversation: ConversationNo,
  records: readonly OpenedRecord[],
): Promise<ShownChanges> {
  const changes = await changesOf(house, permit, receipt, conversation)
  const wanted = records.flatMap(({ fields }) => {
    const recall = changes.recalls.get(fields.sourceId)
    return [...(recall === undefined ? [] : [recall]), ...(changes.edits.get(fields.sourceId) ?? [])]
  })
  const numbers = [...new Set(wanted)]
  const opened = numbers.length === 0 ? [] : await house.archive.open(permit, receipt, numbers)
  const byNo = new Map(opened.map((record) => [record.no, record]))
  const find = (no: RecordNo | undefined) => (no === undefined ? undefined : byNo.get(no))
  return {
    recallOf: (id) => (id === '' ? null : (find(changes.recalls.get(id)) ?? null)),
    editsOf: (id) => (id === '' ? [] : (changes.edits.get(id) ?? []).flatMap((no) => find(no) ?? [])),
  }
}

const NONE: Changes = { recalls: new Map(), edits: new Map() }
const KEPT = 64
/** Per house: what was read of the conversations looked at last. */
const memory = new WeakMap<House, Map<string, Changes>>()

/**
 * Recalls and edits of the whole conversation inside the scope. Records never change and are only added, so that the same
 * scope with the same number of them is the same set: it is opened once, not with every page.
 */
async function changesOf(
  house: House,
  permit: Permit,
  receipt: ActReceipt,
  conversation: ConversationNo,
): Promise<Changes> {
  const asked = { conversations: [conversation], kinds: ['recall', 'edit'], order: 'oldest' } as const
  const { total } = await placesIn(house, permit, receipt, { ...asked, limit: 1 })
  if (total === 0) return NONE
  const key = `${permit.id} ${permit.person} ${scopeDigest(permit.scope)} ${conversation} ${total}`
  const known = memory.get(house) ?? new Map<string, Changes>()
  memory.set(house, known)
  const kept = known.get(key)
  if (kept) return kept
  const { hits } = await placesIn(house, permit, receipt, { ...asked, limit: MOST_CHANGES })
  const recalls = new Map<string, RecordNo>()
  const edits = new Map<string, RecordNo[]>()
  for (const { no, fields } of await openInOrder(house, permit, receipt, hits)) {
    if (fields.refersTo === '') continue
    if (fields.kind === 'recall') recalls.set(fields.refersTo, no)
    else edits.set(fields.refersTo, [...(edits.get(fields.refersTo) ?? []), no])
  }
  if (known.size >= KEPT) known.delete(known.keys().next().value ?? key)
  known.set(key, { recalls, edits })
  return { recalls, edits }
}

/**
 * The record that this one answers, recalls or edits: looked for backwards from it, then forwards, inside the scope.
 * @throws Refusal `record_not_found` where the record itself is outside the scope or not there
 */
export async function findOriginal(
  house: House,
  actor: SignedIn,
  input: { readonly permit: string; readonly record: number },
): Promise<{ record: RecordNo | null; looked: number; act: string }> {
  const permit = await house.requests.permitFor(actor, input.permit)
  const no = input.record as RecordNo // refused below where it is not in scope
  const detail = { record: no, what: 'original' }
  const receipt = await house.recorder.record({ action: 'conversation.open', actor, permit: permit.id, detail })
  const [record] = await house.archive.open(permit, receipt, [no])
  if (!record) throw new Refusal('not_found', 'record_not_found')
  const { refersTo } = record.fields
  let looked = 0
  if (refersTo !== '') {
    for (const order of ['newest', 'oldest'] as const) {
      const place: Place = { time: record.fields.sourceTs as Instant | null, record: no } // its own place
      for (let cursor: string | null = writeCursor(order, place); cursor !== null && looked < MOST_LOOKED; ) {
        const asked = { conversations: [record.convNo], order, cursor, limit: LOOK }
        const page: Awaited<ReturnType<typeof placesIn>> = await placesIn(house, permit, receipt, asked)
        const opened = await openInOrder(house, permit, receipt, page.hits)
        looked += opened.length
        const found = opened.find(({ fields }) => fields.sourceId === refersTo)
        if (found) return { record: found.no, looked, act: receipt.id }
        cursor = page.next
      }
    }
  }
  return { record: null, looked, act: receipt.id }
}

export function placesIn(
  house: House,
  permit: Permit,
  receipt: ActReceipt,
  input: Pick<SearchInput, 'order' | 'cursor' | 'limit' | 'kinds' | 'conversations'>,
) {
  const scope = resolveScope(permit.scope, (people) => house.archive.catalog.conversationsOf(people))
  return house.search.run(receipt, { query: '', mode: 'normal', placesOnly: true, ...input, scope })
}

export async function openInOrder(
  house: House,
  permit: Permit,
  receipt: ActReceipt,
  hits: readonly Pick<Hit, 'record'>[],
  wanted?: Wanted,
): Promise<OpenedRecord[]> {
  if (hits.length === 0) return []
  return house.archive.open(
    permit,
    receipt,
    hits.map(({ record }) => record),
    wanted,
  )
}
