import * as OpenCC from 'opencc-js'
import type { Chance } from './chance.ts'
import type { Form, Written } from './forms.ts'
import type { MatrixClass } from './values.ts'

export const CARRIERS = [
  'sentence_zh',
  'sentence_en',
  'list',
  'json',
  'log_line',
  'quoted_reply',
  'file_name',
  'card_title',
  'url_parameter',
  'forwarded_record',
  'no_separator',
  'beside_numbers',
  'emoji',
] as const
export type Carrier = (typeof CARRIERS)[number]

export interface Span {
  readonly text: number
  readonly start: number
  readonly end: number
}

export interface Carried {
  readonly texts: readonly string[]
  readonly spans: readonly Span[]
}

interface Cue {
  readonly zh: readonly string[]
  readonly en: readonly string[]
  readonly key: readonly string[]
}

/** What people call the thing: without such a word a QQ number or a passport number is only a number. */
const CUES: Record<MatrixClass, Cue> = {
  mobile: {
    zh: ['手机', '电话', '手机号', '联系方式', '手机号码'],
    en: ['mobile', 'phone', 'cell'],
    key: ['mobile', 'phone', 'tel'],
  },
  landline: {
    zh: ['座机', '电话', '固话', '公司电话'],
    en: ['office phone', 'landline', 'tel'],
    key: ['tel', 'phone', 'landline'],
  },
  foreign_phone: {
    zh: ['海外电话', '电话', 'WhatsApp'],
    en: ['phone', 'WhatsApp', 'cell'],
    key: ['phone', 'tel', 'whatsapp'],
  },
  id_18: {
    zh: ['身份证', '身份证号', '证件号'],
    en: ['ID card no.', 'ID number'],
    key: ['id_card', 'idno', 'cert_no'],
  },
  id_18_wrong_check: { zh: ['身份证', '身份证号码', '证件号码'], en: ['ID number', 'ID'], key: ['id_card', 'idno'] },
  id_15: { zh: ['老身份证', '身份证号', '一代证'], en: ['old ID number', 'ID card no.'], key: ['id_card', 'idno'] },
  passport: { zh: ['护照', '护照号', '护照号码'], en: ['passport', 'passport no.'], key: ['passport', 'passport_no'] },
  hk_macau_permit: {
    zh: ['港澳通行证', '回乡证', '通行证号'],
    en: ['HK/Macau permit', 'home return permit'],
    key: ['permit_no', 'hk_macau_permit'],
  },
  taiwan_permit: {
    zh: ['台胞证', '台湾通行证', '大陆居民往来台湾通行证'],
    en: ['Taiwan permit', 'Taiwan travel permit no.'],
    key: ['permit_no', 'taiwan_permit'],
  },
  bank_card: {
    zh: ['银行卡', '卡号', '收款账号', '储蓄卡号'],
    en: ['card number', 'bank card', 'account no.'],
    key: ['card_no', 'bank_card', 'account'],
  },
  uscc: {
    zh: ['统一社会信用代码', '信用代码', '税号'],
    en: ['USCC', 'credit code', 'tax ID'],
    key: ['uscc', 'credit_code', 'tax_no'],
  },
  plate: { zh: ['车牌', '车牌号', '车'], en: ['plate', 'licence plate'], key: ['plate', 'plate_no'] },
  email: { zh: ['邮箱', '邮件', '电子邮箱'], en: ['email', 'e-mail', 'mail'], key: ['email', 'mail'] },
  qq: { zh: ['QQ', 'QQ号', '扣扣', 'qq', 'Q号'], en: ['QQ', 'qq no.'], key: ['qq', 'qq_no'] },
  wechat: {
    zh: ['微信', '微信号', 'vx', 'V信', 'wx', '加微'],
    en: ['WeChat', 'WeChat ID', 'wechat'],
    key: ['wechat', 'wxid', 'wechat_id'],
  },
  ip: { zh: ['IP', '登录IP', '服务器地址'], en: ['IP', 'host', 'IP address'], key: ['ip', 'client_ip', 'remote_addr'] },
  mac: { zh: ['MAC地址', '网卡地址', 'MAC'], en: ['MAC', 'MAC address'], key: ['mac', 'mac_addr'] },
  url_token: { zh: ['链接', '付款链接', '地址'], en: ['link', 'URL'], key: ['url', 'link', 'callback'] },
  secret: {
    zh: ['验证码', '密码', '登录密码', '动态码', '口令'],
    en: ['password', 'verification code', 'OTP'],
    key: ['password', 'pwd', 'otp'],
  },
  birth_date: {
    zh: ['出生日期', '生日', '出生'],
    en: ['date of birth', 'DOB', 'born on'],
    key: ['birthday', 'dob', 'birth_date'],
  },
  amount: {
    zh: ['金额', '转账', '欠款', '退款'],
    en: ['amount', 'refund', 'transfer'],
    key: ['amount', 'refund', 'total'],
  },
  order_no: {
    zh: ['订单号', '单号', '订单编号', '运单号'],
    en: ['order no.', 'order number', 'tracking no.'],
    key: ['order_no', 'order_id', 'trade_no'],
  },
}

