import { randomBytes } from 'node:crypto'
import { type Action, classOf, HOUSE, type PersonActor } from '#access'
import { type ExportId, type GrantId, HOUSE_OFFSET, newId, Refusal } from '#base'
import { addPeriod, type Policy } from '#policy'
import {
  type AlarmId,
  changeAlarm,
  countAlarms,
  findSameAlarm,
  insertAlarm,
  type StoredAlarm,
} from '../register/alarms.store.ts'
import type { ExportParts } from '../register/ports.ts'
import { findExport } from '../register/store.ts'
import { isBulk, type Weight, weigh } from '../standing/bulk.ts'

// An export that was tried by who may not, or a bulk one tried without what the pack asks of it (S1, case two): refused as ever, and
// besides an alarm for whom the pack names, open until somebody files the report (alarm-reports.ts).

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

/** Null for what there is not (any more). */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
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
