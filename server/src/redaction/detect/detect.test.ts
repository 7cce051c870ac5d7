import { describe, expect, it } from 'vitest'
import { maskText } from '../masks/mask.ts'
import { DEFAULT_MASKS, maskKind } from '../masks/policy.ts'
import { buildRoster } from '../roster/roster.ts'
import { KINDS, type SensitiveKind } from '../text/finding.ts'
import { detect } from './detect.ts'
import { foundNames } from './found-names.ts'
import { detectInTurn } from './in-turn.ts'

// Values are invented; check digits are right where a kind has one and nothing else is said.

function kindsOf(text: string, point: 'review' | 'release' = 'review'): string[] {
  return detect(text, { point }).map(({ start, end, kind }) => `${kind}:${text.slice(start, end)}`)
}

const FOUND: readonly (readonly [SensitiveKind, string, string])[] = [
  ['passport', '护照号：E12345678', 'E12345678'],
  ['passport', 'passport no. ED1234567', 'ED1234567'],
  ['passport', '护照 Ｇ１２３４ ５６７８ 过期了', 'Ｇ１２３４ ５６７８'],
  ['permit', '回乡证 H1234567801', 'H1234567801'],
  ['permit', '台胞证 幺二三四 五六七八', '幺二三四 五六七八'],
  ['permit', '香港身份证 A123456(3)', 'A123456(3)'],
  ['uscc', '统一社会信用代码 91350100M000100Y43', '91350100M000100Y43'],
  ['uscc', '91350100 M000 100Y 43', '91350100 M000 100Y 43'],
  ['plate', '车牌京A·12345在楼下', '京A·12345'],
  ['plate', '绿牌粤BD12345', '粤BD12345'],
  ['plate', '京Ａ－一二三四五', '京Ａ－一二三四五'],
  ['qq', '加我QQ 1234 56789', '1234 56789'],
  ['qq', '扣扣换了，以后用 36058285 吧', '36058285'],
  ['wechat', '我的微信号是 blue_sea88', 'blue_sea88'],
  ['wechat', 'wxid_ab12cd34ef', 'wxid_ab12cd34ef'],
  ['ip', '从 203.0.113.87 登录', '203.0.113.87'],
  ['ip', '2001:db8:1a3e:172f:8879:a308:1365:a3ea', '2001:db8:1a3e:172f:8879:a308:1365:a3ea'],
  ['mac', 'MAC：a6-13-72-fc-89-4c', 'a6-13-72-fc-89-4c'],
  ['url', '点 https://pay.example.com/r?access_token=mspN2ajX 付款', 'https://pay.example.com/r?access_token=mspN2ajX'],
  ['secret', '验证码 4 8 2 9 1 7，5分钟内有效', '4 8 2 9 1 7'],
  ['secret', '登录密码改成 Spring_9128 了', 'Spring_9128'],
  ['secret', 'Your code is 482917', '482917'],
  ['secret', '{"api_key":"AbCdEf0123456789"}', 'AbCdEf0123456789'],
  ['birthday', '出生日期：1990年1月2日', '1990年1月2日'],
  ['birthday', '他一九七七年十月二十一日出生', '一九七七年十月二十一日'],
  ['birthday', 'date of birth 1990-01-02', '1990-01-02'],
  ['amount', '转了 ¥69,200 给你', '69,200'],
  ['amount', '一共叁万柒仟壹佰圆整', '叁万柒仟壹佰圆整'],
  ['order', '订单号 DD20260125 14920675', 'DD20260125 14920675'],
  ['order', '顺丰 SF1234567890123', 'SF1234567890123'],
  ['id', 'My SSN is 514-69-0360', '514-69-0360'],
  ['card', 'IBAN GB82 WEST 1234 5698 7654 32', 'GB82 WEST 1234 5698 7654 32'],
  ['email', '邮箱 panda(at)example.com', 'panda(at)example.com'],
  ['address', '我住在浙江省杭州市西湖区文三路123号5幢2单元502室', '浙江省杭州市西湖区文三路123号5幢2单元502室'],
  ['address', '鹿城区下吕浦海鸥10栋1280', '鹿城区下吕浦海鸥10栋1280'],
  ['address', '浙江省杭州市滨江区缤纷北苑47-6-746', '浙江省杭州市滨江区缤纷北苑47-6-746'],
  ['address', '收货地址：将台路6号丽都花园3-2-502，谢谢', '将台路6号丽都花园3-2-502'],
  ['name', '联系人：王小明，电话见下', '王小明'],
  ['name', '昨天陈建国说他不来了', '陈建国'],
  ['name', 'My name is Jennifer Wilson.', 'Jennifer Wilson'],
]

