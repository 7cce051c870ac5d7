import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readActs } from '#audit'
import { newId, type ParticipantNo, type SubjectId } from '#base'
import type { IdentifierId, MergeId, ProposalId, Subjects } from './index.ts'
import { accountKey, hintOf, normalIdentifier } from './lookups.ts'
import { openSubjectsWorld, type SubjectsWorld, who } from './world.test-support.ts'

// One person behind many accounts: proposed, confirmed or refused, merged, split, taken back; each refusal beside it.

const KNOWN = [
  { no: 1, platform: 'sms', account: '+86 138-0013-8000', name: '' },
  { no: 2, platform: 'whatsapp', account: '13800138000', name: '林' },
  { no: 3, platform: 'wecom', account: 'chen01', name: '陈' },
  { no: 4, platform: 'wechat', account: 'LinRuoXi', name: '林若溪' },
  { no: 5, platform: 'qq', account: 'linruoxi', name: '溪' },
  { no: 6, platform: 'qq', account: '10086123456', name: '某人' },
  { no: 7, platform: 'telegram', account: '10086123456', name: '另一人' },
  { no: 8, platform: 'slack', account: 'chen01', name: '陈' },
]
const no = (...numbers: number[]) => numbers as ParticipantNo[] // numbers of the made-up catalog

let world: SubjectsWorld
let subjects: Subjects
beforeEach(async () => {
  world = await openSubjectsWorld(KNOWN)
  subjects = world.subjects
})
afterEach(() => world.close())

const clerk = who('requester')
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const open = async () => (await subjects.proposals(clerk, 50)).proposals
const numbersOf = (participants: readonly { no: number }[]) => participants.map((each) => each.no)

describe('the house proposes', () => {
  test('once, however many look at the same moment, and under an act of its own', async () => {
    const looks = await Promise.all([subjects.proposals(clerk, 50), subjects.proposals(clerk, 50), subjects.look(50)])
    expect(looks.map((each) => ('looked' in each ? each.looked : each))).toEqual(Array(3).fill({ seen: 8, of: 8 }))
    const { acts } = await readActs(world.house.db, { action: 'subject.propose' }, { ledgerSize: 0 })
    const made = acts.map(({ detail }) => Number(detail.proposals))
    expect(made.reduce((sum, each) => sum + each, 0)).toBe((await open()).length)
  })

  test('accounts that are one phone, or carry one name on two platforms, and nothing else', async () => {
    const { proposals, looked } = await subjects.proposals(clerk, 50)
    expect(looked).toEqual({ seen: 8, of: 8 })
    expect(proposals.map(({ what, by, participants }) => [what, by, numbersOf(participants)]).sort()).toEqual([
      ['new', 'account', [4, 5]],
      ['new', 'phone', [1, 2]],
    ])
    // ids that a platform counts for itself are nobody's name, and a colleague's accounts are no customer's
    expect(accountKey('qq', '10086123456')).toBeNull()
    expect(accountKey('qq', 'system')).toBeNull()
    expect(accountKey('sms', '66001234')).toEqual({ kind: 'phone', normal: '66001234' })
  })

  test('what came later, on its own turn', async () => {
    await open()
    world.known.push({ no: 9, platform: 'call', account: '13800138000', name: '' })
    const first = (await open()).find(({ by }) => by === 'phone')
    expect(numbersOf(first?.participants ?? [])).toEqual([1, 2, 9])
  })

  test('a link to whoever has the phone, and a merge of two who share an account', async () => {
    const lin = await subjects.add(clerk, { name: '林若溪', note: '' })
    await subjects.link(clerk, lin.id, no(4))
    const other = await subjects.add(clerk, { name: '林小姐', phone: '13800138000', note: '' })
    expect(numbersOf(other.participants)).toEqual([1, 2])
    expect(
      (await open()).map(({ what, subject, participants }) => [what, subject?.id, numbersOf(participants)]),
    ).toEqual([['link', lin.id, [5]]])
    await subjects.link(clerk, other.id, no(5))
    expect(await open()).toMatchObject([{ what: 'merge', by: 'account' }])
  })
})

