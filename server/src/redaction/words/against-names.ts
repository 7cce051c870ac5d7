// What makes a likely name unlikely: it is cut out of a place, an office begins with 任, a firm's name goes on behind it. Folded: simplified.

import { ROLES } from './name-words.ts'
import { TITLES } from './surnames.ts'

/** Before 任 as a verb: 曾任, 现任, 2009年至今任. */
const TAKES_OFFICE = new Set('曾现历担出就兼聘升调续连留今后起月年间并先')

/** 曾任江阴…, 任职于…: nobody is called 任江阴 here. */
export function isOffice(plain: string, at: number): boolean {
  if (plain.charAt(at) !== '任') return false
  return TAKES_OFFICE.has(plain.charAt(at - 1)) || plain.charAt(at + 1) === '职' || plain.charAt(at + 1) === '教'
}

const FIRM = /^[\u4e00-\u9fff()]{0,14}?(?:股份有限|有限责任|有限公司|股份公司|集团公司)/
/** Between a person and the firm that is spoken of. */
const BETWEEN = /[是在与和任从的为到于加被把向给说及入任职现]/

/** 恩华 of 江苏恩华药业股份有限公司. */
export function isFirm(plain: string, to: number): boolean {
  const firm = FIRM.exec(plain.slice(to, to + 20))
  return firm !== null && !BETWEEN.test(firm[0])
}

/** 高龙岛, 张坝村: three characters, the last of them what a spot on a map ends with and hardly a given name. */
export function isSpot(plain: string, start: number, end: number): boolean {
  return end - start === 3 && '岛湾坡村屯寨镇乡县港屿潭碑'.includes(plain.charAt(end - 1))
}

/** Surnames that are nouns and qualities of every day: 高水, 蓝底, 万用金. */
const WORDS_OF_EVERY_DAY = new Set(
  '高白金石花牛车皮包钱万方时明文武平成安常全路苗谷盛景米海水江温古沙田雷龙康左乐易蓝华银冷桂宫原房任夏红青黑东西南北阳干费门国展战富',
)
/** What a house, a place and who holds an office end with: 宫园, 康村, 房树人. */
const ENDS_NOBODY = new Set('园府员席乡城村庄寨庙宫殿馆人王之法代')
const TITLED = new Set(TITLES)

/** Begins with such a word or ends like that, with no title in it (江小姐) and nobody's calling before it (记者高洁). */
export function isWordy(plain: string, start: number, end: number): boolean {
  if (TITLED.has(plain.slice(start + 1, end))) return false
  for (let k = 2; k <= 4; k += 1) if (ROLES.has(plain.slice(Math.max(0, start - k), start))) return false
  return WORDS_OF_EVERY_DAY.has(plain.charAt(start)) || ENDS_NOBODY.has(plain.charAt(end - 1))
}

const COUNTS = new Set('一二两三四五六七八九十几半')
const COUNTED = new Set('个台箱斤瓶包盒件张只条辆套份本杯位名次趟楼层年月天号元块')

/** 耶耶耶, 乐一乐. */
function isRepeated(plain: string, start: number, end: number): boolean {
  const [a, b, c] = [plain.charAt(start), plain.charAt(start + 1), plain.charAt(start + 2)]
  return end - start === 3 && a === c && (b === a || b === '一' || b === '不' || b === '了')
}

const UNITS = new Set('元毛角块号年月分秒米层楼班路项支张台卷包盘位')
const NUMBER = /[\d一二两三四五六七八九十百千万几]/
/** 费太贵, 汤都洒, 房也小. */
const TOO = /^太[贵难少多大小咸厚远冷热辣甜油差慢快淡硬软干好高低长短重轻薄吵挤旧脏臭酸苦满累忙吓]|^[都也还没就][^\s]/
/** 汤里, 房内. */
const INSIDE = /^[汤车楼房包费皮卷区盘池柜馆席][里内外]$/

/** 钱一台, 吉两箱, 季第3, 谢谢大家: a number and what it counts, an ordinal, or thanks. */
export function isCount(plain: string, start: number, end: number): boolean {
  // 谢谢大家, 谢谢果果
  if (plain.charAt(start) === '谢' && (plain.charAt(start - 1) === '谢' || plain.charAt(start + 1) === '谢'))
    return true
  // 5元送券, 一毛九: a unit behind a number
  if (UNITS.has(plain.charAt(start)) && NUMBER.test(plain.charAt(start - 1))) return true
  if (TOO.test(plain.slice(start + 1, start + 3)) || INSIDE.test(plain.slice(start, end))) return true
  if (isRepeated(plain, start, end)) return true
  if (end - start === 3) return COUNTS.has(plain.charAt(start + 1)) && COUNTED.has(plain.charAt(start + 2))
  return plain.charAt(start + 1) === '第' && /[\d一二三四五六七八九十]/.test(plain.charAt(end))
}

/** 《梁祝》, 《查理的战争》: a title, or its first words; a side of a match: 维拉vs巴萨. */
export function isWork(plain: string, start: number, end: number): boolean {
  if (plain.charAt(start - 1) === '《') return plain.slice(end, end + MOST_TITLE).includes('》')
  return plain.startsWith('vs', end) || plain.startsWith('vs', start - 2)
}

/** Behind the name up to the end of a title. */
const MOST_TITLE = 12

const THING_BEHIND =
  /^(?:铁塔|博物|基金|信托|中心|国际|海滩|小镇|空军|广场|公园|国家公园|火山|雪山|山脉|集市|主场|客场|作客|坐镇|做客|vs|联队|队[两vV,，\d]|工作室|集团|咨询|酒庄|冰川|清真|教堂|教会|庄园|峡谷|湖|海岸|半岛|群岛|海峡|平原|高原|城堡|要塞|山|河|湾|岛|镇|村|州|郡|旗|城[^中]|港|大学|学院|大街|车站|机场|体育|球场|赛道|地产|汽修|别墅|故居|故里|纪念|女神|之战|之怒|传奇|战役|武装|特种|协议|法案|核电|浓汤|旗舰|公司|雨林|灯塔|蒸汽|平民|香醍|渔广|同赔|赔率|威廉)/

/** 埃菲尔铁塔, 盖蒂博物馆, 莫斯科斯巴达vs: what is called after somebody, and clubs. For names from abroad. */
export function isCalledAfter(plain: string, to: number): boolean {
  return THING_BEHIND.test(plain.slice(to, to + 4))
}
