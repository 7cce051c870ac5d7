import { LONGEST_WORD, type Stretch } from './division.ts'
import { NONE } from './lexicon.ts'
import { DOES, LEADS_TO, NOT_BEHIND, ROLES } from './name-words.ts'
import { TITLES } from './surnames.ts'

// What speaks for and against a name besides the words it would replace, in nats: its own characters, and what stands around it.

const unitsOf = (words: string): ReadonlySet<number> => new Set([...words].map((char) => char.charCodeAt(0)))
/** Words between words: in no given name. */
const NEVER_GIVEN = unitsOf('的了在是吗呢吧啊哦们么我你您他她这那被把某赢后个吃卖很')
/** What a place, an office or a thing ends with. */
const ENDS_PLACE = unitsOf(
  '路站村县镇区湖岛堡局庙寺桥厂院校社坡湾口坪坝屯街巷楼塔港店馆队团党会币款费率票股债券额价盘球赛',
)
/** Surnames that are first of all a word between words. */
const LINKING = unitsOf('和向于从来那但连都由时为应全有对应当同因可将能盘查包使管单但')
const TITLED = new Set(TITLES.filter((title) => title.length === 2))
/** Least share of a character in foreign names, as a cost. */
export const SOUND = 21
/** No name at all. */
export const IMPOSSIBLE = -99

/** What the characters alone say: linking words, ends of places, titles, sounds of foreign names. `cost`: of them as a name. */
export function shapeOf(stretch: Stretch, at: number, surname: number, given: number, cost: number): number {
  const { plain, unit, lexicon } = stretch
  const first = unit[at + surname] ?? 0
  const last = unit[at + surname + given - 1] ?? 0
  if (NEVER_GIVEN.has(first) || NEVER_GIVEN.has(last)) return IMPOSSIBLE
  let sum = 0
  if (ENDS_PLACE.has(last)) sum -= 2.5
  if (surname === 1 && LINKING.has(unit[at] ?? 0)) sum -= 1.5
  if (given === 2 && TITLED.has(plain.slice(at + surname, at + surname + 2))) sum -= 1
  let foreign = 0
  for (let i = at; i < at + surname + given; i += 1) foreign += Math.min(40, lexicon.foreign[unit[i] ?? 0] ?? 40)
  const over = cost + 3 - foreign
  return over > 0 ? sum - over / 6 : sum
}

/** A neighbour that is no word and sounds foreign: the name is a piece of something longer. */
export function loneSounds({ unit, lexicon, start, end, last, first }: Stretch, at: number, to: number): number {
  const lone = (place: number, length: number): number => {
    const u = unit[place] ?? 0
    return length === 1 && lexicon.costOfLone(u) >= 33 && (lexicon.foreign[u] ?? NONE) <= SOUND ? -2.5 : 0
  }
  return (at > start ? lone(at - 1, last[at - start] ?? 0) : 0) + (to < end ? lone(to, first[to - start] ?? 0) : 0)
}

const NOUN = 0x6e
const PLACE = 0x73
const NUMBER = 0x6d
const VERB = 0x76
const ADVERB = 0x64
const PARTICLE = 0x70

/** What stands before: who somebody is, a verb that takes a person, an edge. */
export function leftOf({ plain, start, last, kind }: Stretch, at: number): number {
  if (at === start) {
    const before = at === 0 ? '' : plain.charAt(at - 1)
    if (before === '' || before === '\n') return 0.7
    if (before === '@') return 3
    return before === ':' ? 1.2 : '、,("“「《[-/|'.includes(before) ? 0.8 : 0.3
  }
  for (let k = Math.min(4, at - start); k >= 1; k -= 1) {
    const word = plain.slice(at - k, at)
    if (k > 1 && ROLES.has(word)) return 3
    if (LEADS_TO.has(word)) return k > 1 ? 1.5 : 0.9
  }
  const length = last[at - start] ?? 1
  const word = kind[(at - start - length) * LONGEST_WORD + length - 1]
  if (word === NOUN || word === PLACE) return length > 1 ? 0.3 : -0.3
  return word === NUMBER ? -2 : -0.3
}

/** What stands behind: who says or does, a title, what makes it a place. */
export function rightOf({ plain, start, end, first, kind }: Stretch, to: number): number {
  if (to === end) {
    const after = plain.charAt(to)
    if (after === '' || after === '\n') return 0.7
    return after === ':' ? 1.5 : '、,)"”」》]'.includes(after) ? 0.8 : 0.3
  }
  for (let k = Math.min(4, end - to); k >= 1; k -= 1) {
    const word = plain.slice(to, to + k)
    if (k > 1 && ROLES.has(word)) return 3
    if (DOES.has(word)) return k > 1 ? 1.8 : 0.8
    if (NOT_BEHIND.has(word)) return -3
  }
  const word = kind[(to - start) * LONGEST_WORD + (first[to - start] ?? 1) - 1]
  if (word === VERB || word === ADVERB || word === PARTICLE) return 0.5
  return word === NOUN ? -0.6 : -0.2
}
