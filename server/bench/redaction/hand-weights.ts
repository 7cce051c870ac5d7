// Where the training of the name scorer begins, set by hand, in nats of an overconfident model (words that stand together are taken
// for independent): SCALE makes them what they are worth.

const SCALE = 0.4

/** Not trained: the written sentences say nothing of how often 王总 is worth hiding. */
export const FIXED = /titled|nick/

const FORMS = { foreign: -4, titled: -2, 'briefly titled': -3, nick: -3.2 } as const

const CHINESE = {
  'margin below 0': 1,
  'margin 0 to 4': 1,
  'margin 4 to 10': 1,
  'margin over 10': 1,
  'sounds foreign': -2,
  'ends like a place': -2,
  'ends like a thing': -3.5,
  'surname links words': -2,
  'surname counts things': -3,
  'given is a title': -1,
  'given is a known one': 3,
  'lone sound left': -2.5,
  'lone sound right': -2.5,
  'is a known place': -2,
  'is one word': -1,
} as const

const FOREIGN = {
  'margin below 0': 1,
  'margin 0 to 4': 1,
  'margin 4 to 10': 1,
  'margin over 10': 0.2,
  'ends like a place': 0,
  'ends like a thing': -2,
  'is a known place': -3,
  'is one word': -1,
  'is short': -2,
  'length over 3': 0.4,
} as const

const LEFT = {
  text: 0.7,
  line: 0.7,
  at: 3,
  colon: 1.2,
  list: 0.8,
  pause: 0.8,
  bracket: 0.8,
  work: -1.5,
  stop: 0.3,
  space: 0.3,
  figure: 0.3,
  latin: 0.3,
  'other sign': 0.3,
  label: 7,
  role: 3,
  'strong word': 1.5,
  'weak word': 1.1,
  'poor word': 0.75,
  noun: 0.3,
  place: -0.7,
  number: -2,
} as const

const RIGHT = {
  ...LEFT,
  at: -0.2,
  colon: 1.5,
  'strong word': 1.8,
  'weak word': 1.1,
  'poor word': 0.6,
  thing: -3,
  verb: 0.5,
  adverb: 0.5,
  particle: 0.5,
  noun: -0.6,
  'short noun': -0.6,
  place: -0.2,
  number: -0.2,
} as const

const PAIRS = { speaker: 3, 'role and edge': 2 } as const

const GROUPS: Readonly<Record<string, [given: Readonly<Record<string, number>>, other: number]>> = {
  form: [FORMS, 0],
  one: [{ ...CHINESE, 'is a listed name': 0.5 }, 0],
  more: [{ ...CHINESE, 'is a listed name': 1.5 }, 0],
  foreign: [FOREIGN, 0],
  left: [LEFT, -0.3],
  right: [RIGHT, -0.2],
  'foreign left': [LEFT, -0.3],
  'foreign right': [RIGHT, -0.2],
  pair: [PAIRS, 0],
}

export function handWeights(features: readonly string[]): Float64Array {
  return Float64Array.from(features, (feature) => {
    const [group = '', name = ''] = feature.split(': ')
    const [given, other] = GROUPS[group] ?? [{}, 0]
    return (given[name] ?? other) * SCALE
  })
}
