import { GAP } from '../text/digits.ts'
import type { SensitiveKind } from '../text/finding.ts'
import { isBirthday, isIssuer, isProvince, luhn, residentCheck } from './checks.ts'
import type { Cue } from './cues.ts'

// What a group of digits can be. Pure: digits, shape and context in, kind and confidence out.

export interface Candidate {
  /** ASCII digits, at most 22. */
  digits: string
  /** Lengths of the groups, in order. */
  shape: number[]
  /** GAP before each group but the first. */
  gaps: number[]
  /** A plus sign stands in front. */
  plus: boolean
  /** An x stands right behind (the check letter of a resident id). */
  letter: boolean
  cue: Cue
  /** Follows a phone number in a list (`、`, `或`, `/`). */
  listed: boolean
  /** Written partly in figures and partly in Chinese numerals. */
  mixed: boolean
  /** Behind a figure and a dot: 10.0.22631.3007. */
  version: boolean
  /** No more figures stand on either side in the same row of groups. */
  whole: boolean
}

export interface Reading {
  kind: SensitiveKind
  confidence: number
  /** How many leading digits are country, trunk or area code: shown, and not counted by a mask. */
  prefix: number
  /** The x behind belongs to it. */
  letter: boolean
}

const MOBILE_SHAPES = new Set([
  '3-4-4',
  '3-8',
  '7-4',
  '4-4-3',
  '3-3-5',
  '5-6',
  '6-5',
  '4-7',
  '4-3-4',
  '3-5-3',
  '5-3-3',
  '8-3',
  '3-4-2-2',
  '3-2-3-3',
  '3-3-3-2',
  '3-2-2-4',
  '3-2-2-2-2',
  '2-3-3-3',
  '3-4-1-3',
  '1-10',
])
const ID_SHAPES = new Set([
  '6-8-4',
  '6-8-3',
  '6-4-4-4',
  '6-4-4-3',
  '6-4-2-2-4',
  '6-4-2-2-3',
  '3-3-4-4-4',
  '3-3-4-4-3',
  '4-4-4-4-2',
  '4-4-4-4-1',
  '6-6-6',
  '6-6-5',
  '6-12',
  '6-11',
  '14-4',
  '14-3',
  '3-3-8-4',
  '3-3-8-3',
  '2-4-8-4',
  '2-4-8-3',
  '6-6-3',
  '3-3-6-3',
  '6-2-2-2-3',
  '9-9',
  '9-8',
  '17-1',
  '3-3-3-3-3-3',
  '3-3-3-3-3-2',
])

/** Shape of the digits from `skip` on: a group cut by it keeps its rest. */
function shapeFrom(c: Candidate, skip: number): { shape: number[]; gaps: number[] } {
  const shape: number[] = []
  const gaps: number[] = []
  let left = skip
  for (let g = 0; g < c.shape.length; g += 1) {
    const length = c.shape[g] ?? 0
    const cut = Math.min(left, length)
    left -= cut
    if (length === cut) continue
    if (shape.length > 0) gaps.push(c.gaps[g - 1] ?? GAP.NONE)
    shape.push(length - cut)
  }
  return { shape, gaps }
}

/** How well the grouping suits a number that people write in `known` ways: 0 = not at all. */
function suits(c: Candidate, skip: number, known: ReadonlySet<string>, cued: boolean): number {
  const { shape, gaps } = skip === 0 ? c : shapeFrom(c, skip)
  if (shape.length === 1) return c.mixed ? 0.8 : 0.95
  if (isFraction(shape, gaps)) return 0
  if (shape.length <= 6 && known.has(shape.join('-'))) return 0.9
  if (gaps.every((gap) => gap === GAP.NONE)) return 0.8
  if (c.mixed && c.whole) return 0.6
  if (shape.every((length) => length === 1)) return 0.8
  if (isSpelled(shape, gaps) || (c.whole && shape.length === 9 && shape.every((length) => length === 2))) return 0.7
  if ((shape.length <= 6 || shape.every((length) => length <= 2)) && hasOneGap(gaps)) return 0.7
  return cued ? 0.6 : 0
}

/** 1.4142135623. */
function isFraction({ length, 0: whole = 0 }: readonly number[], [gap]: readonly number[]): boolean {
  return length === 2 && whole < 3 && gap === GAP.DOT
}

