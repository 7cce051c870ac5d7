import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ExportId, HOUR, type Instant, systemClock } from '#base'
import { fontsFound } from '#papers'
import { createExports, type ExportParts } from '../index.ts'
import { arrivalOf, openWorld, person, rulesOf, type World } from '../world.test-support.ts'

// What goes out is in a register, ends, and says on every page whose it is.

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

let world: World
beforeAll(async () => {
  world = await openWorld(Array.from({ length: 12 }, (_, n) => arrivalOf(n, { body: `第${n}条 13800138000` })))
})
afterAll(() => world.close())

/** What of a package lies on the disk. */
const files = (id: ExportId) =>
  ['zip', 'verify.html'].filter((end) => existsSync(join(world.house.dir, 'exports', `${id}.${end}`)))

describe('the register of copies', () => {
  it('has each handing out, and takes each end once, from who may know of it', async () => {
    const { requester, executor, stranger, auditor } = world.people
    const id = await world.run({ formats: ['csv'] })
    await world.exports.download(requester, id)
    await world.exports.download(requester, id)
    const { copies, number } = await world.exports.view(requester, id)
    expect(copies.map((copy) => [copy.number, copy.recipientName, copy.destroyedAt])).toEqual([
      [`${number}/1`, `name of ${requester.id}`, null],
      [`${number}/2`, `name of ${requester.id}`, null],
    ])
    const end = (actor: typeof requester, no: number) => world.exports.destroyCopy(actor, id, no, 'wiped')
    await expect(end(stranger, 1)).rejects.toEqual(refusal('not_found'))
    await expect(end(auditor, 1)).rejects.toEqual(refusal('role_missing'))
    await expect(end(requester, 3)).rejects.toEqual(refusal('copy_not_found'))
    const after = await end(requester, 1)
    expect(after.copies).toMatchObject([
      { destroyedAt: null, method: 'wiped', byName: `name of ${requester.id}`, confirmedByName: null },
      { destroyedAt: null, method: null, byName: null },
    ])
    await expect(end(requester, 1)).rejects.toEqual(refusal('copy_entered'))
    await expect(end(executor, 1)).rejects.toEqual(refusal('copy_entered'))
    const done = await world.exports.confirmCopy(executor, id, 1)
    expect(done.copies.map(({ destroyedAt }) => destroyedAt !== null)).toEqual([true, false])
    await expect(end(requester, 1)).rejects.toEqual(refusal('copy_destroyed'))
    await expect(end(executor, 1)).rejects.toEqual(refusal('copy_destroyed'))
    expect(await world.acts('export.destroy_copy')).toContain('copy_destroyed')
  })

  it('counts a copy as destroyed when another than who entered it confirms it, freshly stepped up; either may say no', async () => {
    const { requester, executor, monitor, stranger } = world.people
    const id = await world.run({ formats: ['csv'] })
    await world.exports.download(requester, id)
    const view = () => world.exports.view(monitor, id)
    await expect(world.exports.confirmCopy(executor, id, 1)).rejects.toEqual(refusal('not_open')) // nobody entered anything
    await expect(world.exports.reopenCopy(executor, id, 1)).rejects.toEqual(refusal('not_open'))
    const stale = { ...executor, steppedUpUntil: null }
    await expect(world.exports.destroyCopy(stale, id, 1, 'wiped')).rejects.toEqual(refusal('step_up_needed'))
    const entered = await world.exports.destroyCopy(executor, id, 1, 'wiped')
    expect(entered.copies[0]?.can).toMatchObject({ confirm: { reason: 'own_destruction' }, reopen: { allowed: true } })
    expect((await view()).copies[0]?.can).toMatchObject({ confirm: { allowed: true } })
    await expect(world.exports.confirmCopy(executor, id, 1)).rejects.toEqual(refusal('own_destruction'))
    await expect(world.exports.confirmCopy(stranger, id, 1)).rejects.toEqual(refusal('not_found'))
    await expect(world.exports.confirmCopy({ ...monitor, steppedUpUntil: null }, id, 1)).rejects.toEqual(
      refusal('step_up_needed'),
    )
    expect((await world.exports.reopenCopy(monitor, id, 1)).copies).toMatchObject([{ method: null, byName: null }])
    await expect(world.exports.confirmCopy(monitor, id, 1)).rejects.toEqual(refusal('not_open'))
    await world.exports.destroyCopy(executor, id, 1, 'shredded')
    const both = await Promise.allSettled([1, 2].map(() => world.exports.confirmCopy(monitor, id, 1)))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await view()).copies).toMatchObject([
      { method: 'shredded', byName: `name of ${executor.id}`, confirmedByName: `name of ${monitor.id}` },
    ])
    await expect(world.exports.reopenCopy(executor, id, 1)).rejects.toEqual(refusal('copy_destroyed'))
    expect(await world.acts('export.confirm_copy')).toEqual(
      expect.arrayContaining(['own_destruction', 'not_open', 'step_up_needed', 'not_found', 'allowed']),
    )
  })

  it('tells where nobody else may see the export and confirm: what was entered waits for nobody', async () => {
    const { requester, executor, monitor, stranger, auditor } = world.people
    const id = await world.run({ formats: ['csv'] })
    await world.exports.download(requester, id)
    // the others who can sign in: may not know of it, or may know and not confirm; who carried it out has left
    const staff = [requester, stranger, auditor]
    const alone = createExports({ ...world.parts, staff: async () => staff })
    const copy = async () => (await alone.view(requester, id)).copies[0]
    expect(await copy()).toMatchObject({ byName: null, alone: false }) // nothing was entered yet
    await alone.destroyCopy(requester, id, 1, 'wiped')
    expect(await copy()).toMatchObject({
      destroyedAt: null,
      alone: true,
      can: { confirm: { reason: 'own_destruction' }, reopen: { allowed: true } },
    })
    await expect(alone.confirmCopy(requester, id, 1)).rejects.toEqual(refusal('own_destruction'))
    await expect(alone.confirmCopy(stranger, id, 1)).rejects.toEqual(refusal('not_found'))
    await expect(alone.confirmCopy(auditor, id, 1)).rejects.toEqual(refusal('role_missing'))
    // one more who may is enough, and what was entered is confirmed
    staff.push(person('legal'))
    expect(await copy()).toMatchObject({ alone: false })
    expect((await alone.confirmCopy(monitor, id, 1)).copies).toMatchObject([
      { destroyedAt: expect.any(Number), alone: false },
    ])

    // a removal takes fewer roles: the monitor may know of it, and cannot confirm it
    const few = createExports({ ...world.parts, staff: async () => [requester, executor, monitor] })
    expect((await few.destroy(executor, id)).removal).toMatchObject({ confirmedByName: null, alone: true })
    expect((await world.exports.view(executor, id)).removal).toMatchObject({ alone: false }) // with legal counsel in the house
    expect(await few.keep(executor, id)).toMatchObject({ state: 'ready', removal: null })
  })

  it('takes one person where the pack says so', async () => {
    const { requester } = world.people
    const id = await world.run({ formats: ['csv'] })
    await world.exports.download(requester, id)
    const one = createExports({ ...world.parts, rules: () => ({ ...rulesOf(), destruction: { persons: 1 } }) })
    expect((await one.destroyCopy(requester, id, 1, 'wiped')).copies).toMatchObject([
      { destroyedAt: expect.any(Number), confirmedByName: null },
    ])
    expect(await one.destroy(world.people.executor, id)).toMatchObject({ state: 'destroyed' })
    expect(files(id)).toEqual([])
  })

  it('has nothing of a download that was refused', async () => {
    const { requester, monitor } = world.people
    const id = await world.run({ formats: ['csv'] })
    await expect(world.exports.download(monitor, id)).rejects.toEqual(refusal('not_recipient'))
    world.grant.holds = false
    await expect(world.exports.download(requester, id)).rejects.toEqual(refusal('not_released'))
    world.grant.holds = true
    expect((await world.exports.view(requester, id)).copies).toEqual([])
  })
})

