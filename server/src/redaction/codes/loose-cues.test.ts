import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'
import { detectInTurn } from '../detect/in-turn.ts'

const hiddenIn = (texts: readonly string[], point: 'review' | 'release' = 'release'): string[][] =>
  detectInTurn(texts, { point }).map((list, i) => [
    ...new Set(list.filter(({ kind }) => kind !== 'name').map(({ start, end }) => (texts[i] ?? '').slice(start, end))),
  ])

describe('a word said a while before', () => {
  it.each([
    [['密码不对，我试了Ly22047才进去'], [['Ly22047']]],
    [
      ['密码呢', '你猜', 'Ly2204'],
      [[], [], ['Ly2204']],
    ],
    [['The code they texted me was 884476'], [['884476']]],
    [
      ['微信号给我', '我没有微信', 'QQ吧 220447183'],
      [[], [], ['220447183']],
    ],
    [['我看看哈……884472'], [['884472']]],
  ])('%j tells what has its shape', (texts, hidden) => {
    expect(hiddenIn(texts)).toEqual(hidden)
  })

  it('is believed only where bytes leave', () => {
    expect(hiddenIn(['密码不对，后来柜台那位让我试了Ly22047才进去'], 'review')).toEqual([[]])
    expect(hiddenIn(['密码不对，后来柜台那位让我试了Ly22047才进去'])).toEqual([['Ly22047']])
  })

  it('is believed everywhere close behind a word for a secret', () => {
    expect(hiddenIn(['密码不对，我试了Ly22047才进去'], 'review')).toEqual([['Ly22047']])
    expect(hiddenIn(['验证码发我一下', '稍等', '553120'], 'review')).toEqual([[], [], ['553120']])
    expect(hiddenIn(['阅读量多少', '稍等', '553120'], 'review')).toEqual([[], [], []])
  })

  it.each([
    '微信在iphone15上打不开',
    '密码错了，请打10086',
    '验证码收不到，2026年才修好',
    '233333',
    '登录界面在win11下是白的',
    '邮编310012',
    'the pin is on the 12th page',
  ])('%s: and not of years, hotlines and makes', (text) => {
    expect(hiddenIn([text])).toEqual([[]])
  })
})

describe('a number told piece by piece', () => {
  it.each([
    [
      ['身份证分开：330106', '19880322', '0018'],
      [['330106'], ['19880322'], ['0018']],
    ],
    [
      ['卡号6217', '嗯', '0022 0447', '1882 033'],
      [['6217'], [], ['0022 0447'], ['1882 033']],
    ],
    [['电话前面1506，后面8823 417'], [['1506', '8823 417']]],
    [['前三位139，中间2204，后四位4713'], [['139', '2204', '4713']]],
    [
      ['我卡是6217 0022 0447，', '1882 033'],
      [['6217 0022 0447'], ['1882 033']],
    ],
  ])('%j is one number', (texts, hidden) => {
    const found = hiddenIn(texts)
    for (const [i, values] of hidden.entries())
      for (const value of values) expect(found[i]?.some((one) => one.includes(value))).toBe(true)
    for (const [i, values] of hidden.entries()) if (values.length === 0) expect(found[i]).toEqual([])
  })

  it('keeps nothing of its pieces', () => {
    const pieces = detectInTurn(['身份证分开：330106', '19880322', '0018'], { point: 'release' }).flat()
    expect(pieces.every(({ part }) => part === true)).toBe(true)
  })

  it.each([['后面还有2个'], ['先走100米，然后200米'], ['第一次考了98，后面99'], ['3', '嗯', '5', '2']])(
    '%j and more: a count is none',
    (...texts) => {
      expect(hiddenIn(texts).flat()).toEqual([])
    },
  )
})

describe('a list behind one word', () => {
  const values = (text: string): string[] =>
    detect(text, { point: 'release' }).map(({ start, end }) => text.slice(start, end))
  it('holds all that have the shape of the first', () => {
    expect(values('2fa backup codes: 8820-3317, 0331-8822')).toEqual(['8820-3317', '0331-8822'])
    expect(values('单号A8820331、A8820332和A8820333')).toEqual(['A8820331', 'A8820332', 'A8820333'])
  })
  it('ends where the shape does', () => {
    expect(values('验证码 482203，5分钟内有效')).toEqual(['482203'])
    expect(values('单号A8820331，2件')).toEqual(['A8820331'])
  })
})

describe('an address told in words', () => {
  it.each([
    ['mail me, john.tan at gmail dot com', 'john.tan at gmail dot com'],
    ['mail me: john.tan at gmail, com ok', 'john.tan at gmail, com'],
  ])('%s: is one, also with a comma for the dot', (text, hidden) => {
    expect(hiddenIn([text])).toEqual([[hidden]])
  })

  it.each(['he called at 3pm, says she will come', "I'm at the station, heading home"])('%s: is none', (text) => {
    expect(hiddenIn([text])).toEqual([[]])
  })
})
