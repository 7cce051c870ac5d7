import { expect, it } from 'vitest'
import { bytes, count, percent, shortDigest } from './figures.ts'

it('groups thousands and keeps every digit', () => {
  expect([0, 999, 1000, 793412, -1234567].map(count)).toEqual(['0', '999', '1,000', '793,412', '-1,234,567'])
})

it('says sizes with their unit', () => {
  expect([0, 1023, 1536, 10 * 1024 ** 2, 3.2 * 1024 ** 3].map(bytes)).toEqual([
    '0 B',
    '1,023 B',
    '1.5 KiB',
    '10 MiB',
    '3.2 GiB',
  ])
})

it('says 100 % only when nothing is missing', () => {
  expect(percent(999_999, 1_000_000)).toBe(99)
  expect(percent(5, 5)).toBe(100)
  expect(percent(7, 5)).toBe(100)
  expect(percent(0, 0)).toBe(0)
})

it('shortens a digest to both its ends', () => {
  expect(shortDigest('0123456789abcdef0123456789abcdef')).toBe('01234567…abcdef')
  expect(shortDigest('short')).toBe('short')
})
