import { isHan, NEWLINE, type NormalText } from '../text/normal.ts'
import { isEverydayWord, isInsideWord } from '../words/dictionary.ts'
import { LINKING_SURNAMES, NICKS, NOT_BEFORE_SURNAME, NOT_NICKS, NOT_TITLED, SHORT_TITLES } from '../words/surnames.ts'
import { folded, isAt, standsAlone, titleAt } from './beside.ts'
import { FAINT, type Match, type Pattern } from './pattern.ts'
import type { Roster } from './roster.ts'
import { whoIsTitled } from './whose-title.ts'
import { isCalled } from './words.ts'

// People of the roster by one character of their names: 张总, 老张, 静，带杯水.

const TITLED: Pattern = { form: 'titled', kind: 'name', capital: false, loose: false }
const LONE: Pattern = { form: 'part', kind: 'name', capital: false, loose: false }

const AT = 0x40
/** What a shop or a school does not: 谢店说. */
const SAYS = '说讲问答批签'

/** 张总, 欧阳老师, 老张, 小王: only surnames that somebody of the roster bears. */
export function addTitled(text: NormalText, roster: Roster, matches: Match[]): void {
  if (roster.surnames.size === 0) return
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.unit[at] ?? 0
    if (!roster.surnameFirst.mayHave(unit)) continue
    const one = String.fromCharCode(text.unit[at] ?? 0)
    const two = at + 1 < text.length ? one + String.fromCharCode(text.unit[at + 1] ?? 0) : one
    const surname = roster.surnames.has(two) ? two : one
    const person = roster.surnames.get(surname)
    if (person === undefined) continue
    const to = at + surname.length
    const found = titleAt(text, to)
    const add = (start: number, end: number, confidence: number): void => {
      const meant = person === null ? null : whoIsTitled(text, roster, person, at, to, end)
      matches.push({ start, end, from: at, to, pattern: TITLED, person: meant, confidence })
    }
    const title = found === 1 && LINKING_SURNAMES.has(one) ? 0 : found
    const before = at > 0 ? String.fromCharCode(text.unit[at - 1] ?? 0) : ''
    if (title > 0 && isTitled(text, at, to + title) && !NOT_BEFORE_SURNAME.has(before)) {
      // 小 of 小柏先生
      const start = NICKS.has(before) ? at - 1 : at
      add(start, to + title, 0.8)
    } else if (found > 0 && beginsClause(text, at, to + found)) {
      add(at, to + found, FAINT)
    } else if (
      NICKS.has(before) &&
      (standsAlone(text, at - 1, to) || !NOT_NICKS.some((word) => isAt(text, at - 1, word)))
    ) {
      add(at - 1, to, 0.6)
    } else if (isShortTitle(text, at, to)) {
      add(at, to + 1, FAINT)
    } else if ((NICKS.has(before) && beginsClause(text, at - 1, to)) || (before === '大' && isBig(text, at - 1, to))) {
      add(at - 1, to, FAINT)
    }
  }
}

/** 谢店，钥匙呢; 刘院说: and no 高校，. */
function isShortTitle(text: NormalText, at: number, to: number): boolean {
  if (to >= text.length || !SHORT_TITLES.has(String.fromCharCode(text.unit[to] ?? 0))) return false
  if (at > 0 && isHan(text.unit[at - 1] ?? 0)) return false
  return (
    (isCalled(text, at, to + 1) || [...SAYS].some((word) => isAt(text, to + 1, word))) &&
    !isEverydayWord(folded(text, at, to + 1))
  )
}

/** 静，带杯水: one character of a given name, where somebody is spoken to. */
export function addLone(text: NormalText, { lone }: Roster, matches: Match[]): void {
  if (lone.size === 0) return
  for (let at = 0; at < text.length; at += 1) {
    if (!isHan(text.unit[at] ?? 0) || !standsAlone(text, at, at + 1)) continue
    const person = lone.get(String.fromCharCode(text.unit[at] ?? 0))
    if (person === undefined || !isSpokenTo(text, at)) continue
    matches.push({ start: at, end: at + 1, from: at, to: at + 1, pattern: LONE, person, confidence: FAINT })
  }
}

const COMMAS = new Set([...',!~'].map((sign) => sign.charCodeAt(0)))

function isSpokenTo(text: NormalText, at: number): boolean {
  const begins = at === 0 || text.unit[at - 1] === AT || text.unit[at - 1] === NEWLINE
  return begins && (at + 1 >= text.length || COMMAS.has(text.unit[at + 1] ?? 0))
}

/** 老石去买饭, 向队，: a clause begins with it, and no word goes on behind it. */
function beginsClause(text: NormalText, start: number, end: number): boolean {
  if (start > 0 && isHan(text.unit[start - 1] ?? 0)) return false
  return end >= text.length || !isHan(text.unit[end] ?? 0) || !isInsideWord(text.unit, text.length, end)
}

/** 大李 of 找大李签字, and no 大王. */
function isBig(text: NormalText, start: number, end: number): boolean {
  if (beginsClause(text, start, end)) return true
  const crossed = [start, end].some((at) => isInsideWord(text.unit, text.length, at))
  return !crossed && !isEverydayWord(folded(text, start, end))
}

/** 时总是 and 安老师傅 are none; 时总，您好 and at the beginning of a clause 高师傅到了 are. */
function isTitled(text: NormalText, at: number, end: number): boolean {
  if (standsAlone(text, at, end)) return true
  const opens = !isHan(text.unit[at - 1] ?? 0)
  return !NOT_TITLED.some((word) => isAt(text, at, word) && (!opens || word.length >= end - at))
}
