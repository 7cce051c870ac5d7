import { isHan, type NormalText } from '../text/normal.ts'
import { isInsideWord } from '../words/dictionary.ts'
import { folded, isAt, isLed, LEADS, speaks } from './beside.ts'
import type { Pattern } from './pattern.ts'

// Names that are words too (严格, 明天): whether the words around one speak of somebody, or surely of something else.

/** What customers have, and what is told of one only: 万一的保单, 文章本人. */
const OWNED =
  '保单 订单 工单 病历 处方 检查 报告 作业 行李 车票 护照 名字 地址 签名 意见 方案 孩子 客户 账单 化验单 快递 包裹 电话 手机 号 账户 账号 卡 合同 发票 套餐 成绩 简历 身份证 资料 材料 微信 家长 爸 妈 家属 投诉 退款 车 工资 货 单子 件 校服 书包 成绩单 工号 工牌 通知 头像 声音 车位 房子 行程 座位 饭卡 门禁'.split(
    ' ',
  )

export function speaksOrOwns(text: NormalText, start: number, end: number): boolean {
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
/** 上线, 下单, 过来, 起床: what somebody does. */
const DOES = /^(?:上[线班号车楼课来去传床门台手]|下[线班单车楼课来去载床]|过[来去]|起[床来诉]|中[奖招标])/

/** Before and behind what is a word: 很高兴, 不方便, 一杯奶茶, 高兴地, 方便的话. 你好高兴 and 高兴地址 are somebody. */
const OF_A_WORD_BEFORE =
  /(?:[很太更最挺蛮超]|(?<![我你您们大早上午晚])[真好]|(?<![要])不|非常|十分|特别|比较|有点儿?|有些|那么|这么|如此|感到|保持|加倍|说得|[\d一二两三四五六七八九十百几半]+(?:[个只杯碗袋箱瓶份条块朵颗粒辆台首片张盒包根桶斤克顿场]))$/u
const OF_A_WORD_BEHIND = /^(?:地(?![址方铁区下图点板面])|得(?!罪)|[性化率]|们|的话|的时候|起来)/u

/** 和建国一起, 让建国下午来. */
const WITH_SOMEBODY = /^(?:一[起同块]|[上下]午|下班|就[在来]|过[来去])/u

/** The words around leave no doubt that it is nobody. */
export function saysOtherwise(text: NormalText, start: number, end: number): boolean {
  return OF_A_WORD_BEFORE.test(unitsOf(text, start - 4, start)) || OF_A_WORD_BEHIND.test(unitsOf(text, end, end + 3))
}

/** A word that the roster has as somebody's whole name, or a given name that is led to. For bytes that leave. */
export function mayBeMeant(text: NormalText, { form, far }: Pattern, start: number, end: number): boolean {
  if (far === true || saysOtherwise(text, start, end)) return false
  if (form === 'full') return true
  const behind = unitsOf(text, end, end + 2)
  return isLed(text, start) && (!NOT_BEHIND.has(behind.charAt(0)) || WITH_SOMEBODY.test(behind))
}

function unitsOf(text: NormalText, from: number, to: number): string {
  return String.fromCharCode(...text.unit.subarray(Math.max(0, from), Math.min(Math.max(0, to), text.length)))
}

/** A clause begins with it, and goes on as with somebody. */
export function opens(text: NormalText, { way }: Pattern, start: number, end: number): boolean {
  if (start > 0 && isHan(text.unit[start - 1] ?? 0)) return false
  const after = String.fromCharCode(text.unit[end] ?? 0)
  const goesOn = !NOT_BEHIND.has(after) || DOES.test(unitsOf(text, end, end + 2)) || (way === 'given' && after === '的')
  return goesOn && !OPENERS.has(folded(text, start, end)) && !isInsideWord(text.unit, text.length, end)
}

/** Behind the first word of a clause somebody is spoken to: 月亮，在吗. */
const CALLS = /^(?:[ ]?[,:!?~.;。、]|在吗|在不在|你|您|$)/u

/** A clause begins with it, and somebody is spoken to. */
export function isCalled(text: NormalText, start: number, end: number): boolean {
  if (start > 0 && isHan(text.unit[start - 1] ?? 0)) return false
  return CALLS.test(unitsOf(text, end, end + 3))
}

/** A piece of a nickname: 香菜 of 不吃香菜. */
export function isAddressed(text: NormalText, pattern: Pattern, start: number, end: number): boolean {
  if (start > 0 && isHan(text.unit[start - 1] ?? 0)) return false
  return (
    isCalled(text, start, end) ||
    opens(text, pattern, start, end) ||
    (speaks(text, end) && !OPENERS.has(folded(text, start, end)))
  )
}
