import type { KINDS } from '@cunzhen/proof/keeping'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { ConversationNo, Instant, ParticipantNo, PersonId, SubjectId } from '#base'
import {
  ACT_CLASSES,
  ACTIONS,
  type Action,
  ALL_ACTIONS,
  classOf,
  decide,
  type FactsFor,
  FORMER_ACTIONS,
  HOUSE,
  isInScope,
  isPermit,
  isPowerConflict,
  mayEver,
  normaliseScope,
  type Permit,
  type PersonActor,
  REASONS,
  ROLES,
  type Role,
  type Rules,
  requireAllowed,
  resolveScope,
  type Scope,
  scopeDigest,
  widestWindow,
  windowScope,
} from './index.ts'
import { mintPermit } from './mint.ts'

const NOW = Date.parse('2026-11-21T10:00:00+08:00') as Instant
const person = (...roles: Role[]): PersonActor => ({
  kind: 'person',
  id: `psn_${roles.join('') || 'nobody'}` as PersonId,
  roles,
  steppedUpUntil: (NOW + 1000) as Instant,
  ip: null,
})
const RULES: Rules = {
  readable: true,
  windows: {
    agent: { time: 'this_week', of: 'own_conversations' },
    team_lead: { time: 'this_month', of: 'group_conversations' },
    legal: { time: 'all', of: 'all_conversations' },
    executive: 'none',
  },
  exclusivePowers: {
    operator: ROLES.filter((role) => !['administrator', 'auditor', 'examiner'].includes(role)),
    administrator: ['administrator'],
    auditor: ['auditor'],
  },
  stepUp: ['approve', 'export', 'role_change', 'first_use_of_grant'],
  stages: [
    { stage: 'supervisor', role: 'supervisor' },
    { stage: 'it', role: 'it_reviewer' },
    { stage: 'legal', role: 'legal' },
    { stage: 'data_security', role: 'data_security' },
  ],
  execution: { by: 'executor', with: 'monitor' },
  mayDownload: ['legal'],
  release: { by: 'legal', alarmTo: ['data_security', 'auditor'], bulk: { secondBy: 'data_security' } },
  destruction: { persons: 2 },
  carrierContentDenied: false,
}
const reason = <A extends Action>(actor: PersonActor, action: A, facts: FactsFor<A>, rules = RULES) =>
  decide(actor, action, facts, rules, NOW).reason

describe('the list of actions', () => {
  it('puts every action into exactly one class that exists', () => {
    for (const action of ALL_ACTIONS) expect(ACT_CLASSES.filter((each) => each === classOf(action))).toHaveLength(1)
    expect(new Set(ALL_ACTIONS).size).toBe(Object.keys(ACTIONS).length)
  })

  it('uses every class', () => {
    expect(new Set(ALL_ACTIONS.map(classOf))).toEqual(new Set(ACT_CLASSES))
  })
})