describe('a proposal', () => {
  const proposal = async (by: string) => {
    const found = (await open()).find((each) => each.by === by)
    if (!found) throw new Error('it is proposed')
    return found.id
  }

  test('of a new customer is carried out under a name, with the phone that the accounts are', async () => {
    const id = await proposal('phone')
    await expect(subjects.confirm(clerk, id, { reason: '同一号码', name: ' ' })).rejects.toEqual(
      refusal('name_missing'),
    )
    await expect(subjects.confirm(clerk, id, { reason: ' ', name: '林若溪' })).rejects.toEqual(
      refusal('reason_missing'),
    )
    const made = await subjects.confirm(clerk, id, { reason: '同一号码', name: '林若溪' })
    expect(numbersOf(made.participants)).toEqual([1, 2])
    expect(made.phone).toBe('138****8000')
    await expect(subjects.confirm(clerk, id, { reason: '再来', name: '林若溪' })).rejects.toEqual(
      refusal('proposal_decided'),
    )
    const { acts } = await readActs(world.house.db, { action: 'subject.decide' }, { ledgerSize: 0 })
    expect(acts.map(({ outcome, detail }) => [outcome, detail.reason])).toEqual([
      ['refused', '再来'],
      ['allowed', '同一号码'],
      ['refused', ''],
      ['refused', '同一号码'],
    ])
  })

  test('that was refused is not made again, whatever comes', async () => {
    const lin = await subjects.add(clerk, { name: '林若溪', note: '' })
    await subjects.link(clerk, lin.id, no(4))
    await subjects.refuse(clerk, await proposal('account'), '不是同一个人')
    await subjects.link(clerk, lin.id, no(6))
    world.known.push({ no: 9, platform: 'feishu', account: 'linruoxi', name: '' })
    expect(numbersOf((await open()).flatMap(({ participants }) => participants))).not.toContain(5)
    expect((await open()).map(({ what, participants }) => [what, numbersOf(participants)])).toContainEqual([
      'link',
      [9],
    ])
  })

  test('is decided and seen by nobody who may not manage customers', async () => {
    const id = await proposal('phone')
    for (const role of ['administrator', 'auditor', 'executor'] as const) {
      await expect(subjects.refuse(who(role), id, '理由')).rejects.toMatchObject({ kind: 'forbidden' })
    }
    await expect(subjects.proposals(who('administrator'), 10)).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(subjects.refuse(clerk, newId<ProposalId>('prp'), '理由')).rejects.toEqual(refusal('no_such_proposal'))
  })
})

describe('an identifier', () => {
  test('finds its customer in whatever spelling, is shown by its end only, and is one customer’s', async () => {
    const lin = await subjects.add(clerk, { name: '林若溪', note: '' })
    const zhao = await subjects.add(clerk, { name: '赵', note: '' })
    const known = await subjects.addIdentifier(clerk, lin.id, { kind: 'order', value: '#ord-2026-00017' })
    expect(known.identifiers).toMatchObject([{ kind: 'order', hint: '****0017', source: 'hand' }])
    for (const typed of ['ORD-2026-00017', ' ord-2026-00017 ', '＃ＯＲＤ-2026-00017']) {
      expect((await subjects.find(clerk, typed, 10)).map(({ id }) => id)).toEqual([lin.id])
    }
    expect(await subjects.find(clerk, 'ORD-2026', 10)).toEqual([])
    await expect(subjects.addIdentifier(clerk, zhao.id, { kind: 'order', value: 'ord-2026-00017' })).rejects.toEqual(
      refusal('identifier_taken'),
    )
    await expect(subjects.addIdentifier(clerk, zhao.id, { kind: 'phone', value: 'none' })).rejects.toEqual(
      refusal('identifier_invalid'),
    )
    await expect(
      subjects.addIdentifier(who('administrator'), zhao.id, { kind: 'order', value: '1234' }),
    ).rejects.toMatchObject({ kind: 'forbidden' })
    const [held] = known.identifiers
    await subjects.removeIdentifier(clerk, lin.id, held?.id ?? newId<IdentifierId>('idn'))
    expect(await subjects.find(clerk, 'ORD-2026-00017', 10)).toEqual([])
  })

  test('of a phone proposes the accounts that are that phone', async () => {
    const lin = await subjects.add(clerk, { name: '林若溪', note: '' })
    await open()
    await subjects.addIdentifier(clerk, lin.id, { kind: 'phone', value: '138 0013 8000' })
    expect((await open()).filter(({ by }) => by === 'phone').map(({ what }) => what)).toEqual(['link', 'link'])
  })

  test('comes from a list, line by line, with the customers that are new', async () => {
    const lin = await subjects.add(clerk, { name: '林若溪', phone: '13900139000', note: '' })
    const csv = [
      'customer,name,kind,value',
      '139 0013 9000,,order,A-1001',
      'a-1001,,customer_no,学员A1234',
      '13800138000,新客户,order,A-1002',
      '13700137000,,order,A-1003',
      `${lin.id},,order,A-1002`,
      `${lin.id},,passport,E123`,
      `${lin.id},order`,
      `${lin.id},,order,A-1001`,
    ].join('\n')
    expect(await subjects.importIdentifiers(clerk, csv)).toEqual({
      added: 3,
      created: 1,
      known: 1,
      refused: [
        { line: 5, code: 'customer_unknown' },
        { line: 6, code: 'identifier_taken' },
        { line: 7, code: 'identifier_kind_unknown' },
        { line: 8, code: 'columns_wrong' },
      ],
    })
    expect((await subjects.find(clerk, '#学员a1234', 10)).map(({ id }) => id)).toEqual([lin.id])
    const [made] = await subjects.find(clerk, '新客户', 10)
    expect(numbersOf(made?.participants ?? [])).toEqual([1, 2])
    await expect(subjects.importIdentifiers(clerk, 'a,b\n1,2')).rejects.toEqual(refusal('csv_header_wrong'))
    await expect(subjects.importIdentifiers(who('auditor'), csv)).rejects.toMatchObject({ kind: 'forbidden' })
  })

  test('stands in no table as it was given', async () => {
    const lin = await subjects.add(clerk, { name: '林若溪', note: '' })
    await subjects.addIdentifier(clerk, lin.id, { kind: 'order', value: 'GEHEIM-77001234' })
    const rows = JSON.stringify(
      await world.house.db
        .tables<{ subjects_identifier: object }>()
        .selectFrom('subjects_identifier')
        .selectAll()
        .execute(),
    )
    expect(rows).not.toContain('GEHEIM')
    expect(hintOf(normalIdentifier('order', '77'))).toBe('****7')
    expect(hintOf(normalIdentifier('email', 'Wang.Lin@Example.com'), 'email')).toBe('w****@example.com')
    expect(hintOf(normalIdentifier('email', 'not-an-address'), 'email')).toBe('****RESS')
  })
})

