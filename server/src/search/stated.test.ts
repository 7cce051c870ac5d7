import { afterEach, describe, expect, test } from 'vitest'
import type { ConversationNo, ParticipantNo } from '#base'
import { chance } from '#test/search-oracle'
import { foldedText } from './folding/folding.ts'
import { highlightsOf } from './query/highlights.ts'
import { findNames, foldedName, type NameSource } from './query/names.ts'
import { parseQuery } from './query/query.ts'
import { EVERYTHING, TestIndex } from './search.test-support.ts'

// Each way of reading a word that docs/search.md states, judged by a table written by hand: at least twelve texts that it
// must find and twelve that it must not, chosen to lie close.

interface Case {
  query: string
  finds: string[]
  not: string[]
}

const TABLE: Record<string, Case[]> = {
  'simplified and traditional forms are one': [
    { query: '投诉', finds: ['我要投訴', '投訴電話', '投诉'], not: ['投', '投宿', '起訴', '投递诉讼'] },
    { query: '客戶', finds: ['老客户', '客戶'], not: ['客护', '客尸', '户客'] },
    { query: '银行', finds: ['去銀行', '銀行卡'], not: ['艮行', '银杏', '很行'] },
    { query: '订单', finds: ['訂單號', '查訂单'], not: ['订简', '丁單'] },
    { query: '發票', finds: ['开发票', '補發票'], not: ['废票', '發漂'] },
    { query: '验证码', finds: ['驗證碼是', '验證码'], not: ['验正码', '證碼'] },
    { query: '红包', finds: ['紅包'], not: ['红苞', '工包'] },
  ],
  'full and half width, upper and lower case are one': [
    {
      query: 'vip',
      finds: ['VIP客户', 'ＶＩＰ', 'ｖｉｐ', 'Vip', 'Vi\u200dp', '𝐯𝐢𝐩', 'ⓋⓘⓅ'],
      not: ['v i p', 'vlp', 'v1p', 'vi', 'ip v'],
    },
    { query: '１２３', finds: ['123', '①②③', 'a123b', '１２3'], not: ['12 3', '一二三', '132', '1.23', '壹贰叁'] },
    { query: 'ＯＫ！', finds: ['ok!', 'OK！', 'ＯＫ!'], not: ['ok', 'o k!', '0k!'] },
    { query: 'a-1', finds: ['Ａ－１'], not: ['a1', 'a—1'] },
  ],
  'invisible characters do not count': [
    {
      query: '投诉',
      finds: [
        '投\u200b诉',
        '投\u200c诉',
        '投\u200d诉',
        '投\ufeff诉',
        '投\u00ad诉',
        '投\u200e诉',
        '投\u200f诉',
        '投\u2060诉',
        '投\ufe0f诉',
        '投\u034f诉',
        '投\u180e诉',
        '投\u{e0001}诉',
        '投\u0007诉',
        '\u202e投\u202c\u200b\u200b诉\u200b',
      ],
      not: [
        '投 诉',
        '投\u00a0诉',
        '投\u3000诉',
        '投\t诉',
        '投\n诉',
        '投-诉',
        '投.诉',
        '投_诉',
        '投·诉',
        '投/诉',
        '投*诉',
        '投\u2009诉',
        '投，诉',
      ],
    },
  ],
  '= a whole word of Latin letters and digits': [
    {
      query: '=ok',
      finds: ['ok', 'OK!', '好的ok', 'ok吧', '“ＯＫ”', 'is it ok?', 'booked, ok', 'ok\u200b.', 'ok_1'],
      not: ['okay', 'book', 'ok1', '0ok', 'oké', 'éok', 'O K', 'okok', 'ok２'],
    },
    { query: '=123', finds: ['123', '单号123。', '123元'], not: ['1234', 'a123', '0123'] },
    { query: '="new york"', finds: ['New York!', '在new york'], not: ['new yorker', 'renew york', 'newyork'] },
    { query: '=c', finds: ['c', 'vitamin c', 'c++', 'C类'], not: ['ca', 'abc'] },
  ],
  '= a whole word of Han characters': [
    {
      query: '=客户',
      finds: ['客户', '大客户经理', '客户服务', '這位客戶投訴了', '客户，你好', '【客户】', 'VIP客户1号'],
      not: ['客服', '客 户', '户客'],
    },
    { query: '=有机', finds: ['有机', '有机蔬菜'], not: ['有机会', '没有机会'] },
    { query: '=才能', finds: ['只有这样才能'], not: ['人才能力', '天才能不能'] },
    { query: '=上海', finds: ['从上海来', '上海人', '我在上海工作'], not: ['上海滩', '北上海关', '上海市'] },
    { query: '=和平', finds: ['和平'], not: ['和平时'] },
    { query: '=大学', finds: ['上大学', '上。大學！'], not: ['大学生'] },
    { query: '=研究', finds: ['研究'], not: ['研究生', '研究所', '研\n究'] },
    { query: '=票', finds: ['票', '（票）'], not: ['发票', '開發票據'] },
    { query: '=客户c', finds: ['老客户c'], not: ['客户cd'] },
    { query: '=大客户', finds: ['大客户经理'], not: ['大客'] }, // whole, though the dictionary knows it as two
  ],
  '~ one letter changed, added, left out or exchanged': [
    {
      query: '~refund',
      finds: [
        'refund',
        'REFUND',
        'refnud',
        'refun',
        'rfund',
        'refunds',
        'refumd',
        'xrefund',
        'reffund',
        '要refnd吗',
        'efund',
      ],
      not: ['refnd1x', 'fund', 'refunding', 'refuses', 'rufend', 're fund', 'ref und', 'dnufer'],
    },
    {
      query: '~bank',
      finds: ['bank', 'bnak', 'bnk', 'banks', 'tank', 'bark', 'bank!', 'baank', 'ba1nk'],
      not: ['bnka', 'banking', 'embank', 'b a n k', 'bánks', 'ba nks'],
    },
    { query: '~abc', finds: ['abc', 'xabcx'], not: ['abd'] }, // three letters: as they stand
  ],
  'sound: characters that sound alike': [
    {
      query: 'sound:张三丰',
      finds: ['张三丰', '章三峰来了', '張叁豐', '掌伞疯'],
      not: ['张三', '张四丰', '张 三丰', '三丰张', 'zhangsanfeng'],
    },
    { query: '同音:微信', finds: ['威信', '维新', '違心'], not: ['卫星', '微型', '信微'] },
    { query: '~投诉', finds: ['投诉', '投訴', '偷苏', '头速'], not: ['投资', '诉投', '投，诉'] },
    { query: 'sound:行', finds: ['行', '航', '形', '杭'], not: ['走'] },
    { query: 'sound:加v', finds: ['加v', '佳V', '家ｖ'], not: ['加w', '加 v', '嫁'] },
  ],
  'py: whole pinyin': [
    {
      query: 'py:zhangsanfeng',
      finds: ['张三丰', '章叁峰', '找張三豐', '掌伞疯'],
      not: ['zhangsanfeng', '张三', '三丰', '张四丰', '张 三丰', '丰三张'],
    },
    { query: 'py:tuikuan', finds: ['退款', '推款', '我要退款！'], not: ['款退', '退 款', 'tuikuan', '还款'] },
    { query: 'py:xian', finds: ['西安', '先', '县', '洗案'], not: ['西', 'xian', '安西'] },
    { query: 'py:"xi an"', finds: ['西安'], not: ['先', '县'] },
    { query: 'py:nvren', finds: ['女人'], not: ['怒人'] },
    { query: '拼音：lüse', finds: ['绿色', '綠色'], not: ['露色'] },
  ],
  'py: initials, alone and mixed': [
    {
      query: 'py:zsf',
      finds: ['张三丰', '张三丰到了', '赵书法', '在说服', '找師傅'],
      not: ['zsf', '张三', '张丰三', '三张丰', '张 三丰', '张三，丰'],
    },
    { query: 'py:tk', finds: ['退款', '贴款', '天空'], not: ['款退', 'tk', '退了款'] },
    { query: 'py:wx', finds: ['微信', '威胁', '无效'], not: ['信微', 'wx', '微 信'] },
    { query: 'py:nh', finds: ['你好', '您好啊', '男孩'], not: ['好你', '嗯', '呣哈'] },
    { query: 'py:oy', finds: ['欧阳'], not: ['阳欧', '欧'] },
    { query: 'py:yhk', finds: ['银行卡'], not: ['银卡', '卡行银'] },
    { query: 'py:zhangsf', finds: ['张三丰', '章诗赋'], not: ['赵三丰', '张丰'] },
  ],
  'evasive: spellings of the table': [
    {
      query: 'evasive:微信',
      finds: [
        '微信',
        '加V',
        '加ｖ聊',
        '加薇',
        '➕微信',
        '+v详谈',
        'v信',
        'VX：abc',
        'wx同号',
        '薇信',
        '微.信',
        '绿泡泡',
      ],
      not: ['vxlan', 'wxyz', '威力', '信微', 'av', '加油', 'wei', 'vx1', '泡泡'],
    },
    { query: '~加V', finds: ['加v', '加我微', '伽V', '➕v', '加vx', '家v'], not: ['电话', '加油'] },
    { query: '变体:qq', finds: ['QQ', '扣扣', '企鹅号', 'q q', '口口'], not: ['口', '企业'] },
    { query: 'evasive:支付宝', finds: ['支付寶', '支付保', 'zfb'], not: ['zfbx', '付宝'] },
    { query: 'evasive:无此词', finds: ['无此词'], not: ['吴词'] }, // the table does not know it: as it stands
  ],
}

