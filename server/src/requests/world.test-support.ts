import { expect } from 'vitest'
import type { PersonActor, Role, StrangerActor } from '#access'
import { readActs } from '#audit'
import type { ConversationNo, Instant, ParticipantNo, SubjectId } from '#base'
import { codeAt, createIdentity, type Identity, identityMigrations } from '#identity'
import { loadPolicy, type PolicyState, readShippedCalendar, type WorkdayCalendar } from '#policy'
import { createSubjects, lookupsWith, phoneDigits, type Subjects, subjectsMigrations } from '#subjects'
import { openTestHouse, type TestHouse } from '#test/house-db'
import {
  createRequests,
  type Message,
  type NewRequest,
  type Requests,
  type RequestsParts,
  requestsMigrations,
  type ScopeCatalog,
  type Statement,
} from './index.ts'

// A small house for this room's tests: real people, customers, rules, audit and tables; a catalog of five accounts
// and five conversations; a phone and a ledger that keep what they are given.

const ACCOUNTS = [
  { no: 1, platform: 'sms', account: '+86 138-0013-8000', name: '' }, // Lin, a customer
  { no: 2, platform: 'wecom', account: 'wmLin', name: '林女士' }, // Lin again
  { no: 3, platform: 'wecom', account: 'chen01', name: '陈' }, // an agent
  { no: 4, platform: 'wecom', account: 'wu01', name: '吴' }, // another agent
  { no: 5, platform: 'sms', account: '13900139000', name: '' }, // Zhao, another customer
] as const

/** Conversation to members. */
const CONVERSATIONS: Readonly<Record<number, readonly number[]>> = {
  10: [1, 3],
  11: [2, 3],
  12: [5, 3],
  13: [5, 4],
  14: [1, 4],
}

export const LIN_PHONE = '138 0013 8000'
const STRANGER: StrangerActor = { kind: 'stranger', ip: null }

export interface World {
  readonly house: TestHouse
  readonly identity: Identity
  readonly subjects: Subjects
  readonly requests: Requests
  readonly parts: RequestsParts
  readonly phone: Message[]
  readonly ledger: Statement[]
  /** The pack in force; a test may swap it. */
  policy: PolicyState
  calendar: WorkdayCalendar | null
  /** Set: the customers' phone network is down. */
  phoneIsDown: boolean
  /** A person with these roles, enrolled; the second factor is always fresh. */
  person(username: string, roles: readonly Role[], account?: string): Promise<PersonActor>
  /** The link's token and the code of the newest message to a number. */
  secrets(phone?: string): { token: string; code: string }
  lin(): Promise<SubjectId>
  /** A request about Lin that nothing is wrong with. */
  asked(change?: Partial<Omit<NewRequest, 'scope'>> & { scope?: Partial<NewRequest['scope']> }): Promise<NewRequest>
  acts(action: Parameters<typeof readActs>[1]['action']): Promise<string[]>
  now(): Instant
  close(): Promise<void>
}

