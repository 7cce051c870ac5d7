import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ExportId, HOUR, type Instant, systemClock } from '#base'
import { fontsFound } from '#papers'
import { createExports, type ExportParts } from './index.ts'
import { arrivalOf, openWorld, person, type World } from './world.test-support.ts'

// What goes out is in a register, ends, and says on every page whose it is.

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

let world: World
beforeAll(async () => {
  world = await openWorld(Array.from({ length: 12 }, (_, n) => arrivalOf(n, { body: `第${n}条 13800138000` })))
})
afterAll(() => world.close())

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
    expect(after.copies.map(({ destroyedAt }) => destroyedAt !== null)).toEqual([true, false])
    await expect(end(requester, 1)).rejects.toEqual(refusal('copy_destroyed'))
    await expect(end(executor, 1)).rejects.toEqual(refusal('copy_destroyed'))
    expect(await world.acts('export.destroy_copy')).toContain('copy_destroyed')
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

describe('the end of a package', () => {
  /** The house when the grant is over; the register of grants goes by the same clock. */
  function later(): World['exports'] {
    const now = () => (world.grant.until + 1) as Instant // a millisecond behind it
    const grants = { ...world.parts.grants, grantHolds: async () => now() < world.grant.until }
    return createExports({ ...world.parts, clock: { now }, grants })
  }
  const files = (id: ExportId) =>
    ['zip', 'verify.html'].filter((end) => existsSync(join(world.house.dir, 'exports', `${id}.${end}`)))

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
