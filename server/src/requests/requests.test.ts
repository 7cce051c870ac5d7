import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PersonActor, ROLES, type Role, type Rules, STAGES, type Stage, scopeDigest } from '#access'
import { type ConversationNo, DAY, HOUR, type Instant, type ParticipantNo, type RequestId } from '#base'
import { loadPolicy } from '#policy'
import { MOVES, REQUEST_STATES } from './index.ts'
import { isOpen, stateAfter } from './states.ts'
import { day, openWorld, refusal, type World } from './world.test-support.ts'

let world: World
let asker: PersonActor
beforeEach(async () => {
  world = await openWorld()
  asker = await world.person('asker', ['requester'])
})
afterEach(() => world.close())

const ROLE_OF: Record<Stage, Role> = {
  supervisor: 'supervisor',
  it: 'it_reviewer',
  legal: 'legal',
  data_security: 'data_security',
}
const approver = (stage: Stage) => world.person(`${stage}1`, [ROLE_OF[stage]])
const approve = async (id: RequestId, stage: Stage, by: PersonActor, change = {}) => {
  const { scopeDigest: digest } = await world.requests.view(asker, id)
  return world.requests.decide(by, id, { stage, verdict: 'approve', reason: '', scopeDigest: digest, ...change })
}
const what = async (id: RequestId) => (await world.requests.view(asker, id)).timeline.map((event) => event.what)

describe('the table of states', () => {
  it('leads every move to a state that exists, and ends in four states', () => {
    for (const moves of Object.values(MOVES)) {
      for (const target of Object.values(moves)) expect([...REQUEST_STATES, 'next']).toContain(target)
    }
    expect(REQUEST_STATES.filter((state) => Object.keys(MOVES[state]).length === 0)).toEqual([
      'refused',
      'cancelled',
      'expired',
      'revoked',
    ])
    expect(REQUEST_STATES.filter(isOpen)).toEqual(['consent', ...STAGES])
  })

  it('goes through the stages in the order of the pack, and refuses a move that it does not have', () => {
    const stages = STAGES.map((stage) => ({ stage }))
    expect(stateAfter('consent', 'consents_given', stages)).toBe('supervisor')
    expect(STAGES.map((stage) => stateAfter(stage, 'approve', stages))).toEqual([
      'it',
      'legal',
      'data_security',
      'granted',
    ])
    expect(stateAfter('it', 'approve', [{ stage: 'it' }])).toBe('granted')
    expect(() => stateAfter('refused', 'approve', stages)).toThrow(refusal('not_open'))
    expect(() => stateAfter('consent', 'approve', stages)).toThrow(refusal('not_open'))
    expect(() => stateAfter('consent', 'consents_given', [])).toThrow(refusal('no_approval_chain'))
    expect(() => stateAfter('it', 'approve', [{ stage: 'legal' }])).toThrow(refusal('no_approval_chain'))
  })
})

describe('the words', () => {
  it('of roles, stages and states are the same in rulebook, pack and on the wire', async () => {
    const wire = await import('@cunzhen/server/wire-types')
    expect(wire.ROLES).toEqual(ROLES)
    expect(wire.STAGES).toEqual(STAGES)
    expect(wire.REQUEST_STATES).toEqual(REQUEST_STATES)
    const policy = loadPolicy()
    if (!policy.readable) throw new Error(policy.problem)
    const rules: Rules = policy // the pack's words are the rulebook's: this line compiles
    expect(rules.stages.map(({ stage }) => stage)).toEqual(STAGES)
    expect([...policy.purposes].sort()).toEqual([...wire.PURPOSES].sort())
    expect([...policy.bases].sort()).toEqual([...wire.BASES].sort())
  })
})

