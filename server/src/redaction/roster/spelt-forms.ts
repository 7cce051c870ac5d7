import { FAMILY_NAMES, GIVEN_NAMES } from '../words/english-names.ts'
import { LATIN_WORDS } from '../words/latin-words.ts'
import { isSyllable, soundsOf, surnameSounds } from '../words/readings.ts'
import { givenAbroad, inTaiwan, surnamesAbroad } from '../words/romanised-names.ts'
import { addInitial } from './called-forms.ts'
import { less, type Patterns, plain } from './pattern.ts'

// How a name of the roster is written in Latin letters: 张伟 as zhangwei, wei.zhang, ZHANG/WEI, zw, zhangw; Jennifer Wang as Wang, Jennifer
// and J. Wang. Gaps between the letters (space, dot, dash) stand in no spelling: the search leaves them out.

/** Shorter ones are words of everything. */
const LEAST_GIVEN = 5
const LEAST_SHORT = 4
/** Believed with a dot in it only: X. Gu. */
const LEAST_DOTTED = 3

/** Spellings of a Chinese name: `surname` and `given` are folded characters. */
export function addSounds(patterns: Patterns, surname: string, given: string, person: string): void {
  const sure = surnameSounds(surname)
  if (surname.length > 1) addNickSounds(patterns, surname, person)
  for (const family of sure) for (const syllables of soundsOf(given)) addSound(patterns, family, syllables, person)
  // 柏 is bai, and bo to some: who is surely called so comes first
  for (const family of soundsOf(surname).map((syllables) => syllables.join('')))
    if (!sure.includes(family))
      for (const syllables of soundsOf(given))
        for (const whole of bothWays(family, syllables.join('')))
          if (!isWord(whole)) patterns.put(whole, less(person, 'called'))
}

/** Chan Tai Man, Tai Man, Mr Chan; Hsu Chih-Hao. */
export function addSoundsAbroad(patterns: Patterns, surname: string, given: string, person: string): void {
  for (const family of surnamesAbroad(surname)) {
    for (const mister of MISTERS) patterns.put(mister + family, less(person, 'called'))
    for (const one of givenAbroad(given)) addWhole(patterns, family, one, person)
  }
  for (const one of given.length > 1 ? givenAbroad(given) : []) addGivenSound(patterns, one, person)
  for (const family of surnameSounds(surname).map(inTaiwan))
    for (const syllables of soundsOf(given)) {
      const one = syllables.map(inTaiwan).join('')
      if (family !== surnameSounds(surname)[0])
        for (const mister of MISTERS) patterns.put(mister + family, less(person, 'called'))
      addWhole(patterns, family, one, person)
      if (syllables.length > 1) addGivenSound(patterns, one, person)
    }
}

function addWhole(patterns: Patterns, family: string, given: string, person: string): void {
  for (const whole of [family + given, given + family])
    if (whole.length > LEAST_GIVEN && !LATIN_WORDS.has(whole)) patterns.put(whole, plain('name', person))
}

/** Mr. Ma. */
export const MISTERS = ['mr', 'mrs', 'ms', 'miss', 'dr']

function addSound(patterns: Patterns, family: string, syllables: readonly string[], person: string): void {
  for (const mister of MISTERS) patterns.put(mister + family, less(person, 'called'))
  addInitial(patterns, family.charAt(0), null)
  addTitledSound(patterns, family, syllables.at(-1) ?? '', person)
  const given = syllables.join('')
  for (const whole of [...bothWays(family, given), `${family}/${given}`])
    if (!LATIN_WORDS.has(whole)) patterns.put(whole, plain('name', person))
  if (syllables.length > 1) addGivenSound(patterns, given, person)
  const firsts = syllables.map((syllable) => syllable.charAt(0)).join('')
  const initials = family.charAt(0) + firsts
  if (!isWord(initials)) patterns.put(initials, less(person, 'initials'))
  for (const short of [family + firsts, firsts + family, family.charAt(0) + given, given.charAt(0) + family])
    if (short.length >= LEAST_DOTTED) patterns.put(short, less(person, 'short', isWord(short)))
}

/** Wu总, laowu and Wu zong of 吴磊, leige too. */
function addTitledSound(patterns: Patterns, family: string, last: string, person: string): void {
  for (const title of '总工哥姐') patterns.put(family + title, less(person, 'short'))
  for (const nick of '老小阿') patterns.put(nick + family, less(person, 'short'))
  const spoken = ['lao', 'xiao'].map((nick) => nick + family).concat(['zong', 'gong'].map((title) => family + title))
  for (const whole of [...spoken, ...['ge', 'jie'].map((title) => last + title)])
    if (!SPOKEN_WORDS.has(whole) && !isWord(whole)) patterns.put(whole, less(person, 'short'))
}

/** 老师, 老板, 小米, 小区, 小时. */
const SPOKEN_WORDS = new Set(['laoshi', 'laoban', 'laohu', 'xiaomi', 'xiaoqu', 'xiaoshi', 'xiaofei', 'xiaoxue'])

/** wei of 张伟 is any syllable; xiaowei is somebody. */
function addGivenSound(patterns: Patterns, given: string, person: string): void {
  if (given.length < LEAST_SHORT || isWord(given)) return
  patterns.put(given, less(person, given.length < LEAST_GIVEN ? 'short' : 'given'))
}

