import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'

const hidden = (text: string): string[] =>
  detect(text, { point: 'release' }).map(({ start, end, kind }) => `${kind}:${text.slice(start, end)}`)

describe('whatever signs part a number', () => {
  it('is one where issuer or day of birth and check digit agree', () => {
    expect(hidden('银行卡：621700,4665729610')).toEqual(['card:621700,4665729610'])
    expect(hidden('420:1112:0000:2102:297')).toEqual(['id:420:1112:0000:2102:297'])
    expect(hidden('税号9131、0115、7336、3084、X3')).toEqual(['uscc:9131、0115、7336、3084、X3'])
    expect(hidden('通知家长180+7652+9961来接')).toEqual(['mobile:180+7652+9961'])
  })

  it('is a list where they do not', () => {
    expect(hidden('销量621700,4665729611')).toEqual([])
    expect(hidden('420:1112:0000:2102:298')).toEqual([])
    expect(hidden('页码9131、1115、7336、3084、3315')).toEqual([])
    expect(hidden('180+7652+99612')).toEqual([])
  })
})

describe('an account behind the name of a bank', () => {
  it('is one in twelve figures, with and without its word', () => {
    expect(hidden('Maybank 562012345678')).toEqual(['card:562012345678'])
    expect(hidden('transfer to CIMB acc no 8001 2345 67')).toEqual(['card:8001 2345 67'])
  })

  it('is none where the figures are a day or few', () => {
    expect(hidden('Maybank 2026')).toEqual([])
    expect(hidden('Maybank opened 3 branches')).toEqual([])
  })
})

describe('what things cost', () => {
  it('is no sum of somebody', () => {
    for (const text of ['三块钱一个', '九块九包邮', '套餐A 38元', '运费 8 元', '399 元/年', '票房6亿美元'])
      expect(hidden(text)).toEqual([])
  })

  it('is one where somebody pays it', () => {
    expect(hidden('我转了三百块给你')).toEqual(['amount:三百块'])
    expect(hidden('欠我80元')).toEqual(['amount:80元'])
    expect(hidden('付了人民币伍仟元整')).toEqual(['amount:人民币伍仟元整'])
  })
})

describe('papers and plates in words', () => {
  it('are found with what stands between', () => {
    expect(hidden('护照号E开头，12345678')).toEqual(['passport:12345678'])
    expect(hidden('我车是浙A的，8K2Q7')).toEqual(['plate:8K2Q7'])
    expect(hidden('沪A，8K2，Q7')).toEqual(['plate:沪A，8K2，Q7'])
    expect(hidden('通行证号C，1234，5678')).toEqual(['permit:C，1234，5678'])
    expect(hidden('生日农历三月十二')).toEqual(['birthday:农历三月十二'])
  })

  it('are not seen in scores, sizes and articles', () => {
    expect(hidden('25:23 25:19 21:25 25:20')).toEqual([])
    expect(hidden('EN 10204 3.1')).toEqual([])
    expect(hidden('国药准字 H20046379')).toEqual([])
    expect(hidden('焦距 24-70mm f2.8')).toEqual([])
    expect(hidden('动车组 CR400AF')).toEqual([])
  })
})
