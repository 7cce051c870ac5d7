import { isDigit, isHan, isWordUnit, type NormalText } from '../text/normal.ts'
import { isInsideWord } from '../words/dictionary.ts'
import { isAt, isLed, isNearHan, speaks, titleAt } from './beside.ts'
import { FAINT } from './pattern.ts'

// Display names of one character or of a few figures (默, L, 007): somebody where the form of a text says so, and for bytes that leave where
// a word of everything does not explain them.

const AT = 0x40
const QUOTES = new Set([...'"\'“”‘’「」『』《》'].map((sign) => sign.charCodeAt(0)))
/** 风的快递, 风你在哪, 风拍了拍我. */
const GOES_ON = ['的', '你', '您', '明', '拍了拍', '撤回', '邀请', '修改', '加入', '退出', '领取']
const BEFORE = ['谢谢', '恭喜', '感谢', '欢迎', '引用 ', '] ']
/** L码, 007号楼, 9527元. */
const MEASURES = new Set([
  ...'码号型级档元块个年月日点分秒米人次条件楼室栋层只单天周万千百亿度岁路线折期杯瓶斤克倍页集套份届',
])
const NUMBERED = new Set([...'第尾共约近每满减价付收转扣款'])

export function judgeToken(text: NormalText, start: number, end: number): number {
  const { unit } = text
  const before = unit[start - 1] ?? 0
  const after = unit[end] ?? 0
  if (before === AT || (QUOTES.has(before) && QUOTES.has(after))) return 0.9
  const opens = !isHan(before) && !isWordUnit(before)
  const ends = !isHan(after) && !isWordUnit(after)
  const led = isLed(text, start) || BEFORE.some((words) => isAt(text, start - words.length, words))
  if (!isHan(unit[start] ?? 0)) return isLatinToken(text, start, end, led) ? FAINT : 0
  if (opens && (ends || titleAt(text, end) > 0)) return FAINT
  if ([start, end].some((at) => isInsideWord(unit, text.length, at))) return 0
  const goesOn = ends || speaks(text, end) || GOES_ON.some((words) => isAt(text, end, words))
  return led || isAt(text, end, '说') || (opens && goesOn) ? FAINT : 0
}

/** L说, 找007签字; no size, no number of anything. */
function isLatinToken(text: NormalText, start: number, end: number, led: boolean): boolean {
  const before = String.fromCharCode(text.unit[start - 1] ?? 0)
  const after = String.fromCharCode(text.unit[end] ?? 0)
  if (MEASURES.has(after) || NUMBERED.has(before) || '.-/+#%&=_'.includes(before) || '.-/+#%&=_'.includes(after))
    return false
  for (let at = Math.max(0, start - 2); at < end + 2; at += 1)
    if ((at < start || at >= end) && isDigit(text.unit[at] ?? 0)) return false
  return led || start === 0 || end === text.length || isNearHan(text, start, end)
}
