import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'

const namesIn = (text: string): string[] =>
  detect(text, { point: 'release' })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

describe('what is said of things, days and one another is nobody', () => {
  it.each([
    '钱转给你了，收一下',
    '莫弄坏了，那个贵',
    '祝妈妈生日快乐',
    '提前祝爸爸节日快乐',
    '我们班人来齐了吗',
    '请于明天上午交表',
    '也许明天就能收到了',
    '我今天迟点上班哦',
    '把包拉在你家了',
    '话费充好了，查查',
    '恩恩，知道了',
    '帅哥在干嘛',
    '俺哥最近忙啥呢',
    '三羊开泰，喜气羊羊',
    '我在车棚等你',
    '停车不方便，车太多了',
    '什么东东这么好玩',
    '全家喜洋洋',
    '我叫别人帮你买',
    '楼道里有油漆味',
    '位图怎么放大',
    '我还没顾得看邮件',
  ])('%s', (text) => expect(namesIn(text)).toEqual([]))
})

describe('names that begin like it stay names', () => {
  it.each([
    ['钱少华说他不来了', '钱少华'],
    ['请找房小明签字', '房小明'],
    ['莫文蔚的演唱会', '莫文蔚'],
    ['路一鸣，你到哪了', '路一鸣'],
    ['祝英台没来上课', '祝英台'],
    ['联系人：包立民', '包立民'],
    ['东东，你妈叫你回家', '东东'],
    ['群里叫他章鱼哥那个', '章鱼哥'],
  ])('%s', (text, name) => expect(namesIn(text).some((found) => found.includes(name))).toBe(true))
})

describe('what is called after somebody from abroad is nobody on a screen', () => {
  const seen = (text: string): string[] =>
    detect(text, { point: 'review' })
      .filter(({ kind }) => kind === 'name')
      .map(({ start, end }) => text.slice(start, end))

  it.each(['住在德洛米塔小镇', '塔格里尼主场迎战对手', '维斯利特博物馆周一闭馆'])('%s', (text) =>
    expect(seen(text)).toEqual([]),
  )

  it.each([
    ['主教练塔格里尼说球队很累', '塔格里尼'],
    ['前锋维斯利特表示不满', '维斯利特'],
  ])('%s', (text, name) => expect(seen(text)).toContain(name))
})
