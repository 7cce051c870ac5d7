import { expect, test } from 'vitest'
import { SequenceCheck } from './gaps.ts'

function check(numbers: readonly number[]) {
  const sequence = new SequenceCheck()
  for (const number of numbers) sequence.add('a', number)
  return sequence.result()
}

test('a whole sequence has no gaps, in whatever order it came', () => {
  expect(check([1, 2, 3, 4, 5])).toEqual({ knowable: true, gaps: [] })
  expect(check([5, 1, 4, 2, 3, 3, 1])).toEqual({ knowable: true, gaps: [] })
})

test('what is missing is named', () => {
  expect(check([1, 2, 7, 5, 9])).toEqual({
    knowable: true,
    gaps: [
      { what: 'sequence 3-4', missing: 2 },
      { what: 'sequence 6', missing: 1 },
      { what: 'sequence 8', missing: 1 },
    ],
  })
})

test('random orders of random sets give what a set gives', () => {
  let state = 12345
  const random = (below: number) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return state % below
  }
  for (let round = 0; round < 200; round += 1) {
    const numbers = Array.from({ length: 1 + random(60) }, () => random(80))
    const present = new Set(numbers)
    let missing = 0
    for (let n = Math.min(...numbers); n <= Math.max(...numbers); n += 1) if (!present.has(n)) missing += 1
    expect(check(numbers).gaps.reduce((sum, gap) => sum + gap.missing, 0)).toBe(missing)
  }
})

test('without numbers, or with some that are none, gaps cannot be known', () => {
  expect(new SequenceCheck().result()).toEqual({ knowable: false, gaps: [] })
  const sequence = new SequenceCheck()
  sequence.add('a', 1)
  sequence.giveUp()
  sequence.add('a', 5)
  expect(sequence.result().knowable).toBe(false)
})
