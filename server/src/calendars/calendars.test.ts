import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PersonActor, Role } from '#access'
import { readActs } from '#audit'
import { DAY, type Instant, newId, type PersonId } from '#base'
import { isWorkday, loadPolicy, type PolicyState } from '#policy'
import { openTestHouse, type TestHouse } from '#test/house-db'
import { type CalendarParts, type Calendars, calendarsMigrations, createCalendars } from './index.ts'
import { insertVersion } from './store.ts'

let house: TestHouse
let policy: PolicyState
let parts: CalendarParts
let calendars: Calendars
beforeEach(async () => {
  house = await openTestHouse([{ room: 'calendars', migrations: calendarsMigrations }])
  policy = loadPolicy()
  parts = { ...house, rules: () => policy, policy: () => policy }
  calendars = await createCalendars(parts)
})
afterEach(() => house.close())

const person = (role: Role, steppedUpUntil = 8.64e15 as Instant | null): PersonActor => ({
  kind: 'person',
  id: newId<PersonId>('psn'),
  roles: [role],
  steppedUpUntil,
  ip: null,
})
const admin = person('administrator')
const table = (years: string) => `id: CN_state_council\nzone: Asia/Shanghai # as it was typed\nyears:\n${years}\n`
const NEXT = table(`  2027:
    holidays: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}, {name: 春节, from: 2027-02-05, to: 2027-02-11}]
    make_up_days: [2027-02-20]`)
const OTHER = table('  2027: {holidays: [{name: 元旦, from: 2027-01-01, to: 2027-01-04}], make_up_days: []}')
const wanted = { text: NEXT, replaces: [], reason: '国务院办公厅通知', seen: null }
const refusal = (code: string, detail = {}) =>
  expect.objectContaining({ name: 'Refusal', code, detail: expect.objectContaining(detail) })
const at = (text: string) => Date.parse(text) as Instant
const isWorked = (day: string, of = calendars) => isWorkday(at(`${day}T12:00:00+08:00`), of.inForce())
const acts = async () =>
  (await readActs(house.db, { action: 'calendar.bring' }, { ledgerSize: 0 })).acts.map(
    ({ outcome, reason, detail }) => [reason ?? outcome, detail],
  )

