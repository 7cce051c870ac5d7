import { isHan } from '../text/normal.ts'
import { isEverydayWord } from '../words/dictionary.ts'
import { MINORITY_NAMES } from '../words/minority-names.ts'
import { NOT_NICKS, SURNAMES } from '../words/surnames.ts'
import { less, type Patterns, put } from './pattern.ts'

// What somebody of the roster is called in Chinese where the name itself is not said: 强哥, 阿伟, 婷婷, 磊子, and what is left of a nickname.

/** Behind the last character of a given name. */
const BEHIND = [...'哥姐叔姨总爷妹弟']
/** The same, and before it 阿 and 小: words of everything, so the dictionary says which. */
const SOFT = [...'子儿']
const BEFORE = [...'阿小']
/** 小小, 天天: nobody by the name of 小山 is called so. */
const NEVER_TWICE = '小大天人年日好常'
const MINORITY = new Set(MINORITY_NAMES.trim().split(/\s+/))

/** Forms of a given name of one or two characters. */
export function addCalled(patterns: Patterns, given: string, person: string): void {
  const last = given.at(-1) ?? ''
  addTitled(patterns, given, person)
  const soft = [...SOFT.map((end) => last + end), ...BEFORE.map((nick) => nick + last)]
  for (const form of soft) if (!isWord(form)) put(patterns, form, less(person, 'called'))
  for (const char of given)
    if (!NEVER_TWICE.includes(char)) put(patterns, char + char, less(person, 'called', isWord(char + char)))
}

/** 强哥: each character with each title. */
export function addTitled(patterns: Patterns, chars: string, person: string): void {
  for (const char of new Set(chars))
    for (const title of BEHIND) if (!isWord(char + title)) put(patterns, char + title, less(person, 'called'))
}

/** A given name alone. */
export function addGiven(patterns: Patterns, given: string, person: string): void {
  put(patterns, given, { ...less(person, 'given', isWord(given)), loose: true })
}

/** What is left of a nickname that says more: 红姐 of A服装批发-红姐, 老余 of 房东老余, 婷婷 of 婷婷妈妈, 小鱼 of 小鱼儿, 甜甜 of 小甜甜. */
export function nickParts(nick: string): string[] {
  const end = nick.slice(-2)
  if (/^(?:.[哥姐叔姨嫂]|(.)\1)$/u.test(nick)) return [nick]
  if (nick.length < 3 || !isAllHan(nick)) return []
  const parts = [nick.replace(/(?:妈妈|爸爸|爷爷|奶奶|家长|妈|爸)$/u, '')]
  if (/[哥姐叔姨总嫂]$/u.test(end) || (end.startsWith('老') && SURNAMES.has(end.charAt(1)))) parts.push(end)
  if (nick.length === 3 && nick.endsWith('儿')) parts.push(nick.slice(0, 2))
  if (/^[小阿大](.)\1$/u.test(nick)) parts.push(end)
  return parts.filter((part) => part !== nick && part.length > 1)
}

/** 阿卜杜拉 and 买买提 of 阿卜杜拉·买买提; 洛桑 and 扎西 of 洛桑扎西. */
export function addMinority(patterns: Patterns, name: string, person: string): void {
  const pieces = name.split(/[·•・.\s]+/u).filter((piece) => piece.length > 1 && isAllHan(piece))
  const dotted = pieces.length > 1 && pieces.some((piece) => piece.length > 2)
  const halves = name.length === 4 ? [name.slice(0, 2), name.slice(2)] : []
  const parts = dotted ? pieces : halves.every((half) => MINORITY.has(half)) ? halves : []
  for (const part of parts) put(patterns, part, less(person, 'given', isWord(part)))
}

function isAllHan(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (!isHan(text.charCodeAt(i))) return false
  return text !== ''
}

/** Something else than a name. */
export function isWord(text: string): boolean {
  return NOT_NICKS.includes(text) || isEverydayWord(text)
}
