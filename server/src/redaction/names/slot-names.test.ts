import { describe, expect, it } from 'vitest'
import { type DetectPoint, detect } from '../detect/detect.ts'
import { isPerson, slotNames } from './slot-names.ts'

const namesIn = (text: string, point: DetectPoint): string[] =>
  detect(text, { point })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

const TOLD: readonly (readonly [text: string, name: string])[] = [
  ['我是乐一的妈妈', '乐一'],
  ['同事童话13600182295', '童话'],
  ['我姓解', '解'],
  ['谢谢果果', '果果'],
  ['妞妞生日快乐', '妞妞'],
  ['听说海棠要结婚了', '海棠'],
  ['木子老师，您好', '木子'],
  ['我妹念念去拿', '念念'],
  ['小满在吗', '小满'],
  ['晓光啊，吃饭了', '晓光'],
]

describe('a word that stands where a name stands', () => {
  it.each(TOLD)('%s: leaves masked', (text, name) => {
    expect(namesIn(text, 'release')).toEqual([name])
  })

  it.each(TOLD.filter(([, name]) => name !== '果果'))('%s: stands on a screen', (text) => {
    expect(namesIn(text, 'review')).toEqual([])
  })
})

describe('what everybody says in the same place is nobody', () => {
  it.each([
    '我是你的妈妈',
    '同事明天去拿',
    '谢谢老板',
    '我姓什么',
    '老师说',
    '大家早上好',
    '用户方便联系',
    '听说明天回来',
    '他听说明天来了',
    '据说明星离婚',
    '您好，由我来跟进您的订单',
    '好的，由他来处理',
  ])('%s', (text) => {
    expect(namesIn(text, 'release')).toEqual([])
    expect(namesIn(text, 'review')).toEqual([])
  })
})

it('tells where a name stands in the fold, the kin behind it not taken', () => {
  const [one] = slotNames('我女儿伊诺，今年三岁', { steps: 0 })
  expect(one).toMatchObject({ start: 3, end: 5 })
  expect(slotNames('今天天气不错', { steps: 0 })).toEqual([])
})

describe('isPerson', () => {
  it.each(['解', '小满', '果果', '伊诺', '康乐一'])('%s is made like a name', (name) => {
    expect(isPerson(name, false)).toBe(true)
  })

  it.each(['方便', '老板', '电话', '看看', '谢谢', '我们', '名'])('%s is not', (word) => {
    expect(isPerson(word, false)).toBe(false)
    expect(isPerson(word, true)).toBe(false)
  })
})
