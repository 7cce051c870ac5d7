import { expect, it } from 'vitest'
import { askedGroups, tidyGroup } from './kit.ts'

it('asks for two different groups, by their numbers on the paper', () => {
  for (let i = 0; i < 200; i++) {
    const [a, b] = askedGroups(13, Math.random)
    expect(a).toBeGreaterThanOrEqual(1)
    expect(b).toBeLessThanOrEqual(13)
    expect(a).toBeLessThan(b)
  }
  expect(askedGroups(2, () => 0.99)).toEqual([1, 2])
})

it('reads a group as it was typed from paper', () => {
  expect(tidyGroup(' 7k2m-4 ')).toBe('7K2M4')
})
