import { randomBytes } from 'node:crypto'
import { type Action, classOf, decide, HOUSE, type PersonActor, requireAllowed } from '#access'
import { readActs } from '#audit'
import { DAY, type ExportId, type GrantId, HOUSE_OFFSET, type Instant, newId, type PersonId, Refusal } from '#base'
import { addPeriod, type Policy } from '#policy'
import {
  type AlarmId,
  type AlarmKind,
  changeAlarm,
  countAlarms,
  findAlarm,
  findSameAlarm,
  insertAlarm,
  listAlarms,
  listUnsaidAlarms,
  type StoredAlarm,
} from './alarms.store.ts'
import { isBulk, type Weight, weigh } from './bulk.ts'
import type { ExportParts } from './ports.ts'
import { findExport } from './store.ts'

// An export that was tried by who may not, or a bulk one tried without what the pack asks of it (S1, case two): refused as ever, and
// besides an alarm for whom the pack names, open until somebody files the report. It never tells the one it is about.

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

interface Tried {
  readonly grant?: GrantId | null
  readonly export?: ExportId | null
}

/** Who gets one of these tried what is not theirs; the second list is told of bulk exports alone. */
const NEVER_THEIRS: readonly string[] = [
  'role_missing',
  'own_request',
  'was_approver',
  'same_person',
  'carried_out',
  'not_recipient',
  'administrator_no_content',
  'powers_conflict',
  'carrier_content',
  'own_proposal',
]
/** Acts outside this room that are told here: they decide what leaves readable. */
const OF_MASKS: readonly Action[] = ['masking.change', 'masking.propose', 'masking.approve', 'masking.learn']
const NOT_YET_THEIRS: readonly string[] = [
  'bulk_reason_missing',
  'not_released',
  'grant_not_running',
  'checklist_incomplete',
]

/** Does what was asked; where it is refused for one of these reasons, an alarm is on disk before the refusal is told. */
export async function alarmed<T>(
  parts: ExportParts,
  actor: PersonActor,
  action: Action,
  tried: Tried,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Refusal) await alarmFor(parts, actor, action, error.code, tried)
    throw error
  }
}

/** @returns whether there is an alarm about it now */
export async function alarmFor(
  parts: ExportParts,
  actor: PersonActor,
  action: Action,
  reason: string,
  tried: Tried = {},
): Promise<boolean> {
  const isNever = NEVER_THEIRS.includes(reason)
  const isOfMasks = OF_MASKS.includes(action)
  if ((classOf(action) !== 'export' && !isOfMasks) || (!isNever && !NOT_YET_THEIRS.includes(reason))) return false
  const policy = parts.policy()
  if (!policy.readable) return false
  const known = await knownOf(parts, policy.release, tried)
  const bulk = isBulk(known.weight)
  if (!isNever && !bulk) return false
  await raise(parts, policy.release, {
    ...known,
    kind: isOfMasks ? 'unauthorised_masking' : bulk ? 'bulk_export' : 'unauthorised_export',
    person_id: actor.id,
    action,
    reason,
  })
  return true
}

/** The bytes of a package are not what they were. */
export async function alarmOfChange(parts: ExportParts, id: ExportId): Promise<void> {
  const policy = parts.policy()
  if (!policy.readable) return
  const known = await knownOf(parts, policy.release, { export: id })
  await raise(parts, policy.release, {
    ...known,
    kind: 'package_changed',
    person_id: null,
    action: 'export.void',
    reason: 'package_changed',
  })
}

type Known = Pick<StoredAlarm, 'grant_id' | 'export_id' | 'request_id'> & { weight: Weight | null }

/** What is known of what was tried. An id that names nothing says nothing. */
async function knownOf(parts: ExportParts, release: Policy['release'], tried: Tried): Promise<Known> {
  const row = tried.export ? await findExport(parts.db, tried.export) : undefined
  const grant = await orNull(parts.grants.readGrant(row?.grant_id ?? tried.grant ?? ('' as GrantId))) // names no grant
  const weight = grant === null ? null : await orNull(weigh(parts, release, grant.id, row?.rows ?? null))
  return {
    grant_id: grant?.id ?? null,
    export_id: row?.id ?? null,
    request_id: grant?.requestId ?? null,
    weight,
  }
}

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

type Raised = Known & Pick<StoredAlarm, 'kind' | 'person_id' | 'action' | 'reason'>

async function raise(parts: ExportParts, release: Policy['release'], { weight, ...raised }: Raised): Promise<void> {
  const now = parts.clock.now()
  const about = {
    action: 'alarm.raise',
    actor: HOUSE,
    permit: raised.grant_id,
    request: raised.request_id,
    detail: { what: raised.kind, tried: raised.action, reason: raised.reason, person: raised.person_id ?? '' },
  } as const
  await parts.recorder.perform(about, async (tx, draft) => {
    const same = await findSameAlarm(tx, raised)
    if (same !== undefined) {
      draft.detail({ alarm: same.id, times: same.times + 1 })
      return changeAlarm(tx, same.id, { last_at: now, times: same.times + 1 })
    }
    const id = newId<AlarmId>('alm')
    draft.detail({ alarm: id })
    const year = new Date(now + HOUSE_OFFSET).getUTCFullYear()
    await insertAlarm(tx, {
      ...raised,
      id,
      number: `A-${year}-${String((await countAlarms(tx)) + 1).padStart(4, '0')}`,
      weight: weight === null ? null : JSON.stringify(weight),
      first_at: now,
      last_at: now,
      times: 1,
      report_due: addPeriod(now, release.reportWithin),
      reported_at: null,
      reported_by: null,
      cause: null,
      measures: null,
      salt: new Uint8Array(randomBytes(16)),
      ledger_index: null,
    })
  })
  parts.onAlarm?.(raised.kind)
}

const MOST_ALARMS = 200

/** Those that this person is shown; none where the pack does not name a role of theirs. */
export async function alarmsFor(parts: ExportParts, actor: PersonActor): Promise<AlarmView[]> {
  const rows = (await listAlarms(parts.db, MOST_ALARMS)).filter((row) => mayRead(parts, actor, row.person_id))
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
