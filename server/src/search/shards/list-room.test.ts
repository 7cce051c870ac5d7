import { describe, expect, it } from 'vitest'
import { ResultMemory } from '../find/result-memory.ts'
import { dropLists, inListRoom, listsSoFar, newList, type Ordinals, trimmed } from './list-room.ts'
import { intersect, subtract, union } from './postings.ts'

const upTo = (length: number, step = 1): Ordinals => {
  const list = newList(length)
  for (let i = 0; i < length; i++) list[i] = i * step
  return list
}
const MILLION = 1_000_000

describe('the room for the lists of a search', () => {
  it('lays them one behind the other, each as long as it was trimmed to', () => {
    inListRoom(() => {
      const first = trimmed(upTo(1000), 10)
      const second = upTo(5)
      expect(second.buffer).toBe(first.buffer)
      expect(second.byteOffset - first.byteOffset).toBe(40)
      expect([...first]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    })
  })

  it('keeps of what was made on the way only what is asked for, as it was', () => {
    inListRoom(() => {
      const before = upTo(3)
      for (let round = 0; round < 9; round++) {
        const since = listsSoFar()
        const found = union(intersect(upTo(MILLION), upTo(MILLION, 3)), upTo(7))
        const kept = dropLists(since, subtract(found, upTo(4)))
        expect([...(kept ?? [])].slice(0, 4)).toEqual([4, 5, 6, 9])
        expect(kept).toHaveLength(333_334)
      }
      expect([...before]).toEqual([0, 1, 2])
    })
  })

  it('takes back where the kept list lay over what it came from', () => {
    inListRoom(() => {
      const since = listsSoFar()
      upTo(2)
      const kept = dropLists(since, upTo(100_000))
      expect(kept?.byteOffset).toBe(0)
      expect([kept?.[0], kept?.[99_999]]).toEqual([0, 99_999])
    })
  })

  it('has room for a list longer than all it has, and leaves alone what is not its own', () => {
    inListRoom(() => {
      const since = listsSoFar()
      expect(upTo(3 * MILLION)).toHaveLength(3 * MILLION)
      const foreign = Int32Array.of(1, 2, 3)
      expect(dropLists(since, foreign)).toBe(foreign)
      expect(dropLists(since, null)).toBeNull()
    })
  })

  it('is empty again after a search, also after one that failed', () => {
    const start = (list: Ordinals) => list.byteOffset
    expect(inListRoom(() => start(upTo(10)))).toBe(0)
    expect(() =>
      inListRoom(() => {
        upTo(10)
        throw new Error('broken')
      }),
    ).toThrow('broken')
    expect(inListRoom(() => start(upTo(10)))).toBe(0)
  })

  it('is not used outside a search: lists made then are for good', () => {
    const [first, second] = [upTo(4), upTo(4)]
    expect(first.buffer).not.toBe(second.buffer)
    inListRoom(() => upTo(MILLION).fill(7))
    expect([...first]).toEqual([0, 1, 2, 3])
    expect(dropLists(listsSoFar(), first)).toBe(first)
  })

  it.each([10, 1024 * 1024, 2 * MILLION])('keeps nothing from who remembers a result of %i rows', (length) => {
    const memory = new ResultMemory(1)
    inListRoom(() => memory.keep('asked', upTo(length)))
    inListRoom(() => upTo(length).fill(7))
    const again = memory.find('asked')
    expect([again?.length, again?.[1], again?.[length - 1]]).toEqual([length, 1, length - 1])
  })
})
