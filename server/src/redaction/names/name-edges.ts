import type { Stretch } from '../words/division.ts'
import { NONE } from '../words/lexicon.ts'
import type { Candidate } from './name-shapes.ts'

// Where a name ends, for bytes that leave: what was found is often a part of a longer one (吉丽娜 of 安吉丽娜, 罗纳尔 of C·罗纳尔多, 卓尔 of
// TeD.卓尔), and the rest of it would stand there to be read. What is added is no word by itself. Folded: simplified, lower case.

/** A character that is hardly ever a word by itself, as a cost; one that foreign names are spelled with may be a little more often. */
const HARDLY = 33
const SELDOM = 25
/** So sure of a Chinese name, in nats, that its edges are sure too. */
const SURE = 1.2
const LONGEST = 8

/** Takes lone characters beside the names of a stretch into them, where the best division into words leaves them alone. */
export function grow(chosen: readonly Candidate[], stretch: Stretch, least: number): void {
  const taken = new Uint8Array(stretch.end - stretch.start)
  for (const one of chosen) taken.fill(1, one.start - stretch.start, one.end - stretch.start)
  for (const one of chosen) if (one.score >= least && one.shape !== 'titled') growOne(one, stretch, taken)
}

function growOne(one: Candidate, stretch: Stretch, taken: Uint8Array): void {
  const { unit, lexicon, start, end, first, last } = stretch
  let sounds = true
  for (let i = one.start; i < one.end; i += 1) sounds &&= (lexicon.sound[unit[i] ?? 0] ?? NONE) !== NONE
  const isRest = (at: number, length: number | undefined): boolean => {
    if (at < start || at >= end || length !== 1 || one.end - one.start >= LONGEST || taken[at - start] === 1)
      return false
    const lone = lexicon.costOfLone(unit[at] ?? 0)
    if (sounds && (lexicon.sound[unit[at] ?? 0] ?? NONE) !== NONE) return lone >= SELDOM
    return one.score < SURE && lone >= HARDLY
  }
  while (isRest(one.end, first[one.end - start])) {
    taken[one.end - start] = 1
    one.end += 1
  }
  while (isRest(one.start - 1, last[one.start - start])) {
    one.start -= 1
    taken[one.start - start] = 1
  }
}

const BEHIND = /(?:[.-](?:[a-z]{1,2}[.-]?)?[\u4e00-\u9fff]{1,6}){1,3}/y
const LETTERS_BEHIND = /[.-]?[a-z][a-z .-]{1,30}[a-z]|[ ]?[(][a-z][a-z .'-]{1,40}[)]/y
const BEFORE = /(?:^|[^a-z\d._@/-])((?:[a-z]{1,12}[.-]){1,3})$/
const MOST_BEFORE = 40
const HAN = '\u4e00'
/** How likely letters beside a name belong to it, in nats. */
const BESIDE = -1
const NO_NAME = /^[.-]?(?:vs|com|cn|net|org|www|http)/

/** Takes the parts behind a dot into a name (马克·吐温); gives back the letters that stand right beside it: J.K.罗琳, 布拉德(Brad Pitt). */
export function joinRest(plain: string, one: Candidate, isSound: (at: number) => boolean): Candidate[] {
  if (one.shape === 'titled') return []
  BEHIND.lastIndex = one.end
  const parts = BEHIND.exec(plain)?.[0] ?? ''
  for (let at = one.end, to = at + parts.length; at < to; at += 1) {
    if (plain.charAt(at) < HAN) continue
    if (!isSound(at)) break
    one.end = at + 1
  }
  LETTERS_BEHIND.lastIndex = one.end
  const behind = LETTERS_BEHIND.exec(plain)?.[0] ?? ''
  const before = BEFORE.exec(plain.slice(Math.max(0, one.start - MOST_BEFORE), one.start))?.[1] ?? ''
  const beside = (start: number, end: number): Candidate => ({
    start,
    end,
    score: BESIDE,
    shape: 'foreign',
    seen: null,
  })
  return [
    ...(behind === '' || NO_NAME.test(behind) ? [] : [beside(one.end, one.end + behind.length)]),
    ...(before === '' || NO_NAME.test(before) ? [] : [beside(one.start - before.length, one.start)]),
  ]
}
