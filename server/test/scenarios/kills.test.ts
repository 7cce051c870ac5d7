import { expect, test } from 'vitest'
import { killRebuilds } from '#test/rebuild-kills'
import { killServers } from '#test/server-kills'

// A few of the kills of `npm run soak -- kills` and `power`; those of the archive alone are in archive/start.test.ts, those
// of a rotation in keys.test.ts.

const LONG = { timeout: 600_000 }

test('two kills of a whole server lose nothing that was answered for, and all of it is found', LONG, async () => {
  const report = await killServers(2)
  expect(report?.problems).toEqual([])
  expect(report?.kills).toBe(2)
})

test('a power cut of a whole server loses nothing that was answered for', LONG, async (context) => {
  const report = await killServers(1, { how: 'power' })
  if (!report) return context.skip('there is no C compiler on this machine')
  expect(report.problems).toEqual([])
})

test(
  'a rebuild that is killed half way costs the archive nothing, and the next start makes the index whole',
  LONG,
  async () => {
    const report = await killRebuilds(1)
    expect(report?.problems).toEqual([])
    expect(report?.kills).toBe(1)
  },
)
