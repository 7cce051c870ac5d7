import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { COMPOUND_SURNAMES, FOREIGN_WORDS, GIVEN_NAMES, SURNAMES } from '#redaction'
import { SPOKEN_WORDS, TAGGED_AS_NAMES, TAGGED_AS_THINGS } from './written/everyday-words.ts'
import { MODERN_WORDS } from './written/modern-words.ts'

// node server/bench/redaction/train.ts: makes the tables that ship with the detector (*.table.ts in server/src/redaction) from the
// dictionary of jieba (MIT; words with counts and word classes). Nothing else goes in: no labelled set is read here.

const jieba = dirname(createRequire(import.meta.url).resolve('@node-rs/jieba/package.json'))
const out = resolve(import.meta.dirname, '../../src/redaction')
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

interface Word {
  word: string
  count: number
  tag: string
}

const words: Word[] = readFileSync(join(jieba, 'dict.txt'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const [word = '', count = '1', tag = 'x'] = line.split(' ')
    return { word, count: Number(count), tag }
  })
  .filter(({ word }) => /^\p{Script=Han}+$/u.test(word))

const HEAD = '// Made by server/bench/redaction/train.ts from the dictionary of jieba (MIT). Not edited by hand.\n'

const total = words.reduce((sum, { count }) => sum + count, 0)
/** Minus the natural logarithm of a share, in steps of a third, as one letter. */
function letter(share: number): string {
  return ALPHABET.charAt(Math.max(0, Math.min(61, Math.round(-Math.log(share) * 3))))
}

/** Word classes as one letter; names apart from the others. */
function classOf(tag: string): string {
  if (tag.startsWith('nr')) return 'h'
  if (tag === 'ns') return 's'
  if (tag === 'nt' || tag === 'nz') return 'z'
  if (tag.startsWith('n')) return 'n'
  if (tag === 'vn' || tag.startsWith('v')) return 'v'
  if (tag.startsWith('d')) return 'd'
  if (tag.startsWith('a')) return 'a'
  if (tag === 'p' || tag === 'c' || tag === 'u' || tag === 'y') return 'p'
  if (tag === 'm' || tag === 'q' || tag === 'mq') return 'm'
  if (tag === 't') return 't'
  if (tag === 'r') return 'r'
  return 'o'
}

function looksLikeName({ word, tag }: Word): boolean {
  if (!tag.startsWith('nr') || word.length < 2 || word.length > 4) return false
  if (word.length === 4) return COMPOUND_SURNAMES.has(word.slice(0, 2))
  return SURNAMES.has(word.charAt(0))
}

const common = new Set([...SURNAMES].slice(0, 330))

/** Characters that foreign names are spelled with, and how often. */
const soundShares = foreignCounts()
const sounds = (word: string): boolean => [...word].every((char) => (soundShares.get(char) ?? 0) >= 0.0009)
/** People whom the dictionary takes for places. */
const NOT_PLACES = new Set(
  '奥巴马 希特勒 托马斯 斯大林 布什 克林顿 里根 肯尼迪 马丁 亚当 亚当斯 约翰 詹姆斯 哈里斯 马克 萨达姆'.split(' '),
)

/** Words that compete with names (they hold a surname) are kept down to a low count, others only where frequent. */
function least(word: string, tag: string): number {
  if (tag === 'ns' || tag === 'nt' || tag === 'nz') {
    if (word.length > 1 && (common.has(word.charAt(0)) || sounds(word))) return word.length > 2 ? 2 : 3
  } else if (sounds(word) && word.length > 1) return 3
  if (word.length === 1) return 1
  // an idiom that begins like a name, or holds one: 李代桃僵
  if ((tag === 'i' || tag === 'l') && word.length === 4 && [...word.slice(0, 2)].some((char) => SURNAMES.has(char)))
    return 1
  if (common.has(word.charAt(0))) return word.length === 2 ? 3 : 4
  if ([...word].some((char) => common.has(char))) return word.length === 2 ? 2 : 4
  return [0, 0, 25, 50, 100][word.length] ?? 0
}

