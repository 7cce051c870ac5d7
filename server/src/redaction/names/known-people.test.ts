import { expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'
import { knownPersonAt } from '../words/known-people.ts'

const namesIn = (text: string): string[] =>
  detect(text, { point: 'review' })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

it('finds people of the news and of books that have no form of a name', () => {
  expect(namesIn('金庸在香港去世')).toEqual(['金庸'])
  expect(namesIn('德罗巴打进一球')).toEqual(['德罗巴'])
  expect(namesIn('伯南克表示利率不变')).toEqual(['伯南克'])
})

it('leaves a club and a word that only begin like one, and somebody else', () => {
  expect(knownPersonAt('布莱克本赢了', 0, 6)).toBeNull()
  expect(namesIn('布莱克本赢了')).toEqual([])
  expect(knownPersonAt('德罗巴', 0, 3)).toEqual({ to: 3, isForeign: true })
  expect(namesIn('找项羽飞')).not.toContain('项羽')
})
