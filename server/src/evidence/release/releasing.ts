import type { Action, PersonActor } from '#access'
import { type ExportId, type GrantId, Refusal } from '#base'
import {
  type AlarmReport,
  type AlarmView,
  alarmReport,
  alarmsFor,
  type FiledReport,
  reportAlarm,
} from '../alarms/alarm-reports.ts'
import { alarmed, alarmFor } from '../alarms/alarms.ts'
import { type AlarmId, alarmFigures } from '../register/alarms.store.ts'
import type { ExportParts } from '../register/ports.ts'
import { countJudged } from '../register/release.store.ts'
import { findExport, type StoredExport } from '../register/store.ts'
import { isBulk, weigh } from '../standing/bulk.ts'
import { releaseRules } from '../standing/release-rules.ts'
import type { ExportView } from '../standing/view.ts'
import { type PreviewAsked, preview, previewPages } from './looking.ts'
import type { PreviewFile, PreviewPage } from './preview.ts'
import {
  approveSecond,
  type PaperOriginal,
  refuse,
  registerOriginal,
  release,
  stateReason,
  voidPackage,
  withdraw,
} from './release.ts'

/** From a finished package to one that may be taken; and what is told of those who tried without the right. */
export interface Releasing {
  /** A page of a file of the package, out of the package itself: for those whose yes it waits for. @throws Refusal `package_changed`, … */
  preview(actor: PersonActor, id: ExportId, asked: PreviewAsked): Promise<PreviewPage & { sha256: string }>
  /** A file that a browser draws: the digest of the package, and the file's own in the manifest. @throws as preview, `not_shown` */
  previewPages(
    actor: PersonActor,
    id: ExportId,
    file: string,
  ): Promise<PreviewFile & { sha256: string; fileSha256: string | null }>
  /** Counsel lets the package go, over the digest looked at. @throws Refusal `checklist_incomplete`, `preview_needed`, … */
  release(actor: PersonActor, id: ExportId, sha256: string): Promise<ExportView>
  /** The second approval of a bulk export. @throws Refusal `not_bulk`, `preview_needed`, `reason_missing`, … */
  approveSecond(actor: PersonActor, id: ExportId, said: { sha256: string; reason: string }): Promise<ExportView>
  /** Counsel says no: the package is gone. */
  refuse(actor: PersonActor, id: ExportId, reason: string): Promise<ExportView>
  /** Takes a release back, also while somebody is downloading. */
  withdraw(actor: PersonActor, id: ExportId, reason: string): Promise<ExportView>
  stateReason(actor: PersonActor, id: ExportId, reason: string): Promise<ExportView>
  registerOriginal(actor: PersonActor, id: ExportId, original: PaperOriginal): Promise<ExportView>
  /** Packages on which counsel has said yes or no, and those with a yes. */
  judged(): Promise<{ judged: number; passed: number }>
  /** Bytes of a package under way were not those released: it is void, and there is an alarm. */
  changedUnderWay(id: ExportId): Promise<void>
  /** What was tried by who may not; for whom the pack names. */
  alarms(actor: PersonActor): Promise<AlarmView[]>
  alarm(actor: PersonActor, id: AlarmId): Promise<AlarmReport>
  reportAlarm(actor: PersonActor, id: AlarmId, report: FiledReport): Promise<AlarmReport>
  /** How many alarms are open and overdue now, and were raised ever: numbers for a monitoring system. */
  alarmFigures(): ReturnType<typeof alarmFigures>
  /** For acts that were refused before they reached this room. */
  refusedOutside(actor: PersonActor, action: Action, reason: string): Promise<void>
}

/**
 * The reason, where one was given. @throws Refusal `bulk_reason_missing` where the grant concerns more people than the pack lets go
 * without one; `reason_missing` for one that says nothing
 */
export async function bulkReasonFor(parts: ExportParts, grant: GrantId, given: string | null): Promise<string | null> {
  const release = releaseRules(parts)
  const reason = given?.trim() ?? ''
  if (reason !== '' && (reason.length < 4 || reason.length > 1000 || !reason.isWellFormed()))
    throw new Refusal('invalid', 'reason_missing')
  if (reason !== '') return reason
  const isBulkGrant = isBulk(await weigh(parts, release, grant, null))
  if (isBulkGrant && release.bulk.requires.includes('reason')) throw new Refusal('invalid', 'bulk_reason_missing')
  return null
}

/** The yes that a finished package waits for; each step answers with the export as it is after. */
export function releasing(
  parts: ExportParts,
  /** @throws Refusal `not_found` */
  known: (actor: PersonActor, id: ExportId) => Promise<StoredExport>,
  shown: (actor: PersonActor, id: ExportId) => Promise<ExportView>,
): Releasing {
  const stepped = async (
    actor: PersonActor,
    id: ExportId,
    action: Action,
    step: (row: StoredExport) => Promise<void>,
  ): Promise<ExportView> => {
    const row = await known(actor, id)
    await alarmed(parts, actor, action, { export: id }, () => step(row))
    return shown(actor, id)
  }
  return {
    preview: async (actor, id, asked) => {
      const row = await known(actor, id)
      return alarmed(parts, actor, 'export.preview', { export: id }, () => preview(parts, actor, row, asked))
    },
    previewPages: async (actor, id, file) => {
      const row = await known(actor, id)
      return alarmed(parts, actor, 'export.preview', { export: id }, () => previewPages(parts, actor, row, file))
    },
    release: (actor, id, sha256) => stepped(actor, id, 'export.release', (row) => release(parts, actor, row, sha256)),
    approveSecond: (actor, id, said) =>
      stepped(actor, id, 'export.second', (row) => approveSecond(parts, actor, row, said)),
    refuse: (actor, id, reason) => stepped(actor, id, 'export.refuse', (row) => refuse(parts, actor, row, reason)),
    withdraw: (actor, id, reason) =>
      stepped(actor, id, 'export.withdraw', (row) => withdraw(parts, actor, row, reason)),
    stateReason: (actor, id, reason) =>
      stepped(actor, id, 'export.reason', (row) => stateReason(parts, actor, row, reason)),
    registerOriginal: (actor, id, original) =>
      stepped(actor, id, 'export.original', (row) => registerOriginal(parts, actor, row, original)),
    judged: () => countJudged(parts.db),
    async changedUnderWay(id) {
      const row = await findExport(parts.db, id)
      if (row !== undefined) await voidPackage(parts, row)
    },
    alarms: (actor) => alarmsFor(parts, actor),
    alarm: (actor, id) => alarmReport(parts, actor, id),
    alarmFigures: () => alarmFigures(parts.db, parts.clock.now()),
    reportAlarm: (actor, id, report) => reportAlarm(parts, actor, id, report),
    async refusedOutside(actor, action, reason) {
      await alarmFor(parts, actor, action, reason)
    },
  }
}
