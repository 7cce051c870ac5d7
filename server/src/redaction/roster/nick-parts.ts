import { isCommonWord } from '../words/dictionary.ts'
import { wordsIn } from '../words/division.ts'
import { ROLES } from '../words/name-words.ts'
import { MORE_TITLES, SURNAMES, TITLES } from '../words/surnames.ts'

// What is left of a nickname when somebody says a part of it.

const PARENTS = ['妈妈', '爸爸', '妈', '爸']

/** 红姐 of A服装批发-红姐, 老余 of 房东老余, 婷婷 of 婷婷妈妈, 小鱼 of 小鱼儿, 甜甜 of 小甜甜. */
export function nickParts(nick: string): string[] {
  const end = nick.slice(-2)
  if (/^(?:.[哥姐叔姨嫂]|(.)\1)$/u.test(nick)) return [nick]
  if (nick.length < 3 || !/^\p{Script=Han}+$/u.test(nick)) return []
  const parts = [nick.replace(/(?:妈妈|爸爸|爷爷|奶奶|家长|妈|爸)$/u, '')]
  if (/[哥姐叔姨总嫂]$/u.test(end) || (end.startsWith('老') && SURNAMES.has(end.charAt(1)) && !isRole(end)))
    parts.push(end)
  if (nick.length === 3 && nick.endsWith('儿')) parts.push(nick.slice(0, 2))
  if (/^[小阿大](.)\1$/u.test(nick)) parts.push(end)
  return parts.filter((part) => part !== nick && part.length > 1)
}

/** 林夕妈 of 林夕妈妈: a parent is written both ways. */
export function parentForms(nick: string): string[] {
  const child = nick.replace(/(?:妈妈|爸爸|妈|爸)$/u, '')
  if (child === nick || child.length < 2) return []
  const parent = nick.slice(child.length, child.length + 1)
  return PARENTS.filter((word) => word.startsWith(parent)).map((word) => child + word)
}

/** Single characters that make no name of what they stand in: 我要减肥. */
const NO_PIECE = /[我你他她它们要不是的了在有也都很会能想去来吃喝爱就和与没又还再吗呢啊吧这那谁最太真一个]/u
/** A longer nickname is said by its words only. */
const SHORT = 6

/** 香菜 of 不吃香菜, 月亮 and 月亮不睡 of 月亮不睡我不睡, 小贝 of 卖家小贝, 神灯 of 阿拉丁神灯. */
export function nickPieces(nick: string): string[] {
  if (nick.length < 3 || !/^\p{Script=Han}+$/u.test(nick)) return []
  const pieces: string[] = []
  let at = 0
  for (const word of wordsIn(nick)) {
    pieces.push(word)
    at += word.length
    if (at >= 3) pieces.push(nick.slice(0, at))
  }
  if (nick.length <= SHORT)
    for (const piece of [nick.slice(0, 2), nick.slice(0, 3), nick.slice(-2), nick.slice(-3)])
      if (!NO_PIECE.test(piece)) pieces.push(piece)
  return [...new Set(pieces)].filter((piece) => piece !== nick && isPiece(piece))
}

/** Neither in everything nor what many are: 今天, 教练, 侦探. */
export function isPiece(piece: string): boolean {
  return piece.length > 1 && piece.length < 9 && !isCommonWord(piece) && !isRole(piece)
}

export function isRole(word: string): boolean {
  return TITLES.includes(word) || MORE_TITLES.includes(word) || ROLES.has(word)
}
