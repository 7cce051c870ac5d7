import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PersonActor, STAGES } from '#access'
import { DAY, HOUR, MINUTE, type ParticipantNo, type RequestId, type SubjectId } from '#base'
import { LIN_PHONE, openWorld, refusal, type World } from './world.test-support.ts'

let world: World
let asker: PersonActor
let lin: SubjectId
beforeEach(async () => {
  world = await openWorld()
  asker = await world.person('asker', ['requester'])
  lin = await world.lin()
})
afterEach(() => world.close())

const aboutLin = (change = {}) =>
  world.asked({ basis: 'consent', scope: { subjects: [lin], conversations: [10], ...change } })
async function ask(change = {}) {
  const view = await world.requests.ask(asker, await aboutLin(change))
  await world.requests.deliverDue()
  return view.id
}
const answer = (what: 'agree' | 'refuse', change: Partial<{ token: string; code: string }> = {}) =>
  world.requests.answerConsent({ ...world.secrets(), ...change, answer: what }, '10.3.3.3')
const stateOf = async (id: RequestId) => (await world.requests.view(asker, id)).state
/** Six digits stand inside of many a longer number by chance: a code would be a word of its own. */
const wordsOf = (text: string) => text.split(/\W+/)
const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

async function granted(): Promise<RequestId> {
  const id = await ask()
  await answer('agree')
  for (const stage of STAGES) {
    const by = await world.person(`${stage}1`, [stage === 'it' ? 'it_reviewer' : stage])
    const { scopeDigest } = await world.requests.view(by, id)
    await world.requests.decide(by, id, { stage, verdict: 'approve', reason: '', scopeDigest })
  }
  return id
}

describe('where the basis is consent', () => {
  it('the customer is asked first, at the contact on record, and no approver before that', async () => {
    const id = await ask()
    expect(world.phone.map(({ to }) => to)).toEqual([LIN_PHONE])
    const { token, code } = world.secrets()
    expect(token).toHaveLength(43)
    expect(code).toMatch(/^\d{6}$/)
    for (const part of ['存真演示', 'R-2026-0001', '处理投诉', '400-800-8000', '14 天', '不同意不影响'])
      expect(world.phone[0]?.text).toContain(part)
    const view = await world.requests.view(asker, id)
    expect(view).toMatchObject({ state: 'consent', waitingFor: { stage: 'consent', due: world.now() + 14 * DAY } })
    expect(view.consents).toMatchObject([
      { subjectId: lin, subjectName: '林若溪', state: 'requested', sentTo: '138****8000', answeredAt: null },
    ])
    const supervisor = await world.person('boss', ['supervisor'])
    const decision = { stage: 'supervisor', verdict: 'approve', reason: '', scopeDigest: view.scopeDigest } as const
    await expect(world.requests.decide(supervisor, id, decision)).rejects.toEqual(refusal('not_open'))
    expect((await world.requests.list(supervisor, 'inbox')).requests).toEqual([])
  })

  it('link and code are in no view, no act and no table after they were delivered', async () => {
    const id = await ask()
    const { token, code } = world.secrets()
    const views = JSON.stringify([await world.requests.view(asker, id), await world.requests.list(asker, 'mine')])
    expect(views).not.toContain(token)
    expect(wordsOf(views)).not.toContain(code)
    const { sql } = await import('kysely')
    const db = world.house.db.tables<Record<string, never>>()
    const tables = await sql<{ name: string }>`select name from sqlite_schema where type = 'table'`.execute(db as never)
    for (const { name } of tables.rows) {
      const { rows } = await sql`select * from ${sql.table(name)}`.execute(db as never)
      const text = rows
        .map((row) =>
          Object.values(row as object)
            .map(String)
            .join('\n'),
        )
        .join('\n')
      expect(text).not.toContain(token)
      if (name.startsWith('requests_') || name.startsWith('audit_')) expect(wordsOf(text)).not.toContain(code)
    }
  })

  it('a customer is named, has a phone, and is all that the scope is about', async () => {
    const bare = await world.subjects.add(asker, { name: '赵', note: '' })
    await expect(world.requests.ask(asker, await aboutLin({ subjects: [bare.id] }))).rejects.toEqual(
      refusal('consent_needs_phone'),
    )
    for (const beyond of [
      { conversations: [12] },
      { conversations: [10, 12] },
      { conversations: [], people: [3] },
      { people: [5] },
    ]) {
      await expect(world.requests.ask(asker, await aboutLin(beyond))).rejects.toEqual(refusal('scope_beyond_consent'))
    }
    await ask({ conversations: [10, 11, 14], people: [1, 2] })
    expect(world.phone).toHaveLength(1)
  })

  it('a message that could not be delivered is kept and tried again, and dropped once it has no point', async () => {
    world.phoneIsDown = true
    const id = await ask()
    expect(world.phone).toEqual([])
    world.phoneIsDown = false
    expect(await world.requests.deliverDue()).toEqual({ delivered: 0, waiting: 0 }) // not due yet
    world.house.clock.pass(HOUR)
    expect(await world.requests.deliverDue()).toEqual({ delivered: 1, waiting: 0 })
    expect(await world.requests.deliverDue()).toEqual({ delivered: 0, waiting: 0 })
    await world.requests.cancel(asker, id)
    world.phoneIsDown = true
    const second = await ask()
    await world.requests.cancel(asker, second)
    world.phoneIsDown = false
    world.house.clock.pass(HOUR)
    expect(await world.requests.deliverDue()).toEqual({ delivered: 0, waiting: 0 })
    expect(world.phone).toHaveLength(1)
  })
})

