import { describe, expect, it } from 'vitest'
import type { SensitiveKind } from '../text/finding.ts'
import { type DetectPoint, detect } from './detect.ts'

// Forms that people, scanners and spoken words give to what must not leave, and beside each what only looks like it.

const foundIn = (text: string, kind: SensitiveKind, point: DetectPoint = 'release'): string[] =>
  detect(text, { point })
    .filter((one) => one.kind === kind)
    .map(({ start, end }) => text.slice(start, end))

describe('numbers that a machine misread, or somebody spelled', () => {
  it.each<[text: string, kind: SensitiveKind, value: string]>([
    ['我的手机号是l38O2567901', 'mobile', 'l38O2567901'],
    ['sfz 33O1O219851212OO19', 'id', '33O1O219851212OO19'],
    ['身份证号11010519900307234Χ', 'id', '11010519900307234Χ'],
    ['☎️139👉1055👉2381', 'mobile', '139👉1055👉2381'],
    ['电话 186【1122】3344', 'mobile', '186【1122】3344'],
    ['my phone is four one five, 555, 0134', 'phone', 'four one five, 555, 0134'],
    ['账号是622848 0402 5646 89123农行的', 'card', '622848 0402 5646 89123'],
    ['总台84562210转2', 'landline', '84562210转2'],
    ['(0571)8765-4321*203', 'landline', '(0571)8765-4321*203'],
    ['沪A挂1234，货车', 'plate', '沪A挂1234'],
    ['受理编号浙-2024-00371', 'order', '浙-2024-00371'],
    ['韵达4312 9087 6543 21', 'order', '4312 9087 6543 21'],
    ['【菜鸟】凭3-4-8821到店取件', 'secret', '3-4-8821'],
    ['群号673421190，验证写班级', 'qq', '673421190'],
  ])('%s', (text, kind, value) => {
    expect(foundIn(text, kind)).toEqual([value])
  })

  it.each([
    'bloodlossi is no word',
    'model SOLO8ZIBL05 is out',
    'one two three, go',
    '凭身份证到店办理',
    '朝阳区望京SOHO T3',
    '第3位客服在忙',
    'the passport control line',
  ])('and none: %s', (text) => {
    const numbers = detect(text, { point: 'release' }).filter(({ kind }) => kind !== 'address' && kind !== 'name')
    expect(numbers).toEqual([])
  })
})

describe('doors and places', () => {
  it.each([
    ['5-2-604的空调坏了', '5-2-604'],
    ['我住橘郡B区9栋1404', '橘郡B区9栋1404'],
    ['邮编310012，学院路\n77号黄龙万科中心G座', '学院路\n77号黄龙万科中心G座'],
    ['翠苑菜鸟驿站取的', '翠苑菜鸟驿站'],
    [
      'I live at Room 1203, Building 5, No. 398 Wensan Road, Xihu District',
      'Room 1203, Building 5, No. 398 Wensan Road, Xihu District',
    ],
    ['ship to\n12 Oak Road\nSuite 4\nDayton\n', '12 Oak Road\nSuite 4\nDayton'],
  ])('%s', (text, place) => {
    expect(foundIn(text, 'address')).toContain(place)
  })

  it.each(['2-1-2024开会', '比分3-2-1', '人民广场站换乘2号线', '三楼会议室借一下', 'we moved to 3 people a day'])(
    'and none: %s',
    (text) => {
      expect(foundIn(text, 'address')).toEqual([])
    },
  )

  it('begins behind the last field of a form without signs', () => {
    const text = '姓名段誉铭性别男民族汉住址云南省大理市下关镇泰安路2号'
    expect(foundIn(text, 'address')).toEqual(['云南省大理市下关镇泰安路2号'])
    expect(foundIn(text, 'name')).toEqual(['段誉铭'])
  })
})

describe('names', () => {
  it.each([
    ['我是小王', '小王'],
    ['老李头又来闹', '老李头'],
    ['签收人：高兴', '高兴'],
    ['石磊、舒畅、米兰三人补考', '舒畅'],
    ['石磊、舒畅、米兰三人补考', '米兰'],
    ['周末同学家长您好', '周末'],
    ['小谌在吗', '小谌'],
    ['姓名：张　三丰', '张　三丰'],
    ['- J. R. Whitfield, Claims', 'J. R. Whitfield'],
    ['Patient: Okonkwo, Adaeze', 'Okonkwo, Adaeze'],
    ['signed Hannah van der Berg', 'Hannah van der Berg'],
    ['Nguyen Thi Mai collected the parcel', 'Nguyen Thi Mai'],
    ['乘机人：QIU/XIAOLIN', 'QIU/XIAOLIN'],
    ['Dr. Patel will see you at 3', 'Dr. Patel'],
  ])('%s', (text, name) => {
    expect(foundIn(text, 'name')).toContain(name)
  })

  it.each([
    '签收人：前台',
    '石榴、黄瓜、白菜三样',
    '高中同学聚会',
    '任何先生女士都可以',
    '小米14 Pro 16+512GB 多少钱一台',
    '谢谢大家',
    'the Morgan Stanley app is down',
    'Johnson & Johnson shampoo',
    'Rose wine or white?',
    'YES/NO',
    '王老吉两箱',
  ])('and none: %s', (text) => {
    expect(foundIn(text, 'name')).toEqual([])
  })

  it('says each once, however many ways find it', () => {
    expect(foundIn('订房人Sophie Laurent，护照19AB12345', 'name')).toEqual(['Sophie Laurent'])
  })
})
