import { expect, test } from 'vitest'
import { killExports } from '#test/export-kills'

// A few of the kills of `npm run soak -- exports`.

test('an export killed in the middle gives nothing, leaves nothing readable, and the next start clears it away', {
  timeout: 600_000,
}, async () => {
  const report = await killExports(4)
  expect(report.problems).toEqual([])
  expect(report.kills).toBeGreaterThanOrEqual(4)
  expect([report.cut > 0, report.looks]).toEqual([true, 2 * report.kills])
})
