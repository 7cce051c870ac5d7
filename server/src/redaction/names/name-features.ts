import { LONGEST_WORD, type Stretch } from '../words/division.ts'
import { NONE, SOUND } from '../words/lexicon.ts'
import { GIVEN_NAMES } from '../words/name-words.ts'
import { TITLES } from '../words/surnames.ts'
import { add, NAME, NOUN, O, OWN, OWN_AT, PLACE, PROPER, type Tally, VERB } from './feature-list.ts'

// What the characters of a possible name say for and against it: how much better the text reads with it, what they are as parts of names and
// as words. What stands around it: around-features.ts.

const unitsOf = (words: string): ReadonlySet<number> => new Set([...words].map((char) => char.charCodeAt(0)))
/** Words between words: in no given name. */
const NEVER_GIVEN = unitsOf(
  '的了在是吗呢吧啊哦们么我你您他她这那被把某赢后个吃卖很到叫找没给跟咋啥俺咱呀嘛啦咯呗嗯哎唉呐撒洒些',
)
/** No given name by itself. */
const NEVER_ALONE = unitsOf('都去让请买边费卡')
/** What a place, an office or a thing ends with. */
const ENDS_PLACE = unitsOf('路村区湖岛堡桥坡湾口坪坝屯楼塔港团会球山河江城州门')
/** The same, and hardly anybody is called so. */
const ENDS_THING = unitsOf(
  '站县镇局庙寺厂院校社街巷店馆队党币款费率票股债券额价盘赛署厅部委司处市省州国剧片报网吧杯奖牌机车路',
)
/** Surnames that are first of all a word between words. */
const LINKING = unitsOf('和向于从来那但连都由时为应全有对应当同因可将能盘查包使管单但祝')
/** Surnames that are also what things are counted by, and what stands before them then: 每张图, 这段路, 下周. */
const COUNTS = unitsOf('张段班车包周项章顶台支门份节根')
const COUNTED = unitsOf('这那每哪几一二两三四五六七八九十半多下上本整某数各该')
const TITLED = new Set(TITLES.filter((title) => title.length === 2))

/** Of words over this cost (minus ln of their share, in thirds) no more is told. */
const RARE = 42
const common = (cost: number): number => (cost >= RARE ? 0 : (RARE - cost) / 12)

/** A Chinese name as it could be: surname, given name, and what both cost as parts of a name, in thirds. */
export interface Claim {
  at: number
  to: number
  surname: number
  given: number
  shareCost: number
  givenCost: number
  margin: number
}

/** True: one word of the list, and that a name. */
export function isListed({ start, cost, kind }: Stretch, at: number, to: number): boolean {
  const slot = (at - start) * LONGEST_WORD + (to - at) - 1
  if (to - at > LONGEST_WORD || (cost[slot] ?? NONE) === NONE || kind[slot] !== NAME) return false
  // 周而复始: a longer word begins with it
  for (let more = 1; to - at + more <= LONGEST_WORD; more += 1) if ((cost[slot + more] ?? NONE) !== NONE) return false
  return true
}

/** True: the characters alone say that it is no name. */
export function isNever({ unit }: Stretch, { at, surname, given, to }: Claim): boolean {
  if (given === 1 && NEVER_ALONE.has(unit[to - 1] ?? 0)) return true
  return NEVER_GIVEN.has(unit[at + surname] ?? 0) || NEVER_GIVEN.has(unit[to - 1] ?? 0)
}

function marginInto(tally: Tally, base: number, margin: number): void {
  add(tally, base + O['margin below 0'], Math.max(-10, Math.min(margin, 0)))
  if (margin <= 0) return
  add(tally, base + O['margin 0 to 4'], Math.min(margin, 4))
  if (margin > 4) add(tally, base + O['margin 4 to 10'], Math.min(margin - 4, 6))
  if (margin > 10) add(tally, base + O['margin over 10'], Math.min(margin - 10, 10))
}

/** What a Chinese name's own characters say. */
export function ownFeatures(tally: Tally, stretch: Stretch, claim: Claim): void {
  const { plain, unit, lexicon } = stretch
  const { at, to, surname, given, shareCost, givenCost, margin } = claim
  add(tally, surname === 2 ? 2 : given === 1 ? 0 : 1, 1)
  const base = OWN_AT + (given === 1 && surname === 1 ? 0 : OWN.length)
  marginInto(tally, base, margin)
  add(tally, base + O['surname rare'], shareCost / 12)
  add(tally, base + O['given rare'], givenCost / (given * 12))
  let foreign = 0
  for (let i = at; i < to; i += 1) foreign += Math.min(40, lexicon.foreign[unit[i] ?? 0] ?? 40)
  const over = shareCost + givenCost + 3 - foreign
  if (over > 0) add(tally, base + O['sounds foreign'], over / 12)
  if (ENDS_PLACE.has(unit[to - 1] ?? 0)) add(tally, base + O['ends like a place'], 1)
  if (ENDS_THING.has(unit[to - 1] ?? 0)) add(tally, base + O['ends like a thing'], 1)
  if (surname === 1 && LINKING.has(unit[at] ?? 0)) add(tally, base + O['surname links words'], 1)
  if (surname === 1 && COUNTS.has(unit[at] ?? 0) && at > stretch.start && COUNTED.has(unit[at - 1] ?? 0))
    add(tally, base + O['surname counts things'], 1)
  if (given === 2 && GIVEN_NAMES.has(plain.slice(at + surname, to))) add(tally, base + O['given is a known one'], 1)
  if (given === 2 && TITLED.has(plain.slice(at + surname, to))) add(tally, base + O['given is a title'], 1)
  const lone = common(lexicon.costOfLone(unit[at] ?? 0))
  if (surname === 1 && lone > 0) add(tally, base + O['surname is a word'], lone)
  wordsInto(tally, base, stretch, claim)
  edgesInto(tally, base, stretch, at, to)
}

