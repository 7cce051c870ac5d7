import { writtenOf } from '../masks/policy.ts'
import { findNames } from '../roster/names.ts'
import { buildRoster, type Roster, type RosterEntry } from '../roster/roster.ts'
import type { Finding } from '../text/finding.ts'
import { normalise } from '../text/normal.ts'
import { spelling } from '../words/spelling.ts'
import { addParts, type DetectOptions, type DetectPoint, detect, inOrder, namesAlone } from './detect.ts'
import { aroundIn, detectInTurn } from './in-turn.ts'

/** A name this sure in one place is looked for in all; one that is less sure wants a second place. */
const SURE = 0.8
const TWICE = 0.6
/** Of one conversation, sure ones and others. */
const MOST_NAMES = 2000
/** The automaton is made anew when so large a part of its names is new: a live room gives away new ones without end. */
const NEW_PART = 50

/** The names that a conversation's texts give away, as they come. Keeps the names only, not the texts. */
export class NamesFound {
  readonly #seen = new Map<string, { name: string; best: number; times: number }>()
  #roster: Roster | null = null
  #new = 0
  #isWhole = false

  /** Every text of the conversation was gathered: the same texts, looked at again, would count twice. */
  seal(): void {
    this.#isWhole = true
  }

  take(text: string, findings: readonly Finding[]): void {
    if (this.#isWhole) return
    for (const finding of findings) {
      if (finding.kind !== 'name' || (finding.person ?? null) !== null || finding.form !== 'full') continue
      const name = writtenOf(finding, text)
      const key = spelling(name)
      const before = this.#seen.get(key)
      const wasFound = before !== undefined && isFound(before)
      if (before === undefined) {
        if (finding.confidence < TWICE || this.#seen.size >= MOST_NAMES) continue
        this.#seen.set(key, { name, best: finding.confidence, times: 1 })
      } else {
        before.best = Math.max(before.best, finding.confidence)
        before.times += 1
      }
      const now = this.#seen.get(key)
      if (!wasFound && now !== undefined && isFound(now)) this.#new += 1
    }
  }

  /** False: `take` would learn nothing from these findings. */
  isNews(text: string, findings: readonly Finding[]): boolean {
    return findings.some((one) => {
      if (one.form !== 'full') return false
      const seen = this.#seen.get(spelling(writtenOf(one, text)))
      if (seen !== undefined) return !isFound(seen)
      return one.confidence >= TWICE && this.#seen.size < MOST_NAMES
    })
  }

  /** To be looked for like a roster in every text of the conversation (`DetectOptions.found`). Null: none. */
  roster(): Roster | null {
    if (this.#new === 0 || this.#new * NEW_PART < (this.#roster?.size ?? 0)) return this.#roster
    this.#new = 0
    const entries: RosterEntry[] = []
    for (const [key, one] of this.#seen) {
      if (isFound(one)) entries.push({ name: one.name, person: `name:${key}`, kind: 'name', far: true })
    }
    this.#roster = buildRoster('found', entries)
    return this.#roster
  }
}

function isFound({ best, times }: { best: number; times: number }): boolean {
  return best >= SURE || (times > 1 && best >= TWICE)
}

/** The names that a conversation's own texts give away: 我叫王小明 in one message makes 王小明 a name wherever it stands. */
export function foundNames(texts: Iterable<string>, roster: Roster | null, point: DetectPoint): Roster | null {
  const names = new NamesFound()
  for (const text of texts) names.take(text, detect(text, { point, roster }))
  return names.roster()
}

/**
 * The first of two passes over a conversation that is longer than one stretch: adds to `names` what its texts give away. Once all of them
 * were gathered and `names` is sealed, `detectThrough` with the same `names` finds in the first stretch what only the last one tells.
 * Numbers and addresses are looked for only in texts that may tell something new: it costs a part of what `detectThrough` does.
 */
export function gatherNames(texts: Iterable<string>, options: DetectOptions, names: NamesFound): void {
  for (const text of texts) {
    if (names.isNews(text, namesAlone(text, options))) names.take(text, detect(text, { ...options, around: null }))
  }
}

/**
 * `detectInTurn` for a stretch of one conversation, with the names that any of its texts gives away looked for in all of them. Each text
 * is looked at once; again only where such a name stands that was not seen. `names` carries them on from stretch to stretch;
 * `options.around` are the texts before the first and after the last.
 */
export function detectThrough(
  texts: readonly string[],
  options: DetectOptions,
  names: NamesFound = new NamesFound(),
): Finding[][] {
  const all = detectInTurn(texts, options)
  for (const [i, findings] of all.entries()) names.take(texts[i] ?? '', findings)
  const found = names.roster()
  if (found === null) return all
  for (const [i, text] of texts.entries()) {
    if (!isMissed(text, all[i] ?? [], found)) continue
    const again = detect(text, { ...options, found, around: aroundIn(texts, i, options.around) })
    // what it says only together with messages farther off
    addParts(
      again,
      (all[i] ?? []).filter(({ part }) => part === true),
    )
    all[i] = inOrder(again)
  }
  return all
}

/** A name that was found elsewhere stands here and is not wholly inside what was found. */
function isMissed(text: string, findings: readonly Finding[], found: Roster): boolean {
  return findNames(normalise(text), found, { steps: 0 }).some(
    ({ start, end }) => !findings.some((one) => one.kind === 'name' && one.start <= start && one.end >= end),
  )
}