describe('what is found', () => {
  it.each(FOUND)('%s in %s', (kind, text, value) => {
    for (const point of ['review', 'release'] as const) {
      const start = text.indexOf(value)
      const covering = detect(text, { point }).find(
        (one) => one.kind === kind && one.start <= start && one.end >= start + value.length,
      )
      expect(covering, `${point}: ${kindsOf(text, point).join(' ')}`).toBeDefined()
    }
  })
})

describe('what is left alone at both points', () => {
  it.each([
    '一万',
    '万一下雨呢',
    '李子多少钱一斤',
    '王者荣耀上线了吗',
    '今天真高兴',
    '微信小程序打不开',
    '忘记密码怎么办',
    '密码错误，请重试',
    'please reset your password',
    '版本 1.2.3.4 已发布',
    '127.0.0.1 是本机',
    '中国北京',
    '我在公司门口',
    'https://example.com/help/start',
    '12:30:45 开会',
    '第3条第2款',
  ])('%s', (text) => {
    expect(kindsOf(text, 'review')).toEqual([])
    expect(kindsOf(text, 'release')).toEqual([])
  })
})

describe('the two points', () => {
  it('release finds whatever review finds', () => {
    for (const [, text] of FOUND) {
      const release = detect(text, { point: 'release' })
      for (const one of detect(text, { point: 'review' })) {
        expect(
          release.some(({ start, end }) => start <= one.start && end >= one.end),
          text,
        ).toBe(true)
      }
    }
  })
})

describe('two messages', () => {
  it('give the number that only both have', () => {
    const texts = ['我的卡号是6222 0202', '0011 2230，刚才没发完']
    const found = detectInTurn(texts, { point: 'review' })
    expect(found.map((list, i) => list.map(({ start, end }) => texts[i]?.slice(start, end)))).toEqual([
      ['6222 0202'],
      ['0011 2230'],
    ])
    expect(maskText(texts[1] ?? '', found[1] ?? []).text).toBe('**** ****，刚才没发完')
  })
  it('that have nothing to do with each other stay two', () => {
    const found = detectInTurn(['我明天到', '12点见'], { point: 'release' })
    expect(found).toEqual([[], []])
  })
})

describe('names spread through a conversation', () => {
  const texts = ['我叫钱小满，请多关照', '钱小满在不在', '小满胜万全']
  it('once one message gives them away', () => {
    const found = foundNames(texts, null, 'review')
    const last = '转告钱小满一下'
    expect(detect(last, { point: 'review', found }).some(({ kind, start }) => kind === 'name' && start === 2)).toBe(
      true,
    )
  })
  it('and not where no message does', () => {
    expect(foundNames(['明天开会', '好的'], null, 'review')).toBeNull()
  })
  it('and are one person for the pseudonyms', () => {
    const found = foundNames(texts, null, 'review')
    const [one] = detect('钱小满', { point: 'review', found })
    expect(one?.person).toBe('name:钱小满')
  })
})

describe('a mask', () => {
  const shown = (text: string, policy = DEFAULT_MASKS) =>
    maskText(text, detect(text, { point: 'release' }), policy).text
  it.each([
    ['住浙江省杭州市西湖区文三路123号', '住浙江省杭州市**********'],
    ['生于1990年1月2日', '生于1990年*月*日'],
    ['车牌京A12345', '车牌京A*****'],
    ['护照号E12345678', '护照号*****5678'],
    ['验证码482917', '验证码******'],
    ['从203.0.113.87登录', '从***.*.***.**登录'],
    ['https://pay.example.com/r?access_token=mspN2ajX', `https://pay.example.com${'*'.repeat(24)}`],
    ['转了¥69,200', '转了¥69,200'],
  ])('of %s', (text, masked) => {
    expect(shown(text)).toBe(masked)
    expect(shown(shown(text))).toBe(masked)
  })
  it('can hide amounts and the city where a policy says so', () => {
    expect(shown('转了¥69,200', { ...DEFAULT_MASKS, amount: 'suppress' })).toBe('转了¥**,***')
    expect(shown('住杭州市西湖区文三路1号', { ...DEFAULT_MASKS, address: 'suppress' })).toBe(`住${'*'.repeat(11)}`)
  })
  it('has a word that a package may carry for every kind', () => {
    for (const kind of KINDS) expect(maskKind(kind)).toMatch(/^[a-z][a-z0-9_]{0,39}$/)
  })
  it('of a roster name inside an address hides both', () => {
    const roster = buildRoster('1', [{ name: '文三', person: 'par_1', kind: 'name' }])
    const text = '杭州市西湖区文三路1号文三收'
    expect(maskText(text, detect(text, { point: 'release', roster })).text).not.toContain('文三')
  })
})

it.each(['维修合同-2026.pdf', '合同2025', 'order 2026'])('a year is no number of an order: %s', (text) => {
  expect(kindsOf(text, 'release')).toEqual([])
  expect(kindsOf(`${text.replace(/\d+/, '20261')}`, 'release').some((found) => found.startsWith('order'))).toBe(true)
})
