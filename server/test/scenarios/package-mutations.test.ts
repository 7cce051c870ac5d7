import { expect, test } from 'vitest'
import { mutatePackages } from '#test/mutations'

// A few of the changes of `npm run soak -- mutations`.

test('a package changed in one place is refused, found wrong, or changed where nothing is said', {
  timeout: 600_000,
}, async () => {
  const report = await mutatePackages(400)
  expect(report.problems).toEqual([])
  expect(report.mutations).toBe(400)
  expect(report.refused + report.wrong).toBeGreaterThan(300)
  expect(Math.min(report.container, report.files, report.rebuilt)).toBeGreaterThan(50)
})
