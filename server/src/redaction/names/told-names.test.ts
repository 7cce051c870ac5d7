import { describe, expect, it } from 'vitest'
import { type DetectPoint, detect } from '../detect/detect.ts'

const namesIn = (text: string, point: DetectPoint): string[] =>
  detect(text, { point })
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

describe('what the form of a text tells is a name at release, whatever it is made of', () => {
  it.each([
    ['经办：善柔', '善柔'],
    ['网名叫北冥有鱼，加过一次', '北冥有鱼'],
    ['叫我阿北就行', '阿北'],
    ['@老狼七号 你看下', '老狼七号'],
    ['糖糖妈妈您好', '糖糖妈妈'],
    ['红姐把钱转我', '红姐'],
    ['老严什么时候回来', '老严'],
    ['陈David在吗', '陈David'],
    ['wang xiaoming入职', 'wang xiaoming'],
    ['小k来吗', '小k'],
  ])('%s', (text, name) => {
    expect(namesIn(text, 'release')).toContain(name)
  })
})

describe('and these are none', () => {
  it.each([
    '联系人：经理',
    '审核人：财务部',
    '叫我回家吧',
    '@所有人 开会',
    '@小米商城 发货了吗',
    '宝宝妈妈',
    '小S码',
    '大V认证',
    '您看一下姓名和联系电话',
    '请留下姓名及紧急联系电话',
  ])('%s', (text) => {
    expect(namesIn(text, 'release')).toEqual([])
  })
})

describe('names from abroad that read as words', () => {
  it.each([
    ['大卫说他不去', '大卫'],
    ['我是约翰', '约翰'],
    ['约翰逊先生明天到', '约翰逊'],
    ['凯文你好', '凯文'],
  ])('%s', (text, name) => {
    expect(namesIn(text, 'review')).toEqual([name])
  })

  it.each(['乔治亚州', '约翰内斯堡天气', '马克杯碎了', '夏洛特机场'])('%s is nobody', (text) => {
    expect(namesIn(text, 'review')).toEqual([])
  })
})

describe('an office and a firm are nobody', () => {
  it.each(['曾任江阴职教中心会计', '现任浙江万丰奥威汽轮股份有限公司监事'])('%s', (text) => {
    expect(namesIn(text, 'review')).toEqual([])
  })
})
