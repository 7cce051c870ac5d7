import { afterAll, beforeAll, expect, test } from 'vitest'
import { readActs } from '#audit'
import type { MappingId } from '#base'
import { ADMIN, type IntakeHouse, openIntakeHouse } from './intake-house.test-support.ts'
import { CORPUS } from './receiving.test-support.ts'

let house: IntakeHouse
beforeAll(async () => {
  house = await openIntakeHouse()
})
afterAll(async () => {
  await house.stop()
  house.made.remove()
})

const MADE = { format: 'csv' as const, mapping: { ...CORPUS, id: [...CORPUS.id] }, columns: ['conv', 'seq', 'text'] }

test('a mapping is saved under a name, found again by it, and removed; each is an act', async () => {
  const saved = await house.intake.mappings.save({ name: '工单导出', ...MADE }, ADMIN)
  expect(await house.intake.mappings.list()).toEqual([{ ...saved, ...MADE, name: '工单导出', by: ADMIN.id }])
  await expect(house.intake.mappings.save({ name: '工单导出', ...MADE }, ADMIN)).rejects.toMatchObject({
    code: 'mapping_name_taken',
  })
  await house.intake.mappings.remove(saved.id, ADMIN)
  expect(await house.intake.mappings.list()).toEqual([])
  await expect(house.intake.mappings.remove(saved.id, ADMIN)).rejects.toMatchObject({ code: 'mapping_not_found' })
  const { acts } = await readActs(house.db, { action: 'intake.mapping' }, { ledgerSize: 0 })
  expect(acts.map(({ outcome, detail }) => `${detail.to} ${outcome}`).sort()).toEqual([
    'remove allowed',
    'remove refused',
    'save allowed',
    'save refused',
  ])
})

test('one that nobody made is not found', async () => {
  await expect(house.intake.mappings.remove('map_aaaaaaaaaaaaaaaa' as MappingId, ADMIN)).rejects.toMatchObject({
    code: 'mapping_not_found',
  })
})