describe('decide', () => {
  it('answers no to everything while the pack cannot be read', () => {
    for (const action of ALL_ACTIONS) {
      expect(mayEver(person('legal'), action, { readable: false })).toEqual({
        allowed: false,
        reason: 'policy_unreadable',
      })
    }
    expect(decide(HOUSE, 'index.read', null, { readable: false }, NOW).allowed).toBe(false)
  })

  it('does not know an action that is not listed', () => {
    const unlisted = 'archive.delete' as Action // what a broken caller could send
    expect(decide(person('legal'), unlisted, null as never, RULES, NOW).reason).toBe('unknown_action')
    const inherited = 'toString' as Action
    expect(decide(person('legal'), inherited, null as never, RULES, NOW).reason).toBe('unknown_action')
  })

  it('lets somebody without a role do nothing but sign out, step up and read the ledger', () => {
    const allowed = ALL_ACTIONS.filter((action) => mayEver(person(), action, RULES).allowed)
    expect(allowed).toEqual([
      'session.sign_in',
      'session.open_link',
      'session.enrol',
      'session.sign_out',
      'session.step_up',
      'directory.knock',
      'ledger.read',
    ])
  })

  it('lets nobody do what only older versions did', () => {
    for (const former of FORMER_ACTIONS) {
      expect(ALL_ACTIONS).not.toContain(former)
      for (const actor of [HOUSE, person('administrator')])
        expect(decide(actor, former as Action, null, RULES, NOW).reason).toBe('unknown_action')
    }
  })

  it('keeps acts of customers and of the house from people, and acts of people from both', () => {
    expect(reason(person('legal'), 'consent.answer', null)).toBe('customer_only')
    expect(reason(person('administrator'), 'grant.issue', null)).toBe('house_only')
    expect(decide(HOUSE, 'grant.issue', null, RULES, NOW).allowed).toBe(true)
    expect(decide(HOUSE, 'search.window', null, RULES, NOW).reason).toBe('not_signed_in')
    expect(decide({ kind: 'stranger', ip: null }, 'people.manage', null, RULES, NOW).reason).toBe('not_signed_in')
    expect(decide({ kind: 'stranger', ip: null }, 'session.sign_in', null, RULES, NOW).allowed).toBe(true)
  })

  it('gives content and exports to no administrator and no auditor', () => {
    const content = ALL_ACTIONS.filter((action) => ['content', 'export'].includes(classOf(action)))
    for (const action of content) {
      expect(mayEver(person('administrator'), action, RULES).allowed).toBe(false)
      expect(mayEver(person('auditor'), action, RULES).allowed).toBe(false)
    }
    expect(mayEver(person('administrator'), 'search.window', RULES).reason).toBe('administrator_no_content')
  })

  it('allows nothing to one who holds two powers, however that came about', () => {
    expect(reason(person('agent', 'auditor'), 'search.window', null)).toBe('powers_conflict')
    expect(reason(person('agent', 'auditor'), 'audit.read', null)).toBe('powers_conflict')
    expect(reason(person('auditor'), 'audit.read', null)).toBeNull()
  })

  it('opens no content in a carrier house, whoever asks', () => {
    const carrier = { ...RULES, carrierContentDenied: true }
    for (const role of ROLES) {
      for (const action of ['search.window', 'conversation.open', 'export.download'] as const) {
        expect(mayEver(person(role), action, carrier).allowed).toBe(false)
      }
    }
    expect(mayEver(person('legal'), 'search.window', carrier).reason).toBe('carrier_content')
  })

  it('finds no window where the pack names none', () => {
    expect(reason(person('agent'), 'search.window', null)).toBeNull()
    expect(reason(person('executive'), 'search.window', null)).toBe('no_window')
    expect(reason(person('requester'), 'search.window', null)).toBe('no_window')
    expect(reason(person('supervisor'), 'search.window', null)).toBe('role_missing')
  })

  it('asks for a fresh second factor where the pack does, and only there', () => {
    const stale = { ...person('administrator'), steppedUpUntil: NOW }
    expect(reason(stale, 'people.roles', { person: null })).toBe('step_up_needed')
    expect(reason({ ...stale, steppedUpUntil: null }, 'people.roles', { person: null })).toBe('step_up_needed')
    expect(reason(stale, 'people.manage', null)).toBeNull()
    expect(reason(stale, 'people.roles', { person: null }, { ...RULES, stepUp: [] })).toBeNull()
    expect(reason(person('administrator'), 'people.roles', { person: null })).toBeNull()
  })

  it('lets no one change the own roles', () => {
    const admin = person('administrator')
    expect(reason(admin, 'people.roles', { person: admin.id })).toBe('own_roles')
  })
})

