import { checkLetter, type DigitRun, eachRun, GAP } from '../text/digits.ts'
import type { Finding, Meter } from '../text/finding.ts'
import { isDigit, isLatin, type NormalText } from '../text/normal.ts'
import { cueBefore } from './cues.ts'
import { type Candidate, type Reading, readNumber } from './numbers.ts'

const LEAST = 7
const MOST = 22
const PLUS = 0x2b
const LIST = new Set([...'、,，/或者和跟与及;；| '].map((char) => char.charCodeAt(0)))

/** Phones, ids and cards of a text, from left to right, not overlapping. Time grows with the text, not with its tricks. */
export function findNumbers(text: NormalText, meter: Meter = { steps: 0 }): Finding[] {
  const findings: Finding[] = []
  let phoneEnd = -1000 // folded unit behind the last phone
  eachRun(text, LEAST, (run) => {
    for (let g = 0; g < run.groups; ) {
      const taken = bestFrom(text, run, g, phoneEnd, meter)
      if (taken === null) {
        g += 1
        continue
      }
      const finding = toFinding(text, run, taken)
      findings.push(finding.finding)
      if (taken.reading.kind !== 'id' && taken.reading.kind !== 'card') phoneEnd = finding.endUnit
      g = taken.last + 1
    }
  })
  return findings
}

interface Taken {
  first: number
  last: number
  reading: Reading
}

/** The best reading that begins at group `g`: at most 22 digits are looked at, and added to the candidate one group at a time. */
function bestFrom(text: NormalText, run: DigitRun, g: number, phoneEnd: number, meter: Meter): Taken | null {
  const start = run.group[g] ?? 0
  let best: Taken | null = null
  let candidate: Candidate | null = null
  for (let h = g; h < run.groups; h += 1) {
    const end = run.group[h + 1] ?? 0
    meter.steps += 1
    if (end - start > MOST) break
    if (end - start < LEAST) continue
    if (candidate === null) candidate = candidateOf(text, run, g, h, phoneEnd)
    else extend(candidate, run, h)
    candidate.whole = g === 0 && h === run.groups - 1
    candidate.letter = end - start === 17 && checkLetter(text, run.at[end - 1] ?? 0) >= 0
    const reading = readNumber(candidate)
    if (reading === null || (h > g && reading.confidence < 0.9 && isRemnant(text, run, start, end))) continue
    if (best === null || reading.confidence >= best.reading.confidence || goesOn(best, reading, candidate))
      best = { first: g, last: h, reading }
  }
  return best
}

/** 6228 4800 8820 3317 012: a card in fours does not end where its digits happen to check. */
function goesOn(best: Taken, reading: Reading, { shape }: Candidate): boolean {
  if (best.reading.kind !== 'card') return false
  // 4501 0319 7611 0214 90: what follows makes it somebody's id, whatever its first sixteen figures check
  if (reading.kind === 'id') return reading.confidence >= 0.8
  return reading.kind === 'card' && shape.every((length, i) => length === 4 || (i === shape.length - 1 && length < 4))
}

function candidateOf(text: NormalText, run: DigitRun, g: number, h: number, phoneEnd: number): Candidate {
  const at = run.at[run.group[g] ?? 0] ?? 0
  const context = contextOf(text, at, phoneEnd)
  const candidate: Candidate = {
    digits: '',
    shape: [],
    gaps: [],
    letter: false,
    whole: false,
    mixed: false,
    version: g > 0 && run.gap[g] === GAP.DOT,
    ...context,
  }
  for (let i = g; i <= h; i += 1) extend(candidate, run, i)
  return candidate
}

function extend(candidate: Candidate, run: DigitRun, group: number): void {
  const from = run.group[group] ?? 0
  const to = run.group[group + 1] ?? 0
  const gap = run.gap[group] ?? GAP.NONE
  if (candidate.shape.length > 0 && gap === GAP.NONE) {
    // 1八2 5964: the change of script is no separator
    candidate.shape.push((candidate.shape.pop() ?? 0) + to - from)
    candidate.mixed = true
  } else {
    if (candidate.shape.length > 0) candidate.gaps.push(gap)
    candidate.shape.push(to - from)
  }
  for (let d = from; d < to; d += 1) candidate.digits += String.fromCharCode(48 + (run.value[d] ?? 0))
}

