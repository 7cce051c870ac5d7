import { LONGEST_WORD, type Stretch } from '../words/division.ts'
import { NEVER } from '../words/lexicon.ts'
import { NO_NAMES } from '../words/name-words.ts'

// Two or three characters in a row that make no word, and that names are made of: 夜华, 凌霜月. For bytes that leave; the words around
// have to speak of somebody.

const units = (chars: string): ReadonlySet<number> => new Set([...chars].map((char) => char.charCodeAt(0)))

/** What is said, typed for its sound, or stands between words: in nobody's name. */
const SPOKEN = units(
  '嗯恩哦噢呵嘿嘻哈哎唉呃额咦哇哟嘞咩嗲呗嘛咯啵噻撒涅捏滴哒吖俺偶咱咋啥甭甚孬厮尔之乎者矣焉兮嗨喂喔欧耶囧晕靠擦操拜亲哼呸啧嗷呜哩咧嘎咔啪哗呀哪嘟吼吧呢吗啊你我他她它您这那哪谁很挺超巨贼真好太也都又还没别不就才刚再更最能会可要想肯敢得该让把被给跟和与或及从到往向对为因以于用按照说讲问叫喊骂吃喝睡玩看听写读走跑来去坐站躺拿放买卖打开关有是在像过完着了的地个只条张件次下遍回趟天年月日时分秒点元块毛角姓名叫鸣啼吟咏绕遮掩洒泼扑敲撞拂掠',
)
const SMALL = units('小阿')

/** A character that is hardly ever a word by itself, as a cost. */
const HARDLY = 25
/** What it is worth by itself, in nats: so few are names. */
const WORTH = { two: -3.4, three: -3.2 } as const
/** Per character above this cost as lone words it is worth more, by so many thirds a nat; at most so much. */
const LONE = { from: 30, thirds: 10, most: 1.5 } as const
/** What the characters cost as parts of a given name: above `from` it is worth less, above `most` nothing. In thirds. */
const GIVEN = { from: 45, thirds: 20, most: 75 } as const

/** With nothing beside it nothing speaks of somebody: 雅川青. */
const ALONE = 0.6

/** How long it is and what it is worth; null: there is none. */
export function oddAt(stretch: Stretch, at: number): { length: number; worth: number } | null {
  if (!isLone(stretch, at) || !isLone(stretch, at + 1) || isLone(stretch, at - 1)) return null
  const { unit, lexicon } = stretch
  let length = 1
  while (length < 4 && isLone(stretch, at + length)) length += 1
  if (length < 2 || length > 3) return null
  const [a, b, c] = [unit[at] ?? 0, unit[at + 1] ?? 0, unit[at + 2] ?? 0]
  if (a === b || SMALL.has(a)) return null
  if ([at, at - 1].some((from) => NO_NAMES.has(stretch.plain.slice(from, at + length)))) return null
  let lone = 0
  for (let i = at; i < at + length; i += 1) {
    if (SPOKEN.has(unit[i] ?? 0)) return null
    lone += lexicon.costOfLone(unit[i] ?? 0)
  }
  const { first, second } = lexicon
  const ends = (first[a] ?? NEVER) + (second[length === 3 ? c : b] ?? NEVER)
  const middle = Math.min(first[b] ?? NEVER, second[b] ?? NEVER)
  const given = length === 3 ? ((ends + middle) * 2) / 3 : ends
  if (given > GIVEN.most) return null
  const worth = length === 3 ? WORTH.three : WORTH.two
  const rare = Math.min(LONE.most, (lone / length - LONE.from) / LONE.thirds)
  const alone = isAlone(stretch, at, at + length) ? ALONE : 0
  return { length, worth: worth + rare - alone - (given - GIVEN.from) / GIVEN.thirds }
}

function isLone({ start, end, cut, cost }: Stretch, at: number): boolean {
  const i = at - start
  return at >= start && at < end && cut[i] === 1 && cut[i + 1] === 1 && (cost[i * LONGEST_WORD] ?? 0) >= HARDLY
}

function isAlone({ plain, start, end }: Stretch, at: number, to: number): boolean {
  return at === start && to === end && /^\s?$/.test(plain.charAt(at - 1)) && /^\s?$/.test(plain.charAt(to))
}
