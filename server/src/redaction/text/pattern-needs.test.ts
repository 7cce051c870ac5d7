import { describe, expect, it } from 'vitest'
import { ALL } from '../codes/find-patterns.ts'
import { normalise } from './normal.ts'
import { needsOf } from './pattern-needs.ts'
import { readingText } from './reading-text.ts'
import { TELLING_TEXTS } from './telling-texts.test-support.ts'

describe('what a pattern needs is read off it', () => {
  it.each([
    [/\d{4}-\d\d/, 6, 0, 6, 7, 0],
    [/(?:19|20)\d\d[年/]\d{1,2}/, 5, 0, 5, 5, 0],
    [/[a-z]{2}[ -]?[0-9]+/, 1, 2, 3, 3, 0],
    [/(?:卡|card)号?\d/, 1, 0, 1, 1, 0],
    [/[\u4e00-\u9fff]{2}号|电话机/, 0, 0, 0, 0, 3],
    [/(?:abc|de)?\d?x*/, 0, 0, 0, 0, 0],
    // looked at and matched: counted once
    [/(?=[a-z]{0,10}\d\d)[a-z\d]{6}/, 2, 0, 6, 6, 0],
    [/(?=\d)\d{3}(?<=\d{3})(?!\d{9})(?<!\d{9})/, 3, 0, 3, 3, 0],
    // a sign or another sort in a class makes it none of them
    [/[\d-][0-9x][^a-z][a-z_][a\-z]/, 0, 0, 1, 4, 0],
    [/\(\d\)\[a\].\./, 1, 1, 2, 7, 0],
    [/(?<v>[a-z]\d)(?:\d[a-z]){3}/, 4, 4, 8, 8, 0],
  ])('%s', (pattern, figures, letters, words, ascii, han) => {
    expect(needsOf(pattern)).toEqual({ figures, letters, words, ascii, han })
  })
})

describe('no pattern that ships is kept from a text that it matches', () => {
  it.each(TELLING_TEXTS)('%s', (text) => {
    const reading = readingText(normalise(text))
    let matched = 0
    for (const { pattern, on } of ALL) {
      pattern.lastIndex = 0
      if (!pattern.test(reading[on])) continue
      matched += 1
      const needs = needsOf(pattern)
      for (const sort of Object.keys(needs) as (keyof typeof needs)[])
        expect(needs[sort]).toBeLessThanOrEqual(reading.counts[sort])
    }
    expect(matched).toBeGreaterThan(0)
  })
})