describe('deciding a request', () => {
  const supervisor = person('supervisor')
  const facts: FactsFor<'request.decide'> = {
    requester: 'psn_asker' as PersonId,
    stage: 'supervisor',
    openStage: 'supervisor',
    decidedBy: [],
    isParty: false,
    scopeDigestSeen: 'aa',
    scopeDigest: 'aa',
    useUntil: (NOW + 1) as Instant,
  }
  it('is for whoever holds the role of the stage whose turn it is', () => {
    expect(reason(supervisor, 'request.decide', facts)).toBeNull()
    expect(reason(person('legal'), 'request.decide', facts)).toBe('role_missing')
    expect(reason(person('agent'), 'request.decide', facts)).toBe('role_missing')
  })

  it.each<[Partial<FactsFor<'request.decide'>>, string]>([
    [{ openStage: null }, 'not_open'],
    [{ openStage: 'it' }, 'wrong_stage'],
    [{ requester: supervisor.id }, 'own_request'],
    [{ decidedBy: [supervisor.id] }, 'decided_earlier'],
    [{ isParty: true }, 'recused_party'],
    [{ scopeDigestSeen: 'bb' }, 'scope_changed'],
    [{ useUntil: NOW }, 'use_period_over'],
  ])('is refused where %j: %s', (change, expected) => {
    expect(reason(supervisor, 'request.decide', { ...facts, ...change })).toBe(expected)
  })

  it('needs a fresh second factor', () => {
    expect(reason({ ...supervisor, steppedUpUntil: null }, 'request.decide', facts)).toBe('step_up_needed')
  })
})

describe('carrying out an export', () => {
  const executor = person('executor')
  const monitor = person('monitor')
  const both = person('executor', 'monitor')
  const facts = { holds: true, requester: 'psn_asker' as PersonId, approvers: ['psn_boss' as PersonId] }

  it('takes an executor and another person as monitor, neither requester nor approver', () => {
    expect(reason(executor, 'export.ask', facts)).toBeNull()
    expect(reason(monitor, 'export.ask', facts)).toBe('role_missing')
    expect(reason(executor, 'export.ask', { ...facts, requester: executor.id })).toBe('own_request')
    expect(reason(executor, 'export.ask', { ...facts, approvers: [executor.id] })).toBe('was_approver')
    expect(reason(executor, 'export.ask', { ...facts, holds: false })).toBe('grant_not_running')
    expect(reason(monitor, 'export.confirm', { ...facts, executor: executor.id })).toBeNull()
    expect(reason(both, 'export.confirm', { ...facts, executor: both.id })).toBe('same_person')
    expect(reason(monitor, 'export.confirm', { ...facts, executor: executor.id, approvers: [monitor.id] })).toBe(
      'was_approver',
    )
  })

  it('hands a released package to its requester, its executor and the roles of the pack', () => {
    const package_ = { requester: person('requester').id, executor: executor.id, released: true }
    expect(reason(person('requester'), 'export.download', package_)).toBeNull()
    expect(reason(executor, 'export.download', package_)).toBeNull()
    expect(reason(person('legal'), 'export.download', package_)).toBeNull()
    expect(reason(person('agent'), 'export.download', package_)).toBe('not_recipient')
    expect(reason(executor, 'export.download', { ...package_, released: false })).toBe('not_released')
  })
})

