import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '#access'
import { newId, type PersonId } from '#base'
import { openTestHouse, type TestHouse } from '#test/house-db'
import { setupMigrations } from './setup.store.ts'
import { createSetup, type Setup } from './setup.ts'

const GROUPS = ['AAAA', 'BBBB', 'CCCC']
const kit = { houseId: 'h', groups: GROUPS, keyringDigest: '' }
const admin: PersonActor = {
  kind: 'person',
  id: newId<PersonId>('psn'),
  roles: ['administrator'],
  steppedUpUntil: null,
  ip: null,
}
let house: TestHouse
let setup: Setup
beforeEach(async () => {
  house = await openTestHouse([{ room: 'setup', migrations: setupMigrations }])
  setup = createSetup({ ...house, kit: () => kit as ReturnType<Parameters<typeof createSetup>[0]['kit']> })
})
afterEach(() => house.close())

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

test('the kit is confirmed by two of its groups, as they are printed', async () => {
  await setup.confirm(admin, { '1': 'aaaa', '3': 'CC-CC' })
  expect(await setup.isConfirmed()).toBe(true)
})

test.each([
  ['none', {}, 'kit_groups_missing'],
  ['one', { '1': 'AAAA' }, 'kit_groups_missing'],
  ['one that is numbered in two ways', { '1': 'AAAA', '01': 'AAAA', '1.0': 'AAAA' }, 'kit_groups_missing'],
  ['one right and one wrong', { '1': 'AAAA', '2': 'XXXX' }, 'kit_group_wrong'],
  ['one that there is not', { '1': 'AAAA', '14': 'AAAA' }, 'kit_group_wrong'],
])('it is not by %s', async (_what, groups, code) => {
  await expect(setup.confirm(admin, groups)).rejects.toEqual(refusal(code))
  expect(await setup.isConfirmed()).toBe(false)
})