describe('a merge', () => {
  const two = async () => {
    const kept = await subjects.add(clerk, { name: '林若溪', note: '' })
    const gone = await subjects.add(clerk, { name: '林小姐', phone: '13800138000', note: '' })
    await subjects.link(clerk, kept.id, no(4))
    await subjects.addIdentifier(clerk, gone.id, { kind: 'order', value: 'A-1001' })
    return { kept: kept.id, gone: gone.id }
  }

  test('says beforehand what it changes, and changes nothing by saying it', async () => {
    const { kept, gone } = await two()
    expect(await subjects.planMerge(clerk, kept, gone)).toMatchObject({
      kept: { name: '林若溪', conversations: 1 },
      gone: { name: '林小姐', conversations: 3 },
      participants: [1, 2],
      identifiers: 1,
      takesPhone: true,
      conversations: 4,
    })
    expect((await subjects.view(clerk, gone)).participants).toHaveLength(2)
  })

  test('brings accounts, identifiers and phone over, and whoever looks for either finds the one', async () => {
    const { kept, gone } = await two()
    const one = await subjects.merge(clerk, kept, gone, '客户来电确认')
    expect(numbersOf(one.participants)).toEqual([1, 2, 4])
    expect(one).toMatchObject({ phone: '138****8000', identifiers: [{ hint: '****1' }] })
    expect(one.merges).toMatchObject([{ gone: { name: '林小姐' }, by: '经办人', reason: '客户来电确认', undone: null }])
    for (const typed of ['林小姐', '13800138000', 'A-1001', 'LinRuoXi', '林若溪']) {
      expect((await subjects.find(clerk, typed, 10)).map(({ id }) => id)).toEqual([kept])
    }
    expect(await subjects.participantsOf([gone])).toEqual([1, 2, 4])
    expect((await subjects.view(clerk, gone)).mergedInto).toBe(kept)
    expect(await subjects.conversations(clerk, gone)).toEqual([1, 2, 4, 100])
    await expect(subjects.link(clerk, gone, no(6))).rejects.toEqual(refusal('subject_merged'))
    await expect(subjects.merge(clerk, kept, gone, '再次')).rejects.toEqual(refusal('subject_merged'))
  })

  test('needs a reason, two customers, and somebody who may', async () => {
    const { kept, gone } = await two()
    await expect(subjects.merge(clerk, kept, gone, ' ')).rejects.toEqual(refusal('reason_missing'))
    await expect(subjects.merge(clerk, kept, kept, '理由')).rejects.toEqual(refusal('subject_itself'))
    await expect(subjects.merge(clerk, kept, newId<SubjectId>('sub'), '理由')).rejects.toEqual(
      refusal('no_such_subject'),
    )
    await expect(subjects.merge(who('administrator'), kept, gone, '理由')).rejects.toMatchObject({ kind: 'forbidden' })
    const { acts } = await readActs(world.house.db, { action: 'subject.merge' }, { ledgerSize: 0 })
    expect(acts.map(({ reason }) => reason)).toEqual([
      'role_missing',
      'no_such_subject',
      'subject_itself',
      'reason_missing',
    ])
  })

  test('is taken back whole; what went to somebody else since stays there; it is not proposed again', async () => {
    const { kept, gone } = await two()
    const { merges } = await subjects.merge(clerk, kept, gone, '客户来电确认')
    const merge = merges[0]?.id ?? newId<MergeId>('mrg')
    await subjects.split(clerk, kept, { participants: no(2), identifiers: [], name: '第三人', reason: '号码转手' })
    await expect(subjects.undoMerge(clerk, merge, '')).rejects.toEqual(refusal('reason_missing'))
    const back = await subjects.undoMerge(clerk, merge, '并错了')
    expect(numbersOf(back.participants)).toEqual([4])
    expect(back).toMatchObject({ phone: null, identifiers: [], merges: [{ undone: { reason: '并错了' } }] })
    const stands = await subjects.view(clerk, gone)
    expect(numbersOf(stands.participants)).toEqual([1])
    expect(stands).toMatchObject({ mergedInto: null, phone: '138****8000', identifiers: [{ hint: '****1' }] })
    await expect(subjects.undoMerge(clerk, merge, '再一次')).rejects.toEqual(refusal('merge_undone'))
    await expect(subjects.undoMerge(who('auditor'), merge, '理由')).rejects.toMatchObject({ kind: 'forbidden' })
    expect((await open()).filter(({ what }) => what === 'merge')).toHaveLength(1) // the third, who has the same number
  })

  test('inside a merge is taken back from the outside in', async () => {
    const { kept, gone } = await two()
    const { merges } = await subjects.merge(clerk, kept, gone, '第一次')
    const last = await subjects.add(clerk, { name: '终', note: '' })
    await subjects.merge(clerk, last.id, kept, '第二次')
    expect(await subjects.participantsOf([gone])).toEqual([1, 2, 4])
    await expect(subjects.undoMerge(clerk, merges[0]?.id ?? newId<MergeId>('mrg'), '理由')).rejects.toEqual(
      refusal('subject_merged'),
    )
  })
})