export async function openWorld(): Promise<World> {
  const house = await openTestHouse([
    { room: 'identity', migrations: identityMigrations },
    { room: 'subjects', migrations: subjectsMigrations },
    { room: 'requests', migrations: requestsMigrations },
  ])
  const policy = loadPolicy()
  const rules = () => world.policy
  const common = { db: house.db, clock: house.clock, recorder: house.recorder }
  const passwordCost = { memory: 64, passes: 1, parallelism: 1 }
  const identity = createIdentity({ ...common, rules, houseName: '存真', demo: false, passwordCost })
  const subjects = createSubjects({
    ...common,
    rules,
    participants: participantSource,
    personOf: (platform, account) => identity.holderOf({ platform, account }),
    namesOf: (people) => identity.namesOf(people),
    lookups: lookupsWith(new Uint8Array(32)),
  })
  const phone: Message[] = []
  const ledger: Statement[] = []
  const parts: RequestsParts = {
    ...common,
    policy: () => world.policy,
    calendar: () => world.calendar,
    identity,
    subjects,
    catalog,
    async appendStatement(statement) {
      const before = ledger.findIndex(({ key }) => key === statement.key)
      return before >= 0 ? before : ledger.push(statement) - 1
    },
    estimate: async ({ conversations }) => ({
      records: 7,
      conversations: conversations === 'all' ? 5 : conversations.size,
    }),
    async deliver(message) {
      if (world.phoneIsDown) throw new Error('no network')
      phone.push(message)
    },
    houseName: '存真演示',
    officialPhone: '400-800-8000',
    language: 'zh',
    consentLink: (token) => `http://portal/c/#${token}`,
  }
  let admin: PersonActor | null = null
  const world: World = {
    house,
    identity,
    subjects,
    requests: createRequests(parts),
    parts,
    phone,
    ledger,
    policy,
    calendar: readShippedCalendar(),
    phoneIsDown: false,
    async person(username, roles, account) {
      admin ??= await enrol((await identity.issueFirstAdministratorLink())?.token ?? '')
      const accounts = account ? [{ platform: 'wecom', account }] : []
      const { id } = await identity.add(fresh(admin), {
        username,
        name: `名${username}`,
        roles,
        accounts,
        groups: ['一组'],
      })
      return fresh(await enrol((await identity.issueLink(fresh(admin), id)).token))
    },
    secrets(to = LIN_PHONE) {
      const text = phone.filter((message) => message.to === to).at(-1)?.text ?? ''
      return { token: /#(\S+)/.exec(text)?.[1] ?? '', code: /验证码 (\d{6})/.exec(text)?.[1] ?? '' }
    },
    async lin() {
      const made = await subjects.add(await anyAsker(), { name: '林若溪', phone: LIN_PHONE, note: '' })
      await subjects.link(await anyAsker(), made.id, [2 as ParticipantNo])
      return made.id
    },
    async asked(change = {}) {
      const { scope, ...rest } = change
      cases += 1
      return {
        purpose: 'complaint',
        basis: 'contract',
        caseNo: `#2026-${cases}`,
        reason: '客户投诉态度',
        method: 'permissioned',
        useUntil: house.clock.now() + 30 * 86_400_000,
        ...rest,
        scope: {
          subjects: [],
          people: [],
          conversations: [10],
          from: day('2026-09-01'),
          to: day('2026-09-16'),
          kinds: null,
          undated: false,
          ...scope,
        },
      }
    },
    async acts(action) {
      const { acts } = await readActs(house.db, { action }, { ledgerSize: 0 })
      return acts.map(({ outcome, reason }) => reason ?? outcome).reverse()
    },
    now: () => house.clock.now(),
    async close() {
      await world.requests.deliverDue()
      await world.requests.appendStatements()
      await house.close()
    },
  }
  async function enrol(token: string): Promise<PersonActor> {
    const opened = await identity.openLink(token, STRANGER)
    if (opened.needs !== 'enrolment') throw new Error('must ask for enrolment')
    const code = codeAt(opened.totpSecret, house.clock.now())
    return (await identity.enrol({ token, password: 'three blind mice 33', code }, STRANGER)).actor
  }
  const fresh = (actor: PersonActor): PersonActor => ({ ...actor, steppedUpUntil: 8.64e15 as Instant }) // for ever
  let cases = 875
  let asker: PersonActor | null = null
  async function anyAsker(): Promise<PersonActor> {
    asker ??= await world.person('clerk', ['requester'])
    return asker
  }
  return world
}

export const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`)
export const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

const participantSource: Parameters<typeof createSubjects>[0]['participants'] = {
  participant: (no) => ACCOUNTS.find((each) => each.no === no) ?? null,
  find: async (text) =>
    ACCOUNTS.filter(({ account, name }) => `${account} ${phoneDigits(account)} ${name}`.includes(text)).map(
      ({ no, account }) => ({
        no: no as number as ParticipantNo,
        account,
      }),
    ),
  conversationsOf: (people) => catalog.conversationsOf(people),
  count: () => ACCOUNTS.length,
}

const catalog: ScopeCatalog = {
  participant: (no) => ACCOUNTS.find((each) => each.no === no) ?? null,
  conversation: (no) => (CONVERSATIONS[no] ? { title: `会话${no}`, id: `${no}` } : null),
  participantOf(platform, account) {
    const known = ACCOUNTS.find((each) => each.platform === platform && each.account === account)
    return known ? { no: known.no as number as ParticipantNo } : null
  },
  conversationsOf(people) {
    const found = Object.entries(CONVERSATIONS).filter(([, members]) => people.some((no) => members.includes(no)))
    return new Set(found.map(([no]) => Number(no) as ConversationNo))
  },
}
