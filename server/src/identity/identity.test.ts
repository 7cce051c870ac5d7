import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PersonActor, Role, StrangerActor } from '#access'
import { readActs } from '#audit'
import { DAY, HOUR, MINUTE, type PersonId, SECOND } from '#base'
import { loadPolicy } from '#policy'
import { openTestHouse, type TestHouse } from '#test/house-db'
import { codeAt, createIdentity, type Identity, identityMigrations, type SignedIn } from './index.ts'

const STRANGER: StrangerActor = { kind: 'stranger', ip: '10.0.0.9' }
const PASSWORD = 'three blind mice 33'
const COST = { memory: 64, passes: 1, parallelism: 1 }

let house: TestHouse
let identity: Identity
let admin: SignedIn
beforeEach(async () => {
  house = await openTestHouse([{ room: 'identity', migrations: identityMigrations }])
  identity = make()
  const link = await identity.issueFirstAdministratorLink()
  admin = (await enrolBy(link?.token ?? '')).actor
})
afterEach(() => house.close())

const make = (options: { demo?: boolean } = {}) =>
  createIdentity({
    db: house.db,
    recorder: house.recorder,
    clock: house.clock,
    rules: () => loadPolicy(),
    houseName: '存真',
    demo: options.demo ?? false,
    passwordCost: COST,
  })

/** Goes the whole way of a one-time link; answers the session and the authenticator's secret. */
async function enrolBy(token: string, password = PASSWORD) {
  const opened = await identity.openLink(token, STRANGER)
  if (opened.needs !== 'enrolment') throw new Error('must ask for enrolment')
  const code = codeAt(opened.totpSecret, house.clock.now())
  return { ...(await identity.enrol({ token, password, code }, STRANGER)), secret: opened.totpSecret }
}

async function enrolled(username: string, ...roles: Role[]) {
  const fresh = { ...admin, steppedUpUntil: (house.clock.now() + HOUR) as typeof admin.steppedUpUntil }
  const { id } = await identity.add(fresh, { username, name: `名${username}`, roles })
  return { id, ...(await enrolBy((await identity.issueLink(fresh, id)).token)) }
}

const steppedUp = (): PersonActor => ({
  ...admin,
  steppedUpUntil: (house.clock.now() + 1) as typeof admin.steppedUpUntil,
})
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const actsOf = async (action: Parameters<typeof readActs>[1]['action']) =>
  (await readActs(house.db, { action }, { ledgerSize: 0 })).acts.map(({ outcome, reason }) => reason ?? outcome)

