import type { Counts, Import } from '../../wire.ts'

/** Items that are not accounted for: 0 whenever the promise holds (`archived + duplicates + quarantined = items`). */
export function missingItems(counts: Counts): number {
  return counts.items - counts.archived - counts.duplicates - counts.quarantined
}

/** Whether an import has come to its end: until then, items may be read and not archived yet. */
export function isSettled(state: Import['state']): boolean {
  return state === 'finished' || state === 'failed' || state === 'cancelled'
}

/** Bytes that lie in no parsed and no quarantined span; counts only once an import is finished. */
export function missingBytes(counts: Counts): number {
  return counts.bytes - counts.parsedBytes - counts.quarantinedBytes
}

/** Messages archived per day of import, in the house's zone, oldest first, gaps filled, at most `most` days. */
export function archivedPerDay(
  imports: readonly Pick<Import, 'startedAt' | 'counts'>[],
  days: readonly string[],
  dayOf: (at: number) => string,
): { archived: number[]; duplicates: number[]; quarantined: number[] } {
  const at = new Map(days.map((day, i) => [day, i]))
  const zero = () => days.map(() => 0)
  const sums = { archived: zero(), duplicates: zero(), quarantined: zero() }
  for (const one of imports) {
    const i = at.get(dayOf(one.startedAt))
    if (i === undefined) continue
    for (const key of ['archived', 'duplicates', 'quarantined'] as const) {
      sums[key][i] = (sums[key][i] ?? 0) + one.counts[key]
    }
  }
  return sums
}
