import { readTable } from '../text/table.ts'
import { FOREIGN_SHARES, GIVEN_SHARES, SURNAME_SHARES } from './people.table.ts'
import { COMPOUND_SURNAMES } from './surnames.ts'
import { costOf, NONE, WordTrie } from './word-trie.ts'

// The word list and the shares of name characters, unpacked at the first use. Costs are minus natural logarithms in thirds.

export { NONE } from './word-trie.ts'

/** Words with their classes and costs, as word-trie.ts reads them. */
const WORDS = new URL('words.table.txt', import.meta.url)

/** A character that is no word by itself. */
const LONE = 50
/** Surnames that the dictionary's names have not, hardly one of them a word by itself. */
const RARE_SURNAMES =
  '庹蹇卯巢岐揣睢稂荔萨讷轩钦钭铎佴郅钮恽迮尕逯訾冮亓佀俎仉眭皋禚綦苌茆菅莘蒯逄郇郗镡隗雒颉韶矫羌阙呙昝璩甯虢謇酆亢忻郏郐郄笪佴妫靖麴谯郦枚邴糜芮羿厍郇郤濮宓蓬蓟桓缑琚贡'
const RAREST = 'U'.charCodeAt(0)

/** A character that no name has. */
export const NEVER = 45

/** Least share of a character in foreign names, as a cost. */
export const SOUND = 21
/** What a character costs that foreign names are seldom spelled with. */
const SELDOM = 25
const SELDOM_SOUNDS =
  '瑞妮琪黛珀柔汀茱娅蕾芙茜琼肯欣汉汤赛史戴詹珍珊露翠伍杨尤犹朱庞潘彭蓬宾邦班本昆康孔冈盖甘根葛豪侯胡怀惠贾津柯夸奎魁黎李廉连柳龙满芒毛孟缪明奈嫩年纽欧派匹平恰强钦琴丘仁容茹若尚绍申舒朔丝松素孙唐陶滕廷通旺魏翁吴武锡肖兴休许延扬叶英宰赞泽张哲芝治卓宗贝蓓柏达黄娇姬洪鸿范方冯丰冠桂圭辉伽泰沙门芬辛高宁桑温济略瓜苏丽莎摩卢世施娜麦'

/** What follows a name and begins a word; the dictionary's names have them at the end only where they were cut wrongly. */
const HARDLY_GIVEN =
  '说问让均因所身期犯称转及或但则却再已未曾都就只仅将使导携率执饰演唱写拿打踢射攻扑替补签投认觉感表指坦否预回答谈讲看听喝袭负摄版卡肉死抱算牵蹲呆坐躺走跑跳追逃杀骂哭闹吓怕买借还欠付取要可须肯刚才既虽除每各另又太最更较并且而其此由往至按据比对跟与拒受获夺带场球员者案式型届次岁分点亿只副也做给像似靠拍搞弄住用吗呢吧啊么'
/** What that adds to their cost. */
const RARER = 10

/** Words up to four characters as a trie. */
export class Lexicon {
  readonly #words = new WordTrie(readTable(WORDS))
  readonly surname = new Uint8Array(0x10000).fill(NONE)
  readonly first = new Uint8Array(0x10000).fill(NEVER)
  readonly second = new Uint8Array(0x10000).fill(NEVER)
  readonly only = new Uint8Array(0x10000).fill(NEVER)
  readonly foreign = new Uint8Array(0x10000).fill(NONE)
  /** The same with what foreign names are seldom spelled with. */
  readonly sound = new Uint8Array(0x10000).fill(NONE)

  constructor() {
    for (let i = 0; i + 1 < SURNAME_SHARES.length; i += 2)
      this.surname[SURNAME_SHARES.charCodeAt(i)] = costOf[SURNAME_SHARES.charCodeAt(i + 1)] ?? NONE
    for (const char of RARE_SURNAMES) this.surname[char.charCodeAt(0)] = costOf[RAREST] ?? NONE
    for (let i = 0; i + 3 < GIVEN_SHARES.length; i += 4) {
      const unit = GIVEN_SHARES.charCodeAt(i)
      this.first[unit] = costOf[GIVEN_SHARES.charCodeAt(i + 1)] ?? NEVER
      this.second[unit] = costOf[GIVEN_SHARES.charCodeAt(i + 2)] ?? NEVER
      this.only[unit] = costOf[GIVEN_SHARES.charCodeAt(i + 3)] ?? NEVER
    }
    for (const char of HARDLY_GIVEN) {
      const unit = char.charCodeAt(0)
      this.second[unit] = Math.min(NEVER, (this.second[unit] ?? NEVER) + RARER)
      this.only[unit] = Math.min(NEVER, (this.only[unit] ?? NEVER) + RARER)
    }
    for (let i = 0; i + 1 < FOREIGN_SHARES.length; i += 2)
      this.foreign[FOREIGN_SHARES.charCodeAt(i)] = costOf[FOREIGN_SHARES.charCodeAt(i + 1)] ?? NONE
    for (const char of SELDOM_SOUNDS) this.sound[char.charCodeAt(0)] = SELDOM
    for (const [unit, cost] of this.foreign.entries()) if (cost <= SOUND) this.sound[unit] = cost
  }

  /** The node behind `node` (0 = root) and a unit; 0 or less = no word goes on like this. */
  next(node: number, unit: number): number {
    return this.#words.next(node, unit)
  }

  costAt(node: number): number {
    return this.#words.cost[node] ?? NONE
  }

  /** Class of a word as a character code: n v d a p m t r h (name) s (place) z o. */
  classAt(node: number): number {
    return this.#words.sort[node] ?? 0
  }

  costOfLone(unit: number): number {
    const node = this.#words.next(0, unit)
    const cost = node > 0 ? this.costAt(node) : NONE
    return cost === NONE ? LONE : cost
  }
}

let lexicon: Lexicon | null = null

/** Unpacked once a thread, at the first text that needs it. */
export function theLexicon(): Lexicon {
  lexicon ??= new Lexicon()
  return lexicon
}

export function isCompound(a: number, b: number): boolean {
  return compoundFirst[a] === 1 && COMPOUND_SURNAMES.has(String.fromCharCode(a, b))
}

const compoundFirst = new Uint8Array(0x10000)
for (const surname of COMPOUND_SURNAMES) compoundFirst[surname.charCodeAt(0)] = 1

/** Every character is one that foreign names are spelled with. */
export function soundsForeign(word: string): boolean {
  const { foreign } = theLexicon()
  for (let i = 0; i < word.length; i += 1) if ((foreign[word.charCodeAt(i)] ?? NONE) > SOUND) return false
  return true
}
