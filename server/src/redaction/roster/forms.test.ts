import { describe, expect, it } from 'vitest'
import { detect } from '../detect/detect.ts'
import { buildRoster, type RosterEntry } from './roster.ts'

// How people of a roster are written and called by others. Names are invented.

const NAMES: Readonly<Record<string, readonly string[]>> = {
  wei: ['张伟'],
  ouyang: ['欧阳静'],
  shan: ['单雄信'],
  haoran: ['孙浩然'],
  ting: ['谢婷婷', '婷婷妈妈'],
  leo: ['李明', 'Leo'],
  jennifer: ['Jennifer Wang'],
  abdulla: ['阿卜杜拉·买买提'],
  losang: ['洛桑扎西'],
  yu: ['房东老余'],
  hong: ['A服装批发-红姐'],
  shan2: ['唐小山'],
  wenzhang: ['文章'],
  lv: ['吕志远'],
  chan: ['陈大文', 'David'],
  hsu: ['许志豪'],
  jj: ['JJ'],
  minsu: ['김민수'],
  kevin: ['Kevin'],
  mueller: ['Hans Müller'],
  junho: ['Park Jun-ho'],
  lina: ['李娜'],
  farsi: ['Mohammed Al-Farsi'],
  grace: ['Grace Hunter'],
  done: ['联络员 成功'],
}
const entries: RosterEntry[] = Object.entries(NAMES).flatMap(([person, names]) =>
  names.map((name) => ({ name, person, kind: 'name' as const })),
)
const roster = buildRoster('forms', entries)

function found(text: string, point: 'review' | 'release'): string[] {
  return detect(text, { point, roster })
    .filter(({ person }) => (person ?? null) !== null)
    .map(({ start, end, person }) => `${person}:${text.slice(start, end)}`)
}

describe('somebody of the roster is found, and is himself', () => {
  it.each([
    ['zhangwei提交了代码', 'wei:zhangwei'],
    ['Chan Tai Man 签收', 'chan:Chan Tai Man'],
    ['Mr Chan called', 'chan:Mr Chan'],
    ['David Chan 确认', 'chan:David Chan'],
    ['Hsu Chih-Hao', 'hsu:Hsu Chih-Hao'],
    ['JJ的文件在哪', 'jj:JJ'],
    ['민수씨', 'minsu:민수'],
    ['K总说先不上', 'kevin:K总'],
    ['阿Kevin改了三版', 'kevin:阿Kevin'],
    ['Hans Mueller signed', 'mueller:Hans Mueller'],
    ['Jun-ho paid already', 'junho:Jun-ho'],
    ['I talked to M. Al-Farsi', 'farsi:M. Al-Farsi'],
    ['Mohammed A. left', 'farsi:Mohammed A'],
    ['let ghunter know asap', 'grace:ghunter'],
    ['assigned to grace', 'grace:grace'],
    ['GH to review', 'grace:GH'],
    ['JJ: done', 'jj:JJ'],
    ['Lina said no', 'lina:Lina'],
    ['张*伟和孙*然', 'haoran:孙*然'],
    ['成功联系车', 'done:成功'],
    ['小浩然来了', 'haoran:小浩然'],
    ['laozhang在吗', 'wei:laozhang'],
    ['Zhang zong，合同呢', 'wei:Zhang zong'],
    ['参会：zhangw、前台', 'wei:zhangw'],
    ['「lzy：明天见」', 'lv:lzy'],
    ['SHR_工资条.xlsx', 'haoran:SHR'],
    ['老伟来了没有', 'wei:老伟'],
    ['找大吕签字', 'lv:大吕'],
    ['Zhang Wei joined', 'wei:Zhang Wei'],
    ['Wei Zhang joined', 'wei:Wei Zhang'],
    ['wei.zhang 已上线', 'wei:wei.zhang'],
    ['ZHANG/WEI 的机票', 'wei:ZHANG/WEI'],
    ['Zhang, Wei', 'wei:Zhang, Wei'],
    ['zhangwei88 登录了', 'wei:zhangwei88'],
    ['zw今天请假', 'wei:zw'],
    ['zhangw的权限停了', 'wei:zhangw'],
    ['张W说的', 'wei:张W'],
    ['阿伟，记得拍照', 'wei:阿伟'],
    ['伟哥在路上', 'wei:伟哥'],
    ['OuyangJing重新申请', 'ouyang:OuyangJing'],
    ['欧阳那案子结了', 'ouyang:欧阳'],
    ['shanxiongxin', 'shan:shanxiongxin'],
    ['lvzhiyuan、luzhiyuan', 'lv:lvzhiyuan'],
    ['浩然的服务器配好没有', 'haoran:浩然'],
    ['浩然兄，辛苦', 'haoran:浩然兄'],
    ['发给haoran.sun看', 'haoran:haoran.sun'],
    ['sunhr pushed', 'haoran:sunhr'],
    ['婷婷画的画真好', 'ting:婷婷'],
    ['Leo Li signed', 'leo:Leo Li'],
    ['Wang, Jennifer', 'jennifer:Wang, Jennifer'],
    ['J. Wang reviewed', 'jennifer:J. Wang'],
    ['买买提说没信号', 'abdulla:买买提'],
    ['扎西，带身份证', 'losang:扎西'],
    ['老余说月底结', 'yu:老余'],
    ['红姐家的货靠谱', 'hong:红姐'],
    ['山哥在路上', 'shan2:山哥'],
    ['文章的保单', 'wenzhang:文章'],
  ])('%s', (text, expected) => {
    expect(found(text, 'release')).toContain(expected)
  })
})