describe('the yes that a package waits for', () => {
  const [requester, executor, monitor] = [person('requester'), person('executor'), person('monitor')]
  const legal = person('legal')
  const second = person('data_security')
  const waits = { requester: requester.id, carriers: [executor.id, monitor.id], open: true, isParty: false }
  const signed = { ...waits, digestSeen: 'a', digest: 'a', previewed: true, second: null }
  const full = { ...signed, missing: 0 }

  it('is given by counsel who has nothing to do with it, over the bytes looked at, with nothing missing', () => {
    expect(reason(legal, 'export.release', full)).toBeNull()
    expect(reason(second, 'export.release', full)).toBe('role_missing')
    expect(reason(person('supervisor'), 'export.release', full)).toBe('role_missing')
    expect(reason({ ...legal, id: requester.id }, 'export.release', full)).toBe('own_request')
    expect(reason({ ...legal, id: monitor.id }, 'export.release', full)).toBe('carried_out')
    expect(reason(legal, 'export.release', { ...full, isParty: true })).toBe('recused_party')
    expect(reason(legal, 'export.release', { ...full, open: false })).toBe('not_open')
    expect(reason(legal, 'export.release', { ...full, second: legal.id })).toBe('second_given')
    expect(reason(legal, 'export.release', { ...full, digestSeen: 'b' })).toBe('package_changed')
    expect(reason(legal, 'export.release', { ...full, previewed: false })).toBe('preview_needed')
    expect(reason(legal, 'export.release', { ...full, missing: 1 })).toBe('checklist_incomplete')
    expect(reason({ ...legal, steppedUpUntil: null }, 'export.release', full)).toBe('step_up_needed')
  })

  it('has a second beside it where the export is bulk, once, by another person', () => {
    const bulk = { ...signed, isBulk: true }
    expect(reason(second, 'export.second', bulk)).toBeNull()
    expect(reason(legal, 'export.second', bulk)).toBe('role_missing')
    expect(reason({ ...second, id: executor.id }, 'export.second', bulk)).toBe('carried_out')
    expect(reason(second, 'export.second', { ...bulk, isBulk: false })).toBe('not_bulk')
    expect(reason(second, 'export.second', { ...bulk, second: person('legal').id })).toBe('second_given')
    expect(reason(second, 'export.second', { ...bulk, previewed: false })).toBe('preview_needed')
  })

  it('is taken back by either without a second factor, and only where it was given', () => {
    for (const actor of [legal, second])
      expect(reason({ ...actor, steppedUpUntil: null }, 'export.withdraw', { released: true })).toBeNull()
    expect(reason(legal, 'export.withdraw', { released: false })).toBe('not_released')
    expect(reason(person('requester'), 'export.withdraw', { released: true })).toBe('role_missing')
  })

  it('an alarm is shown to whom the pack names, never to the one it is about', () => {
    for (const actor of [second, person('auditor')]) expect(reason(actor, 'alarm.read', { about: legal.id })).toBeNull()
    expect(reason(legal, 'alarm.read', { about: requester.id })).toBe('role_missing')
    expect(reason(second, 'alarm.read', { about: second.id })).toBe('alarm_about_you')
    expect(reason(second, 'alarm.report', { about: second.id, open: true })).toBe('alarm_about_you')
    expect(reason(second, 'alarm.report', { about: null, open: false })).toBe('not_open')
    expect(mayEver(legal, 'alarm.read', RULES).allowed).toBe(false)
  })
})

describe('looser masks', () => {
  it('are approved by another than the proposer while they wait; declined by the proposer too', () => {
    const [one, other] = [person('data_security'), person('legal')]
    const waits = { proposer: one.id, open: true }
    expect(reason(other, 'masking.approve', waits)).toBeNull()
    expect(reason(one, 'masking.approve', waits)).toBe('own_proposal')
    expect(reason(person('auditor'), 'masking.approve', waits)).toBe('role_missing')
    expect(reason(other, 'masking.approve', { ...waits, open: false })).toBe('not_open')
    expect(reason(one, 'masking.decline', { open: true })).toBeNull()
    expect(reason(one, 'masking.decline', { open: false })).toBe('not_open')
    expect(reason(other, 'masking.propose', null)).toBe('role_missing')
  })
})

describe('a verdict', () => {
  it('that is no becomes a refusal of its own kind; a yes passes', () => {
    expect(() => requireAllowed({ allowed: false, reason: 'step_up_needed' })).toThrow(
      expect.objectContaining({ kind: 'step_up', code: 'step_up_needed' }),
    )
    expect(() => requireAllowed({ allowed: false, reason: null })).toThrow()
    requireAllowed({ allowed: true, reason: null })
    expect(REASONS.not_found).toBe('not_found')
  })

  it('says by the roles alone what can come into question, of acts of customers and of the house too', () => {
    const verdict = (action: Action) => mayEver(person('agent'), action, RULES)
    expect(verdict('search.window')).toEqual({ allowed: true, reason: null })
    expect(verdict('people.manage')).toEqual({ allowed: false, reason: 'role_missing' })
    expect(verdict('consent.answer')).toEqual({ allowed: false, reason: 'customer_only' })
    expect(verdict('grant.issue')).toEqual({ allowed: false, reason: 'house_only' })
  })
})

