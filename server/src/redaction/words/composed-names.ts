import { FOREIGN_WORDS } from './foreign-words.ts'
import { JAPANESE_ENDS, JAPANESE_ONE, JAPANESE_SURNAMES } from './japanese-names.ts'
import { NONE, soundsForeign, theLexicon } from './lexicon.ts'

// Names of more than surname and given name, by what they are made of: with a dot between their parts, of the words that Tibetans,
// Uyghurs and Mongols are called by, and Japanese ones. The lists were written for this detector. Folded: simplified.

/** A name in the fold, and how likely one, in nats. */
export interface Composed {
  start: number
  end: number
  score: number
}

const DOTTED = /[\u4e00-\u9fff]{1,7}(?:[.-][\u4e00-\u9fff]{1,7}){1,3}/g
/** Of the first and of the last part of a name with dots. */
const LONGEST_PART = 6
/** Seldom in names from abroad, often in those of Uyghurs and Kazakhs. */
const WESTERN = new Set(
  [...'不依古买吐提孜热合江汗肉苏旦迪帕如玉素甫塔吾木力汉巴哈别克山孙'].map((char) => char.charCodeAt(0)),
)

/** 劳拉.琳妮和菲利普.霍夫曼: between two names with dots. */
const JOINT = /(?<=\..+)[和与](?=.+\.)/

/** 阿凡提·买买提, 让·雅克·卢梭, 福雷斯特-阿伦: the run of foreign sounds before the first dot to the one behind the last. */
function dotted(plain: string, see: (one: Composed) => void): void {
  const { sound, foreign } = theLexicon()
  const sounds = (at: number): boolean => {
    const unit = plain.charCodeAt(at)
    return (sound[unit] ?? NONE) !== NONE || (foreign[unit] ?? NONE) !== NONE || WESTERN.has(unit)
  }
  if (!plain.includes('.') && !plain.includes('-')) return
  DOTTED.lastIndex = 0
  for (let one = DOTTED.exec(plain); one !== null; one = DOTTED.exec(plain)) {
    const [whole] = one
    const first = one.index + whole.search(/[.-]/)
    const last = one.index + Math.max(whole.lastIndexOf('.'), whole.lastIndexOf('-'))
    let start = first
    while (start > one.index && first - start < LONGEST_PART && sounds(start - 1)) start -= 1
    // 收件人古丽…
    if (plain.charAt(start) === '人') start += 1
    let end = last + 1
    while (end < one.index + whole.length && end - last <= LONGEST_PART && sounds(end)) end += 1
    if (start === first || end === last + 1 || end - start < 4) continue
    const joint = plain.slice(start, end).search(JOINT)
    if (joint > 0) {
      const [before, behind] = [start + joint, start + joint + 1]
      see({ start, end: before, score: 0.8 })
      see({ start: behind, end, score: 0.8 })
      continue
    }
    const parts = plain.slice(start, end).split(/[.-]/)
    // 阿森纳-切尔西: a match of clubs
    if (whole.includes('-') && parts.some((part) => part.length < 2 || FOREIGN_WORDS.has(part) || !soundsForeign(part)))
      continue
    see({ start, end, score: 0.8 })
  }
}

/** Which characters begin a word of a list, and which stand second: a bit for each list. */
const firsts = new Uint8Array(0x10000)
const seconds = new Uint8Array(0x10000)
const OF_PARTS_BIT = 1
const JAPANESE_BIT = 2

/** The words as a pattern; the class of their first characters spares most places of a text the list. */
function anyOf(words: string, bit: number): string {
  const list = words.trim().split(/\s+/)
  for (const word of list) {
    firsts[word.charCodeAt(0)] = (firsts[word.charCodeAt(0)] ?? 0) | bit
    seconds[word.charCodeAt(1)] = (seconds[word.charCodeAt(1)] ?? 0) | bit
  }
  const first = [...new Set(list.map((word) => word.charAt(0)))].join('')
  return `(?=[${first}])(?:${list.sort((a, b) => b.length - a.length).join('|')})`
}