describe('the customer', () => {
  it('sees who asks, for what, and until when, by the link alone', async () => {
    const id = await ask()
    const page = await world.requests.consentPage(world.secrets().token, '10.3.3.3')
    expect(page).toMatchObject({
      state: 'requested',
      houseName: '存真演示',
      purpose: 'complaint',
      requestNumber: 'R-2026-0001',
      officialPhone: '400-800-8000',
      answeredAt: null,
    })
    await world.requests.consentPage(world.secrets().token, '10.3.3.3')
    expect((await world.requests.view(asker, id)).timeline.map(({ what }) => what)).toEqual([
      'asked',
      'consent_asked',
      'consent_opened',
    ])
    await expect(world.requests.consentPage('x'.repeat(43), null)).rejects.toEqual(refusal('consent_not_found'))
    expect(await world.acts('consent.open')).toEqual(['allowed'])
  })

  it('agrees with link and code together; then the first stage begins', async () => {
    const id = await ask()
    expect((await answer('agree')).state).toBe('agreed')
    const view = await world.requests.view(asker, id)
    expect(view).toMatchObject({ state: 'supervisor', consents: [{ state: 'agreed', answeredAt: world.now() }] })
    expect(view.waitingFor?.due).not.toBeNull()
    // the receipt keeps the time of the answer, whenever it is looked at again
    const answeredAt = world.now()
    world.house.clock.pass(HOUR)
    expect(await world.requests.consentPage(world.secrets().token, null)).toMatchObject({ state: 'agreed', answeredAt })
    await world.requests.appendStatements()
    expect(world.ledger.map(({ type, statement }) => [type, statement])).toEqual([
      [
        'consent',
        expect.objectContaining({ outcome: 'agreed', subject: lin, scope: view.scopeDigest, useUntil: view.useUntil }),
      ],
    ])
  })

  it('refuses: the request ends, nothing else is asked, and they are not asked again for six months', async () => {
    const id = await ask()
    expect((await answer('refuse')).state).toBe('refused')
    const view = await world.requests.view(asker, id)
    expect(view).toMatchObject({ state: 'refused', waitingFor: null, consents: [{ state: 'refused' }] })
    await expect(world.requests.ask(asker, await aboutLin())).rejects.toMatchObject({
      kind: 'conflict',
      code: 'consent_asked_lately',
    })
    const otherBasis = await world.requests.ask(asker, await world.asked({ basis: 'legal_duty' }))
    expect(otherBasis.state).toBe('supervisor')
    world.house.clock.pass(Date.parse('2027-05-02T10:00:00+08:00') - world.now())
    expect(await stateOf(await ask())).toBe('consent')
  })

  it('answers once: the second click finds it answered, and a used code opens nothing', async () => {
    const id = await ask()
    const both = await Promise.allSettled([answer('agree'), answer('refuse'), answer('agree')])
    const codes = both.map((each) => (each.status === 'fulfilled' ? each.value.state : each.reason.code))
    expect(codes.filter((code) => code === 'consent_answered')).toHaveLength(2)
    expect(await stateOf(id)).toBe(codes.includes('agreed') ? 'supervisor' : 'refused')
    await expect(answer('agree')).rejects.toMatchObject({ kind: 'conflict', code: 'consent_answered' })
  })

  it('has five tries at the code, also in parallel; then the question must be sent again', async () => {
    const id = await ask()
    const { code } = world.secrets()
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => answer('agree', { code: wrong(code) })))
    const codes = tries.map((each) => (each.status === 'rejected' ? each.reason.code : 'in'))
    expect(codes.filter((each) => each === 'code_wrong')).toHaveLength(5)
    expect(codes.filter((each) => each === 'consent_code_locked')).toHaveLength(3)
    await expect(answer('agree')).rejects.toEqual(refusal('consent_code_locked'))
    world.house.clock.pass(10 * MINUTE)
    await world.requests.resend(asker, id)
    await world.requests.deliverDue()
    expect((await answer('agree')).state).toBe('agreed')
    expect((await world.acts('consent.answer')).filter((each) => each === 'code_wrong')).toHaveLength(5)
  })

  it('of one request cannot be answered for with the code of another', async () => {
    await ask()
    const first = world.secrets()
    await ask()
    const second = world.secrets()
    await expect(
      answer('agree', { token: first.token, code: first.code === second.code ? wrong(first.code) : second.code }),
    ).rejects.toEqual(refusal('code_wrong'))
    await expect(answer('agree', { token: 'x'.repeat(43) })).rejects.toEqual(refusal('consent_not_found'))
  })

  it('who says nothing for fourteen days has refused', async () => {
    const id = await ask()
    world.house.clock.pass(14 * DAY - 1)
    expect(await world.requests.sweep()).toEqual({ consents: 0, requests: 0, grants: 0, deadlines: 0 })
    world.house.clock.pass(1)
    await expect(answer('agree')).rejects.toEqual(refusal('consent_expired'))
    expect((await world.requests.consentPage(world.secrets().token, null)).state).toBe('expired')
    // two turns of the clock at once: the second finds it written down, and says of itself that it did nothing
    await Promise.all([world.requests.sweep(), world.requests.sweep()])
    expect(await world.acts('consent.expire')).toEqual(['allowed'])
    expect(await world.requests.view(asker, id)).toMatchObject({ state: 'refused', consents: [{ state: 'expired' }] })
    // silence is no clear no: they may be asked again
    expect(await stateOf(await ask())).toBe('consent')
  })

  it('of several: every one has to agree, and one no ends it for all', async () => {
    const zhao = await world.subjects.add(asker, { name: '赵', phone: '139 0013 9000', note: '' })
    const two = { subjects: [lin, zhao.id], conversations: [10, 12] }
    const id = await ask(two)
    const [linSecrets, zhaoSecrets] = [world.secrets(), world.secrets('139 0013 9000')]
    await world.requests.answerConsent({ ...linSecrets, answer: 'agree' }, null)
    expect(await stateOf(id)).toBe('consent')
    await world.requests.answerConsent({ ...zhaoSecrets, answer: 'agree' }, null)
    expect(await stateOf(id)).toBe('supervisor')

    const second = await ask(two)
    await world.requests.answerConsent({ ...world.secrets('139 0013 9000'), answer: 'refuse' }, null)
    expect(await world.requests.view(asker, second)).toMatchObject({ state: 'refused' })
    await expect(answer('agree')).rejects.toEqual(refusal('consent_expired'))
  })
})

