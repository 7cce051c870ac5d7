import type { MaskPolicy } from '../masks/policy.ts'
import type { Lessons } from '../names/lessons.ts'
import { foldText, isHan } from '../text/normal.ts'
import { atOnce, inTurns, type Steps } from '../text/steps.ts'
import { Units } from '../text/units.ts'
import { JAPANESE_SURNAMES } from '../words/japanese-names.ts'
import { LATIN_WORDS } from '../words/latin-words.ts'
import { spelling, surnameOf } from '../words/spelling.ts'
import { GIVEN, NOBODY, SURNAMES, TITLES } from '../words/surnames.ts'
import { addCalled, addGiven, addInitial, addLetter, addMinority, addNick, addVeiled, isWord } from './called-forms.ts'
import { partsOf, spellingsOf, withoutNumbers } from './display-names.ts'
import { isRole } from './nick-parts.ts'
import { less, type Naming, Patterns, plain, type Spellings } from './pattern.ts'
import { type Sounds, SoundsOf } from './sound-alike.ts'
import {
  addHyphened,
  addLettered,
  addNickSounds,
  addSounds,
  addSoundsAbroad,
  addTurned,
  addWestern,
} from './spelt-forms.ts'

/** One name by which a person is known: a person of the house, a customer, a participant's display name or account. */
export interface RosterEntry {
  name: string
  /** Whom it names; stable, e.g. `sub_…`, `psn_…`, `par_12`. Pseudonyms hang on it, so one person needs one value. */
  person: string
  kind: 'name' | 'account'
  /**
   * Somebody of the house's records who takes no part in what is masked: looked for by the whole name only, and only
   * where it looks like a name. Otherwise ten thousand strangers' nicknames would star out everyday words.
   */
  far?: boolean
  /**
   * Somebody of the house or a customer who takes no part either, but is looked for in every form: only a whole name says that it is
   * they. The 金小姐 of a conversation need not be the 金鑫 of the records.
   */
  away?: boolean
}

export interface Roster {
  /** Changes with the entries; a finding made under one version is not compared with another. */
  readonly version: string
  readonly size: number
  readonly spellings: Spellings
  /** Surname (folded, one or two characters) → the one person who bears it, or null for several. */
  readonly surnames: ReadonlyMap<string, string | null>
  /** Last character of a given name → whose it is: 静，带杯水. */
  readonly lone: ReadonlyMap<string, string | null>
  /** Person → all names, folded: what they say of who bears them (whose-title.ts). */
  readonly told: ReadonlyMap<string, string>
  /** Names that may be misspelt; null: nobody takes part whose name could be. */
  readonly sounds: Sounds | null
  /** Units with which a surname of the roster begins. */
  readonly surnameFirst: Units
  /** Display names and accounts as they stand in a record's own fields, folded whole. */
  readonly known: ReadonlyMap<string, string | null>
  /** Who is looked for besides: the people of the whole house lie under the few of a conversation, made ready once. */
  readonly under?: Roster | null
  /** How a screen shows what is found with it; absent: a star for each character. */
  readonly masks?: MaskPolicy
  /** Names found in the conversation that is looked at (`foundNames`): looked for as well. */
  readonly found?: Roster | null
  /** What the house's own marks teach of names that no roster knows. */
  readonly lessons?: Lessons | null
}

/** A roster of so many in all their forms takes some 300 MiB to make; with more, every given name and all initials are somebody's. */
const MOST_IN_FORMS = 100_000

/** Of more people than that, the rest by their whole names only, unless they take part. */
export function* inForms(entries: Iterable<RosterEntry>, most = MOST_IN_FORMS): Generator<RosterEntry> {
  let n = 0
  for (const entry of entries) {
    n += 1
    yield n <= most || entry.away === false ? entry : { ...entry, far: true }
  }
}

const JAPANESE = new Set(JAPANESE_SURNAMES.trim().split(/\s+/))

