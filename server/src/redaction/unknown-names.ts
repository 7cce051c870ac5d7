import { divide, marginOf, type Stretch } from './division.ts'
import type { Finding, Meter } from './finding.ts'
import { isCompound, NEVER, NONE, theLexicon } from './lexicon.ts'
import { IMPOSSIBLE, leftOf, loneSounds, rightOf, SOUND, shapeOf } from './name-context.ts'
import { NO_NAMES } from './name-words.ts'
import { isHan } from './normal.ts'
import { placeAt } from './place-words.ts'
import type { ReadingText } from './reading-text.ts'
import { NICKS, NOT_AFTER_TITLE, NOT_NICKS, NOT_TITLED, TITLES } from './surnames.ts'

// Chinese names that nobody put in a roster: how much better does the text read as words when these characters are a name? The best
// division into words with the name is weighed against the best one without, and then what stands around it speaks.

interface Candidate {
  start: number
  end: number
  /** In nats; 0 is as likely a name as not. */
  score: number
}

/** What it costs to begin a name at all, and more where it has two characters (fewer names have). In thirds of a nat. */
const NAME = 14
const SHORT = 5
const COMPOUND = 16
/** What it costs to begin a foreign name. */
const FOREIGN = 26
const LONGEST_FOREIGN = 8

/** `least`: of the score. */
export function findUnknownNames(text: ReadingText, least: number, meter: Meter): Finding[] {
  const { normal, plain } = text
  const lexicon = theLexicon()
  const found: Candidate[] = []
  let at = 0
  while (at < normal.length) {
    if (!isHan(normal.unit[at] ?? 0)) {
      at += 1
      continue
    }
    const start = at
    while (at < normal.length && isHan(normal.unit[at] ?? 0)) at += 1
    meter.steps += at - start
    if (at - start < 2) continue
    const places = placesIn(plain, start, at)
    const stretch = divide(plain, normal.unit, lexicon, start, at)
    meter.steps += (at - start) * 8
    for (const one of inStretch(stretch, meter)) {
      if (!places.subarray(one.start - start, one.end - start).every(Boolean)) found.push(one)
    }
  }
  for (const one of dotted(plain, meter)) found.push(one)
  encourage(plain, found)
  return found.filter(({ score }) => score >= least).map((one) => toFinding(text, one))
}

/** 1 for every character that belongs to the name of a city or district. */
function placesIn(plain: string, start: number, end: number): Uint8Array {
  const inside = new Uint8Array(end - start)
  for (let at = start; at < end; at += 1) {
    const place = placeAt(plain, at)
    if (place === null || place.end > end) continue
    inside.fill(1, at - start, place.end - start)
    at = place.end - 1
  }
  return inside
}

function inStretch(stretch: Stretch, meter: Meter): Candidate[] {
  const { unit, lexicon, start, end } = stretch
  const candidates: Candidate[] = []
  for (let at = start; at + 1 < end; at += 1) {
    const share = lexicon.surname[unit[at] ?? 0] ?? NONE
    const compound = at + 2 < end && isCompound(unit[at] ?? 0, unit[at + 1] ?? 0)
    if ((lexicon.foreign[unit[at] ?? 0] ?? NONE) <= SOUND) addForeign(candidates, stretch, at, meter)
    if (share === NONE && !compound) continue
    meter.steps += 4
    for (const surname of compound ? [1, 2] : [1]) {
      if (surname === 1 && share === NONE) continue
      for (const given of [1, 2]) {
        if (at + surname + given <= end)
          consider(candidates, stretch, at, surname, given, surname === 2 ? COMPOUND : share)
      }
    }
    addTitled(candidates, stretch, at)
  }
  return best(candidates, start, end)
}

function consider(
  candidates: Candidate[],
  stretch: Stretch,
  at: number,
  surname: number,
  given: number,
  share: number,
): void {
  const { plain, unit, lexicon } = stretch
  const to = at + surname + given
  const a = unit[at + surname] ?? 0
  const cost =
    given === 1
      ? (lexicon.only[a] ?? NEVER) + SHORT
      : (lexicon.first[a] ?? NEVER) + (lexicon.second[unit[to - 1] ?? 0] ?? NEVER)
  if (cost >= NEVER * 2) return
  const margin = marginOf(stretch, at, to, NAME + share + cost)
  if (margin < -9) return
  const written = plain.slice(at, to)
  if (NO_NAMES.has(written) || (to - at > 2 && NO_NAMES.has(written.slice(0, 2)) && margin < 2)) return
  const shape = shapeOf(stretch, at, surname, given, share + cost)
  if (shape === IMPOSSIBLE) return
  const score = margin + shape + loneSounds(stretch, at, to) + leftOf(stretch, at) + rightOf(stretch, to)
  if (score > -6) candidates.push({ start: at, end: to, score })
}

/** Surnames that are hardly anything else: of 老公 and 小花 the second character is none. */
const PURE =
  '王李张刘陈杨赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘蒋蔡余杜程苏魏吕丁任沈姚卢姜崔钟谭陆汪范廖贾韦邹孟秦邱尹薛闫侯陶黎贺顾郝龚邵覃'
/** 王总, 顾老师, 老李, 小陈: weak, as they may be anybody. */
const TITLE_SCORE = -2

