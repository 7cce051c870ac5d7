import type { Finding, Meter } from '../text/finding.ts'
import { isHan } from '../text/normal.ts'
import { ENGLISH_WORDS_AS_NAMES } from '../words/surnames.ts'
import { isGivenName, isNobody, isWord } from './english-cues.ts'

// Given names of the lists that the tagger passes by: Sipho's PR, so Kwabena no dey house, ok jane. With a capital they name somebody
// wherever they stand; without one only for bytes that leave. Names that are words, cities or brands too are left to the tagger.

const WORD =
  /(?<![A-Za-z\u00c0-\u024f\p{M}\d@#$_/\\<`'’.-])[A-Za-z\u00c0-\u024f][a-z\u00c0-\u024f]{2,19}(?:-[A-Za-z\u00c0-\u024f]{2,13})?(?![A-Za-z\u00c0-\u024f\p{M}\d@_/`(=]|\.[A-Za-z\d])/gu
/** Also a place, a brand, a thing, a prize, a tool. */
const OTHERS = new Set(
  `lance marina paris london sydney chelsea florence jordan israel austin victoria georgia charlotte mercedes tiffany dallas houston denver savannah carolina virginia dakota santiago diego orlando lourdes siena chad ford lincoln jasmine rosemary ginger basil olive ivy holly hazel heather melody harmony cherry coco nana mimi lulu kiki didi bobo yoyo gigi siri alexa oscar emmy grammy felix danish taro sakura zola ellie elm julia ruby jade crystal gemma angel star carol penny noel merlin apollo hermes athena luna nova stella aurora venus mars athena java ada dylan logan preston windsor lancaster chester sheffield melbourne perth cooper carter kelly sandy rusty misty stormy summer autumn winter dawn eve sabrina maya lena mina hana mali kali uma iman noor nur musa salem medina valencia lorraine alba asia africa china india kenya mali alan turing pascal ruby hassle max rex bella mia gina nina tina tara sara dana dina lara cara mara lana rene jean marina regina gloria maria magnum parker taylor wilson nelson davis lewis harrison franklin washington jackson madison montana sierra`
    .trim()
    .split(/\s+/),
)
/** Without a capital these are words of some speech, or too short to tell. */
const SMALL_OTHERS = new Set(
  `mila milo beth bich john don van may jun kim ken ben sam tom dan ron ted ned tim jim bob rob nick rick dick jack tony danny billy bobby charlie ming ling ping ting hui wei xin yan jing juan ling mina mona nora rita anna maria lola tito tita minh linh thanh anh quang moe ola ayo uche esi yaw zaw aung budi eko dewi wahyu indah intan made wayan agus kiran jyoti suraj divya asha usha lata latha rekha sneha madhav mohan gopal govind lalit vikas vishal sagar akash deepika aditi hakim halim rahim putri faris kareem karim salah sana hiba safa haya maha nada rami rana reem hani hadi jules jolie petit nova remi sade chika amaka thandi jelani mandla palesa lerato yumi mai emi rei aki ryo jiro taro asuka midori mario luigi tiago santos rocio joaquin dolores max gus abe hal lou mel val ian ed al vic ray roy jay joy jan lee rene eva ava ella mika lisa grace`
    .trim()
    .split(/\s+/),
)
const THING_BEHIND =
  /^ (?:station|airport|park|hospital|university|college|school|stadium|museum|bridge|square|hotel|mall|cent(?:re|er)|county|island|bay|beach|falls|lake|river|road|street|avenue|lane|drive|court|cup|award|opera|suit|perfume|effect|law|theorem|algorithm|sort|server|cluster|plugin|library|framework)(?!\p{L})/iu
const SURNAME = / (?:\p{Lu}\. ?)?(?<v>\p{Lu}[\p{Ll}'’]{1,15}(?:-\p{Lu}\p{Ll}{1,15})?)(?![\p{L}\d@_/])/uy

function isListed(lower: string): boolean {
  return isGivenName(lower) && !ENGLISH_WORDS_AS_NAMES.has(lower) && !OTHERS.has(lower) && !isWord(lower)
}

export function findListedNames(text: string, late: boolean, meter: Meter): Finding[] {
  const findings: Finding[] = []
  if (!/[A-Za-z]{3}/.test(text)) return findings
  WORD.lastIndex = 0
  for (let one = WORD.exec(text); one !== null; one = WORD.exec(text)) {
    const [written] = one
    meter.steps += 1
    const lower = written.toLowerCase()
    if (!isListed(lower)) continue
    const isSmall = written === lower
    if (!late && (isHan(text.charCodeAt(one.index - 1)) || isHan(text.charCodeAt(one.index + written.length)))) continue
    if (isSmall ? !late || SMALL_OTHERS.has(lower) || lower.length < 4 : !/^\p{Lu}\p{Ll}/u.test(written)) continue
    const end = one.index + written.length
    if (isNobody([written], wordBefore(text, one.index), wordBehind(text, end))) continue
    if (THING_BEHIND.test(text.slice(end, end + 14))) continue
    findings.push(nameAt(text, one.index, isSmall ? end : withSurname(text, end), isSmall ? 0.35 : 0.5))
  }
  return findings
}

/** The word right before, or the sign. */
function wordBefore(text: string, at: number): string {
  return /(?:\p{L}+|[^\s\p{L}])(?=\s?$)/u.exec(text.slice(Math.max(0, at - 16), at))?.[0] ?? ''
}

function wordBehind(text: string, at: number): string {
  return /^\s?(?<v>\p{L}+|[^\s\p{L}])/u.exec(text.slice(at, at + 16))?.groups?.v ?? ''
}

function withSurname(text: string, end: number): number {
  SURNAME.lastIndex = end
  const found = SURNAME.exec(text)
  const last = found?.groups?.v?.toLowerCase().replace(/['’]s$/, '') ?? ''
  return found === null || isWord(last) || ENGLISH_WORDS_AS_NAMES.has(last)
    ? end
    : end + found[0].replace(/['’]s$/, '').length
}

function nameAt(text: string, start: number, end: number, confidence: number): Finding {
  const atoms: number[] = []
  for (let i = start; i < end; i += 1) if (/\p{L}/u.test(text.charAt(i))) atoms.push(i, i + 1)
  return { start, end, kind: 'name', confidence, atoms, person: null, form: 'full' }
}
