import { type PersonActor, requireAllowed } from '#access'
import type { ActNote } from '#audit'
import { type ExportId, Refusal } from '#base'
import { durable, sweepTemporary } from '#platform'
import { tellAlarms } from './alarms/alarm-notices.ts'
import { alarmed } from './alarms/alarms.ts'
import { confirmCopy, destroyCopy, reopenCopy, sweepExports } from './copies/copies.ts'
import { type HandedFile, handPackage, handPassword, handVerifier, knownExport } from './copies/hand-out.ts'
import { type Handover, handoverOf } from './copies/handover.ts'
import { purgeLeftovers } from './copies/leftovers.ts'
import { confirmRemoval, destroyPackage, keepPackage } from './copies/removal.ts'
import { fail } from './package/run.ts'
import { Runs } from './package/runs.ts'
import { type NewExport, prepareExport } from './prepare.ts'
import type { Destruction } from './register/copies.store.ts'
import { exportsDir, removeFiles } from './register/places.ts'
import type { ExportParts } from './register/ports.ts'
import {
  changeExport,
  type ExportChange,
  findExport,
  listExports,
  listInState,
  type StoredExport,
} from './register/store.ts'
import { type Releasing, releasing } from './release/releasing.ts'
import { seesAll } from './standing/known-to.ts'
import { type ExportView, verdictOn, viewsOf } from './standing/view.ts'

/** Exports of running grants: prepared by one person, confirmed by another, received by the one who asked. */
export interface Exports extends Releasing {
  /** The executor prepares; a monitor must confirm. @throws Refusal `not_found`, and the reasons of the executor's duty */
  prepare(actor: PersonActor, wanted: NewExport): Promise<ExportView>
  /** The monitor confirms, and the run begins. @throws Refusal `not_found`, `not_open`, the reasons of the monitor's duty */
  confirm(actor: PersonActor, id: ExportId): Promise<ExportView>
  decline(actor: PersonActor, id: ExportId): Promise<ExportView>
  /** Ends a run; nothing of it is left, and it can be prepared again. @throws Refusal `not_open` where it is made already */
  cancel(actor: PersonActor, id: ExportId): Promise<ExportView>
  /** After a failure, by an executor; a monitor confirms again. */
  retry(actor: PersonActor, id: ExportId): Promise<ExportView>
  /** Newest first: one's own; executors, monitors and overseers see all. */
  list(actor: PersonActor): Promise<ExportView[]>
  /** @throws Refusal `not_found` */
  view(actor: PersonActor, id: ExportId): Promise<ExportView>
  /** For the papers. @throws Refusal `not_found` */
  handover(actor: PersonActor, id: ExportId): Promise<Handover>
  /** For the holder of the grant only, freshly stepped up. @throws Refusal `not_recipient`, `not_released`, `step_up_needed` */
  download(actor: PersonActor, id: ExportId): Promise<HandedFile>
  /** The offline verifier; it holds nothing of anybody, whoever may know of the export may have it. */
  verifier(actor: PersonActor, id: ExportId): Promise<HandedFile>
  /** As download. Executor and monitor never see it. */
  password(actor: PersonActor, id: ExportId): Promise<string>
  /** Enters that one copy is destroyed, and how. @throws Refusal `copy_not_found`, `copy_destroyed`, `copy_entered` */
  destroyCopy(actor: PersonActor, id: ExportId, no: number, method: Destruction): Promise<ExportView>
  /** As another person: confirms that entry. @throws Refusal `own_destruction`, `not_open` */
  confirmCopy(actor: PersonActor, id: ExportId, no: number): Promise<ExportView>
  /** Says no to it, or takes one's own back. */
  reopenCopy(actor: PersonActor, id: ExportId, no: number): Promise<ExportView>
  /**
   * Asks for the package's removal before its time (removes it, where the pack asks for one person); copies that are out stay to be
   * asked for. @throws Refusal `not_open`, `destruction_asked`
   */
  destroy(actor: PersonActor, id: ExportId): Promise<ExportView>
  /** As another person: removes it. @throws Refusal `own_destruction`, `not_open` */
  confirmDestroy(actor: PersonActor, id: ExportId): Promise<ExportView>
  /** Says no to a removal, or takes one's own back. */
  keep(actor: PersonActor, id: ExportId): Promise<ExportView>
  /** For the schedule: what is over loses its file; open copies of it are asked for once a day; leftovers go; alarms go out. */
  sweep(): Promise<{ ended: number; overdue: number; purged: number; told: number }>
  /** While false, a download under way is cut off. */
  isReleased(id: ExportId): Promise<boolean>
  /** At start-up: what a crash cut off is failed, its files are removed. @returns how many */
  recover(): Promise<number>
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>
  /** Ends what runs; it is then failed and can be asked for again. */
  stop(): Promise<void>
}

const MOST_LISTED = 200

