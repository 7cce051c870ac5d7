import { placeAt } from '../places/place-words.ts'
import type { Finding, Meter } from '../text/finding.ts'
import { isHan, isLatin, type NormalText, normalise } from '../text/normal.ts'
import { type ReadingText, readingText } from '../text/reading-text.ts'
import { isCalledAfter, isCount, isFirm, isOffice, isSpot, isWordy, isWork } from '../words/against-names.ts'
import { composedNames } from '../words/composed-names.ts'
import { divide, marginOf, type Stretch } from '../words/division.ts'
import { FOREIGN_WORDS } from '../words/foreign-words.ts'
import { isCompound, NEVER, NONE, theLexicon } from '../words/lexicon.ts'
import { NO_NAMES } from '../words/name-words.ts'
import { isSaid } from '../words/said-words.ts'
import { isPersonBehind } from '../words/western-names.ts'
import { aroundFeatures } from './around-features.ts'
import { NAME_FEATURES, type Tally } from './feature-list.ts'
import { type Lessons, taught } from './lessons.ts'
import { best, encourage, isTail, TAIL, UNSURE, widen, withComposed } from './name-choice.ts'
import { grow, joinRest } from './name-edges.ts'
import { isListed, isNever, ownFeatures } from './name-features.ts'
import {
  addForeign,
  addKnown,
  addNamed,
  addNick,
  addTitled,
  addWestern,
  begin,
  type Candidate,
  LISTED,
  put,
} from './name-shapes.ts'
import { NAME_WEIGHTS } from './name-weights.table.ts'
import { slotNames } from './slot-names.ts'
import { listedNames, toldNames } from './told-names.ts'

// Chinese names that nobody put in a roster: how much better does the text read as words when these characters are a name? The best
// division into words with the name is weighed against the best one without, and then what stands around it speaks.

/** The weights that ship, in the order of NAME_FEATURES. */
const SHIPPED = Float64Array.from(NAME_FEATURES, (name) => NAME_WEIGHTS[name] ?? 0)

/** What it costs to begin a name at all, and more where it has two characters (fewer names have). In thirds of a nat. */
const NAME = 14
const SHORT = 5
const COMPOUND = 16
/** Of names of two characters more are right at the same score: so much, in nats. */
const SHORTER = 0.7

/** What a person who reads wants more of: a run of sounds, of which more are places and clubs. In nats. */
const MORE: Readonly<Partial<Record<Candidate['shape'], number>>> = { foreign: 0.5 }

/** `least`: of the score. `lessons`: what the house's own marks add to it. */
export function findUnknownNames(
  text: ReadingText,
  least: number,
  meter: Meter,
  lessons: Lessons | null = null,
): Finding[] {
  const { normal, plain } = text
  const lexicon = theLexicon()
  const chosenIn: Candidate[] = []
  const tally: Tally = { weights: SHIPPED, sum: 0, seen: null }
  const firms = plain.includes('公司') || plain.includes('有限')
  for (const [start, end] of stretchesOf(normal)) {
    const stretch = divide(plain, normal.unit, lexicon, start, end)
    meter.steps += (end - start) * 9
    const candidates = candidatesIn(stretch, tally, meter)
    if (candidates.length === 0) continue
    const places = placesIn(plain, start, end)
    const chosen = best(candidates, start, end)
    if (least < LATE) {
      widen(chosen, candidates)
      grow(chosen, stretch, least)
    }
    for (const one of chosen) {
      if (isAllIn(places, one.start - start, one.end - start)) continue
      if (FOREIGN_WORDS.has(plain.slice(one.start, one.end)) && !isPersonBehind(plain, one.end)) continue
      // 苏东华 of 江苏东华
      const place = places[one.start - start] ?? 0
      if (place > 0 && place === places[one.start - start - 1]) one.score -= CUT
      if (firms && isFirm(plain, one.end)) one.score -= CUT
      if (one.shape === 'chinese' && isSpot(plain, one.start, one.end)) one.score -= 1
      if (one.shape === 'chinese' && one.score < UNSURE && isTail(plain, one.start, one.end)) one.score -= TAIL
      if (least > LATE && one.shape === 'chinese' && one.score < PLAIN && isWordy(plain, one.start, one.end))
        one.score -= WORDY
      if (least > LATE && isWork(plain, one.start, one.end)) one.score -= WORK
      if (least > LATE && one.shape === 'foreign' && isCalledAfter(plain, one.end)) one.score -= CUT
      chosenIn.push(one)
    }
  }
  const found = withComposed(plain, chosenIn, composedNames(plain, meter))
  encourage(plain, found)
  if (least < LATE) addTold(found, [...toldNames(plain, meter), ...slotNames(plain, meter)], meter)
  if (least < LATE && plain.includes('、'))
    addTold(
      found,
      listedNames(
        plain,
        found.filter(({ score }) => score > 0),
      ),
      meter,
    )
  for (const one of found) if (one.shape === 'chinese' && one.end - one.start === 2) one.score += SHORTER
  if (least < LATE) addBeside(plain, found, least)
  if (lessons !== null) for (const one of found) one.score += taught(lessons, plain.slice(one.start, one.end))
  return found
    .filter(({ score, shape }) => score >= least + (least > LATE ? (MORE[shape] ?? 0) : 0))
    .map((one) => toFinding(text, one))
}

