import type { Meter } from '../text/finding.ts'
import { LONGEST_WORD, marginOf, type Stretch } from '../words/division.ts'
import { FOREIGN_WORDS } from '../words/foreign-words.ts'
import { knownPersonAt } from '../words/known-people.ts'
import { NONE } from '../words/lexicon.ts'
import { NO_NAMES, ROLES } from '../words/name-words.ts'
import { NICKS, NOT_AFTER_TITLE, NOT_NICKS, NOT_TITLED, TITLES } from '../words/surnames.ts'
import { isPersonBehind, westernNameAt } from '../words/western-names.ts'
import { aroundFeatures } from './around-features.ts'
import type { Tally } from './feature-list.ts'
import { foreignFeatures, isListed, shapeInto } from './name-features.ts'
import { nickAt, placeOf } from './nick-names.ts'
import { oddAt } from './odd-names.ts'

// Candidates for names that are no surname with a given name: 王总, 小李, 小雯, and names from abroad.

type Shape = 'chinese' | 'foreign' | 'titled' | 'nick'

export interface Candidate {
  start: number
  end: number
  /** In nats; 0 is as likely a name as not. */
  score: number
  shape: Shape
  /** Only for training. */
  seen: [feature: number, value: number][] | null
}

/** What it costs to begin a foreign name. */
const FOREIGN = 26
const LONGEST_FOREIGN = 8

export function begin(tally: Tally): void {
  tally.sum = 0
  if (tally.seen !== null) tally.seen = []
}

/** Below this nothing is kept: no point asks for it. */
const HOPELESS = -8

export function put(candidates: Candidate[], { sum, seen }: Tally, start: number, end: number, shape: Shape): void {
  if (sum > HOPELESS || seen !== null) candidates.push({ start, end, score: sum, shape, seen })
}

/** Least margin of a name that the dictionary lists. */
export const LISTED = 2

/** Surnames that are hardly anything else: of 老公 and 小花 the second character is none. */
const PURE =
  '王李张刘陈杨赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘蒋蔡余杜程苏魏吕丁任沈姚卢姜崔钟谭陆汪范廖贾韦邹孟秦邱尹薛闫侯陶黎贺顾郝龚邵覃'

/** More of them behind 老, 小 and 阿. */
const OLD = '葛鲍裴佟栾桑茅竺凌谌冼佘牟戚骆鄢匡揭严戴卓焦俞霍翟樊庞颜倪聂詹耿柯柴滕蔺卞祁甄隋沙瞿褚娄窦'

/** A surname that is hardly ever a word by itself, as a cost. */
const RARELY = 30

/** Titles by what they begin with, in their order. */
const TITLES_FROM = Map.groupBy(TITLES, (title) => title.charCodeAt(0))

/** 王总, 顾老师, 老李, 小陈: weak, as they may be anybody. */
export function addTitled(candidates: Candidate[], stretch: Stretch, at: number, tally: Tally): void {
  const { plain, unit, start } = stretch
  const titled = TITLES_FROM.has(unit[at + 1] ?? 0)
  const nick = at > start && isNicked(plain, at)
  const before = plain.slice(Math.max(0, at - 1), at + 1)
  const thanks = before === '谢谢' || before === '任何'
  if ((!titled && !nick) || thanks || NOT_TITLED.some((word) => plain.startsWith(word, at))) return
  if (titled) addWithTitle(candidates, stretch, at, tally)
  if (nick) addNamed(candidates, stretch, at, tally)
}

/** What 头 behind 老李 adds. */
const OLDER = 2

/** 小王, 老李, 老李头: the surname stands at `at`. */
export function addNamed(candidates: Candidate[], stretch: Stretch, at: number, tally: Tally): void {
  const { plain, start, end } = stretch
  if (at <= start || !isNicked(plain, at) || NOT_NICKS.some((word) => plain.startsWith(word, at - 1))) return
  begin(tally)
  shapeInto(tally, 'nick', 1)
  // 老家 is a word, 小齐 none; in either case less sure than 小王
  if (WORDS_TOO.includes(plain.charAt(at))) {
    if (isOneWord(stretch, at - 1)) return
    tally.sum -= WORDLIKE
  }
  const old = plain.charAt(at - 1) === '老' && /[头儿]/.test(plain.charAt(at + 1)) && at + 1 < end
  if (old) tally.sum += OLDER
  tally.sum += placeOf(stretch, at - 1, at + (old ? 2 : 1))
  put(candidates, tally, at - 1, at + (old ? 2 : 1), 'titled')
}

