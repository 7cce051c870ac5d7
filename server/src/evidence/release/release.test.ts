import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ConversationNo, ExportId, Instant, PersonId } from '#base'
import type { ExportView } from '../index.ts'
import { arrivalOf, openWorld, person, rulesOf, type World, withoutRelease } from '../world.test-support.ts'

// D6, D7: nobody takes a package before counsel has looked at exactly its bytes and let it go; each refusal beside its permission.

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const guide = rulesOf()
const legal = person('legal')
const second = person('data_security')
const MONTH = 30 * 86_400_000

let world: World
beforeAll(async () => {
  // room-0 to room-2: the customer 张伟 with the house's 王建国; room-3: others
  const said = Array.from({ length: 60 }, (_, n) =>
    arrivalOf(n, { body: `第${n}条 请打电话找张伟 13800138000`, conversation: `room-${n % 3}` }),
  )
  const others = Array.from({ length: 8 }, (_, n) =>
    arrivalOf(100 + n, { body: `别人的第${n}条`, conversation: 'room-3', sender: `stranger-${n}`, name: `客户${n}` }),
  )
  world = await openWorld([...said, ...others])
  world.known.push(
    { name: '王建国', person: 'psn_clerk', participant: { platform: 'wecom', account: 'wangjianguo' } },
    { name: '张伟', person: 'sub_zhang', participant: { platform: 'wecom', account: 'zhangwei88' } },
  )
})
afterAll(() => world.close())
beforeEach(() => {
  world.policy = guide
  Object.assign(world.table, {
    isApproved: true,
    isConsented: null,
    isParty: false,
    filed: filed('scope_note', 'media_seal'),
  })
  world.grant.holds = true
  // one conversation, 20 messages of one customer: nothing bulk
  const open = { people: [], from: null, to: null }
  world.grant.scope = { ...world.grant.scope, ...open, conversations: rooms(1) }
})

const LATER = 8e15 as Instant
const filed = (...kinds: string[]) => kinds.map((kind, n) => ({ kind, number: `P-${n + 1}`, at: LATER }))
const rooms = (...nos: number[]) => nos as ConversationNo[]
const prepare = (bulkReason: string | null = null) =>
  world.exports.prepare(world.people.executor, {
    grantId: world.grant.id,
    formats: ['csv'],
    names: 'mask',
    bulkReason,
  })

async function made(bulkReason: string | null = null): Promise<ExportView> {
  const { id } = await prepare(bulkReason)
  await world.exports.confirm(world.people.monitor, id)
  await world.exports.settled()
  return world.exports.view(legal, id)
}

const fileOf = (id: ExportId) => join(world.house.dir, 'exports', `${id}.zip`)
const look = (id: ExportId, actor = legal, from = 0) => world.exports.preview(actor, id, { from })

async function released(): Promise<ExportView> {
  const one = await made()
  await look(one.id)
  return world.exports.release(legal, one.id, one.sha256 ?? '')
}

describe('a finished package', () => {
  it('is nobody’s before its release; then its recipient’s', async () => {
    const one = await made()
    expect(one).toMatchObject({ state: 'awaiting_release', problem: null, rows: 20, decisions: [] })
    const { requester } = world.people
    for (const verb of ['download', 'password'] as const)
      await expect(world.exports[verb](requester, one.id)).rejects.toEqual(refusal('not_released'))
    await expect(world.exports.verifier(requester, one.id)).rejects.toEqual(refusal('not_released'))
    expect(await world.exports.isReleased(one.id)).toBe(false)

    const { sha256 } = await look(one.id)
    const after = await world.exports.release(legal, one.id, sha256)
    expect(after.state).toBe('ready')
    expect(after.decisions).toMatchObject([{ what: 'released', byName: `name of ${legal.id}`, sha256 }])
    expect(after.decisions[0]?.ledgerIndex).toBeGreaterThan(0)
    expect((await world.open(one.id)).verdict.verdict).toBe('genuine')
    expect(await world.exports.judged()).toMatchObject({ passed: 1 })
    for (const action of ['export.preview', 'export.release'] as const)
      expect(await world.acts(action)).toContain('allowed')
  })

  it('is released by counsel who neither asked, nor carried it out, nor is a party, freshly stepped up', async () => {
    const one = await made()
    await look(one.id)
    const go = (actor: typeof legal) => world.exports.release(actor, one.id, one.sha256 ?? '')
    await expect(go(second)).rejects.toEqual(refusal('role_missing'))
    await expect(go({ ...legal, id: world.people.requester.id })).rejects.toEqual(refusal('own_request'))
    await expect(go({ ...legal, id: world.people.monitor.id })).rejects.toEqual(refusal('carried_out'))
    await expect(go({ ...legal, steppedUpUntil: null })).rejects.toEqual(refusal('step_up_needed'))
    world.table.isParty = true
    await expect(go(legal)).rejects.toEqual(refusal('recused_party'))
    world.table.isParty = false
    world.grant.holds = false
    await expect(go(legal)).rejects.toEqual(refusal('not_open'))
    world.grant.holds = true
    expect((await go(legal)).state).toBe('ready')
    await expect(go(legal)).rejects.toEqual(refusal('not_open'))
  })

  it('where the pack asks for no release, goes on as before', async () => {
    world.policy = withoutRelease(guide)
    const one = await made()
    expect(one.state).toBe('ready')
    expect((await world.open(one.id)).verdict.verdict).toBe('genuine')
  })

  it('waits while the pack cannot be read', async () => {
    const { id } = await prepare()
    await world.exports.confirm(world.people.monitor, id)
    world.policy = { readable: false } as never // what policy answers then
    await world.exports.settled()
    world.policy = guide
    expect((await world.exports.view(legal, id)).state).toBe('awaiting_release')
  })
})

