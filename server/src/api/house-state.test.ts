import { expect, test } from 'vitest'
import { seldom } from './house-state.ts'

test('what was read is kept for a while, and what could not be read is not', async () => {
  let asked = 0
  let breaks = true
  const ask = seldom(async () => {
    asked += 1
    if (breaks) throw new Error('no disk')
    return asked
  }, 60_000)
  const [one, two] = [ask(), ask()]
  await expect(one).rejects.toThrow('no disk')
  await expect(two).rejects.toThrow('no disk')
  expect(asked).toBe(1)
  breaks = false
  expect([await ask(), await ask()]).toEqual([2, 2])
})
