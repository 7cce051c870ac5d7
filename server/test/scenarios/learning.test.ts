import type { LearningState } from '@cunzhen/server/wire-types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { readActs } from '#audit'
import { type Instant, systemClock } from '#base'
import { codeAt } from '#demo'
import { grantFor, openWorld, participantOf, takeIn, type World } from '#test/world'

// The scorer of names learns from what people of the house said of surface forms, and can be told not to.

type State = z.output<typeof LearningState>

let world: World
let ahead = 0
const clock = { now: () => (systemClock.now() + ahead) as Instant } // an Instant and a number of milliseconds
const START = Date.UTC(2026, 8, 1)
const TEA = '订单里的金骏眉缺货'
let grant = ''

const client = (role: string) => world.person(role).client
const stepUp = (role: string) => {
  ahead += 31_000 // a code is good once
  return client(role).post('/api/session/step-up', { code: codeAt(world.person(role).totpSecret, clock.now()) })
}
const shown = async () => {
  const roster = { ...(await world.house.screen.rosterOfHouse()) }
  return roster.lessons ?? null
}
const turn = (role: string, body: object) =>
  client(role)
    .raw('POST', '/api/masking/learn', body)
    .then(({ status, body: answer }) => [status, (answer as { code?: string }).code ?? null])

beforeAll(async () => {
  world = await openWorld(clock)
  await takeIn(world, [{ conv: 'tea', sender: 'anna', text: TEA, ts: START }])
  grant = await grantFor(world, { people: [participantOf(world, 'anna')], from: START, to: START + 86_400_000 })
}, 180_000)
afterAll(() => world.close())

describe('learning from the house’s own marks', () => {
  test('is on, and knows nothing before anybody said anything', async () => {
    const state = await client('auditor').get<State>('/api/masking/learning')
    expect(state).toEqual({ on: true, names: 0, none: 0, version: null, by: null, at: null, reason: null })
    expect(await shown()).toBeNull()
  })

  test('takes in what is said of a form, in every case, the last word on it alone', async () => {
    await stepUp('requester')
    const judge = (verdict: string) =>
      client('requester').post('/api/masking/judge', { permit: grant, judged: [{ form: '金骏眉', verdict }] })
    await judge('name')
    expect((await shown())?.weights['form 金骏眉']).toBeGreaterThan(0.5)
    await judge('none')
    const lessons = await shown()
    expect(lessons?.weights['form 金骏眉']).toBeLessThan(-0.5)
    expect(lessons?.version).toBe('marks/v1 up to 2')
    const state = await client('data_security').get<State>('/api/masking/learning')
    expect([state.names, state.none, state.version]).toEqual([0, 1, 'marks/v1 up to 2'])
  })

  test('is switched off by data security alone, by a second factor and for a reason, and on again', async () => {
    const off = { on: false, reason: '先看一个月再说' }
    expect(await turn('requester', off)).toEqual([403, 'role_missing'])
    ahead += 6 * 60_000
    expect(await turn('data_security', off)).toEqual([428, 'step_up_needed'])
    await stepUp('data_security')
    expect(await turn('data_security', { on: false, reason: ' ' })).toEqual([400, 'reason_missing'])
    expect(await turn('data_security', { on: true, reason: off.reason })).toEqual([409, 'changed_meanwhile'])
    expect(await turn('data_security', off)).toEqual([200, null])
    expect(await shown()).toBeNull()
    const state = await client('auditor').get<State>('/api/masking/learning')
    expect(state).toMatchObject({ on: false, none: 1, version: null, reason: off.reason })
    expect(await turn('data_security', { on: true, reason: '效果不错，重新打开' })).toEqual([200, null])
    expect((await shown())?.version).toBe('marks/v1 up to 2')
  })

  test('leaves no form in the audit log', async () => {
    const { acts } = await readActs(world.house.db, { action: 'masking.learn' }, { ledgerSize: 0 })
    expect(acts.length).toBeGreaterThanOrEqual(2)
    expect(JSON.stringify(acts)).not.toContain('金骏眉')
  })
})
