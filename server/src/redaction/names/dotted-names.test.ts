import { expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'

const namesIn = (text: string): string[] =>
  detect(text, { point: 'review' })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

it('takes a name with dots for one, also where a part of it looks like a Chinese name', () => {
  expect(namesIn('特伦斯·霍华德两位配角')).toEqual(['特伦斯·霍华德'])
  expect(namesIn('刘易斯·卡洛尔的书')).toEqual(['刘易斯·卡洛尔'])
})

it('divides two such names at the word between them', () => {
  expect(namesIn('乔·怀特与凯拉·奈特丽结婚')).toEqual(['乔·怀特', '凯拉·奈特丽'])
})

it('leaves two people on both sides of a full stop two', () => {
  expect(namesIn('联系人张伟.李强')).toEqual(['张伟', '李强'])
})
