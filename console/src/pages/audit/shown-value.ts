import { exactOf } from '../../time.ts'

/** A value of an act's detail as text: times as times, lists as lists, the rest as JSON. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return '—'
  if (typeof value === 'string') return value
  if (typeof value === 'number') return isTime(value) ? exactOf(value) : String(value)
  if (typeof value === 'boolean') return value ? '✓' : '✗'
  if (Array.isArray(value)) return value.map(shownValue).join(', ')
  return JSON.stringify(value, null, 1)
}

/** Milliseconds between the years 2001 and 2100: no count in this house is that large. */
function isTime(n: number): boolean {
  return Number.isInteger(n) && n > 978_307_200_000 && n < 4_102_444_800_000
}
