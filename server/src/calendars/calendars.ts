import { createHash } from 'node:crypto'
import { decide, type PersonActor, type RulesInForce, requireAllowed } from '#access'
import type { Recorder } from '#audit'
import { type Clock, type Instant, Refusal } from '#base'
import type { HouseDb, Tx } from '#platform'
import {
  addPeriod,
  type CalendarFile,
  type CalendarYear,
  changedDays,
  knownUntil,
  type PolicyState,
  readCalendarFile,
  readShippedCalendarFile,
  type WorkdayCalendar,
  workedDays,
} from '#policy'
import * as store from './store.ts'
import { type KnownYear, startTables, type Tables, withFile, withVersion } from './tables.ts'

export interface CalendarParts {
  readonly db: HouseDb
  readonly clock: Clock
  readonly recorder: Recorder
  readonly rules: () => RulesInForce
  readonly policy: () => PolicyState
}

export type YearView = KnownYear & { readonly workedDays: number }

export interface CalendarView {
  readonly id: string
  /** False: the pack in force counts by another calendar, or by none. */
  readonly isUsed: boolean
  readonly years: readonly YearView[]
  /** Midnight after the last day that is known without a gap from today on; null: today is not known. */
  readonly knownUntil: Instant | null
  /** `over`: today is not known; `soon`: the last known day is near. */
  readonly warning: 'over' | 'soon' | null
  readonly version: number | null
}

export interface CalendarPreview {
  readonly sha256: string
  /** What the importer has looked at: goes into the import. */
  readonly seen: number | null
  readonly years: readonly (YearView & {
    readonly what: 'new' | 'replaced' | 'same'
    /** Days that were worked and are not, or the other way round. */
    readonly changed: readonly { readonly day: string; readonly worked: boolean }[]
  })[]
  /** How far the days would be known. */
  readonly knownUntil: Instant | null
}

export interface NewCalendar {
  readonly text: string
  /** Known years of which the table says otherwise, and is to: exactly those. */
  readonly replaces: readonly number[]
  readonly reason: string
  /** Version that was in force when the importer looked. */
  readonly seen: number | null
}

export interface Calendars {
  /** What deadlines are counted by now. */
  inForce(): WorkdayCalendar
  view(): CalendarView
  /** Newest first. */
  versions(): Promise<store.CalendarVersion[]>
  /** What a table would change, and the calendar as it would be then. @throws Refusal as readCalendarFile; `calendar_of_another` */
  preview(text: string): { readonly preview: CalendarPreview; readonly calendar: WorkdayCalendar }
  /**
   * Puts a table in force, with its act in the same transaction.
   * @throws Refusal those of preview; `calendar_same`, `calendar_years_known`, `changed_meanwhile`, `reason_missing`, those of access
   */
  bring(actor: PersonActor, wanted: NewCalendar): Promise<CalendarView>
}

export async function createCalendars(parts: CalendarParts): Promise<Calendars> {
  const shipped = readShippedCalendarFile()
  const read = async () => (await store.listVersions(parts.db)).reduce(withVersion, startTables(shipped))
  let tables = await read()
  return {
    inForce: () => tables.calendar,
    view: () => viewOf(parts, tables),
    versions: async () => (await store.listVersions(parts.db)).reverse(),
    preview: (text) => previewOf(parts, tables, text),
    async bring(actor, wanted) {
      const detail = { sha256: digestOf(wanted.text), because: wanted.reason.trim() }
      await parts.recorder.perform({ action: 'calendar.bring', actor, detail }, async (tx, draft) => {
        requireAllowed(decide(actor, 'calendar.bring', null, parts.rules(), parts.clock.now()))
        const years = await enter(tx, parts, actor, tables, wanted)
        draft.detail({ ...detail, years, replaces: [...wanted.replaces] })
      })
      tables = await read()
      return viewOf(parts, tables)
    },
  }
}

/** @returns the years that the table speaks of */
async function enter(
  tx: Tx,
  { clock }: CalendarParts,
  actor: PersonActor,
  tables: Tables,
  { text, replaces, reason, seen }: NewCalendar,
): Promise<number[]> {
  const file = readOwn(tables, text)
  const because = reason.trim()
  if (because === '') throw new Refusal('invalid', 'reason_missing')
  const newest = (await store.listVersions(tx)).at(-1)?.version ?? null
  if (newest !== seen || newest !== tables.version) throw new Refusal('conflict', 'changed_meanwhile')
  const compared = file.years.map((year) => compare(tables, year))
  if (compared.every(({ what }) => what === 'same')) throw new Refusal('conflict', 'calendar_same')
  const known = compared.flatMap(({ what, year }) => (what === 'replaced' ? [year] : [])).sort((a, b) => a - b)
  if (known.join() !== [...replaces].sort((a, b) => a - b).join())
    throw new Refusal('conflict', 'calendar_years_known', { years: known.join(' ') })
  const years = file.years.map(({ year }) => year)
  const row = { text, sha256: digestOf(text), years: JSON.stringify(years), reason: because }
  await store.insertVersion(tx, { ...row, by: actor.id, at: clock.now() })
  return years
}

function previewOf(parts: CalendarParts, tables: Tables, text: string): ReturnType<Calendars['preview']> {
  const file = readOwn(tables, text)
  const then = withFile(tables, file, (tables.version ?? 0) + 1)
  const preview = {
    sha256: digestOf(text),
    seen: tables.version,
    years: file.years.map((year) => compare(tables, year)),
    knownUntil: knownUntil(parts.clock.now(), then.calendar),
  }
  return { preview, calendar: then.calendar }
}

function compare(tables: Tables, year: CalendarYear): CalendarPreview['years'][number] {
  const before = tables.years.find((known) => known.year === year.year)
  const changed = before === undefined ? [] : changedDays(before, year)
  const what = before === undefined ? 'new' : changed.length > 0 ? 'replaced' : 'same'
  return { ...year, version: tables.version, workedDays: workedDays(year), what, changed }
}

/** A table of another calendar would never be counted by. */
function readOwn(tables: Tables, text: string): CalendarFile {
  const file = readCalendarFile(text)
  if (file.id !== tables.calendar.id) throw new Refusal('invalid', 'calendar_of_another')
  return file
}

function viewOf({ policy, clock }: CalendarParts, { calendar, years, version }: Tables): CalendarView {
  const pack = policy()
  const now = clock.now()
  const until = knownUntil(now, calendar)
  const isSoon = pack.readable && until !== null && addPeriod(now, pack.calendarWarning) >= until
  return {
    id: calendar.id,
    isUsed: pack.readable && pack.workdayCalendar === calendar.id,
    years: years.map((year) => ({ ...year, workedDays: workedDays(year) })),
    knownUntil: until,
    warning: until === null ? 'over' : isSoon ? 'soon' : null,
    version,
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
