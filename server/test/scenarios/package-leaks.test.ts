import { expect, test } from 'vitest'
import { lookForLeaks } from '#test/leaks'

// A few of the rows of `npm run soak -- leaks`.

test('packages of every format, opened and read to the last byte, hold nothing of what they hide', {
  timeout: 600_000,
}, async () => {
  const report = await lookForLeaks(200)
  expect(report.problems).toEqual([])
  expect([report.packages, report.seeds > 4000, report.confirmable > 0]).toEqual([2, true, true])
})