describe('asking again', () => {
  it('makes the old link and code worthless; the clock of silence goes on', async () => {
    const id = await ask()
    const old = world.secrets()
    await expect(world.requests.resend(asker, id)).rejects.toMatchObject({
      kind: 'too_many',
      code: 'consent_sent_lately',
    })
    world.house.clock.pass(10 * MINUTE)
    const before = (await world.requests.view(asker, id)).consents[0]?.expiresAt
    expect((await world.requests.resend(asker, id)).consents[0]?.expiresAt).toBe(before)
    await world.requests.deliverDue()
    expect(world.secrets().token).not.toBe(old.token)
    await expect(answer('agree', old)).rejects.toEqual(refusal('consent_not_found'))
    expect((await answer('agree')).state).toBe('agreed')
  })

  it('is for the requester, three messages at most, while there is something to answer', async () => {
    const id = await ask()
    const other = await world.person('other', ['requester'])
    world.house.clock.pass(10 * MINUTE)
    await expect(world.requests.resend(other, id)).rejects.toEqual(refusal('not_requester'))
    await world.requests.resend(asker, id)
    world.house.clock.pass(10 * MINUTE)
    await world.requests.resend(asker, id)
    world.house.clock.pass(10 * MINUTE)
    await expect(world.requests.resend(asker, id)).rejects.toMatchObject({
      kind: 'too_many',
      code: 'consent_sent_often',
    })
    await world.requests.deliverDue()
    await answer('agree')
    await expect(world.requests.resend(asker, id)).rejects.toEqual(refusal('nothing_to_resend'))
  })
})