describe('the preview', () => {
  it('shows the rows that lie in the package, page by page, and nothing that was masked', async () => {
    const one = await made()
    const page = await look(one.id)
    expect(page).toMatchObject({ sha256: one.sha256, from: 0, next: null })
    expect(page.rows).toHaveLength(20)
    expect(page.files.map(({ name }) => name)).toContain('data/records.csv')
    expect(JSON.stringify(page.rows)).not.toContain('13800138000')
    expect((await look(one.id, legal, 15)).rows).toEqual(page.rows.slice(15))
    expect((await look(one.id, second)).rows).toEqual(page.rows)
    for (const actor of [world.people.requester, world.people.executor])
      await expect(look(one.id, actor)).rejects.toEqual(refusal('role_missing'))
    await expect(look(one.id, world.people.stranger)).rejects.toEqual(refusal('not_found'))
  })

  it('comes before the yes, by the same person, of the same bytes', async () => {
    const one = await made()
    const digest = one.sha256 ?? ''
    await look(one.id, second) // somebody else's look is not counsel's
    await expect(world.exports.release(legal, one.id, digest)).rejects.toEqual(refusal('preview_needed'))
    await look(one.id)
    await expect(world.exports.release(legal, one.id, 'f'.repeat(64))).rejects.toEqual(refusal('package_changed'))
    expect((await world.exports.view(legal, one.id)).state).toBe('awaiting_release')
    expect((await world.exports.release(legal, one.id, digest)).state).toBe('ready')
  })

  it('opens a package sealed to a key of age until its release, and never after', async () => {
    const recipient = await identityToRecipient(await generateX25519Identity())
    const { id } = await world.exports.prepare(world.people.executor, {
      grantId: world.grant.id,
      formats: ['csv'],
      names: 'mask',
      ageRecipient: recipient,
    })
    await world.exports.confirm(world.people.monitor, id)
    await world.exports.settled()
    const page = await look(id)
    expect(page.rows).toHaveLength(20)
    await world.exports.release(legal, id, page.sha256)
    await expect(look(id)).rejects.toEqual(refusal('preview_closed'))
    await expect(world.exports.download(world.people.requester, id)).resolves.toMatchObject({ sha256: page.sha256 })
    await expect(world.exports.password(world.people.requester, id)).rejects.toEqual(refusal('no_password'))
  })
})

