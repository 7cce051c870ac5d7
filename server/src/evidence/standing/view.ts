import type { Completeness } from '@cunzhen/proof'
import { decide, type PersonActor, type Verdict } from '#access'
import { type ExportId, type GrantId, type Instant, MINUTE, type PersonId, type RequestId } from '#base'
import { type CopyRow, type Destruction, listCopies } from '../register/copies.store.ts'
import { byFolder } from '../register/file-list.ts'
import { type NameWay, nameWay } from '../register/name-way.ts'
import type { ExportParts } from '../register/ports.ts'
import type { DecisionKind } from '../register/release.store.ts'
import type { ExportFormat, ExportState, StoredExport } from '../register/store.ts'
import type { Weight } from './bulk.ts'
import { checklistOf, type Item, standingOf, weightOf } from './checklist.ts'
import { isAlone } from './known-to.ts'
import { RELEASE_VERBS, type ReleaseVerb, releaseRules, releaseVerdict } from './release-rules.ts'

/** The wire's ExportView (api/schema/exports.ts). */
export interface ExportView {
  id: ExportId
  number: string
  grantId: GrantId
  grantNumber: string
  requestId: RequestId
  caseNo: string
  state: ExportState
  formats: ExportFormat[]
  /** What was done with names; until the package is made, what the policy in force and the executor's wish come to. */
  names: NameWay
  recipient: StoredExport['recipient']
  executorName: string
  monitorName: string | null
  askedAt: Instant
  finishedAt: Instant | null
  /** Known once the run has read which records the scope holds. */
  rows: number | null
  doneRows: number
  maskedSpans: number | null
  bytes: number | null
  sha256: string | null
  problem: string | null
  /** When every copy must be destroyed; null until the package is made. */
  expiresAt: Instant | null
  /** Sealed to this public key of age; null: to a password. */
  ageRecipient: string | null
  files: { name: string; size: number; sha256: string }[]
  /** What the verifier said about it; null until the package is made, and of packages from before. */
  completeness: Completeness | null
  /** How much it is, once it is made. */
  weight: Weight | null
  bulkReason: string | null
  /** What must be there before it may be released; empty until it is made. */
  checklist: Item[]
  /** What was said of it, oldest first. */
  decisions: DecisionView[]
  /** Its removal before its time: who asked for it, and who confirmed it; null: nobody has. */
  removal: { byName: string; at: Instant; confirmedByName: string | null; alone: boolean } | null
  /** Every time the package was handed out. */
  copies: CopyView[]
  can: Record<ExportVerb, Verdict>
}

export interface CopyView {
  /** `E-2026-0001/1`. */
  number: string
  no: number
  recipientName: string
  takenAt: Instant
  destroyedAt: Instant | null
  method: Destruction | null
  /** Who entered it as destroyed, and when. It counts once `destroyedAt` is there. */
  byName: string | null
  enteredAt: Instant | null
  /** Who confirmed that; null: nobody has, or it took one person. */
  confirmedByName: string | null
  /** Entered, and nobody but who entered it could confirm it. */
  alone: boolean
  can: { confirm: Verdict; reopen: Verdict }
}

export interface DecisionView {
  what: DecisionKind
  byName: string | null
  at: Instant
  reason: string
  sha256: string
  ledgerIndex: number | null
}

export const EXPORT_VERBS = [
  'confirm',
  'decline',
  'cancel',
  'retry',
  ...RELEASE_VERBS,
  'download',
  'password',
  'destroy',
  'confirm_destroy',
  'keep',
  'destroy_copy',
] as const
export type ExportVerb = (typeof EXPORT_VERBS)[number]

/** How far a run is. */
export interface Underway {
  readonly rows: number
  /** How many there will be; null: not known yet. */
  readonly all: number | null
}

function namesIn(parts: ExportParts, row: StoredExport): NameWay {
  if (row.sha256 !== null || !parts.policy().readable) return row.names
  return nameWay(parts.masks(row.recipient).policy, row.names)
}