/** 17 3 3 3 4 4 5 5 6 6: figure by figure, but for one group. */
function isSpelled(shape: readonly number[], gaps: readonly number[]): boolean {
  const longer = shape.filter((length) => length > 1)
  return shape.length > 7 && longer.length === 1 && (longer[0] ?? 0) < 4 && gaps.every((gap) => gap === gaps[0])
}

/** The same dash, dot, slash or bracket throughout. */
function hasOneGap(gaps: readonly number[]): boolean {
  const [first, ...others] = gaps.filter((gap) => gap !== GAP.NONE)
  const plain = first === GAP.DASH || first === GAP.DOT || first === GAP.SLASH || first === GAP.PAREN
  return plain && others.every((gap) => gap === first)
}

/** Mainland mobile: 1[3-9] and nine more, alone or behind 86, 0086 or a trunk 0. Numbering plan: MIIT 2017. */
export function readMobile(c: Candidate): Reading | null {
  const found = /^(?:0086|86|0)?(?=1[3-9]\d{9}$)/.exec(c.digits)
  if (found === null || (c.plus && !c.digits.startsWith('86'))) return null
  const prefix = found[0].length
  const fit = suits(c, prefix, MOBILE_SHAPES, c.cue === 'phone' || c.plus)
  if (fit === 0) return null
  const confidence = c.cue === 'order' && !c.plus ? fit * 0.6 : fit
  return { kind: 'mobile', confidence, prefix, letter: false }
}

/** Resident id of 18 (GB 11643-1999) or 15 digits: shape and date decide, the check digit raises the confidence. */
export function readId(c: Candidate): Reading | null {
  if (c.letter && c.digits.length === 17) return longId(c, `${c.digits}x`, true)
  if (c.digits.length === 18) return longId(c, c.digits, false)
  if (c.digits.length !== 15 || !isProvince(c.digits) || !isBirthday(c.digits.slice(6, 12))) return null
  const fit = suits(c, 0, ID_SHAPES, c.cue === 'id')
  if (fit === 0 || c.cue === 'order') return null
  const spelled = c.whole && c.shape.length === 15
  return { kind: 'id', confidence: c.cue === 'id' ? 0.9 : spelled ? 0.82 : 0.55, prefix: 0, letter: false }
}

function longId(c: Candidate, id: string, letter: boolean): Reading | null {
  const checked = residentCheck(id)
  const dated = isProvince(id) && isBirthday(id.slice(6, 14))
  const fit = suits(c, 0, ID_SHAPES, c.cue === 'id' || (checked && dated))
  if (fit === 0) return null
  let confidence = 0
  if (dated) confidence = checked ? 0.99 : c.cue === 'id' ? 0.95 : 0.8
  else if (checked && isProvince(id)) confidence = 0.5
  else if (c.cue === 'id') confidence = 0.6
  else if (letter && isProvince(id)) confidence = 0.45
  return confidence === 0 ? null : { kind: 'id', confidence, prefix: 0, letter }
}

/** Bank card of 12 to 19 digits, behind a word also an account of 10 to 22: Luhn, issuer, grouping and the word before settle what an order number cannot. */
export function readCard(c: Candidate): Reading | null {
  const { digits } = c
  const cued = c.cue === 'card'
  if (digits.length < (cued ? 10 : 12) || digits.length > (cued ? 22 : 19)) return null
  // 【510】10419650501680X: with its letter it is somebody's id, whatever its figures check
  if (c.letter && digits.length === 17 && isProvince(digits) && isBirthday(digits.slice(6, 14))) return null
  const amex = digits.length === 15 && /^3[47]/.test(digits)
  if (
    !cued &&
    (digits.length < 16
      ? !amex
      : !isIssuer(digits) || (c.cue === 'phone' && !luhn(digits) && !/^62\d{17}$/.test(digits)))
  )
    return null
  const fours = c.shape.length > 2 && c.shape.every((length, i) => length === 4 || i === c.shape.length - 1)
  const known =
    fours ||
    c.shape.length === 1 ||
    CARD_SHAPES.has(c.shape.join('-')) ||
    (luhn(digits) && (isEven(c) || endsInFour(c)))
  if (!known && !cued && suits(c, 0, NO_SHAPES, isBroken(c)) === 0) return null
  const reading = (confidence: number): Reading => ({ kind: 'card', confidence, prefix: 0, letter: false })
  const whole = known && digits.length > 15 && (fours || isIssuer(digits))
  if (cued) return reading((luhn(digits) && digits.length > 14) || whole ? 0.9 : 0.6)
  if (luhn(digits)) return reading(c.cue === 'order' ? 0.4 : 0.85)
  const union = digits.startsWith('62') && (digits.length === 16 || digits.length === 19)
  return (union || fours) && c.cue !== 'order' ? reading(0.5) : null
}

