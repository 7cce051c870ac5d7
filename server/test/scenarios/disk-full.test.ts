import { expect, test } from 'vitest'
import { run } from '../../soak/disk-full.ts'

// A small part of `npm run soak -- disk-full`. Imports and uploads on a full disk: intake/disk-full.test.ts.

test('a disk that is full for the journal, for a segment, for the index: refused, nothing lost, goes on with room', {
  timeout: 600_000,
}, async (context) => {
  const report = await run(3)
  if (!report) return context.skip('this process may not mount a small disk')
  expect(report.problems).toEqual([])
  expect(report.refused).toMatchObject({ journal: 1 })
  expect(report.refused.seal + report.refused.index).toBeGreaterThan(0)
})
