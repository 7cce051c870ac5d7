import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { ExportView } from '@cunzhen/server/wire-types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { readActs } from '#audit'
import { DAY, type Instant, MINUTE, systemClock } from '#base'
import { codeAt, releaseExport } from '#demo'
import { grantFor, openWorld, participantOf, takeIn, type World } from '#test/world'

// D4: what is under way when a right ends does not arrive, and what is over is gone and asked for.

type Export = z.output<typeof ExportView>

let world: World
let ahead = 0
const clock = { now: () => (systemClock.now() + ahead) as Instant } // an Instant and a number of milliseconds
let factorsAt = 0
const START = Date.UTC(2026, 8, 1)
const LINES = 6_000

beforeAll(async () => {
  world = await openWorld(clock)
  factorsAt = performance.now()
  // text that does not pack, so that the package is larger than what a connection holds on its way
  const lines = Array.from({ length: LINES }, (_, n) => ({
    conv: 'long',
    sender: n % 2 ? 'anna' : 'clerk',
    text: randomBytes(700).toString('base64').replaceAll(/\d/g, 'x'),
    ts: START + n * 60_000,
  }))
  await takeIn(world, [...lines, { conv: 'short', sender: 'bo', text: '您好', ts: START }])
}, 600_000)
afterAll(() => world.close())

const client = (role: string) => world.person(role).client

/** A second factor holds for five minutes, and on a busy machine these tests take longer. By then everybody's code is another. */
async function freshFactors(): Promise<void> {
  if (performance.now() - factorsAt < 3 * MINUTE) return
  for (const { client, totpSecret } of world.cast.values())
    await client.post('/api/session/step-up', { code: codeAt(totpSecret, clock.now()) })
  factorsAt = performance.now()
}

async function exported(whose: string): Promise<{ made: Export; grant: string }> {
  await freshFactors()
  const grant = await grantFor(world, { people: [participantOf(world, whose)], from: START, to: START + 30 * DAY })
  const asked = await client('executor').post<Export>('/api/exports', { grantId: grant, formats: ['csv'] })
  await client('monitor').post(`/api/exports/${asked.id}/confirm`)
  await world.house.exports.settled()
  const made = await client('executor').get<Export>(`/api/exports/${asked.id}`)
  expect([made.state, made.problem]).toEqual(['awaiting_release', null])
  return { made: await releaseExport(client, made.id), grant }
}

test('a download is cut off when the grant is revoked under way; the copy stays in the register', async () => {
  const { made, grant } = await exported('anna')
  const path = `/api/exports/${made.id}/package`
  expect(await client('requester').download(path, () => undefined)).toBe(made.bytes)

  let arrived = 0
  const cut = client('requester').download(path, async (piece) => {
    if (arrived === 0) await client('legal').post(`/api/grants/${grant}/revoke`, { reason: 'withdrawn' })
    arrived += piece.length
  })
  await expect(cut).rejects.toThrow()
  expect(arrived).toBeLessThan(made.bytes ?? 0)
  const refused = await client('requester').raw('GET', path)
  expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'not_released'])
  expect((await client('executor').get<Export>(`/api/exports/${made.id}`)).copies).toHaveLength(2)

  // and the schedule takes away what nobody may have any more
  expect(await world.house.exports.sweep()).toEqual({ ended: 1, overdue: 2, purged: 0, told: 0 })
  expect(existsSync(join(world.house.config.house, 'exports', `${made.id}.zip`))).toBe(false)
}, 600_000)

test('a download is cut off when the release is withdrawn under way, and when a byte of it changes', async () => {
  const { made } = await exported('anna')
  const path = `/api/exports/${made.id}/package`
  let arrived = 0
  const cut = client('requester').download(path, async (piece) => {
    if (arrived === 0) await client('legal').post(`/api/exports/${made.id}/withdraw`, { reason: '收件人有误' })
    arrived += piece.length
  })
  await expect(cut).rejects.toThrow()
  expect(arrived).toBeLessThan(made.bytes ?? 0)
  const refused = await client('requester').raw('GET', path)
  expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'not_released'])
  const after = await client('executor').get<Export>(`/api/exports/${made.id}`)
  expect([after.state, after.copies.length]).toEqual(['awaiting_release', 1])
  await freshFactors()
  await releaseExport(client, made.id)
  expect(await client('requester').download(path, () => undefined)).toBe(made.bytes)

  // and bytes that change while they are on their way do not arrive whole: the release is void
  const file = join(world.house.config.house, 'exports', `${made.id}.zip`)
  const size = made.bytes ?? 0
  arrived = 0
  const torn = client('requester').download(path, (piece) => {
    if (arrived === 0) {
      const open = openSync(file, 'r+')
      writeSync(open, Buffer.from('changed'), 0, 7, size - 1000)
      closeSync(open)
    }
    arrived += piece.length
  })
  await expect(torn).rejects.toThrow()
  expect(arrived).toBeLessThan(size)
  expect(await client('legal').get<Export>(`/api/exports/${made.id}`)).toMatchObject({
    state: 'failed',
    problem: 'package_changed',
  })
}, 600_000)

test('at its end a package loses file and password; its copy is asked for once a day until it is entered', async () => {
  const { made } = await exported('bo')
  await client('requester').download(`/api/exports/${made.id}/package`, () => undefined)
  expect(await world.house.exports.sweep()).toMatchObject({ ended: 0 })
  ahead = (made.expiresAt ?? 0) - systemClock.now() + 1
  expect(await world.house.exports.sweep()).toMatchObject({ ended: 1 })
  expect(existsSync(join(world.house.config.house, 'exports', `${made.id}.zip`))).toBe(false)
  const chases = async () => (await readActs(world.house.db, { action: 'export.chase' }, { ledgerSize: 0 })).acts.length
  const before = await chases()
  await world.house.exports.sweep()
  expect(await chases()).toBe(before)
  ahead += DAY + 1
  expect(await world.house.exports.sweep()).toMatchObject({ ended: 0 })
  expect(await chases()).toBeGreaterThan(before)
}, 600_000)
