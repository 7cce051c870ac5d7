import { expect, test } from 'vitest'
import { Numbers } from './numbers.ts'

/** What is missing, counted the simplest way. */
function missingOf(numbers: readonly number[]): number {
  return Math.max(...numbers) - Math.min(...numbers) + 1 - new Set(numbers).size
}

test('in whatever order numbers come, and come again, the same ones are missing', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let round = 0; round < 200; round++) {
    const numbers = Array.from({ length: 1 + random(60) }, () => random(80))
    const seen = new Numbers()
    for (const number of numbers) seen.add(number)
    const { missing, holes } = seen.missing()
    expect(missing).toBe(missingOf(numbers))
    for (const { from, to } of holes) for (let n = from; n <= to; n++) expect(numbers).not.toContain(n)
  }
})

test('what was saved goes on where it was', () => {
  const first = new Numbers()
  for (const number of [1, 2, 5]) first.add(number)
  const second = new Numbers(first.saved())
  second.add(3)
  expect(second.missing()).toEqual({ missing: 1, holes: [{ from: 4, to: 4, certain: true }] })
})

test('a gap where the server was killed is shown and not counted, until its numbers come', () => {
  const before = new Numbers()
  before.add(10)
  const after = new Numbers(before.saved())
  after.noteKill()
  after.add(14)
  after.add(16)
  expect(after.missing()).toEqual({
    missing: 1,
    holes: [
      { from: 15, to: 15, certain: true },
      { from: 11, to: 13, certain: false },
    ],
  })
  for (const number of [11, 12, 13, 15]) after.add(number)
  expect(after.missing()).toEqual({ missing: 0, holes: [] })
})

test('numbers without any order are no sequence', () => {
  const seen = new Numbers()
  for (let n = 0; n < 10_002; n++) seen.add(n * 1000)
  expect([seen.seen, seen.missing()]).toEqual([false, { missing: 0, holes: [] }])
  // a restart does not make one of them again; what an older version saved of a sequence goes on as one
  const after = new Numbers(seen.saved())
  const older = new Numbers({ runs: [1, 2], uncertainAfter: [] })
  for (const number of [4, 9]) {
    after.add(number)
    older.add(number)
  }
  expect([after.seen, older.seen, older.missing().missing]).toEqual([false, true, 5])
})
