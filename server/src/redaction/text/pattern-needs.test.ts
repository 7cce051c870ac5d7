import { describe, expect, it } from 'vitest'
import { ALL } from '../codes/find-patterns.ts'
import { normalise } from './normal.ts'
import { needsOf } from './pattern-needs.ts'
import { readingText } from './reading-text.ts'

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
  it.each([
    '护照号E12345678',
    'my passport is e1234567',
    '微信号：abc_12345，手机13800138000',
    '密码是 abc123!@',
    '车牌沪A12345',
    '工资一万二，借了3000块',
    '生日1990年1月2日',
    'mail me at a.b@example.com, ip 10.0.0.1',
    'https://example.com/s/abcdef?token=12345678',
    '信用代码91310000MA1K4XY12W',
    '壹万贰仟元整',
  ])('%s', (text) => {
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
