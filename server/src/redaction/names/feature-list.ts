// The features of a name that the linear model weighs (name-weights.table.ts), by name and by place, and the sum of their weights.

/** one, two: a surname and so many characters; double: a surname of two. */
const FORMS = ['one', 'two', 'double', 'foreign', 'titled', 'briefly titled', 'nick'] as const

export const OWN = [
  'margin below 0',
  'margin 0 to 4',
  'margin 4 to 10',
  'margin over 10',
  'surname rare',
  'given rare',
  'sounds foreign',
  'ends like a place',
  'ends like a thing',
  'surname links words',
  'surname counts things',
  'given is a title',
  'given is a known one',
  'lone sound left',
  'lone sound right',
  'left inside a word',
  'right inside a word',
  'is one word',
  'surname is a word',
  'given is a noun',
  'given is a verb',
  'given is another word',
  'head is a word',
  'word over the left edge',
  'word over the right edge',
  'is short',
  'length over 3',
  'is a known place',
  'is a listed name',
] as const

export const AROUND = [
  'text',
  'line',
  'at',
  'colon',
  'list',
  'bracket',
  'work',
  'pause',
  'stop',
  'space',
  'figure',
  'latin',
  'other sign',
  'label',
  'role',
  'strong word',
  'weak word',
  'poor word',
  'thing',
  'noun',
  'short noun',
  'verb',
  'short verb',
  'adverb',
  'quality',
  'particle',
  'number',
  'pronoun',
  'place',
  'name',
  'time',
  'other word',
  'no word',
] as const

/** What both sides say together. */
const PAIRS = ['speaker', 'role and edge'] as const

export const NAME_FEATURES: readonly string[] = [
  ...FORMS.map((form) => `form: ${form}`),
  ...['one', 'more', 'foreign'].flatMap((group) => OWN.map((own) => `${group}: ${own}`)),
  ...['', 'foreign '].flatMap((group) =>
    ['left', 'right'].flatMap((side) => AROUND.map((around) => `${group}${side}: ${around}`)),
  ),
  ...PAIRS.map((pair) => `pair: ${pair}`),
]

type Own = (typeof OWN)[number]
export type Around = (typeof AROUND)[number]
const own = new Map<string, number>(OWN.map((name, i) => [name, i]))
const around = new Map<string, number>(AROUND.map((name, i) => [name, i]))
export const OWN_AT = FORMS.length
export const AROUND_AT = OWN_AT + OWN.length * 3
export const PAIRS_AT = AROUND_AT + AROUND.length * 4

/** Adds up weights; `seen` takes the features themselves, for training. */
export interface Tally {
  readonly weights: Float64Array
  sum: number
  seen: [feature: number, value: number][] | null
}

export function add(tally: Tally, feature: number, value: number): void {
  tally.sum += (tally.weights[feature] ?? 0) * value
  tally.seen?.push([feature, value])
}

export const O = Object.fromEntries(own) as Record<Own, number> // made of OWN itself
export const A = Object.fromEntries(around) as Record<Around, number> // made of AROUND itself

/** Word classes of the list as character codes (lexicon.ts). */
export const NOUN = 0x6e
export const VERB = 0x76
export const PLACE = 0x73
export const PROPER = 0x7a
export const NAME = 0x68