/** Made once for many texts (bench `roster` says what it costs). */
export function buildRoster(version: string, entries: Iterable<RosterEntry>): Roster {
  return atOnce(making(version, entries))
}

/** The same where others wait for this thread. */
export function buildRosterInTurns(version: string, entries: Iterable<RosterEntry>): Promise<Roster> {
  return inTurns(making(version, entries))
}

function* making(version: string, entries: Iterable<RosterEntry>): Steps<Roster> {
  const patterns = new Patterns()
  const surnames = new Map<string, string | null>()
  const known = new Map<string, string | null>()
  const lone = new Map<string, string | null>()
  const told = new Map<string, string>()
  const away = new Set<string>()
  const far: RosterEntry[] = []
  const families: Families = new Map()
  const sounds = new SoundsOf()
  let size = 0
  for (const entry of entries) {
    size += 1
    yield
    const whole = spelling(entry.name)
    if (whole === '' || NOBODY.has(whole)) continue
    if (entry.far !== true && entry.kind === 'name' && isToken(whole)) patterns.put(whole, less(entry.person, 'token'))
    if (entry.far === true) {
      far.push(entry)
      continue
    }
    one(known, whole, entry.person)
    if (entry.away === true) away.add(entry.person)
    else told.set(entry.person, `${told.get(entry.person) ?? ''} ${whole}`.slice(0, MOST_TOLD))
    if (entry.kind === 'name') {
      for (const name of spellingsOf(entry.name)) {
        addName(patterns, surnames, name, spelling(name), entry.person)
        addNearForms(patterns, surnames, { ...entry, name }, families)
      }
      addAlike(sounds, entry.name)
      addLone(lone, whole, entry.person)
    } else if (isAccount(entry.name, whole)) patterns.put(whole, plain('account', entry.person))
  }
  for (const [person, { surnames, western }] of families) {
    for (const surname of surnames) for (const one of western) addWestern(patterns, surname, one, person)
    yield
  }
  tellNothingOf(away, told, patterns, [surnames, lone])
  for (const entry of far) {
    addFar(patterns, entry)
    yield
  }
  const surnameFirst = new Units(surnames.size)
  for (const surname of surnames.keys()) surnameFirst.add(surname.charCodeAt(0))
  return {
    version,
    size,
    spellings: yield* patterns.making(),
    surnames,
    lone,
    told,
    sounds: yield* sounds.making(),
    surnameFirst,
    known,
  }
}

const MOST_TOLD = 200

/** Who takes no part is told by a whole name only. */
function tellNothingOf(
  away: ReadonlySet<string>,
  told: ReadonlyMap<string, string>,
  patterns: Patterns,
  byCharacter: readonly Map<string, string | null>[],
): void {
  const isAway = (person: string | null): boolean => person !== null && away.has(person) && !told.has(person)
  if (away.size === 0) return
  patterns.tellNothingOf(isAway)
  for (const map of byCharacter) for (const [char, person] of map) if (isAway(person)) map.set(char, null)
}

/** A roster and those who lie under it, the nearest first. */
export function* withUnder(roster: Roster | null | undefined): Generator<Roster> {
  for (let one = roster; one; one = one.under) yield one
}

/** Whose name or account this is as a whole; null: nobody's, or that of two. */
export function bearerOf(roster: Roster | null | undefined, name: string): string | null {
  const key = spelling(name)
  for (const { known } of withUnder(roster)) {
    const person = known.get(key)
    if (person !== undefined) return person
  }
  return null
}

function addFar(patterns: Patterns, { name, person, kind }: RosterEntry): void {
  const put = (written: string, naming: Naming): void => {
    const isName = written.length >= 4 || surnameOf(written) !== null
    patterns.putFar(written, naming, naming.form === 'full' && !naming.loose && isName)
  }
  const whole = spelling(name)
  if (kind === 'name') addName({ put }, new Map(), name, whole, person)
  else if (isAccount(name, whole) && whole.length >= 6) put(whole, plain('account', person))
}

function one(map: Map<string, string | null>, key: string, person: string): void {
  const before = map.get(key)
  map.set(key, before === undefined || before === person ? person : null)
}

