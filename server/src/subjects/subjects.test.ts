import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PersonActor, Role } from '#access'
import { readActs } from '#audit'
import { newId, type ParticipantNo, type PersonId, type SubjectId } from '#base'
import { loadPolicy } from '#policy'
import { openTestHouse, type TestHouse } from '../../test/support/house-db.ts'
import { createSubjects, maskedPhone, phoneDigits, type Subjects, subjectsMigrations } from './index.ts'

const KNOWN = [
  { no: 1 as ParticipantNo, platform: 'sms', account: '+86 138-0013-8000', name: '' },
  { no: 2 as ParticipantNo, platform: 'wecom', account: 'wmLin', name: '林女士' },
  { no: 3 as ParticipantNo, platform: 'wecom', account: 'chen01', name: '陈' },
  { no: 4 as ParticipantNo, platform: 'sms', account: '13800138000', name: '13800138000' },
]

let house: TestHouse
let subjects: Subjects

beforeEach(async () => {
  house = await openTestHouse([{ room: 'subjects', migrations: subjectsMigrations }])
  subjects = createSubjects({
    db: house.db,
    clock: house.clock,
    recorder: house.recorder,
    rules: () => loadPolicy(),
    participants: {
      participant: (no) => KNOWN.find((each) => each.no === no) ?? null,
      find: async (text, limit) =>
        KNOWN.filter(({ account, name }) => `${account} ${phoneDigits(account)} ${name}`.includes(text)).slice(
          0,
          limit,
        ),
      conversationCount: (no) => no,
    },
    personOf: async (_platform, account) => (account === 'chen01' ? newId<PersonId>('psn') : null),
  })
})
afterEach(() => house.close())

const who = (...roles: Role[]): PersonActor => ({
  kind: 'person',
  id: newId<PersonId>('psn'),
  roles,
  steppedUpUntil: null,
  ip: null,
})
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
