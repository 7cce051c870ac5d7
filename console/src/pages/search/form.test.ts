import { describe, expect, it } from 'vitest'
import { afterSecond, EMPTY_FORM, lastSecond, numbered, numbersOf, setIn, tidied, wholeSecond } from './form.ts'

describe('the form beside the box', () => {
  it('knows numbers from names', () => {
    expect(numbersOf(['#3', '＃12', '12', '张三', '#x', numbered(7)])).toEqual([3, 12, 7])
  })

  it('drops what is empty or twice there', () => {
    expect(tidied([' a', 'a', '', ' ', 'b'])).toEqual(['a', 'b'])
  })

  it('counts the conditions that are set besides the words', () => {
    expect(setIn({ ...EMPTY_FORM, words: 'a' })).toBe(0)
    expect(setIn({ ...EMPTY_FORM, kinds: ['text', 'image'] })).toBe(1)
    expect(setIn({ ...EMPTY_FORM, from: 0, to: 1, tags: ['a'] })).toBe(3)
  })

  it('shows the last second that is inside', () => {
    const to = Date.UTC(2026, 9, 1, 16)
    expect(lastSecond(to)).toBe(to - 1000)
    expect(afterSecond(lastSecond(to))).toBe(to)
    expect(wholeSecond(to + 999)).toBe(to)
  })
})