/** 62366 83269 63994 2324: groups of one length, the last may be shorter. */
function isEven({ shape, gaps, whole }: Candidate): boolean {
  const [length = 0] = shape
  const alike = shape.every((one, i) => one === length || (i === shape.length - 1 && one < length))
  return whole && length > 2 && length < 7 && alike && gaps.every((gap) => gap === gaps[0])
}

/** 622848993864967 0371: the last four by themselves. */
function endsInFour({ shape, whole }: Candidate): boolean {
  return whole && shape.length === 2 && shape[1] === 4
}

/** Over the end of a line. */
function isBroken({ gaps, digits }: Candidate): boolean {
  return gaps.length === 1 && gaps[0] === GAP.LINE && digits.startsWith('62')
}

const CARD_SHAPES = new Set(['6-6-7', '8-8-3', '6-13', '6-10', '4-6-5', '6-4-4-4', '6-4-4-5', '4-4-8', '8-8'])
const NO_SHAPES: ReadonlySet<string> = new Set()
const LOCAL_SHAPES = new Set(['4-4', '3-4', '3-5', '2-2-2-2', '4-3', '8', '7'])

/** Landline: area code and 7 or 8 digits, 400 and 800 numbers, and a bare local number behind a word that announces it. */
export function readLandline(c: Candidate): Reading | null {
  const { digits } = c
  const area = /^(?:0086|86)?(?:0?10|0?2\d|0?[3-9]\d{2})(?=[2-9]\d{6,7}$)/.exec(digits)
  const foreignForm = area !== null && /^(?:0086|86)/.test(digits)
  const dialled = digits.startsWith('0086') && c.cue !== 'card'
  if (area !== null && (foreignForm ? c.plus || c.cue === 'phone' || dialled : digits.startsWith('0'))) {
    const fit = suits(c, area[0].length, LOCAL_SHAPES, c.cue === 'phone')
    const local = digits.length - area[0].length
    const whole = c.shape.length === 1
    if (fit > 0 && c.cue !== 'order' && !(whole && local === 7 && digits.length === 10 && c.cue !== 'phone')) {
      return { kind: 'landline', confidence: whole ? 0.7 : 0.85, prefix: area[0].length, letter: false }
    }
  }
  if (
    /^[48]00[1-9]\d{6}$/.test(digits) &&
    c.cue !== 'order' &&
    c.cue !== 'card' &&
    suits(c, 0, new Set(['3-3-4', '3-4-3', '4-3-3', '4-2-4', '3-7']), true) > 0
  ) {
    return { kind: 'landline', confidence: 0.6, prefix: 3, letter: false }
  }
  const announced = c.cue === 'phone' || c.listed
  if (announced && /^[2-9]\d{6,7}$/.test(digits) && suits(c, 0, LOCAL_SHAPES, false) > 0 && !looksLikeDay(c)) {
    return { kind: 'landline', confidence: 0.6, prefix: 0, letter: false }
  }
  return null
}

function looksLikeDay(c: Candidate): boolean {
  return c.digits.length === 8 && /^20[0-3]\d[01]\d[0-3]\d$/.test(c.digits) && c.cue !== 'phone'
}

/** Numbers of other countries (ITU-T E.164: at most 15 digits), US style 3-3-4, and whatever a phone word announces. */
export function readPhone(c: Candidate): Reading | null {
  const { digits } = c
  const reading = (confidence: number): Reading => ({ kind: 'phone', confidence, prefix: 0, letter: false })
  if (c.plus && digits.length >= 8 && digits.length <= 15 && !digits.startsWith('0')) {
    return reading(digits.startsWith('86') ? 0.6 : 0.85)
  }
  if (c.cue !== 'order' && isDialled(c)) return reading(0.6)
  if (isAmerican(c)) return reading(0.6)
  if (c.cue !== 'phone' || digits.length < 7 || digits.length > 15 || /^20\d\d[01]\d[0-3]\d/.test(digits)) return null
  const isWritten = c.shape.length === 1 || c.shape.join('-') === '3-3-4' || suits(c, 0, MOBILE_SHAPES, false) > 0
  return isWritten ? reading(0.45) : null
}

