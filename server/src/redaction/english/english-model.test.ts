import { describe, expect, it } from 'vitest'
import { featuresOf, TAGS, type Tag, tagWords, type Weights, wordsOf } from './english.ts'
import { packWeights, shippedWeights, unpackWeights } from './english-weights.ts'

// The quick model against the definition: the features as strings, looked up one by one.

const SHIPPED = shippedWeights()

function slowly(text: string, weights: Weights, lean: number): { tag: Tag; lead: number }[] {
  const words = wordsOf(text)
  const tagged: { tag: Tag; lead: number }[] = []
  for (const [i, { text: word }] of words.entries()) {
    const sums = [lean, 0, 0]
    const isOther = /^[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/.test(word)
    for (const feature of featuresOf(words, i, tagged[i - 1]?.tag ?? 'O', tagged[i - 2]?.tag ?? 'O'))
      for (const [k, weight] of (weights.get(feature) ?? []).entries()) sums[k] = (sums[k] ?? 0) + weight
    const [o = 0, p = 0, a = 0] = sums
    const tag = p > o && p >= a ? 'P' : a > o ? 'A' : 'O'
    tagged.push(isOther ? { tag: 'O', lead: 0 } : { tag, lead: Math.max(p, a) - o })
  }
  return tagged
}

const TEXTS = [
  'Hi John, this is Mary Smith from 221B Baker Street, London NW1 6XE.',
  'can you FRANK it | please || or | else\n\n-- J. R. Whitfield',
  '让Miss Wong收着，Room 1203, 88 Queen’s Road Central',
  'Order #12345678 for Anne-Marie O’Neil: + - = * “quoted” 😀 é Ünal',
  'supercalifragilisticexpialidocious Supercalifragilisticexpialidocious 1 12 123 1234567890',
  "I'm at 12 Elm St. apt 4B call bob or ALICE t. Dr. Lee, it's 5pm",
  '',
  '|',
]

describe('the quick model tags as its features say', () => {
  it.each(TEXTS)('%j', (text) => {
    for (const lean of [0, -20]) expect(tagWords(wordsOf(text), SHIPPED, lean)).toEqual(slowly(text, SHIPPED, lean))
  })

  it('with weights for every feature of the texts, where each of them counts', () => {
    const weights = new Map<string, number[]>()
    for (const text of TEXTS) {
      const words = wordsOf(text)
      for (const i of words.keys())
        for (const before of TAGS)
          for (const second of TAGS)
            for (const feature of featuresOf(words, i, before, second))
              weights.set(feature, [weights.size % 7, (weights.size % 11) - 3, (weights.size % 13) - 5])
    }
    for (const text of TEXTS) expect(tagWords(wordsOf(text), weights, 0)).toEqual(slowly(text, weights, 0))
  })
})

describe('the table of weights', () => {
  const written: Weights = new Map([
    ['w\n', [1, -2, 3]],
    ['ra|\n', [0, 4, -4]],
    ['w\\', [7, 0, -7]],
    ['b\\n', [5, -5, 0]],
  ])
  it('is read as it was written, where a word is the end of a line or a backslash too', () => {
    expect(packWeights(written).split('\n')).toHaveLength(written.size)
    expect(unpackWeights(packWeights(written))).toEqual(new Map([...written].sort()))
  })
  it('holds features of line ends, and three weights for each feature', () => {
    expect([...SHIPPED.keys()].some((feature) => feature.includes('\n'))).toBe(true)
    for (const [feature, three] of SHIPPED) expect([feature, three.length]).toEqual([feature, 3])
  })
})