export function createExports(parts: ExportParts): Exports {
  const runs = new Runs(parts)
  const shown = async (actor: PersonActor, id: ExportId): Promise<ExportView> => {
    const [view] = await viewsOf(parts, actor, [await knownExport(parts, actor, id)], runs.underway)
    if (view === undefined) throw new Refusal('not_found', 'not_found')
    return view
  }
  return {
    async prepare(actor, wanted) {
      const asked = () => prepareExport(parts, actor, wanted)
      return shown(actor, await alarmed(parts, actor, 'export.ask', { grant: wanted.grantId }, asked))
    },
    async confirm(actor, id) {
      const asked = () => move(parts, actor, id, 'confirm', (row) => confirmed(row, actor))
      runs.start(await alarmed(parts, actor, 'export.confirm', { export: id }, asked))
      return shown(actor, id)
    },
    ...releasing(parts, (actor, id) => knownExport(parts, actor, id), shown),
    async decline(actor, id) {
      await move(parts, actor, id, 'decline', () => ({ state: 'declined', finished_at: parts.clock.now() }))
      return shown(actor, id)
    },
    async cancel(actor, id) {
      const cancelled = () => ({ state: 'failed', problem: 'cancelled', finished_at: parts.clock.now() }) as const
      await move(parts, actor, id, 'cancel', cancelled)
      await runs.cancel(id)
      return shown(actor, id)
    },
    async retry(actor, id) {
      await move(parts, actor, id, 'retry', () => ({ state: 'awaiting_monitor', monitor_id: null, finished_at: null }))
      return shown(actor, id)
    },
    async list(actor) {
      const rows = await listExports(parts.db, seesAll(parts, actor) ? null : actor.id, MOST_LISTED)
      return viewsOf(parts, actor, rows, runs.underway)
    },
    view: shown,
    handover: async (actor, id) => handoverOf(parts, await knownExport(parts, actor, id)),
    download: (actor, id) =>
      alarmed(parts, actor, 'export.download', { export: id }, () => handPackage(parts, actor, id)),
    verifier: (actor, id) => handVerifier(parts, actor, id),
    password: (actor, id) =>
      alarmed(parts, actor, 'export.password', { export: id }, () => handPassword(parts, actor, id)),
    async destroyCopy(actor, id, no, method) {
      await destroyCopy(parts, actor, id, no, method)
      return shown(actor, id)
    },
    async confirmCopy(actor, id, no) {
      await confirmCopy(parts, actor, id, no)
      return shown(actor, id)
    },
    async reopenCopy(actor, id, no) {
      await reopenCopy(parts, actor, id, no)
      return shown(actor, id)
    },
    async destroy(actor, id) {
      await destroyPackage(parts, actor, id)
      return shown(actor, id)
    },
    async confirmDestroy(actor, id) {
      await confirmRemoval(parts, actor, id)
      return shown(actor, id)
    },
    async keep(actor, id) {
      await keepPackage(parts, actor, id)
      return shown(actor, id)
    },
    async sweep() {
      const swept = await sweepExports(parts)
      const purged = await purgeLeftovers(parts, (id) => runs.underway(id) !== null)
      return { ...swept, purged, told: await tellAlarms(parts) }
    },
    async isReleased(id) {
      const row = await findExport(parts.db, id)
      return row?.state === 'ready' && parts.grants.grantHolds(row.grant_id)
    },
    recover: () => recover(parts),
    settled: () => runs.settled(),
    stop: () => runs.stop(),
  }
}

function confirmed(row: StoredExport, monitor: PersonActor): ExportChange {
  const fresh = { rows: null, bytes: null, sha256: null, weight: null, removal_by: null, removal_at: null }
  return { state: 'running', monitor_id: monitor.id, attempt: row.attempt + 1, done_rows: 0, problem: null, ...fresh }
}

/** One step of an export, with its act, in one transaction. @returns the export as it is after */
async function move(
  parts: ExportParts,
  actor: PersonActor,
  id: ExportId,
  verb: 'confirm' | 'decline' | 'cancel' | 'retry',
  change: (row: StoredExport) => ExportChange,
): Promise<StoredExport> {
  const about: ActNote = { action: `export.${verb}`, actor, detail: { export: id } }
  const { value } = await parts.recorder.perform(about, async (tx, draft) => {
    const row = await knownExport(parts, actor, id, tx)
    draft.permit(row.grant_id)
    draft.request(row.request_id)
    requireAllowed(await verdictOn(parts, actor, row, verb))
    const changed = change(row)
    if (!(await changeExport(tx, id, row.state, changed))) throw new Refusal('conflict', 'changed_meanwhile')
    return { ...row, ...changed }
  })
  return value
}

async function recover(parts: ExportParts): Promise<number> {
  durable.ensureDir(exportsDir(parts.house))
  sweepTemporary(exportsDir(parts.house))
  const cut = await listInState(parts.db, 'running')
  for (const state of ['failed', 'expired', 'destroyed', 'refused'] as const)
    for (const row of await listInState(parts.db, state)) removeFiles(parts.house, row.id)
  for (const row of cut) {
    removeFiles(parts.house, row.id)
    await fail(parts, row.id, 'interrupted', async () => undefined)
  }
  return cut.length
}
