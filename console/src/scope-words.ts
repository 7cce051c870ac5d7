import type { TFunction } from 'i18next'
import { addMonths, DAY, dayOf, HOUSE_OFFSET, rangeOf, startOfDay } from './time.ts'
import type { Scope, ScopeWords } from './wire.ts'

// A scope as a sentence: what stands above every result, in a request, and in a decision. The same words everywhere.

/** `week` or `month` where a range is exactly a calendar week (from Monday) or month of the house's zone. */
export function calendarRange(from: number | null, to: number | null): 'week' | 'month' | 'all' | 'range' {
  if (from === null && to === null) return 'all'
  if (from === null || to === null || startOfDay(from) !== from) return 'range'
  const day = Math.floor((from + HOUSE_OFFSET) / DAY)
  if (to - from === 7 * DAY && (day + 3) % 7 === 0) return 'week'
  if (dayOf(from).endsWith('-01') && addMonths(from, 1) === to) return 'month'
  return 'range'
}

/** The parts of a permit's scope in words, to be joined by " · ". `now` tells this week from any week. */
export function scopeParts(t: TFunction, scope: ScopeWords, now: number): string[] {
  const parts: string[] = []
  if (scope.kind === 'grant') {
    const number = scope.number ?? scope.permit
    parts.push(
      scope.until === null
        ? t('scope.grant', { number })
        : t('scope.grant_until', { number, day: dayOf(scope.until - 1) }),
    )
  } else {
    parts.push(t('scope.window'))
  }
  parts.push(timeWords(t, scope.from, scope.to, now))
  if (scope.conversations === 'listed') {
    if (scope.people > 0) parts.push(t('scope.people', { count: scope.people }))
    if (scope.listed > 0) parts.push(t('scope.listed', { count: scope.listed }))
  } else {
    parts.push(t(`scope.${scope.conversations}`))
  }
  if (scope.undated) parts.push(t('scope.with_undated'))
  parts.push(t('scope.masked'))
  return parts
}

function timeWords(t: TFunction, from: number | null, to: number | null, now: number): string {
  const shape = calendarRange(from, to)
  if (shape === 'all') return t('scope.all_time')
  const isNow = from !== null && to !== null && from <= now && now < to
  if (isNow && shape === 'week') return t('scope.this_week')
  if (isNow && shape === 'month') return t('scope.this_month')
  return rangeOf(from, to)
}

/** How wide a requested scope is, in whole days. */
export function daysIn(scope: Pick<Scope, 'from' | 'to'>): number {
  return Math.max(0, Math.ceil((scope.to - scope.from) / DAY))
}
