import { describe, expect, it } from 'vitest'
import { DAY, parseDay } from '../../time.ts'
import type { RequestRow, RequestView } from '../../wire.ts'
import { weigh } from './weigh.ts'

const asked = parseDay('2026-11-21') ?? 0
const request = (more: Partial<RequestView> = {}): RequestView => ({
  id: 'req_a',
  number: 'R-1',
  state: 'supervisor',
  requesterId: 'psn_q',
  requesterName: 'Q',
  purpose: 'complaint',
  basis: 'contract',
  caseNo: '#1',
  reason: '核对客户投诉的重复扣费与退款延误经过',
  method: 'permissioned',
  risk: 'medium',
  scope: {
    subjects: [],
    people: [],
    conversations: [],
    from: asked - 10 * DAY,
    to: asked,
    kinds: null,
    undated: false,
  },
  scopeDigest: 'd',
  subjects: [{ id: 'sub_a', name: 'S' }],
  people: [],
  conversations: [],
  useUntil: asked + 10 * DAY,
  askedAt: asked,
  consents: [],
  decisions: [],
  waitingFor: null,
  grantId: null,
  estimate: null,
  timeline: [],
  can: {},
  ...more,
})
const codes = (one: RequestView, history: RequestRow[] = []) =>
  weigh(one, history).map((finding) => `${finding.weight}:${finding.code}`)

describe('what a decider sees at a glance', () => {
  it('finds nothing unusual in a narrow request with a case', () => {
    expect(codes(request())).toEqual(['for:basis_cited', 'for:case_named', 'for:short_range'])
  })

  it('says whether every customer has agreed where it rests on consent', () => {
    const consent = (state: 'agreed' | 'requested') => ({
      id: 'con_a',
      subjectId: 'sub_a',
      subjectName: 'S',
      state,
      sentTo: '',
      requestedAt: 1,
      answeredAt: null,
      expiresAt: 2,
    })
    expect(codes(request({ basis: 'consent' }))).toContain('against:consent_missing')
    expect(codes(request({ basis: 'consent', consents: [consent('agreed'), consent('requested')] }))).toContain(
      'against:consent_open',
    )
    expect(codes(request({ basis: 'consent', consents: [consent('agreed')] }))).toContain('for:consent_agreed')
  })

  it('points at what is wide, long, thin or risky', () => {
    const wide = request({
      scope: {
        subjects: [],
        people: [],
        conversations: [],
        from: asked - 200 * DAY,
        to: asked,
        kinds: null,
        undated: true,
      },
      subjects: [],
      people: [1, 2, 3, 4].map((no) => ({ no, name: 'A', platform: 'wecom' })),
      useUntil: asked + 80 * DAY,
      reason: '看看',
      purpose: 'other',
      risk: 'high',
      estimate: { records: 20_000, conversations: 3 },
    })
    expect(codes(wide).filter((one) => one.startsWith('against'))).toEqual([
      'against:long_range',
      'against:long_use',
      'against:short_reason',
      'against:unnamed_purpose',
      'against:high_risk',
      'against:undated_too',
      'against:many_people',
      'against:many_records',
    ])
  })

  it('counts a customer with several accounts as one', () => {
    expect(codes(request({ people: [1, 2, 3, 4].map((no) => ({ no, name: 'A', platform: 'wecom' })) }))).not.toContain(
      'against:many_people',
    )
  })

  it('remembers only this requester’s other requests', () => {
    const other = (id: string, name: string, state: RequestRow['state']): RequestRow => ({
      ...request(),
      id,
      requesterName: name,
      state,
      askedAt: asked - DAY,
      grantId: state === 'granted' ? 'gra_a' : null,
    })
    const history = [
      other('req_b', 'Q', 'refused'),
      other('req_c', 'Q', 'granted'),
      other('req_d', 'Z', 'refused'),
      other('req_a', 'Q', 'refused'),
    ]
    expect(weigh(request(), history).filter(({ code }) => code.startsWith('earlier'))).toEqual([
      { weight: 'for', code: 'earlier_approved', values: { count: 1 } },
      { weight: 'against', code: 'earlier_refused', values: { count: 1 } },
    ])
  })
})
