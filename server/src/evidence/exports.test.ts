import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrivalOf, openWorld, type World } from './world.test-support.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(
    Array.from({ length: 40 }, (_, n) =>
      arrivalOf(n, { body: `第${n}条 请打13800138000找张伟或李秀英`, conversation: `room-${n % 3}` }),
    ),
  )
})
afterAll(() => world.close())

describe('an export', () => {
  it('is built, verifies, and reaches its holder', async () => {
    const id = await world.run()
    const view = await world.exports.view(world.people.requester, id)
    expect(view.problem).toBeNull()
    expect(view.state).toBe('ready')
    const opened = await world.open(id)
    expect(opened.verdict.checks.filter(({ ok }) => !ok)).toEqual([])
    expect(opened.verdict.verdict).toBe('genuine')
    console.log((await opened.text('data/records.csv')).slice(0, 1500), view)
  })
})
