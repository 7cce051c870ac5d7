import { describe, expect, it } from 'vitest'
import { Automaton } from './automaton.ts'
import { atOnce } from './steps.ts'

/** Draws from a fixed seed. */
function drawing(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function found(patterns: readonly string[], text: string): string[] {
  const automaton = atOnce(Automaton.making(patterns))
  const reports: string[] = []
  for (let at = 0; at < text.length; at += 1)
    automaton.feed(text.charCodeAt(at), at, (pattern, length, end) =>
      reports.push(`${patterns[pattern]} ${end - length + 1}`),
    )
  return reports
}

/** At each place of the text the longest first. */
function expected(patterns: readonly string[], text: string): string[] {
  const longest = [...patterns].sort((a, b) => b.length - a.length)
  return [...text].flatMap((_, end) =>
    longest
      .filter((pattern) => text.slice(0, end + 1).endsWith(pattern))
      .map((pattern) => `${pattern} ${end - pattern.length + 1}`),
  )
}

describe('an automaton', () => {
  it('reports what looking for each pattern by itself finds', () => {
    const draw = drawing(7)
    for (let round = 0; round < 300; round += 1) {
      const letters = round % 2 === 0 ? 'ab' : '张伟zw'
      const word = (most: number): string =>
        Array.from({ length: 1 + draw(most) }, () => letters.charAt(draw(letters.length))).join('')
      const patterns = [...new Set(Array.from({ length: 1 + draw(12) }, () => word(5)))].sort()
      const text = word(40)
      expect(found(patterns, text)).toEqual(expected(patterns, text))
    }
  })

  it('tells many children of one node apart', () => {
    const patterns = Array.from({ length: 3000 }, (_, i) => `某${String.fromCharCode(0x4e00 + i * 5)}`)
    expect(found(patterns, '某一某一丆某丅')).toEqual(['某一 0', '某一 2', '某丅 5'])
  })

  it('has nothing to find where it has no patterns', () => {
    expect(found([], '张伟')).toEqual([])
  })

  it('takes no patterns out of order, twice or empty', () => {
    for (const patterns of [['b', 'a'], ['a', 'a'], [''], ['a', '']])
      expect(() => atOnce(Automaton.making(patterns))).toThrow()
  })
})