/** `{zh}`, `{en}`, `{key}` a cue; `{v}` the value with what stands around it. */
const LINES: Record<Carrier, readonly string[]> = {
  sentence_zh: [
    '您好，我的{zh}是{v}，麻烦帮我登记一下。',
    '{zh}：{v}，有问题随时联系',
    '刚才那位客户留的{zh} {v} 你记一下哈',
    '{zh}换了，以后用 {v} 吧',
  ],
  sentence_en: [
    'Hi, my {en} is {v}, please note it down.',
    '{en}: {v}. Call me back when you can',
    'could you update the {en} to {v} thanks',
    'Customer gave {en} {v} this morning',
  ],
  list: [
    '客户资料\n- 地区：华南\n- {zh}：{v}\n- 等级：普通',
    '1. 已签收\n2. {zh} {v}\n3. 待回访',
    'Details\n* region: south\n* {en}: {v}\n* tier: basic',
  ],
  json: [
    '{"ticket":"A","{key}":"{v}","status":"open"}',
    '{\n  "src": "web",\n  "{key}": "{v}"\n}',
    '{"data":[{"{key}":"{v}","ok":true}]}',
  ],
  log_line: [
    '2026-11-05T08:12:33.120Z INFO svc=crm op=update {key}={v} result=ok',
    '[08:12:33] WARN customer check failed, {key}: {v}, retry 2',
    '2026-11-05 08:12:33 DEBUG CustomerService - {key}=[{v}] took 18ms',
  ],
  quoted_reply: [
    '「客户：{zh} {v}」\n- - - - - - - - - - - - - - -\n好的，收到',
    '> {en}: {v}\n\nGot it, thanks',
    '引用 客户：我的{zh}是{v}\n———\n稍等，我查一下',
  ],
  file_name: ['{zh}_{v}_扫描件.pdf', '[文件] {zh}{v}.jpg', '{en}-{v}-final.docx', '客户{zh} {v} 存档.xlsx'],
  card_title: ['[链接] 名片｜{zh} {v}', '[小程序] 客户登记 - {zh}：{v}', '[Link] Contact card | {en} {v}'],
  url_parameter: [
    'https://crm.example.com/u?src=wx&{key}={v}&from=chat',
    'http://h5.example.cn/f?{key}={v}',
    '打开 https://crm.example.com/q?{key}={v} 看看',
  ],
  forwarded_record: [
    '[聊天记录] 群聊的聊天记录\n客户  10:32\n{zh} {v}\n客服  10:33\n已登记',
    '—— 转发的消息 ——\n客户：我的{zh}：{v}\n客服：好的',
    '---------- Forwarded message ----------\nCustomer: my {en} is {v}\nAgent: noted',
  ],
  no_separator: ['麻烦登记{zh}{v}谢谢', '客户{zh}是{v}请尽快处理', '备注一下{zh}为{v}明天回访'],
  beside_numbers: [
    '共3箱，第2页，{zh} {v}，18:30前，完成50%',
    '工单 7，{zh}：{v}；第 3 次回访，等了 20 分钟',
    'item 4 of 12, {en} {v}, 2 attempts, 75% done',
  ],
  emoji: ['📱{zh}{v}👌', '{zh} 👉{v}👈🙏', '😀 {en}: {v} 🎉🎉'],
}

/** What a carrier cannot hold: no line break in a file name, no half of a value in a JSON text. */
const NO_BREAK: readonly Carrier[] = ['json', 'log_line', 'file_name', 'card_title', 'url_parameter']
const SPLITS: readonly Carrier[] = [
  'sentence_zh',
  'sentence_en',
  'quoted_reply',
  'no_separator',
  'beside_numbers',
  'emoji',
]
const NEVER: Partial<Record<Carrier, readonly MatrixClass[]>> = {
  // a colon or a slash cannot stand in a file name; a URL that holds a token is no parameter without being written differently
  file_name: ['url_token', 'mac', 'ip'],
  url_parameter: ['url_token'],
}

export function carries(carrier: Carrier, name: MatrixClass, form: Form): boolean {
  if (NEVER[carrier]?.includes(name)) return false
  if (form === 'line_break') return !NO_BREAK.includes(carrier)
  if (form === 'split') return SPLITS.includes(carrier)
  if (carrier === 'file_name' && name === 'birth_date' && form === 'regrouped') return false
  return !(carrier === 'url_parameter' && form === 'invisible')
}

const toTraditional = OpenCC.Converter({ from: 'cn', to: 't' })

function encode(text: string, carrier: Carrier): string {
  if (carrier === 'json') return JSON.stringify(text).slice(1, -1)
  if (carrier === 'url_parameter') return text.replace(/[ -~]/g, (letter) => encodeURIComponent(letter))
  return text
}

const NEXT = { sentence_en: ['{v}', '{v} that was the rest'], other: ['{v}', '{v}，刚才没发完', '后面是{v}'] } as const

function place(line: string, text: number, written: Written, carrier: Carrier): { text: string; span: Span } {
  const [head = '', tail = ''] = line.split('{v}')
  const before = head + encode(written.before, carrier)
  const value = encode(written.text, carrier)
  return {
    text: before + value + encode(written.after, carrier) + tail,
    span: { text, start: before.length, end: before.length + value.length },
  }
}

/** The value in its surroundings, with where it stands (UTF-16). */
export function carry(name: MatrixClass, form: Form, carrier: Carrier, written: Written, chance: Chance): Carried {
  const cue = CUES[name]
  const style = (text: string): string => (form === 'traditional' ? toTraditional(text) : text)
  const line = style(
    chance
      .pick(LINES[carrier])
      .replace('{zh}', chance.pick(cue.zh))
      .replace('{en}', chance.pick(cue.en))
      .replace('{key}', chance.pick(cue.key)),
  )
  if (written.second === undefined) {
    const placed = place(line, 0, written, carrier)
    return { texts: [placed.text], spans: [placed.span] }
  }
  // the first message breaks off after the first half
  const first = place(`${line.split('{v}')[0]}{v}`, 0, { ...written, after: '' }, carrier)
  const rest = { before: '', text: written.second, after: written.after }
  const next = place(chance.pick(carrier === 'sentence_en' ? NEXT.sentence_en : NEXT.other), 1, rest, carrier)
  return { texts: [first.text, next.text], spans: [first.span, next.span] }
}
