import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPermit, type PersonActor, resolveScope, STAGES } from '#access'
import { DAY, type GrantId } from '#base'
import { loadPolicy } from '#policy'
import { day, openWorld, refusal, type World } from './world.test-support.ts'

let world: World
let asker: PersonActor
beforeEach(async () => {
  world = await openWorld()
  asker = await world.person('asker', ['requester'])
})
afterEach(() => world.close())

async function granted(by: PersonActor = asker, change = {}): Promise<GrantId> {
  const { id, scopeDigest } = await world.requests.ask(by, await world.asked(change))
  for (const stage of STAGES) {
    const approver = await world.person(`${stage}${id.slice(-4)}`, [stage === 'it' ? 'it_reviewer' : stage])
    await world.requests.decide(approver, id, { stage, verdict: 'approve', reason: '', scopeDigest })
  }
  const grant = (await world.requests.grants(by))[0]
  if (!grant) throw new Error('must be granted')
  return grant.id
}
const conversationsOf = async (actor: PersonActor, which: string) => {
  const { scope } = await world.requests.permitFor(actor, which)
  const { conversations } = resolveScope(scope, (people) => world.parts.catalog.conversationsOf(people))
  return conversations === 'all' ? 'all' : [...conversations].sort((a, b) => a - b)
}

describe('a role window', () => {
  it('of an agent is the own conversations of this week', async () => {
    const agent = await world.person('chen', ['agent'], 'chen01')
    const permit = await world.requests.permitFor(agent, 'window')
    expect(isPermit(permit)).toBe(true)
    expect(permit).toMatchObject({ kind: 'window', id: 'window', person: agent.id, role: 'agent', until: null })
    expect(permit.scope).toMatchObject({ from: day('2026-11-02'), to: day('2026-11-09'), undated: false })
    expect(await conversationsOf(agent, 'window')).toEqual([10, 11, 12])
    expect(await world.requests.permitsOf(agent)).toEqual([
      expect.objectContaining({
        permit: 'window',
        kind: 'window',
        role: 'agent',
        conversations: 'own',
        people: 1,
        masked: true,
      }),
    ])
  })

  it("of a team lead is the group's of this month, of legal all; the widest of several counts", async () => {
    await world.person('chen', ['agent'], 'chen01')
    const lead = await world.person('wu', ['agent', 'team_lead'], 'wu01')
    expect(await conversationsOf(lead, 'window')).toEqual([10, 11, 12, 13, 14])
    expect((await world.requests.permitsOf(lead))[0]).toMatchObject({
      role: 'team_lead',
      conversations: 'group',
      from: day('2026-11-01'),
      to: day('2026-12-01'),
    })
    const legal = await world.person('legal1', ['legal'])
    expect(await conversationsOf(legal, 'window')).toBe('all')
    expect((await world.requests.permitsOf(legal))[0]).toMatchObject({
      conversations: 'all',
      from: null,
      to: null,
      undated: true,
    })
  })

  it('of an agent without accounts in the archive finds nothing', async () => {
    expect(await conversationsOf(await world.person('new', ['agent']), 'window')).toEqual([])
  })

  it("is nobody else's: executive, requester, administrator, auditor; each attempt is an act", async () => {
    const expected = {
      executive: 'no_window',
      requester: 'no_window',
      administrator: 'administrator_no_content',
      auditor: 'role_missing',
      examiner: 'role_missing',
    } as const
    for (const [role, code] of Object.entries(expected)) {
      const person = await world.person(`p${role}`, [role as keyof typeof expected])
      expect(await world.requests.permitsOf(person)).toEqual([])
      await expect(world.requests.permitFor(person, 'window')).rejects.toMatchObject({ kind: 'forbidden', code })
    }
    expect(await world.acts('search.window')).toEqual(Object.values(expected))
  })

  it('closes with the role, the person, and the pack', async () => {
    const agent = await world.person('chen', ['agent'], 'chen01')
    const permit = await world.requests.permitFor(agent, 'window')
    expect(await world.requests.permitHolds(permit)).toBe(true)
    const admin = { ...(await world.person('admin2', ['administrator'])) }
    await world.identity.edit(admin, agent.id, { roles: ['requester'] })
    expect(await world.requests.permitHolds(permit)).toBe(false)
    const policy = world.policy
    world.policy = loadPolicy('none-such')
    await expect(world.requests.permitFor(agent, 'window')).rejects.toEqual(refusal('policy_unreadable'))
    world.policy = policy
  })

  it('opens nothing in a carrier house', async () => {
    const legal = await world.person('legal1', ['legal'])
    if (!world.policy.readable) throw new Error('readable')
    world.policy = { ...world.policy, carrierContentDenied: true }
    await expect(world.requests.permitFor(legal, 'window')).rejects.toEqual(refusal('carrier_content'))
  })
})

