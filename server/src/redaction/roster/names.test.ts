import { describe, expect, it } from 'vitest'
import { findSensitive } from '../detect/find.ts'
import { maskText } from '../masks/mask.ts'
import { buildRoster, type RosterEntry } from './roster.ts'

const PEOPLE: RosterEntry[] = [
  { name: '张伟', person: 'par_1', kind: 'name' },
  { name: 'wxid_ab12cd', person: 'par_1', kind: 'account' },
  { name: '欧阳娜娜', person: 'sub_2', kind: 'name' },
  { name: '王建国', person: 'psn_3', kind: 'name' },
  { name: 'Alice Wang', person: 'par_4', kind: 'name' },
  { name: '小太阳🌞', person: 'par_5', kind: 'name' },
  { name: 'A0李强-保险 13800138000', person: 'par_6', kind: 'name' },
  { name: '高兴', person: 'par_7', kind: 'name' },
  { name: '客服', person: 'par_8', kind: 'name' },
  { name: 'Will', person: 'par_9', kind: 'name' },
  { name: '老王', person: 'par_10', kind: 'name' },
]
const roster = buildRoster('1', PEOPLE)

function masked(text: string): string {
  return maskText(text, findSensitive(text, roster)).text
}

describe('a name of the roster is masked', () => {
  it.each([
    ['张伟你好', '张*你好'],
    ['昨天张伟说过', '昨天张*说过'],
    ['張偉說過', '張*說過'],
    ['张 伟', '张 *'],
    ['张　伟', '张　*'],
    ['张·伟', '张·*'],
    ['张\u200b伟', '张\u200b*'],
    ['欧阳娜娜来了', '欧阳**来了'],
    ['王建国', '王**'],
    ['找建国哥', '找**哥'],
    ['@建国 在吗', '@** 在吗'],
    ['张总好', '*总好'],
    ['張總好', '*總好'],
    ['张先生您好', '*先生您好'],
    ['欧阳女士', '**女士'],
    ['老张呢', '老*呢'],
    ['小张呢', '小*呢'],
    ['小太阳你在吗', '小**你在吗'],
    ['小太阳🌞', '小***'],
    ['Alice Wang', 'A**** ****'],
    ['ask alice wang please', 'ask a**** **** please'],
    ['ALICE.WANG', 'A****.****'],
    ['Alice说', '*****说'],
    ['wxid_ab12cd', 'wx**_****cd'],
    ['李强', '李*'],
    ['转发：「张伟：在吗」', '转发：「张*：在吗」'],
    ['张伟的身份证.jpg', '张*的身份证.jpg'],
    ['{"title":"张伟"}', '{"title":"张*"}'],
    ['张伟邀请王建国进群', '张*邀请王**进群'],
    ['我叫高兴', '我叫高*'],
    ['\\u5f20\\u4f1f', '\\u5f20******'],
    ['?name=%E5%BC%A0%E4%BC%9F', '?name=%E5%BC%A0*********'],
    ['&#24352;&#x4f1f;', '&#24352;********'],
    ['Will said', 'W*** said'],
  ])('%s', (text, expected) => {
    expect(masked(text)).toBe(expected)
  })
})

describe('an everyday word is left alone though it looks like a name of the roster', () => {
  it.each([
    '今天真高兴啊',
    'i will come',
    '小程序打不开',
    '总共三件',
    '施工现场',
    '张开双手',
    '老师好',
    '客服在吗',
    '工作和生活',
    '王者荣耀',
    '建国门',
    '各项工作',
    'goodwill',
    'malice wanger',
  ])('%s', (text) => {
    expect(masked(text)).toBe(text)
  })

  it('小张 and 张总 are left alone where nobody of the roster is a 陈', () => {
    expect(masked('小陈和陈总')).toBe('小陈和陈总')
  })
})

describe('who is meant', () => {
  const person = (text: string) =>
    findSensitive(text, roster).find((finding) => finding.kind === 'name' || finding.kind === 'account')?.person

  it('is the one who bears the name or account', () => {
    expect(person('张伟')).toBe('par_1')
    expect(person('wxid_ab12cd')).toBe('par_1')
    expect(person('欧阳女士')).toBe('sub_2')
  })

  it('is open where two bear the name', () => {
    const two = buildRoster('2', [...PEOPLE, { name: '张伟', person: 'par_20', kind: 'name' }])
    expect(findSensitive('张伟', two)[0]?.person).toBeNull()
    expect(findSensitive('张总', two)[0]?.person).toBeNull()
  })

  it('does not change when a longer weaker form begins earlier', () => {
    const elders = buildRoster('3', [{ name: '宋双', person: 'par_1', kind: 'name' }])
    expect(maskText('元老宋双', findSensitive('元老宋双', elders)).text).toBe('元老宋*')
  })
})

describe('somebody who takes no part', () => {
  const far = buildRoster('far', [
    { name: '张伟', person: 'par_1', kind: 'name' },
    { name: '张伟', person: 'par_2', kind: 'name', far: true },
    { name: '李秀英', person: 'par_3', kind: 'name', far: true },
    { name: '随缘', person: 'par_4', kind: 'name', far: true },
    { name: 'Tom', person: 'par_5', kind: 'name', far: true },
  ])
  it('is masked by the whole name and by nothing less', () => {
    const text = '张伟说李秀英随缘，tom和秀英，李总'
    expect(maskText(text, findSensitive(text, far)).text).toBe('张*说李**随缘，tom和秀英，李总')
  })
  it('does not make the one who does ambiguous', () => {
    expect(findSensitive('张伟', far)[0]?.person).toBe('par_1')
  })
})

describe('a roster of many', () => {
  it('finds every name of ten thousand, each in its place', () => {
    const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞刚桂']
    const families = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐']
    const names = families.flatMap((family) => given.flatMap((a) => given.map((b) => family + a + b)))
    const many = buildRoster(
      'many',
      names.map((name, index) => ({ name, person: `par_${index}`, kind: 'name' as const })),
    )
    expect(names).toHaveLength(10_000)
    const text = names.join('，')
    const found = findSensitive(text, many)
    expect(found.map((finding) => text.slice(finding.start, finding.end))).toEqual(names)
    expect(found.map((finding) => finding.person)).toEqual(names.map((_, index) => `par_${index}`))
  })
})