describe('asking', () => {
  it('seals the scope and starts the first clock; no consent is needed on another basis', async () => {
    const view = await world.requests.ask(asker, await world.asked())
    expect(view).toMatchObject({
      number: 'R-2026-0001',
      state: 'supervisor',
      risk: 'medium',
      consents: [],
      decisions: [],
      estimate: null,
    })
    expect(view.waitingFor).toEqual({ stage: 'supervisor', due: day('2026-11-04') }) // Monday + 1 working day: until Tuesday midnight
    expect(view.scopeDigest).toBe(
      scopeDigest({
        v: 1,
        subjects: [],
        people: [],
        conversations: [10 as ConversationNo],
        from: day('2026-09-01') as Instant,
        to: day('2026-09-16') as Instant,
        kinds: null,
        undated: false,
      }),
    )
    expect(await what(view.id)).toEqual(['asked'])
    expect(await world.acts('request.ask')).toEqual(['allowed'])
    expect(world.phone).toEqual([])
    expect((await world.requests.ask(asker, await world.asked())).number).toBe('R-2026-0002')
  })

  it('for a customer names the accounts that are linked to them at that moment, and no later one', async () => {
    const lin = await world.lin()
    const view = await world.requests.ask(asker, await world.asked({ scope: { subjects: [lin], conversations: [] } }))
    expect(view.scope.people).toEqual([1, 2])
    expect(view.subjects).toEqual([{ id: lin, name: '林若溪' }])
    expect(view.people).toEqual([
      { no: 1, name: '138****8000', platform: 'sms' },
      { no: 2, name: '林女士', platform: 'wecom' },
    ])
    await world.subjects.link(asker, lin, [5 as ParticipantNo])
    expect((await world.requests.view(asker, view.id)).scope.people).toEqual([1, 2])
  })

  it.each<[string, object, string]>([
    ['an unknown purpose', { purpose: 'curiosity' }, 'purpose_unknown'],
    ['an unknown basis', { basis: 'legitimate_interests' }, 'basis_unknown'],
    ['another method', { method: 'self_service' }, 'method_unknown'],
    ['no case', { caseNo: ' ' }, 'case_missing'],
    ['no reason', { reason: 'no' }, 'reason_missing'],
    ['times in the wrong order', { scope: { from: 2000, to: 1000 } }, 'scope_time_order'],
    ['an empty time', { scope: { from: 2000, to: 2000 } }, 'scope_time_order'],
    ['no kind at all', { scope: { kinds: [] } }, 'scope_kinds_empty'],
    ['nobody', { scope: { conversations: [] } }, 'scope_names_nobody'],
    ['an unknown conversation', { scope: { conversations: [99] } }, 'scope_names_unknown'],
    ['an unknown account', { scope: { people: [99] } }, 'scope_names_unknown'],
    ['an unknown customer', { scope: { subjects: ['sub_aaaaaaaaaaaaaaaa'] } }, 'scope_names_unknown'],
    ['a use that is over', { useUntil: Date.parse('2026-11-02T10:00:00+08:00') }, 'use_period_over'],
    ['more than three months of use', { useUntil: Date.parse('2027-02-02T10:00:00.001+08:00') }, 'use_period_too_long'],
    ['consent of nobody', { basis: 'consent' }, 'consent_needs_subject'],
  ])('for %s is refused, and the attempt is an act', async (_what, change, code) => {
    await expect(world.requests.ask(asker, await world.asked(change))).rejects.toEqual(refusal(code))
    expect(await world.acts('request.ask')).toEqual([code])
  })

  it('twice by a double click is one request', async () => {
    const asked = await world.asked()
    const both = await Promise.allSettled([world.requests.ask(asker, asked), world.requests.ask(asker, asked)])
    const [made, again] = both.map((each) => (each.status === 'fulfilled' ? each.value : each.reason))
    expect(again).toMatchObject({ kind: 'conflict', code: 'asked_already', detail: { request: made.id } })
    world.house.clock.pass(10_000)
    expect((await world.requests.ask(asker, asked)).number).toBe('R-2026-0002')
  })

  it('for three calendar months of use is allowed to the millisecond', async () => {
    const useUntil = Date.parse('2027-02-02T10:00:00+08:00')
    expect((await world.requests.ask(asker, await world.asked({ useUntil }))).useUntil).toBe(useUntil)
  })

  it('is for roles that ask: no administrator, no auditor, no executor', async () => {
    for (const role of ['administrator', 'auditor', 'executor'] as const) {
      const other = await world.person(role, [role])
      await expect(world.requests.ask(other, await world.asked())).rejects.toMatchObject({ kind: 'forbidden' })
    }
  })

  it('is refused where the pack has no chain of approvals, or cannot be read', async () => {
    const policy = world.policy
    if (!policy.readable) throw new Error('readable')
    world.policy = { ...policy, stages: [] }
    await expect(world.requests.ask(asker, await world.asked())).rejects.toEqual(refusal('no_approval_chain'))
    world.policy = loadPolicy('none-such')
    await expect(world.requests.ask(asker, await world.asked())).rejects.toEqual(refusal('policy_unreadable'))
    world.policy = policy
  })

  it('shows a deadline as flagged where the calendar does not reach', async () => {
    const second = await world.person('second', ['supervisor'])
    world.house.clock.pass(Date.parse('2026-12-31T10:00:00+08:00') - world.now())
    const view = await world.requests.ask(asker, await world.asked())
    expect(view.waitingFor).toEqual({ stage: 'supervisor', due: null })
    expect((await approve(view.id, 'supervisor', second)).waitingFor).toEqual({ stage: 'it', due: null })
  })
})

