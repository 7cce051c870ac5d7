import { LONGEST_WORD, type Stretch } from './division.ts'
import { NONE } from './lexicon.ts'
import { GIVEN_NAMES } from './name-words.ts'
import { GIVEN } from './surnames.ts'

// What people call one another without a surname: 小雯, 阿梅, 婷婷, 舟哥, 嘉欣. Weak: only the words around make one likely.

/** Behind one character: 舟哥, 蛋总, 贝爷. */
const CALLED = new Set('哥姐爷叔姨嫂妹弟')
/** A character that is hardly ever a word by itself, as a cost. */
const RARELY = 30
/** A word of two characters this rare may as well be a name. */
const RARE = 38

/** What each form is worth by itself, in nats: the words around it decide. */
const WORTH = { called: -2.2, small: -2.4, doubled: -2.9, given: -2.9, child: -0.4, elder: -1.8 } as const

/** Behind a child's name: 糖糖妈妈, 小宇爸爸; and behind a relative's: 建国舅舅. */
const KIN =
  /^(?:妈妈|爸爸|妈|爸|奶奶|爷爷|外婆|外公|姥姥|姥爷|家长|同学|小朋友|舅舅|舅妈|叔叔|阿姨|姑姑|姑妈|姨妈|伯伯|婶婶|嫂子|哥哥|姐姐|师傅|老师)/
/** 妈妈 … by themselves. */
const FAMILY = new Set('妈爸爷奶姥公婆姐哥弟妹叔舅姑姨宝家娃老学')
/** Before 红姐, 军哥: an edge, or whom one speaks with. */
const TO_SOMEBODY = new Set('跟和问找叫让请给被是等与谢到')
/** 红姐, 军哥, 梅姨: what somebody older is called by. */
const ELDERS = '哥姐姨叔嫂婶爷'

/** Worth of the two characters at `at` as a nickname, null = they are none. */
export function nickAt(stretch: Stretch, at: number): number | null {
  const { plain, unit, lexicon, start, end, cost, cut } = stretch
  if (at + 2 > end || cut[at + 2 - start] === 0 || cut[at - start] === 0) return null
  const a = plain.charAt(at)
  const b = plain.charAt(at + 1)
  if (a === b && !FAMILY.has(b) && /^(?:小朋友|同学|宝宝)/.test(plain.slice(at + 2, at + 5))) return WORTH.child
  if ((cost[(at - start) * LONGEST_WORD + 1] ?? NONE) < RARE) return null
  if ((a === b || a === '小' || GIVEN_NAMES.has(a + b)) && !FAMILY.has(b) && KIN.test(plain.slice(at + 2, at + 5)))
    return WORTH.child
  if (ELDERS.includes(b) && GIVEN.has(a) && (at === start || TO_SOMEBODY.has(plain.charAt(at - 1)))) return WORTH.elder
  if (a === b) return GIVEN.has(a) ? WORTH.doubled : null
  if (a === '小' || a === '阿') return GIVEN.has(b) ? WORTH.small : null
  if ((b === '子' || b === '儿') && GIVEN.has(a) && a !== '金' && a !== '木') return WORTH.small
  if (CALLED.has(b)) return lexicon.costOfLone(unit[at] ?? 0) >= RARELY ? WORTH.called : null
  return GIVEN_NAMES.has(a + b) ? WORTH.given : null
}
