import { LINE_WORDS } from './place-words.ts'

// An address said in pieces: 湖滨花园12栋 / 1单元 / 903, 12栋，不对是13栋，903. Behind an address, or behind who asked for one, a number is its door.

const NUMERAL = '一二三四五六七八九十'
const COUNTED = `(?:[a-z]?\\d{1,4}|[${NUMERAL}]{1,3}|[a-z])(?:号楼|栋|幢|座|单元|楼|层|室|房|号|门|户|排|组)(?:[东西南北中左右][户边手门侧])?`
const ROOM = `b[1-4]|负[一二三]层?|\\d{1,3}-\\d{1,2}-\\d{3,4}|\\d{1,2}-\\d{3,4}|[a-z]?[1-9]\\d{2,3}[a-h]?|[${NUMERAL.slice(0, -1)}零〇幺]{3,4}`
const PARTS = `(?:(?:${COUNTED}|${ROOM})(?:[,，、. ]{0,2}|的)){1,4}`
const SAYS = '然后|就是|是|在|嗯+|哦+|呃|额|啊|对|我家|我们?|那个|再|住|好的?|门牌|房号|室号|房间号?'
const CORRECTS = '不对|不是|错了|[说写打报]错了?|应该是|改成|改到|更正|哦不|不不'
const LED = `(?:${SAYS}|${CORRECTS}|[,，。.…:： ])`
const UNIT = '(?![\\d年月日元块万千%:：.\\-人个名次米平斤点分a-z])'

const ANSWER = new RegExp(
  `^${LED}{0,6}(?<v>(?:[\\u4e00-\\u9fff]{2,6}(?=\\d{1,3}(?:号楼|[栋幢座])))?${PARTS})(?:吧|啊|哈|呢|哦|的|了|谢谢|[,，。.!！~ ]){0,4}$`,
  'd',
)
const NAMED = new RegExp(
  `^${LED}{0,6}(?<v>[\\u4e00-\\u9fff]{1,12}(?:${LINE_WORDS.source})(?:[东西南北一二三四五六七八九十\\d]{1,2}[区期])?)(?:吧|啊|哈|的|[,，。.!！~ ]){0,3}$`,
  'd',
)
/** 不对是13栋，903. */
const CORRECTED = new RegExp(
  `[,，。.…、 ]{0,3}(?:${SAYS}|[,，。.… ]){0,3}(?:${CORRECTS})${LED}{0,4}(?<v>${PARTS})${UNIT}`,
  'dy',
)

const PAUSE = '[,，、 ]{1,2}(?:(?:嗯+|呃+|额+|然后|就是|几(?:单元|楼|号楼|幢|栋)来着)[,，、 ]{0,2})?'
/** ，一单元，顶楼: goes on behind a building. */
const CONTINUED = new RegExp(
  `(?:${PAUSE}(?:(?:\\d{1,4}|[${NUMERAL}]{1,3})(?:号楼|[栋幢]|单元|层|楼|室|户|号房)(?:[东西南北中左右]{1,2}[户边手门])?|[a-z]座|顶楼|顶层|底楼|[东西]户)吧?){1,4}(?:${PAUSE}(?:[1-9]\\d{2,3}|[${NUMERAL}零〇]{3,4}))?(?![\\u4e00-\\u9fff\\d])`,
  'y',
)

/** Who asks for a place. */
const ASKS_PLACE = /(?:地址|住址|住在?哪[里儿]?|哪个?小区|什么小区|(?:送|寄|发|搬)到?哪[里儿]?)[^\d。]{0,8}$/
/** And for a door. */
const ASKS_DOOR =
  /(?:几[栋幢楼层]|几号楼|几单元|几零几|哪[一1]?[栋幢层]|哪个?(?:单元|房间)|哪[一1]?户|几号房|门牌号?码?|房间?号码?|室号)[^\d。]{0,8}$/

const TAIL = 40
/** So long at most is one. */
const MOST = 40

export const asksPlace = (plain: string): boolean => ASKS_PLACE.test(plain.slice(-TAIL))
export const asksDoor = (plain: string): boolean => ASKS_DOOR.test(plain.slice(-TAIL)) || asksPlace(plain)

/** The doors that a message is, behind an address or a question. */
export function doorAlone(plain: string): readonly [start: number, end: number] | null {
  const told = plain.length > MOST ? undefined : ANSWER.exec(plain)?.indices?.groups?.v
  return told === undefined ? null : trimmed(plain, told)
}

/** The estate or road that a message is. */
export function placeAlone(plain: string): readonly [start: number, end: number] | null {
  return plain.length > MOST ? null : (NAMED.exec(plain)?.indices?.groups?.v ?? null)
}

/** Behind most addresses stands something else. */
const GOES_ON = new Set([...',，、 .。…嗯哦呃额啊对不错说写打报应改更然就'])
/** What goes on with the address that ends at `end`, or corrects it. */
export function doorAfter(plain: string, end: number): readonly [start: number, end: number] | null {
  if (!GOES_ON.has(plain.charAt(end))) return null
  CONTINUED.lastIndex = end
  const more = CONTINUED.exec(plain)
  if (more !== null) return [end, end + more[0].length]
  CORRECTED.lastIndex = end
  const told = CORRECTED.exec(plain)?.indices?.groups?.v
  return told === undefined ? null : trimmed(plain, told)
}

function trimmed(plain: string, [start, end]: readonly [number, number]): readonly [number, number] {
  return [start, start + plain.slice(start, end).replace(/[,，、. 的]+$/, '').length]
}