describe('powers', () => {
  it('exclude each other', () => {
    expect(isPowerConflict(['agent', 'legal'], RULES.exclusivePowers)).toBe(false)
    expect(isPowerConflict(['agent', 'administrator'], RULES.exclusivePowers)).toBe(true)
    expect(isPowerConflict(['administrator', 'auditor'], RULES.exclusivePowers)).toBe(true)
    expect(isPowerConflict([], RULES.exclusivePowers)).toBe(false)
  })
})

const no = <T extends number>(...numbers: number[]) => numbers as T[]
const SCOPE: Scope = {
  v: 1,
  subjects: ['sub_b' as SubjectId, 'sub_a' as SubjectId],
  people: no<ParticipantNo>(9, 10, 9),
  conversations: no<ConversationNo>(30, 4),
  from: 1000 as Instant,
  to: 2000 as Instant,
  kinds: ['text', 'image', 'text'],
  undated: false,
}

describe('a scope', () => {
  it('has one normal form and one digest, whatever the order it is written in', () => {
    const normal = normaliseScope(SCOPE)
    expect(normal).toEqual({
      ...SCOPE,
      subjects: ['sub_a', 'sub_b'],
      people: [9, 10],
      conversations: [4, 30],
      kinds: ['image', 'text'],
    })
    expect(scopeDigest({ ...SCOPE, people: no<ParticipantNo>(10, 9) })).toBe(scopeDigest(SCOPE))
  })

  it('has a digest that never changes for the same meaning', () => {
    // SHA-256 of 'cunzhen/scope/v1\n{"conversations":[4,30],"from":1000,...,"v":1}', computed with sha256sum
    expect(scopeDigest(SCOPE)).toBe('6a09615253b23a2f79ada775d8664cc9fc617a2ee93fb8dce2e17a2d6abdc1fb')
  })

  it('has another digest when anything in it changes', () => {
    const changes: Partial<Scope>[] = [
      { subjects: [] },
      { people: no<ParticipantNo>(9) },
      { conversations: no<ConversationNo>(4) },
      { conversations: 'all' },
      { from: null },
      { from: 1001 as Instant },
      { to: null },
      { kinds: null },
      { kinds: ['text'] },
      { undated: true },
    ]
    const digests = changes.map((change) => scopeDigest({ ...SCOPE, ...change }))
    expect(new Set([...digests, scopeDigest(SCOPE)]).size).toBe(changes.length + 1)
  })

  it('is refused where it ends before it begins, or names an empty list of kinds', () => {
    expect(() => normaliseScope({ ...SCOPE, to: 1000 as Instant })).toThrow(
      expect.objectContaining({ code: 'scope_time_order' }),
    )
    expect(() => normaliseScope({ ...SCOPE, kinds: [] })).toThrow(
      expect.objectContaining({ code: 'scope_kinds_empty' }),
    )
  })

  it('holds a record by conversation, time and kind together; both ends of the time are exact', () => {
    const resolved = resolveScope(SCOPE, (people) => new Set(people.map((each) => (each * 10) as ConversationNo)))
    expect(resolved.conversations).toEqual(new Set([4, 30, 90, 100]))
    const holds = (conversation: number, sourceTs: number | null, kind: (typeof KINDS)[number]) =>
      isInScope(resolved, { conversation: conversation as ConversationNo, sourceTs, kind })
    expect(holds(4, 1000, 'text')).toBe(true)
    expect(holds(90, 1999, 'image')).toBe(true)
    expect(holds(5, 1500, 'text')).toBe(false)
    expect(holds(4, 999, 'text')).toBe(false)
    expect(holds(4, 2000, 'text')).toBe(false)
    expect(holds(4, 1500, 'voice')).toBe(false)
    expect(holds(4, null, 'text')).toBe(false)
    expect(
      isInScope({ ...resolved, undated: true }, { conversation: 4 as ConversationNo, sourceTs: null, kind: 'text' }),
    ).toBe(true)
  })

  it('that names nobody holds nothing, and does not ask the catalog', () => {
    const empty = resolveScope({ ...SCOPE, people: [], conversations: [] }, () => {
      throw new Error('asked')
    })
    expect(empty.conversations).toEqual(new Set())
  })
})