// A bare number below five digits or a word below four letters would be found everywhere; a phone is found as a phone.
function isAccount(written: string, whole: string): boolean {
  if (withoutNumbers(written).trim() === '') return false
  return /^\d+$/.test(whole) ? whole.length >= 5 : whole.length >= 4
}

function addName(
  patterns: Pick<Patterns, 'put'>,
  surnames: Map<string, string | null>,
  name: string,
  whole: string,
  person: string,
): void {
  for (const part of partsOf(name)) {
    const written = spelling(part)
    if (written.length < 2 || NOBODY.has(written) || /^\d*$/.test(written)) continue
    const surname = surnameOf(written)
    // 成都 and 居士 of 成都-居士-妙音: what somebody is besides
    if (written !== whole && isRoleOrWord(written) && !isBesideRoles(name, written)) {
      if (!isRole(written)) patterns.put(written, less(person, 'called', true))
    } else if (surname !== null) {
      patterns.put(written, plain('name', person))
      one(surnames, surname, person)
    } else if (/^[a-z\u00e0-\u024f]{3,}$/.test(written)) {
      const capital = /^\p{Lu}/u.test(part.trim()) || written.length < 6
      const form = written === whole || part.includes(' ') ? 'full' : 'part'
      patterns.put(written, { form, kind: 'name', person, capital, loose: false })
    } else if (hasHan(written)) {
      patterns.put(written, { form: 'full', kind: 'name', person, capital: false, loose: isLoose(written) })
    } else if (written.length >= 4 || /^[^\p{Script=Latin}\p{N}]+$/u.test(written)) {
      patterns.put(written, plain('name', person))
      if (/^\p{Script=Hangul}{3}$/u.test(written)) patterns.put(written.slice(1), less(person, 'given'))
    } else if (/^[a-z]{2}$/.test(written) && !isRole(written)) {
      patterns.put(written, less(person, 'letters', LATIN_WORDS.has(written) && !/^(.)\1$/.test(written)))
    }
  }
}

/** 默, L, 007: display names that stand in everything. */
function isToken(whole: string): boolean {
  return /^(?:[\p{Script=Han}a-z]|\d{2,4})$/u.test(whole)
}

/** What people say between commas, whoever is there: 好，…; 成，…. */
const SAID_ALONE = '成中可好行是对得有没来去走真快嗯一早晚然也多子儿哥姐弟妹叔姨伯爸妈总工董老师人天'

function addLone(lone: Map<string, string | null>, whole: string, person: string): void {
  const surname = surnameOf(whole)
  const last = whole.at(-1) ?? ''
  const isGiven = surname !== null && whole.length - surname.length < 3 && !TITLES.includes(whole.slice(surname.length))
  if (isGiven && !SAID_ALONE.includes(last)) one(lone, last, person)
}

/** Names of Chinese characters, by what they sound like. */
function addAlike(sounds: SoundsOf, name: string): void {
  for (const part of partsOf(name)) {
    const written = spelling(part)
    if (NOBODY.has(written) || !/^\p{Script=Han}{2,4}$/u.test(written)) continue
    const surname = familyOf(written)
    if (surname === null) {
      if (!isLoose(written) && !isWord(written)) sounds.add(written, 0)
      continue
    }
    const given = written.slice(surname.length)
    if (TITLES.includes(given)) continue
    sounds.add(written, surname.length)
    if (given.length === 2) sounds.add(given, 0)
    if (surname.length === 2) sounds.add(surname, 0)
  }
}

/** What a name begins with: 佐藤 of 佐藤健一 and 陈方 of 陈方安然 too. */
function familyOf(written: string): string | null {
  const surname = surnameOf(written)
  if (surname !== null || !/^\p{Script=Han}{3,4}$/u.test(written)) return surname
  const two = written.slice(0, 2)
  const isDouble = written.length === 4 && SURNAMES.has(two.charAt(0)) && SURNAMES.has(two.charAt(1))
  return isDouble || JAPANESE.has(two) ? two : null
}

