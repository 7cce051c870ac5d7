import { expect, test } from 'vitest'
import { chance } from '#test/search-oracle'
import { decodeOrdinals, encodeOrdinals } from './lists.ts'

test('every list comes back, sparse or dense, however far it reaches', () => {
  const random = chance(21)
  for (let n = 0; n < 300; n++) {
    const share = random.pick([0.0005, 0.01, 0.1, 0.3, 0.9, 1])
    const reach = random.pick([1, 9, 3000, 60_000])
    const chosen = Array.from({ length: reach }, (_, row) => row).filter(() => random.next() < share)
    const list = Int32Array.from(chosen.length > 0 ? chosen : [reach - 1])
    expect(decodeOrdinals(encodeOrdinals(list), list.length)).toEqual(list)
  }
  const far = Int32Array.of(0, 127, 128, 16_511, 2 ** 31 - 2)
  expect(decodeOrdinals(encodeOrdinals(far), far.length)).toEqual(far)
})

test('a list takes no more than a bit for each row', () => {
  const every = Int32Array.from({ length: 8000 }, (_, row) => row)
  expect(encodeOrdinals(every).length).toBe(1001)
  expect(encodeOrdinals(Int32Array.of(7999)).length).toBe(3)
})

test('bytes that hold another number of rows are refused', () => {
  for (const list of [Int32Array.of(3, 5, 900), Int32Array.from({ length: 800 }, (_, row) => row)]) {
    const bytes = encodeOrdinals(list)
    for (const count of [list.length - 1, list.length + 1]) {
      expect(() => decodeOrdinals(bytes, count)).toThrow(expect.objectContaining({ code: 'file_damaged' }))
    }
  }
})