/** What ends like this is a place, a building, a firm, however the dictionary tags it. */
const PLACE_END =
  /[市县镇村站湖山路河湾店堂亭桥港岛楼宫寺庙塔洞坝塘岭墓祠街区部厂局院校队军党会业厅馆园城州国洲阵雨病症药鱼花草树菜饭酒器机车船舰弹炮枪牌票费税率权法论学史记传书报刊剧戏曲歌舞片赛奖杯岩石粉油矿钢铜铁镜数式线期代朝时节日月年]$/

/** How like a name a word is: the shares of its characters against those of the average name, in nats. */
function nameLike(word: string, shares: Shares): number {
  const compound = COMPOUND_SURNAMES.has(word.slice(0, 2)) && word.length > 2
  const given = [...word.slice(compound ? 2 : 1)]
  if (given.length === 1) return Math.log(shares.only(given[0] ?? ''))
  return Math.log(shares.first(given[0] ?? '')) + Math.log(shares.second(given[1] ?? ''))
}

/** What the dictionary tags as names and keeps as words are often things: 花岗岩, 安全性, 季后赛. */
function classIn({ word, tag }: Word, shares: Shares): string {
  const sort = classOf(tag)
  if (sort === 'h' && thingsTagged.has(word)) return 'n'
  if (sort !== 'h' || word.length !== 3) return sort
  const [surname = '', , last = ''] = word
  const soft =
    !NOUNS.has(surname) && '山亭堂城花树年文石玉明国军则学河洞桥德峰'.includes(last) && word.charAt(1) !== '家'
  const thing = (PLACE_END.test(word) && !soft) || THING_END.test(word) || sounds(word)
  const made = known.has(word.slice(0, 2)) || known.has(word.slice(1))
  return thing || (NOUNS.has(surname) && nameLike(word, shares) < -14 && made) ? 'n' : 'h'
}

const known = new Set(words.filter(({ word, count }) => word.length === 2 && count > 2).map(({ word }) => word))

/** Tagged as names, and words all the same. */
const NOT_NAMES = new Set(
  '万世 世博 乌梅 伯伯 希奇 索索 金乌 马夫 尔雅 文登 耶鲁 谢世 赫赫 梅山 多谢 乌拉 丁丁'.split(' '),
)
const wordsOf = (written: string): string[] => written.trim().split(/\s+/)
const thingsTagged = new Set(wordsOf(TAGGED_AS_NAMES))
const peopleTagged = new Set(wordsOf(TAGGED_AS_THINGS))
/** A place, written by its sound. */
const PLACE_SOUND = /(?:[斯尔]坦|[斯格汉]堡|[尼利]亚|敦|兰德)$/

const THING_END = /[性派式剂素室宫官员团司词画卷界物类型兵者婿卜裙馨母弟琴块感力板垫裤衫帽鞋袜包箱盒]$/

/** The count of a word that was written for this detector and that the dictionary has not. */
const WRITTEN = 100

function lexicon(shares: Shares): string {
  const byFirst = new Map<string, string[]>()
  for (const one of words) {
    const { word, count, tag } = one
    if (word.length > 4 || count < least(word, tag) || NOT_PLACES.has(word) || tag === 'nrt') continue
    if (isSomebody(one, shares)) continue
    const list = byFirst.get(word.charAt(0)) ?? []
    list.push(`${word.slice(1)}${classIn(one, shares)}${letter(count / total)}`)
    byFirst.set(word.charAt(0), list)
  }
  const has = new Set([...byFirst].flatMap(([first, list]) => list.map((one) => first + one.slice(0, -2))))
  for (const word of [...FOREIGN_WORDS, ...wordsOf(MODERN_WORDS), ...wordsOf(SPOKEN_WORDS)]) {
    if (word.length > 4 || word.length < 2 || has.has(word)) continue
    has.add(word)
    const list = byFirst.get(word.charAt(0)) ?? []
    list.push(`${word.slice(1)}${FOREIGN_WORDS.has(word) ? 'z' : 'n'}${letter(WRITTEN / total)}`)
    byFirst.set(word.charAt(0), list)
  }
  return [...byFirst].map(([first, list]) => `${first}${list.join('')}`).join('\n')
}

