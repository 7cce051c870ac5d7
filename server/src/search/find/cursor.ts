import { type Instant, type RecordNo, Refusal } from '#base'

export type Order = 'newest' | 'oldest'

/** A record's place in the order of all answers: by time, then number; undated records come last in either order. */
export interface Place {
  readonly time: Instant | null
  readonly record: RecordNo
}

const FORM = /^1\.([no])\.(-?[0-9]{1,16}|u)\.(-1|[0-9]{1,16})$/

/**
 * A cursor says: go on after this place. It holds the time and number of a hit that its holder was shown, and nothing
 * else, so there is nothing to hide and nothing to gain by forging one: the scope is applied again on every page.
 */
export function writeCursor(order: Order, { time, record }: Place): string {
  return Buffer.from(`1.${order === 'newest' ? 'n' : 'o'}.${time ?? 'u'}.${record}`).toString('base64url')
}

/** @throws Refusal (invalid) `cursor_malformed`; also for a cursor of the other order. Attacker-controlled. */
export function readCursor(cursor: string, order: Order): Place {
  const found = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  const time = found?.[2] === 'u' ? null : Number(found?.[2])
  const record = Number(found?.[3])
  const isRead = found && Number.isSafeInteger(time ?? 0) && Number.isSafeInteger(record)
  if (!isRead || found[1] !== (order === 'newest' ? 'n' : 'o')) throw new Refusal('invalid', 'cursor_malformed')
  return { time: time as Instant | null, record: record as RecordNo } // a place to go on after; nothing need be there
}

/** Negative: `a` comes first. */
export function comparePlaces(order: Order, a: Place, b: Place): number {
  if (a.time === null || b.time === null) {
    if (a.time !== b.time) return a.time === null ? 1 : -1
  } else if (a.time !== b.time) return order === 'newest' ? b.time - a.time : a.time - b.time
  return order === 'newest' ? b.record - a.record : a.record - b.record
}