function addTitled(candidates: Candidate[], { plain, start, end }: Stretch, at: number): void {
  if (NOT_TITLED.some((word) => plain.startsWith(word, at))) return
  for (const title of TITLES) {
    if (!plain.startsWith(title, at + 1) || at + 1 + title.length > end) continue
    if (title.length === 1 && (NOT_AFTER_TITLE[title] ?? '').includes(plain.charAt(at + 2)) && at + 2 < end) break
    candidates.push({ start: at, end: at + 1 + title.length, score: TITLE_SCORE - (title.length === 1 ? 1 : 0) })
    break
  }
  if (
    at > start &&
    NICKS.has(plain.charAt(at - 1)) &&
    PURE.includes(plain.charAt(at)) &&
    !NOT_NICKS.some((word) => plain.startsWith(word, at - 1))
  )
    candidates.push({ start: at - 1, end: at + 1, score: TITLE_SCORE - 1.2 })
}

/**
 * The run of characters that begins at `at` and that foreign names are spelled with, as far as it reads better than words. It may as well be a
 * place or a firm; where it reads better than a Chinese name inside it, that one is none.
 */
function addForeign(candidates: Candidate[], stretch: Stretch, at: number, meter: Meter): void {
  const { unit, lexicon, end } = stretch
  let cost = FOREIGN
  let top = 0
  let to = 0
  for (let i = at; i < end && i - at < LONGEST_FOREIGN; i += 1) {
    const sound = lexicon.foreign[unit[i] ?? 0] ?? NONE
    meter.steps += 1
    if (sound > SOUND) break
    cost += sound
    const margin = i === at ? 0 : marginOf(stretch, at, i + 1, cost)
    if (margin <= top) continue
    top = margin
    to = i + 1
  }
  if (to > 0)
    candidates.push({ start: at, end: to, score: Math.min(top, 12) - 4 + leftOf(stretch, at) + rightOf(stretch, to) })
}

/** The best that do not overlap. */
function best(candidates: Candidate[], start: number, end: number): Candidate[] {
  const order = candidates.sort((a, b) => b.score - a.score || a.start - b.start)
  const kept: Candidate[] = []
  const taken = new Uint8Array(end - start)
  for (const one of order) {
    if (taken.subarray(one.start - start, one.end - start).includes(1)) continue
    taken.fill(1, one.start - start, one.end - start)
    kept.push(one)
  }
  return kept
}

const DOTTED = /[\u4e00-\u9fff]{2,7}(?:\.[\u4e00-\u9fff]{1,7}){1,3}/g

/** 阿凡提·买买提, 让·雅克·卢梭: parts with a dot between them, from the run of foreign sounds before the dot to the one behind it. */
function dotted(plain: string, meter: Meter): Candidate[] {
  const { foreign } = theLexicon()
  const sounds = (at: number): boolean => (foreign[plain.charCodeAt(at)] ?? NONE) <= SOUND + 3
  const found: Candidate[] = []
  DOTTED.lastIndex = 0
  for (let one = DOTTED.exec(plain); one !== null; one = DOTTED.exec(plain)) {
    meter.steps += one[0].length
    let start = one.index + one[0].indexOf('.')
    while (start > one.index && sounds(start - 1)) start -= 1
    let end = one.index + one[0].lastIndexOf('.') + 1
    while (end < one.index + one[0].length && sounds(end)) end += 1
    if (plain.charAt(start) !== '.' && end - start > 3 && plain.charAt(end - 1) !== '.')
      found.push({ start, end, score: 2 })
  }
  return found
}

/** A name beside a sure one in a list, or one that comes again, is more likely one. */
function encourage(plain: string, found: Candidate[]): void {
  found.sort((a, b) => a.start - b.start)
  const times = new Map<string, number>()
  for (const { start, end } of found) {
    const written = plain.slice(start, end)
    times.set(written, (times.get(written) ?? 0) + 1)
  }
  const sure = found.map(({ score }) => score >= 3)
  for (const [i, one] of found.entries()) {
    if ((times.get(plain.slice(one.start, one.end)) ?? 0) > 1) one.score += 1
    const beside =
      (sure[i - 1] && joined(plain, found[i - 1], one)) || (sure[i + 1] && joined(plain, one, found[i + 1]))
    if (beside) one.score += 1.5
  }
}

function joined(plain: string, a: Candidate | undefined, b: Candidate | undefined): boolean {
  if (a === undefined || b === undefined || b.start <= a.end || b.start - a.end > 2) return false
  return /^[、,/ &和与及]{1,2}$/.test(plain.slice(a.end, b.start))
}

function toFinding({ normal }: ReadingText, { start, end, score }: Candidate): Finding {
  const atoms: number[] = []
  for (let i = start; i < end; i += 1)
    if (isHan(normal.unit[i] ?? 0)) atoms.push(normal.from[i] ?? 0, normal.to[i] ?? 0)
  const confidence = 1 / (1 + Math.exp(-score / 3))
  return {
    start: normal.from[start] ?? 0,
    end: normal.to[end - 1] ?? 0,
    kind: 'name',
    confidence,
    atoms,
    person: null,
    form: 'full',
  }
}