function isSomebody(one: Word, shares: Shares): boolean {
  if (thingsTagged.has(one.word)) return false
  if (peopleTagged.has(one.word)) return true
  return (looksLikeName(one) && isName(one, shares)) || isForeigner(one)
}

/** Somebody's name by its sound, and no word: what the text reads like without it is what the scorer weighs. */
function isForeigner({ word, count, tag }: Word): boolean {
  const isNamed = tag.startsWith('nr') && count < 1500 && word.length > 1
  return isNamed && sounds(word) && !FOREIGN_WORDS.has(word) && !PLACE_SOUND.test(word) && !NOT_NAMES.has(word)
}

/** Surnames that are first of all everyday nouns, verbs or qualities. */
const NOUNS = new Set(
  '高马白金石黄花牛利母车皮包钱万方时明文武平成安常全路梅苗谷盛景米海水江温古沙林田雷龙康左乐连来都应有那宁关房管计单简封门国东南西向和顾符支游祝谈蓝青项钟厉强权商童段柴麻池燕冷党荣官惠干宣展战桂栗柳柏英原边班储卫印司席舒尚司师相查荆公丰巴帅闻位云容敬扈芮阳甘祖漆楼盘满练计平索初植衡富尧闭由信檀衣束斯奉昝智幸于邰况鲜茹揭但尉冶元居呼勾戎哈宾湛银危玉占诺慕阿羊乌裘普浦伏鹿薄辜屠豆朴盖井国晋区海权仇隋刁荣桑仲明佘苑'.split(
    '',
  ),
)

/** The dictionary tags many words as names (高尔夫, 雷阵雨): believed only where the characters are those of names. */
function isName({ word, count }: Word, shares: Shares): boolean {
  if (NOUNS.has(word.charAt(0)) && nameLike(word, shares) < (word.length === 2 ? -5.5 : -13)) return false
  if (word.length === 2) return count < 400 && nameLike(word, shares) > -7.8
  return !PLACE_END.test(word) && nameLike(word, shares) > -16
}

const BEARERS: readonly (readonly [rank: number, share: number])[] = [
  [1, 0.07],
  [3, 0.065],
  [10, 0.02],
  [50, 0.0045],
  [100, 0.0018],
  [200, 0.0006],
  [300, 0.0002],
  [400, 0.00006],
  [600, 0.00001],
]

/** Share of the population with the surname of a rank, between known points on a logarithmic scale. */
function bearers(rank: number): number {
  for (let i = 1; i < BEARERS.length; i += 1) {
    const [fromRank, from] = BEARERS[i - 1] ?? [1, 1]
    const [toRank, to] = BEARERS[i] ?? [1, 1]
    if (rank > toRank) continue
    const way = Math.log(rank / fromRank) / Math.log(toRank / fromRank)
    return from * (to / from) ** way
  }
  return 0.00001
}

interface Shares {
  first(char: string): number
  second(char: string): number
  only(char: string): number
}

/** How many of the dictionary's names one of the listed given names weighs. */
const GIVEN_TIMES = 12