describe('deciding', () => {
  it('goes supervisor, IT, legal, data security, each by another person, and ends in a grant', async () => {
    const { id } = await world.requests.ask(asker, await world.asked())
    const dues: unknown[] = []
    for (const stage of STAGES) {
      const by = await approver(stage)
      expect((await world.requests.list(by, 'inbox')).requests.map((each) => each.id)).toEqual([id])
      expect((await world.requests.view(by, id)).estimate).toEqual({ records: 7, conversations: 1 })
      dues.push((await approve(id, stage, by)).waitingFor?.due ?? null)
      expect((await world.requests.list(by, 'inbox')).requests).toEqual([])
      expect((await world.requests.list(by, 'decided')).requests).toHaveLength(1)
    }
    expect(dues).toEqual([day('2026-11-05'), day('2026-11-05'), day('2026-11-04'), null])
    const view = await world.requests.view(asker, id)
    expect(view).toMatchObject({ state: 'granted', waitingFor: null })
    expect(
      view.decisions.map(({ stage, verdict, scopeDigest: digest }) => [stage, verdict, digest === view.scopeDigest]),
    ).toEqual(STAGES.map((stage) => [stage, 'approve', true]))
    expect(await what(id)).toEqual(['asked', ...STAGES.map(() => 'stage_approved'), 'granted'])
    const [grant] = await world.requests.grants(asker)
    expect([...(await world.requests.numbersOf([id, view.grantId ?? '', 'window', 'gra_none']))].sort()).toEqual(
      [
        [id, view.number],
        [view.grantId, 'G-2026-0001'],
      ].sort(),
    )
    expect(await world.requests.numbersOf([])).toEqual(new Map())
    expect(grant).toMatchObject({
      id: view.grantId,
      number: 'G-2026-0001',
      state: 'running',
      holderId: asker.id,
      until: view.useUntil,
      scopeDigest: view.scopeDigest,
    })
    expect(await world.acts('grant.issue')).toEqual(['allowed'])
  })

  it('commits each decision to the ledger with the digest of the scope', async () => {
    const { id, scopeDigest: digest } = await world.requests.ask(asker, await world.asked())
    for (const stage of STAGES) await approve(id, stage, await approver(stage), { reason: '同意，范围适当' })
    await world.requests.appendStatements()
    expect(world.ledger.map(({ type, key }) => [type, key.split('/').at(-1)])).toEqual([
      ...STAGES.map((stage) => ['decision', stage]),
      ['grant', (await world.requests.grants(asker))[0]?.id],
    ])
    expect(world.ledger[0]?.statement).toMatchObject({
      v: 1,
      what: 'decision',
      request: 'R-2026-0001',
      stage: 'supervisor',
      outcome: 'approved',
      scope: digest,
      policy: 'guide',
    })
    expect(world.ledger[0]?.salt).toHaveLength(16)
    // statements leave in packages: codes, ids and times, never what somebody wrote
    for (const { statement } of world.ledger) expect(JSON.stringify(statement)).toMatch(/^[\x20-\x7e]*$/)
    expect((await world.requests.view(asker, id)).decisions.map(({ ledgerIndex }) => ledgerIndex)).toEqual([0, 1, 2, 3])
    expect(await world.requests.appendStatements()).toBe(0)
  })

  it('hands out what a grant rests on, as the ledger has it, and nothing of another request', async () => {
    const other = await world.requests.ask(asker, await world.asked())
    await approve(other.id, 'supervisor', await world.person('boss', ['supervisor']))
    const { id } = await world.requests.ask(asker, await world.asked())
    for (const stage of STAGES) await approve(id, stage, await approver(stage))
    const [grant] = await world.requests.grants(asker)
    if (!grant) throw new Error('must be granted')
    const statements = await world.requests.statementsOf(grant.id)
    expect(statements.map(({ type, index }) => [type, index])).toEqual([
      ...STAGES.map((_, n) => ['decision', n + 1]),
      ['grant', 5],
    ])
    for (const { index, salt, statement } of statements) expect(world.ledger[index]).toMatchObject({ salt, statement })
    await expect(world.requests.statementsOf('gra_none' as typeof grant.id)).rejects.toEqual(refusal('not_found'))
  })

  it('keeps statements for later while the journal is away, in order', async () => {
    const broken = world.parts.appendStatement
    Object.assign(world.parts, { appendStatement: () => Promise.reject(new Error('thread died')) })
    const { id } = await world.requests.ask(asker, await world.asked())
    await approve(id, 'supervisor', await approver('supervisor'))
    await expect(world.requests.appendStatements()).rejects.toThrow()
    expect((await world.requests.view(asker, id)).decisions[0]?.ledgerIndex).toBeNull()
    Object.assign(world.parts, { appendStatement: broken })
    expect(await world.requests.appendStatements()).toBe(1)
    expect((await world.requests.view(asker, id)).decisions[0]?.ledgerIndex).toBe(0)
  })

  it('out of turn is refused', async () => {
    const { id } = await world.requests.ask(asker, await world.asked())
    const legal = await approver('legal')
    await expect(approve(id, 'legal', legal)).rejects.toMatchObject({ kind: 'conflict', code: 'wrong_stage' })
    await expect(approve(id, 'supervisor', legal)).rejects.toEqual(refusal('role_missing'))
    const supervisor = await approver('supervisor')
    await approve(id, 'supervisor', supervisor)
    await expect(approve(id, 'supervisor', supervisor)).rejects.toEqual(refusal('wrong_stage'))
  })

  it('is never for the requester, nor twice for one person', async () => {
    const both = await world.person('both', ['requester', 'supervisor', 'it_reviewer'])
    const own = await world.requests.ask(both, await world.asked())
    const decision = { stage: 'supervisor', verdict: 'approve', reason: '', scopeDigest: own.scopeDigest } as const
    await expect(world.requests.decide(both, own.id, decision)).rejects.toEqual(refusal('own_request'))
    expect(own.can.decide).toEqual({ allowed: false, reason: 'own_request' })
    expect((await world.requests.list(both, 'inbox')).requests).toEqual([])
    const { id } = await world.requests.ask(asker, await world.asked())
    await approve(id, 'supervisor', both)
    await expect(approve(id, 'it', both)).rejects.toEqual(refusal('decided_earlier'))
    expect((await world.requests.list(both, 'inbox')).requests).toEqual([])
  })

  it('is not for a party: own account in a conversation asked for, among the people, or of the customer', async () => {
    const party = await world.person('party', ['supervisor'], 'chen01')
    const stranger = await world.person('stranger', ['supervisor'], 'wu01')
    const byConversation = await world.requests.ask(asker, await world.asked())
    await expect(approve(byConversation.id, 'supervisor', party)).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'recused_party',
    })
    expect((await world.requests.view(party, byConversation.id)).can.decide).toEqual({
      allowed: false,
      reason: 'recused_party',
    })
    expect((await world.requests.view(party, byConversation.id)).estimate).toBeNull()
    await approve(byConversation.id, 'supervisor', stranger)
    const byPeople = await world.requests.ask(asker, await world.asked({ scope: { conversations: [], people: [3] } }))
    await expect(approve(byPeople.id, 'supervisor', party)).rejects.toEqual(refusal('recused_party'))
    const shared = await world.requests.ask(asker, await world.asked({ scope: { conversations: [], people: [1] } }))
    await expect(approve(shared.id, 'supervisor', stranger)).rejects.toEqual(refusal('recused_party')) // conversation 14
    expect(await world.acts('request.decide')).toEqual(['recused_party', 'allowed', 'recused_party', 'recused_party'])
  })

  it('holds for the scope that was seen, and for no other', async () => {
    const { id } = await world.requests.ask(asker, await world.asked())
    const other = '0'.repeat(64)
    await expect(approve(id, 'supervisor', await approver('supervisor'), { scopeDigest: other })).rejects.toMatchObject(
      { kind: 'conflict', code: 'scope_changed' },
    )
  })

  it('no needs a reason, and ends the request', async () => {
    const { id } = await world.requests.ask(asker, await world.asked())
    const supervisor = await approver('supervisor')
    await expect(approve(id, 'supervisor', supervisor, { verdict: 'refuse', reason: ' ' })).rejects.toEqual(
      refusal('reason_missing'),
    )
    const view = await approve(id, 'supervisor', supervisor, { verdict: 'refuse', reason: '范围过宽' })
    expect(view).toMatchObject({ state: 'refused', waitingFor: null, grantId: null })
    expect(view.decisions[0]).toMatchObject({ verdict: 'refuse', reason: '范围过宽' })
    await expect(approve(id, 'it', await approver('it'))).rejects.toEqual(refusal('not_open'))
  })

  it('asks for a fresh second factor', async () => {
    const { id } = await world.requests.ask(asker, await world.asked())
    const stale = { ...(await approver('supervisor')), steppedUpUntil: world.now() }
    await expect(approve(id, 'supervisor', stale)).rejects.toMatchObject({ kind: 'step_up', code: 'step_up_needed' })
    // the button is shown all the same: the act asks for the code
    expect((await world.requests.view(stale, id)).can.decide).toEqual({ allowed: true, reason: null })
  })

  it('of two at once lets exactly one win; the other is told that it has changed', async () => {
    const { id } = await world.requests.ask(asker, await world.asked())
    const pair = [await world.person('s1', ['supervisor']), await world.person('s2', ['supervisor'])]
    const both = await Promise.allSettled([...pair, ...pair].map((by) => approve(id, 'supervisor', by)))
    const codes = both.map((each) => (each.status === 'fulfilled' ? 'done' : each.reason.code)).sort()
    expect(codes).toEqual(['done', 'wrong_stage', 'wrong_stage', 'wrong_stage'])
    expect((await world.requests.view(asker, id)).decisions).toHaveLength(1)
  })

  it('does not happen when its act cannot be written', async () => {
    const { id, scopeDigest: digest } = await world.requests.ask(asker, await world.asked())
    const supervisor = await approver('supervisor')
    const { sql } = await import('kysely')
    await world.house.db.write(async (tx) => {
      await sql`create trigger broken before insert on audit_act begin select raise(abort, 'disk gone'); end`.execute(
        tx.tables(),
      )
    })
    await expect(
      world.requests.decide(supervisor, id, {
        stage: 'supervisor',
        verdict: 'approve',
        reason: '',
        scopeDigest: digest,
      }),
    ).rejects.toEqual(refusal('audit_unwritable'))
    await expect(world.requests.ask(asker, await world.asked())).rejects.toEqual(refusal('audit_unwritable'))
    await expect(world.requests.view(asker, id)).rejects.toEqual(refusal('audit_unwritable'))
    await world.house.db.write(async (tx) => void (await sql`drop trigger broken`.execute(tx.tables())))
    const [left] = (await world.requests.list(asker, 'mine')).requests
    expect(left).toMatchObject({ id, state: 'supervisor' })
    expect((await world.requests.list(asker, 'mine')).requests).toHaveLength(1)
  })

  it('notices a scope that was changed behind its back', async () => {
    const { id, scopeDigest: digest } = await world.requests.ask(asker, await world.asked())
    const supervisor = await world.person('party2', ['supervisor'], 'wu01')
    const { sql } = await import('kysely')
    await world.house.db.write(async (tx) => {
      await sql`update requests_request set scope = replace(scope, '[10]', '[10,13]')`.execute(tx.tables())
    })
    const decision = { stage: 'supervisor', verdict: 'approve', reason: '', scopeDigest: digest } as const
    await expect(world.requests.decide(supervisor, id, decision)).rejects.toMatchObject({ code: 'scope_damaged' })
  })
})

