import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExportId } from '#base'
import { createExports, type Exports } from './index.ts'
import { arrivalOf, openWorld, type World } from './world.test-support.ts'

// Somebody ends an export that runs: whenever that is, nothing of it is left, its row says so, and it can be prepared again.

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

let world: World
beforeAll(async () => {
  world = await openWorld(
    Array.from({ length: 60 }, (_, n) => arrivalOf(n, { body: `第${n}条 13800138000`, conversation: `room-${n % 3}` })),
  )
}, 120_000)
afterAll(() => world.close())

const prepare = async (): Promise<ExportId> =>
  (await world.exports.prepare(world.people.executor, { grantId: world.grant.id, formats: ['csv'], names: 'mask' })).id
const filesOf = (id: ExportId) => readdirSync(join(world.house.dir, 'exports')).filter((name) => name.includes(id))

/** Where a run asks the house for something, and can be held. */
type Moment = 'first asked' | 'rows known' | 'rows made' | 'anchored' | 'published'

/** Exports whose run stops at a moment until it is let go; `reached` then resolves. */
function holding(moment: Moment): { exports: Exports; reached: Promise<void>; letGo: () => void } {
  const reached = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  const hold = async (now: boolean): Promise<void> => {
    if (!now) return
    reached.resolve()
    await go.promise
  }
  const asks: Moment[] = ['first asked', 'rows known', 'rows made']
  let asked = 0
  const { grants, anchorNow, recorder } = world.parts
  const exports = createExports({
    ...world.parts,
    grants: {
      ...grants,
      async permitHolds() {
        await hold(asks[asked++] === moment)
        return true
      },
    },
    // what makes the finished package count: its file has its name already
    recorder: {
      ...recorder,
      async perform(about, change) {
        await hold(about.action === 'export.run' && moment === 'published')
        return recorder.perform(about, change)
      },
    },
    async anchorNow() {
      await hold(moment === 'anchored')
      return anchorNow()
    },
  })
  return { exports, reached: reached.promise, letGo: () => go.resolve() }
}

describe('an export that runs', () => {
  it.each<Moment>(['first asked', 'rows known', 'rows made', 'anchored', 'published'])(
    'is ended when it is at: %s',
    async (moment) => {
      const { executor, monitor } = world.people
      const id = await prepare()
      const { exports, reached, letGo } = holding(moment)
      await exports.confirm(monitor, id)
      await reached
      expect((await exports.view(executor, id)).can.cancel?.allowed).toBe(true)
      const before = (await world.acts('export.cancel')).length
      const cancelled = await exports.cancel(executor, id)
      expect(cancelled).toMatchObject({ state: 'failed', problem: 'cancelled', sha256: null })
      letGo()
      await exports.settled()
      expect(await exports.view(executor, id)).toMatchObject({ state: 'failed', problem: 'cancelled', sha256: null })
      expect(filesOf(id)).toEqual([])
      expect((await world.acts('export.cancel')).slice(before)).toEqual(['allowed'])
      await expect(exports.cancel(executor, id)).rejects.toEqual(refusal('not_open'))

      await world.exports.retry(executor, id)
      await world.exports.confirm(monitor, id)
      await world.exports.settled()
      expect((await world.open(id)).verdict.verdict).toBe('genuine')
    },
    60_000,
  )

  it('is begun anew while what was cancelled still ends, and is not taken for it', async () => {
    const { executor, monitor } = world.people
    const id = await prepare()
    const { exports, reached, letGo } = holding('anchored')
    await exports.confirm(monitor, id)
    await reached
    const ending = exports.cancel(monitor, id)
    await ending
    await exports.retry(executor, id)
    await exports.confirm(monitor, id)
    letGo()
    await exports.settled()
    expect(await exports.view(executor, id)).toMatchObject({ state: 'ready', problem: null })
    expect((await world.open(id)).verdict.verdict).toBe('genuine')
  })

  it('is ended before its turn came, and never begins', async () => {
    const { executor, monitor } = world.people
    const [first, second] = [await prepare(), await prepare()]
    const { exports, reached, letGo } = holding('rows known')
    await exports.confirm(monitor, first)
    await reached
    await exports.confirm(monitor, second)
    const runs = (await world.acts('export.run')).length
    expect((await exports.cancel(executor, second)).problem).toBe('cancelled')
    letGo()
    await exports.settled()
    expect((await exports.view(executor, first)).state).toBe('ready')
    expect(await exports.view(executor, second)).toMatchObject({ state: 'failed', problem: 'cancelled' })
    expect((await world.acts('export.run')).length).toBe(runs + 1) // the first one's end
  })
})

describe('a house that is killed while what was cancelled still ends', () => {
  it('finds its package at the next start, and removes it', async () => {
    const { executor, monitor } = world.people
    const id = await prepare()
    const { exports, reached, letGo } = holding('rows known')
    await exports.confirm(monitor, id)
    await reached
    await exports.cancel(executor, id)
    letGo()
    await exports.settled()
    writeFileSync(join(world.house.dir, 'exports', `${id}.zip`), 'published, never made ready')
    expect(await createExports(world.parts).recover()).toBe(0)
    expect(filesOf(id)).toEqual([])
    expect((await world.exports.view(executor, id)).problem).toBe('cancelled')
  })
})

describe('nobody ends', () => {
  it('an export of others, one that nobody confirmed yet, or one that is made', async () => {
    const { executor, monitor, requester } = world.people
    const id = await prepare()
    await expect(world.exports.cancel(executor, id)).rejects.toEqual(refusal('not_open'))
    const { exports, reached, letGo } = holding('rows known')
    await exports.confirm(monitor, id)
    await reached
    await expect(exports.cancel(requester, id)).rejects.toEqual(refusal('role_missing'))
    letGo()
    await exports.settled()
    const made = await exports.view(executor, id)
    expect([made.state, made.can.cancel]).toEqual(['ready', { allowed: false, reason: 'not_open' }])
    await expect(exports.cancel(executor, id)).rejects.toEqual(refusal('not_open'))
    expect(filesOf(id)).toHaveLength(2)
  })
})
