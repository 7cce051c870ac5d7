import { spelling } from '../words/spelling.ts'

// What a house's own confirmed marks teach the scorer of names: a logistic regression of the form itself and of its characters. It adds
// to the score of a name that no roster knows (unknown-names.ts) and takes from it; a roster's names and numbers it never touches.

export interface NameMark {
  /** As it was written. */
  readonly form: string
  readonly verdict: 'name' | 'none'
}

/** Plain data, so that it can be handed to a thread. Holds names: it stays in the house, and in no log or package. */
export interface Lessons {
  /** Which marks: the same marks give the same lessons. */
  readonly version: string
  readonly marks: number
  /** `form 王小明`, `surname 王`, `given 明` → nats. */
  readonly weights: Readonly<Record<string, number>>
}

/** How far a form that was judged may be moved, and one that only looks like it. */
const MOST = 4
const MOST_BY_LIKENESS = 0.8
/** How strongly a weight is held to nothing: one mark moves its form by about 1.4 nats, ten by about 3. */
const HOLD_FORM = 0.15
const HOLD_CHARACTER = 4
const STEPS = 200
/** Of the newest marks; older ones have been said again or do not matter. */
const MOST_MARKS = 20_000

/** Null: no marks. `version` names the marks, e.g. by the number of the last. Time grows with the marks only. */
export function lessonsOf(version: string, marks: readonly NameMark[]): Lessons | null {
  const taken = marks.slice(-MOST_MARKS).flatMap(({ form, verdict }) => {
    const features = featuresOf(spelling(form))
    return features.length === 0 ? [] : [{ features, name: verdict === 'name' ? 1 : 0 }]
  })
  if (taken.length === 0) return null
  const weights = new Map<string, number>()
  const times = new Map<string, number>()
  for (const { features } of taken)
    for (const feature of features) {
      weights.set(feature, 0)
      times.set(feature, (times.get(feature) ?? 0) + 1)
    }
  for (let step = 0; step < STEPS; step += 1) descend(taken, weights, times)
  const kept = [...weights]
    .map(([feature, weight]) => [feature, Number(weight.toFixed(3))] as const)
    .filter(([, weight]) => weight !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return { version, marks: taken.length, weights: Object.fromEntries(kept) }
}

interface Taken {
  readonly features: readonly string[]
  readonly name: number
}

/** A step of each weight by its own curvature: converges without a rate to choose. */
function descend(taken: readonly Taken[], weights: Map<string, number>, times: ReadonlyMap<string, number>): void {
  const slope = new Map<string, number>()
  for (const { features, name } of taken) {
    let sum = 0
    for (const feature of features) sum += weights.get(feature) ?? 0
    const wrong = 1 / (1 + Math.exp(-sum)) - name
    for (const feature of features) slope.set(feature, (slope.get(feature) ?? 0) + wrong)
  }
  for (const [feature, weight] of weights) {
    const hold = feature.startsWith('form ') ? HOLD_FORM : HOLD_CHARACTER
    const pull = (slope.get(feature) ?? 0) + hold * weight
    weights.set(feature, weight - pull / ((times.get(feature) ?? 0) + hold))
  }
}

function featuresOf(written: string): string[] {
  if (!/^\p{Script=Han}{2,8}$/u.test(written)) return written.length < 2 ? [] : [`form ${written}`]
  const given = [...written.slice(1)].map((char) => `given ${char}`)
  return written.length > 3 ? [`form ${written}`] : [`form ${written}`, `surname ${written.charAt(0)}`, ...given]
}

/** What the house's marks say of a form, in nats; `written` folded, as the text is read. */
export function taught({ weights }: Lessons, written: string): number {
  const [form = '', ...characters] = featuresOf(written)
  let likeness = 0
  for (const feature of characters) likeness += weights[feature] ?? 0
  likeness = Math.max(-MOST_BY_LIKENESS, Math.min(MOST_BY_LIKENESS, likeness))
  return Math.max(-MOST, Math.min(MOST, (weights[form] ?? 0) + likeness))
}
