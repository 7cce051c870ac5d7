import { describe, expect, it } from 'vitest'
import type { RequestView } from '../../wire.ts'
import { isOpen, stopsOf } from './stops.ts'

type Standing = Parameters<typeof stopsOf>[0]
const request = (more: Partial<Standing>): Standing => ({
  state: 'supervisor',
  basis: 'contract',
  askedAt: 1,
  requesterName: 'Q',
  consents: [],
  decisions: [],
  waitingFor: null,
  grantId: null,
  ...more,
})
const decision = (stage: 'supervisor' | 'it', verdict: 'approve' | 'refuse'): RequestView['decisions'][number] => ({
  stage,
  verdict,
  by: 'psn_a',
  byName: 'D',
  at: 5,
  reason: '',
  scopeDigest: '',
  ledgerIndex: null,
})
const consent = (state: RequestView['consents'][number]['state']): RequestView['consents'][number] => ({
  id: 'con_a',
  subjectId: 'sub_a',
  subjectName: 'S',
  state,
  sentTo: '',
  requestedAt: 2,
  answeredAt: state === 'requested' ? null : 3,
  expiresAt: 9,
})
const line = (one: Standing) =>
  stopsOf(one)
    .map((stop) => `${stop.key}:${stop.state}`)
    .join(' ')

describe('the line of a request', () => {
  it('has no consent where it does not rest on one', () => {
    expect(line(request({ waitingFor: { stage: 'supervisor', due: 7 } }))).toBe(
      'asked:done supervisor:now it:next legal:next data_security:next grant:next',
    )
  })

  it('waits for the customer first, with the customer’s own clock', () => {
    const stops = stopsOf(request({ state: 'consent', basis: 'consent', consents: [consent('requested')] }))
    expect(stops[1]).toMatchObject({ key: 'consent', state: 'now', due: 9 })
    expect(stops[2]).toMatchObject({ key: 'supervisor', state: 'next' })
  })

  it('goes on when the customer agreed, and ends when not', () => {
    expect(line(request({ basis: 'consent', consents: [consent('agreed')] }))).toContain('consent:done supervisor:now')
    expect(line(request({ state: 'refused', basis: 'consent', consents: [consent('refused')] }))).toContain(
      'consent:no supervisor:skipped',
    )
  })

  it('shows the refusal where it was made and nothing after it', () => {
    const one = request({ state: 'refused', decisions: [decision('supervisor', 'approve'), decision('it', 'refuse')] })
    expect(line(one)).toBe('asked:done supervisor:done it:no legal:skipped data_security:skipped grant:skipped')
  })

  it('ends in a grant, or in a grant taken back', () => {
    expect(stopsOf(request({ state: 'granted', grantId: 'gra_a' })).at(-1)).toMatchObject({
      key: 'grant',
      state: 'done',
    })
    expect(stopsOf(request({ state: 'revoked', grantId: 'gra_a' })).at(-1)).toMatchObject({ key: 'grant', state: 'no' })
  })

  it('is open while somebody’s turn is to come', () => {
    expect((['consent', 'supervisor', 'it', 'legal', 'data_security'] as const).every(isOpen)).toBe(true)
    expect((['granted', 'refused', 'cancelled', 'expired', 'revoked'] as const).some(isOpen)).toBe(false)
  })
})