const STAR = 0x2a

/** Digits with a mask (`**`) on one side are what an earlier masking left: with their neighbours they are no new number. */
function isRemnant(text: NormalText, run: DigitRun, start: number, end: number): boolean {
  const first = run.at[start] ?? 0
  const last = run.at[end - 1] ?? 0
  const before = first > 1 && text.unit[first - 1] === STAR && text.unit[first - 2] === STAR
  const after = last + 2 < text.length && text.unit[last + 1] === STAR && text.unit[last + 2] === STAR
  return before || after
}

function contextOf(text: NormalText, at: number, phoneEnd: number): Pick<Candidate, 'plus' | 'cue' | 'listed'> {
  const plus = text.unit[at - 1] === PLUS || (text.unit[at - 2] === PLUS && text.unit[at - 1] === 0x20)
  let listed = at - phoneEnd <= 4 && at > phoneEnd
  for (let i = Math.max(0, phoneEnd); listed && i < at; i += 1) listed = LIST.has(text.unit[i] ?? 0)
  return { plus, cue: cueBefore(text, plus ? at - 1 : at), listed }
}

function toFinding(text: NormalText, run: DigitRun, taken: Taken): { finding: Finding; endUnit: number } {
  const { reading } = taken
  const first = run.group[taken.first] ?? 0
  const end = run.group[taken.last + 1] ?? 0
  const atoms: number[] = []
  const atom = (unit: number): void => {
    atoms.push(text.from[unit] ?? 0, text.to[unit] ?? 0)
  }
  for (let d = first + reading.prefix; d < end; d += 1) atom(run.at[d] ?? 0)
  let last = run.at[end - 1] ?? 0
  if (reading.letter) {
    last = checkLetter(text, last)
    atom(last)
  }
  if (reading.kind === 'landline' || reading.kind === 'phone') last = extension(text, last, atom)
  const closes = taken.last > taken.first && run.gap[taken.first + 1] === GAP.PAREN
  const finding: Finding = {
    start: text.from[opening(text, run.at[first] ?? 0, closes)] ?? 0,
    end: text.to[last] ?? 0,
    kind: reading.kind,
    confidence: nextToLetters(text, run.at[first] ?? 0, last) ? reading.confidence * 0.6 : reading.confidence,
    atoms,
  }
  return { finding, endUnit: last + 1 }
}

/** `(` and `+` in front belong to the number, and the bracket that its first group closes: 【138】00138000. */
function opening(text: NormalText, first: number, closes: boolean): number {
  let at = first
  while (at > 0 && first - at < 3 && (text.unit[at - 1] === PLUS || text.unit[at - 1] === 0x28)) at -= 1
  const before = text.unit[at - 1]
  return closes && at > 0 && (before === 0x5b || before === 0x3010) ? at - 1 : at
}

/** A number inside a word of Latin letters is more likely a part of some code. */
function nextToLetters(text: NormalText, first: number, last: number): boolean {
  const before = text.unit[first - 1]
  const after = last + 1 < text.length ? text.unit[last + 1] : undefined
  return before !== undefined && first > 0 && isLatin(before) && after !== undefined && isLatin(after)
}

const EXTENSION =
  /^(?:(?: ?-|\/(?!\d{3,4}[ -]?\d{4})|\*(?=\d)| ?ext(?:ension)?\.? ?| ?# ?| ?x ?)\d{1,6}|[,，]? ?(?:再?[转拨]?分机号?|再?转)[: ]{0,2}[\d零〇一二三四五六七八九幺]{1,6}| ?\(\d{2,5}(?:\)?\/\(?\d{2,5}){0,3}\))(?:\/\d{1,6}(?!\d)){0,3}(?!\d)/

/** `-8001`, 转8001, 分机 8001, `/22/23` behind a landline belong to it: answers the last folded unit. */
function extension(text: NormalText, last: number, atom: (unit: number) => void): number {
  let behind = ''
  for (let i = last + 1; i < Math.min(text.length, last + 24); i += 1) behind += String.fromCharCode(text.unit[i] ?? 0)
  const found = EXTENSION.exec(behind)
  if (found === null) return last
  for (let i = last + 1; i <= last + found[0].length; i += 1) if (isDigit(text.unit[i] ?? 0)) atom(i)
  return last + found[0].length
}