describe('the checklist', () => {
  const missing = (one: ExportView) => one.checklist.filter(({ state }) => state === 'missing').map(({ key }) => key)

  const LACKS: readonly (readonly [string, () => void])[] = [
    ['signed_application', () => void Object.assign(world.table, { isApproved: false })],
    ['consent_where_basis', () => void Object.assign(world.table, { isConsented: false })],
    ['sealed_medium_record', () => void Object.assign(world.table, { filed: filed('scope_note') })],
    [
      'scope_to_conversation_id',
      () => {
        world.table.filed = filed('media_seal')
        world.grant.scope = { ...world.grant.scope, people: [1] as never }
      },
    ],
  ]
  it.each(LACKS)('that lacks %s blocks the release', async (key, spoil) => {
    const one = await made()
    await look(one.id)
    const whole = { ...world.table }
    spoil()
    const seen = await world.exports.view(legal, one.id)
    expect(missing(seen)).toEqual([key])
    expect(seen.can.release).toEqual({ allowed: false, reason: 'checklist_incomplete' })
    await expect(world.exports.release(legal, one.id, one.sha256 ?? '')).rejects.toEqual(
      refusal('checklist_incomplete'),
    )
    Object.assign(world.table, whole)
    expect((await world.exports.release(legal, one.id, one.sha256 ?? '')).state).toBe('ready')
  })

  it('takes a record of the sealed medium that is about this package, not one from before it', async () => {
    const one = await made()
    world.table.filed = [{ kind: 'media_seal', number: 'FC-1', at: ((one.finishedAt ?? 0) - 1) as Instant }]
    expect(missing(await world.exports.view(legal, one.id))).toEqual(['sealed_medium_record'])
    world.table.filed = [{ kind: 'media_seal', number: 'FC-2', at: (one.finishedAt ?? 0) as Instant }]
    expect((await world.exports.view(legal, one.id)).checklist.at(-1)).toEqual({
      key: 'sealed_medium_record',
      state: 'done',
      paper: 'FC-2',
    })
  })

  it('takes a paper original that executor or monitor entered, whole, for an item that a paper can stand for', async () => {
    const one = await made()
    world.table.filed = []
    const enter = (actor: typeof legal, more: object = {}) =>
      world.exports.registerOriginal(actor, one.id, {
        item: 'sealed_medium_record',
        number: 'F-7',
        place: '档案柜 3',
        ...more,
      })
    await expect(enter(legal)).rejects.toEqual(refusal('role_missing'))
    await expect(enter(person('executor'))).rejects.toEqual(refusal('role_missing'))
    await expect(enter(world.people.executor, { place: ' ' })).rejects.toEqual(refusal('original_incomplete'))
    await expect(enter(world.people.executor, { item: 'signed_application' })).rejects.toEqual(
      refusal('original_incomplete'),
    )
    const after = await enter(world.people.executor)
    expect(after.checklist.at(-1)).toEqual({ key: 'sealed_medium_record', state: 'done', paper: 'F-7' })
  })
})

describe('a changed byte', () => {
  const flip = (id: ExportId) => {
    const bytes = readFileSync(fileOf(id))
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(fileOf(id), bytes)
  }

  it('after the release makes it void: nobody gets the package, and there is an alarm', async () => {
    const one = await released()
    flip(one.id)
    const both = await Promise.allSettled([1, 2].map(() => world.exports.download(world.people.requester, one.id)))
    expect(both.map((each) => each.status === 'rejected' && each.reason)).toEqual(
      both.map(() => refusal('package_changed')),
    )
    expect(await world.acts('export.void')).toEqual(['allowed'])
    const after = await world.exports.view(legal, one.id)
    expect(after).toMatchObject({ state: 'failed', problem: 'package_changed', copies: [] })
    expect(after.decisions.map(({ what }) => what)).toEqual(['released', 'void'])
    await expect(world.exports.password(world.people.requester, one.id)).rejects.toEqual(refusal('not_released'))
    expect(existsSync(fileOf(one.id))).toBe(true) // for whoever looks into it
    const [alarm] = await world.exports.alarms(second)
    expect(alarm).toMatchObject({ kind: 'package_changed', exportNumber: one.number, personName: null })
    // run again it is another package, and waits for another yes
    await world.exports.retry(world.people.executor, one.id)
    await world.exports.confirm(world.people.monitor, one.id)
    await world.exports.settled()
    const again = await world.exports.view(legal, one.id)
    expect(again).toMatchObject({ state: 'awaiting_release', can: { release: { reason: 'preview_needed' } } })
  })

  it('before the release is found by who looks and by who says yes', async () => {
    const [seen, said] = [await made(), await made()]
    flip(seen.id)
    await expect(look(seen.id)).rejects.toEqual(refusal('package_changed'))
    await look(said.id)
    flip(said.id)
    await expect(world.exports.release(legal, said.id, said.sha256 ?? '')).rejects.toEqual(refusal('package_changed'))
    for (const { id } of [seen, said]) expect((await world.exports.view(legal, id)).state).toBe('failed')
  })
})

