import { afterAll, beforeAll, expect, test } from 'vitest'
import { MINUTE } from '#base'
import { openTestHouse, type TestHouse } from '#test/house-db'
import { type ActNote, Door, readActs } from './index.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

const knock = (reason: string, door: Door) =>
  door.turnedAway({ action: 'directory.knock', actor: { kind: 'stranger', ip: '10.0.0.9' } }, reason)
const actsOf = async (reason: string) => {
  const { acts } = await readActs(house.db, {}, { cursor: null, limit: 200, ledgerSize: 0 })
  return acts.filter((act) => act.reason === reason).map(({ detail }) => detail.more)
}

test('whoever knocks without pause leaves one act a minute for each reason, with the number of the others', async () => {
  const door = new Door(house)
  for (let n = 0; n < 4; n++) await knock('directory_token_wrong', door)
  await knock('connector_key_wrong', door)
  expect([await actsOf('directory_token_wrong'), await actsOf('connector_key_wrong')]).toEqual([
    [undefined],
    [undefined],
  ])
  house.clock.pass(MINUTE)
  await knock('directory_token_wrong', door)
  expect(await actsOf('directory_token_wrong')).toEqual([3, undefined])
})

test('what could not be written is written in the next turn', async () => {
  let refusals = 0
  const record = (note: ActNote, reason?: string) =>
    note.detail?.more && refusals++ === 0 ? Promise.reject(new Error('no room')) : house.recorder.record(note, reason)
  const door = new Door({ clock: house.clock, recorder: { ...house.recorder, record } })
  for (let n = 0; n < 3; n++) await knock('signature_wrong', door)
  house.clock.pass(MINUTE)
  await expect(door.flush()).rejects.toThrow('no room')
  await door.flush()
  await door.flush()
  expect(await actsOf('signature_wrong')).toEqual([2, undefined])
})

test('a first knock that could not be written is counted by the next act', async () => {
  let isFull = true
  const record = (note: ActNote, reason?: string) =>
    isFull ? Promise.reject(new Error('no room')) : house.recorder.record(note, reason)
  const door = new Door({ clock: house.clock, recorder: { ...house.recorder, record } })
  await expect(knock('signature_too_old', door)).rejects.toThrow('no room')
  await knock('signature_too_old', door)
  isFull = false
  house.clock.pass(MINUTE)
  await knock('signature_too_old', door)
  expect(await actsOf('signature_too_old')).toEqual([2])
})