/** May this person do this with this export now? The one answer for the act itself and for the button. */
export async function verdictOn(
  parts: ExportParts,
  actor: PersonActor,
  row: StoredExport,
  verb: ExportVerb,
): Promise<Verdict> {
  const rules = parts.rules()
  const now = parts.clock.now()
  switch (verb) {
    case 'confirm':
      if (row.state !== 'awaiting_monitor') return NOT_OPEN
      return parts.grants.exportDuties(row.grant_id, actor, 'monitor', row.executor_id)
    case 'decline':
      return row.state === 'awaiting_monitor' ? decide(actor, 'export.decline', null, rules, now) : NOT_OPEN
    case 'cancel':
      return row.state === 'running' ? decide(actor, 'export.cancel', null, rules, now) : NOT_OPEN
    case 'retry':
      return row.state === 'failed' ? parts.grants.exportDuties(row.grant_id, actor, 'execute') : NOT_OPEN
    case 'destroy':
    case 'confirm_destroy':
    case 'keep': {
      const facts = { open: HAS_PACKAGE.includes(row.state), askedBy: row.removal_by }
      return decide(actor, `export.${verb}`, facts, rules, now)
    }
    case 'destroy_copy':
      return decide(actor, 'export.destroy_copy', null, rules, now)
    case 'download':
    case 'password': {
      // narrower than the rulebook: only who asked, and never without a fresh second factor
      if (row.requester_id !== actor.id) return { allowed: false, reason: 'not_recipient' }
      const released = row.state === 'ready' && (await parts.grants.grantHolds(row.grant_id))
      const facts = { requester: row.requester_id, executor: row.executor_id, released }
      const verdict = decide(actor, verb === 'download' ? 'export.download' : 'export.password', facts, rules, now)
      if (!verdict.allowed) return verdict
      if (verb === 'password' && row.age_recipient !== null) return { allowed: false, reason: 'no_password' }
      const isFresh = actor.steppedUpUntil !== null && actor.steppedUpUntil > now
      return isFresh ? verdict : { allowed: false, reason: 'step_up_needed' }
    }
    default:
      return releaseVerdict(parts, actor, row, verb satisfies ReleaseVerb)
  }
}

/** May this person confirm, or take back, what was entered of this copy? For the acts and for their buttons. */
export function copyVerdicts(
  { rules, clock }: Pick<ExportParts, 'rules' | 'clock'>,
  actor: PersonActor,
  copy: Pick<CopyRow, 'entered_by' | 'destroyed_at'>,
): { readonly confirm: Verdict; readonly reopen: Verdict } {
  const facts = { declaredBy: copy.destroyed_at === null ? copy.entered_by : null }
  return {
    confirm: decide(actor, 'export.confirm_copy', facts, rules(), clock.now()),
    reopen: decide(actor, 'export.reopen_copy', facts, rules(), clock.now()),
  }
}

const HAS_PACKAGE: readonly ExportState[] = ['awaiting_release', 'ready']
const NOT_OPEN: Verdict = { allowed: false, reason: 'not_open' }

