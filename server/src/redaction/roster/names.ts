import type { Finding, Meter } from '../text/finding.ts'
import { isHan, isLatin, type NormalText } from '../text/normal.ts'
import { isNameGap } from '../words/spelling.ts'
import {
  ENGLISH_WORDS_AS_NAMES,
  LINKING_SURNAMES,
  NICKS,
  NOT_AFTER_TITLE,
  NOT_BEFORE_SURNAME,
  NOT_NICKS,
  NOT_TITLED,
  TITLES,
  WORDS_AS_NAMES,
} from '../words/surnames.ts'
import { isWordUnit, type Pattern, type Roster } from './roster.ts'

/** A match in folded units, before it is mapped to the original. Of 张总 and 老张 only [from, to) says who it is. */
interface Match {
  start: number
  end: number
  from: number
  to: number
  pattern: Pattern
  confidence: number
}

// Units of the name stream: the folded units without the gaps inside a name.
let stream = new Int32Array(1024)

/** Roster names of a text. One pass over the text for all names, one for surnames with a title. */
export function findNames(text: NormalText, roster: Roster, meter: Meter): Finding[] {
  if (stream.length < text.length + 1) stream = new Int32Array(text.length * 2)
  const matches: Match[] = []
  const { automaton, patterns } = roster
  let fed = 0
  automaton.reset()
  const report = (index: number, length: number, end: number): void => {
    const pattern = patterns[index]
    if (pattern === undefined) return
    const start = stream[end - length + 1] ?? 0
    const to = (stream[end] ?? 0) + 1
    const confidence = judge(text, pattern, start, to)
    if (confidence > 0) matches.push({ start, end: to, from: start, to, pattern, confidence })
  }
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.unit[at] ?? 0
    if (isNameGap(unit) && isInside(text, at)) continue
    stream[fed] = at
    meter.steps += automaton.feed(unit, fed, report)
    fed += 1
  }
  addTitled(text, roster, matches)
  return matches.length === 0 ? [] : strongest(matches, text.length).map((match) => toFinding(text, match))
}

/** A gap counts as inside a name when letters stand on both sides of it (of one script, for a space), three gaps at most between. */
function isInside(text: NormalText, at: number): boolean {
  let left = at - 1
  while (left >= 0 && at - left <= 2 && isNameGap(text.unit[left] ?? 0)) left -= 1
  let right = at + 1
  while (right < text.length && right - at <= 2 && isNameGap(text.unit[right] ?? 0)) right += 1
  const a = text.unit[left] ?? 0
  const b = right < text.length ? (text.unit[right] ?? 0) : 0
  if (text.unit[at] === 0x20) return (isHan(a) && isHan(b)) || (isWordUnit(a) && isWordUnit(b))
  return (isHan(a) || isWordUnit(a)) && (isHan(b) || isWordUnit(b))
}

const AT = 0x40

/** How sure the spelling of `pattern` at units [start, end) is a name here; 0 = it is not one. */
function judge(text: NormalText, pattern: Pattern, start: number, end: number): number {
  const before = start > 0 ? (text.unit[start - 1] ?? 0) : 0
  const after = end < text.length ? (text.unit[end] ?? 0) : 0
  const first = text.unit[start] ?? 0
  if (isWordUnit(first) && isWordUnit(before)) return 0
  if (isWordUnit(text.unit[end - 1] ?? 0) && isWordUnit(after)) return 0
  if (pattern.kind === 'account') return 0.9
  if (isLatin(first)) return judgeLatin(text, pattern, start, end)
  const called = before === AT || titleAt(text, end) > 0 || saysName(text, start)
  const edges = (isHan(before) ? 0 : 1) + (isHan(after) ? 0 : 1)
  if (pattern.form === 'part') return called || edges === 2 ? 0.5 : 0
  if (WORDS_AS_NAMES.has(folded(text, start, end))) return called || edges === 2 ? 0.5 : 0
  if (pattern.loose) return called || edges > 0 ? 0.6 : 0
  return 0.95
}

function judgeLatin(text: NormalText, pattern: Pattern, start: number, end: number): number {
  if (start > 0 && text.unit[start - 1] === AT) return 0.95
  const written = text.text.slice(text.from[start] ?? 0, text.to[end - 1] ?? 0)
  const capital = /^\p{Lu}/u.test(written.normalize('NFKC'))
  if (!capital && pattern.capital && ENGLISH_WORDS_AS_NAMES.has(folded(text, start, end))) return 0
  return !capital && pattern.form === 'part' && end - start < 4 ? 0 : 0.85
}

