import { readFile, stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { Refusal } from '#base'
import { type Config, data, say } from '#platform'
import { LONGEST_CALENDAR } from '#policy'
import { openHouse } from '#wire'
import { administrator } from './administrator.ts'

// Working days with the server stopped: what is known, what a table would change, and bringing it in.

const USAGE =
  'usage: cunzhen calendar, or cunzhen calendar check FILE.yaml, or cunzhen calendar bring FILE.yaml --because TEXT [--replace YEAR]...'

type Opened = Awaited<ReturnType<typeof openHouse>>['house']

export async function calendar(config: Config, [verb, ...rest]: readonly string[]): Promise<number> {
  if (verb === undefined) return inHouse(config, async (house) => data(await shown(house)))
  if (verb === 'check') {
    const { positionals } = parseArgs({ args: rest, allowPositionals: true })
    const text = await read(positionals)
    return text === null ? usage() : inHouse(config, (house) => check(house, text))
  }
  if (verb !== 'bring') return usage()
  const options = { because: { type: 'string' }, replace: { type: 'string', multiple: true } } as const
  const { positionals, values } = parseArgs({ args: rest, allowPositionals: true, options })
  const replaces = (values.replace ?? []).map(Number)
  const text = await read(positionals)
  if (text === null || !values.because || !replaces.every(Number.isInteger)) return usage()
  const reason = values.because
  return inHouse(config, async (house) => {
    const { version: seen } = house.calendars.view()
    await house.calendars.bring(await administrator(house), { text, replaces, reason, seen })
    const { deadlines } = await house.requests.sweep()
    data({ ...(await shown(house)), deadlines })
    say('the table counts from now on; deadlines that were told before stay as they are')
  })
}

async function check(house: Opened, text: string): Promise<void> {
  const { preview, calendar: then } = house.calendars.preview(text)
  data({ ...preview, ...(await house.requests.flaggedDeadlines(then)) })
  const replaced = preview.years.filter(({ what }) => what === 'replaced').map(({ year }) => year)
  if (replaced.length > 0)
    say(
      `it says otherwise of years that are known: bring it with ${replaced.map((year) => `--replace ${year}`).join(' ')}`,
    )
  say('nothing has changed')
}

async function shown({ calendars, requests }: Opened) {
  const { years, ...view } = calendars.view()
  const { flagged } = await requests.flaggedDeadlines(calendars.inForce())
  return { ...view, flagged, years: years.map(({ year, version, workedDays }) => ({ year, version, workedDays })) }
}

async function inHouse(config: Config, work: (house: Opened) => Promise<void>): Promise<number> {
  const { house, close } = await openHouse(config, {})
  try {
    await work(house)
    return 0
  } finally {
    await close()
  }
}

/** Null: not one file is named. @throws Refusal `calendar_unreadable` */
async function read([file, ...more]: readonly string[]): Promise<string | null> {
  if (file === undefined || more.length > 0) return null
  const { size } = await stat(file).catch(() => ({ size: Number.POSITIVE_INFINITY }))
  if (size > LONGEST_CALENDAR) throw new Refusal('invalid', 'calendar_unreadable')
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) throw new Refusal('invalid', 'calendar_unreadable')
  return text
}

function usage(): number {
  say(USAGE)
  return 2
}
