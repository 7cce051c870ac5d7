import type { Instant, RecordNo } from '#base'
import type { ColumnArray, ColumnName } from './columns.ts'
import { comparePlaces, type Order, type Place } from './cursor.ts'
import type { ShardSpan } from './months.ts'
import type { Ordinals } from './postings.ts'

/** A hit before anything but its place is looked up. */
export interface PlacedRow extends Place {
  readonly row: number
}

/** A shard's hits and what is needed to put them in order. */
export interface HitList {
  /** Ascending ordinals; null: all `count` rows. */
  readonly rows: Ordinals | null
  readonly count: number
  readonly inOrder: boolean
  readonly span: ShardSpan
  /** `at`: only these rows are looked at, ascending; null: all. */
  readonly column: (name: ColumnName, at: Ordinals | null) => ColumnArray
}

/** The first `limit` hits after `after`, in order. */
export function firstHits(list: HitList, order: Order, after: Place | null, limit: number): PlacedRow[] {
  return list.inOrder ? sliceInOrder(list, order, after, limit) : selectFirst(list, order, after, limit)
}

export function hitCount({ rows, count }: HitList): number {
  return rows?.length ?? count
}

function placeOf(list: HitList): (i: number) => PlacedRow {
  const isUndated = list.span.form === 'none'
  return (i) => {
    const row = list.rows ? (list.rows[i] ?? 0) : i
    const here = Int32Array.of(row)
    const numbers = list.column('record', here)
    const times = isUndated ? null : list.column('time', here)
    return {
      row,
      time: times ? (((times[row] ?? 0) + list.span.base) as Instant) : null, // base + offset is the instant
      record: (numbers[row] ?? 0) as RecordNo, // the column holds record numbers
    }
  }
}

/** Ordinals follow (time, number): the answer is a run of the list. */
function sliceInOrder(list: HitList, order: Order, after: Place | null, limit: number): PlacedRow[] {
  const length = hitCount(list)
  const placeAt = placeOf(list)
  const nth = order === 'newest' ? (n: number) => placeAt(length - 1 - n) : placeAt
  let low = 0
  let high = after ? length : 0
  while (low < high && after) {
    const middle = (low + high) >>> 1
    if (comparePlaces(order, nth(middle), after) <= 0) low = middle + 1
    else high = middle
  }
  const hits: PlacedRow[] = []
  for (let n = low; n < length && hits.length < limit; n++) hits.push(nth(n))
  return hits
}

/** Any order: keeps the best `limit` seen. New rows are mostly late, so the walk begins at the likely end. */
function selectFirst(list: HitList, order: Order, after: Place | null, limit: number): PlacedRow[] {
  const length = hitCount(list)
  const placeAt = placeOf(list)
  const best: PlacedRow[] = []
  if (after && after.time === null) return best // undated ones lie in a shard of their own, always in order
  const times = list.column('time', list.rows)
  const sign = order === 'newest' ? -1 : 1
  const start = after?.time != null ? sign * (after.time - list.span.base) : -Infinity
  let bound = Infinity // stored time, times sign, of the worst kept once there are enough
  for (let n = 0; n < length; n++) {
    const i = order === 'newest' ? length - 1 - n : n
    const row = list.rows ? (list.rows[i] ?? 0) : i
    const key = sign * (times[row] ?? 0)
    if (key > bound || key < start) continue
    const place = placeAt(i)
    if (after && comparePlaces(order, place, after) <= 0) continue
    insertInto(best, place, order)
    if (best.length > limit) best.pop()
    const worst = best.length === limit ? best[limit - 1] : undefined
    if (worst) bound = sign * (times[worst.row] ?? 0)
  }
  return best
}

function insertInto(best: PlacedRow[], place: PlacedRow, order: Order): void {
  let low = 0
  let high = best.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (comparePlaces(order, best[middle] ?? place, place) <= 0) low = middle + 1
    else high = middle
  }
  best.splice(low, 0, place)
}
