import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  ENGLISH_GIVEN_NAMES,
  FAMILY_NAMES,
  featuresOf,
  packWeights,
  TAGS,
  type Tag,
  tagWords,
  type Weights,
  type Word,
  wordsOf,
} from '#redaction'
import { sharedData } from '#test/shared'
import { CHATS } from './written/english-chats.ts'
import { ENGLISH } from './written/english-sentences.ts'
import { WITHOUT_NAMES } from './written/english-without-names.ts'
import { SINITIC_FAMILY, SINITIC_GIVEN, WORLD_FAMILY, WORLD_GIVEN } from './written/world-names.ts'

// node server/bench/redaction/train-english.ts [--try]: the weights of the English tagger (server/src/redaction/english/english.table.ts), from
// WNUT17 train and dev (CC BY 4.0) and Presidio's synthetic sentences (MIT). With --try it trains on half of Presidio's templates
// and of WNUT17 train, prints how it does on the rest, and writes nothing.

interface Entity {
  start: number
  end: number
  label: string
}
interface Example {
  text: string
  entities: Entity[]
  template?: number
}
interface Sentence {
  words: Word[]
  tags: Tag[]
}

function load(name: string): Example[] {
  const path = sharedData('pii', `${name}.jsonl.gz`)
  if (path === null) throw new Error('the shared data is not there')
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Example) // {text, entities}: README of the sets
}

function sentenceOf({ text, entities }: Example): Sentence {
  const words = wordsOf(text)
  const places = entities.filter(({ label }) => ['STREET_ADDRESS', 'ZIP_CODE'].includes(label))
  const near = (e: Entity): boolean => places.some((p) => e.start - p.end <= 8 && p.start - e.end <= 8)
  const tags = words.map(({ start, end }): Tag => {
    const inside = entities.find((e) => e.start < end && e.end > start)
    if (inside === undefined) return 'O'
    if (inside.label === 'PERSON' || inside.label === 'person') return 'P'
    if (places.includes(inside)) return 'A'
    return inside.label === 'GPE' && near(inside) ? 'A' : 'O'
  })
  return { words, tags }
}

const ROUNDS = 6
const LEAST = 4

/** Averaged perceptron (Collins 2002); the order of the sentences is shuffled by a fixed seed. */
function train(sentences: readonly Sentence[]): Map<string, number[]> {
  const weights = new Map<string, number[]>()
  const sums = new Map<string, number[]>()
  const counts = new Map<string, number>()
  let step = 0
  let seed = 11
  const order = [...sentences.keys()]
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let i = order.length - 1; i > 0; i -= 1) {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
      const j = (seed >>> 8) % (i + 1)
      const a = order[i] ?? 0
      order[i] = order[j] ?? 0
      order[j] = a
    }
    for (const index of order) {
      const { words, tags } = sentences[index] ?? { words: [], tags: [] }
      const guessed: Tag[] = []
      for (let i = 0; i < words.length; i += 1) {
        step += 1
        const features = featuresOf(words, i, guessed[i - 1] ?? 'O', guessed[i - 2] ?? 'O')
        const scores = [0, 0, 0]
        for (const feature of features) {
          if (round === 0) counts.set(feature, (counts.get(feature) ?? 0) + 1)
          const weight = weights.get(feature)
          if (weight !== undefined) for (let k = 0; k < 3; k += 1) scores[k] = (scores[k] ?? 0) + (weight[k] ?? 0)
        }
        const guess = scores.indexOf(Math.max(...scores))
        const right = TAGS.indexOf(tags[i] ?? 'O')
        guessed.push(TAGS[guess] ?? 'O')
        if (guess === right) continue
        for (const feature of features) {
          const weight = weights.get(feature) ?? [0, 0, 0]
          const sum = sums.get(feature) ?? [0, 0, 0]
          weight[right] = (weight[right] ?? 0) + 1
          weight[guess] = (weight[guess] ?? 0) - 1
          sum[right] = (sum[right] ?? 0) + step
          sum[guess] = (sum[guess] ?? 0) - step
          weights.set(feature, weight)
          sums.set(feature, sum)
        }
      }
    }
  }
  const averaged = new Map<string, number[]>()
  for (const [feature, weight] of weights) {
    if ((counts.get(feature) ?? 0) < LEAST) continue
    const sum = sums.get(feature) ?? []
    const mean = weight.map((w, k) => Math.round(((w * step - (sum[k] ?? 0)) / step) * 10))
    if (mean.some((w) => Math.abs(w) >= 7)) averaged.set(feature, mean)
  }
  return averaged
}

function score(sentences: readonly Sentence[], weights: Weights, lean: number): string {
  const counts = { P: [0, 0, 0], A: [0, 0, 0] }
  for (const { words, tags } of sentences) {
    const guessed = tagWords(words, weights, lean)
    for (const [i, tag] of tags.entries()) {
      const guess = guessed[i]?.tag ?? 'O'
      if (tag !== 'O') counts[tag][0] = (counts[tag][0] ?? 0) + 1
      if (guess !== 'O') counts[guess][1] = (counts[guess][1] ?? 0) + 1
      if (tag !== 'O' && guess !== 'O') counts[tag][2] = (counts[tag][2] ?? 0) + 1
    }
  }
  return Object.entries(counts)
    .map(
      ([tag, [gold = 0, found = 0, right = 0]]) =>
        `${tag} words ${gold} recall ${((right / gold) * 100).toFixed(1)} precision ${((right / found) * 100).toFixed(1)}`,
    )
    .join('; ')
}