describe('a no, and a yes taken back', () => {
  it('counsel refuses with a reason; file and password are gone', async () => {
    const one = await made()
    await expect(world.exports.refuse(second, one.id, '范围过宽')).rejects.toEqual(refusal('role_missing'))
    await expect(world.exports.refuse(legal, one.id, ' ')).rejects.toEqual(refusal('reason_missing'))
    const after = await world.exports.refuse(legal, one.id, '姓名没有遮住')
    expect(after).toMatchObject({ state: 'refused', decisions: [{ what: 'refused', reason: '姓名没有遮住' }] })
    expect(existsSync(fileOf(one.id))).toBe(false)
    await expect(look(one.id)).rejects.toEqual(refusal('not_open'))
  })

  it('either of those who may say yes takes it back; what was taken stays to be asked for', async () => {
    const one = await released()
    await world.exports.download(world.people.requester, one.id)
    await expect(world.exports.withdraw(world.people.requester, one.id, '不发了')).rejects.toEqual(
      refusal('role_missing'),
    )
    const after = await world.exports.withdraw({ ...second, steppedUpUntil: null }, one.id, '收件人有误')
    expect(after.state).toBe('awaiting_release')
    expect(await world.exports.isReleased(one.id)).toBe(false)
    await expect(world.exports.download(world.people.requester, one.id)).rejects.toEqual(refusal('not_released'))
    await expect(world.exports.withdraw(legal, one.id, '收件人有误')).rejects.toEqual(refusal('not_released'))
    expect((await world.exports.sweep()).overdue).toBeGreaterThan(0)
    // a yes may follow; the first one counts no more
    expect((await world.exports.release(legal, one.id, one.sha256 ?? '')).state).toBe('ready')
  })
})