describe('signing in', () => {
  const credentials = (secret: string) => ({
    username: 'li',
    password: PASSWORD,
    code: codeAt(secret, house.clock.now()),
  })

  it('takes password and code together, the name in any case', async () => {
    const { secret, id } = await enrolled('li', 'agent')
    house.clock.pass(MINUTE)
    const { token, actor } = await identity.signIn({ ...credentials(secret), username: 'LI' }, STRANGER)
    expect(actor).toMatchObject({ id, username: 'li', roles: ['agent'], ip: '10.0.0.9' })
    expect(await identity.sessionOf(token, '10.0.0.9')).toEqual(actor)
    expect(await identity.sessionOf(`${token}x`)).toBeNull()
  })

  it('is refused in one way, whatever was wrong, and each attempt is an act', async () => {
    const { secret } = await enrolled('li', 'agent')
    await identity.add(admin, { username: 'wang', name: '王' })
    house.clock.pass(MINUTE)
    const right = credentials(secret)
    const wrong = [
      { ...right, password: 'four blind mice 44' },
      { ...right, code: right.code === '000000' ? '000001' : '000000' },
      { ...right, username: 'nobody' },
      { ...right, username: 'wang' },
      { ...right, code: 'abcdef' },
    ]
    for (const attempt of wrong) {
      const answer = await identity.signIn(attempt, STRANGER).catch((error: unknown) => error)
      expect(answer).toMatchObject({ kind: 'unauthenticated', code: 'sign_in_refused', detail: {} })
    }
    expect(await actsOf('session.sign_in')).toEqual(Array(5).fill('sign_in_refused'))
    expect((await identity.signIn(right, STRANGER)).actor.username).toBe('li')
  })

  it('takes each code once, also when two come at the same moment', async () => {
    const { secret } = await enrolled('li', 'agent')
    house.clock.pass(MINUTE)
    const both = await Promise.allSettled([
      identity.signIn(credentials(secret), STRANGER),
      identity.signIn(credentials(secret), STRANGER),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(identity.signIn(credentials(secret), STRANGER)).rejects.toEqual(refusal('sign_in_refused'))
    house.clock.pass(30 * SECOND)
    await identity.signIn(credentials(secret), STRANGER)
  })

  it('accepts the code of one step before and after, not of two', async () => {
    const { secret } = await enrolled('li', 'agent')
    house.clock.pass(10 * MINUTE)
    const at = (steps: number) =>
      codeAt(secret, (house.clock.now() + steps * 30 * SECOND) as typeof admin.steppedUpUntil & number)
    const enter = (steps: number) => identity.signIn({ username: 'li', password: PASSWORD, code: at(steps) }, STRANGER)
    for (const steps of [-2, 2]) await expect(enter(steps)).rejects.toEqual(refusal('sign_in_refused'))
    await enter(-1)
    await enter(0)
    await enter(1)
    await expect(enter(0)).rejects.toEqual(refusal('sign_in_refused'))
  })

  it('waits a quarter of an hour after five failures, even with the right password, and also for names that nobody has', async () => {
    const { secret } = await enrolled('li', 'agent')
    house.clock.pass(MINUTE)
    for (const username of ['li', 'nobody']) {
      const tries = Array.from({ length: 8 }, (_, n) =>
        identity.signIn({ username, password: `${n}`, code: '000000' }, { ...STRANGER, ip: `10.1.1.${n}` }),
      )
      const codes = (await Promise.allSettled(tries)).map((each) =>
        each.status === 'rejected' ? each.reason.code : 'in',
      )
      expect(codes.filter((code) => code === 'sign_in_refused')).toHaveLength(5)
      expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(3)
    }
    await expect(identity.signIn(credentials(secret), STRANGER)).rejects.toMatchObject({
      kind: 'too_many',
      detail: { seconds: 900 },
    })
    house.clock.pass(15 * MINUTE)
    await identity.signIn(credentials(secret), STRANGER)
  })

  it('slows an address down that tries many names, and not one that signs many people in', async () => {
    for (let n = 0; n < 60; n += 1) {
      await identity.signIn({ username: `name${n}`, password: 'x', code: '000000' }, STRANGER).catch(() => undefined)
    }
    await expect(identity.signIn({ username: 'other', password: 'x', code: '000000' }, STRANGER)).rejects.toEqual(
      refusal('too_many_attempts'),
    )
    const { secret } = await enrolledElsewhere()
    for (let n = 0; n < 65; n += 1) {
      house.clock.pass(30 * SECOND)
      const code = codeAt(secret, house.clock.now())
      await identity.signIn({ username: 'chen', password: PASSWORD, code }, { ...STRANGER, ip: '10.2.2.2' })
    }
  })

  async function enrolledElsewhere() {
    house.clock.pass(16 * MINUTE)
    return enrolled('chen', 'agent')
  }
})

describe('a session', () => {
  it('ends when idle, after twelve hours, and at sign-out', async () => {
    const { token } = await enrolled('li', 'agent')
    for (let n = 0; n < 12 * 60 - 1; n += 29) {
      house.clock.pass(Math.min(29, 12 * 60 - 1 - n) * MINUTE)
      expect(await identity.sessionOf(token)).not.toBeNull()
    }
    house.clock.pass(MINUTE)
    expect(await identity.sessionOf(token)).toBeNull()

    const { token: idle } = await enrolled('wu', 'agent')
    house.clock.pass(30 * MINUTE)
    expect(await identity.sessionOf(idle)).toBeNull()

    const { token: left, actor } = await enrolled('zhao', 'agent')
    await identity.signOut(actor)
    expect(await identity.sessionOf(left)).toBeNull()
  })

  it('ends at once when the roles change or the person is disabled, not when the name does', async () => {
    const { token, id } = await enrolled('li', 'agent')
    await identity.edit(admin, id, { name: '李' })
    expect(await identity.sessionOf(token)).toMatchObject({ name: '李' })
    await identity.edit(steppedUp(), id, { roles: ['team_lead'] })
    expect(await identity.sessionOf(token)).toBeNull()

    const other = await enrolled('wu', 'agent')
    await identity.edit(admin, other.id, { disabled: true })
    expect(await identity.sessionOf(other.token)).toBeNull()
    house.clock.pass(MINUTE)
    const entering = () =>
      identity.signIn({ username: 'wu', password: PASSWORD, code: codeAt(other.secret, house.clock.now()) }, STRANGER)
    await expect(entering()).rejects.toEqual(refusal('sign_in_refused'))
    expect(await identity.isActive(other.id)).toBe(false)
    await identity.edit(admin, other.id, { disabled: false })
    await entering()
  })

  it('counts its sign-in as second factor for five minutes, then a fresh code', async () => {
    const { token, secret } = await enrolled('li', 'legal')
    const actor = await identity.sessionOf(token)
    if (!actor) throw new Error('must be signed in')
    expect(actor.steppedUpUntil).toBe(house.clock.now() + 5 * MINUTE)
    await expect(identity.stepUp(actor, codeAt(secret, house.clock.now()))).rejects.toEqual(refusal('code_wrong'))
    house.clock.pass(10 * MINUTE)
    const until = await identity.stepUp(actor, codeAt(secret, house.clock.now()))
    expect(until).toBe(house.clock.now() + 5 * MINUTE)
    expect((await identity.sessionOf(token))?.steppedUpUntil).toBe(until)
    expect(await actsOf('session.step_up')).toEqual(['allowed', 'code_wrong'])
  })

  it('steps up no more after five wrong codes', async () => {
    const { actor, secret } = await enrolled('li', 'legal')
    house.clock.pass(MINUTE)
    for (let n = 0; n < 5; n += 1) await expect(identity.stepUp(actor, '12345x')).rejects.toEqual(refusal('code_wrong'))
    await expect(identity.stepUp(actor, codeAt(secret, house.clock.now()))).rejects.toEqual(
      refusal('too_many_attempts'),
    )
  })
})

describe('a one-time link', () => {
  const invited = async () => {
    const { id } = await identity.add(admin, { username: 'wang', name: '王' })
    return { id, ...(await identity.issueLink(steppedUp(), id)) }
  }

  it('lets its holder enrol once, with a password that is not weak and the right code', async () => {
    const { token } = await invited()
    await expect(identity.enrol({ token, password: PASSWORD, code: '000000' }, STRANGER)).rejects.toEqual(
      refusal('link_not_opened'),
    )
    const opened = await identity.openLink(token, STRANGER)
    if (opened.needs !== 'enrolment') throw new Error('must ask for enrolment')
    expect(opened).toMatchObject({ username: 'wang', name: '王' })
    expect(opened.totpUri).toContain(opened.totpSecret)
    const code = codeAt(opened.totpSecret, house.clock.now())
    for (const weak of ['short pw', 'aaaaaaaaaaaa', 'Wang is my name']) {
      await expect(identity.enrol({ token, password: weak, code }, STRANGER)).rejects.toEqual(refusal('password_weak'))
    }
    const { actor, token: session } = await identity.enrol({ token, password: PASSWORD, code }, STRANGER)
    expect(actor.username).toBe('wang')
    expect(await identity.sessionOf(session)).not.toBeNull()
    await expect(identity.enrol({ token, password: PASSWORD, code }, STRANGER)).rejects.toEqual(
      refusal('link_unusable'),
    )
    await expect(identity.openLink(token, STRANGER)).rejects.toEqual(refusal('link_unusable'))
  })

  it('shows a new secret at each opening, so that one who looked earlier holds nothing', async () => {
    const { token } = await invited()
    const seen = await identity.openLink(token, STRANGER)
    const own = await identity.openLink(token, STRANGER)
    if (seen.needs !== 'enrolment' || own.needs !== 'enrolment') throw new Error('must ask for enrolment')
    expect(seen.totpSecret).not.toBe(own.totpSecret)
    const enrol = (secret: string) =>
      identity.enrol({ token, password: PASSWORD, code: codeAt(secret, house.clock.now()) }, STRANGER)
    await expect(enrol(seen.totpSecret)).rejects.toEqual(refusal('code_wrong'))
    await enrol(own.totpSecret)
  })

  it('ends after three days, when a newer one is made, when its person is disabled, and after five wrong tries', async () => {
    const first = await invited()
    const second = await identity.issueLink(steppedUp(), first.id)
    await expect(identity.openLink(first.token, STRANGER)).rejects.toEqual(refusal('link_unusable'))
    house.clock.pass(3 * DAY - 1)
    await identity.openLink(second.token, STRANGER)
    for (let n = 0; n < 5; n += 1) {
      await expect(identity.enrol({ ...second, password: PASSWORD, code: '12345x' }, STRANGER)).rejects.toEqual(
        refusal('code_wrong'),
      )
    }
    await expect(identity.enrol({ ...second, password: PASSWORD, code: '12345x' }, STRANGER)).rejects.toEqual(
      refusal('too_many_attempts'),
    )
    house.clock.pass(1)
    await expect(identity.openLink(second.token, STRANGER)).rejects.toEqual(refusal('link_unusable'))
    const third = await identity.issueLink(steppedUp(), first.id)
    await identity.edit(admin, first.id, { disabled: true })
    await expect(identity.openLink(third.token, STRANGER)).rejects.toEqual(refusal('link_unusable'))
    await expect(identity.issueLink(steppedUp(), first.id)).rejects.toEqual(refusal('person_disabled'))
  })

  it('is used by exactly one of two who come at the same moment', async () => {
    const { token } = await invited()
    const opened = await identity.openLink(token, STRANGER)
    if (opened.needs !== 'enrolment') throw new Error('must ask for enrolment')
    const code = codeAt(opened.totpSecret, house.clock.now())
    const both = await Promise.allSettled(
      [1, 2].map(() => identity.enrol({ token, password: PASSWORD, code }, STRANGER)),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('for someone who lost the factor replaces it, and ends the running sessions only when it is used', async () => {
    const { id, token: session, secret } = await enrolled('li', 'agent')
    const link = await identity.issueLink(steppedUp(), id)
    expect(await identity.sessionOf(session)).not.toBeNull()
    const again = await enrolBy(link.token, 'another long password')
    expect(again.secret).not.toBe(secret)
    expect(await identity.sessionOf(session)).toBeNull()
  })

  it('signs in without password in a demo house only', async () => {
    const { id } = await enrolled('li', 'agent')
    await expect(identity.issueDemoLink(id)).rejects.toEqual(refusal('not_a_demo_house'))
    expect(await identity.demoCode(id)).toBeNull()
    const demo = make({ demo: true })
    const before = await actsOf('house.link') // a link that was refused was never made
    const { token } = await demo.issueDemoLink(id)
    await expect(identity.openLink(token, STRANGER)).rejects.toEqual(refusal('link_unusable'))
    const opened = await demo.openLink(token, STRANGER)
    expect(opened).toMatchObject({ needs: 'nothing', session: { actor: { username: 'li' } } })
    await expect(demo.openLink(token, STRANGER)).rejects.toEqual(refusal('link_unusable'))
    expect(await demo.demoCode(id)).toMatch(/^\d{6}$/)
    expect(await actsOf('house.link')).toEqual([...before, 'allowed'])
  })

  it('for the first administrator is made until one is enrolled', async () => {
    expect(await identity.issueFirstAdministratorLink()).toBeNull()
    const fresh = await openTestHouse([{ room: 'identity', migrations: identityMigrations }])
    try {
      const parts = { rules: () => loadPolicy(), houseName: '存真', demo: false, passwordCost: COST }
      const first = createIdentity({ ...parts, db: fresh.db, recorder: fresh.recorder, clock: fresh.clock })
      const lost = await first.issueFirstAdministratorLink()
      const kept = await first.issueFirstAdministratorLink()
      await expect(first.openLink(lost?.token ?? '', STRANGER)).rejects.toEqual(refusal('link_unusable'))
      expect(await first.openLink(kept?.token ?? '', STRANGER)).toMatchObject({ username: 'admin' })
      expect(await first.people()).toHaveLength(1)
    } finally {
      await fresh.close()
    }
  })
})

describe('people', () => {
  it('are managed by administrators, roles under a fresh second factor', async () => {
    const { actor: agent } = await enrolled('li', 'agent')
    const wu = { username: 'wu', name: '吴' }
    await expect(identity.add(agent, wu)).rejects.toEqual(refusal('role_missing'))
    const stale = { ...admin, steppedUpUntil: null }
    await expect(identity.add(stale, { ...wu, roles: ['agent'] })).rejects.toEqual(refusal('step_up_needed'))
    const { id } = await identity.add(stale, wu)
    await expect(identity.edit(stale, id, { roles: ['agent'] })).rejects.toEqual(refusal('step_up_needed'))
    expect(await identity.edit(steppedUp(), id, { roles: ['agent'] })).toMatchObject({
      roles: ['agent'],
      state: 'invited',
    })
    await expect(identity.issueLink(stale, id)).rejects.toEqual(refusal('step_up_needed'))
    await expect(identity.edit(admin, 'psn_none' as PersonId, { name: 'x' })).rejects.toEqual(refusal('not_found'))
    expect(await actsOf('people.manage')).toEqual(['not_found', 'allowed', 'role_missing'])
  })

  it('hold no two exclusive powers, and nobody changes the own roles', async () => {
    for (const roles of [
      ['agent', 'auditor'],
      ['legal', 'administrator'],
      ['administrator', 'auditor'],
    ] as const) {
      await expect(identity.add(admin, { username: 'both', name: 'b', roles })).rejects.toEqual(
        refusal('powers_conflict'),
      )
    }
    const { id } = await enrolled('li', 'agent')
    await expect(identity.edit(steppedUp(), id, { roles: ['agent', 'auditor'] })).rejects.toEqual(
      refusal('powers_conflict'),
    )
    await expect(identity.edit(steppedUp(), admin.id, { roles: ['legal'] })).rejects.toEqual(refusal('own_roles'))
  })

  it('never lose the last administrator', async () => {
    await expect(identity.edit(admin, admin.id, { disabled: true })).rejects.toEqual(refusal('last_administrator'))
    const second = await enrolled('root2', 'administrator')
    const theOther: PersonActor = { ...second.actor }
    await identity.edit(theOther, admin.id, { disabled: true })
    await expect(identity.edit(theOther, second.id, { disabled: true })).rejects.toEqual(refusal('last_administrator'))
  })

  it("have groups, managers and accounts; an account is one person's", async () => {
    const lead = await identity.add(admin, {
      username: 'wu',
      name: '吴',
      groups: ['一组'],
      accounts: [{ platform: 'wecom', account: 'wu01' }],
    })
    const agent = await identity.add(admin, {
      username: 'chen',
      name: '陈',
      groups: ['一组', '夜班', '一组'],
      manager: 'WU',
      accounts: [{ platform: 'wecom', account: 'chen01' }],
      phone: '139 0000 0001',
    })
    expect(agent).toMatchObject({ groups: ['一组', '夜班'], managerId: lead.id, state: 'invited' })
    expect(await identity.groupAccountsOf(lead.id)).toEqual(
      expect.arrayContaining([
        { platform: 'wecom', account: 'wu01' },
        { platform: 'wecom', account: 'chen01' },
      ]),
    )
    expect(await identity.accountsOf(lead.id)).toEqual([{ platform: 'wecom', account: 'wu01' }])
    expect(await identity.holderOf({ platform: 'wecom', account: 'chen01' })).toBe(agent.id)
    expect(await identity.holderOf({ platform: 'sms', account: 'chen01' })).toBeNull()
    expect(await identity.namesOf([lead.id, agent.id])).toEqual(
      new Map([
        [lead.id, '吴'],
        [agent.id, '陈'],
      ]),
    )
    const refusals: [object, string][] = [
      [{ accounts: [{ platform: 'wecom', account: 'wu01' }] }, 'account_taken'],
      [{ manager: 'nobody' }, 'manager_unknown'],
      [{ name: ' ' }, 'name_invalid'],
      [{ name: 'a\u0000b' }, 'name_invalid'],
      [{ groups: [''] }, 'group_invalid'],
      [{ accounts: [{ platform: '', account: 'x' }] }, 'account_invalid'],
    ]
    for (const [change, code] of refusals)
      await expect(identity.edit(admin, agent.id, change)).rejects.toEqual(refusal(code))
    await expect(identity.edit(admin, lead.id, { manager: 'chen' })).rejects.toEqual(refusal('manager_circle'))
    await expect(identity.edit(admin, lead.id, { manager: 'wu' })).rejects.toEqual(refusal('manager_circle'))
    await expect(identity.add(admin, { username: 'WU', name: 'x' })).rejects.toEqual(refusal('username_taken'))
    expect(await identity.person(agent.id)).toEqual(agent)
    expect((await identity.edit(admin, agent.id, { manager: null })).managerId).toBeNull()
    expect((await identity.people()).map(({ username }) => username)).toEqual(['admin', 'chen', 'wu'])
  })
})

describe('people from CSV', () => {
  it('come line by line: the good ones whole, the bad ones named by line and code', async () => {
    const csv = [
      '\ufeffusername,name,roles,groups,manager,accounts,phone',
      'chen,陈,agent,一组;夜班,wu,wecom:chen01;sms:+8613900000001,13900000001',
      'wu,吴,team_lead,一组,,wecom:wu01,',
      'bad name,甲,agent,,,,',
      'two,乙,agent;administrator,,,,',
      'odd,丙,chief,,,,',
      'dup,丁,agent,,,wecom:wu01,',
      'lost,戊,agent,,nobody,,',
      'short,己,agent',
      'WU,庚,agent,,,,',
      '"quo,ted",辛,agent,,,,',
      'circle1,壬,agent,,circle2,,',
      'circle2,癸,agent,,circle1,,',
    ].join('\r\n')
    const report = await identity.importCsv(steppedUp(), csv)
    expect(report).toMatchObject({ created: 2, updated: 0 })
    expect(report.refused).toEqual([
      { line: 4, code: 'username_invalid' },
      { line: 5, code: 'powers_conflict' },
      { line: 6, code: 'role_unknown' },
      { line: 7, code: 'account_taken' },
      { line: 8, code: 'manager_unknown' },
      { line: 9, code: 'columns_wrong' },
      { line: 10, code: 'username_twice' },
      { line: 11, code: 'username_invalid' },
      { line: 12, code: 'manager_unknown' },
      { line: 13, code: 'manager_unknown' },
    ])
    const people = await identity.people()
    expect(people.map(({ username }) => username)).toEqual(['admin', 'chen', 'wu'])
    expect(people[1]).toMatchObject({ groups: ['一组', '夜班'], managerId: people[2]?.id, roles: ['agent'] })
    expect(report.links.map(({ username }) => username).sort()).toEqual(['chen', 'wu'])
    await enrolBy(report.links[0]?.token ?? '')
  })

  it('leave what a missing column does not say, and update what is there', async () => {
    await identity.importCsv(steppedUp(), 'username,name,roles,groups\nwu,吴,agent,一组\n')
    const report = await identity.importCsv(steppedUp(), 'name,username,groups\n吴二,WU,\n')
    expect(report).toMatchObject({ created: 0, updated: 1, refused: [], links: [] })
    expect((await identity.people())[1]).toMatchObject({ username: 'wu', name: '吴二', roles: ['agent'], groups: [] })
  })

  it('are refused as a whole where the file cannot be read or the caller may not', async () => {
    const cases: [string, string][] = [
      ['a,b\n1,2', 'csv_header_wrong'],
      ['username,roles\nx,agent', 'csv_header_wrong'],
      ['username,name,name\nx,y,z', 'csv_header_wrong'],
      ['username,name\n"x,y\n', 'csv_unreadable'],
      ['', 'csv_header_wrong'],
    ]
    for (const [csv, code] of cases) await expect(identity.importCsv(steppedUp(), csv)).rejects.toEqual(refusal(code))
    await expect(identity.importCsv({ ...admin, steppedUpUntil: null }, 'username,name\nx1,y')).rejects.toEqual(
      refusal('step_up_needed'),
    )
    expect(await actsOf('people.import')).toEqual(['step_up_needed'])
    expect(await identity.people()).toHaveLength(1)
  })

  it('and whom the rules of groups then name are told by one act, in one transaction', async () => {
    await identity.groups.add(admin, { name: '一线', rule: [{ attribute: 'department', is: ['客服'] }] })
    const report = await identity.importCsv(steppedUp(), 'username,name,department\nwu,吴,客服\n')
    expect(report.groups).toEqual({ added: 1, removed: 0 })
    const { acts } = await readActs(house.db, { action: 'people.import' }, { ledgerSize: 0 })
    expect(acts[0]?.detail).toMatchObject({ what: 'import', created: 1, added: 1, removed: 0 })
  })

  it('move with each line: what ends the import in the middle leaves no group behind its rule', async () => {
    const rule = [{ attribute: 'department', is: ['客服'] }] as const
    const { id } = await identity.groups.add(admin, { name: '一线', rule })
    await identity.importCsv(steppedUp(), 'username,name,department\nwu,吴,客服\nqian,钱,客服\nsun,孙,客服\n')
    const members = async () => (await identity.groups.list()).find((group) => group.id === id)?.members.length
    expect(await members()).toBe(3)
    const { Refusal } = await import('#base')
    const dying = createIdentity({
      ...{ db: house.db, clock: house.clock, rules: () => loadPolicy(), houseName: '存真', demo: false },
      passwordCost: COST,
      recorder: {
        ...house.recorder,
        perform: (note, work) => {
          const isLast = note.detail?.line === undefined && note.detail?.person === undefined
          if (isLast) throw new Refusal('unavailable', 'audit_unwritable')
          return house.recorder.perform(note, work)
        },
      },
    })
    const csv = 'username,name,department\nwu,吴,法务\nzhou,周,客服\nqian,钱,客服\n'
    const done = dying.importCsv(steppedUp(), csv, { trial: false, absent: 'disable' })
    await expect(done).rejects.toEqual(refusal('audit_unwritable'))
    const people = await identity.people()
    const named = people.filter(({ groups }) => groups.includes('一线')).map(({ username }) => username)
    expect(named.sort()).toEqual(['qian', 'zhou'])
  })

  it('cannot take the own administrator role away', async () => {
    const report = await identity.importCsv(steppedUp(), 'username,name,roles\nadmin,我,legal\n')
    expect(report.refused).toEqual([{ line: 2, code: 'own_roles' }])
  })
})

it('nothing of a person does happen when the act cannot be written', async () => {
  const { Refusal } = await import('#base')
  const broken = createIdentity({
    db: house.db,
    clock: house.clock,
    rules: () => loadPolicy(),
    houseName: '存真',
    demo: false,
    passwordCost: COST,
    recorder: {
      ...house.recorder,
      perform: (note, work) =>
        house.recorder.perform(note, async (tx, draft) => {
          await work(tx, draft)
          throw new Refusal('unavailable', 'audit_unwritable')
        }),
    },
  })
  await expect(broken.add(admin, { username: 'wu', name: '吴' })).rejects.toEqual(refusal('audit_unwritable'))
  expect(await identity.people()).toHaveLength(1)
})
