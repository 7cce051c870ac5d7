import { describe, expect, test } from 'vitest'
import { readTime } from './times.ts'

const utc = (...parts: [number, number, number, number, number, number?, number?]) => Date.UTC(...parts)

describe('a time', () => {
  test.each([
    [1547087894783, 1547087894783],
    ['1547087894783', 1547087894783],
    [1547087894, 1547087894000],
    ['1736478514.897649', 1736478514897],
    ['2017-1-17 16:44', utc(2017, 0, 17, 8, 44)],
    ['2017/01/17 16:44:05', utc(2017, 0, 17, 8, 44, 5)],
    ['2017年1月17日 16:44', utc(2017, 0, 17, 8, 44)],
    ['2017年1月17日 16时44分05秒', utc(2017, 0, 17, 8, 44, 5)],
    ['2018-12-31T04:52:41.387200', utc(2018, 11, 30, 20, 52, 41, 387)],
    ['2005-04-05T10:13:00Z', utc(2005, 3, 5, 10, 13)],
    ['2026-09-01T10:00:00+09:00', utc(2026, 8, 1, 1, 0)],
    ['2024-02-29 00:00', utc(2024, 1, 28, 16, 0)],
  ])('%j is read', (written, ms) => {
    expect(readTime(written)).toBe(ms)
  })

  test.each([
    0,
    '0',
    '',
    'null',
    '昨天',
    '2017-02-30 10:00',
    '2023-02-29 10:00',
    '2017-1-17 24:00',
    '2017-1-17',
    '1e12',
  ])('%j is none: the record stays undated', (written) => {
    expect(readTime(written)).toBeNull()
  })

  test('is read only as its format says', () => {
    expect(readTime('1547087894', 'ms')).toBe(1547087894)
    expect(readTime('1547087894783', 's')).toBe(1547087894783000)
    expect(readTime('1547087894', 'local')).toBeNull()
    expect(readTime('2017-1-17 16:44', 'ms')).toBeNull()
    expect(readTime('2017-01-17T16:44:00Z', 'local')).toBeNull()
    expect(readTime('2017-1-17 16:44', 'local', 0)).toBe(utc(2017, 0, 17, 16, 44))
  })
})
