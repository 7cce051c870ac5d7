import type { Instant, RecordNo } from '#base'
import type { ColumnArray, ColumnName } from '../shards/columns.ts'
import type { Ordinals } from '../shards/list-room.ts'
import type { ShardSpan } from '../shards/months.ts'
import { comparePlaces, type Order, type Place } from './cursor.ts'

/** A hit before anything but its place is looked up. */
export interface PlacedRow extends Place {
  readonly row: number
}

/** A shard's hits and what is needed to put them in order. */
export interface HitList {
  /** How many there are. */
  readonly count: number
  /** Ascending ordinals; null: every row of the shard. Of a frequent word they are read only when somebody asks. */
  readonly rows: Ordinals | null
  readonly inOrder: boolean
  readonly span: ShardSpan
  /** `at`: only these rows are looked at, ascending; null: all. */
  readonly column: (name: ColumnName, at: Ordinals | null) => ColumnArray
  /** The values of these rows alone, ascending, in their order. */
  readonly values: (name: ColumnName, at: Ordinals) => ColumnArray
}

/** The first `limit` hits after `after`, in order. */
export function firstHits(list: HitList, order: Order, after: Place | null, limit: number): PlacedRow[] {
  return list.inOrder ? sliceInOrder(list, order, after, limit) : selectFirst(list, order, after, limit)
}

/** Rows, ascending, with their times and numbers. */
function placesOf(list: HitList, at: Ordinals): PlacedRow[] {
  const numbers = list.values('record', at)
  const times = list.span.form === 'none' ? null : list.values('time', at)
  return Array.from(at, (row, i) => ({
    row,
    time: times ? (((times[i] ?? 0) + list.span.base) as Instant) : null, // base + offset is the instant
    record: (numbers[i] ?? 0) as RecordNo, // the column holds record numbers
  }))
}

function rowAt({ rows }: HitList, i: number): number {
  return rows ? (rows[i] ?? 0) : i
}

/** Ordinals follow (time, number): the answer is a run of the list. */
function sliceInOrder(list: HitList, order: Order, after: Place | null, limit: number): PlacedRow[] {
  const length = list.count
  const isNewest = order === 'newest'
  const nth = (n: number) => rowAt(list, isNewest ? length - 1 - n : n)
  const isPast = (n: number) => {
    const [place] = placesOf(list, Int32Array.of(nth(n)))
    return !after || !place || comparePlaces(order, place, after) > 0
  }
  let low = 0
  let high = after ? length : 0
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isPast(middle)) high = middle
    else low = middle + 1
  }
  const run = Int32Array.from({ length: Math.min(limit, length - low) }, (_, n) => nth(low + n))
  return isNewest ? placesOf(list, run.reverse()).reverse() : placesOf(list, run)
}

/** Any order: the times alone say which rows can be among the first `limit`. */
function selectFirst(list: HitList, order: Order, after: Place | null, limit: number): PlacedRow[] {
  if (after && after.time === null) return [] // undated ones lie in a shard of their own, always in order
  const length = list.count
  const times = list.column('time', list.rows)
  const sign = order === 'newest' ? -1 : 1
  const start = after?.time != null ? sign * (after.time - list.span.base) : -Infinity
  const key = (i: number) => sign * (times[rowAt(list, i)] ?? 0)
  const bound = nthKey(key, length, order, start, limit)
  const rows: number[] = []
  for (let i = 0; i < length; i++) if (key(i) >= start && key(i) <= bound) rows.push(rowAt(list, i))
  const compare = (a: Place, b: Place) => comparePlaces(order, a, b)
  const places = placesOf(list, Int32Array.from(rows)).sort(compare)
  return places.filter((place) => !after || compare(place, after) > 0).slice(0, limit)
}

/** The `limit`th smallest key above `start`, or infinity where there are fewer. */
function nthKey(key: (i: number) => number, length: number, order: Order, start: number, limit: number): number {
  const best: number[] = []
  // new rows are mostly late, so the walk begins at the likely end
  for (let n = 0; n < length; n++) {
    const found = key(order === 'newest' ? length - 1 - n : n)
    if (found <= start || (best.length === limit && found >= (best[limit - 1] ?? 0))) continue
    let at = best.length
    while (at > 0 && (best[at - 1] ?? 0) > found) at--
    best.splice(at, 0, found)
    if (best.length > limit) best.pop()
  }
  return best.length === limit ? (best[limit - 1] ?? Infinity) : Infinity
}