function folded(text: NormalText, start: number, end: number): string {
  let out = ''
  for (let i = start; i < end; i += 1) {
    const unit = text.unit[i] ?? 0
    if (!isNameGap(unit)) out += String.fromCharCode(unit)
  }
  return out
}

const SAYS = [
  '我叫',
  '叫做',
  '叫',
  '我是',
  '这是',
  '名字是',
  '姓名',
  '姓名:',
  '名字:',
  '找',
  '联系人',
  '联系人:',
  '收件人:',
  '客户',
  '同事',
  '老婆',
  '老公',
]

/** 我叫…, 找…: what follows is a name even where it is also a word. */
function saysName(text: NormalText, start: number): boolean {
  return SAYS.some((words) => start >= words.length && isAt(text, start - words.length, words))
}

function isAt(text: NormalText, at: number, words: string): boolean {
  for (let i = 0; i < words.length; i += 1)
    if (text.unit[at + i] !== words.charCodeAt(i) || at + i >= text.length) return false
  return true
}

/** Length of the title that begins at `at`, 0 = none. */
function titleAt(text: NormalText, at: number): number {
  if (at >= text.length || !isHan(text.unit[at] ?? 0)) return 0
  for (const title of TITLES) {
    if (!isAt(text, at, title)) continue
    const next = at + title.length < text.length ? String.fromCharCode(text.unit[at + title.length] ?? 0) : ''
    if (next === '' || NOT_AFTER_TITLE[title]?.includes(next) !== true) return title.length
  }
  return 0
}

/** 张总, 欧阳老师, 老张, 小王: only surnames that somebody of the roster bears. */
function addTitled(text: NormalText, roster: Roster, matches: Match[]): void {
  if (roster.surnames.size === 0) return
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.unit[at] ?? 0
    if (!roster.surnameFirst.mayHave(unit)) continue
    const one = String.fromCharCode(text.unit[at] ?? 0)
    const two = at + 1 < text.length ? one + String.fromCharCode(text.unit[at + 1] ?? 0) : one
    const surname = roster.surnames.has(two) ? two : one
    const person = roster.surnames.get(surname)
    if (person === undefined) continue
    const pattern: Pattern = { form: 'titled', kind: 'name', person, capital: false, loose: false }
    const to = at + surname.length
    const found = titleAt(text, to)
    const title = found === 1 && LINKING_SURNAMES.has(one) ? 0 : found
    const before = at > 0 ? String.fromCharCode(text.unit[at - 1] ?? 0) : ''
    if (title > 0 && !NOT_TITLED.some((word) => isAt(text, at, word)) && !NOT_BEFORE_SURNAME.has(before)) {
      matches.push({ start: at, end: to + title, from: at, to, pattern, confidence: 0.8 })
    } else if (NICKS.has(before) && !NOT_NICKS.some((word) => isAt(text, at - 1, word))) {
      matches.push({ start: at - 1, end: to, from: at, to, pattern, confidence: 0.6 })
    }
  }
}

/** Whole names come first; what lies inside a longer one is dropped, and so are weaker forms that touch one (老宋 in 元老宋双). */
function strongest(matches: Match[], length: number): Match[] {
  matches.sort((a, b) => a.start - b.start || b.end - a.end || b.confidence - a.confidence)
  const whole = new Uint8Array(length)
  const kept: Match[] = []
  let end = 0
  for (const match of matches) {
    if (match.pattern.form !== 'full' || match.end <= end) continue
    kept.push(match)
    end = match.end
    whole.fill(1, match.start, match.end)
  }
  end = 0
  for (const match of matches) {
    if (match.pattern.form === 'full' || match.end <= end || whole.subarray(match.start, match.end).includes(1))
      continue
    kept.push(match)
    end = match.end
  }
  return kept
}

function toFinding(text: NormalText, match: Match): Finding {
  const { pattern, from, to } = match
  const atoms: number[] = []
  for (let i = from; i < to; i += 1) {
    if (!isNameGap(text.unit[i] ?? 0)) atoms.push(text.from[i] ?? 0, text.to[i] ?? 0)
  }
  return {
    start: text.from[match.start] ?? 0,
    end: text.to[match.end - 1] ?? 0,
    kind: pattern.kind,
    confidence: match.confidence,
    atoms,
    person: pattern.person,
    form: pattern.form,
  }
}
