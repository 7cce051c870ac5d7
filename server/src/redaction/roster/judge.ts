import { DOT, isDigit, isHan, isLatin, isWordUnit, NEWLINE, type NormalText } from '../text/normal.ts'
import { isEverydayWord, isInsideWord, isPartOfWord } from '../words/dictionary.ts'
import { LATIN_WORDS } from '../words/latin-words.ts'
import { SMS_WORDS } from '../words/sms-words.ts'
import { ENGLISH_WORDS_AS_NAMES, WORDS_AS_NAMES } from '../words/surnames.ts'
import { folded, isAt, isNearHan, LEADS, saysName, speaks, titleAt } from './beside.ts'
import { FAINT, type Pattern } from './pattern.ts'
import { judgeToken } from './tokens.ts'
import { isAddressed, isCalled, mayBeMeant, opens, saysOtherwise, speaksOrOwns } from './words.ts'

// Whether a spelling of the roster is somebody where it stands, by what stands beside it.

const AT = 0x40
const SPACE = 0x20

/** How sure the spelling of `pattern` at units [start, end) is a name here; 0 = it is not one. */
export function judge(text: NormalText, pattern: Pattern, start: number, end: number): number {
  const before = start > 0 ? (text.unit[start - 1] ?? 0) : 0
  const after = end < text.length ? (text.unit[end] ?? 0) : 0
  const first = text.unit[start] ?? 0
  if (isWordUnit(first) && isWordUnit(before)) return 0
  if (isWordUnit(text.unit[end - 1] ?? 0) && isWordUnit(after) && !numbered(text, pattern, start, end)) return 0
  if (pattern.kind === 'account') return 0.9
  if (pattern.way === 'token') return judgeToken(text, start, end)
  if (isLatin(first)) return judgeLatin(text, pattern, start, end)
  const called = before === AT || titleAt(text, end) > 0 || saysName(text, start)
  const edges = (isHan(before) ? 0 : 1) + (isHan(after) ? 0 : 1)
  const sure = called || edges === 2
  const word = pattern.word === true || WORDS_AS_NAMES.has(folded(text, start, end))
  if (pattern.way === 'piece') {
    if (called || (pattern.word !== true && isCalled(text, start, end))) return 0.5
    return isAddressed(text, pattern, start, end) ? FAINT : 0
  }
  const faintly = (): number => (mayBeMeant(text, pattern, start, end) ? FAINT : 0)
  if (word) return sure || speaksOrOwns(text, start, end) ? 0.5 : opens(text, pattern, start, end) ? FAINT : faintly()
  if (!called && isPartOfWord(text.unit, text.length, start, end))
    return pattern.form === 'full' && isAt(text, end, '的') && speaksOrOwns(text, start, end) ? FAINT : 0
  // 流程前置: words on both sides
  const crossed = [start, end].filter((at) => isInsideWord(text.unit, text.length, at)).length
  if (end - start === 2 && crossed === 2) return called ? 0.5 : 0
  if (pattern.form === 'part') return sure || crossed === 0 ? 0.5 : edges > 0 ? FAINT : 0
  if (!called && isEverydayWord(folded(text, start, end)) && saysOtherwise(text, start, end)) return 0
  if (pattern.loose) return called || edges > 0 ? 0.6 : faintly()
  return 0.95
}

/** Two consonants with which English words begin, and with which they end. */
const OPEN_ENGLISH = /^(?:[bcfgkps]l|[bcdfgkptw]r|[cgpstw]h|kn|gn|ps|s[ckmnpqtw]|[dt]w)/
const END_ENGLISH =
  /(?:n[gktdscn]|[tscgph]h|ck|[scpnxfrhlt]t|s[kps]|[tkpgdblmrwc]s|l[ldfkmp]|r[dmnkplbfcr]|ff|m[pb]|wn|wl|zz)$/
const CONSONANTS = /^[bcdfghjklmnpqrstvwxz]{2}$/

/** jzhou, sunhr, A. Lee, Summer T: no word of English begins or ends so, or has a dot inside. */
function isNoEnglish(written: string): boolean {
  const word = written.toLowerCase()
  return (
    word.includes('.') ||
    /(?:^| )[A-Z](?: |$)/.test(written) ||
    (CONSONANTS.test(word.slice(0, 2)) && !OPEN_ENGLISH.test(word)) ||
    (CONSONANTS.test(word.slice(-2)) && !END_ENGLISH.test(word))
  )
}