describe('a table that the house brings in', () => {
  it('counts from then on and after a restart, and is kept as it was brought, with digest, author and reason', async () => {
    expect(isWorked('2027-02-05')).toBeNull()
    const view = await calendars.bring(admin, wanted)
    expect(view).toMatchObject({ version: 1, isUsed: true, knownUntil: at('2028-01-01T00:00:00+08:00') })
    expect(view.years.map(({ year, version, workedDays }) => [year, version, workedDays])).toEqual([
      [2026, null, 248],
      [2027, 1, 261 - 6 + 1], // 261 weekdays, six of them off (1 January, 5 and 8-11 February), one Saturday worked
    ])
    const again = await createCalendars(parts)
    for (const each of [calendars, again]) {
      expect(isWorked('2027-02-05', each)).toBe(false)
      expect(isWorked('2027-02-20', each)).toBe(true)
      expect(isWorked('2026-10-10', each)).toBe(true)
      const sha256 = createHash('sha256').update(NEXT).digest('hex')
      expect(await each.versions()).toEqual([
        { version: 1, text: NEXT, sha256, years: '[2027]', reason: wanted.reason, by: admin.id, at: house.clock.now() },
      ])
    }
    const sha256 = createHash('sha256').update(NEXT).digest('hex')
    expect(await acts()).toEqual([['allowed', { sha256, because: wanted.reason, years: [2027], replaces: [] }]])
  })

  it('is shown before: days off, working days, what it replaces, how far the days would be known; nothing changes by that', async () => {
    const { preview, calendar } = calendars.preview(NEXT)
    expect(preview).toMatchObject({
      seen: null,
      years: [{ year: 2027, what: 'new', workedDays: 256, changed: [] }],
      knownUntil: at('2028-01-01T00:00:00+08:00'),
    })
    expect(calendar.years).toEqual(new Set([2026, 2027]))
    expect(calendars.view()).toMatchObject({ version: null, knownUntil: at('2027-01-01T00:00:00+08:00') })
    await calendars.bring(admin, wanted)
    expect(calendars.preview(OTHER).preview).toMatchObject({
      seen: 1,
      years: [
        {
          what: 'replaced',
          changed: [
            { day: '2027-01-04', worked: false },
            ...['02-05', '02-08', '02-09', '02-10', '02-11'].map((day) => ({ day: `2027-${day}`, worked: true })),
            { day: '2027-02-20', worked: false },
          ],
        },
      ],
    })
    expect(calendars.preview(NEXT).preview.years).toMatchObject([{ what: 'same', changed: [] }])
  })

  it('takes the place of a known year only where its importer says so', async () => {
    await calendars.bring(admin, wanted)
    const again = { text: OTHER, reason: '通知更正', seen: 1 }
    for (const replaces of [[], [2026], [2026, 2027]])
      await expect(calendars.bring(admin, { ...again, replaces })).rejects.toEqual(
        refusal('calendar_years_known', { years: '2027' }),
      )
    expect(isWorked('2027-02-05')).toBe(false)
    await calendars.bring(admin, { ...again, replaces: [2027] })
    expect(isWorked('2027-02-05')).toBe(true)
    expect((await calendars.versions()).map(({ version, text }) => [version, text])).toEqual([
      [2, OTHER],
      [1, NEXT],
    ])
    // the shipped year likewise
    const shipped = table('  2026: {holidays: [{name: 元旦, from: 2026-01-01, to: 2026-01-03}], make_up_days: []}')
    const mine = { text: shipped, reason: '更正', seen: 2 }
    await expect(calendars.bring(admin, { ...mine, replaces: [] })).rejects.toEqual(refusal('calendar_years_known'))
  })

  it('is brought by the administrator with a fresh second factor, with a reason, over what was looked at, once', async () => {
    for (const role of ['data_security', 'legal', 'it_reviewer', 'auditor', 'executor'] as const)
      await expect(calendars.bring(person(role), wanted)).rejects.toEqual(refusal('role_missing'))
    await expect(calendars.bring(person('administrator', null), wanted)).rejects.toEqual(refusal('step_up_needed'))
    await expect(calendars.bring(admin, { ...wanted, reason: ' ' })).rejects.toEqual(refusal('reason_missing'))
    await expect(calendars.bring(admin, { ...wanted, seen: 3 })).rejects.toEqual(refusal('changed_meanwhile'))
    const both = await Promise.allSettled([calendars.bring(admin, wanted), calendars.bring(admin, wanted)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(calendars.bring(admin, { ...wanted, seen: 1 })).rejects.toEqual(refusal('calendar_same'))
    const said = (await acts()).map(([outcome]) => outcome)
    expect(said.filter((each) => each === 'allowed')).toHaveLength(1)
    expect(said).toEqual(expect.arrayContaining(['role_missing', 'step_up_needed', 'reason_missing', 'calendar_same']))
    expect(await calendars.versions()).toHaveLength(1)
  })

  it.each([
    ['is no YAML', 'id: [', 'calendar_not_yaml', {}],
    ['is empty', '', 'calendar_field_wrong', { at: 'file' }],
    [
      'has a year twice',
      table('  2027: {holidays: [], make_up_days: []}\n  "2027": {holidays: [], make_up_days: []}'),
      'calendar_not_yaml',
      { line: 5 },
    ],
    [
      'has a field that nobody reads',
      table('  2027: {holidays: [], make_up_days: [], half_days: []}'),
      'calendar_field_unknown',
      { at: 'years.2027' },
    ],
    ['has one at its top', `${NEXT}notice: 国办发明电\n`, 'calendar_field_unknown', { at: 'file' }],
    ['lacks a list', table('  2027: {holidays: []}'), 'calendar_field_wrong', { at: 'years.2027.make_up_days' }],
    ['has no year', 'id: CN_state_council\nzone: Asia/Shanghai\nyears: {}\n', 'calendar_field_wrong', { at: 'years' }],
    ['is for another zone', NEXT.replace('Asia/Shanghai', 'Asia/Tokyo'), 'calendar_field_wrong', { at: 'zone' }],
    ['is another calendar', NEXT.replace('CN_state_council', 'US_federal'), 'calendar_of_another', {}],
    [
      'has a day off that is worked',
      table('  2027: {holidays: [{name: a, from: 2027-01-01, to: 2027-01-03}], make_up_days: [2027-01-02]}'),
      'calendar_day_twice',
      { at: 'years.2027.make_up_days.0' },
    ],
    [
      'has a day in two holidays',
      table(
        '  2027: {holidays: [{name: a, from: 2027-09-30, to: 2027-10-07}, {name: b, from: 2027-10-07, to: 2027-10-08}], make_up_days: []}',
      ),
      'calendar_day_twice',
      { at: 'years.2027.holidays.1' },
    ],
    [
      'has a day that does not exist',
      table('  2027: {holidays: [{name: a, from: 2027-02-29, to: 2027-03-01}], make_up_days: []}'),
      'calendar_day_wrong',
      { at: 'years.2027.holidays.0.from' },
    ],
    [
      'has a day of another year',
      table('  2027: {holidays: [{name: a, from: 2026-12-31, to: 2027-01-01}], make_up_days: []}'),
      'calendar_day_wrong',
      { at: 'years.2027.holidays.0.from' },
    ],
    [
      'has an end before its beginning',
      table('  2027: {holidays: [{name: a, from: 2027-01-03, to: 2027-01-01}], make_up_days: []}'),
      'calendar_day_wrong',
      { at: 'years.2027.holidays.0.to' },
    ],
    [
      'has a weekday to make up',
      table('  2027: {holidays: [], make_up_days: [2027-01-04]}'),
      'calendar_make_up_no_weekend',
      { at: 'years.2027.make_up_days.0' },
    ],
  ])(
    'is refused where it %s, by a preview and by an import, and nothing is kept',
    async (_what, text, code, detail) => {
      expect(() => calendars.preview(text)).toThrow(refusal(code, detail))
      await expect(calendars.bring(admin, { ...wanted, text })).rejects.toEqual(refusal(code, detail))
      expect(await calendars.versions()).toEqual([])
      expect(calendars.view().version).toBeNull()
    },
  )

  it('cannot be changed or removed, not even by SQL', async () => {
    await calendars.bring(admin, wanted)
    const tables = <T>(work: (db: never) => Promise<T>) => house.db.write((tx) => work(tx.tables() as never))
    await expect(
      tables((db: { deleteFrom(table: string): { execute(): Promise<unknown> } }) =>
        db.deleteFrom('calendars_version').execute(),
      ),
    ).rejects.toThrow()
    expect(await calendars.versions()).toHaveLength(1)
  })
})

describe('how far the days are known', () => {
  it('is asked for two months before the end, and said when it is over; a pack may say otherwise', async () => {
    expect(calendars.view().warning).toBe('soon') // the house stands at 2 November 2026, the last known day is 31 December
    house.clock.pass(-2 * DAY)
    expect(calendars.view().warning).toBeNull()
    house.clock.pass(70 * DAY)
    expect(calendars.view()).toMatchObject({ warning: 'over', knownUntil: null })
    house.clock.pass(-68 * DAY)
    const readable = loadPolicy()
    if (!readable.readable) throw new Error(readable.problem)
    policy = { ...readable, calendarWarning: { ...readable.calendarWarning, months: 1 } }
    expect(calendars.view().warning).toBeNull()
    policy = loadPolicy('en-gdpr-sec')
    expect(calendars.view().isUsed).toBe(false)
  })

  it('stops before a year that is missing between two', async () => {
    const text = table('  2028: {holidays: [], make_up_days: []}')
    expect(await calendars.bring(admin, { ...wanted, text })).toMatchObject({
      knownUntil: at('2027-01-01T00:00:00+08:00'),
    })
  })

  it('ends before the years of a version that can be read no more: what it replaced is not counted by again', async () => {
    const row = {
      text: 'from: before\n',
      sha256: '',
      years: '[2026]',
      reason: 'r',
      by: admin.id,
      at: house.clock.now(),
    }
    await house.db.write((tx) => insertVersion(tx, row))
    expect((await createCalendars(parts)).view()).toMatchObject({ warning: 'over', knownUntil: null, years: [] })
  })
})
