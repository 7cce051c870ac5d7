import type { Finding, Meter } from '../text/finding.ts'
import { isDigit, isHan, isLatin, isWordUnit, type NormalText } from '../text/normal.ts'
import { soundOf } from '../words/alike.ts'
import { isInsideWord } from '../words/dictionary.ts'
import { FAMILY_NAMES, GIVEN_NAMES } from '../words/english-names.ts'
import { LATIN_WORDS } from '../words/latin-words.ts'
import { isSyllable } from '../words/readings.ts'
import { SMS_WORDS } from '../words/sms-words.ts'
import { isNameGap, isSign } from '../words/spelling.ts'
import { NICKS, SURNAMES } from '../words/surnames.ts'
import { isAt, LEADS, titleAt } from './beside.ts'
import { judge } from './judge.ts'
import { FAINT, type Match, type Pattern } from './pattern.ts'
import type { Roster } from './roster.ts'
import { judgeAlike, MISSPELT } from './sound-alike.ts'
import { MISTERS } from './spelt-forms.ts'
import { addLone, addTitled } from './titled.ts'

/** Longest word beside a name that is read. */
const MOST_LATIN = 20
/** Behind a child's name. */
const PARENTS = ['妈', '爸', '家长', '奶奶', '爷爷', '外婆', '外公', '姥姥', '姥爷']

// Units of the name stream: the folded units without the gaps inside a name.
let stream = new Int32Array(1024)

/** Roster names of a text. One pass over the text for all names, one more where signs stand in it, one for surnames with a title. */
export function findNames(text: NormalText, roster: Roster, meter: Meter): Finding[] {
  if (stream.length < text.length + 1) stream = new Int32Array(text.length * 2)
  const matches: Match[] = []
  search(text, roster, matches, meter, false)
  if (hasSignInside(text)) search(text, roster, matches, meter, true)
  addTitled(text, roster, matches)
  addLone(text, roster, matches)
  return matches.length === 0 ? [] : strongest(matches, text.length).map((match) => toFinding(text, match))
}

/** `unsigned`: as if no sign stood between two Chinese characters. */
function search(text: NormalText, roster: Roster, matches: Match[], meter: Meter, unsigned: boolean): void {
  const { spellings, sounds } = roster
  const { automaton, patterns, persons } = spellings
  let fed = 0
  automaton.reset()
  sounds?.automaton.reset()
  const report = (index: number, length: number, end: number): void => {
    const pattern = patterns[index]
    if (pattern === undefined) return
    const start = stream[end - length + 1] ?? 0
    const to = (stream[end] ?? 0) + 1
    const confidence = judge(text, pattern, start, to)
    if (confidence > 0)
      matches.push({
        start: start - nickBefore(text, pattern, start),
        end: to + addedTo(text, pattern, to),
        from: start,
        to,
        pattern,
        person: isAnothers(text, pattern, start, to) ? null : (persons[index] ?? null),
        confidence,
      })
  }
  const reportAlike = (index: number, length: number, end: number): void => {
    const start = stream[end - length + 1] ?? 0
    const to = (stream[end] ?? 0) + 1
    const confidence = judgeAlike(text, sounds?.meant[index] ?? [], start, to, FAINT)
    if (confidence > 0)
      matches.push({ start, end: to + titleAt(text, to), from: start, to, pattern: MISSPELT, person: null, confidence })
  }
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.unit[at] ?? 0
    if ((isNameGap(unit) && isInside(text, at)) || (unsigned && isSign(unit) && isBetweenHan(text, at))) continue
    stream[fed] = at
    meter.steps += automaton.feed(unit, fed, report)
    if (sounds !== null) meter.steps += sounds.automaton.feed(soundOf(unit), fed, reportAlike)
    fed += 1
  }
}

/** 晓东 of 谢晓东, who is not the 解晓东 of the roster; 林夕 of 林夕妈, who is her mother. */
function isAnothers(text: NormalText, { way, form }: Pattern, start: number, end: number): boolean {
  if (form === 'full' && PARENTS.some((word) => isAt(text, end, word))) return true
  if (isLatin(text.unit[start] ?? 0))
    return form === 'part' ? isAnotherLatin(text, start, end) : hasOtherSurname(text, start, end)
  const before = String.fromCharCode(text.unit[start - 1] ?? 0)
  return way !== undefined && start > 0 && SURNAMES.has(before) && !LEADS.includes(before)
}

/** Lina of Lina Wang, where 李娜 takes part. */
function hasOtherSurname(text: NormalText, start: number, end: number): boolean {
  if (text.text.slice(text.from[start] ?? 0, text.to[end - 1] ?? 0).includes(' ')) return false
  const behind = text.text.slice(text.to[end - 1] ?? 0, (text.to[end - 1] ?? 0) + MOST_LATIN)
  const next = /^ ([A-Z][a-z]+)(?![A-Za-z])/.exec(behind)?.[1] ?? ''
  return next !== '' && (FAMILY_NAMES.has(next.toLowerCase()) || isSyllable(next.toLowerCase()))
}

