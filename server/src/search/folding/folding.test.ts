import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { chance, normalise } from '#test/search-oracle'
import { fold, foldCodePoint, foldTraced } from './folding.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const folded = (text: string) =>
  fold(text)
    .codePoints.map((codePoint) => String.fromCodePoint(codePoint))
    .join('')

interface Vector {
  text: string
  folded: string
}
const vectors: Vector[] = JSON.parse(readFileSync(join(ROOT, 'formats/vectors/folding/valid.json'), 'utf8'))

/** Texts of everything that folding touches, and of what it does not. */
function randomText(random: ReturnType<typeof chance>, length: number): string {
  const planes = [0x80, 0x300, 0x2000, 0xa000, 0xffff, 0x10ffff]
  let text = ''
  while (text.length < length) {
    const codePoint = random.below(random.pick(planes))
    if (codePoint < 0xd800 || codePoint > 0xdfff) text += String.fromCodePoint(codePoint)
  }
  return text
}

describe('the table', () => {
  test.skipIf(process.versions.unicode !== '17.0')('is what its generator makes of Unicode 17.0 and OpenCC', () => {
    execFileSync(process.execPath, [join(ROOT, 'tools/make-folding.ts'), '--check'])
  })

  test('agrees with a normaliser written from the prose, for every code point', () => {
    const differing: string[] = []
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue
      const character = String.fromCodePoint(codePoint)
      if (folded(character) !== normalise(character)) differing.push(codePoint.toString(16))
    }
    expect(differing).toEqual([])
  })

  test('folds to a fixed point', () => {
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      for (const target of foldCodePoint(codePoint)) {
        if (foldCodePoint(target).length !== 1 || foldCodePoint(target)[0] !== target) {
          expect.fail(`${codePoint.toString(16)} folds to ${target.toString(16)}, which folds on`)
        }
      }
    }
  })
})

describe('folding', () => {
  test.each(vectors)('$text → $folded', ({ text, folded: expected }) => {
    expect(folded(text)).toBe(expected)
    expect(normalise(text)).toBe(expected)
  })

  test('of parts joined is the parts’ foldings joined', () => {
    const random = chance(1)
    for (let n = 0; n < 3000; n++) {
      const a = randomText(random, random.below(20))
      const b = randomText(random, random.below(20))
      expect(folded(a + b)).toBe(folded(a) + folded(b))
    }
  })

  test('of a part lies in the folding of the whole', () => {
    const random = chance(2)
    for (let n = 0; n < 3000; n++) {
      const characters = [...randomText(random, 30)]
      const from = random.below(characters.length)
      const part = characters.slice(from, from + 1 + random.below(8)).join('')
      expect(folded(characters.join(''))).toContain(folded(part))
    }
  })

  test('is traced back to the code points it came from', () => {
    const random = chance(3)
    for (let n = 0; n < 2000; n++) {
      const text = randomText(random, 20)
      const { codePoints, starts, ends } = foldTraced(text)
      expect(codePoints).toEqual(fold(text).codePoints)
      codePoints.forEach((codePoint, i) => {
        expect(fold(text.slice(starts[i], ends[i])).codePoints).toContain(codePoint)
      })
    }
  })

  test('says truly whether a text folds to itself and whether it holds something invisible', () => {
    const random = chance(4)
    for (let n = 0; n < 3000; n++) {
      const text = randomText(random, random.below(6))
      const { toItself, hasInvisible } = fold(text)
      expect(toItself).toBe(normalise(text) === text)
      expect(hasInvisible).toBe([...text].some((character) => normalise(character) === ''))
    }
  })

  test('leaves a lone surrogate as it is', () => {
    expect(fold('a\ud800b').codePoints).toEqual([0x61, 0xd800, 0x62])
    expect(fold('\udc00').codePoints).toEqual([0xdc00])
  })
})
