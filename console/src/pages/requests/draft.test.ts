import { describe, expect, it } from 'vitest'
import { DAY, parseDay } from '../../time.ts'
import { type Draft, latestUse, missingIn, requestOf } from './draft.ts'

const now = parseDay('2026-11-21') ?? 0
const whole: Draft = {
  subjects: [{ id: 'sub_a', name: 'S' }],
  people: [],
  conversations: [],
  from: now - 30 * DAY,
  to: now,
  kinds: [],
  undated: false,
  purpose: 'complaint',
  basis: 'consent',
  caseNo: ' #2026-0915 ',
  reason: '核对投诉经过',
  useUntil: now + 10 * DAY,
}

describe('a request being written', () => {
  it('is sent when nothing is missing, with an empty choice of kinds as all kinds', () => {
    expect(missingIn(whole, now)).toEqual([])
    expect(requestOf(whole, now)).toMatchObject({ caseNo: '#2026-0915', scope: { subjects: ['sub_a'], kinds: null } })
  })

  it('names everything that is missing', () => {
    const empty: Draft = {
      ...whole,
      subjects: [],
      from: null,
      purpose: null,
      basis: null,
      caseNo: ' ',
      reason: 'abc',
      useUntil: null,
    }
    expect(missingIn(empty, now)).toEqual(['whose', 'time', 'purpose', 'basis', 'case_no', 'reason', 'use_until'])
    expect(requestOf(empty, now)).toBeNull()
  })

  it('needs a registered customer where it rests on consent', () => {
    const account: Draft = { ...whole, subjects: [], people: [{ no: 1, name: 'A' }] }
    expect(missingIn(account, now)).toEqual(['subject_for_consent'])
    expect(missingIn({ ...account, basis: 'contract' }, now)).toEqual([])
  })

  it('is used for three calendar months at most', () => {
    expect(missingIn({ ...whole, useUntil: latestUse(now) }, now)).toEqual([])
    expect(missingIn({ ...whole, useUntil: latestUse(now) + 1 }, now)).toEqual(['use_until'])
    expect(missingIn({ ...whole, useUntil: now }, now)).toEqual(['use_until'])
  })

  it('does not end before it begins', () => {
    expect(missingIn({ ...whole, to: whole.from }, now)).toEqual(['time'])
  })
})