/** Of which lists a word may stand in a text. */
function listsIn(plain: string): number {
  let lists = 0
  for (let i = 1; i < plain.length; i += 1)
    lists |= (firsts[plain.charCodeAt(i - 1)] ?? 0) & (seconds[plain.charCodeAt(i)] ?? 0)
  return lists
}

const PARTS = anyOf(
  `
次仁 才仁 卓玛 扎西 多吉 多杰 达娃 尼玛 央金 央宗 拉姆 平措 旺堆 旺姆 旺扎 旺杰 索朗 索南 格桑 洛桑 罗桑 丹增 旦增 边巴 普布 巴桑 强巴 顿珠 罗布 白玛 德吉 曲珍 曲央 曲培 措姆 仁增 仁青 桑杰 桑吉 加措 嘉措 次旦 次珍 次央 贡嘎 云丹 土登
阿旺 晋美 群培 仓决 益西 赤列 坚赞 坚参 班丹 班旦 嘎玛 朗杰 伦珠 卓嘎 吉美 才让 东智 南杰 尖措 拉毛
古丽 买买提 麦麦提 阿迪力 艾力 艾尼 玉素甫 吐尔逊 吐尔地 热合曼 热依汗 迪丽 热巴 娜扎 娜孜 阿卜杜 阿布都 努尔 帕提 帕夏 阿依 阿孜 居来提 库尔班 吾买尔 艾买提 艾合买提 依明 依不拉音 伊力哈木 地里 夏木 西丁 西娜 巴哈 赛买提 沙比尔 图尔荪 麦合 木拉提 哈力克 热西提 阿力木 古力 米热 祖丽 玛依
巴特尔 巴图 其其格 乌兰 乌云 斯琴 高娃 格日勒 格日乐 苏日娜 娜仁 托娅 托雅 呼格吉勒 图雅 朝鲁 吉日嘎拉 哈斯 苏和 毕力格 那木 敖登 萨仁 通拉嘎 宝音 阿拉坦 额尔敦 孟和 特木尔 布和 达来 阿古拉
`,
  OF_PARTS_BIT,
)
/** 次仁卓玛, 阿依古丽, 迪丽热巴. */
const OF_PARTS = new RegExp(`${PARTS}(?:${PARTS}){1,3}`, 'g')

const JAPANESE = anyOf(JAPANESE_SURNAMES, JAPANESE_BIT)
const NOT_GIVEN = '的在是了和与县市区镇村路地国方公先女有说也都不大小站店'
/** 田中太郎, 佐藤美咲, 渡边健一郎; 岩田聪与; 田中先生. */
const JAPANESE_NAME = new RegExp(
  [
    `${JAPANESE}(?:(?![${NOT_GIVEN}])[\\u4e00-\\u9fff]){1,2}?[${JAPANESE_ENDS}](?:郎)?`,
    `${JAPANESE}[${JAPANESE_ONE}](?=[^\\u4e00-\\u9fff]|$|[说在的与和所也是曾对跟向导])`,
    `${JAPANESE}(?=先生|小姐|女士|桑|君|社长|课长|部长|さん)`,
  ].join('|'),
  'g',
)

const BY_LIST = [
  [OF_PARTS, 1, OF_PARTS_BIT],
  [JAPANESE_NAME, 0.5, JAPANESE_BIT],
] as const

/** All of them in a text, from left to right for each sort; `meter` counts what was matched. */
export function composedNames(plain: string, meter: { steps: number }): Composed[] {
  const found: Composed[] = []
  const see = (one: Composed): void => {
    meter.steps += one.end - one.start
    found.push(one)
  }
  dotted(plain, see)
  const lists = listsIn(plain)
  for (const [pattern, score, bit] of BY_LIST) {
    if ((lists & bit) === 0) continue
    pattern.lastIndex = 0
    for (let one = pattern.exec(plain); one !== null; one = pattern.exec(plain))
      see({ start: one.index, end: one.index + one[0].length, score })
  }
  return found
}
