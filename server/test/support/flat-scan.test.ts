import { expect, test } from 'vitest'
import { FlatScan } from './flat-scan.ts'
import { chance } from './search-oracle.ts'

// Whoever judges by a scan must know that it scans.

test('finds the places that `includes` finds, text by text', () => {
  const random = chance(3)
  for (let round = 0; round < 300; round++) {
    const word = (most: number) =>
      Array.from({ length: random.below(most) }, () => random.pick([...'aab的😀'])).join('')
    const texts = Array.from({ length: random.below(40) }, () => word(9))
    const wanted = word(4) || 'a'
    const expected = texts.flatMap((text, place) => (text.includes(wanted) ? [place] : []))
    expect(new FlatScan(texts).placesOf(wanted)).toEqual(expected)
  }
})

test('finds nothing across a border, and takes no text that could hide one', () => {
  expect(new FlatScan(['ab', '', 'ab']).placesOf('ba')).toEqual([])
  expect(new FlatScan(['ab', '', 'ab']).placesOf('ab')).toEqual([0, 2])
  expect(() => new FlatScan(['a', 'b\ud800'])).toThrow()
})