/** nuannuan of 暖暖, linghu of 令狐. */
export function addNickSounds(patterns: Patterns, nick: string, person: string): void {
  if (nick.length < 2 || nick.length > 4) return
  for (const syllables of soundsOf(nick)) addGivenSound(patterns, syllables.join(''), person)
}

/** zhang wei, wei zhang, Zhang, Wei. */
function bothWays(family: string, given: string): string[] {
  return [family + given, given + family, `${family},${given}`, `${family}, ${given}`]
}

/** 张W, 韩mm: a surname and the letters that the rest begins with. */
export function addLettered(patterns: Patterns, surname: string, given: string, person: string): void {
  for (const syllables of soundsOf(given)) {
    const firsts = syllables.map((syllable) => syllable.charAt(0)).join('')
    for (const letters of [firsts, firsts.charAt(0)])
      if (letters !== '') patterns.put(surname + letters, less(person, 'short'))
  }
  if (given.length > 1)
    for (const [family = ''] of soundsOf(surname)) patterns.put(family.charAt(0) + given, less(person, 'short'))
}

/** Long and short forms of one English name. */
const SHORT_FORMS =
  'michael mike|robert rob bob bobby|william will bill billy|richard rick dick|elizabeth liz lizzy beth eliza|katherine kate kathy katie|catherine cathy kate|james jim jimmy|john johnny jack|anthony tony|andrew andy drew|david dave|steven steve|stephen steve|christopher chris|christine chris tina|matthew matt|nicholas nick|daniel dan danny|joseph joe|jennifer jenny jen|victoria vicky tori|rebecca becky|susan sue susie|edward ed eddie ted|timothy tim|gregory greg|jeffrey jeff|kenneth ken kenny|ronald ron|raymond ray|peter pete|philip phil|charles charlie chuck|margaret maggie peggy|patricia pat patty|amanda mandy|sandra sandy|abigail abby|angela angie|deborah debbie|joshua josh|zachary zach|maximilian max|leonard leo|theodore theo ted|frederick fred|frank frankie|gabriel gabe|nathan nate|benjamin ben benny|samuel sam|samantha sam|alexander alex|alexandra alex|thomas tom tommy|jonathan jon|lawrence larry|terence terry|harold harry|henry harry hank|jessica jess jessie|stephanie steph|isabella bella|isabel bella|natalie nat|veronica ronnie vera|jacqueline jackie|josephine josie|penelope penny|florence flo|cynthia cindy|emily em|emma em|olivia liv|melissa mel|vincent vince|walter walt|patrick pat|donald don|douglas doug|eugene gene|gerald jerry|jeremy jerry|louis lou|martin marty|oliver ollie|oscar ozzy|russell russ|sebastian seb|stanley stan|sylvia sylvie|tobias toby'
    .split('|')
    .map((row) => row.split(' '))

/** Ben of Benjamin, Mike of Michael. */
export function addShortForms(patterns: Patterns, written: string, capital: boolean, person: string): void {
  for (const forms of SHORT_FORMS)
    if (forms.includes(written) && written.length > 3)
      for (const one of forms)
        if (one !== written && one.length === 2) patterns.put(one, less(person, 'letters', true))
        else if (one !== written)
          patterns.put(one, { form: 'part', kind: 'name', person, capital: capital || one.length < 6, loose: false })
}

/** A name of two or three Latin words. */
export function addTurned(patterns: Patterns, words: readonly string[], person: string): void {
  const [first = ''] = words
  addShortForms(patterns, first, true, person)
  const last = words.at(-1) ?? ''
  if (words.length < 2 || words.length > 3 || last.length < 2) return
  for (const whole of bothWays(last, first)) patterns.put(whole, plain('name', person))
  const letters = words.slice(1).map((word) => word.charAt(0))
  const initials = first.charAt(0) + letters.join('')
  if (!isWord(initials)) patterns.put(initials, less(person, 'initials'))
  for (const short of [first + letters.join(''), letters.join('') + first])
    if (words.length > 2 && first.length > 2) patterns.put(short, less(person, 'short'))
  for (const short of [first.charAt(0) + last, first + last.charAt(0)])
    if (short.length >= LEAST_DOTTED)
      patterns.put(short, less(person, 'short', short.length < LEAST_SHORT || isWord(short)))
}

/** Jun-ho of Park Jun-ho. */
export function addHyphened(patterns: Patterns, name: string, person: string): void {
  for (const [word] of name.matchAll(/(?<![a-z-])[a-z]+-[a-z]+(?![a-z-])/g))
    if (name !== word) addGivenSound(patterns, word.replace('-', ''), person)
}

/** 李明 who is Leo: Leo Li, Leo李. */
export function addWestern(patterns: Patterns, surname: string, western: string, person: string): void {
  for (const family of [...surnameSounds(surname), ...surnameSounds(surname).map(inTaiwan), ...surnamesAbroad(surname)])
    for (const whole of bothWays(family, western)) patterns.put(whole, plain('name', person))
  patterns.put(western + surname, plain('name', person))
  patterns.put(surname + western, plain('name', person))
}

function isWord(letters: string): boolean {
  return LATIN_WORDS.has(letters) || isSyllable(letters) || GIVEN_NAMES.has(letters) || FAMILY_NAMES.has(letters)
}
