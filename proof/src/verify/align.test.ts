import { describe, expect, it } from 'vitest'
import { chanceFrom } from '../../test/support/sample.ts'
import { disorderOf, LineMatch } from './align.ts'

describe('what happened to a sequence', () => {
  const whole = Array.from({ length: 20 }, (_, i) => i + 1)

  it('nothing', () => {
    expect(disorderOf(whole, 20)).toEqual({ missing: [], doubled: [], outside: [], moved: [] })
    expect(disorderOf([], 0)).toEqual({ missing: [], doubled: [], outside: [], moved: [] })
  })

  it('names what is missing, what is there twice, what belongs nowhere, what stands elsewhere', () => {
    expect(disorderOf(whole.toSpliced(4, 1), 20).missing).toEqual([5])
    expect(disorderOf(whole.toSpliced(9, 0, 5), 20).doubled).toEqual([5])
    expect(disorderOf([...whole, 21, 0], 20).outside).toEqual([21, 0])
    expect(disorderOf(whole.toSpliced(4, 1).toSpliced(15, 0, 5), 20)).toMatchObject({ missing: [], moved: [5] })
    expect(disorderOf(whole.toSpliced(15, 1).toSpliced(2, 0, 16), 20).moved).toEqual([16])
  })

  it('never names more as moved than were moved', () => {
    const chance = chanceFrom(8)
    for (let i = 0; i < 200; i++) {
      const moves = chance.below(4)
      let numbers = [...whole]
      for (let k = 0; k < moves; k++) {
        const [taken] = numbers.splice(chance.below(20), 1)
        numbers = numbers.toSpliced(chance.below(20), 0, taken ?? 0)
      }
      expect(disorderOf(numbers, 20).moved.length).toBeLessThanOrEqual(moves)
    }
  })
})

describe('matching lines', () => {
  it('holds only what does not match yet', () => {
    const match = new LineMatch()
    match.agree(1, 1)
    match.meet(2, 'c')
    match.expect(2, 'b')
    match.meet(3, 'b')
    match.expect(3, 'c')
    expect(match.leftovers()).toEqual({ rows: [], lines: [] })
    expect(match.order.filter((row) => row !== undefined)).toEqual([1, 3, 2])
  })

  it('gives up instead of growing', () => {
    const match = new LineMatch()
    for (let i = 0; i < 50_000; i++) match.meet(i, `line ${i}`)
    expect(match.gaveUp).toBe(true)
    const long = new LineMatch()
    for (let i = 0; i < 100; i++) long.meet(i, `${i}`.padEnd(1024 * 1024))
    expect(long.gaveUp).toBe(true)
    expect(long.leftovers().lines.length).toBeLessThan(40)
  })
})
