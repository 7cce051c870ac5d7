import { describe, expect, it } from 'vitest'
import { afterSecond, EMPTY_FORM, isBare, lastSecond, numbered, numbersOf, tidied, wholeSecond } from './form.ts'

describe('the form beside the box', () => {
  it('knows numbers from names', () => {
    expect(numbersOf(['#3', '＃12', '12', '张三', '#x', numbered(7)])).toEqual([3, 12, 7])
  })

  it('drops what is empty or twice there', () => {
    expect(tidied([' a', 'a', '', ' ', 'b'])).toEqual(['a', 'b'])
  })

  it('is bare while only words stand in it', () => {
    expect(isBare({ ...EMPTY_FORM, words: 'a' })).toBe(true)
    expect(isBare({ ...EMPTY_FORM, kinds: ['text'] })).toBe(false)
    expect(isBare({ ...EMPTY_FORM, to: 1 })).toBe(false)
  })

  it('shows the last second that is inside', () => {
    const to = Date.UTC(2026, 9, 1, 16)
    expect(lastSecond(to)).toBe(to - 1000)
    expect(afterSecond(lastSecond(to))).toBe(to)
    expect(wholeSecond(to + 999)).toBe(to)
  })
})
