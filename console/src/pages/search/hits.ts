import { DAY, dayOf, parseDay } from '../../time.ts'
import type { Hit, SearchAnswer } from '../../wire.ts'

export type HitRow =
  | { row: 'conversation'; key: string; conversation: number; hit: Hit; count: number }
  | { row: 'hit'; key: string; hit: Hit }

/**
 * Hits as rows grouped by conversation. Each page is grouped on its own, in the order of its first hits, so that a page
 * loaded later never moves what somebody is reading.
 */
export function groupHits(pages: readonly Pick<SearchAnswer, 'hits'>[]): HitRow[] {
  const rows: HitRow[] = []
  let last: number | null = null
  pages.forEach((page, p) => {
    const groups = new Map<number, Hit[]>()
    for (const hit of page.hits) groups.set(hit.conversation, [...(groups.get(hit.conversation) ?? []), hit])
    for (const [conversation, hits] of groups) {
      const [hit] = hits
      if (!hit) continue
      if (conversation !== last) {
        rows.push({ row: 'conversation', key: `${p}/${conversation}`, conversation, hit, count: hits.length })
      }
      for (const one of hits) rows.push({ row: 'hit', key: String(one.record), hit: one })
      last = conversation
    }
  })
  return rows
}

/** The hit before or after one, in the order in which they stand on the page; null at an end. `at` null: the first. */
export function neighbourOf(
  pages: readonly Pick<SearchAnswer, 'hits'>[],
  at: number | null,
  by: 1 | -1,
): number | null {
  const records = groupHits(pages).flatMap((row) => (row.row === 'hit' ? [row.hit.record] : []))
  const here = at === null ? -1 : records.indexOf(at)
  return records[at === null ? 0 : here + by] ?? null
}

export interface Bar {
  name: string
  from: number
  to: number
  hits: number
}

const MOST_BARS = 120

/**
 * Hits per day as bars without gaps, each with the half-open range it stands for: days, or, over a longer stretch, weeks
 * of seven days or calendar months, so that a bar stays wide enough to be hit.
 */
export function barsOf(days: readonly { day: string; hits: number }[]): Bar[] {
  const known = days.flatMap(({ day, hits }) => {
    const at = parseDay(day)
    return at === null ? [] : [{ at, hits }]
  })
  if (known.length === 0) return []
  const first = Math.min(...known.map(({ at }) => at))
  const last = Math.max(...known.map(({ at }) => at))
  const span = (last - first) / DAY + 1
  const bars =
    span <= MOST_BARS
      ? steps(first, last, DAY)
      : span <= 7 * MOST_BARS
        ? steps(first, last, 7 * DAY)
        : months(first, last)
  for (const { at, hits } of known) {
    const bar = bars.find((one) => at >= one.from && at < one.to)
    if (bar) bar.hits += hits
  }
  return bars
}

function steps(first: number, last: number, step: number): Bar[] {
  const bars: Bar[] = []
  for (let from = first; from <= last; from += step) {
    bars.push({ name: step === DAY ? dayOf(from).slice(5) : dayOf(from), from, to: from + step, hits: 0 })
  }
  return bars
}

function months(first: number, last: number): Bar[] {
  const bars: Bar[] = []
  let from = parseDay(`${dayOf(first).slice(0, 7)}-01`) ?? first
  while (from <= last) {
    const [year = 1970, month = 1] = dayOf(from).split('-').map(Number)
    const nextName = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
    const to = parseDay(`${nextName}-01`) ?? from + 31 * DAY
    bars.push({ name: dayOf(from).slice(0, 7), from, to, hits: 0 })
    from = to
  }
  return bars
}
