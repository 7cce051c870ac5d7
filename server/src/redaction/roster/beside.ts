import { isHan, isWordUnit, type NormalText } from '../text/normal.ts'
import { isNameGap, isSign } from '../words/spelling.ts'
import { MORE_TITLES, NOT_AFTER_TITLE, TITLES } from '../words/surnames.ts'

// What stands beside a spelling of the roster, and whether it speaks of somebody: titles, verbs, 找 and 联系人：.

const SPACE = 0x20
const COLON = 0x3a

/** No word goes on at either side. */
export function standsAlone(text: NormalText, start: number, end: number): boolean {
  return !isHan(text.unit[start - 1] ?? 0) && (end >= text.length || !isHan(text.unit[end] ?? 0))
}

/** A Chinese character within three units, whatever stands between: 参会：xyli、前台. */
export function isNearHan({ unit, length }: NormalText, start: number, end: number): boolean {
  for (let at = Math.max(0, start - 3); at < Math.min(length, end + 3); at += 1)
    if ((at < start || at >= end) && isHan(unit[at] ?? 0)) return true
  return false
}

/** Behind somebody who speaks, comes or is spoken of. */
const SPEAKS = [...'说讲问答在把去来走请跟让给帮今昨刚已也都又没']
/** Before somebody who is told of: 和, 跟, 找. */
export const LEADS = '和跟与找问让叫给请约帮陪等对同'

/** 跟明天, 找高兴, 问一下建国. */
export function isLed(text: NormalText, start: number): boolean {
  const before = String.fromCharCode(text.unit[start - 1] ?? 0)
  return start > 0 && (LEADS.includes(before) || before === '说' || (start > 1 && isAt(text, start - 2, '一下')))
}

export function speaks(text: NormalText, end: number): boolean {
  return end < text.length && SPEAKS.some((word) => isAt(text, end, word))
}

export function folded(text: NormalText, start: number, end: number): string {
  let out = ''
  for (let i = start; i < end; i += 1) {
    const unit = text.unit[i] ?? 0
    if (!isNameGap(unit) && !isSign(unit)) out += String.fromCharCode(unit)
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
export function saysName(text: NormalText, start: number): boolean {
  return (
    SAYS.some((words) => start >= words.length && isAt(text, start - words.length, words)) || saysBefore(text, start)
  )
}

export function isAt(text: NormalText, at: number, words: string): boolean {
  for (let i = 0; i < words.length; i += 1)
    if (text.unit[at + i] !== words.charCodeAt(i) || at + i >= text.length) return false
  return true
}

const ALL_TITLES = [...TITLES, ...MORE_TITLES].sort((a, b) => b.length - a.length)
const NOT_AFTER: Readonly<Record<string, string>> = { ...NOT_AFTER_TITLE, 兄: '弟妹', 爷: '们', 律: '法' }

/** Length of the title that begins at `at`, 0 = none. */
export function titleAt(text: NormalText, at: number): number {
  if (at >= text.length) return 0
  if (isAt(text, at, '-san')) return isWordUnit(text.unit[at + 4] ?? 0) ? 0 : 4
  if (isAt(text, at, 'sir')) return isWordUnit(text.unit[at + 3] ?? 0) ? 0 : 3
  if (!isHan(text.unit[at] ?? 0)) return 0
  // 陈生: Mr Chan, and 陈生气了 is not
  if (isAt(text, at, '生')) return isHan(text.unit[at + 1] ?? 0) && at + 1 < text.length ? 0 : 1
  for (const title of ALL_TITLES) {
    if (!isAt(text, at, title)) continue
    const next = at + title.length < text.length ? String.fromCharCode(text.unit[at + title.length] ?? 0) : ''
    // 和张某一起去, and no 某一天
    if (title === '某' && isAt(text, at + 1, '一起')) return 1
    if (next === '' || NOT_AFTER[title]?.includes(next) !== true) return title.length
  }
  return 0
}
