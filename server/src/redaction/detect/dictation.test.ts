import { describe, expect, it } from 'vitest'
import type { DetectPoint } from './detect.ts'
import { detectThrough } from './found-names.ts'

// Numbers and doors as people say them, message by message; beside each what sounds alike and is nobody's.

function hiddenIn(texts: readonly string[], point: DetectPoint = 'review'): string[][] {
  return detectThrough(texts, { point }).map((findings, i) =>
    findings.filter(({ kind }) => kind !== 'name').map(({ start, end }) => (texts[i] ?? '').slice(start, end)),
  )
}

describe('a number told in pieces', () => {
  it.each<[texts: string[], hidden: string[][]]>([
    [['我电话一三八，呃，零零幺三，不对是零零幺四，后面五六七八'], [['一三八', '零零幺三', '零零幺四', '五六七八']]],
    [['号码报给你哈 187 3320 嗯 9941'], [['187 3320', '9941']]],
    [['一五零……等一下我看看……八八幺六三九零二'], [['一五零', '八八幺六三九零二']]],
    [
      ['报一下手机号', '一三九', '好的一三九', '五五幺二', '嗯', '七七零三'],
      [[], ['一三九'], ['一三九'], ['五五幺二'], [], ['七七零三']],
    ],
    [
      ['您的电话是13866091123对吗？', '不是，最后是1132'],
      [['13866091123'], ['1132']],
    ],
    [
      ['我念身份证啊，三六零，幺零三，二零幺零，零三零零，八五六零'],
      [['三六零，幺零三，二零幺零，零三零零，八五六零']],
    ],
    [['身份证33010619600113……等下，1158'], [['33010619600113', '1158']]],
    [['你记，六二二二，零二二，哦零二一二，二六五五'], [['六二二二，零二二', '零二一二，二六五五']]],
    [['手机号是一三六……信号不好……八八二零……喂？七七四三'], [['一三六', '八八二零', '七七四三']]],
    [['136打头，中间8820，末了7743'], [['136', '8820', '7743']]],
    [
      ['身份证 330106 后面我发你', '198512030047'],
      [['330106'], ['198512030047']],
    ],
    [['我们家座机是八七七二，三零零九'], [['八七七二，三零零九']]],
    [['手机一八八，三个六，然后零二幺三三'], [['一八八，三个六', '零二幺三三']]],
  ])('%j', (texts, hidden) => {
    expect(hiddenIn(texts)).toEqual(hidden)
  })

  it.each<[texts: string[]]>([
    [['库存多少', '2399', '2199 行不']],
    [['几点到', '730', '我 800 到']],
    [['考了多少', '612', '我 588']],
    [['一三五上课，二四六休息']],
    [['电话费大概，然后 120 度']],
    [['尾号8899对吗', '对']],
    [['一共138箱，后来发了8820箱，还有7743']],
    [['排队136号，然后等到8820，7743也叫了']],
    [['周一三五健身，然后二四六跑步']],
    [['号码 03 08 12 19 22 31']],
  ])('%j is none', (texts) => {
    expect(hiddenIn(texts).flat()).toEqual([])
  })

  it('is a list, not one number, where each is whole', () => {
    const text = '电话是010-67389898、010-67383333'
    expect(hiddenIn([text])).toEqual([['010-67389898', '010-67383333']])
  })

  it('keeps nothing of a piece', () => {
    const [findings = []] = detectThrough(['手机一三八，嗯，零零幺三，后面五六七八'], { point: 'review' })
    expect(findings.map(({ part }) => part)).toEqual([true, true, true])
  })
})

describe('an address told in pieces', () => {
  it.each<[texts: string[], hidden: string[][]]>([
    [
      ['收件地址', '湖滨花园12栋', '1单元', '903'],
      [[], ['湖滨花园12栋'], ['1单元'], ['903']],
    ],
    [
      ['您住哪里', '湖滨花园', '几栋', '12栋'],
      [[], ['湖滨花园'], [], ['12栋']],
    ],
    [
      ['您房间号多少', '8211'],
      [[], ['8211']],
    ],
    [['地址湖滨花园12栋，不对是13栋，903'], [['湖滨花园12栋', '13栋，903']]],
    [['九园12幢，一单元，顶楼'], [['九园12幢，一单元，顶楼']]],
  ])('%j', (texts, hidden) => {
    expect(hiddenIn(texts)).toEqual(hidden)
  })

  it.each<[texts: string[]]>([
    [['几点到', '903']],
    [['要几箱', '12']],
    [['几楼吃饭', '吃面吧']],
    [['你住哪里', '我也不知道']],
  ])('%j is none', (texts) => {
    expect(hiddenIn(texts).flat()).toEqual([])
  })
})