describe('taking a yes back', () => {
  it('ends a running grant at once, with the link alone', async () => {
    const id = await granted()
    const [grant] = await world.requests.grants(asker)
    if (!grant) throw new Error('must be granted')
    const permit = await world.requests.permitFor(asker, grant.id)
    expect([await world.requests.grantHolds(grant.id), await world.requests.permitHolds(permit)]).toEqual([true, true])
    expect((await world.requests.withdrawConsent(world.secrets().token, null)).state).toBe('withdrawn')
    expect([await world.requests.grantHolds(grant.id), await world.requests.permitHolds(permit)]).toEqual([
      false,
      false,
    ])
    expect(await stateOf(id)).toBe('revoked')
    expect(await world.requests.grants(asker)).toMatchObject([{ state: 'revoked' }])
    await expect(world.requests.permitFor(asker, grant.id)).rejects.toEqual(refusal('grant_not_running'))
    await expect(world.requests.withdrawConsent(world.secrets().token, null)).rejects.toEqual(
      refusal('consent_not_given'),
    )
    expect(await world.acts('consent.withdraw')).toEqual(['allowed', 'consent_not_given'])
  })

  it('stops a request that is still being decided', async () => {
    const id = await ask()
    await expect(world.requests.withdrawConsent(world.secrets().token, null)).rejects.toEqual(
      refusal('consent_not_given'),
    )
    await answer('agree')
    await world.requests.withdrawConsent(world.secrets().token, null)
    const view = await world.requests.view(asker, id)
    expect(view).toMatchObject({ state: 'refused', consents: [{ state: 'withdrawn' }] })
    expect(view.timeline.at(-1)?.what).toBe('consent_withdrawn')
    await expect(world.requests.withdrawConsent('x'.repeat(43), null)).rejects.toEqual(refusal('consent_not_found'))
  })

  it('is noted also after the grant has ended by itself', async () => {
    await granted()
    world.house.clock.pass(31 * DAY)
    await world.requests.sweep()
    expect((await world.requests.withdrawConsent(world.secrets().token, null)).state).toBe('withdrawn')
  })
})

it('accounts linked later do not come under an old consent', async () => {
  await ask({ conversations: [] })
  await answer('agree')
  await world.subjects.link(asker, lin, [5 as ParticipantNo])
  const [request] = (await world.requests.list(asker, 'mine')).requests
  expect(request?.scope.people).toEqual([1, 2])
})
