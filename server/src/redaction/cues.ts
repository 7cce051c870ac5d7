import type { NormalText } from './normal.ts'

// Words right before a number say what it is. Looks back at most 28 units, so its cost does not grow with the text.

export type Cue = 'phone' | 'id' | 'card' | 'order' | null

// Between the word and the number: `：`, 是, 为, 号码, brackets, and the like.
const LINK = new Set([...' :=-_>→()[]{}"\'“”‘’,，.、/|#是为係系就的号码\n'].map((char) => char.charCodeAt(0)))
// The reader holds the fold: lower case, simplified.
const WORDS: readonly (readonly [Exclude<Cue, null>, RegExp])[] = [
  ['id', /(?:身份证|身份|证件|居民证|公民身份|sfz|idcard|id card|id no|id|identity|ssn)$/],
  [
    'card',
    /(?:银行卡|储蓄卡|信用卡|借记卡|卡|账号|帐号|账户|帐户|收款|户头|card|card no|card number|credit card|cc|account|acct|iban)$/,
  ],
  [
    'order',
    /(?:订单|单|运单|快递|流水|编|序列|条形|条|发票|交易|工单|案件|order|order no|tracking|no|sn|serial|invoice|ticket)$/,
  ],
  [
    'phone',
    /(?:电话|手机|联系方式|联系|座机|固话|热线|传真|拨打|致电|来电|电联|打|拨|客服|咨询|预订|预约|短|话|机|电|微信|tel|telephone|phone|mobile|cell|fax|call|ph|mob|contact|whatsapp|dial|hotline)$/,
  ],
]

/** What the words that end right before folded unit `at` announce. */
export function cueBefore(text: NormalText, at: number): Cue {
  let end = at
  while (end > 0 && at - end < 12 && LINK.has(text.unit[end - 1] ?? 0)) end -= 1
  let before = ''
  for (let i = Math.max(0, end - 16); i < end; i += 1) before += String.fromCharCode(text.unit[i] ?? 0)
  for (const [cue, word] of WORDS) if (word.test(before)) return cue
  return null
}
