import { addMonths, startOfDay } from '../../time.ts'
import type { Basis, Kind, NewRequest, Purpose } from '../../wire.ts'

/** A request being written. The server checks every rule again; what is checked here only saves a round trip. */
export interface Draft {
  subjects: { id: string; name: string }[]
  people: { no: number; name: string }[]
  conversations: { no: number; title: string }[]
  from: number | null
  to: number | null
  kinds: Kind[]
  undated: boolean
  purpose: Purpose | null
  basis: Basis | null
  caseNo: string
  reason: string
  useUntil: number | null
}

export type Missing =
  | 'whose'
  | 'subject_for_consent'
  | 'time'
  | 'purpose'
  | 'basis'
  | 'case_no'
  | 'reason'
  | 'use_until'

/** The longest period of use: three calendar months from today (policy `access.grant_ttl_max`, P3M). */
export function latestUse(now: number): number {
  return addMonths(startOfDay(now), 3)
}

/** What is still missing, in the order of the form. */
export function missingIn(draft: Draft, now: number): Missing[] {
  const missing: Missing[] = []
  if (draft.subjects.length + draft.people.length + draft.conversations.length === 0) missing.push('whose')
  if (draft.from === null || draft.to === null || draft.from >= draft.to) missing.push('time')
  if (draft.purpose === null) missing.push('purpose')
  if (draft.basis === null) missing.push('basis')
  if (draft.basis === 'consent' && draft.subjects.length === 0) missing.push('subject_for_consent')
  if (draft.caseNo.trim() === '') missing.push('case_no')
  if (draft.reason.trim().length < 4) missing.push('reason')
  if (draft.useUntil === null || draft.useUntil <= now || draft.useUntil > latestUse(now)) missing.push('use_until')
  return missing
}

/** The request as sent; null while something is missing. */
export function requestOf(draft: Draft, now: number): NewRequest | null {
  if (missingIn(draft, now).length > 0) return null
  const { purpose, basis, from, to, useUntil } = draft
  if (purpose === null || basis === null || from === null || to === null || useUntil === null) return null
  return {
    purpose,
    basis,
    caseNo: draft.caseNo.trim(),
    reason: draft.reason.trim(),
    useUntil,
    scope: {
      subjects: draft.subjects.map(({ id }) => id),
      people: draft.people.map(({ no }) => no),
      conversations: draft.conversations.map(({ no }) => no),
      from,
      to,
      kinds: draft.kinds.length > 0 ? draft.kinds : null,
      undated: draft.undated,
    },
  }
}
