import { expect, it } from 'vitest'
import { type DetectPoint, detect } from '../detect/detect.ts'

const namesIn = (text: string, point: DetectPoint): string[] =>
  detect(text, { point })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

it('leaves on screens what only begins or ends like a name, and keeps it where it is told', () => {
  expect(namesIn('申请了万用金之后', 'review')).toEqual([])
  expect(namesIn('客户经理万用金说可以', 'review')).toEqual(['万用金'])
  expect(namesIn('家的江小姐说', 'review')).toEqual(['江小姐'])
  expect(namesIn('记者高洁表示', 'review')).toEqual(['高洁'])
})