const NOON = Date.UTC(2026, 9, 5, 4)
let index: TestIndex | null = null
afterEach(() => {
  index?.remove()
  index = null
})

describe.each(Object.entries(TABLE))('%s', (_, cases) => {
  test('finds what it must and nothing that lies close', () => {
    const house = new TestIndex()
    index = house
    expect(new Set(cases.flatMap(({ finds }) => finds)).size).toBeGreaterThanOrEqual(12)
    expect(new Set(cases.flatMap(({ not }) => not)).size).toBeGreaterThanOrEqual(12)
    const told = cases.map(({ finds, not }) => {
      const texts = [...finds, ...not]
      return { texts, numbers: house.source.add(...texts.map((text, at) => ({ text, time: NOON + at }))) }
    })
    house.indexAll()
    for (const [at, { query, finds }] of cases.entries()) {
      const { texts, numbers } = told[at] ?? { texts: [], numbers: [] }
      const hits = new Set(house.findAll(query).numbers)
      expect(
        texts.filter((_text, place) => hits.has(numbers[place] ?? -1)),
        query,
      ).toEqual(finds)
      // and every hit shows why it is one
      for (const text of finds)
        expect(highlightsOf(text, parseQuery(query, 'normal')), `${query}: ${text}`).not.toEqual([])
    }
  })
})

