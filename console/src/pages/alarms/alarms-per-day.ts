import { dayOf } from '../../time.ts'
import type { AlarmView } from '../../wire.ts'
import { type Bar, barsOf } from '../search/hits.ts'

export interface AlarmBars {
  days: Bar[]
  reported: number[]
  waiting: number[]
}

/** Alarms by the day on which each began, and how many of them still wait for their report. */
export function alarmsPerDay(alarms: readonly Pick<AlarmView, 'firstAt' | 'reportedAt'>[]): AlarmBars {
  // the same days twice: their bars stand for the same stretches
  const barsFor = (isCounted: (one: Pick<AlarmView, 'reportedAt'>) => boolean) =>
    barsOf(alarms.map((one) => ({ day: dayOf(one.firstAt), hits: isCounted(one) ? 1 : 0 })))
  const reported = barsFor(({ reportedAt }) => reportedAt !== null)
  const waiting = barsFor(({ reportedAt }) => reportedAt === null)
  return { days: reported, reported: reported.map(({ hits }) => hits), waiting: waiting.map(({ hits }) => hits) }
}
