import { DASH, DOT, isDigit, isHan, isLatin, NEWLINE, type NormalText, SPACE } from './normal.ts'

// Runs of digits: groups of digits with short separators between them. `138-0013 8000` is one run of three groups.
// Everything is bounded by the input: a run is built once and each group is looked at with at most 22 digits behind it.

/** What stands between two groups. NONE: nothing, but one is written in figures and the next in Chinese numerals. */
export const GAP = {
  NONE: 0,
  SPACE: 1,
  DASH: 2,
  DOT: 3,
  SLASH: 4,
  PAREN: 5,
  LINE: 6,
  MIXED: 7,
  LIST: 8,
  SIGN: 9,
} as const

export interface DigitRun {
  /** Digit values 0-9; valid up to `count`. Scratch, like the arrays below: valid until the next run. */
  value: Uint8Array
  /** Index of the folded unit of each digit. */
  at: Int32Array
  count: number
  /** Index of the first digit of each group, and `count` behind the last. */
  group: Int32Array
  /** What stands before each group (GAP); the first has NONE. */
  gap: Uint8Array
  weak: Uint8Array
  groups: number
}

// Chinese figures, the capital ones of cheques, and those of spoken numbers (幺 洞 拐 勾: 1 0 7 9).
export const CHINESE_FIGURES: readonly string[] = [
  '零〇○洞',
  '一壹幺',
  '二贰两',
  '三叁参',
  '四肆',
  '五伍',
  '六陆',
  '七柒拐',
  '八捌',
  '九玖勾',
]
const WEAK = new Map<number, number>()
for (const [digit, chars] of CHINESE_FIGURES.entries()) {
  for (const char of chars) WEAK.set(char.charCodeAt(0), digit)
}

/** The digit that a folded unit stands for, plus 16 if written as a Chinese numeral; -1 = none. */
function digitOf(unit: number): number {
  if (isDigit(unit)) return unit - 0x30
  if (unit < 0x25cb) return -1
  const weak = WEAK.get(unit)
  return weak === undefined ? -1 : weak + 16
}

function gapClass(unit: number): number {
  if (unit === SPACE) return GAP.SPACE
  if (unit === DASH) return GAP.DASH
  if (unit === DOT) return GAP.DOT
  if (unit === NEWLINE) return GAP.LINE
  if (unit === 0x28 || unit === 0x29 || unit === 0x5b || unit === 0x5d || isBracket(unit)) return GAP.PAREN
  if (unit === 0x2f || unit === 0x5f || unit === 0x7c || unit === 0x5c) return GAP.SLASH
  if (unit === 0x2c || unit === 0x3001 || unit === 0x2a || unit === 0x3002) return GAP.LIST
  // # : > + of 139#1234#5678; no =, which is of sums
  if (unit === 0x23 || unit === 0x3a || unit === 0x3e || unit === 0x2b) return GAP.SIGN
  return isPicture(unit) ? GAP.MIXED : GAP.NONE
}

/** 【】 「」 『』 〔〕. */
function isBracket(unit: number): boolean {
  return unit >= 0x300c && unit <= 0x3015 && unit !== 0x3012 && unit !== 0x3013
}

/** An arrow, a star, a half of an emoji. */
function isPicture(unit: number): boolean {
  return (unit >= 0x2190 && unit <= 0x2bff) || (unit >= 0xd83c && unit <= 0xd83e) || (unit & 0xfc00) === 0xdc00
}

function newRun(size: number): DigitRun {
  return {
    value: new Uint8Array(size),
    at: new Int32Array(size),
    weak: new Uint8Array(size),
    count: 0,
    group: new Int32Array(size + 1),
    gap: new Uint8Array(size + 1),
    groups: 0,
  }
}

function grow(run: DigitRun): DigitRun {
  const bigger = newRun(run.value.length * 2)
  bigger.value.set(run.value)
  bigger.at.set(run.at)
  bigger.weak.set(run.weak)
  bigger.group.set(run.group)
  bigger.gap.set(run.gap)
  bigger.count = run.count
  bigger.groups = run.groups
  return bigger
}

let scratch = newRun(256)

/** Length in units of a separator that begins at `at` and is followed by a digit, and its class; null = the run ends. */
function separator(text: NormalText, at: number): { length: number; gap: number } | null {
  let gap: number = GAP.NONE
  for (let length = 1; length <= 4; length += 1) {
    const kind = gapClass(text.unit[at + length - 1] ?? 0)
    if (kind === GAP.NONE || at + length >= text.length) return null
    if (gap === GAP.NONE || gap === kind || gap === GAP.SPACE) gap = kind
    else if (kind === GAP.PAREN) gap = GAP.PAREN
    else if (kind !== GAP.SPACE) gap = GAP.MIXED
    if (digitOf(text.unit[at + length] ?? 0) >= 0) return { length, gap }
  }
  return null
}

/** Calls `see` once for each maximal run with at least `least` digits, from left to right. */
export function eachRun(text: NormalText, least: number, see: (run: DigitRun) => void): void {
  let at = 0
  while (at < text.length) {
    if (digitOf(text.unit[at] ?? 0) < 0) {
      at += 1
      continue
    }
    at = readRun(text, at)
    if (scratch.count >= least) see(scratch)
  }
}

function readRun(text: NormalText, start: number): number {
  let run = scratch
  run.count = 0
  run.groups = 0
  let at = start
  let gap: number = GAP.NONE
  let opens = true
  while (at < text.length) {
    const digit = digitOf(text.unit[at] ?? 0)
    if (digit < 0) {
      const between = separator(text, at)
      if (between === null) break
      at += between.length
      gap = between.gap
      opens = true
      continue
    }
    if (run.count + 1 >= run.value.length) {
      run = grow(run)
      scratch = run
    }
    const weak = digit >= 16 ? 1 : 0
    if (!opens && run.weak[run.count - 1] !== weak) opens = true
    if (opens) {
      run.group[run.groups] = run.count
      run.gap[run.groups] = run.groups === 0 ? GAP.NONE : gap
      run.groups += 1
      gap = GAP.NONE
      opens = false
    }
    run.value[run.count] = digit & 15
    run.at[run.count] = at
    run.weak[run.count] = weak
    run.count += 1
    at += 1
  }
  run.group[run.groups] = run.count
  return at
}

/** The letter in Chinese: 叉, 艾克斯. */
const IN_WORDS = ['叉', '艾克斯', '爱克斯', '埃克斯']

/** Index of the folded unit of an x right behind a digit (one space or dash between allowed), or of its last if written as a word; -1 = none. */
export function checkLetter(text: NormalText, lastDigit: number): number {
  let at = lastDigit + 1
  const unit = text.unit[at]
  if (at < text.length && (unit === SPACE || unit === DASH)) at += 1
  if (at < text.length && isHan(text.unit[at] ?? 0)) return checkWord(text, at)
  if (at >= text.length || text.unit[at] !== 0x78) return -1
  const next = at + 1 < text.length ? (text.unit[at + 1] ?? 0) : 0
  return isLatin(next) ? -1 : at
}

function checkWord(text: NormalText, at: number): number {
  for (const word of IN_WORDS) {
    let k = 0
    while (k < word.length && at + k < text.length && text.unit[at + k] === word.charCodeAt(k)) k += 1
    if (k === word.length) return at + k - 1
  }
  return -1
}