it('a Lina of another surname is somebody else', () => {
  expect(found('Lina Wang said no', 'release')).toEqual([])
})

describe('a word stays a word', () => {
  it.each([
    '童年不再来',
    '小山坡上',
    '这篇文章',
    '安静一点',
    '伟大的人',
    '浩浩荡荡',
    '/home/zw/a.txt',
    'zw-2031型',
    'a zw b',
  ])('%s', (text) => {
    expect(found(text, 'review')).toEqual([])
  })

  it('is believed to be a name only where bytes leave', () => {
    expect(found('文章要退保', 'review')).toEqual([])
    expect(found('文章要退保', 'release')).toEqual(['wenzhang:文章'])
  })
})

describe('whom two are called alike', () => {
  const two = buildRoster('two', [
    { name: '李军', person: 'a', kind: 'name' },
    { name: '陈军', person: 'b', kind: 'name' },
    { name: '夏明', person: 'c', kind: 'name' },
    { name: '夏明明', person: 'd', kind: 'name' },
  ])
  const person = (text: string): string | null | undefined =>
    detect(text, { point: 'release', roster: two }).find(({ kind }) => kind === 'name')?.person

  it.each(['军哥来了', '阿军，走了', '夏总好'])('%s is hidden and nobody in particular', (text) => {
    expect(person(text) ?? null).toBeNull()
    expect(detect(text, { point: 'release', roster: two })).not.toEqual([])
  })

  it('is nobody of the roster behind the surname of another', () => {
    expect(found('谢浩然也来过', 'release')).toEqual([])
    expect(detect('谢浩然也来过', { point: 'release', roster })).not.toEqual([])
  })

  it('is who bears the form as a given name', () => {
    expect(person('明明说好的')).toBe('d')
    expect(person('chenjun已回复')).toBe('b')
  })
})

describe('what a part of a nickname says, and a name that is a word', () => {
  const words = buildRoster('words', [
    { name: '不吃香菜', person: 'a', kind: 'name' },
    { name: '夜神丨无痕', person: 'b', kind: 'name' },
    { name: '卖家小贝', person: 'c', kind: 'name' },
    { name: '明天', person: 'd', kind: 'name' },
    { name: '严格', person: 'e', kind: 'name' },
    { name: '林夕', person: 'f', kind: 'name' },
    { name: '林夕妈妈', person: 'g', kind: 'name' },
    { name: '老K', person: 'h', kind: 'name' },
    { name: '孙暖', person: 'i', kind: 'name' },
    { name: '暖暖', person: 'i', kind: 'name' },
  ])
  const who = (text: string, point: 'review' | 'release'): string[] =>
    detect(text, { point, roster: words })
      .filter(({ kind }) => kind === 'name')
      .map(({ start, end, person }) => `${person}:${text.slice(start, end)}`)

  it.each([
    ['香菜同学，骑手到了', 'a:香菜同学'],
    ['无痕，上号', 'b:无痕'],
    ['小贝，包邮吗', 'c:小贝'],
    ['跟明天换一下班', 'd:明天'],
    ['工单派给严格了', 'e:严格'],
    ['林夕妈接孩子', 'g:林夕妈'],
    ['K哥领了红包', 'h:K哥'],
    ['nuannuan换班', 'i:nuannuan'],
    ['Mr. Sun called', 'i:Mr. Sun'],
    ['夜🐼神，上号', 'b:夜🐼神'],
    ['林*夕到了', 'f:林*夕'],
  ])('%s leaves nothing', (text, expected) => {
    expect(who(text, 'release')).toContain(expected)
  })

  it.each(['加点香菜', '请严格地执行', '不严格', '很严格的要求'])('%s is nobody', (text) => {
    expect(who(text, 'release')).toEqual([])
  })

  it('the word that is somebody is hidden where bytes leave, and read on a screen', () => {
    expect(who('下雨就明天去', 'release')).toEqual(['d:明天'])
    expect(who('下雨就明天去', 'review')).toEqual([])
  })

  it('a role or a place beside a name in a nickname is nobody', () => {
    const beside = buildRoster('beside', [{ name: '成都-居士-林晓燕', person: 'a', kind: 'name' }])
    for (const text of ['去成都出差', '居士林的斋饭'])
      expect(detect(text, { point: 'release', roster: beside }).filter(({ person }) => person === 'a')).toEqual([])
    expect(detect('晓燕在家', { point: 'release', roster: beside })).not.toEqual([])
  })

  it('Ben is Benjamin, and 褚某远 is 褚明远', () => {
    const two = buildRoster('veiled', [
      { name: 'Benjamin Lee', person: 'a', kind: 'name' },
      { name: '褚明远', person: 'b', kind: 'name' },
    ])
    expect(detect('Ben signed it', { point: 'release', roster: two }).map(({ person }) => person)).toContain('a')
    expect(detect('褚某远辩称', { point: 'release', roster: two }).map(({ person }) => person)).toContain('b')
  })

  it('the mother of somebody is not that one', () => {
    expect(who('林夕奶奶也来', 'release')).toContain('null:林夕')
  })
})

it('ends a name where the text ends, whatever the text before was', () => {
  found('zhangwei1990a'.repeat(3), 'release')
  expect(found('zhangwei1990', 'release')).toEqual(['wei:zhangwei1990'])
})