/** Eric of Eric Chan and Fang of Fang Wei, where Eric Fang takes part. */
function isAnotherLatin(text: NormalText, start: number, end: number): boolean {
  const behind = text.text.slice(text.to[end - 1] ?? 0, (text.to[end - 1] ?? 0) + MOST_LATIN)
  const before = text.text.slice(Math.max(0, (text.from[start] ?? 0) - MOST_LATIN), text.from[start] ?? 0)
  const given = /(?<![A-Za-z])([A-Z][a-z]+) $/.exec(before)?.[1] ?? ''
  return /^ [A-Z][a-z]+(?![A-Za-z])/.test(behind) || (given !== '' && isGiven(given.toLowerCase()))
}

/** 阿 of 阿May, 小 of 小秀英. */
function nickBefore(text: NormalText, { way }: Pattern, start: number): number {
  if (!NICKS.has(String.fromCharCode(text.unit[start - 1] ?? 0))) return 0
  if (isLatin(text.unit[start] ?? 0)) return 1
  return way === 'given' && (start === 1 || !isInsideWord(text.unit, text.length, start - 1)) ? 1 : 0
}

/** Lina before Wang, and no Mr, Hi or Boss. */
function isGiven(word: string): boolean {
  return GIVEN_NAMES.has(word) || !(LATIN_WORDS.has(word) || SMS_WORDS.has(word) || MISTERS.includes(word))
}

/** What goes with a name that is less than whole, or of letters: 叔 of 建国叔, 姐 of Echo姐, 88 of zhangwei88. */
function addedTo(text: NormalText, pattern: Pattern, to: number): number {
  let digits = 0
  while (isWordUnit(text.unit[to - 1] ?? 0) && to + digits < text.length && isDigit(text.unit[to + digits] ?? 0))
    digits += 1
  const isOnly = pattern.form === 'part' || isLatin(text.unit[to - 1] ?? 0)
  return digits > 0 ? digits : isOnly ? titleAt(text, to) : 0
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

/** Four signs at most between two Chinese characters: two emoji. */
function isBetweenHan(text: NormalText, at: number): boolean {
  let left = at - 1
  while (left >= 0 && at - left <= 3 && isSign(text.unit[left] ?? 0)) left -= 1
  let right = at + 1
  while (right < text.length && right - at <= 3 && isSign(text.unit[right] ?? 0)) right += 1
  return left >= 0 && right < text.length && isHan(text.unit[left] ?? 0) && isHan(text.unit[right] ?? 0)
}

function hasSignInside(text: NormalText): boolean {
  for (let at = 1; at < text.length; at += 1) if (isSign(text.unit[at] ?? 0) && isBetweenHan(text, at)) return true
  return false
}

/** Whole names come first; what lies inside a longer one is dropped, and so are weaker forms that touch one (老宋 in 元老宋双). */
function strongest(matches: Match[], length: number): Match[] {
  matches.sort((a, b) => a.start - b.start || b.end - a.end || b.confidence - a.confidence)
  const whole = new Uint8Array(length)
  const kept: Match[] = []
  let end = 0
  let longest = matches[0]
  for (const match of matches) {
    if (match.start !== longest?.start) longest = match
    if (!isWhole(match) || match.end <= end) continue
    // 褚某远 says more of the same one than 褚某
    const said = longest.person === match.person ? longest : match
    kept.push(said)
    end = said.end
    whole.fill(1, said.start, said.end)
  }
  end = 0
  for (const [i, match] of matches.entries()) {
    if (isWhole(match) || match.end <= end || whole.subarray(match.start, match.end).includes(1)) continue
    kept.push(isOfTwo(matches, i) ? { ...match, person: null } : match)
    end = match.end
  }
  return kept
}

/** 文哥 of 文静 and of 阿文: the next ones under the same characters are another's. */
function isOfTwo(matches: readonly Match[], at: number): boolean {
  const one = matches[at]
  for (let i = at + 1; one !== undefined && i < matches.length; i += 1) {
    const other = matches[i]
    if (other?.start !== one.start || other.end !== one.end) return false
    if (other.person !== one.person) return true
  }
  return false
}

/** 佐藤建一 as a whole stands before 佐藤 in it. */
function isWhole({ pattern, start, end, confidence }: Match): boolean {
  return pattern.form === 'full' || (pattern === MISSPELT && end - start > 2 && confidence >= 0.5)
}

function toFinding(text: NormalText, match: Match): Finding {
  const { pattern, person, from, to } = match
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
    person,
    form: pattern.form,
  }
}
