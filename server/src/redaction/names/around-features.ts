import { LONGEST_WORD, type Stretch } from '../words/division.ts'
import { DOES, LABELS, LEADS_TO, NOT_BEHIND, ROLES } from '../words/name-words.ts'
import { A, AROUND, AROUND_AT, type Around, add, NOUN, PAIRS_AT, type Tally, VERB } from './feature-list.ts'

// What stands around a run of characters that could be a name: edges, who somebody is, who says, what makes it a place.

const BY_CLASS: Readonly<Record<string, Around>> = {
  d: 'adverb',
  a: 'quality',
  p: 'particle',
  m: 'number',
  r: 'pronoun',
  s: 'place',
  z: 'place',
  h: 'name',
  t: 'time',
  o: 'other word',
}

function wordOf(sort: number, length: number): Around {
  if (sort === NOUN) return length > 1 ? 'noun' : 'short noun'
  if (sort === VERB) return length > 1 ? 'verb' : 'short verb'
  return BY_CLASS[String.fromCharCode(sort)] ?? 'no word'
}

const SIGNS: Readonly<Record<string, Around>> = {
  '': 'text',
  '\n': 'line',
  '@': 'at',
  ':': 'colon',
  '、': 'list',
  '/': 'list',
  '|': 'list',
  '&': 'list',
  '(': 'bracket',
  ')': 'bracket',
  '"': 'bracket',
  '“': 'bracket',
  '”': 'bracket',
  '「': 'bracket',
  '」': 'bracket',
  '[': 'bracket',
  ']': 'bracket',
  '【': 'bracket',
  '】': 'bracket',
  '《': 'work',
  '》': 'work',
  ',': 'pause',
  ';': 'pause',
  '。': 'stop',
  '.': 'stop',
  '!': 'stop',
  '?': 'stop',
  ' ': 'space',
}

function signOf(char: string): Around {
  const sign = SIGNS[char]
  if (sign !== undefined) return sign
  if (/\d/.test(char)) return 'figure'
  return /[a-z]/i.test(char) ? 'latin' : 'other sign'
}

/** 姓名：…, 联系人: …, 乙方（签字）：… */
function isLabelled(plain: string, at: number): boolean {
  let end = at
  while (at - end < 2 && plain.charAt(end - 1) === ' ') end -= 1
  if (plain.charAt(end - 1) !== ':') return false
  for (let k = 2; k <= 5; k += 1) if (LABELS.has(plain.slice(Math.max(0, end - 1 - k), end - 1))) return true
  return false
}

/** Of the words of one character those that stand before and behind everything, not only before and behind people. */
const POOR_BEFORE = new Set('的了看听为即如而当时后前老小说道于在从用按将使派选打送等是据或但版爱想据令')
const POOR_BEHIND = new Set('的在是有没不以为因从向对同住收借买卖生写家与及和或')

/** What the words before a name end with, and those behind one begin with. */
const ENDS_BEFORE = new Set([...ROLES, ...LEADS_TO].map((word) => word.charCodeAt(word.length - 1)))
const BEGINS_BEHIND = new Set([...ROLES, ...DOES, ...NOT_BEHIND].map((word) => word.charCodeAt(0)))

/** What stands before: who somebody is, a verb that takes a person, an edge. */
function before({ plain, unit, start, last, kind }: Stretch, at: number): Around {
  if (at === start) return isLabelled(plain, at) ? 'label' : signOf(at === 0 ? '' : plain.charAt(at - 1))
  for (let k = ENDS_BEFORE.has(unit[at - 1] ?? 0) ? Math.min(4, at - start) : 0; k >= 1; k -= 1) {
    const word = plain.slice(at - k, at)
    if (k > 1 && ROLES.has(word)) return 'role'
    if (LEADS_TO.has(word)) return k > 1 ? 'strong word' : POOR_BEFORE.has(word) ? 'poor word' : 'weak word'
  }
  const length = last[at - start] ?? 1
  return wordOf(kind[(at - start - length) * LONGEST_WORD + length - 1] ?? 0, length)
}

/** What stands behind: who says or does, a title, what makes it a place. */
function behind({ plain, unit, start, end, first, kind }: Stretch, to: number): Around {
  if (to === end) return signOf(plain.charAt(to))
  for (let k = BEGINS_BEHIND.has(unit[to] ?? 0) ? Math.min(4, end - to) : 0; k >= 1; k -= 1) {
    const word = plain.slice(to, to + k)
    if (k > 1 && ROLES.has(word)) return 'role'
    if (DOES.has(word)) return k > 1 ? 'strong word' : POOR_BEHIND.has(word) ? 'poor word' : 'weak word'
    if (NOT_BEHIND.has(word)) return 'thing'
  }
  const length = first[to - start] ?? 1
  return wordOf(kind[(to - start) * LONGEST_WORD + length - 1] ?? 0, length)
}

const EDGES: ReadonlySet<Around> = new Set([
  'text',
  'line',
  'list',
  'pause',
  'stop',
  'bracket',
  'space',
  'colon',
  'role',
])

export function aroundFeatures(tally: Tally, stretch: Stretch, at: number, to: number, foreign: boolean): void {
  const base = AROUND_AT + (foreign ? AROUND.length * 2 : 0)
  const left = before(stretch, at)
  const right = behind(stretch, to)
  add(tally, base + A[left], 1)
  add(tally, base + AROUND.length + A[right], 1)
  // 王芳: …
  if (right === 'colon' && (left === 'text' || left === 'line')) add(tally, PAIRS_AT, 1)
  // 记者王芳、…, 记者王芳表示…
  if (left === 'role' && (EDGES.has(right) || right === 'strong word')) add(tally, PAIRS_AT + 1, 1)
}
