import { expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'

const namesIn = (text: string): string[] =>
  detect(text, { point: 'review' })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

it('finds on screens whom Chinese texts call by a word in letters', () => {
  expect(namesIn('当时Grubby已经退役')).toEqual(['Grubby'])
  expect(namesIn('我和Ellery一起去的')).toEqual(['Ellery'])
})

it('leaves a firm and a game that speak and act like people', () => {
  expect(namesIn('Capcom将公布新作')).toEqual([])
  expect(namesIn('和Halo的引擎一样')).toEqual([])
})
