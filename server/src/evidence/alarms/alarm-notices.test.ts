import { afterAll, beforeAll, expect, it } from 'vitest'
import { DAY, type Instant, newId } from '#base'
import { type AlarmNotice, createExports, type ExportParts } from '../index.ts'
import { type AlarmId, findAlarm, insertAlarm } from '../register/alarms.store.ts'
import { openWorld, person, type World } from '../world.test-support.ts'

// An alarm is on a page, in the log, among the numbers, and with whoever the operator named; and stays out of all but the first what it
// is about.

let world: World
let now: Instant
const told: AlarmNotice[] = []
const logged: string[] = []
let isDown = false
let parts: ExportParts
beforeAll(async () => {
  world = await openWorld([])
  now = world.parts.clock.now()
  parts = {
    ...world.parts,
    clock: { now: () => now },
    onAlarm: (kind) => void logged.push(kind),
    onTrouble: (code) => void logged.push(code),
    tellAlarm: async (notice) => {
      if (isDown) throw new Error('nobody answers')
      told.push(notice)
    },
  }
})
afterAll(() => world.close())

const agent = person('agent')
const attempt = () =>
  createExports(parts)
    .prepare(agent, { grantId: world.grant.id, formats: ['csv'], names: 'mask' })
    .catch(() => undefined)
const sweep = async () => (await createExports(parts).sweep()).told

it('goes out once when it is raised, again each day while its report is overdue, and no more once that is filed', async () => {
  await attempt()
  await attempt()
  expect(logged).toEqual(['unauthorised_export', 'unauthorised_export'])
  isDown = true
  expect(await sweep()).toBe(0)
  expect(logged.at(-1)).toBe('alarm_untold')
  isDown = false
  expect([await sweep(), await sweep()]).toEqual([1, 0])
  const exports = createExports(parts)
  const [alarm] = await exports.alarms(world.people.auditor)
  if (alarm === undefined) throw new Error('no alarm')
  const { number, firstAt, reportDue } = alarm
  expect(told).toEqual([{ what: 'raised', number, kind: 'unauthorised_export', times: 2, firstAt, reportDue }])
  expect(JSON.stringify(told)).not.toContain(agent.id)
  expect(await exports.alarmFigures()).toEqual({ open: 1, overdue: 0, raised: { unauthorised_export: 1 } })

  now = reportDue
  expect([await sweep(), await sweep()]).toEqual([1, 0])
  expect(told.at(-1)).toMatchObject({ what: 'overdue', number })
  expect(await exports.alarmFigures()).toMatchObject({ open: 1, overdue: 1 })
  now = (now + DAY) as Instant
  expect(await sweep()).toBe(1)

  await exports.reportAlarm(person('data_security'), alarm.id, { cause: '为完成考核', measures: '停用账号' })
  now = (now + 2 * DAY) as Instant
  expect(await sweep()).toBe(0)
  expect(await exports.alarmFigures()).toEqual({ open: 0, overdue: 0, raised: { unauthorised_export: 1 } })
  expect(await world.acts('alarm.tell')).toEqual(['allowed', 'allowed', 'allowed'])
})

it('goes nowhere where nobody is named, and waits for who is', async () => {
  const { tellAlarm: _, ...silent } = parts
  await attempt()
  expect((await createExports(silent).sweep()).told).toBe(0)
  expect(await sweep()).toBe(1)
})

it('is not pushed off the page of one person by those about that person, of which the page tells nothing', async () => {
  await attempt()
  const curious = person('data_security')
  const exports = createExports(parts)
  const [known] = await exports.alarms(curious)
  const stored = known && (await findAlarm(world.db, known.id))
  if (!stored) throw new Error('no alarm')
  const { seq: _, ...row } = stored
  await world.db.write(async (tx) => {
    for (let n = 0; n < 201; n++)
      await insertAlarm(tx, { ...row, id: newId<AlarmId>('alm'), number: `own ${n}`, person_id: curious.id })
  })
  const shown = await exports.alarms(curious)
  expect(shown.map(({ id }) => id)).toContain(row.id)
  expect(shown.filter(({ number }) => number.startsWith('own'))).toEqual([])
  expect((await exports.alarms(world.people.auditor)).filter(({ number }) => number.startsWith('own'))).toHaveLength(
    200,
  )
})