/** 00 and a country code, written with a gap somewhere or announced. */
function isDialled(c: Candidate): boolean {
  const split = c.shape.length > 1 && (c.shape[0] ?? 0) > 1
  return (split || (c.cue === 'phone' && c.shape.length === 1)) && /^00[1-9]\d{7,14}$/.test(c.digits)
}

function isAmerican(c: Candidate): boolean {
  if (c.digits.length < 10 || c.digits.length > 11 || c.shape.length < 3 || c.shape.length > 4) return false
  const shape = c.gaps[0] === GAP.SPACE ? c.shape.join('-') : c.shape.join('-').replace(/^1-/, '')
  if (shape !== '3-3-4' || !/^1?[2-9]\d\d[2-9]\d{6}$/.test(c.digits)) return false
  return c.gaps.some((gap) => gap !== GAP.SPACE && gap !== GAP.NONE)
}

/** Four groups of at most three digits with dots: an internet address or a version. */
function isAddress(c: Candidate): boolean {
  return c.shape.length === 4 && c.shape.every((length) => length <= 3) && c.gaps.every((gap) => gap === GAP.DOT)
}

const READERS = [readMobile, readId, readCard, readLandline, readPhone]

/** Commas and stars part numbers of a list; one number only in a grouping that lists of amounts have not. */
const WITH_COMMAS = new Set(['3-4-4', '6-8-4', '6-4-4-4', '6-8-3', '6-4-4-3', '4-4-4-4', '4-4-4-4-3'])
const WITH_SIGNS = new Set(['3-4-4', '6-8-4', '6-8-3', '4-4-4-4', '4-4-4-4-3'])
/** 020，55213772: no sum begins with a nought. */
const AREA_WITH_COMMA = new Set(['3-8', '4-8', '4-7', '3-4-4', '4-4-4', '4-3-4'])
/** Figure by figure: 1，5，0，8，… is a number if nothing else stands in the row and it is no counting. */
const SPELLED_LENGTHS = new Set([11, 15, 18])

/** 621700、4665729610: a row that is nothing else, and in which issuer or day of birth and check digit agree. */
function isOneByItsCheck({ digits, whole, letter, cue, shape }: Candidate): boolean {
  const { length } = digits
  // 199、347、07957 behind 电话
  if (length === 11) return whole && cue === 'phone' && /^1[3-9]/.test(digits) && MOBILE_SHAPES.has(shape.join('-'))
  if (!whole || length < 15 || length > 19) return false
  const id = letter ? `${digits}x` : digits
  if (id.length === 18 && isProvince(id) && isBirthday(id.slice(6, 14))) return residentCheck(id) || cue === 'id'
  const spelled = shape.length === length
  return (
    length > 15 &&
    (cue === 'card' || CARD_SHAPES.has(shape.join('-')) || (spelled && length !== 18)) &&
    isIssuer(digits) &&
    luhn(digits)
  )
}

function isList(c: Candidate): boolean {
  const [list] = c.gaps.filter((gap) => gap === GAP.LIST || gap === GAP.SIGN)
  const spelled = c.whole && SPELLED_LENGTHS.has(c.shape.length) && c.shape.length === c.digits.length
  if (list === undefined || spelled || isOneByItsCheck(c)) return false
  if (c.gaps.some((gap) => gap !== list)) return true
  if (list === GAP.SIGN) return !WITH_SIGNS.has(c.shape.join('-'))
  const shape = c.shape.join('-')
  if (c.digits.startsWith('0') && AREA_WITH_COMMA.has(shape)) return false
  return !WITH_COMMAS.has(shape)
}

/** The most confident reading of the digits, or null where they are just a number. */
export function readNumber(c: Candidate): Reading | null {
  if (isAddress(c) || isList(c) || (c.version && c.gaps.includes(GAP.DOT))) return null
  let best: Reading | null = null
  for (const read of READERS) {
    const reading = read(c)
    if (reading !== null && (best === null || reading.confidence > best.confidence)) best = reading
  }
  return best
}