describe('a package that is removed before its time', () => {
  it('is asked for by one, stands until another confirms it, and can be kept by either', async () => {
    const { requester, executor, monitor } = world.people
    const legal = person('legal')
    const id = await world.run({ formats: ['csv'] })
    for (const [actor, code] of [
      [requester, 'role_missing'],
      [monitor, 'role_missing'],
      [{ ...executor, steppedUpUntil: null }, 'step_up_needed'],
    ] as const)
      await expect(world.exports.destroy(actor, id)).rejects.toEqual(refusal(code))
    await expect(world.exports.confirmDestroy(legal, id)).rejects.toEqual(refusal('not_open')) // nobody asked
    const asked = await world.exports.destroy(executor, id)
    expect(asked).toMatchObject({
      state: 'ready',
      removal: { byName: `name of ${executor.id}`, confirmedByName: null },
      can: {
        destroy: { reason: 'destruction_asked' },
        confirm_destroy: { reason: 'own_destruction' },
        keep: { allowed: true },
      },
    })
    expect(files(id)).toEqual(['zip', 'verify.html'])
    await world.exports.download(requester, id) // what is asked for is not yet done
    await expect(world.exports.destroy(legal, id)).rejects.toEqual(refusal('destruction_asked'))
    await expect(world.exports.confirmDestroy(executor, id)).rejects.toEqual(refusal('own_destruction'))
    await expect(world.exports.confirmDestroy(monitor, id)).rejects.toEqual(refusal('role_missing'))
    expect(await world.exports.keep(legal, id)).toMatchObject({ state: 'ready', removal: null })
    await expect(world.exports.keep(legal, id)).rejects.toEqual(refusal('not_open'))
    await world.exports.destroy(legal, id)
    expect(await world.exports.confirmDestroy(executor, id)).toMatchObject({
      state: 'expired',
      removal: { byName: `name of ${legal.id}`, confirmedByName: `name of ${executor.id}` },
      copies: [{ destroyedAt: null }],
    })
    expect(files(id)).toEqual([])
    await expect(world.exports.download(requester, id)).rejects.toEqual(refusal('not_released'))
    await expect(world.exports.confirmDestroy(executor, id)).rejects.toEqual(refusal('not_open'))
    expect(await world.acts('export.confirm_destroy')).toEqual(
      expect.arrayContaining(['own_destruction', 'not_open', 'role_missing', 'allowed']),
    )
  })
})

