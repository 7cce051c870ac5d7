import type { Permit } from '#access'
import type { OpenedRecord } from '#archive'
import type { ActReceipt } from '#audit'
import type { ConversationNo } from '#base'
import { detectThrough, FARTHEST, type Finding, NamesFound, type Roster } from '#redaction'
import type { Order } from '#search'
import { openInOrder, placesIn } from './conversation-changes.ts'
import type { House } from './house.ts'

// What is in the messages of a page: looked for as an export does, so that a number sent in three pieces is hidden on a screen too,
// also where the page ends between two of them.

interface Page {
  readonly records: readonly OpenedRecord[]
  /** Where the page before and the one after begin; null = there is none. */
  readonly older: string | null
  readonly newer: string | null
}

interface Found {
  /** Of each record of the page. */
  readonly inBodies: readonly (readonly Finding[])[]
  /** A name that one message gives away is one in all of them. */
  readonly found: Roster | null
}

/** The messages beyond the page are those that the permit's scope holds: what lies outside of it is not there. */
export async function foundInBodies(
  house: House,
  permit: Permit,
  receipt: ActReceipt,
  conversation: ConversationNo,
  roster: Roster,
  { records, older, newer }: Page,
): Promise<Found> {
  const beyond = async (order: Order, cursor: string | null): Promise<string[]> => {
    if (cursor === null) return []
    const asked = { conversations: [conversation], order, cursor, limit: FARTHEST }
    const { hits } = await placesIn(house, permit, receipt, asked)
    return (await openInOrder(house, permit, receipt, hits)).map(({ fields }) => fields.body)
  }
  const [before, after] = await Promise.all([beyond('newest', older), beyond('oldest', newer)])
  const bodies = [...before.reverse(), ...records.map(({ fields }) => fields.body), ...after]
  const names = new NamesFound()
  const all = detectThrough(bodies, { point: 'review', roster }, names)
  return { inBodies: all.slice(before.length, before.length + records.length), found: names.roster() }
}