test('whole Han words are what a segmentation of the whole text says, in random texts', () => {
  const house = new TestIndex()
  index = house
  const random = chance(51)
  const pieces = [
    '客户',
    '大',
    '经理',
    '有机',
    '会',
    '投诉',
    '机会',
    '没',
    '才能',
    '力',
    '，',
    ' ',
    'ok',
    '1',
    '的',
    '大学',
    '生',
  ]
  const words = ['客户', '有机', '机会', '才能', '大学', '学生', '会', '大客户', '投诉的', '客户ok', '生']
  const texts = Array.from({ length: 600 }, () =>
    Array.from({ length: 1 + random.below(9) }, () => random.pick(pieces)).join(''),
  )
  const numbers = house.source.add(...texts.map((text, at) => ({ text, time: NOON + at })))
  house.indexAll()
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
  const isJoined = (a = '', b = '') => /^[a-z0-9]$/.test(a) && /^[a-z0-9]$/.test(b)
  for (const word of words) {
    const expected = numbers.filter((_, at) => {
      const text = texts[at] ?? ''
      const borders = new Set([text.length, ...Array.from(segmenter.segment(text), (each) => each.index)])
      const isApart = (place: number) =>
        /^\p{Script=Han}{2}$/u.test(text.slice(place - 1, place + 1))
          ? borders.has(place)
          : !isJoined(text[place - 1], text[place])
      for (let place = text.indexOf(word); place >= 0; place = text.indexOf(word, place + 1))
        if ((place === 0 || isApart(place)) && isApart(place + word.length)) return true
      return false
    })
    expect(
      house.findAll(`=${word}`).numbers.toSorted((a, b) => a - b),
      word,
    ).toEqual(expected)
  }
})

test('in exact mode a whole Han word has borders as written', () => {
  const house = new TestIndex()
  index = house
  const texts = ['老客户', '老客戶', '有机会', '有机蔬菜', '客户c']
  const numbers = house.source.add(...texts.map((text, at) => ({ text, time: NOON + at })))
  house.indexAll()
  const found = (query: string) => {
    const hits = house.findAll(query, { mode: 'exact' }).numbers
    return texts.filter((_, at) => hits.includes(numbers[at] ?? -1))
  }
  expect(found('=客户')).toEqual(['老客户', '客户c'])
  expect(found('=客戶')).toEqual(['老客戶'])
  expect(found('=有机')).toEqual(['有机蔬菜'])
  expect(found('-=有机 -客')).toEqual(['有机会'])
})

