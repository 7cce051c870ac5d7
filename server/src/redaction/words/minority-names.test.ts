import { describe, expect, it } from 'vitest'
import { type DetectPoint, detect } from '../detect/detect.ts'
import { MINORITY_NAMES } from './minority-names.ts'

const hidden = (text: string, name: string, point: DetectPoint): boolean => {
  const start = text.indexOf(name)
  return detect(text, { point }).some(
    (one) => one.kind === 'name' && one.start <= start && one.end >= start + name.length,
  )
}

describe('given names of Tibetans, Mongols, Uyghurs and Yi', () => {
  it.each([
    ['扎西卓玛明天到', '扎西卓玛'],
    ['图雅在吗', '图雅'],
    ['阿依努尔老师', '阿依努尔'],
    ['买买提先生', '买买提'],
    ['我是吉克', '吉克'],
    ['巴图在家吗', '巴图'],
    ['白玛你好', '白玛'],
  ])('%s', (text, name) => {
    expect(hidden(text, name, 'review')).toBe(true)
    expect(hidden(text, name, 'release')).toBe(true)
  })
})

describe('a place or a word that begins with one is nobody', () => {
  it.each(['乌兰察布', '乌兰牧骑', '乌兰巴托天气'])('%s', (text) => {
    for (const point of ['review', 'release'] as const)
      expect(detect(text, { point }).filter(({ kind }) => kind === 'name')).toEqual([])
  })
})

it('lists Chinese characters only, two and more', () => {
  for (const name of MINORITY_NAMES.trim().split(/\s+/)) expect(name).toMatch(/^[\u4e00-\u9fff]{2,}$/)
})
