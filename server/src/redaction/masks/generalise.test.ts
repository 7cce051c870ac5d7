import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'
import { bandOf, decadeOf, districtOf } from './generalise.ts'
import { maskText } from './mask.ts'
import { padRuns } from './pad.ts'
import { DEFAULT_MASKS, type MaskPolicy } from './policy.ts'
import { pseudonymsFor } from './pseudonym.ts'

describe('the band of an amount', () => {
  it.each([
    ['¥69,200', '金额1万至10万'],
    ['69200元', '金额1万至10万'],
    ['６９，２００元', '金额1万至10万'],
    ['3.5万', '金额1万至10万'],
    ['五千元', '金额1千至1万'],
    ['三万两千块', '金额1万至10万'],
    ['壹佰贰拾元整', '金额100至1千'],
    ['十块钱', '金额不足100'],
    ['99.99元', '金额不足100'],
    ['100元', '金额100至1千'],
    ['1,000,000美元', '金额100万以上'],
    ['2亿', '金额100万以上'],
    ['20w', '金额10万至100万'],
    ['3 million', '金额100万以上'],
  ])('%s is %s', (written, band) => {
    expect(bandOf(written, 'zh')).toBe(band)
  })
  it.each(['69.200元', '1,2元', '', '若干元', '元'])('none of %j: nothing is shown of it', (written) => {
    expect(bandOf(written, 'zh')).toBeNull()
  })
  it('never says more of a larger amount, and leaves the ends open', () => {
    const bands = Array.from({ length: 160 }, (_, n) => bandOf(`${Math.floor(1.1 ** n)}元`, 'en') ?? '')
    const order = [...new Set(bands)]
    expect(order).toHaveLength(6)
    expect([order[0], order.at(-1)]).toEqual(['under 100', '1,000,000 or more'])
    expect(bands).toEqual(bands.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)))
  })
})

it('a birthday becomes its decade, where the year is written in four figures', () => {
  expect([decadeOf('1985-03-01', 'zh'), decadeOf('2001年', 'en'), decadeOf('85年3月', 'zh')]).toEqual([
    '1980年代',
    '2000s',
    null,
  ])
})

it.each([
  ['西湖区文三路123号', 3],
  ['浦东新区世纪大道1号', 4],
  ['昆山市前进路8号', 3],
  ['景宁畲族自治县人民路1号', 7],
  ['阳光小区3栋2单元502', 0],
  ['科技园区创业路9号', 0],
  ['文三路123号', 0],
  ['东门市场5号', 0],
])('the district of %s is its first %i characters', (address, length) => {
  expect(districtOf(address)).toBe(length)
})

const shown = (text: string, policy: Partial<MaskPolicy>, label = false) =>
  maskText(
    text,
    detect(text, { point: 'release' }),
    { ...DEFAULT_MASKS, ...policy },
    label ? pseudonymsFor(new Uint8Array(32).fill(7), 'zh') : null,
  ).text

