import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Instant, PersonId } from '#base'
import type { HouseDb } from '#platform'
import { loadPolicy } from '#policy'
import { openTestHouse, type TestHouse } from '#test/house-db'
import { Pulses } from './pulses.ts'
import { Registry } from './registry.ts'
import { connectorsMigrations, listPulses } from './store.ts'

let house: TestHouse
let registry: Registry
beforeAll(async () => {
  house = await openTestHouse([{ room: 'connectors', migrations: connectorsMigrations }])
  const vault = { seal: (_: string, plain: Uint8Array) => plain, open: (_: string, sealed: Uint8Array) => sealed }
  const rules = () => loadPolicy()
  registry = new Registry({ ...house, rules, vault, keyHashing: randomBytes(32), intakeRoot: null })
})
afterAll(() => house.close())

test('what could not be saved is saved with the next turn, though nothing more has come', async () => {
  const administrator = {
    kind: 'person',
    id: 'psn_aaaaaaaaaaaaaaaa' as PersonId,
    roles: ['administrator'],
    steppedUpUntil: (house.clock.now() + 60_000) as Instant,
    ip: null,
  } as const
  const { connector } = await registry.create(administrator, { name: 'one', kind: 'http', origin: 'one' })
  let isFull = false
  const write: HouseDb['write'] = (work) => (isFull ? Promise.reject(new Error('no room')) : house.db.write(work))
  const troubles: string[] = []
  const parts = { ...house, db: { ...house.db, write }, onTrouble: (code: string) => void troubles.push(code) }
  const pulses = new Pulses(parts, () => registry.all())
  await pulses.load()
  pulses.of(connector.id).noteCounts({ archived: 3, duplicates: 0, refused: 0 }, null, house.clock.now())
  isFull = true
  await pulses.tick()
  expect(troubles).toEqual(['connector_pulse_unsaved'])
  isFull = false
  await pulses.tick()
  const saved = await listPulses(house.db)
  expect(saved.map(({ pulse }) => JSON.parse(pulse) as { archived: number })).toMatchObject([{ archived: 3 }])
})