describe('a grant', () => {
  it('is a permit over exactly what was sealed, until its end', async () => {
    const id = await granted(asker, { scope: { conversations: [11], people: [1] } })
    const permit = await world.requests.permitFor(asker, id)
    expect(permit).toMatchObject({ kind: 'grant', id, person: asker.id, until: world.now() + 30 * DAY })
    expect(permit.scope).toMatchObject({ from: day('2026-09-01'), to: day('2026-09-16'), undated: false })
    expect(await conversationsOf(asker, id)).toEqual([10, 11, 14])
    expect(await world.requests.permitsOf(asker)).toEqual([
      expect.objectContaining({
        permit: id,
        kind: 'grant',
        number: 'G-2026-0001',
        conversations: 'listed',
        people: 1,
        listed: 1,
      }),
    ])
  })

  it('of somebody else is answered like one that does not exist, also to auditors and approvers', async () => {
    const id = await granted()
    const other = await world.person('other', ['requester', 'legal'])
    const answers = await Promise.all(
      [id, 'gra_nonenonenonenon', 'x'].map((which) =>
        world.requests.permitFor(other, which).catch((error: unknown) => error),
      ),
    )
    for (const answer of answers) expect(answer).toMatchObject({ kind: 'not_found', code: 'not_found', detail: {} })
    expect(await world.requests.permitsOf(other)).toHaveLength(1) // the window of legal
  })

  it('asks for a fresh second factor at its first use, and not again', async () => {
    const id = await granted()
    const stale = { ...asker, steppedUpUntil: null }
    await expect(world.requests.permitFor(stale, id)).rejects.toMatchObject({ kind: 'step_up', code: 'step_up_needed' })
    await Promise.all([world.requests.permitFor(asker, id), world.requests.permitFor(asker, id)])
    expect(isPermit(await world.requests.permitFor(stale, id))).toBe(true)
    // two at once: one of them was the first
    expect(await world.acts('grant.first_use')).toEqual(['step_up_needed', 'allowed'])
    const request = (await world.requests.list(asker, 'mine')).requests[0]
    if (!request) throw new Error('must be listed')
    expect((await world.requests.view(asker, request.id)).timeline.at(-1)?.what).toBe('first_used')
  })

  it('ends to the millisecond, without anybody sweeping', async () => {
    const id = await granted()
    const permit = await world.requests.permitFor(asker, id)
    world.house.clock.pass(30 * DAY - 1)
    expect([await world.requests.grantHolds(id), await world.requests.permitHolds(permit)]).toEqual([true, true])
    world.house.clock.pass(1)
    expect([await world.requests.grantHolds(id), await world.requests.permitHolds(permit)]).toEqual([false, false])
    await expect(world.requests.permitFor(asker, id)).rejects.toEqual(refusal('grant_not_running'))
    expect(await world.requests.permitsOf(asker)).toEqual([])
    expect(await world.requests.grants(asker)).toMatchObject([{ state: 'expired' }])
    expect(await world.requests.sweep()).toEqual({ consents: 0, requests: 0, grants: 1, deadlines: 0 })
    expect(await world.acts('grant.expire')).toEqual(['allowed'])
    expect((await world.requests.list(asker, 'mine')).requests[0]?.state).toBe('expired')
  })

  it('did not hold before it began, and an unknown one never does', async () => {
    const before = world.now()
    world.house.clock.pass(DAY)
    const id = await granted()
    expect(await world.requests.grantHolds(id, before)).toBe(false)
    expect(await world.requests.grantHolds('gra_none' as GrantId)).toBe(false)
  })

  it('is revoked with a reason by legal, data security or its holder, once', async () => {
    const id = await granted()
    const other = await world.person('other', ['requester'])
    const legal = await world.person('legal1', ['legal'])
    await expect(world.requests.revoke(other, id, '越权使用')).rejects.toEqual(refusal('not_holder'))
    await expect(world.requests.revoke(legal, id, ' ')).rejects.toEqual(refusal('reason_missing'))
    await expect(world.requests.revoke(legal, 'gra_none' as GrantId, '越权使用')).rejects.toEqual(refusal('not_found'))
    const both = await Promise.allSettled([
      world.requests.revoke(legal, id, '越权使用'),
      world.requests.revoke(asker, id, '不再需要'),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await world.requests.grantHolds(id)).toBe(false)
    await expect(world.requests.revoke(legal, id, '越权使用')).rejects.toEqual(refusal('grant_not_running'))
  })

  it('stands still while its holder is disabled', async () => {
    const id = await granted()
    const admin = await world.person('admin2', ['administrator'])
    await world.identity.edit(admin, asker.id, { disabled: true })
    expect(await world.requests.grantHolds(id)).toBe(false)
  })

  it('is listed for its holder; for those who carry out or watch, all are', async () => {
    await granted()
    const other = await world.person('other', ['requester'])
    await granted(other)
    expect(await world.requests.grants(asker)).toHaveLength(1)
    for (const role of ['executor', 'monitor', 'auditor', 'legal'] as const) {
      expect(await world.requests.grants(await world.person(`g${role}`, [role]))).toHaveLength(2)
    }
    expect(await world.requests.grants(await world.person('admin2', ['administrator']))).toEqual([])
  })
})

describe('an export', () => {
  it('is carried out by an executor and watched by another person, neither requester nor approver', async () => {
    const multi = await world.person('multi', ['requester', 'executor', 'monitor'])
    const id = await granted(multi)
    const executor = await world.person('exec', ['executor', 'monitor'])
    const monitor = await world.person('mon', ['monitor'])
    const duties = world.requests.exportDuties
    expect(await duties(id, executor, 'execute')).toEqual({ allowed: true, reason: null })
    expect(await duties(id, multi, 'execute')).toEqual({ allowed: false, reason: 'own_request' })
    expect(await duties(id, monitor, 'execute')).toEqual({ allowed: false, reason: 'role_missing' })
    expect(await duties(id, monitor, 'monitor', executor.id)).toEqual({ allowed: true, reason: null })
    expect(await duties(id, executor, 'monitor', executor.id)).toEqual({ allowed: false, reason: 'same_person' })
    expect(await duties(id, monitor, 'monitor')).toEqual({ allowed: false, reason: 'same_person' })
    expect(await duties(id, { ...monitor, steppedUpUntil: null }, 'monitor', executor.id)).toEqual({
      allowed: false,
      reason: 'step_up_needed',
    })
    expect(await duties('gra_none' as GrantId, executor, 'execute')).toEqual({ allowed: false, reason: 'not_found' })
  })

  it('is not for somebody who approved it', async () => {
    const approver = await world.person('sup', ['supervisor', 'executor'])
    const { id, scopeDigest } = await world.requests.ask(asker, await world.asked())
    await world.requests.decide(approver, id, { stage: 'supervisor', verdict: 'approve', reason: '', scopeDigest })
    for (const stage of ['it', 'legal', 'data_security'] as const) {
      const by = await world.person(`${stage}9`, [stage === 'it' ? 'it_reviewer' : stage])
      await world.requests.decide(by, id, { stage, verdict: 'approve', reason: '', scopeDigest })
    }
    const [grant] = await world.requests.grants(asker)
    if (!grant) throw new Error('must be granted')
    expect(await world.requests.exportDuties(grant.id, approver, 'execute')).toEqual({
      allowed: false,
      reason: 'was_approver',
    })
    expect((await world.requests.view(approver, id)).can.export).toEqual({ allowed: false, reason: 'was_approver' })
  })

  it("reads under a permit of its own, which is the two persons' and ends with the grant", async () => {
    const id = await granted()
    const executor = await world.person('exec', ['executor', 'monitor'])
    const monitor = await world.person('mon', ['monitor'])
    const pair = { executor: executor.id, monitor: monitor.id }
    const permit = await world.requests.exportPermit(id, pair)
    expect(permit).toMatchObject({ kind: 'export', id, person: executor.id })
    await expect(world.requests.exportPermit(id, { ...pair, monitor: executor.id })).rejects.toEqual(
      refusal('same_person'),
    )
    await expect(world.requests.exportPermit(id, { executor: monitor.id, monitor: executor.id })).rejects.toEqual(
      refusal('role_missing'),
    )
    await expect(world.requests.exportPermit(id, { ...pair, executor: asker.id })).rejects.toEqual(
      refusal('role_missing'),
    )
    await world.requests.revoke(asker, id, '不再需要')
    expect(await world.requests.permitHolds(permit)).toBe(false)
    await expect(world.requests.exportPermit(id, pair)).rejects.toEqual(refusal('grant_not_running'))
    const register = await world.requests.readGrant(id)
    expect(register).toMatchObject({ id, state: 'revoked', requestNumber: 'R-2026-0001', basis: 'contract' })
    expect(register.decisions.map(({ stage }) => stage)).toEqual(STAGES)
  })
})

it('the indexer has a standing right of its own, and its taking is an act', async () => {
  const permit = await world.requests.indexingPermit()
  expect(permit).toMatchObject({ kind: 'indexing', person: null, until: null })
  expect(permit.scope).toMatchObject({ conversations: 'all', undated: true })
  expect(await world.requests.permitHolds(permit)).toBe(true)
  expect(await world.acts('index.read')).toEqual(['allowed'])
})