describe('rules', () => {
  it.each<[string, Partial<MaskPolicy>, string]>([
    ['转了¥69,200给他', { amount: 'band' }, '转了〖金额1万至10万〗给他'],
    ['住浙江省杭州市西湖区文三路123号', { address: 'keep_district' }, '住浙江省杭州市西湖区*******'],
    ['出生日期1985-03-01', { birthday: 'decade' }, '出生日期〖1980年代〗'],
    ['订单号2023091512345678', { order: 'show' }, '订单号2023091512345678'],
    ['手机13800138000', { phone: 'keep_last4' }, '手机*******8000'],
    ['手机13800138000', { length: 'fixed' }, '手机138****8000'],
    ['手机138-0013-8000', { length: 'fixed' }, '手机138-****-8000'],
    ['身份证11010519491231002X', { length: 'fixed' }, '身份证****002X'],
    ['验证码482917', { length: 'fixed' }, '验证码****'],
    ['密码是abc12345678901234', { length: 'fixed' }, '密码是****'],
  ])('%s under %o is %s', (text, policy, expected) => {
    expect(shown(text, policy)).toBe(expected)
  })

  it('of a label are suppressed where there is no case to give one', () => {
    expect(shown('手机13800138000', { phone: 'pseudonym' })).toBe('手机***********')
  })

  it('give a number one label in a case, however it is written, and another number another', () => {
    const of = (text: string) => shown(text, { phone: 'pseudonym', id_number: 'pseudonym' }, true)
    const [label = ''] = /〖电话-\w{6}〗/.exec(of('手机13800138000')) ?? []
    expect(label).not.toBe('')
    for (const written of ['138-0013-8000', '+86 138 0013 8000', '１３８００１３８０００', '一三八零零一三八零零零'])
      expect(of(`手机${written}`), written).toContain(label)
    expect(of('手机13800138001')).not.toContain(label)
    expect(of('身份证11010519491231002X')).toMatch(/^身份证〖证件号-\w{6}〗$/)
    expect(of('电话010-63553377')).not.toBe(of('电话021-63553377'))
  })

  it('of fixed length show the same for every length, and are shown again as they are', () => {
    for (const [short, long] of [
      ['密码是a1b2c3', '密码是a1b2c3d4e5f6g7h8'],
      ['验证码4829', '验证码482917'],
      ['住文三路1号', '住文三路123号4幢5单元601室'],
    ] as const) {
      expect(shown(short, { length: 'fixed' })).toBe(shown(long, { length: 'fixed' }))
    }
    for (const text of ['手机13800138000，密码是a1b2c3', '张伟住浙江省杭州市西湖区文三路123号']) {
      const once = shown(text, { length: 'fixed' })
      expect(shown(once, { length: 'fixed' })).toBe(once)
    }
  })
})

describe('widened runs', () => {
  const run = (startCp: number, endCp: number, label: string | null = null) => ({
    start: startCp,
    end: endCp,
    startCp,
    endCp,
    kind: 'name',
    label,
    fixed: true,
  })
  const places = (text: string, ...runs: ReturnType<typeof run>[]) =>
    padRuns(text, runs).map(({ startCp, endCp, start, end }) => [startCp, endCp, start, end])

  it('are multiples of eight inside the text, or all of it', () => {
    const text = 'x'.repeat(40)
    expect(places(text, run(3, 5))).toEqual([[3, 11, 3, 11]])
    expect(places(text, run(38, 40))).toEqual([[32, 40, 32, 40]])
    expect(places(text, run(0, 9))).toEqual([[0, 16, 0, 16]])
    expect(places('xxxxx', run(1, 2))).toEqual([[0, 5, 0, 5]])
    expect(places('', run(0, 0))).toEqual([[0, 0, 0, 0]])
  })
  it('that meet become one without a label, and are widened again', () => {
    const padded = padRuns(
      'x'.repeat(40),
      [run(0, 2, 'A'), run(9, 11), run(7, 8, 'B')].toSorted((a, b) => a.startCp - b.startCp),
    )
    expect(padded.map(({ startCp, endCp, label }) => [startCp, endCp, label])).toEqual([[0, 24, null]])
  })
  it('count in code points and cut in units', () => {
    expect(places('😀'.repeat(10), run(1, 2))).toEqual([[1, 9, 2, 18]])
  })
  it('never lie over one another, and hide what was hidden', () => {
    let seed = 5
    const random = (n: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
      return (seed >>> 8) % n
    }
    for (let round = 0; round < 500; round += 1) {
      const length = 1 + random(120)
      const runs: ReturnType<typeof run>[] = []
      for (let at = random(9); at < length; at += 1 + random(30)) {
        const end = Math.min(length, at + 1 + random(12))
        runs.push(run(at, end))
        at = end
      }
      const padded = padRuns('x'.repeat(length), runs)
      let before = -1
      for (const { startCp, endCp } of padded) {
        expect(startCp).toBeGreaterThan(before)
        expect((endCp - startCp) % 8 === 0 || (startCp === 0 && endCp === length)).toBe(true)
        before = endCp
      }
      for (const one of runs)
        expect(padded.some(({ startCp, endCp }) => startCp <= one.startCp && endCp >= one.endCp)).toBe(true)
    }
  })
})
