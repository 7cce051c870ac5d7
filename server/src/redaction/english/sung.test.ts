import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'

const names = (text: string): string[] =>
  detect(text, { point: 'review' })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

describe('Latin letters that name nobody', () => {
  it.each([
    'Ni Hao Xiang Zai Zhe Li Zhong Hao Ma',
    "He's getting up soon",
    'Kk see you Tmr',
    'Huh? Just woke up',
    'meet at The Warren.',
    'the Apollo service is down',
    'need <#> min minimum',
  ])('%s', (text) => {
    expect(names(text)).toEqual([])
  })

  it.each([
    ['Zhong Hao and Li Na are late', 'Li Na'],
    ['Have you read the Christiansen novel?', 'Christiansen'],
    ['hi marcus, where u', 'marcus'],
  ])('%s', (text, name) => {
    expect(names(text)).toContain(name)
  })
})
