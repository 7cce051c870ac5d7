import { DOT, isDigit, isHan, isLatin, type NormalText } from '../text/normal.ts'
import { isInsideWord, isPartOfWord } from '../words/dictionary.ts'
import { isNameGap } from '../words/spelling.ts'
import { ENGLISH_WORDS_AS_NAMES, NOT_AFTER_TITLE, TITLES, WORDS_AS_NAMES } from '../words/surnames.ts'
import type { Pattern } from './pattern.ts'
import { isWordUnit } from './roster.ts'

// Whether a spelling of the roster is somebody where it stands, by what stands beside it.

/** Only where bytes leave is a name believed that is no surer. */
export const FAINT = 0.3
const AT = 0x40
const SPACE = 0x20
const COLON = 0x3a

/** How sure the spelling of `pattern` at units [start, end) is a name here; 0 = it is not one. */
export function judge(text: NormalText, pattern: Pattern, start: number, end: number): number {
  const before = start > 0 ? (text.unit[start - 1] ?? 0) : 0
  const after = end < text.length ? (text.unit[end] ?? 0) : 0
  const first = text.unit[start] ?? 0
  if (isWordUnit(first) && isWordUnit(before)) return 0
  if (isWordUnit(text.unit[end - 1] ?? 0) && isWordUnit(after) && !numbered(text, pattern, start, end)) return 0
  if (pattern.kind === 'account') return 0.9
  if (isLatin(first)) return judgeLatin(text, pattern, start, end)
  const called = before === AT || titleAt(text, end) > 0 || saysName(text, start)
  const edges = (isHan(before) ? 0 : 1) + (isHan(after) ? 0 : 1)
  const sure = called || edges === 2
  const word = pattern.word === true || WORDS_AS_NAMES.has(folded(text, start, end))
  if (word) return sure || speaksOrOwns(text, start, end) ? 0.5 : opens(text, pattern, start, end) ? FAINT : 0
  if (!called && isPartOfWord(text.unit, text.length, start, end)) return 0
  // 流程前置: words on both sides
  const crossed = [start, end].filter((at) => isInsideWord(text.unit, text.length, at)).length
  if (end - start === 2 && crossed === 2) return called ? 0.5 : 0
  if (pattern.form === 'part') return sure || crossed === 0 ? 0.5 : edges > 0 ? FAINT : 0
  if (pattern.loose) return called || edges > 0 ? 0.6 : 0
  return 0.95
}

/** Two consonants with which English words begin, and with which they end. */
const OPEN_ENGLISH = /^(?:[bcfgkps]l|[bcdfgkptw]r|[cgpstw]h|kn|gn|ps|s[ckmnpqtw]|[dt]w)/
const END_ENGLISH =
  /(?:n[gktdscn]|[tscgph]h|ck|[scpnxfrhlt]t|s[kps]|[tkpgdblmrwc]s|l[ldfkmp]|r[dmnkplbfcr]|ff|m[pb]|wn|wl|zz)$/
const CONSONANTS = /^[bcdfghjklmnpqrstvwxz]{2}$/

/** jzhou, sunhr, A. Lee: no word of English begins or ends so, or has a dot inside. */
function isNoEnglish(written: string): boolean {
  const word = written.toLowerCase()
  return (
    word.includes('.') ||
    (CONSONANTS.test(word.slice(0, 2)) && !OPEN_ENGLISH.test(word)) ||
    (CONSONANTS.test(word.slice(-2)) && !END_ENGLISH.test(word))
  )
}

function judgeLatin(text: NormalText, pattern: Pattern, start: number, end: number): number {
  if (start > 0 && text.unit[start - 1] === AT) return 0.95
  const written = text.text.slice(text.from[start] ?? 0, text.to[end - 1] ?? 0)
  const capital = /^\p{Lu}/u.test(written.normalize('NFKC'))
  if (pattern.way === 'initials') return areInitials(text, written, start, end) ? 0.5 : 0
  if (pattern.way === 'short')
    return standsBesideHan(text, start, end) || isNoEnglish(written) || end - start === text.length ? 0.6 : 0
  if (!capital && pattern.capital && ENGLISH_WORDS_AS_NAMES.has(folded(text, start, end))) return 0
  return !capital && pattern.form === 'part' && end - start < 4 ? 0 : 0.85
}