describe('a window', () => {
  it('is the one that reaches furthest of those that the roles have', () => {
    expect(widestWindow(['agent', 'legal', 'team_lead'], RULES.windows)?.role).toBe('legal')
    expect(widestWindow(['agent', 'team_lead'], RULES.windows)?.role).toBe('team_lead')
    expect(widestWindow(['executive'], RULES.windows)).toBeNull()
    expect(widestWindow(['supervisor'], RULES.windows)).toBeNull()
  })

  it('of an agent is this week in the house zone, Monday to Monday, the own conversations', () => {
    const scope = windowScope({ time: 'this_week', of: 'own_conversations' }, no<ParticipantNo>(7), NOW)
    expect(scope.from).toBe(Date.parse('2026-11-16T00:00:00+08:00'))
    expect(scope.to).toBe(Date.parse('2026-11-23T00:00:00+08:00'))
    expect(scope).toMatchObject({ people: [7], conversations: [], undated: false })
  })

  it('of a team lead is this month; of legal everything, undated records too', () => {
    const month = windowScope({ time: 'this_month', of: 'group_conversations' }, no<ParticipantNo>(7, 8), NOW)
    expect(month.from).toBe(Date.parse('2026-11-01T00:00:00+08:00'))
    expect(month.to).toBe(Date.parse('2026-12-01T00:00:00+08:00'))
    const all = windowScope({ time: 'all', of: 'all_conversations' }, no<ParticipantNo>(7), NOW)
    expect(all).toMatchObject({ people: [], conversations: 'all', from: null, to: null, undated: true })
  })

  it('of someone without accounts finds nothing', () => {
    const scope = windowScope({ time: 'this_week', of: 'own_conversations' }, [], NOW)
    expect(resolveScope(scope, () => new Set()).conversations).toEqual(new Set())
  })
})

describe('a permit', () => {
  const grant = {
    kind: 'grant',
    id: 'gra_a',
    person: 'psn_a' as PersonId,
    role: null,
    scope: SCOPE,
    until: (NOW + 1) as Instant,
  } as const

  it('is known by having been minted, not by its properties', () => {
    const permit = mintPermit(grant)
    expect(isPermit(permit)).toBe(true)
    expect(isPermit({ ...permit })).toBe(false)
    expect(isPermit(Object.create(permit))).toBe(false)
    expect(isPermit(structuredClone(permit))).toBe(false)
    expect(isPermit(new Proxy(permit, {}))).toBe(false)
    expect(isPermit(grant)).toBe(false)
    expect(isPermit(null)).toBe(false)
  })

  it('cannot be widened afterwards', () => {
    const permit = mintPermit(grant)
    expect(Object.isFrozen(permit) && Object.isFrozen(permit.scope)).toBe(true)
    expect(() => Object.assign(permit, { until: null })).toThrow(TypeError)
    expect(() => Object.assign(permit.scope, { conversations: 'all' })).toThrow(TypeError)
    expect(() => (permit.scope.people as ParticipantNo[]).push(1 as ParticipantNo)).toThrow(TypeError)
  })

  it('cannot be written down in types either', () => {
    expectTypeOf(grant).not.toExtend<Permit>()
  })

  it('of a grant has an end, a holder and names whose records it opens', () => {
    for (const wrong of [
      { until: null },
      { person: null },
      { scope: { ...SCOPE, conversations: 'all' as const } },
      { scope: { ...SCOPE, people: [], conversations: [] } },
    ]) {
      expect(() => mintPermit({ ...grant, ...wrong })).toThrow(expect.objectContaining({ code: 'broken_invariant' }))
    }
    expect(() => mintPermit({ ...grant, kind: 'indexing' })).toThrow(
      expect.objectContaining({ code: 'broken_invariant' }),
    )
  })
})