export async function viewsOf(
  parts: ExportParts,
  actor: PersonActor,
  rows: readonly StoredExport[],
  underway: (id: ExportId) => Underway | null,
): Promise<ExportView[]> {
  const copies = await Promise.all(rows.map(({ id }) => listCopies(parts.db, id)))
  const standings = await Promise.all(rows.map((row) => standingOf(parts.db, row)))
  const people = [
    ...standings.flatMap(({ all }) => all.map(({ by_id }) => by_id)),
    ...rows.flatMap((row) => [row.executor_id, row.monitor_id, row.removal_by, row.removal_confirmed_by]),
    ...copies.flat().flatMap(({ taken_by, entered_by, confirmed_by }) => [taken_by, entered_by, confirmed_by]),
  ].filter((id) => id !== null)
  const names = await parts.namesOf([...new Set(people)])
  // a button shows what would be allowed after the second factor it then asks for
  const able: PersonActor = { ...actor, steppedUpUntil: (parts.clock.now() + MINUTE) as Instant } // while the view is made
  return Promise.all(
    rows.map(async (row, i) => ({
      id: row.id,
      number: row.number,
      grantId: row.grant_id,
      grantNumber: row.grant_number,
      requestId: row.request_id,
      caseNo: row.case_no,
      state: row.state,
      formats: JSON.parse(row.formats) as ExportFormat[], // as insertExport wrote it
      names: namesIn(parts, row),
      recipient: row.recipient,
      executorName: names.get(row.executor_id) ?? '',
      monitorName: row.monitor_id === null ? null : (names.get(row.monitor_id) ?? ''),
      askedAt: row.asked_at,
      finishedAt: row.finished_at,
      rows: row.rows ?? underway(row.id)?.all ?? null,
      doneRows: underway(row.id)?.rows ?? row.done_rows,
      maskedSpans: row.masked_spans,
      bytes: row.bytes,
      sha256: row.sha256,
      problem: row.problem,
      expiresAt: row.expires_at,
      ageRecipient: row.age_recipient,
      files: row.files === null ? [] : byFolder(JSON.parse(row.files) as ExportView['files']), // as the run wrote it
      completeness: row.completeness === null ? null : (JSON.parse(row.completeness) as Completeness), // likewise
      weight: weightOf(row),
      bulkReason: row.bulk_reason,
      checklist: HAS_PACKAGE.includes(row.state)
        ? await checklistOf(parts, releaseRules(parts), row, standings[i]?.second?.by_id ?? null)
        : [],
      decisions: (standings[i]?.all ?? []).map((said) => ({
        what: said.what,
        byName: said.by_id === null ? null : (names.get(said.by_id) ?? ''),
        at: said.at,
        reason: said.reason,
        sha256: said.sha256,
        ledgerIndex: said.ledger_index,
      })),
      removal: await removalView(parts, row, names),
      copies: await Promise.all(
        (copies[i] ?? []).map(async (copy) => ({
          ...copyView(row, copy, names),
          alone: copy.destroyed_at === null && (await isAlone(parts, row, 'export.confirm_copy', copy.entered_by)),
          can: copyVerdicts(parts, able, copy),
        })),
      ),
      can: await verdictsOn(parts, able, row),
    })),
  )
}

type Names = ReadonlyMap<PersonId, string>

async function removalView(parts: ExportParts, row: StoredExport, names: Names): Promise<ExportView['removal']> {
  const { removal_by: by, removal_at: at, removal_confirmed_by: confirmed } = row
  if (by === null || at === null) return null
  return {
    byName: names.get(by) ?? '',
    at,
    confirmedByName: confirmed === null ? null : (names.get(confirmed) ?? ''),
    alone: confirmed === null && (await isAlone(parts, row, 'export.confirm_destroy', by)),
  }
}

function copyView(row: StoredExport, copy: CopyRow, names: Names): Omit<CopyView, 'alone' | 'can'> {
  return {
    number: `${row.number}/${copy.no}`,
    no: copy.no,
    recipientName: names.get(copy.taken_by) ?? '',
    takenAt: copy.taken_at,
    destroyedAt: copy.destroyed_at,
    method: copy.method,
    byName: copy.entered_by === null ? null : (names.get(copy.entered_by) ?? ''),
    enteredAt: copy.entered_at,
    confirmedByName: copy.confirmed_by === null ? null : (names.get(copy.confirmed_by) ?? ''),
  }
}

async function verdictsOn(
  parts: ExportParts,
  actor: PersonActor,
  row: StoredExport,
): Promise<Record<ExportVerb, Verdict>> {
  const said = await Promise.all(
    EXPORT_VERBS.map(async (verb) => [verb, await verdictOn(parts, actor, row, verb)] as const),
  )
  return Object.fromEntries(said) as Record<ExportVerb, Verdict> // one of each verb
}
