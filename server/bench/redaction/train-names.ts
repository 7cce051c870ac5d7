import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { candidatesOf, NAME_FEATURES, SURNAMES } from '#redaction'
import { FIXED, handWeights } from './hand-weights.ts'
import { MadeNames } from './made-names.ts'
import { loadSets } from './sets.ts'
import { POSTS_WITH_NAMES, POSTS_WITHOUT_NAMES } from './written/posts-and-news.ts'
import { WITH_NAMES } from './written/sentences-with-names.ts'
import { WITHOUT_NAMES } from './written/sentences-without-names.ts'

// node server/bench/redaction/train-names.ts: makes name-weights.table.ts. Logistic regression on sentences written for it (written/), with
// names made from the shares of name characters and from jieba's dictionary (MIT), on turns of CrossWOZ (Apache-2.0), which name nobody,
// and on sentences of pii-bench-zh (Apache-2.0). It begins at weights set by hand and is held close to them: written
// sentences are not what people write. The same numbers every time: its chance has a fixed seed.

interface Text {
  text: string
  names: { start: number; end: number; whole: boolean }[]
  weight: number
}

interface Row {
  seen: readonly (readonly [feature: number, value: number])[]
  isName: boolean
  weight: number
}

/** How strongly it is held to the weights set by hand. */
const HOLD = 30_000
const STEPS = 400

const jieba = dirname(createRequire(import.meta.url).resolve('@node-rs/jieba/package.json'))
const made = new MadeNames(readFileSync(join(jieba, 'dict.txt'), 'utf8'), SURNAMES)

function fill(sentence: string, weight: number): Text {
  let text = ''
  const names: Text['names'] = []
  for (const part of sentence.split(/(\{[nfsp]\})/)) {
    const start = text.length
    if (part === '{n}') text += made.chinese()
    else if (part === '{f}') text += made.foreign()
    else if (part === '{s}') text += made.surname()
    else if (part === '{p}') text += made.place()
    else text += part
    if (part === '{n}' || part === '{f}') names.push({ start, end: text.length, whole: true })
    if (part === '{s}') names.push({ start: start - 1, end: start + 5, whole: false })
  }
  return { text, names, weight }
}

function* texts(): Generator<Text> {
  const with_ = `${WITH_NAMES.trim()}${POSTS_WITH_NAMES}`.trim().split('\n')
  for (let k = 0; k < 12; k += 1) for (const sentence of with_) yield fill(sentence, 1)
  for (const sentence of `${WITHOUT_NAMES.trim()}${POSTS_WITHOUT_NAMES}`.trim().split('\n')) {
    if (sentence.includes('{p}')) for (let k = 0; k < 8; k += 1) yield fill(sentence, 1)
    else yield { text: sentence, names: [], weight: 2 }
  }
  for (const [i, { text }] of (loadSets(['crosswoz'])[0]?.lines ?? []).entries())
    if (i % 3 === 0) yield { text, names: [], weight: 0.7 }
  for (const [i, { text, entities }] of (loadSets(['pii-bench'])[0]?.lines ?? []).entries()) {
    const people = entities.filter(({ label }) => label === 'person')
    if (i % 5 === 0) yield { text, names: people.map((one) => ({ ...one, whole: true })), weight: 0.3 }
  }
}

function rowsOf({ text, names, weight }: Text): Row[] {
  return candidatesOf(text).map(({ start, end, titled, seen }) => {
    const isName = titled
      ? names.some((name) => name.start < end && name.end > start)
      : names.some((name) => name.whole && name.start === start && name.end === end)
    return { seen, isName, weight }
  })
}

function fit(rows: readonly Row[], hand: Float64Array): Float64Array {
  const weights = Float64Array.from(hand)
  const speed = new Float64Array(weights.length)
  const total = rows.reduce((sum, { weight }) => sum + weight, 0)
  const rate = Math.min(2.5 / total, 0.1 / HOLD)
  for (let step = 0; step < STEPS; step += 1) {
    const slope = new Float64Array(weights.length)
    for (const { seen, isName, weight } of rows) {
      let sum = 0
      for (const [feature, value] of seen) sum += (weights[feature] ?? 0) * value
      const wrong = (1 / (1 + Math.exp(-sum)) - (isName ? 1 : 0)) * weight
      for (const [feature, value] of seen) slope[feature] = (slope[feature] ?? 0) + wrong * value
    }
    for (let k = 0; k < weights.length; k += 1) {
      if (FIXED.test(NAME_FEATURES[k] ?? '')) continue
      const pull = (slope[k] ?? 0) + HOLD * ((weights[k] ?? 0) - (hand[k] ?? 0))
      speed[k] = 0.9 * (speed[k] ?? 0) - rate * pull
      weights[k] = (weights[k] ?? 0) + (speed[k] ?? 0)
    }
  }
  return weights
}

const rows = [...texts()].flatMap(rowsOf)
process.stderr.write(`${rows.length} candidates, ${rows.filter(({ isName }) => isName).length} of them names\n`)
const weights = fit(rows, handWeights(NAME_FEATURES))
const lines = NAME_FEATURES.flatMap((name, i) => {
  const weight = Number((weights[i] ?? 0).toFixed(2))
  return weight === 0 ? [] : [`  ${/^[a-z]+$/.test(name) ? name : `'${name}'`}: ${weight},\n`]
})
writeFileSync(
  resolve(import.meta.dirname, '../../src/redaction/names/name-weights.table.ts'),
  `// Made by server/bench/redaction/train-names.ts from weights set by hand, sentences written for it, CrossWOZ and pii-bench-zh.
// Not edited by hand.

/** Weight of each feature of a name (feature-list.ts), in nats; a feature that is not here weighs nothing. */
export const NAME_WEIGHTS: Readonly<Record<string, number>> = {
${lines.join('')}}
`,
)