describe('while it is open, a request', () => {
  it('can be cancelled by its requester alone', async () => {
    const { id } = await world.requests.ask(asker, await world.asked())
    const other = await world.person('other', ['requester', 'supervisor'])
    await expect(world.requests.cancel(other, id)).rejects.toEqual(refusal('not_requester'))
    expect((await world.requests.cancel(asker, id)).state).toBe('cancelled')
    await expect(world.requests.cancel(asker, id)).rejects.toEqual(refusal('not_open'))
    await expect(approve(id, 'supervisor', other)).rejects.toEqual(refusal('not_open'))
  })

  it('is nudged once a day and stage, by its requester', async () => {
    const { id } = await world.requests.ask(asker, await world.asked())
    expect((await world.requests.nudge(asker, id)).timeline.at(-1)).toMatchObject({
      what: 'nudged',
      detail: 'supervisor',
    })
    await expect(world.requests.nudge(asker, id)).rejects.toEqual(refusal('nudged_today'))
    await approve(id, 'supervisor', await approver('supervisor'))
    await world.requests.nudge(asker, id)
    world.house.clock.pass(DAY)
    await world.requests.nudge(asker, id)
    const other = await world.person('other', ['requester'])
    await expect(world.requests.nudge(other, id)).rejects.toEqual(refusal('not_requester'))
  })

  it('runs out when its period of use is over before it was decided', async () => {
    const { id } = await world.requests.ask(asker, await world.asked({ useUntil: world.now() + HOUR }))
    const supervisor = await approver('supervisor')
    world.house.clock.pass(HOUR)
    await expect(approve(id, 'supervisor', supervisor)).rejects.toEqual(refusal('use_period_over'))
    await Promise.all([world.requests.sweep(), world.requests.sweep()])
    expect(await world.acts('request.expire')).toEqual(['allowed'])
    expect((await world.requests.view(asker, id)).state).toBe('expired')
    expect(await world.requests.sweep()).toEqual({ consents: 0, requests: 0, grants: 0, deadlines: 0 })
  })
})

