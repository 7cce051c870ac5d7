import { describe, expect, it } from 'vitest'
import { maskText } from '../masks/mask.ts'
import type { SensitiveKind } from '../text/finding.ts'
import { type DetectPoint, detect } from './detect.ts'

// Numbers behind any word of a kind, links, keys, sums: what is somebody's, and beside it what everybody may know.

const foundIn = (text: string, point: DetectPoint = 'release'): (readonly [SensitiveKind, string])[] =>
  detect(text, { point })
    .filter(({ kind }) => kind !== 'name')
    .map(({ kind, start, end }) => [kind, text.slice(start, end)] as const)

describe('found', () => {
  it.each<[text: string, kind: SensitiveKind, value: string]>([
    ['折号1002-0331-0220-8817', 'card', '1002-0331-0220-8817'],
    ['孕检卡号33018827', 'order', '33018827'],
    ['一卡通120220331挂失', 'order', '120220331'],
    ['身份证后六位617847，校验一下', 'id', '617847'],
    ['居留许可号1102938847', 'permit', '1102938847'],
    ['统编88203317', 'uscc', '88203317'],
    ['車牌ABC-8820', 'plate', 'ABC-8820'],
    ['CLM-0088203 has been opened', 'order', 'CLM-0088203'],
    ['Booking ref KX8R2M', 'order', 'KX8R2M'],
    ['取件码8-2-3317，菜鸟驿站', 'secret', '8-2-3317'],
    ['核销码 8820 3317 7100', 'secret', '8820 3317 7100'],
    ['支付密码330188我忘了改成331099', 'secret', '331099'],
    ['请用207133完成绑定，10分钟内有效', 'secret', '207133'],
    ['密码锁882033#', 'secret', '882033#'],
    ['root / T0pSecret33 能登', 'secret', 'T0pSecret33'],
    ['clear text: redis@2203, that one', 'secret', 'redis@2203'],
    ['admin:500:aad3b435b51404ee:8846f7eaee8fb117ad06bdd830b7586c', 'secret', '8846f7eaee8fb117ad06bdd830b7586c'],
    ['mysql -h db -uroot -pMy88203', 'secret', 'My88203'],
    ['信用卡 6245 2109 0366 6607 有效期 08/29', 'secret', '08/29'],
    ['jdbc:mysql://db:3306/crm?user=crm_rw', 'account', 'crm_rw'],
    ['VPN账号chenyl/Cyl88203', 'account', 'chenyl'],
    ['会议 https://meeting.example.com/dm/8kD2sQ03', 'url', 'https://meeting.example.com/dm/8kD2sQ03'],
    ['redis://:Rd88203@10.20.33.8:6379/0', 'url', 'redis://:Rd88203@10.20.33.8:6379/0'],
    ['xiaoyu77@example .com.cn 麻烦抄送', 'email', 'xiaoyu77@example .com.cn'],
    ['月薪18,500，五险一金全额', 'amount', '18,500'],
    ['奖金3w5', 'amount', '3w5'],
    ['余额还有两万三千多', 'amount', '两万三千多'],
    ['患者58年8月的，老慢支', 'birthday', '58年8月'],
    ['DOB 22-Mar-1988', 'birthday', '22-Mar-1988'],
    ['生于壬申年九月初三', 'birthday', '壬申年九月初三'],
    ['17 3 3 3 4 4 5 5 6 6 打不通', 'mobile', '17 3 3 3 4 4 5 5 6 6'],
    ['乙：6228 4800 8820 3317 012', 'card', '6228 4800 8820 3317 012'],
    ['梅园3舍607空调坏了', 'address', '梅园3舍607'],
    ['他家703，我家603', 'address', '703'],
    ['二单元九楼西户', 'address', '二单元九楼西户'],
    ['Room 602, Unit 3, Building 21', 'address', 'Room 602, Unit 3, Building 21'],
    ['翠苑四区二十一幢三单元六零二没水', 'address', '翠苑四区二十一幢三单元六零二'],
  ])('%s', (text, kind, value) => {
    expect(foundIn(text)).toContainEqual([kind, value])
  })
})

describe('left alone', () => {
  it.each([
    '型号GZ-2204A88203',
    '货号DN8820-101',
    '漏洞编号CNVD-2026-08820',
    '报错 ORA-12541: TNS no listener',
    '国药准字H20033127',
    'UUID 550e8400-e29b-41d4-a716-446655440000',
    '去看 http://t.cn/8sp9BmG 啊',
    'react@18 and H.265 4K@60fps',
    '彩票开奖 03 08 17 22 29 31',
    '油价92号7.68元/升',
    '仅售99元',
    'A 款 99 B 款 129 C 款 159',
    '配送费3元起',
    '鸡蛋5块一斤',
    '门票35元，评分4.5分',
    '$9.99/month after trial',
    '农历二月初二',
    'at com.a.b.C$1.run(C.java:203)',
    '第八人民医院新院区',
    '3号楼电梯检修',
    '22楼有餐厅',
    'photo from @joshbuisch , who gets it',
  ])('%s', (text) => {
    expect(foundIn(text)).toEqual([])
  })
})

it('a pick-up code is hidden whole, however long it is', () => {
  const text = '取件码33018822，到店取'
  expect(maskText(text, detect(text, { point: 'release' })).text).toBe('取件码********，到店取')
})