describe('the end of a package', () => {
  /** The house when the grant is over; the register of grants goes by the same clock. */
  function later(): World['exports'] {
    const now = () => (world.grant.until + 1) as Instant // a millisecond behind it
    const grants = { ...world.parts.grants, grantHolds: async () => now() < world.grant.until }
    return createExports({ ...world.parts, clock: { now }, grants })
  }

  it('refuses it from that moment, and the next turn of the schedule takes file and password', async () => {
    const { requester, executor } = world.people
    const before = world.grant.until
    world.grant.until = (systemClock.now() + HOUR) as Instant // of the clock
    const id = await world.run({ formats: ['csv'] })
    expect((await world.exports.view(requester, id)).expiresAt).toBe(world.grant.until)
    await world.exports.download(requester, id)
    const over = later()
    const refused = async () => {
      const eternal = { ...requester, steppedUpUntil: Number.MAX_SAFE_INTEGER as Instant } // later than any clock
      for (const verb of ['download', 'password'] as const)
        await expect(over[verb](eternal, id)).rejects.toEqual(refusal('not_released'))
    }
    await refused()
    expect(files(id)).toEqual(['zip', 'verify.html'])
    expect(await over.sweep()).toMatchObject({ ended: expect.any(Number) })
    await refused()
    await expect(over.verifier(requester, id)).rejects.toEqual(refusal('not_released'))
    expect(files(id)).toEqual([])
    expect(await over.view(executor, id)).toMatchObject({ state: 'expired', copies: [{ destroyedAt: null }] })
    world.grant.until = before
  })
})

describe.skipIf(!fontsFound())('the watermark; skipped: no fonts-noto-cjk', () => {
  it('names who receives it; where there is no name there are no pages, and nothing goes out', async () => {
    const { requester, executor, monitor } = world.people
    const nameless: ExportParts = { ...world.parts, namesOf: async (ids) => new Map(ids.map((id) => [id, ' '])) }
    const exports = createExports(nameless)
    const made = async (formats: readonly ('csv' | 'pdf')[]) => {
      const { id } = await exports.prepare(executor, { grantId: world.grant.id, formats, names: 'mask' })
      await exports.confirm(monitor, id)
      await exports.settled()
      return exports.view(requester, id)
    }
    const one = await made(['csv', 'pdf'])
    expect(one).toMatchObject({ state: 'failed', problem: 'recipient_unnamed', sha256: null })
    await expect(exports.download(requester, one.id)).rejects.toEqual(refusal('not_released'))
    expect((await made(['csv'])).state).toBe('ready')
    // with a name they are there: formats.test.ts reads it on every page
    expect((await world.exports.view(person('auditor'), await world.run({ formats: ['pdf'] }))).state).toBe('ready')
  })
})
