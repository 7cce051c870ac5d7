import { addMonths, DAY, HOUSE_OFFSET, type Instant, startOfDay } from '#base'
import type { TimeForm } from './columns.ts'

// Which shard a record belongs to: its month in the house's zone, `odd` for a time before 2000 or after the day after it
// was archived (a clock that is wrong, or a lie), `undated` for no time at all. It follows from the record alone, so that
// a replay after a crash, or a rebuild years later, puts it in the same place.

/** `2020-03`, `odd` or `undated`. */
export type ShardName = string

export interface ShardSpan {
  /** What is taken off a time before it is stored. */
  readonly base: number
  readonly form: TimeForm
  /** Times lie in [from, to); null: any time, or none. */
  readonly from: Instant | null
  readonly to: Instant | null
}

const YEAR_2000 = (Date.UTC(2000, 0, 1) - HOUSE_OFFSET) as Instant

export function shardOf(time: Instant | null, archivedAt: Instant): ShardName {
  if (time === null) return 'undated'
  if (time < YEAR_2000 || time >= startOfDay(archivedAt) + 2 * DAY) return 'odd'
  return new Date(time + HOUSE_OFFSET).toISOString().slice(0, 7)
}

export function isShardName(name: string): boolean {
  return name === 'odd' || name === 'undated' || /^[0-9]{4}-(0[1-9]|1[0-2])$/.test(name)
}

export function spanOf(name: ShardName): ShardSpan {
  if (name === 'odd') return { base: 0, form: 'instant', from: null, to: null }
  if (name === 'undated') return { base: 0, form: 'none', from: null, to: null }
  const [year = 0, month = 1] = name.split('-').map(Number)
  const from = (Date.UTC(year, month - 1, 1) - HOUSE_OFFSET) as Instant
  return { base: from, form: 'offset', from, to: addMonths(from, 1) }
}