describe('a bulk export', () => {
  const bulkScope = () => {
    world.grant.scope = {
      ...world.grant.scope,
      conversations: rooms(1, 2, 3, 4),
      from: 1_690_000_000_000 as Instant,
      to: (1_690_000_000_000 + 3 * MONTH) as Instant,
    }
  }

  it('by more rows than the pack lets go needs a reason and a second approval besides the review', async () => {
    world.grant.scope = { ...world.grant.scope, conversations: rooms(1, 2, 3) }
    const one = await made()
    expect(one.weight).toMatchObject({ subjects: 1, rows: 60, sort: 'content', over: 25, why: ['rows'] })
    expect(one.checklist.slice(-2)).toEqual([
      { key: 'bulk_reason', state: 'missing', paper: null },
      { key: 'bulk_second', state: 'missing', paper: null },
    ])
    await look(one.id)
    const digest = one.sha256 ?? ''
    const go = () => world.exports.release(legal, one.id, digest)
    await expect(go()).rejects.toEqual(refusal('checklist_incomplete'))
    await expect(world.exports.stateReason(legal, one.id, '监管要求')).rejects.toEqual(refusal('not_requester'))
    await world.exports.stateReason(world.people.requester, one.id, '客户投诉，须核对全部往来')
    await expect(go()).rejects.toEqual(refusal('checklist_incomplete'))

    const approve = (actor: typeof legal) =>
      world.exports.approveSecond(actor, one.id, { sha256: digest, reason: '与申请相符' })
    await expect(approve(second)).rejects.toEqual(refusal('preview_needed'))
    await look(one.id, second)
    await expect(approve(legal)).rejects.toEqual(refusal('role_missing'))
    await expect(approve({ ...second, id: world.people.executor.id })).rejects.toEqual(refusal('carried_out'))
    // one person in both roles gives one of the two, never both
    const both = person('legal', 'data_security')
    await look(one.id, both)
    await approve(both)
    await expect(world.exports.release(both, one.id, digest)).rejects.toEqual(refusal('second_given'))
    expect((await go()).state).toBe('ready')
  })

  it('that is not has no second approval to give', async () => {
    const one = await made()
    await look(one.id, second)
    await expect(
      world.exports.approveSecond(second, one.id, { sha256: one.sha256 ?? '', reason: '与申请相符' }),
    ).rejects.toEqual(refusal('not_bulk'))
  })

  it('about more people than the pack lets go is not even prepared without a reason', async () => {
    bulkScope()
    await expect(prepare()).rejects.toEqual(refusal('bulk_reason_missing'))
    expect((await prepare('监管来函要求，编号 12')).bulkReason).toBe('监管来函要求，编号 12')
  })

  it('S1, case two: three months of all customers, by somebody of his own accord: refused, alarmed, reported', async () => {
    bulkScope()
    const wang = { ...person('agent'), id: 'psn_xiaowang00000000' as PersonId }
    const ask = (actor: typeof legal) =>
      world.exports.prepare(actor, { grantId: world.grant.id, formats: ['csv'], names: 'mask' })
    await expect(ask(wang)).rejects.toEqual(refusal('role_missing'))
    await expect(ask(wang)).rejects.toEqual(refusal('role_missing'))

    // shown to whom the pack names, not to others, and never to the one it is about
    expect(await world.exports.alarms(wang)).toEqual([])
    expect(await world.exports.alarms(world.people.executor)).toEqual([])
    for (const actor of [second, legal, world.people.auditor])
      expect((await world.exports.alarms(actor))[0]?.personName).toBe(`name of ${wang.id}`)
    expect((await world.exports.alarms({ ...second, id: wang.id }))[0]?.personName).not.toBe(`name of ${wang.id}`)
    const [alarm] = await world.exports.alarms(second)
    if (alarm === undefined) throw new Error('no alarm')
    expect(alarm).toMatchObject({ kind: 'bulk_export', reason: 'role_missing', times: 2, reportedAt: null })
    expect(alarm.weight).toMatchObject({ subjects: 9, conversations: 4, why: ['subjects'] })
    expect((alarm.weight?.to ?? 0) - (alarm.weight?.from ?? 0)).toBe(3 * MONTH)
    expect(alarm.reportDue - alarm.firstAt).toBe(24 * 3_600_000)
    expect(await world.acts('alarm.raise')).toContain('allowed')

    // the report carries the log, and is in the ledger
    const report = { cause: '为完成考核私自导出', measures: '停用账号，约谈，复查同组权限' }
    expect((await world.exports.alarm(second, alarm.id)).acts).toMatchObject([
      { action: 'export.ask', outcome: 'refused', reason: 'role_missing' },
      { action: 'export.ask', outcome: 'refused', reason: 'role_missing' },
    ])
    await expect(world.exports.reportAlarm(world.people.executor, alarm.id, report)).rejects.toEqual(
      refusal('role_missing'),
    )
    await expect(world.exports.reportAlarm({ ...second, id: wang.id }, alarm.id, report)).rejects.toEqual(
      refusal('alarm_about_you'),
    )
    await expect(world.exports.alarm({ ...second, id: wang.id }, alarm.id)).rejects.toEqual(refusal('not_found'))
    await expect(world.exports.reportAlarm(second, alarm.id, { ...report, cause: '' })).rejects.toEqual(
      refusal('report_text_missing'),
    )
    const reported = await world.exports.reportAlarm(second, alarm.id, report)
    expect(reported).toMatchObject({ ...report, reportedByName: `name of ${second.id}` })
    expect(reported.ledgerIndex).toBeGreaterThan(0)
    await expect(world.exports.reportAlarm(legal, alarm.id, report)).rejects.toEqual(refusal('not_open'))
  })

  it('tried by an executor on a request of his own, or released without what it needs, is an alarm too', async () => {
    bulkScope()
    const own = { ...world.people.requester, roles: ['requester', 'executor'] } as typeof legal
    await expect(
      world.exports.prepare(own, { grantId: world.grant.id, formats: ['csv'], names: 'mask', bulkReason: '考核需要' }),
    ).rejects.toEqual(refusal('own_request'))
    const one = await made('监管来函要求')
    await look(one.id)
    await expect(world.exports.release(legal, one.id, one.sha256 ?? '')).rejects.toEqual(
      refusal('checklist_incomplete'),
    )
    await expect(world.exports.download(world.people.requester, one.id)).rejects.toEqual(refusal('not_released'))
    const reasons = (await world.exports.alarms(second)).map(({ reason }) => reason)
    expect(reasons.slice(0, 3).sort()).toEqual(['checklist_incomplete', 'not_released', 'own_request'])
  })

  it('a second factor that is missing, or a click too early on a small export, is none', async () => {
    const before = (await world.exports.alarms(second)).length
    const { executor, requester } = world.people
    await expect(
      world.exports.prepare(
        { ...executor, steppedUpUntil: null },
        { grantId: world.grant.id, formats: ['csv'], names: 'mask' },
      ),
    ).rejects.toEqual(refusal('step_up_needed'))
    const one = await made()
    await expect(world.exports.download(requester, one.id)).rejects.toEqual(refusal('not_released'))
    expect(await world.exports.alarms(second)).toHaveLength(before)
  })
})