/** Adds the letters that stand right beside the names found. */
function addBeside(plain: string, found: Candidate[], least: number): void {
  const { sound } = theLexicon()
  const isSound = (at: number): boolean => (sound[plain.charCodeAt(at)] ?? NONE) !== NONE
  for (let i = found.length - 1; i >= 0; i -= 1) {
    const one = found[i]
    if (one === undefined || one.score < least) continue
    for (const more of joinRest(plain, one, isSound)) found.push(more)
  }
}

/** A least score below this is of bytes that leave. */
const LATE = -2

/** What it costs on screens to begin or end like a word of every day where little else speaks for a name, in nats. */
const WORDY = 0.8
const PLAIN = 1

/** To be all of what stands in 《》. */
const WORK = 0.8

/** What it costs to be cut out of a place, or to stand in the name of a firm. */
const CUT = 2.5

/** No name reaches further. */
const LONGEST_NAME = 64

/** Adds what nothing found holds. Both are walked once, however many there are. */
function addTold(found: Candidate[], told: { start: number; end: number; score: number }[], meter: Meter): void {
  found.sort((a, b) => a.start - b.start)
  told.sort((a, b) => a.start - b.start)
  const more: Candidate[] = []
  let next = 0
  for (const one of told) {
    while (next < found.length && (found[next]?.start ?? 0) <= one.start) next += 1
    const known = holderOf(found, next, one, meter) ?? holderOf(more, more.length, one, meter)
    if (known === null) more.push({ ...one, shape: 'foreign', seen: null })
    else known.score = Math.max(known.score, one.score)
  }
  for (const one of more) found.push(one)
}

/** Of those before `next` the one that holds `one`; null = none. */
function holderOf(
  sorted: readonly Candidate[],
  next: number,
  one: { start: number; end: number },
  meter: Meter,
): Candidate | null {
  for (let i = next - 1; i >= 0; i -= 1) {
    meter.steps += 1
    const known = sorted[i]
    if (known === undefined || known.start < one.start - LONGEST_NAME) return null
    if (known.start <= one.start && known.end >= one.end) return known
  }
  return null
}

function isAllIn(places: Int32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (places[i] === 0) return false
  return true
}

/** Not 0 for every character that belongs to the name of a city or district; of one place the same. */
function placesIn(plain: string, start: number, end: number): Int32Array {
  const inside = new Int32Array(end - start)
  for (let at = start; at < end; at += 1) {
    const place = placeAt(plain, at)
    if (place === null || place.end > end) continue
    inside.fill(at - start + 1, at - start, place.end - start)
    at = place.end - 1
  }
  return inside
}

/** What could be a name in a text, with what is known of it: for training. Places in UTF-16 units. */
export function candidatesOf(
  text: string,
): { start: number; end: number; titled: boolean; seen: (readonly [feature: number, value: number])[] }[] {
  const { normal, plain } = readingText(normalise(text))
  const tally: Tally = { weights: SHIPPED, sum: 0, seen: [] }
  const out: ReturnType<typeof candidatesOf> = []
  for (const [start, end] of stretchesOf(normal)) {
    const stretch = divide(plain, normal.unit, theLexicon(), start, end)
    for (const one of candidatesIn(stretch, tally, { steps: 0 })) {
      const [from, to] = [normal.from[one.start] ?? 0, normal.to[one.end - 1] ?? 0]
      out.push({ start: from, end: to, titled: one.shape === 'titled', seen: one.seen ?? [] })
    }
  }
  return out
}

