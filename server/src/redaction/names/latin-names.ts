import { isPinyinName, isPinyinPair } from '../english/english-cues.ts'
import type { Finding, Meter } from '../text/finding.ts'
import { isHan } from '../text/normal.ts'
import { FAMILY_NAMES, GIVEN_NAMES } from '../words/english-names.ts'
import { LATIN_PEOPLE } from '../words/latin-people.ts'
import { LATIN_PLACES } from '../words/latin-places.ts'
import { GAME_WORDS, LATIN_WORDS } from '../words/latin-words.ts'
import { soundsForeign } from '../words/lexicon.ts'
import { ROLES } from '../words/name-words.ts'

// Latin names between Chinese words: 导演JohnMilius, filip说, 维特尔(davidwheater). Alone they look like brands and games; a known given
// name, who somebody is before them, who speaks behind them, or a Chinese name that they spell tell them apart.

const RUN = /[A-Za-z\u00c0-\u024f](?:[A-Za-z\u00c0-\u024f'’]|[.\- ](?=[A-Za-z\u00c0-\u024f])){1,39}/g
/** Beside them these say that a person is meant. */
const CALLED = new Set('先生 女士 小姐 老师 哥 姐 总 同学 教授 博士 经理 医生 律师 老板'.split(' '))
/** Who speaks or plays: behind them. */
const SAYS = new Set(
  '说 表示 称 透露 认为 指出 坦言 笑道 告诉 回忆 觉得 执导 主演 饰演 扮演 回复 自称 承认 补充 解释 出生 去世 夫妇'.split(
    ' ',
  ),
)
/** Behind a name in pinyin. */
const ACTS = new Set([...'说刚在把已没去来走请跟要也是的让给'])
/** Organisations and things that speak and act in the news. */
const NOBODY = new Set(
  'sony ea apple google microsoft nokia intel amd ibm hp dell lg htc samsung nvidia adobe oracle facebook twitter nasa nba nfl cba fifa uefa imf wto who un eu bbc cnn abc nbc cctv espn ufo ceo cfo cto coo pr hr it app pc tv dvd vcd cd mv gps dna vip qq wifi windows android iphone ipad mac office word excel ppt pdf linux java web iso html http www com steam xbox ps wii psp dota csol cs war3 lol fps rpg mmo ai'.split(
    ' ',
  ),
)

/** `names`: the Chinese names found in it. `late`: for bytes that leave. */
export function findLatinNames(text: string, names: readonly Finding[], late: boolean, meter: Meter): Finding[] {
  const findings: Finding[] = []
  RUN.lastIndex = 0
  for (let run = RUN.exec(text); run !== null; run = RUN.exec(text)) {
    const [written] = run
    meter.steps += written.length
    const start = run.index
    const end = start + written.length
    if (!isAmongHan(text, start, end)) continue
    const confidence = howSure(text, start, end, written, names)
    const before = prefixed(text, start, written, confidence > 0)
    if (confidence > 0 || before < start) findings.push(nameAt(text, before, end, Math.max(confidence, 0.4)))
    else if (late ? isLikely(text, start, end, written) : isUnknownName(text, start, end, written))
      findings.push(nameAt(text, start, end, 0.3))
  }
  if (late) for (const one of findings) takeBrackets(text, one)
  if (late) addLetters(text, findings, meter)
  return findings
}

/** 透纳(Turner): the brackets go with what stands in them, so that nothing is left between the two. */
function takeBrackets(text: string, one: Finding): void {
  if (!/[(（]/.test(text.charAt(one.start - 1)) || !/[)）]/.test(text.charAt(one.end))) return
  one.start -= 1
  one.end += 1
}

/** Words of Chinese stand beside it, over one space, quote or bracket, or behind the sign that follows: DavidWong，男. */
function isAmongHan(text: string, start: number, end: number): boolean {
  if (isHan(text.charCodeAt(nearBefore(text, start))) || isHan(text.charCodeAt(nearBehind(text, end)))) return true
  return /^[,，、:：;；。(（]$/.test(text.charAt(end)) && isHan(text.charCodeAt(end + 1))
}

/** The unit before, over one space, quote or bracket. */
function nearBefore(text: string, at: number): number {
  return /[\s"“‘'(（「『]/.test(text.charAt(at - 1)) ? at - 2 : at - 1
}

function nearBehind(text: string, at: number): number {
  return /[\s"”’')）」』]/.test(text.charAt(at)) ? at + 1 : at
}

function howSure(text: string, start: number, end: number, written: string, names: readonly Finding[]): number {
  const parts = written.split(/[ .-]|(?<=\p{Ll})(?=\p{Lu})/u).filter((part) => part !== '')
  const [first = ''] = parts
  if (NOBODY.has(written.toLowerCase()) || parts.length > 4) return 0
  if (parts.every((part) => LATIN_PLACES.has(part.toLowerCase()))) return 0
  const last = parts.at(-1) ?? ''
  const isKnown = GIVEN_NAMES.has(first.toLowerCase())
  if (parts.length > 1 && (isKnown || FAMILY_NAMES.has(last.toLowerCase())) && /^\p{Lu}/u.test(last)) return 0.7
  if (LATIN_PEOPLE.has(written.toLowerCase())) return 0.6
  if (parts.length === 1 && isJoined(written.toLowerCase())) return 0.6
  if (parts.length === 1 && isPinyinName(written.toLowerCase()) && ACTS.has(text.charAt(nearBehind(text, end))))
    return 0.5
  const acronym = /^[A-Z.]{1,4}$/.test(written)
  if (!acronym && written.length > 2 && isWho(text, start, end)) return isKnown ? 0.7 : 0.5
  return !acronym && isGloss(text, start, end, names) ? 0.6 : 0
}

const SURNAME = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾肖蒋蔡余程苏魏吕丁沈姚卢姜崔钟谭陆',
)
const BEFORE_SURNAME = /[\u4e00-\u9fff]/
const AFTER = /[跟和问找叫让请给被是与]/

/** Where 陈David, 阿May begins: one unit before the letters, or with them. */
function prefixed(text: string, start: number, written: string, known: boolean): number {
  const before = text.charAt(start - 1)
  if (!/^[A-Z][a-z]+$/.test(written) || !(known || GIVEN_NAMES.has(written.toLowerCase()))) return start
  if (before === '阿' || before === '小') return start - 1
  const edge = text.charAt(start - 2)
  return SURNAME.has(before) && (!BEFORE_SURNAME.test(edge) || AFTER.test(edge)) ? start - 1 : start
}

/** Behind whom these stand a person is meant: 和Grubby, 让rose. One character that leads to a person and, less surely, one that does not. */
const LEADS = new Set([...'和跟与找问让叫给被由请对胜负见喊约帮陪谢'])
/** One character that somebody does, and nothing else can be told of it. */
const ACTS_TOO = new Set([...'说刚在把已没去来走请跟要也是的让给又还就都却则和与对从将曾很再不会能想一俩两'])
/** Between a name and what is said of it or by it. */
const COLON = /^[\s]?[:：]/

/** SteveWong，…: two words written as one. */
const CAMEL = /^[A-Z][a-z]+[A-Z][a-z]+$/

/** Sky说, 和Grubby一起, Ella：…; a word that nobody knows, between words that speak of somebody. */
function isUnknownName(text: string, start: number, end: number, written: string): boolean {
  if (!/^[A-Za-z\u00c0-\u024f'’.]{3,20}$/.test(written) || /^[A-Z]{2,4}$/.test(written)) return false
  const word = written.toLowerCase()
  if (LATIN_WORDS.has(word) || GAME_WORDS.has(word) || NOBODY.has(word)) return false
  const before = nearBefore(text, start)
  const behind = nearBehind(text, end)
  const isNamed = GIVEN_NAMES.has(word) || FAMILY_NAMES.has(word)
  const opens = before < 0 || /[\n,，。!！?？;；、]/.test(text.charAt(before))
  const acts = ACTS_TOO.has(text.charAt(behind))
  if (CAMEL.test(written) && opens && (acts || /^[,，、(（]/.test(text.charAt(end)))) return true
  if (isNamed && (opens || acts || LEADS.has(text.charAt(before)))) return true
  // 是grubby（选手）
  if (word.length > 3 && text.charAt(before) === '是' && /[(（]/.test(text.charAt(end))) return true
  if (isWho(text, start, end) || (opens && COLON.test(text.slice(end, end + 2)))) return true
  return (
    /^[A-Z]/.test(written) &&
    ((opens && acts) || (LEADS.has(text.charAt(before)) && (acts || !isHan(text.charCodeAt(behind)))))
  )
}

/** wang xiaoming; (asgeirfridgeirsson) behind a name that its letters spell. */
function isLikely(text: string, start: number, end: number, written: string): boolean {
  const parts = written.toLowerCase().split(' ')
  if (isUnknownName(text, start, end, written)) return true
  if (parts.length === 2 && isPinyinPair(parts[0] ?? '', parts[1] ?? '')) return true
  const isBracketed = /[(（]/.test(text.charAt(start - 1)) && /[^\p{L}]/u.test(text.charAt(end))
  if (!isBracketed || end - start < 4 || !/^[\p{L} .]+$/u.test(written) || /^\p{Lu}+$/u.test(written)) return false
  return start > 3 && soundsForeign(text.slice(start - 3, start - 1))
}

const LETTERED =
  /(?<![\u4e00-\u9fffA-Za-z\d])(?:[小阿老][A-Za-z]|大(?![Vv])[A-Za-z])(?![A-Za-z\d-]|[码号盘轮杯区座市级段值])/g

/** 小K, 阿B, 大S. */
function addLetters(text: string, findings: Finding[], meter: Meter): void {
  LETTERED.lastIndex = 0
  for (let one = LETTERED.exec(text); one !== null; one = LETTERED.exec(text)) {
    meter.steps += 2
    findings.push(nameAt(text, one.index, one.index + 2, 0.3))
  }
}

/** johnmoore: a given name and a surname of the lists. */
function isJoined(word: string): boolean {
  for (let cut = 3; cut <= word.length - 3; cut += 1)
    if (GIVEN_NAMES.has(word.slice(0, cut)) && FAMILY_NAMES.has(word.slice(cut))) return true
  return false
}

function isWho(text: string, start: number, end: number): boolean {
  const before = nearBefore(text, start) + 1
  for (let k = 2; k <= 4; k += 1) if (ROLES.has(text.slice(Math.max(0, before - k), before))) return true
  const behind = nearBehind(text, end)
  return [1, 2].some((k) => CALLED.has(text.slice(behind, behind + k)) || SAYS.has(text.slice(behind, behind + k)))
}

/** 维特尔(davidwheater): a name, and how it is written in its own language. */
function isGloss(text: string, start: number, end: number, names: readonly Finding[]): boolean {
  if (end - start < 6 || !/[(（]/.test(text.charAt(start - 1)) || !/[)）]/.test(text.charAt(end))) return false
  return names.some((name) => name.end === start - 1 && name.end - name.start > 2)
}

function nameAt(text: string, start: number, end: number, confidence: number): Finding {
  const atoms: number[] = []
  for (let i = start; i < end; i += 1) if (/\p{L}/u.test(text.charAt(i))) atoms.push(i, i + 1)
  return { start, end, kind: 'name', confidence, atoms, person: null, form: 'full' }
}
