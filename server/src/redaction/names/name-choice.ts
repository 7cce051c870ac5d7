import { isHan } from '../text/normal.ts'
import type { Composed } from '../words/composed-names.ts'
import { LEADS_TO, ROLES } from '../words/name-words.ts'
import type { Candidate } from './name-shapes.ts'

// Which of the candidates of a stretch are believed, and what they say of one another.

/** The best that do not overlap. */
export function best(candidates: Candidate[], start: number, end: number): Candidate[] {
  const order = candidates.sort((a, b) => b.score - a.score || a.start - b.start)
  const kept: Candidate[] = []
  const taken = new Uint8Array(end - start)
  for (const one of order) {
    if (taken.subarray(one.start - start, one.end - start).includes(1)) continue
    taken.fill(1, one.start - start, one.end - start)
    kept.push(one)
  }
  return kept
}

/** 傅全 of 傅全有: where a longer one is nearly as likely, what leaves hides it too. */
export function widen(chosen: Candidate[], candidates: readonly Candidate[]): void {
  const longer = new Map<number, Candidate>()
  for (const one of candidates)
    if (one.shape === 'chinese' && one.end - one.start > 2 && one.score > NEARLY_SURE) longer.set(one.start, one)
  const starts = new Set(chosen.map(({ start }) => start))
  for (const one of chosen) {
    const other = one.shape === 'chinese' && one.end - one.start === 2 ? longer.get(one.start) : undefined
    if (other === undefined || other.score < one.score - NEARLY || other.end !== one.end + 1) continue
    if (!starts.has(one.end)) one.end = other.end
  }
}

/** How much less likely, in nats, and how likely at least. */
const NEARLY = 1
const NEARLY_SURE = -1

/** A name beside a sure one in a list, or one that comes again, is more likely one. */
export function encourage(plain: string, found: Candidate[]): void {
  found.sort((a, b) => a.start - b.start)
  const times = new Map<string, number>()
  for (const { start, end } of found) {
    const written = plain.slice(start, end)
    times.set(written, (times.get(written) ?? 0) + 1)
  }
  const sure = found.map(({ score }) => score >= 1.2)
  for (const [i, one] of found.entries()) {
    if ((times.get(plain.slice(one.start, one.end)) ?? 0) > 1) one.score += 0.4
    const beside =
      (sure[i - 1] && joined(plain, found[i - 1], one)) || (sure[i + 1] && joined(plain, one, found[i + 1]))
    if (beside) one.score += 0.6
  }
}

function joined(plain: string, a: Candidate | undefined, b: Candidate | undefined): boolean {
  if (a === undefined || b === undefined || b.start <= a.end || b.start - a.end > 2) return false
  return /^[、,/ &和与及]{1,2}$/.test(plain.slice(a.end, b.start))
}

/** 天冷多, 调到池调: what ends a phrase and hardly looks like a name is the end of its words. */
export const UNSURE = -1.6
export const TAIL = 1.4

export function isTail(plain: string, start: number, end: number): boolean {
  if (!isHan(plain.charCodeAt(start - 1)) || isHan(plain.charCodeAt(end))) return false
  for (let k = 1; k <= 4; k += 1) {
    const before = plain.slice(Math.max(0, start - k), start)
    if (k > 1 && (ROLES.has(before) || LEADS_TO.has(before))) return false
    if ('和与及由被给叫找对向跟'.includes(before)) return false
  }
  return true
}

/** 保罗 and 罗·盖蒂 are one, and so are 特伦斯·霍 and 霍华德: what overlaps a name of several parts belongs to it. */
export function withComposed(plain: string, found: readonly Candidate[], composed: readonly Composed[]): Candidate[] {
  const all = [...found, ...composed.map((name): Candidate => ({ ...name, shape: 'foreign', seen: null }))]
  if (!plain.includes('.') && composed.length === 0) return all
  const whole = new Set<Candidate>(all.slice(found.length))
  const kept: Candidate[] = []
  for (const one of all.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1)
    if (last === undefined || !isOneWith(plain, last, one, whole.has(last) || whole.has(one))) {
      kept.push(one)
      continue
    }
    last.end = Math.max(last.end, one.end)
    last.score = Math.max(last.score, one.score)
    last.shape = 'foreign'
    whole.add(last)
  }
  return kept
}

/** `isComposed`: one of them is. */
function isOneWith(plain: string, last: Candidate, one: Candidate, isComposed: boolean): boolean {
  if (last.shape === 'titled' || one.shape === 'titled') return false
  const isForeign = last.shape === 'foreign' && one.shape === 'foreign'
  // 乌维.鲍尔; where 张伟.李强 are two, and what is hardly a name ends a sentence
  if (last.end <= one.start)
    return (
      last.end + 1 === one.start &&
      plain.charAt(last.end) === '.' &&
      isForeign &&
      Math.min(last.score, one.score) > LIKELY
    )
  if (!isComposed) return false
  return isForeign || plain.charAt(last.end) === '.' || plain.charAt(one.start - 1) === '.'
}

/** A part of a name beside a dot is at least as likely one. */
const LIKELY = -1