function judgeLatin(text: NormalText, pattern: Pattern, start: number, end: number): number {
  if (start > 0 && text.unit[start - 1] === AT) return 0.95
  const written = text.text.slice(text.from[start] ?? 0, text.to[end - 1] ?? 0)
  const capital = /^\p{Lu}/u.test(written.normalize('NFKC'))
  if (pattern.way === 'letters') return judgeLetters(text, pattern, written, start, end)
  if (pattern.way === 'initials') {
    if (areInitials(text, written, start, end)) return 0.5
    return mayBeInitials(text, written, start, end) ? FAINT : 0
  }
  if (pattern.way === 'short') {
    const dotted = written.includes('.')
    // K哥, 小K
    if (isHan(text.unit[end - 1] ?? 0)) return 0.6
    if (pattern.word === true && !dotted) return 0
    if (folded(text, start, end).length < 4 && isLatin(text.unit[end - 1] ?? 0) && !dotted) return 0
    if (standsBesideHan(text, start, end) || isNoEnglish(written) || end - start === text.length) return 0.6
    const isRare = end - start >= LEAST_RARE && !SMS_WORDS.has(written.toLowerCase())
    return isRare || isNearHan(text, start, end) || isSpokenOf(text, start, end) ? FAINT : 0
  }
  if (!capital && pattern.capital && ENGLISH_WORDS_AS_NAMES.has(folded(text, start, end)))
    return isNearHan(text, start, end) || isSpokenOf(text, start, end) ? FAINT : 0
  if (!capital && pattern.form === 'part' && end - start < 4)
    return LATIN_WORDS.has(written) || SMS_WORDS.has(written) ? 0 : FAINT
  return 0.85
}

const GREETED =
  /(?:^|[^a-z])(?:hi|hey|hello|dear|thanks|thx|ask|tell|told|cc:?|ping|let|w\/|(?:assigned|talked|spoke|according) to|(?:talked|spoke|checked|synced) with|loop in|regards,?|from:) ?$/
const SAYS =
  /^(?:'s |:| (?:said|says|told|asked|asks|wrote|replied|called|texted|sent|thinks|wants|knows?|can you|could you|pls|please|left|joined|is (?:on|out|off|away|here|late)|will (?:be|call|join|send|take)|has (?:left|joined|sent))(?![a-z]))/

/** grace said no, thanks mark: small letters of a name that is a word. */
function isSpokenOf({ unit, length }: NormalText, start: number, end: number): boolean {
  const units = (from: number, to: number): string =>
    String.fromCharCode(...unit.subarray(Math.max(0, from), Math.min(to, length)))
  return GREETED.test(units(start - 14, start)) || SAYS.test(units(end, end + 11))
}

/** JJ, Jo: a whole name of two letters, which may be a word too (CC). */
function judgeLetters(text: NormalText, { word }: Pattern, written: string, start: number, end: number): number {
  if (!standsOpen(text, start, end)) return 0
  if (titleAt(text, end) > 0 || areInitials(text, written, start, end)) return 0.5
  const capital = /^\p{Lu}/u.test(written.normalize('NFKC'))
  if (capital && isCalled(text, start, end)) return FAINT
  if (standsBesideHan(text, start, end)) return word !== true ? 0.5 : capital && speaks(text, end) ? FAINT : 0
  return capital && word !== true ? FAINT : 0
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

/** 「zw：明天见」, ZW_工资条, MC to review, cc zw please: for bytes that leave. */
function mayBeInitials(text: NormalText, written: string, start: number, end: number): boolean {
  if (!/^(?:[a-z]+|[A-Z](?:\.?[A-Z])+)$/.test(written)) return false
  const isAll = end - start === text.length || /^[A-Z]/.test(written)
  return standsOpen(text, start, end) && (isAll || isNearHan(text, start, end) || isSpokenOf(text, start, end))
}

/** In no path and no code; a colon or an underline only towards Chinese. */
function standsOpen({ unit }: NormalText, start: number, end: number): boolean {
  const isChinese = (at: number): boolean => isHan(unit[unit[at] === SPACE ? at + 1 : at] ?? 0)
  if (unit[end] === COLON && (start === 0 || unit[start - 1] === NEWLINE)) return true
  const opens = isOpen(unit[start - 1]) || (unit[start - 1] === COLON && isHan(unit[start - 2] ?? 0))
  return opens && (isOpen(unit[end]) || (SEAMS.has(unit[end] ?? 0) && isChinese(end + 1)))
}

const COLON = 0x3a
const SEAMS = new Set([...':_'].map((sign) => sign.charCodeAt(0)))
/** ecarter: shorter ones may be words that no list has. */
const LEAST_RARE = 6
const PATH = new Set([...'-_/\\:=&#%+<>'].map((sign) => sign.charCodeAt(0)))

function isOpen(unit: number | undefined): boolean {
  return unit === undefined || !(PATH.has(unit) || isDigit(unit))
}

function standsBesideHan(text: NormalText, start: number, end: number): boolean {
  const left = text.unit[start - 1] === SPACE ? start - 2 : start - 1
  const right = end < text.length && text.unit[end] === SPACE ? end + 1 : end
  return isHan(text.unit[left] ?? 0) || (right < text.length && isHan(text.unit[right] ?? 0))
}