/** zhangwei88: a name of letters with figures behind it. */
function numbered(text: NormalText, { kind }: Pattern, start: number, end: number): boolean {
  let to = end
  while (to < text.length && isDigit(text.unit[to] ?? 0)) to += 1
  return kind === 'name' && end - start > 4 && to > end && to - end < 7 && !isWordUnit(text.unit[to] ?? 0)
}

/** zw说, 和lzh, ZW: all in one case, no part of a path or a number, and in Chinese. */
function areInitials(text: NormalText, written: string, start: number, end: number): boolean {
  if (!/^(?:[a-z]+|[A-Z](?:\.?[A-Z])+)$/.test(written) || !isOpen(text.unit[start - 1]) || !isOpen(text.unit[end]))
    return false
  const to = text.unit[end] === DOT ? end + 1 : end
  const beside = standsBesideHan(text, start, to)
  if (folded(text, start, end).length > 2) return beside
  const before = String.fromCharCode(text.unit[start - 1] ?? SPACE)
  const alone = !isHan(text.unit[to] ?? 0) && start === 0
  return (
    alone ||
    (beside &&
      ((!isHan(before.charCodeAt(0)) && (speaks(text, to) || isAt(text, to, '的') || to > end)) ||
        LEADS.includes(before)))
  )
}

const PATH = new Set([...'-_/\\:=&#%+<>'].map((sign) => sign.charCodeAt(0)))

function isOpen(unit: number | undefined): boolean {
  return unit === undefined || !(PATH.has(unit) || isDigit(unit))
}

function standsBesideHan(text: NormalText, start: number, end: number): boolean {
  const left = text.unit[start - 1] === SPACE ? start - 2 : start - 1
  const right = end < text.length && text.unit[end] === SPACE ? end + 1 : end
  return isHan(text.unit[left] ?? 0) || (right < text.length && isHan(text.unit[right] ?? 0))
}

/** No word goes on at either side. */
export function standsAlone(text: NormalText, start: number, end: number): boolean {
  return !isHan(text.unit[start - 1] ?? 0) && (end >= text.length || !isHan(text.unit[end] ?? 0))
}

/** Behind somebody who speaks, comes or is spoken of. */
const SPEAKS = [...'说讲问答在把去来走请跟让给帮今昨刚已也都又没']
/** Before somebody who is told of: 和, 跟, 找. */
export const LEADS = '和跟与找问让叫给请约帮陪等对同'

function speaks(text: NormalText, end: number): boolean {
  return end < text.length && SPEAKS.some((word) => isAt(text, end, word))
}

/** What customers have, and what is told of one only: 万一的保单, 文章本人. */
const OWNED =
  '保单 订单 工单 病历 处方 检查 报告 作业 行李 车票 护照 名字 地址 签名 意见 方案 孩子 客户 账单 化验单 快递 包裹 电话 手机 号 账户 账号 卡 合同 发票 套餐 成绩 简历 身份证 资料 材料 微信 家长 爸 妈 家属 投诉 退款 车 工资 货 单子 件'.split(
    ' ',
  )

function speaksOrOwns(text: NormalText, start: number, end: number): boolean {
  if (end >= text.length) return false
  const before = start > 0 ? (text.unit[start - 1] ?? 0) : 0
  if (isAt(text, end, '本人') || (!isHan(before) && speaks(text, end))) return true
  const led = !isHan(before) || LEADS.includes(String.fromCharCode(before)) || isAt(text, start - 1, '是')
  return led && isAt(text, end, '的') && OWNED.some((thing) => isAt(text, end + 1, thing))
}