/** Runs of two Chinese characters and more. */
function* stretchesOf(normal: NormalText): Generator<[start: number, end: number]> {
  let at = 0
  while (at < normal.length) {
    const start = at
    while (at < normal.length && isHan(normal.unit[at] ?? 0)) at += 1
    if (at - start > 1) yield [start, at]
    if (at === start) at += 1
  }
}

/** All that could be names in a stretch; they may overlap. */
export function candidatesIn(stretch: Stretch, tally: Tally, meter: Meter): Candidate[] {
  const { unit, lexicon, start, end } = stretch
  const candidates: Candidate[] = []
  for (let at = start; at + 1 < end; at += 1) {
    const share = lexicon.surname[unit[at] ?? 0] ?? NONE
    const compound = at + 2 < end && isCompound(unit[at] ?? 0, unit[at + 1] ?? 0)
    if ((lexicon.sound[unit[at] ?? 0] ?? NONE) !== NONE) addForeign(candidates, stretch, at, tally, meter)
    if (tally.seen === null) addWestern(candidates, stretch, at, tally)
    if (tally.seen === null) addKnown(candidates, stretch, at, tally)
    if (tally.seen === null) addNick(candidates, stretch, at, tally)
    if (share === NONE && !compound) continue
    meter.steps += 4
    for (const surname of compound ? [1, 2] : [1]) {
      if (surname === 1 && share === NONE) continue
      for (const given of [1, 2]) {
        const to = at + surname + given
        if (to <= end) consider(candidates, stretch, at, surname, given, surname === 2 ? COMPOUND : share, tally)
      }
    }
    addTitled(candidates, stretch, at, tally)
  }
  // 我是小王: the surname is the last
  if (end - start > 1) addNamed(candidates, stretch, end - 1, tally)
  return candidates
}

function consider(
  candidates: Candidate[],
  stretch: Stretch,
  at: number,
  surname: number,
  given: number,
  shareCost: number,
  tally: Tally,
): void {
  const { plain, unit, lexicon } = stretch
  const to = at + surname + given
  const a = unit[at + surname] ?? 0
  const givenCost =
    given === 1
      ? (lexicon.only[a] ?? NEVER) + SHORT
      : (lexicon.first[a] ?? NEVER) + (lexicon.second[unit[to - 1] ?? 0] ?? NEVER)
  if (givenCost >= NEVER * 2) return
  const reads = marginOf(stretch, at, to, NAME + shareCost + givenCost)
  // the dictionary lists it as somebody's name: that it reads as a word says nothing
  const margin = to - at > 2 && isListed(stretch, at, to) ? Math.max(reads, LISTED) : reads
  if (margin < -9) return
  const written = plain.slice(at, to)
  if (NO_NAMES.has(written) || (to - at > 2 && NO_NAMES.has(written.slice(0, 2)) && margin < 2)) return
  if (FOREIGN_WORDS.has(written) || isInside(plain, at, to) || isOffice(plain, at)) return
  if (isCount(plain, at, to) || isSaid(plain, at, to)) return
  const claim = { at, to, surname, given, shareCost, givenCost, margin }
  if (isNever(stretch, claim)) return
  begin(tally)
  ownFeatures(tally, stretch, claim)
  aroundFeatures(tally, stretch, at, to, false)
  put(candidates, tally, at, to, 'chinese')
}

/** 周大 of 周大福, 应龙 of 马应龙. */
function isInside(plain: string, at: number, to: number): boolean {
  if (to - at > 2) return false
  return NO_NAMES.has(plain.slice(at, to + 1)) || NO_NAMES.has(plain.slice(at - 1, to))
}

function toFinding({ normal }: ReadingText, { start, end, score, shape }: Candidate): Finding {
  const atoms: number[] = []
  for (let i = start; i < end; i += 1)
    if (isHan(normal.unit[i] ?? 0) || isLatin(normal.unit[i] ?? 0)) atoms.push(normal.from[i] ?? 0, normal.to[i] ?? 0)
  const confidence = 1 / (1 + Math.exp(-score / 1.2))
  return {
    start: normal.from[start] ?? 0,
    end: normal.to[end - 1] ?? 0,
    kind: 'name',
    confidence,
    atoms,
    person: null,
    form: shape === 'titled' ? 'titled' : 'full',
  }
}