/** Of 大刘, 大陈; 大王, 大张旗鼓 and 大林 are others. */
const BIG = '刘张陈杨赵吴徐孙胡郭罗郑谢韩冯邓曹彭曾肖董袁潘蒋蔡杜苏吕丁姚卢姜崔谭邹秦薛侯贺龚覃闫邱'

/** Surnames that are words too: 小齐坐谁的车, 老马说. */
const WORDS_TOO = '黄马高田叶石金夏方龙武齐江安毛温康施段常易甘古左关尚游文付万牛倪麦鲁辛管单冷燕简仇穆裘白鹿景成'
const BEHIND_NICK = /^(?:$|[^\u4e00-\u9fff]|[说在来去是也和跟给把让叫你我他她有没要都还从今明昨坐打送拿请帮吗呢啊那])/

function isNicked(plain: string, at: number): boolean {
  if (WORDS_TOO.includes(plain.charAt(at)))
    return /[小老]/.test(plain.charAt(at - 1)) && BEHIND_NICK.test(plain.slice(at + 1, at + 2))
  if (plain.charAt(at - 1) === '大') return BIG.includes(plain.charAt(at)) && !/^[旗罗姚苏]/.test(plain.slice(at + 1))
  return NICKS.has(plain.charAt(at - 1)) && (PURE.includes(plain.charAt(at)) || OLD.includes(plain.charAt(at)))
}

const FAMILY = /^(?:妈|爸|爷|奶|公|婆|哥|姐|叔|姨|舅|伯)/

function addWithTitle(candidates: Candidate[], stretch: Stretch, at: number, tally: Tally): void {
  const { plain, unit, lexicon, end } = stretch
  const titles = TITLES_FROM.get(unit[at + 1] ?? 0)
  const title = titles?.find((one) => plain.startsWith(one, at + 1) && at + 1 + one.length <= end)
  if (title === undefined || NO_NAMES.has(plain.slice(at, at + 1 + title.length))) return
  if (NO_NAMES.has(plain.slice(at, at + 2 + title.length))) return
  // 祝妈妈生日快乐
  if (plain.charAt(at) === '祝' && FAMILY.test(title)) return
  const isPure = PURE.includes(plain.charAt(at))
  const isWord = !isPure && lexicon.costOfLone(unit[at] ?? 0) < RARELY
  if ((title.length === 1 && !isPure) || (isWord && !isCalled(stretch, at, title))) return
  if (title.length === 1 && (NOT_AFTER_TITLE[title] ?? '').includes(plain.charAt(at + 2)) && at + 2 < end) return
  if (SELDOM.includes(title) && isOneWord(stretch, at)) return
  begin(tally)
  shapeInto(tally, 'titled', title.length)
  if (isWord) tally.sum -= WORDLIKE
  if (title.startsWith('某')) tally.sum -= HALF_HIDDEN
  if (title.length === 1) tally.sum += placeOf(stretch, at, at + 2)
  put(candidates, tally, at, at + 1 + title.length, 'titled')
}

/** 刘局, 陈队, 王导: said of few, and 何处 is a word. */
const SELDOM = '局队处导太'

function isOneWord({ cost, start }: Stretch, at: number): boolean {
  return (cost[(at - start) * LONGEST_WORD + 1] ?? NONE) !== NONE
}

/** What it costs a surname with a title that it is a word too: 查经理, 文主任. */
const WORDLIKE = 1
/** 董某 was made nobody by who wrote it. */
const HALF_HIDDEN = 0.6
/** Surnames that stand before an office and belong to its name, or link words. */
const NOT_CALLED =
  '和于向从同对由应让当有时位连都能因那但将可班店区支门年来为管包项单公原总副前现老小大各行商市厂系校院'
/** Titles of a person and of nothing else. */
const PERSONAL = new Set(
  '先生 女士 小姐 太太 夫人 经理 主任 主管 总监 老师 医生 大夫 律师 教授 博士 师傅 阿姨 警官 会计 校长 院长 局长 处长 科长 队长 店长 护士 书记 大姐 大哥 大爷 大妈 大叔 叔叔 伯伯 奶奶 爷爷 法官 护士长 工程师 教练'.split(
    ' ',
  ),
)
const BEFORE_CALLED = new Set('属跟和问找叫让请给被是等与报谢到对向替陪联')

/** 查经理, 文主任: a surname that is a word, at an edge or behind whom one speaks with. */
function isCalled({ plain, start }: Stretch, at: number, title: string): boolean {
  if (!PERSONAL.has(title) || NOT_CALLED.includes(plain.charAt(at))) return false
  if (at === start || BEFORE_CALLED.has(plain.charAt(at - 1))) return true
  return ROLES.has(plain.slice(Math.max(start, at - 2), at)) || ROLES.has(plain.slice(Math.max(start, at - 3), at))
}

