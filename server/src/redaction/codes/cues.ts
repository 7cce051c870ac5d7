import type { NormalText } from '../text/normal.ts'

// Words right before a number say what it is. Looks back at most 40 units, so its cost does not grow with the text.

export type Cue = 'phone' | 'id' | 'card' | 'order' | null

// Between the word and the number: `：`, 是, 为, 号码, brackets, and the like.
const LINK = new Set([...' :=-_>→()[]{}"\'“”‘’,，.、/|#是为係系就的号码\n'].map((char) => char.charCodeAt(0)))
// The reader holds the fold: lower case, simplified.
const WORDS: readonly (readonly [Exclude<Cue, null>, RegExp])[] = [
  [
    'id',
    /(?:身份证|身份|证件|居民证|公民身份|老身份证|一代证|二代证|证|证件号|sfz|idcard|id card|id no|id number|idno|id_no|id_card|id_number|cert_no|certno|cert|id|identity|ssn)$/,
  ],
  [
    'card',
    /(?:银行卡|公户|储蓄卡|账|帐|信用卡|借记卡|卡|账号|帐号|账户|帐户|收款|户头|户口|存折|折|[工农建中招交]行|恒生|汇丰|中银|渣打|card|card no|card number|credit card|cc|account|acct|iban)$/,
  ],
  [
    'order',
    /(?:订单|单|运单|快递|流水|编|序列|条形|条|发票|交易|工单|案件|order|order no|tracking|no|sn|serial|invoice|ticket)$/,
  ],
  [
    'phone',
    /(?:电话|手机|联系方式|联系|座机|固话|热线|传真|拨打|致电|来电|电联|打|拨|客服|咨询|预订|预约|短|话|机|电|微信|tel|telephone|phone|mobile|cell|fax|call|ph|mob|contact|whatsapp|dial|hotline|办公室|前台|总机|总台|内线|外线|专线|直线|手提|号儿|值班室?|宅电|门卫室|服务台)$/,
  ],
]

const LINKING =
  /(?: to| is| was| now|换了,以后用|换了|以后用|改成|改为|换成|变更为|更新为| no| num| number|[_ ]no|[_ ]num|新的?)$/

/** Back over signs and linking words (`：`, 是, 换了，以后用, is, to), at most 24 units. */
function backOver(text: NormalText, from: number, at: number): number {
  let end = from
  while (end > 0 && at - end < 24 && isLink(text.unit[end - 1] ?? 0)) end -= 1
  let before = ''
  for (let i = Math.max(0, end - 8); i < end; i += 1) before += String.fromCharCode(text.unit[i] ?? 0)
  const linking = LINKING.exec(before)
  return linking === null || at - end >= 24 ? end : backOver(text, end - linking[0].length, at)
}

/** Signs, and emoji that point. */
function isLink(unit: number): boolean {
  return (
    LINK.has(unit) ||
    (unit >= 0x2190 && unit <= 0x2bff) ||
    (unit >= 0xd83c && unit <= 0xd83e) ||
    (unit & 0xfc00) === 0xdc00
  )
}

/** What the words that end right before folded unit `at` announce. */
export function cueBefore(text: NormalText, at: number): Cue {
  const end = backOver(text, at, at)
  let before = ''
  for (let i = Math.max(0, end - 16); i < end; i += 1) before += String.fromCharCode(text.unit[i] ?? 0)
  for (const [cue, word] of WORDS) if (word.test(before)) return cue
  return isNumberAlone(text, end, at) ? 'phone' : null
}

/** 号码15 00 12 …, 我的号码是…: nothing says what number, so it is the one that people have. */
function isNumberAlone(text: NormalText, end: number, at: number): boolean {
  let over = ''
  for (let i = end; i < at; i += 1) over += String.fromCharCode(text.unit[i] ?? 0)
  return over.includes('号码') && (end === 0 || !/[\u4e00-\u9fffa-z\d]/.test(lastOf(text, end)))
}

/** The unit before `end`, but for one that says whose: 我, 他, 你. */
function lastOf(text: NormalText, end: number): string {
  const last = String.fromCharCode(text.unit[end - 1] ?? 0)
  return /[我你您他她]/.test(last) ? '' : last
}
