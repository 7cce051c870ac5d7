import { isHan } from '../text/normal.ts'
import { isCommonWord, isEverydayWord } from '../words/dictionary.ts'
import { MINORITY_NAMES } from '../words/minority-names.ts'
import { surnameOf } from '../words/spelling.ts'
import { NOT_NICKS } from '../words/surnames.ts'
import { isPiece, nickParts, nickPieces, parentForms } from './nick-parts.ts'
import { less, type Patterns, plain } from './pattern.ts'

// What somebody of the roster is called in Chinese where the name itself is not said: 强哥, 阿伟, 婷婷, 磊子, and what is left of a nickname.

/** Behind the last character of a given name. */
const BEHIND = [...'哥姐叔姨总爷妹弟兄嫂婶伯宝仔神酱崽妞']
const BEHIND_LETTER = [...'哥姐总工叔爷妹']
/** The same, and before it 阿, 小 and 大: words of everything, so the dictionary says which. */
const SOFT = [...'子儿']
const BEFORE = [...'阿小大老']
/** 小小, 天天: nobody by the name of 小山 is called so. */
const NEVER_TWICE = '小大天人年日好常'
const MINORITY = new Set(MINORITY_NAMES.trim().split(/\s+/))

/** Forms of a given name of one or two characters. */
export function addCalled(patterns: Patterns, given: string, person: string): void {
  const last = given.at(-1) ?? ''
  addTitled(patterns, given, person)
  const soft = [...SOFT.map((end) => last + end), ...BEFORE.map((nick) => nick + last)]
  for (const form of soft) if (!isCommonWord(form)) patterns.put(form, less(person, 'called', isWord(form)))
  for (const char of given)
    if (!NEVER_TWICE.includes(char)) patterns.put(char + char, less(person, 'called', isWord(char + char)))
}

/** 褚某远, 褚x远 of 褚明远: as courts and newspapers write it. */
export function addVeiled(patterns: Patterns, surname: string, given: string, person: string): void {
  for (const veil of ['x', 'xx']) patterns.put(surname + veil, { ...less(person, 'called'), person: null })
  if (given.length < 2) return
  for (const veil of ['某', 'x', 'xx', '*', '**'])
    patterns.put(surname + veil + given.slice(-1), less(person, 'called'))
}

/** 强哥: each character with each title. */
export function addTitled(patterns: Patterns, chars: string, person: string): void {
  for (const char of new Set(chars))
    for (const title of BEHIND) if (!isWord(char + title)) patterns.put(char + title, less(person, 'called'))
}

/** A given name alone. */
export function addGiven(patterns: Patterns, given: string, person: string): void {
  patterns.put(given, { ...less(person, 'given', isWord(given)), loose: true })
}

/** What a nickname is called by, and what its parts are: 鱼鱼 of 小鱼, 香菜 of 不吃香菜, 白云 of 蓝天白云. */
export function addNick(patterns: Patterns, nick: string, isWhole: boolean, person: string): void {
  for (const rest of nickParts(nick)) {
    patterns.put(rest, less(person, 'called', isWord(rest)))
    if (rest.charAt(0) === rest.charAt(1)) addTitled(patterns, rest, person)
  }
  for (const form of parentForms(nick)) patterns.put(form, plain('name', person))
  // 牛奶糖 may be somebody's name, but 牛奶 is a word; of 慧慧🌸美甲 what is no word is somebody
  const mayBeNamed = surnameOf(nick) !== null
  for (const piece of nickPieces(nick))
    if (!mayBeNamed || isWord(piece)) patterns.put(piece, less(person, 'piece', isWord(piece)))
  if (!isWhole && !isWord(nick) && isPiece(nick)) patterns.put(nick, less(person, 'piece'))
  if (/^[小阿大老]/.test(nick) && nick.length === 2) addCalled(patterns, nick.charAt(1), person)
}

/** K哥 and 小K of 老K. */
export function addLetter(patterns: Patterns, letter: string, person: string): void {
  addInitial(patterns, letter, person)
  patterns.put(`大${letter}`, less(person, 'short'))
}

/** K总 of Kevin; Z总 of 张伟 may be somebody else. */
export function addInitial(patterns: Patterns, letter: string, person: string | null): void {
  for (const title of BEHIND_LETTER) patterns.put(letter + title, { ...less('', 'short'), person })
  for (const nick of '阿小老') patterns.put(nick + letter, { ...less('', 'short'), person })
}

/** 阿卜杜拉 and 买买提 of 阿卜杜拉·买买提; 洛桑 and 扎西 of 洛桑扎西. */
export function addMinority(patterns: Patterns, name: string, person: string): void {
  const pieces = name.split(/[·•・.\s]+/u).filter((piece) => piece.length > 1 && isAllHan(piece))
  const dotted = pieces.length > 1 && pieces.some((piece) => piece.length > 2)
  const halves = name.length === 4 ? [name.slice(0, 2), name.slice(2)] : []
  const parts = dotted ? pieces : halves.every((half) => MINORITY.has(half)) ? halves : []
  for (const part of parts) patterns.put(part, less(person, 'given', isWord(part)))
}

function isAllHan(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (!isHan(text.charCodeAt(i))) return false
  return text !== ''
}

/** Something else than a name. */
export function isWord(text: string): boolean {
  return NOT_NICKS.includes(text) || isEverydayWord(text)
}