/** 成功 of 联络员 成功: the rest only says what somebody is. */
function isBesideRoles(name: string, written: string): boolean {
  if (isRole(written)) return false
  const rest =
    foldText(name)
      .replace(written, ' ')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return rest.every((piece) => isRole(piece) || /^\d+$|.[员长师者]$/u.test(piece))
}

function isRoleOrWord(written: string): boolean {
  return written.length === 2 && hasHan(written) && (isRole(written) || isWord(written))
}

/** What is known of one person over all entries. */
type Families = Map<string, { surnames: Set<string>; western: Set<string> }>

/** Every other way in which somebody who takes part is written and called. */
function addNearForms(
  patterns: Patterns,
  surnames: Map<string, string | null>,
  { name, person }: RosterEntry,
  families: Families,
): void {
  const family = families.get(person) ?? { surnames: new Set(), western: new Set() }
  families.set(person, family)
  addMinority(patterns, foldText(name), person)
  for (const part of partsOf(name)) {
    const written = spelling(part)
    if (NOBODY.has(written)) continue
    const surname = familyOf(written)
    const words = foldText(part).split(/[ .\-_']+/)
    if (surname !== null) {
      addForms(patterns, surname, written.slice(surname.length), person)
      family.surnames.add(surname)
    } else if (words.every((word) => /^[a-z]+$/.test(word))) {
      addTurned(patterns, words, person)
      // Al-Farsi and O'Neill are one word too
      const joined = foldText(part)
        .split(' ')
        .map((word) => word.replace(/[^a-z]/g, ''))
      if (joined.length < words.length) addTurned(patterns, joined, person)
      addHyphened(patterns, foldText(part), person)
      addInitial(patterns, words[0]?.charAt(0) ?? '', person)
      if (words.length === 1 && written.length > 2) family.western.add(written)
    }
  }
  for (const piece of foldText(name).match(/\p{Script=Han}+/gu) ?? []) {
    addNick(patterns, piece, piece === spelling(name), person)
    if (isOldSo(piece.slice(-2))) one(surnames, piece.slice(-1), person)
    if (familyOf(piece) === null) addNickSounds(patterns, piece, person)
  }
  const [, letter] = /(?<![a-z])(?:[老小阿大]([a-z])|([a-z])[哥姐总])(?![a-z])/.exec(foldText(name)) ?? []
  if (letter !== undefined) addLetter(patterns, letter, person)
}

/** 老余 of 房东老余, and no 老师 or 老板. */
function isOldSo(end: string): boolean {
  return /^老.$/u.test(end) && !isRole(end) && !isWord(end)
}

function addForms(patterns: Patterns, surname: string, given: string, person: string): void {
  // 强哥 is no 强 by the name of 哥
  if (given.length > 2 || TITLES.includes(given)) return
  if (given.length === 2) addGiven(patterns, given, person)
  addCalled(patterns, given, person)
  addVeiled(patterns, surname, given, person)
  // 乐正华 may be a 乐 too
  if (surname.length === 2 && given.length === 1 && SURNAMES.has(surname.charAt(0)))
    addGiven(patterns, surname.charAt(1) + given, person)
  if (surname.length === 2) patterns.put(surname, less(person, 'called', isWord(surname)))
  addSounds(patterns, surname, given, person)
  addSoundsAbroad(patterns, surname, given, person)
  addLettered(patterns, surname, given, person)
}

/** 晚风, 好人: a nickname that is more likely a word than a name. 嘉欣, 敏敏, 小玲 are names. */
function isLoose(written: string): boolean {
  if (written.length !== 2) return false
  const [a = '', b = ''] = written
  const given = GIVEN.has(a) || '小阿'.includes(a)
  return !(a === b || (given && GIVEN.has(b)) || (GIVEN.has(a) && '子儿姐哥爷'.includes(b)))
}

function hasHan(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (isHan(text.charCodeAt(i))) return true
  return false
}