/** Words that sentences begin with, and what follows words that are no name: 静静地, 开心就好. */
const OPENERS = new Set(
  '马上 常常 方便 成功 关心 关系 安全 万一 明天 明白 任何 陆续 应该 连续 许多 于是 关于 由于 但是 终于 平时 平常 居然 时候 时间 相信 相关 全部 你好 谢谢 加油 努力 夏天 今天 天天'.split(
    ' ',
  ),
)
const NOT_BEHIND = new Set([...'的地得了就一不很是里上下中过起之而'])

/** A clause begins with it, and goes on as with somebody. */
function opens(text: NormalText, { way }: Pattern, start: number, end: number): boolean {
  if (start > 0 && isHan(text.unit[start - 1] ?? 0)) return false
  const after = String.fromCharCode(text.unit[end] ?? 0)
  const goesOn = !NOT_BEHIND.has(after) || (way === 'given' && after === '的')
  return goesOn && !OPENERS.has(folded(text, start, end)) && !isInsideWord(text.unit, text.length, end)
}

function folded(text: NormalText, start: number, end: number): string {
  let out = ''
  for (let i = start; i < end; i += 1) {
    const unit = text.unit[i] ?? 0
    if (!isNameGap(unit)) out += String.fromCharCode(unit)
  }
  return out
}

const SAYS =
  '我叫 叫做 叫 我是 这是 名字是 姓名 名字 找 联系 联系人 收件人 客户 同事 老婆 老公 业主 乘客 租客 房东 投保人 受益人 报案人 收款人 付款人 受理人 委托人 经办人 申请人 当事人 原告 被告 户主 机主 车主 患者 家属 坐席 座席 客户经理 主播 学生'.split(
    ' ',
  )

/** 投保人:, 座席：: a colon between. */
function saysBefore(text: NormalText, start: number): boolean {
  let at = start - 1
  while (at > 0 && text.unit[at] === SPACE) at -= 1
  return text.unit[at] === COLON && SAYS.some((words) => at >= words.length && isAt(text, at - words.length, words))
}

/** 我叫…, 找…: what follows is a name even where it is also a word. */
function saysName(text: NormalText, start: number): boolean {
  return (
    SAYS.some((words) => start >= words.length && isAt(text, start - words.length, words)) || saysBefore(text, start)
  )
}

export function isAt(text: NormalText, at: number, words: string): boolean {
  for (let i = 0; i < words.length; i += 1)
    if (text.unit[at + i] !== words.charCodeAt(i) || at + i >= text.length) return false
  return true
}

/** Besides what is put behind a name that nobody knows: behind one of the roster these are a title too. */
const ALL_TITLES = [
  ...TITLES,
  ...'编剧 编辑 主编 总裁 记者 摄影 主播 楼长 中介 房东 保洁 家长 师母 师娘 姥姥 姥爷 小哥 代表 厨师 大厨 督导 警官 同事'.split(
    ' ',
  ),
  ...'兄爷律',
]
const NOT_AFTER: Readonly<Record<string, string>> = { ...NOT_AFTER_TITLE, 兄: '弟妹', 爷: '们', 律: '法' }

/** Length of the title that begins at `at`, 0 = none. */
export function titleAt(text: NormalText, at: number): number {
  if (at >= text.length) return 0
  if (isAt(text, at, 'sir')) return isWordUnit(text.unit[at + 3] ?? 0) ? 0 : 3
  if (!isHan(text.unit[at] ?? 0)) return 0
  // 陈生: Mr Chan, and 陈生气了 is not
  if (isAt(text, at, '生')) return isHan(text.unit[at + 1] ?? 0) && at + 1 < text.length ? 0 : 1
  for (const title of ALL_TITLES) {
    if (!isAt(text, at, title)) continue
    const next = at + title.length < text.length ? String.fromCharCode(text.unit[at + title.length] ?? 0) : ''
    if (next === '' || NOT_AFTER[title]?.includes(next) !== true) return title.length
  }
  return 0
}
