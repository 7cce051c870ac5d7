import { expect, test } from 'vitest'
import { chance } from '#test/search-oracle'
import { both, complementOf, either, intersect, type Rows, resolve, rows, subtract, union } from './postings.ts'

const COUNT = 3000

function randomList(random: ReturnType<typeof chance>): Int32Array {
  const share = random.pick([0, 0.001, 0.01, 0.2, 0.9, 1])
  return Int32Array.from(Array.from({ length: COUNT }, (_, row) => row).filter(() => random.next() < share))
}

test('lists combine as sets do, however uneven they are', () => {
  const random = chance(8)
  for (let n = 0; n < 300; n++) {
    const a = randomList(random)
    const b = randomList(random)
    const inB = new Set(b)
    expect([...intersect(a, b)]).toEqual([...a].filter((row) => inB.has(row)))
    expect([...subtract(a, b)]).toEqual([...a].filter((row) => !inB.has(row)))
    expect([...union(a, b)]).toEqual([...new Set([...a, ...b])].sort((x, y) => x - y))
  }
})

test('complements combine like what they stand for', () => {
  const random = chance(9)
  const randomRows = (): Rows => ({ list: randomList(random), isComplement: random.next() < 0.5 })
  const written = (found: Rows) => new Set(resolve(found, COUNT))
  for (let n = 0; n < 200; n++) {
    const a = randomRows()
    const b = randomRows()
    expect(written(both(a, b))).toEqual(written(a).intersection(written(b)))
    expect(written(either(a, b))).toEqual(written(a).union(written(b)))
    expect(written(complementOf(a)).size).toBe(COUNT - written(a).size)
  }
})

test('a complement of nothing is every row', () => {
  expect(resolve(complementOf(rows(new Int32Array(0))), 4)).toEqual(Int32Array.of(0, 1, 2, 3))
})