function names(): { surnames: string; given: string; shares: Shares } {
  const first = new Map<string, number>()
  const second = new Map<string, number>()
  const only = new Map<string, number>()
  const add = (map: Map<string, number>, key: string, n = 1) => map.set(key, (map.get(key) ?? 0) + n)
  const ranked = [...SURNAMES]
  const borne = new Set(ranked.slice(0, 220))
  for (const one of words) {
    if (!looksLikeName(one) || one.count > 600) continue
    const { word } = one
    if (word.length === 3 && borne.has(word.charAt(0))) {
      add(first, word.charAt(1))
      add(second, word.charAt(2))
    } else if (word.length === 2 && borne.has(word.charAt(0))) add(only, word.charAt(1))
  }
  // the dictionary is older than today's children
  for (const given of GIVEN_NAMES) {
    add(first, given.charAt(0), GIVEN_TIMES)
    add(second, given.charAt(1), GIVEN_TIMES)
  }
  const chars = new Set([...first.keys(), ...second.keys(), ...only.keys()])
  const sum = (map: Map<string, number>) => [...map.values()].reduce((a, b) => a + b, 0)
  const [firsts, seconds, onlys] = [sum(first), sum(second), sum(only)]
  const share = (n: number, of: number, both: number) => (n + 30 * both + 0.02) / (of + 130)
  let given = ''
  for (const char of [...chars].sort()) {
    const a = first.get(char) ?? 0
    const b = second.get(char) ?? 0
    const both = (a + b) / (firsts + seconds)
    given +=
      char +
      letter(share(a, firsts, both)) +
      letter(share(b, seconds, both)) +
      letter(share(only.get(char) ?? 0, onlys, both))
  }
  // The list of surnames is in the order of how many bear them; the dictionary's counts are noise for the rarer ones.
  const ofSurnames = ranked.map((char, rank) => char + letter(bearers(rank + 1)))
  const part = (map: Map<string, number>, of: number) => (char: string) => {
    const both = ((first.get(char) ?? 0) + (second.get(char) ?? 0)) / (firsts + seconds)
    return share(map.get(char) ?? 0, of, both)
  }
  return {
    surnames: ofSurnames.join(''),
    given,
    shares: { first: part(first, firsts), second: part(second, seconds), only: part(only, onlys) },
  }
}

/** How often a character is in a transliterated name: from the dictionary's foreign names. */
function foreignCounts(): Map<string, number> {
  const counts = new Map<string, number>()
  let all = 0
  for (const { word, tag } of words) {
    if (tag !== 'nrt' || word.length < 3) continue
    for (const char of word) {
      counts.set(char, (counts.get(char) ?? 0) + 1)
      all += 1
    }
  }
  const often = [...counts].filter(([, n]) => n >= 8)
  return new Map(often.map(([char, n]) => [char, n / all]))
}

function foreign(): string {
  return [...soundShares]
    .sort((a, b) => b[1] - a[1])
    .map(([char, share]) => char + letter(share))
    .join('')
}

function places(): string {
  const seen = new Set<string>()
  for (const { word, tag, count } of words) {
    if (tag !== 'ns' || word.length < 2 || word.length > 7) continue
    if (
      /(?:地区|特区|市区|郊区|城区|山区|库区|灾区|矿区|园区|区区)$/.test(word) ||
      /^[东南西北中上下前后两三七]区$/.test(word)
    )
      continue
    if (/^(?:中国|全|本|该|外|两|各)/.test(word)) continue
    if (/[省市县区旗盟]$/.test(word) && word.length >= 3) seen.add(word)
    else if (/州$/.test(word) && word.length === 2 && count >= 5) seen.add(word)
    else if (/县$/.test(word)) seen.add(word)
  }
  return [...seen].sort().join(' ')
}

const table = (name: string, doc: string, text: string) =>
  `\n/** ${doc} */\nexport const ${name} =\n  ${JSON.stringify(text)}\n`

const { surnames, given, shares } = names()
writeFileSync(
  join(out, 'words/words.table.txt'),
  `Made by server/bench/redaction/train.ts from the dictionary of jieba (MIT). Not edited by hand.\n${lexicon(shares)}`,
)
writeFileSync(
  join(out, 'words/people.table.ts'),
  HEAD +
    table('SURNAME_SHARES', 'Surname and its share (minus ln in thirds).', surnames) +
    table(
      'GIVEN_SHARES',
      'Character and its share as first of two, second of two, and only character of a given name.',
      given,
    ) +
    table('FOREIGN_SHARES', 'Character and its share in transliterated names.', foreign()),
)
writeFileSync(
  join(out, 'places/places.table.ts'),
  HEAD + table('PLACES', 'Provinces, cities, districts, counties.', places()),
)