test('a whole Han word is found at the end of a long stretch without punctuation', () => {
  const house = new TestIndex()
  index = house
  const long = '客户要求退款不同意投诉到法院了吗'.repeat(20_000)
  const numbers = house.source.add({ text: `${long}有机会`, time: NOON }, { text: `${long}有机蔬菜`, time: NOON + 1 })
  house.indexAll()
  expect(house.findAll('=有机').numbers).toEqual([numbers[1]])
})

describe('in fields that mean people, letters are names and pinyin of names', () => {
  const NAMES: Record<string, { finds: string[]; not: string[] }> = {
    zhangsan: {
      finds: ['张三', '章三峰', '張三豐', 'Zhangsan', '小张三'],
      not: ['张四', '三张', '李三', '张 三', 'Zhang', '赵山'],
    },
    zsf: { finds: ['张三丰', '赵书法', 'zsf01', '小张师傅'], not: ['张三', '丰三张', '张丰', '李四'] },
    lixm: { finds: ['李晓明', '黎小美'], not: ['李明', '王晓明'] },
    anna: { finds: ['Anna B', 'joanna', '安娜', 'ＡＮＮＡ'], not: ['安', '娜安', 'An'] },
    欧阳: { finds: ['歐陽娜', '欧阳'], not: ['欧洋', 'ouyang'] },
    '=张三': { finds: ['张三', '張三'], not: ['张三丰', '小张三'] },
    '=anna': { finds: ['Anna'], not: ['Annabel', '安娜'] },
  }

  const sourceOf = (names: readonly string[]): NameSource => ({
    catalog: {
      conversation: () => null,
      conversationsOf: () => new Set([1 as ConversationNo]),
      counts: () => {
        throw new Error('not asked')
      },
      participantOf: () => null,
    },
    async *participants() {
      yield names.map((name, at) => ({ no: (at + 1) as ParticipantNo, account: `wx_${at}`, names: [name] }))
    },
    subjects: async () =>
      names.map((name, at) => ({ id: `sub_${at}`, name, participants: [(at + 1) as ParticipantNo] })),
    staff: async () => [],
    marks: async () => [],
  })

  test.each(Object.entries(NAMES))('%s', async (value, { finds, not }) => {
    const names = [...finds, ...not]
    for (const field of ['sender', '参与人', 'subject']) {
      const { names: asked } = parseQuery(`${field}:${value}`, 'normal')
      const [found] = await findNames(asked, EVERYTHING, [], sourceOf(names))
      const numbers = field === 'sender' ? found?.numbers : found?.spokenIn
      if (field === 'sender') expect(names.filter((_, at) => numbers?.includes(at + 1))).toEqual(finds)
      // whoever takes part: conversation 1 where anybody is meant
      else expect(found?.numbers).toEqual([1])
    }
  })

  test('the table is long enough', () => {
    const all = Object.values(NAMES)
    expect(new Set(all.flatMap(({ finds }) => finds)).size).toBeGreaterThanOrEqual(12)
    expect(new Set(all.flatMap(({ not }) => not)).size).toBeGreaterThanOrEqual(12)
  })

  test('and accounts are folded as every text is', () => {
    for (let code = 0; code < 0x180; code++) {
      const name = `a${String.fromCharCode(code)}Z`
      expect(foldedName(name), String(code)).toBe(foldedText(name))
    }
  })

  test('which is told, and not done in exact mode', () => {
    const said = (query: string, mode: 'normal' | 'exact' = 'normal') =>
      parseQuery(query, mode).expansion.map(({ kind, became }) => [kind, ...became])
    expect(said('sender:zsf')).toEqual([
      ['field', 'zsf'],
      ['initials', 'z s f'],
    ])
    expect(said('客户:zhangsan')).toEqual([
      ['field', 'zhangsan'],
      ['sound', 'zhang san'],
    ])
    expect(said('sender:张三')).toEqual([['field', '张三']])
    expect(said('sender:=zsf')).toEqual([['field', '=zsf']])
    expect(said('group:zsf department:zsf')).toEqual([
      ['field', 'zsf'],
      ['field', 'zsf'],
    ])
    expect(said('sender:zsf', 'exact')).toEqual([['field', 'zsf']])
  })
})