describe('a split', () => {
  test('gives accounts to a new customer or to nobody, says so beforehand, and is not proposed back', async () => {
    const lin = await subjects.add(clerk, { name: '林若溪', note: '' })
    await subjects.link(clerk, lin.id, no(1, 4, 5))
    expect(await subjects.planSplit(clerk, lin.id, no(5))).toEqual({
      conversations: { before: 4, stays: 3, leaves: 1 },
      staying: [1, 4],
      leaving: [5],
    })
    const asked = { identifiers: [], reason: '另一位同名' }
    const { stays, made } = await subjects.split(clerk, lin.id, { ...asked, participants: no(5), name: '林二' })
    expect([numbersOf(stays.participants), numbersOf(made?.participants ?? [])]).toEqual([[1, 4], [5]])
    await subjects.split(clerk, lin.id, { ...asked, participants: no(4), name: null })
    const proposed = (await open()).map(({ what, subject, participants }) => [
      what,
      subject?.name,
      numbersOf(participants),
    ])
    expect(proposed).not.toContainEqual(['link', '林若溪', [4]])
    expect(proposed.filter(([what]) => what === 'merge')).toEqual([])
  })

  test('takes only what is there, with a reason, by somebody who may', async () => {
    const lin = await subjects.add(clerk, { name: '林若溪', note: '' })
    await subjects.link(clerk, lin.id, no(4))
    const asked = { participants: no(4), identifiers: [], name: null, reason: '理由' }
    const cases: [object, string][] = [
      [{ participants: no(5) }, 'no_such_participant'],
      [{ participants: [] }, 'split_empty'],
      [{ reason: '' }, 'reason_missing'],
      [{ identifiers: [newId<IdentifierId>('idn')] }, 'identifier_not_found'],
      [{ name: '  ' }, 'name_missing'],
    ]
    for (const [change, code] of cases) {
      await expect(subjects.split(clerk, lin.id, { ...asked, ...change })).rejects.toEqual(refusal(code))
    }
    await expect(subjects.split(who('auditor'), lin.id, asked)).rejects.toMatchObject({ kind: 'forbidden' })
    expect((await subjects.view(clerk, lin.id)).participants).toHaveLength(1)
  })
})