/** The name's parts as words of the list. */
function wordsInto(tally: Tally, base: number, stretch: Stretch, { at, to, surname, given }: Claim): void {
  const { start, cost, kind } = stretch
  if (given === 2) {
    const slot = (at + surname - start) * LONGEST_WORD + 1
    const word = common(cost[slot] ?? NONE)
    const sort = kind[slot] ?? 0
    if (word > 0 && sort !== NAME)
      add(
        tally,
        base + O[sort === NOUN ? 'given is a noun' : sort === VERB ? 'given is a verb' : 'given is another word'],
        word,
      )
    const head = common(cost[(at - start) * LONGEST_WORD + 1] ?? NONE)
    if (head > 0) add(tally, base + O['head is a word'], head)
  }
  const length = to - at
  const whole = (at - start) * LONGEST_WORD + length - 1
  if (length <= LONGEST_WORD && (cost[whole] ?? NONE) !== NONE) {
    const known = kind[whole] === PLACE || kind[whole] === PROPER
    add(tally, base + O[known ? 'is a known place' : kind[whole] === NAME ? 'is a listed name' : 'is one word'], 1)
  }
}

/** Words that reach over its edges, and neighbours that sound like the rest of a longer foreign name. */
function edgesInto(tally: Tally, base: number, stretch: Stretch, at: number, to: number): void {
  const { start, end, cost, cut } = stretch
  if (cut[at - start] === 0) add(tally, base + O['left inside a word'], 1)
  if (cut[to - start] === 0) add(tally, base + O['right inside a word'], 1)
  let left = 0
  for (let i = Math.max(start, at - LONGEST_WORD + 1); i < at; i += 1)
    for (let k = at - i + 1; k <= LONGEST_WORD && i + k <= to; k += 1)
      left = Math.max(left, common(cost[(i - start) * LONGEST_WORD + k - 1] ?? NONE))
  if (left > 0) add(tally, base + O['word over the left edge'], left)
  let right = 0
  for (let i = Math.max(at + 1, to - LONGEST_WORD + 1); i < to; i += 1)
    for (let k = to - i + 1; k <= LONGEST_WORD && i + k <= end; k += 1)
      right = Math.max(right, common(cost[(i - start) * LONGEST_WORD + k - 1] ?? NONE))
  if (right > 0) add(tally, base + O['word over the right edge'], right)
  if (isLoneSound(stretch, at - 1, stretch.last[at - start] ?? 0)) add(tally, base + O['lone sound left'], 1)
  if (isLoneSound(stretch, to, stretch.first[to - start] ?? 0)) add(tally, base + O['lone sound right'], 1)
}

function isLoneSound({ unit, lexicon, start, end }: Stretch, place: number, length: number): boolean {
  if (place < start || place >= end || length !== 1) return false
  const u = unit[place] ?? 0
  return lexicon.costOfLone(u) >= 33 && (lexicon.foreign[u] ?? NONE) <= SOUND
}

/** A name written by its sound. */
export function foreignFeatures(tally: Tally, stretch: Stretch, at: number, to: number, margin: number): void {
  const base = OWN_AT + OWN.length * 2
  add(tally, 3, 1)
  marginInto(tally, base, margin)
  if (to - at === 2) add(tally, base + O['is short'], 1)
  if (to - at > 3) add(tally, base + O['length over 3'], to - at - 3)
  if (ENDS_PLACE.has(stretch.unit[to - 1] ?? 0)) add(tally, base + O['ends like a place'], 1)
  if (ENDS_THING.has(stretch.unit[to - 1] ?? 0)) add(tally, base + O['ends like a thing'], 1)
  const length = to - at
  const slot = (at - stretch.start) * LONGEST_WORD + length - 1
  if (length <= LONGEST_WORD && (stretch.cost[slot] ?? NONE) !== NONE) {
    const sort = stretch.kind[slot]
    const known = sort === PLACE || sort === PROPER
    add(tally, base + O[known ? 'is a known place' : sort === NAME ? 'is a listed name' : 'is one word'], 1)
  }
  edgesInto(tally, base, stretch, at, to)
}

/** 王总, 老李: `length` of the title. */
export function shapeInto(tally: Tally, shape: 'titled' | 'nick', length: number): void {
  add(tally, shape === 'titled' ? (length > 1 ? 4 : 5) : 6, 1)
}
