import { describe, expect, it } from 'vitest'
import { maskText } from '../masks/mask.ts'
import type { SensitiveKind } from '../text/finding.ts'
import { findSensitive } from './find.ts'

// Numbers are invented: 138 0013 8000 is the printed example, ids are built from a made-up birthday and their check digit.

type Form = readonly [how: string, written: string]

const MOBILES: readonly Form[] = [
  ['plain', '13800138000'],
  ['spaces', '138 0013 8000'],
  ['dashes', '138-0013-8000'],
  ['dots', '138.0013.8000'],
  ['full width', '１３８００１３８０００'],
  ['full width with dashes', '１３８－００１３－８０００'],
  ['+86', '+8613800138000'],
  ['+86 with spaces', '+86 138 0013 8000'],
  ['+86 in brackets', '(+86)138-0013-8000'],
  ['0086', '0086-13800138000'],
  ['86', '8613800138000'],
  ['trunk zero', '013800138000'],
  ['Chinese numerals', '一三八零零一三八零零零'],
  ['spoken numerals', '幺三八〇〇幺三八〇〇〇'],
  ['capital numerals', '壹叁捌零零壹叁捌零零零'],
  ['mixed numerals', '138零零138000'],
  ['one by one', '1 3 8 0 0 1 3 8 0 0 0'],
  ['3-3-5', '138 001 38000'],
  ['middle dots', '138·0013·8000'],
  ['long dashes', '138—0013—8000'],
  ['invisible characters', '138\u200b0013\u200d8000'],
  ['soft hyphens', '138\u00ad0013\u00ad8000'],
  ['circled', '①③⑧⓪⓪①③⑧⓪⓪⓪'],
  ['mathematical', '𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎'],
  ['key caps', '1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣'],
  ['Arabic digits', '١٣٨٠٠١٣٨٠٠٠'],
  ['no-break spaces', '138\u00a00013\u00a08000'],
  ['slashes', '138/0013/8000'],
  ['JSON escapes', '\\u0031\\u0033\\u00380013\\u0038000'],
  ['percent escapes', '%31%33800138%30%30%30'],
  ['entities', '&#49;3800138&#x30;00'],
  ['over a line', '138\n0013\n8000'],
]
const IDS: readonly Form[] = [
  ['plain', '11010519491231002X'],
  ['small x', '11010519491231002x'],
  ['spaces', '110105 19491231 002X'],
  ['dashes', '110105-19491231-002X'],
  ['full width', '１１０１０５１９４９１２３１００２Ｘ'],
  ['digits only', '110105194912310038'],
  ['wrong check digit', '110105194912310021'],
  ['multiplication sign', '11010519491231002×'],
  ['fifteen digits', '110105491231002'],
  ['fours', '1101 0519 4912 3100 2X'],
]
const CARDS: readonly Form[] = [
  ['plain 16', '6222020200112230'],
  ['plain 19', '6222020200112233448'],
  ['fours', '6222 0202 0011 2230'],
  ['fours with dashes', '6222-0202-0011-2230'],
  ['nineteen in fours', '6222 0202 0011 2233 448'],
  ['full width', '６２２２０２０２００１１２２３０'],
  ['Visa', '4111111111111111'],
  ['Mastercard', '5555 5555 5555 4444'],
  ['American Express', '378282246310005'],
  ['wrong check digit', '6222 0202 0011 2231'],
]
const EMAILS: readonly Form[] = [
  ['plain', 'zhangsan@example.com'],
  ['dots and plus', 'zhang.san+test@mail.example.com.cn'],
  ['full width', 'ｚｈａｎｇｓａｎ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
  ['capitals', 'ZhangSan@Example.COM'],
  ['one letter', 'z@example.cn'],
  ['spaces around', 'zhangsan @ example.com'],
  ['Chinese full stop', 'zhangsan@example。com'],
  ['digits', '10001@example.com'],
  ['underscore', 'zhang_san-1@example.org'],
]
const LANDLINES: readonly Form[] = [
  ['area code and dash', '010-63553377'],
  ['plain', '057188886666'],
  ['brackets', '(0571)88886666'],
  ['spaces', '0571 8888 6666'],
  ['extension', '010-63553377-8001'],
  ['转', '0571-88886666转8001'],
  ['full width', '０１０－６３５５３３７７'],
  ['+86', '+86 571 8888 6666'],
  ['400', '400-700-8080'],
]
const PHONES: readonly Form[] = [
  ['Hong Kong', '+852 2345 6789'],
  ['American', '+1 (415) 555-2671'],
  ['American without code', '415-555-2671'],
  ['00', '00852 2345 6789'],
]

const CARRIERS: readonly Form[] = [
  ['alone', '@'],
  ['in Chinese', '我的是@，麻烦记一下'],
  ['no space in Chinese', '请联系@谢谢'],
  ['in brackets', '（@）'],
  ['in a quoted reply', '「张三：@」\n- - - -\n好的'],
  ['in JSON', '{"title":"@","v":1}'],
  ['in a file name', '客户资料_@.xlsx'],
  ['after a colon', '备注:@'],
  ['in a table row', '1\t@\t2023-11-11'],
  ['in a link card', '[链接] https://a.example/x?t=@&y=1'],
  ['in English', 'please note @ and confirm'],
  ['before a time', '@ 10点见'],
  ['after an emoji', '😀@😀'],
]

const KINDS: readonly (readonly [SensitiveKind, readonly Form[]])[] = [
  ['mobile', MOBILES],
  ['id', IDS],
  ['card', CARDS],
  ['email', EMAILS],
  ['landline', LANDLINES],
  ['phone', PHONES],
]

describe.each(KINDS)('a %s is found', (kind, forms) => {
  describe.each(forms)('written %s', (_how, written) => {
    it.each(CARRIERS)('%s', (_where, carrier) => {
      const text = carrier.replace('@', written)
      const start = carrier.indexOf('@')
      const found = findSensitive(text, null).filter((finding) => finding.kind === kind)
      const covering = found.find((finding) => finding.start <= start && finding.end >= start + written.length)
      expect(covering, text).toBeDefined()
    })
  })
})

describe('what a mask leaves of a number', () => {
  it.each([
    ['13800138000', '138****8000'],
    ['+86 138-0013-8000', '+86 138-****-8000'],
    ['一三八零零一三八零零零', '一三八****八零零零'],
    ['身份证11010519491231002X', '身份证**************002X'],
    ['110105491231002', '************002'],
    ['6222 0202 0011 2230', '**** **** **** 2230'],
    ['zhangsan@example.com', 'z*******@example.com'],
    ['z@example.cn', '*@example.cn'],
    ['010-63553377', '010-******77'],
    ['+852 2345 6789', '+*** **** 6789'],
  ])('%s', (text, masked) => {
    expect(maskText(text, findSensitive(text, null)).text).toBe(masked)
  })

  it('hides every digit of the date of birth in an id', () => {
    const { hidden } = maskText('11010519491231002X', findSensitive('11010519491231002X', null))
    expect(hidden).toEqual([[0, 14]])
  })
})

describe('a wrong check digit', () => {
  it('lowers the confidence of an id and does not lose it', () => {
    const right = findSensitive('110105194912310038', null)[0]
    const wrong = findSensitive('110105194912310039', null)[0]
    expect(right?.kind).toBe('id')
    expect(wrong?.kind).toBe('id')
    expect(wrong?.confidence).toBeLessThan(right?.confidence ?? 0)
  })
})

describe('what only looks like a number', () => {
  it.each([
    '2023-11-11 10:20:30',
    '12,000,000元',
    '版本 1.2.3.4',
    '192.168.100.200',
    '时间戳1700000000000',
    '订单号20231111113800138000',
    '共100 200 300 400件',
    '138****8000',
    '2024/05/06至2024/06/07',
    '第一百二十三条',
    '一一得一，二二得四',
    '8折优惠，满300减50',
    '@所有人 你好',
    'user@localhost',
    '快递单号 7730001234567',
    '0000000000000000',
    '3.1415926535',
  ])('%s is left alone', (text) => {
    expect(findSensitive(text, null).filter((finding) => finding.confidence >= 0.25)).toEqual([])
  })
})

describe('several in one text', () => {
  it('finds each of a list, also where only the first is announced', () => {
    const text = '电话83172726、83172706，手机13800138000 13900139000'
    expect(maskText(text, findSensitive(text, null)).text).toBe('电话******26、******06，手机138****8000 139****9000')
  })
})