/** Names are also written without capitals: every fifth sentence is taught a second time in lower case. */
function withLower(sentences: readonly Sentence[]): Sentence[] {
  const small = sentences
    .filter((_, i) => i % 5 === 0)
    .map(({ words, tags }) => ({ words: words.map((word) => ({ ...word, text: word.text.toLowerCase() })), tags }))
  return [...sentences, ...small]
}

/** mulberry32 */
let state = 20_261_123
function chance(): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const pick = (from: readonly string[]): string => from[Math.floor(chance() * from.length)] ?? ''
const capital = (word: string): string =>
  word.replace(/(^|[-' ])(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
const GIVEN = [...ENGLISH_GIVEN_NAMES]
const FAMILY = [...FAMILY_NAMES]
const ROADS = wordsIn(
  'Street St. Road Rd Avenue Ave Lane Drive Dr. Close Way Court Place Boulevard Blvd Terrace Crescent',
)
const NAMED = wordsIn(
  'Oak Maple Park Church Mill High Station Victoria King Queen Green Elm Cedar Lake Hill Bridge River Garden Chapel Meadow North West Spring Orchard School Castle Market',
)
const TOWNS = wordsIn(
  'Leeds Dayton Cork Perth Tampa Bristol Austin Halifax Durban Auckland Toledo Derby Lagos Mobile Galway Reno',
)

function wordsIn(words: string): string[] {
  return words.split(' ')
}

function address(): string {
  const road = `${1 + Math.floor(chance() * 400)} ${pick(chance() < 0.3 ? FAMILY.map(capital) : NAMED)} ${pick(ROADS)}`
  return chance() < 0.25 ? `${road}, Apt ${1 + Math.floor(chance() * 40)}` : road
}

const MADE: Readonly<Record<string, () => string>> = {
  g: () => capital(pick(GIVEN)),
  l: () => capital(pick(FAMILY)),
  G: () => pick(GIVEN).toUpperCase(),
  L: () => pick(FAMILY).toUpperCase(),
  w: () => pick(WORLD_GIVEN),
  v: () => pick(WORLD_FAMILY),
  y: () => pick(SINITIC_GIVEN),
  z: () =>
    chance() < 0.75
      ? `${pick(SINITIC_FAMILY)} ${pick(SINITIC_GIVEN)}`
      : `${pick(SINITIC_GIVEN)} ${pick(SINITIC_FAMILY)}`,
  a: address,
  c: () => pick(TOWNS),
}
const LABELS: Readonly<Record<string, string>> = { a: 'STREET_ADDRESS', c: 'GPE' }

/** A written sentence with names and addresses in it. */
function fill(sentence: string): Example {
  const entities: Entity[] = []
  let text = ''
  for (const part of sentence.replaceAll('⏎', '\n').split(/(\{[glGLacwvyz]\})/)) {
    const kind = /^\{(\w)\}$/.exec(part)?.[1] ?? ''
    const start = text.length
    text += MADE[kind]?.() ?? part
    if (kind !== '') entities.push({ start, end: text.length, label: LABELS[kind] ?? 'PERSON' })
  }
  return { text, entities }
}

/** Each sentence so often, with other names. */
const FILLS = 4
const written = Array.from({ length: FILLS }, () =>
  [ENGLISH, CHATS, WITHOUT_NAMES].flatMap((lines) => lines.trim().split('\n')).map(fill),
)
  .flat()
  .map(sentenceOf)
const presidio = load('presidio-synth-en.half')
const tweets = [...load('wnut17.train'), ...load('wnut17.dev')].map(sentenceOf)
if (process.argv.includes('--try')) {
  const held = (one: Example): boolean => (one.template ?? 0) % 3 === 0
  const weights = train(
    withLower([
      ...presidio.filter((one) => !held(one)).map(sentenceOf),
      ...tweets.filter((_, i) => i % 4 !== 0),
      ...written,
    ]),
  )
  console.log(`${weights.size} features`)
  for (const lean of [0, -5, -10, -15, -20, -30]) {
    console.log(`lean ${lean} unseen templates: ${score(presidio.filter(held).map(sentenceOf), weights, lean)}`)
    console.log(
      `lean ${lean} unseen tweets: ${score(
        tweets.filter((_, i) => i % 4 === 0),
        weights,
        lean,
      )}`,
    )
  }
} else {
  const weights = train(withLower([...presidio.map(sentenceOf), ...tweets, ...written]))
  const text = packWeights(weights)
  writeFileSync(
    resolve(import.meta.dirname, '../../src/redaction/english/english.table.txt'),
    `Made by server/bench/redaction/train-english.ts from WNUT17 (CC BY 4.0) and Presidio's synthetic set (MIT). Not edited by hand.\n${text}`,
  )
  console.log(`${weights.size} features`)
}
