import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PersonActor } from '#access'
import { mergeCalendars, parseCalendar, readShippedCalendar } from '#policy'
import { openWorld, type World } from './world.test-support.ts'

let world: World
let asker: PersonActor
beforeEach(async () => {
  world = await openWorld()
  asker = await world.person('asker', ['requester'])
})
afterEach(() => world.close())

describe('the table of a further year', () => {
  const table = (days: string) =>
    parseCalendar(`id: CN_state_council\nzone: Asia/Shanghai\nyears: {2027: {holidays: [${days}], make_up_days: []}}\n`)
  const shipped = readShippedCalendar()
  const newYear = mergeCalendars(shipped, table('{name: 元旦, from: 2027-01-01, to: 2027-01-03}'))
  it('computes what was flagged from when its clock began, once, with an act, and nothing that had an end', async () => {
    const early = await world.requests.ask(asker, await world.asked({ useUntil: world.now() + 80 * 86_400_000 }))
    const computed = early.waitingFor?.due
    expect(computed).not.toBeNull()
    world.house.clock.pass(Date.parse('2026-12-31T10:00:00+08:00') - world.now())
    const late = await world.requests.ask(asker, await world.asked({ caseNo: '#2026-0777' }))
    expect(late.waitingFor).toEqual({ stage: 'supervisor', due: null })
    expect(await world.requests.sweep()).toMatchObject({ deadlines: 0 }) // the year is still unknown
    expect(await world.requests.flaggedDeadlines(shipped)).toEqual({ flagged: 1, computable: 0 })
    expect(await world.requests.flaggedDeadlines(newYear)).toEqual({ flagged: 1, computable: 1 })
    world.calendar = newYear
    world.house.clock.pass(5 * 86_400_000) // it counts from the asking, not from the import
    expect(await world.requests.sweep()).toMatchObject({ deadlines: 1 })
    const due = Date.parse('2027-01-05T00:00:00+08:00')
    expect((await world.requests.view(asker, late.id)).waitingFor).toEqual({ stage: 'supervisor', due })
    expect(await world.acts('request.set_deadline')).toEqual(['allowed'])
    expect(await world.requests.sweep()).toMatchObject({ deadlines: 0 })
    expect((await world.requests.view(asker, early.id)).waitingFor?.due).toBe(computed)
  })

  it('leaves a deadline that was told where it is, though a later table would move it', async () => {
    world.house.clock.pass(Date.parse('2026-12-31T10:00:00+08:00') - world.now())
    world.calendar = newYear
    const { id, waitingFor } = await world.requests.ask(asker, await world.asked())
    expect(waitingFor?.due).toBe(Date.parse('2027-01-05T00:00:00+08:00'))
    world.calendar = mergeCalendars(shipped, table('{name: 元旦, from: 2027-01-01, to: 2027-01-30}'))
    expect(await world.requests.sweep()).toMatchObject({ deadlines: 0 })
    expect((await world.requests.view(asker, id)).waitingFor?.due).toBe(waitingFor?.due)
  })
})
