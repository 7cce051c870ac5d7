import { z } from 'zod'
import { operation } from '../contract.ts'
import type { House } from '../house.ts'
import { BringCalendar, Calendar, CalendarPreview, CalendarText, CalendarVersion } from '../schema/index.ts'

const read = operation({
  id: 'calendars/read',
  method: 'GET',
  path: '/calendar',
  right: 'calendar.read',
  says: 'Which days are worked, by year; how far they are known; how many deadlines wait for a year that nobody brought.',
  answer: Calendar,
  handle: shown,
})

const versions = operation({
  id: 'calendars/versions',
  method: 'GET',
  path: '/calendar/versions',
  right: 'calendar.read',
  says: 'Every table that the house brought in, as it was brought, newest first.',
  answer: z.object({ versions: z.array(CalendarVersion) }),
  async handle(house) {
    const rows = await house.calendars.versions()
    const names = await house.identity.namesOf([...new Set(rows.map(({ by }) => by))])
    return {
      versions: rows.map((row) => ({
        ...row,
        years: JSON.parse(row.years) as number[], // as the import wrote it
        byName: names.get(row.by) ?? '',
      })),
    }
  },
})

const preview = operation({
  id: 'calendars/preview',
  method: 'POST',
  path: '/calendar/preview',
  right: 'calendar.bring',
  says: 'What a table would change: its days off, days that are worked otherwise, deadlines that would get an end.',
  body: CalendarText,
  answer: CalendarPreview,
  async handle(house, { body }) {
    const { preview, calendar } = house.calendars.preview(body.text)
    return { ...preview, ...(await house.requests.flaggedDeadlines(calendar)) }
  },
})

const bring = operation({
  id: 'calendars/bring',
  method: 'POST',
  path: '/calendar',
  right: 'calendar.bring',
  says: 'Put a table of working days in force, and give an end to the deadlines that waited for it.',
  body: BringCalendar,
  answer: Calendar,
  async handle(house, { body }, { actor }) {
    await house.calendars.bring(actor, body)
    await house.requests.sweep().catch(() => undefined) // the schedule finds them waiting
    return shown(house)
  },
})

async function shown(house: House): Promise<z.input<typeof Calendar>> {
  const { flagged } = await house.requests.flaggedDeadlines(house.calendars.inForce())
  return { ...house.calendars.view(), flagged }
}

export const calendarOperations = [read, versions, preview, bring]
