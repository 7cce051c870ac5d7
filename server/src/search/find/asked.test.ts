import type { Kind } from '@cunzhen/proof/keeping'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TestIndex } from '../search.test-support.ts'

// What people type, written down by somebody who had not seen the code: each question against texts that it must find and
// texts that it must not.

let index: TestIndex
beforeEach(() => {
  index = new TestIndex()
})
afterEach(() => index.remove())

const NOON = Date.UTC(2026, 9, 5, 4) // 12:00:00 in China

interface Told {
  text: string
  kind?: Kind
}

/** Which of the records, one second apart from noon on, are found. */
function found(records: readonly Told[], query: string): string[] {
  const numbers = index.source.add(...records.map((one, at) => ({ ...one, time: NOON + 1000 * at })))
  index.indexAll()
  const hits = new Set(index.findAll(query).numbers)
  return records.filter((_, at) => hits.has(numbers[at] ?? -1)).map(({ text }) => text)
}

type Asked = readonly [query: string, finds: readonly string[], not: readonly string[]]

const EVASIVE: Asked[] = [
  [
    'evasive:微信',
    '加V聊 加薇 ➕微信 威❤ 威❤️ 徽❤ 维❤ V❤ V➕ v芯 vx:abc ＶＸ w信 加我薇❤ +wx 加個v 微\u200b信 weichat'.split(' '),
    '微波炉 vxlan 加油 卫星发射 加法 微笑 魏先生 wxyz 维修 微心愿'.split(' '),
  ],
  ['evasive:微信', ['加 V', '加 微', '薇 信', 'v x', 'W X 同号'], ['dev xbox', 'show xml', 'x v']],
  [
    'evasive:加微信',
    ['加V', '➕V', '加个微信', '加你微信', '加下v', '夹v', '➕薇❤', '加 微信'],
    ['微信', '加油', '加班', '威信'],
  ],
  [
    'evasive:qq',
    '扣扣123 q号多少 Q号 加q ➕Q 企鹅号 加🐧 q群 扣群 叩叩 抠抠 秋秋 qq群 口口 加我扣'.split(' '),
    'q 扣子 扣款 抠门 加权 求求你了'.split(' '),
  ],
  ['evasive:qq', ['Q Q', 'q-q 同号'], ['iraq qatar', 'faq-qa']],
  ['evasive:电话', ['電話', '☎', '☎️123', '📞', 'dianhua', '电.话', 'dh'], ['电视', '话费', 'adhoc']],
  ['evasive:手机号', ['手机號', '📱号', '手鸡号', 'sjh'], ['手机壳']],
  ['evasive:支付宝', ['ZFB', '支付寶', '支付保', '吱付宝', 'Alipay'], ['支付', '宝宝']],
  ['evasive:转账', ['转帐', '轉賬', 'zz', '转zhang', '轉帳'], ['账户', 'jazz']],
  ['evasive:红包', ['hb', '🧧', '洪包', '紅包'], ['包子', 'rehab']],
  ['~微信', ['威信', '薇信', '微信', '加V', 'vx', '维新', '味心'], ['微行', '微讯', '信微']],
]

const SOUND: Asked[] = [
  ['py:weixin', ['微信', '威信', '维新', '違心', '微\u200b信'], ['微行', 'weixin', '信微', '微xin']],
  ['py:wx', ['微信', '无锡', '外线'], ['wx', '微 信', '信我']],
  ['py:chongqing', ['重庆', '重慶'], ['重要', '庆重']],
  ['py:lvyou', ['旅游', '旅遊'], ['路由']],
  ['py:lüyou', ['旅游'], ['路由']],
  ['py:nver', ['女儿', '女兒'], ['怒', '儿女']],
  ['py:lveduo', ['掠夺'], ['夺掠']],
  ['py:lueduo', ['掠夺', '略多'], ['路多']],
  ['py:nuedai', ['虐待'], ['努待']],
  ['py:xian', ['西安', '先', '线路'], ['安息']],
  ["py:xi'an", ['西安'], ['先']],
  ['py:ZhangSan', ['张三', '張叁'], ['张四', '三张']],
  ['py:zhāngsān', ['张三'], ['李四']],
  ['py:zhang1san1', ['张三'], ['章四']],
  ['py:lǚyóu', ['旅游'], ['路由']],
  ['拼音：zs', ['张三'], ['三张']],
  ['py:ｚｓ', ['张三'], ['三张']],
  ['py:yinhang', ['银行', '銀行', '引航'], ['银星']],
  ['sound:退款', ['褪款', '推款'], ['对款', '款退']],
  ['~什么', ['甚麼', '什麽', '神么'], ['怎么']],
  ['~账号', ['帳號', '帐号'], ['账户', '号账']],
]

const EDIT: Asked[] = [
  ['~invoice', ['invoise', 'invioce', 'Invoices', 'INVOICE.', '发invoce了'], ['invoicing', 'voice']],
  ['~wechat', ['wechta', 'WeChat', 'wechat号', 'weixin'], ['chat', 'rechat1']],
  ['~4s店a', ['4s店A'], ['4s点b']],
  ['~3dmax', ['3dmax', '3dmx', '3dmaxs', '4dmax'], ['3dm', 'max']],
  ['~13800138000', ['13800138000', '号13800138000。'], ['13800138001', '1380013800']],
]

