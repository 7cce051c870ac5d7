import { describe, expect, it } from 'vitest'
import { type DetectPoint, detect } from '../detect/detect.ts'

const namesIn = (text: string, point: DetectPoint): string[] =>
  detect(text, { point })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

describe('what somebody is called, where one is called, greeted or spoken of', () => {
  it.each([
    ['婷婷，你手机落我车上了', '婷婷'],
    ['收到，小李', '小李'],
    ['晓燕，你妈让你回家吃饭', '晓燕'],
  ])('%s: stands on no screen', (text, name) => {
    expect(namesIn(text, 'review')).toContain(name)
  })
  it.each([
    ['晚安七七', '七七'],
    ['二狗在镇上开出租', '二狗'],
    ['最喜欢小柯的声音', '小柯'],
    ['欢欢姐，我的快递帮我拿一下', '欢欢'],
  ])('%s: leaves masked', (text, name) => {
    expect(namesIn(text, 'release').join(' ')).toContain(name)
  })
  it.each([
    '第2小题答案是B',
    '九九八十一',
    '小碗面多少钱',
    '慢慢来，别着急',
    '天天外卖吃得我想吐',
    '老是这样拖着也不是办法',
    '明明说好八点',
  ])('%s: nobody', (text) => {
    expect(namesIn(text, 'release')).toEqual([])
    expect(namesIn(text, 'review')).toEqual([])
  })
})