/** 小雯, 婷婷, 舟哥; 夜华. */
export function addNick(candidates: Candidate[], stretch: Stretch, at: number, tally: Tally): void {
  const worth = nickAt(stretch, at)
  if (worth !== null) addWorth(candidates, stretch, at, at + 2, worth + placeOf(stretch, at, at + 2), tally)
  const odd = oddAt(stretch, at)
  if (odd !== null) addWorth(candidates, stretch, at, at + odd.length, odd.worth, tally)
}

function addWorth(
  candidates: Candidate[],
  stretch: Stretch,
  at: number,
  to: number,
  worth: number,
  tally: Tally,
): void {
  begin(tally)
  tally.sum = worth
  aroundFeatures(tally, stretch, at, to, false)
  put(candidates, tally, at, to, 'nick')
}

/**
 * The run of characters that begins at `at` and that foreign names are spelled with, as far as it reads better than words. Where it reads
 * better than a Chinese name inside it, that one is none.
 */
export function addForeign(candidates: Candidate[], stretch: Stretch, at: number, tally: Tally, meter: Meter): void {
  const { plain, unit, lexicon, end } = stretch
  if (plain.startsWith('谢谢', at)) return
  let cost = FOREIGN
  let top = 0
  let to = 0
  for (let i = at; i < end && i - at < LONGEST_FOREIGN; i += 1) {
    const sound = lexicon.sound[unit[i] ?? 0] ?? NONE
    meter.steps += 1
    if (sound === NONE) break
    cost += sound
    const reads = i === at ? 0 : marginOf(stretch, at, i + 1, cost)
    const margin = i > at && isListed(stretch, at, i + 1) ? Math.max(reads, i - at > 1 ? LISTED : 0.1) : reads
    if (margin <= top) continue
    top = margin
    to = i + 1
  }
  if (to === 0 || NO_NAMES.has(plain.slice(at, to))) return
  begin(tally)
  foreignFeatures(tally, stretch, at, to, top)
  aroundFeatures(tally, stretch, at, to, true)
  // 西班牙, 利物浦: nobody, and nothing inside it is anybody; taken out after it has competed
  if (FOREIGN_WORDS.has(plain.slice(at, to))) tally.sum = Math.max(tally.sum, KNOWN)
  put(candidates, tally, at, to, 'foreign')
}

/** 大卫, 约翰逊. */
export function addWestern(candidates: Candidate[], stretch: Stretch, at: number, tally: Tally): void {
  const { plain, end, start, cut } = stretch
  const to = westernNameAt(plain, at, end)
  if (to === 0 || cut[at - start] === 0 || (cut[to - start] === 0 && !isPersonBehind(plain, to))) return
  begin(tally)
  tally.sum = WESTERN
  aroundFeatures(tally, stretch, at, to, true)
  put(candidates, tally, at, to, 'foreign')
}

/** What a name from the list is worth by itself. */
const WESTERN = -0.6

/** What a known word that sounds foreign competes with. */
const KNOWN = 1.6

/** 德罗巴, 金庸. */
export function addKnown(candidates: Candidate[], stretch: Stretch, at: number, tally: Tally): void {
  const { plain, end, start, cut, cost } = stretch
  const known = knownPersonAt(plain, at, end)
  if (known === null) return
  const { to, isForeign } = known
  const length = to - at
  if (length < 3 && (cut[at - start] === 0 || cut[to - start] === 0)) return
  // 项羽飞: somebody else
  if (!isForeign && length === 2 && stretch.first[to - start] === 1 && isRest(stretch, to)) return
  const word = length > LONGEST_WORD ? NONE : (cost[(at - start) * LONGEST_WORD + length - 1] ?? NONE)
  begin(tally)
  tally.sum = (WELL_KNOWN[Math.min(length, 4) - 2] ?? 0) - Math.max(0, RARE_WORD - word) * LESS_AS_WORD
  aroundFeatures(tally, stretch, at, to, isForeign)
  put(candidates, tally, at, to, isForeign ? 'foreign' : 'chinese')
}

/** A character that is seldom a word by itself, as a cost. */
const SELDOM_WORD = 24

function isRest({ unit, lexicon, end }: Stretch, at: number): boolean {
  return at < end && lexicon.costOfLone(unit[at] ?? 0) >= SELDOM_WORD
}

/** What a well-known name of two, three, four and more characters is worth by itself. */
const WELL_KNOWN = [0, 1.2, 2] as const
/** A word of the dictionary below this cost (康熙) is as much less, in nats for a third. */
const RARE_WORD = 42
const LESS_AS_WORD = 0.067