const EQUAL: Asked[] = [
  ['后面', ['後面', '后面'], ['前面']],
  ['頭髮', ['头发', '头發'], ['头像']],
  ['乾淨', ['干净', '乾净'], ['干劲']],
  ['臺灣', ['台湾', '台灣'], ['海湾']],
  ['里面', ['裡面', '裏面'], ['李面']],
  ['面条', ['麵條'], ['棉条']],
  ['ＡＢＣ', ['abc', 'ａｂｃ', 'AbC', 'ⓐⓑⓒ'], ['a bc']],
  ['❤', ['❤️', '我❤你'], ['💔']],
  ['👍', ['👍🏻', '👍'], ['👎']],
  ['kg', ['5㎏', 'KG'], ['k g']],
  ['a,b', ['a，b', 'a,b'], ['a b']],
  ['100%', ['100％'], ['100']],
  ['￥100', ['¥100', '￥100'], ['$100']],
  ['１３８', ['13812345678', '１３８'], ['1 38', '一三八']],
  ['微信：abc', ['微信：ABC123', '微信:abc'], ['微信 abc']],
]

const SIGNS: Asked[] = [
  ['"不同意退款"', ['我不同意退款', '不同意\u200b退款'], ['不同意，退款', '同意退款']],
  ['“不同意退款”', ['我不同意退款'], ['同意退款']],
  ['"说""好"""', ['他说"好"'], ['他说好']],
  ['同意退款 -不同意', ['同意退款'], ['不同意退款']],
  ['退款 NOT (测试 OR demo)', ['退款申请'], ['退款测试', '退款 DEMO', '申请']],
  ['退款 －测试', ['退款'], ['退款测试']],
  ['-测试 -样本', ['正式'], ['测试', '样本']],
  ['NOT NOT 测试', ['测试'], ['正式']],
  ['（退款｜退费）＋投诉', ['退费我要投诉', '投诉退款'], ['投诉', '退款']],
  ['(退款|退费)(投诉|举报)', ['举报退费'], ['退款']],
  ['((a b)|(c -d)) e', ['e a b', 'e c'], ['x a', 'e c d', 'a b']],
  ['退款 and 投诉', ['退款 and 投诉'], ['投诉要退款']],
  ['https://a.com/x', ['看 https://a.com/x?y'], ['http://a.com']],
  ['"C++"', ['会C++', 'c＋＋'], ['C语言']],
  ['=vx', ['vx', 'VX号', '加vx：a', 'vx_1'], ['vxlan', 'avx', 'vx1']],
  ['="ok la"', ['OK la!'], ['ok lah', 'ok  la']],
  ['验证码 123', ['验证码是123456', '123 验证码'], ['验证码 456']],
]

describe.each(Object.entries({ EVASIVE, SOUND, EDIT, EQUAL, SIGNS }))('%s', (_, asked) => {
  test.each(asked)('%s', (query, finds, not) => {
    const texts = [...finds, ...not].map((text) => ({ text }))
    expect(found(texts, query)).toEqual(finds)
  })
})

describe('times and kinds', () => {
  const FOUR: Told[] = [
    { text: '一' },
    { text: '二', kind: 'image' },
    { text: '三', kind: 'voice' },
    { text: '四', kind: 'file' },
  ]
  test.each([
    ['from:2026-10-05T12:00:01 to:2026-10-05T12:00:02', '二三'],
    ['from:2026-10-05T12:00:02', '三四'],
    ['to:2026-10-05T12:00:00', '一'],
    ['to:2026-10-05T04:00:01Z', '一二'],
    ['from:2026-10-05T12:00:02+08:00', '三四'],
    ['from:2026-10-05T13:00:02＋09:00', '三四'],
    ['from:2026-10-04T23:00:03-05:00', '四'],
    ['from:"2026-10-05 12:00:03"', '四'],
    ['from:2026年10月5日12:00:03', '四'],
    ['起:2026年10月5日 止:2026年10月5日', '一二三四'],
    ['from:2026年10月 to:2026年10月', '一二三四'],
    ['from:20261005 to:20261005', '一二三四'],
    ['from:20261006', ''],
    ['to:2026-10-05T11:59', ''],
    ['to:2026-10-05T12:00', '一二三四'],
    ['类型：图片,语音', '二三'],
    ['-kind:text -类型:文件', '二三'],
    ['(kind:image | 四) from:2026-10-05T12:00:01', '二四'],
    ['from:2026-10-05T12:00:02+三', '三'],
  ])('%s', (query, expected) => {
    expect(found(FOUR, query).join('')).toBe(expected)
  })

  test.each([
    'from:2026-02-30',
    'from:20261332',
    'from:2026-10-05T25:00',
    'from:昨天',
    'from:2026年',
    'from:10-05',
    'from:2026-10-05T12:00:03,2026-10-06',
  ])('%s is refused', (query) => {
    expect(() => index.find(query)).toThrow(expect.objectContaining({ code: 'query_time_unreadable' }))
  })

  test('a zone behind a time is read back as the same question', () => {
    const [told] = index.find('from:2026-10-05T13:00:02+09:00').expansion
    expect(told?.became).toEqual(['2026-10-05T12:00:02'])
    expect(index.find(told?.typed ?? '').expansion[0]?.became).toEqual(['2026-10-05T12:00:02'])
  })
})