describe('a request is seen', () => {
  it('by its requester and by those it has reached; for all others it is not there', async () => {
    const { id } = await world.requests.ask(asker, await world.asked())
    const it_ = await approver('it')
    const executor = await world.person('executor1', ['executor'])
    const outsider = await world.person('outsider', ['agent'])
    const auditor = await world.person('auditor1', ['auditor'])
    const admin = await world.person('admin1', ['administrator'])
    for (const viewer of [it_, executor, outsider, admin]) {
      await expect(world.requests.view(viewer, id)).rejects.toMatchObject({ kind: 'not_found', code: 'not_found' })
    }
    await expect(world.requests.view(asker, 'req_none' as RequestId)).rejects.toEqual(refusal('not_found'))
    expect((await world.requests.view(auditor, id)).estimate).toBeNull()
    await approve(id, 'supervisor', await approver('supervisor'))
    expect((await world.requests.view(it_, id)).number).toBe('R-2026-0001')
    await approve(id, 'it', it_)
    await approve(id, 'legal', await approver('legal'))
    await approve(id, 'data_security', await approver('data_security'))
    expect((await world.requests.view(executor, id)).can.export).toEqual({ allowed: true, reason: null })
    await expect(world.requests.view(outsider, id)).rejects.toEqual(refusal('not_found'))
  })

  it('without a count by its requester, before the grant and after', async () => {
    const { id } = await world.requests.ask(asker, await world.asked())
    expect((await world.requests.view(asker, id)).estimate).toBeNull()
    for (const stage of STAGES) await approve(id, stage, await approver(stage))
    expect((await world.requests.view(asker, id)).estimate).toBeNull()
  })

  it('in lists by box, page by page', async () => {
    const other = await world.person('other', ['requester'])
    for (let n = 0; n < 52; n += 1) await world.requests.ask(n % 2 ? other : asker, await world.asked())
    const first = await world.requests.list(asker, 'mine')
    expect(first.requests).toHaveLength(26)
    const legal = await approver('legal')
    const all = await world.requests.list(legal, 'all')
    expect(all.requests).toHaveLength(50)
    const rest = await world.requests.list(legal, 'all', all.next)
    expect(rest.requests.map(({ number }) => number)).toEqual(['R-2026-0002', 'R-2026-0001'])
    expect(rest.next).toBeNull()
    expect((await world.requests.list(asker, 'all')).requests).toHaveLength(26)
    expect((await world.requests.list(await world.person('admin1', ['administrator']), 'all')).requests).toEqual([])
    await expect(world.requests.list(legal, 'all', '1;drop')).rejects.toEqual(refusal('cursor_invalid'))
  })
})

it('views fit the shapes on the wire', async () => {
  const wire = await import('@cunzhen/server/wire-types')
  const lin = await world.lin()
  const view = await world.requests.ask(
    asker,
    await world.asked({ basis: 'consent', scope: { subjects: [lin], conversations: [] } }),
  )
  const list = await world.requests.list(asker, 'mine')
  expect(wire.RequestView.parse(view)).toEqual(view)
  expect(wire.RequestList.parse(list)).toEqual(list)
  await world.requests.deliverDue()
  const page = await world.requests.consentPage(world.secrets().token, null)
  expect(wire.ConsentPage.parse(page)).toEqual(page)
  const { id } = await world.requests.ask(asker, await world.asked())
  for (const stage of STAGES) await approve(id, stage, await approver(stage))
  const grants = await world.requests.grants(asker)
  expect(wire.Grant.array().parse(grants)).toEqual(grants)
  const agent = await world.person('agent1', ['agent'], 'chen01')
  for (const permits of [await world.requests.permitsOf(agent), await world.requests.permitsOf(asker)]) {
    expect(permits).toHaveLength(1)
    expect(wire.ScopeWords.array().parse(permits)).toEqual(permits)
  }
})
