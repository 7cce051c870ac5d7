import { decide, type PersonActor, requireAllowed } from '#access'
import { readActs } from '#audit'
import { DAY, type Instant, type PersonId, Refusal } from '#base'
import {
  type AlarmId,
  type AlarmKind,
  changeAlarm,
  findAlarm,
  listAlarms,
  listUnsaidAlarms,
  type StoredAlarm,
} from '../register/alarms.store.ts'
import type { ExportParts } from '../register/ports.ts'
import { findExport } from '../register/store.ts'
import type { Weight } from '../standing/bulk.ts'
import { orNull } from './alarms.ts'

// Alarms as those whom the pack names are shown them, and the report that ends each. Never told to the one it is about.

/** The wire's AlarmView (api/schema/exports.ts). */
export interface AlarmView {
  id: AlarmId
  number: string
  kind: AlarmKind
  personName: string | null
  action: string
  reason: string
  grantNumber: string | null
  exportNumber: string | null
  caseNo: string | null
  weight: Weight | null
  firstAt: Instant
  lastAt: Instant
  times: number
  reportDue: Instant
  reportedAt: Instant | null
  reportedByName: string | null
  cause: string | null
  measures: string | null
  ledgerIndex: number | null
  can: { report: ReturnType<typeof decide> }
}

/** With the excerpt of the log that the report carries (S1: 附操作日志). */
export interface AlarmReport extends AlarmView {
  acts: { at: Instant; action: string; outcome: string; reason: string | null }[]
}

export interface FiledReport {
  readonly cause: string
  readonly measures: string
}

const MOST_ALARMS = 200

/** Those that this person is shown; none where the pack does not name a role of theirs. */
export async function alarmsFor(parts: ExportParts, actor: PersonActor): Promise<AlarmView[]> {
  // those about themselves are left out before they are counted, or they would push others off the list
  const newest = await listAlarms(parts.db, actor.id, MOST_ALARMS)
  const rows = newest.filter((row) => mayRead(parts, actor, row.person_id))
  return viewsOf(parts, actor, rows)
}

/** @throws Refusal `not_found`: also for who may not know of it */
export async function alarmReport(parts: ExportParts, actor: PersonActor, id: AlarmId): Promise<AlarmReport> {
  const row = await findAlarm(parts.db, id)
  const mayKnow = row !== undefined && mayRead(parts, actor, row.person_id)
  const about = { action: 'alarm.read', actor, detail: { alarm: id } } as const
  await parts.recorder.record(about, mayKnow ? undefined : 'not_found')
  const [view] = row !== undefined && mayKnow ? await viewsOf(parts, actor, [row]) : []
  if (view === undefined || row === undefined) throw new Refusal('not_found', 'not_found')
  return { ...view, acts: await excerpt(parts, row) }
}

/**
 * Files the report: why it came about and what was done, over the facts that the house has.
 * @throws Refusal `not_found`, `not_open`, `alarm_about_you`, `report_text_missing`
 */
export async function reportAlarm(
  parts: ExportParts,
  actor: PersonActor,
  id: AlarmId,
  { cause, measures }: FiledReport,
): Promise<AlarmReport> {
  const about = { action: 'alarm.report', actor, detail: { alarm: id } } as const
  await parts.recorder.perform(about, async (tx, draft) => {
    const row = await findAlarm(tx, id)
    if (row === undefined) throw new Refusal('not_found', 'not_found')
    if (row.request_id !== null) draft.request(row.request_id)
    const facts = { about: row.person_id, open: row.reported_at === null }
    requireAllowed(decide(actor, 'alarm.report', facts, parts.rules(), parts.clock.now()))
    if (!isSaid(cause) || !isSaid(measures)) throw new Refusal('invalid', 'report_text_missing')
    const reported_at = parts.clock.now()
    draft.detail({ number: row.number, late: reported_at > row.report_due })
    await changeAlarm(tx, id, {
      reported_at,
      reported_by: actor.id,
      cause: cause.trim(),
      measures: measures.trim(),
    })
  })
  await sayReports(parts).catch(() => undefined) // the schedule finds it waiting
  return alarmReport(parts, actor, id)
}

const isSaid = (text: string) => text.trim().length >= 4 && text.length <= 4000 && text.isWellFormed()

/** Every report that the evidence ledger does not have yet. What was typed stays in the house: its digest would be guessed at. */
export async function sayReports(parts: ExportParts): Promise<void> {
  for (const row of await listUnsaidAlarms(parts.db)) {
    const statement = {
      v: 1,
      what: 'alarm_report',
      alarm: row.number,
      kind: row.kind,
      about: row.person_id ?? '',
      reason: row.reason,
      at: row.first_at,
      times: row.times,
      by: row.reported_by ?? '',
      reported: row.reported_at ?? 0,
    }
    const salt = new Uint8Array(row.salt)
    const key = `alarm/${row.id}`
    const ledger_index = await parts.archive.journal.appendStatement({ type: 'export', key, salt, statement })
    await parts.db.write((tx) => changeAlarm(tx, row.id, { ledger_index }))
  }
}

function mayRead(parts: ExportParts, actor: PersonActor, about: PersonId | null): boolean {
  return decide(actor, 'alarm.read', { about }, parts.rules(), parts.clock.now()).allowed
}

/** What the person did in the day before it, newest last: acts and their ends, nothing that was typed. */
async function excerpt(parts: ExportParts, row: StoredAlarm): Promise<AlarmReport['acts']> {
  if (row.person_id === null) return []
  const from = (row.first_at - DAY) as Instant // an Instant moved by milliseconds
  const to = (row.last_at + 1) as Instant // half-open
  const { acts } = await readActs(parts.db, { person: row.person_id, from, to }, { limit: 100, ledgerSize: 0 })
  return acts.reverse().map(({ at, action, outcome, reason }) => ({ at, action, outcome, reason }))
}

async function viewsOf(parts: ExportParts, actor: PersonActor, rows: readonly StoredAlarm[]): Promise<AlarmView[]> {
  const people = rows.flatMap(({ person_id, reported_by }) => [person_id, reported_by]).filter((id) => id !== null)
  const names = await parts.namesOf([...new Set(people)])
  const nameOf = (id: PersonId | null) => (id === null ? null : (names.get(id) ?? ''))
  return Promise.all(
    rows.map(async (row) => {
      const grant = row.grant_id === null ? null : await orNull(parts.grants.readGrant(row.grant_id))
      const made = row.export_id === null ? undefined : await findExport(parts.db, row.export_id)
      const facts = { about: row.person_id, open: row.reported_at === null }
      return {
        id: row.id,
        number: row.number,
        kind: row.kind,
        personName: nameOf(row.person_id),
        action: row.action,
        reason: row.reason,
        grantNumber: grant?.number ?? null,
        exportNumber: made?.number ?? null,
        caseNo: grant?.caseNo ?? null,
        weight: row.weight === null ? null : (JSON.parse(row.weight) as Weight), // as `raise` wrote it
        firstAt: row.first_at,
        lastAt: row.last_at,
        times: row.times,
        reportDue: row.report_due,
        reportedAt: row.reported_at,
        reportedByName: nameOf(row.reported_by),
        cause: row.cause,
        measures: row.measures,
        ledgerIndex: row.ledger_index,
        can: { report: decide(actor, 'alarm.report', facts, parts.rules(), parts.clock.now()) },
      }
    }),
  )
}
