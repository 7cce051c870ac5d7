import { afterEach, beforeEach, expect, test } from 'vitest'
import { readActs } from '#audit'
import { newId, type ParticipantNo, type SubjectId } from '#base'
import type { TestHouse } from '#test/house-db'
import { createSubjects, maskedContacts, maskedPhone, type Subjects } from './index.ts'
import { openSubjectsWorld, type SubjectsWorld, who } from './world.test-support.ts'

const KNOWN = [
  { no: 1, platform: 'sms', account: '+86 138-0013-8000', name: '' },
  { no: 2, platform: 'wecom', account: 'wmLin', name: '林女士' },
  { no: 3, platform: 'wecom', account: 'chen01', name: '陈' },
  { no: 4, platform: 'sms', account: '13800138000', name: '13800138000' },
]

let world: SubjectsWorld
let house: TestHouse
let subjects: Subjects

beforeEach(async () => {
  world = await openSubjectsWorld(KNOWN)
  house = world.house
  subjects = world.subjects
})
afterEach(() => world.close())

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

test('a customer made with a phone owns the accounts that are that phone, in whatever spelling', async () => {
  const made = await subjects.add(who('requester'), { name: '林若溪', phone: '138 0013 8000', note: '' })
  expect(made.participants.map(({ no }) => no)).toEqual([1, 4])
  expect(made.phone).toBe('138****8000')
  expect(made.participants[1]).toMatchObject({ account: '138****8000', name: '138****8000', subjectId: made.id })
  expect((await subjects.view(who('legal'), made.id)).phone).toBe('138 0013 8000')
})

test('one customer is found by name, by phone and by any linked account', async () => {
  const asker = who('requester')
  const { id } = await subjects.add(asker, { name: '林若溪', phone: '13800138000', note: '' })
  await subjects.link(asker, id, [2 as ParticipantNo])
  for (const typed of ['林若', '+86 13800138000', 'wmLin', '']) {
    expect((await subjects.find(asker, typed, 10)).map((each) => each.id)).toEqual([id])
  }
  expect(await subjects.find(asker, '没有这个人', 10)).toEqual([])
  expect(await subjects.participantsOf([id])).toEqual([1, 2, 4])
})

test('while accounts are looked through, others of the house write', async () => {
  const { participants } = world.parts
  const find: typeof participants.find = async (...asked) => {
    await house.db.write(async () => undefined)
    return participants.find(...asked)
  }
  const slow = createSubjects({ ...world.parts, participants: { ...participants, find } })
  expect(await slow.find(who('requester'), 'wmLin', 10)).toEqual([])
  expect(await slow.findParticipants(who('requester'), 'wmLin', 10)).toMatchObject([{ no: 2 }])
  await expect(slow.find(who('auditor'), 'wmLin', 10)).rejects.toEqual(refusal('role_missing'))
  const list = 'customer,name,kind,value\n138 0013 8000,林若溪,order,2026-0915\n'
  expect(await slow.importIdentifiers(who('requester'), list)).toMatchObject({ added: 1, created: 1, refused: [] })
  const [made] = await subjects.find(who('requester'), '林若溪', 10)
  expect(made?.participants.map(({ no }) => no)).toEqual([1, 4])
})

test('a phone and an account belong to one customer, and a staff account to none', async () => {
  const asker = who('requester')
  const first = await subjects.add(asker, { name: '甲', phone: '13800138000', note: '' })
  await expect(subjects.add(asker, { name: '乙', phone: '+8613800138000', note: '' })).rejects.toEqual(
    refusal('phone_taken'),
  )
  await expect(subjects.add(asker, { name: '乙', phone: 'none', note: '' })).rejects.toEqual(refusal('phone_invalid'))
  const second = await subjects.add(asker, { name: '乙', note: '' })
  await expect(subjects.link(asker, second.id, [1 as ParticipantNo])).rejects.toEqual(refusal('participant_taken'))
  await expect(subjects.link(asker, second.id, [3 as ParticipantNo])).rejects.toEqual(refusal('participant_is_staff'))
  await expect(subjects.link(asker, second.id, [9 as ParticipantNo])).rejects.toEqual(refusal('no_such_participant'))
  expect((await subjects.unlink(asker, first.id, 1 as ParticipantNo)).participants.map(({ no }) => no)).toEqual([4])
  expect((await subjects.link(asker, second.id, [1 as ParticipantNo])).participants.map(({ no }) => no)).toEqual([1])
})

test('an administrator or auditor finds no customer, and the attempt is on record', async () => {
  await expect(subjects.find(who('administrator'), '林', 10)).rejects.toMatchObject({
    name: 'Refusal',
    kind: 'forbidden',
  })
  await expect(subjects.view(who('auditor'), newId<SubjectId>('sub'))).rejects.toMatchObject({ name: 'Refusal' })
  const { acts } = await readActs(house.db, {}, { ledgerSize: 0 })
  expect(acts.map(({ action, outcome }) => [action, outcome])).toEqual([
    ['subject.view', 'refused'],
    ['subject.find', 'refused'],
  ])
})

test('a phone is masked in every spelling, other accounts stay as they are', () => {
  expect(['13800138000', '+86 138-0013-8000', '１３８００１３８０００', '010-66001234'].map(maskedPhone)).toEqual([
    '138****8000',
    '138****8000',
    '138****8000',
    '010****1234',
  ])
  expect(['chen01', 'UOF82F39AE', '林女士', '95588'].map(maskedPhone)).toEqual([
    'chen01',
    'UOF82F39AE',
    '林女士',
    '95588',
  ])
})

test('in a title or an id, numbers and addresses of people are masked wherever they stand; what says which room it is stays', () => {
  const shown = {
    '13900000001|13900000002': '139****0001|139****0002',
    'room-13900000001': 'room-139****0001',
    '13900000001~13900000002': '139****0001~139****0002',
    '林若溪 售后 手机１３９０００００００１': '林若溪 售后 手机139****0001',
    '+44 7911 123456、+86 139 0000 0001': '447****3456、139****0001',
    '值班 010-66001234': '值班 010****1234',
    '8613900000001@s.whatsapp.net': '139****0001@s.whatsapp.net',
    'lin.ruoxi@example.com 的邮件': 'l****@example.com 的邮件',
    身份证11010519491231002X: '身份证****002X',
    '#2026-0001 13900000001': '#2026-0001 139****0001',
  }
  for (const [text, masked] of Object.entries(shown)) expect(maskedContacts(text)).toBe(masked)
  const kept = [
    'wrROOM|chen',
    'room@chatroom',
    '19:0baff12e@thread.v2',
    '(2026)京0105民初12345号',
    '#2026-0915',
    '95588',
  ]
  expect(kept.map(maskedContacts)).toEqual(kept)
})
