import { statSync } from 'node:fs'
import { mayEver, type PersonActor, requireAllowed } from '#access'
import type { ActNote } from '#audit'
import { type ExportId, Fault, type GrantId, HOUSE_OFFSET, newId, Refusal } from '#base'
import { durable, sweepTemporary, type Tx } from '#platform'
import type { Recipient } from '#policy'
import { isAgeRecipient } from './age.ts'
import { tellAlarms } from './alarm-notices.ts'
import { alarmed } from './alarms.ts'
import { type Destruction, insertCopy } from './copies.store.ts'
import { destroyCopy, destroyPackage, sweepExports } from './copies.ts'
import { type Handover, handoverOf } from './handover.ts'
import { purgeLeftovers } from './leftovers.ts'
import { unwrapPassword } from './password.ts'
import { exportsDir, packagePath, verifierPath } from './places.ts'
import type { ExportParts } from './ports.ts'
import { requireUnchanged } from './release.ts'
import { bulkReasonFor, type Releasing, releasing } from './releasing.ts'
import { fail, removeFiles } from './run.ts'
import { Runs } from './runs.ts'
import {
  changeExport,
  type ExportChange,
  type ExportFormat,
  findExport,
  insertExport,
  listExports,
  listInState,
  type StoredExport,
  takeNumber,
} from './store.ts'
import { type ExportVerb, type ExportView, mayKnow, seesAll, verdictOn, viewsOf } from './view.ts'

export interface NewExport {
  readonly grantId: GrantId
  readonly formats: readonly ExportFormat[]
  readonly names: 'mask' | 'pseudonym'
  /** Who it is for (policy/masks.ts); left out: the holder of the grant, in the house. */
  readonly recipient?: Exclude<Recipient, 'screen'>
  /** The recipient's public key of age: the package is sealed to it and has no password. */
  readonly ageRecipient?: string | null
  /** Why so much of it is needed: for a grant that concerns more people than the pack lets go without a reason. */
  readonly bulkReason?: string | null
}

export interface HandedFile {
  path: string
  bytes: number
  /** Of what was released, hex; null: of no package. */
  sha256: string | null
  /** For the download; holds the export's number and nothing else. */
  fileName: string
}

/** Exports of running grants: prepared by one person, confirmed by another, received by the one who asked. */
export interface Exports extends Releasing {
  /** The executor prepares; a monitor must confirm. @throws Refusal `not_found`, and the reasons of the executor's duty */
  prepare(actor: PersonActor, wanted: NewExport): Promise<ExportView>
  /** The monitor confirms, and the run begins. @throws Refusal `not_found`, `not_open`, the reasons of the monitor's duty */
  confirm(actor: PersonActor, id: ExportId): Promise<ExportView>
  decline(actor: PersonActor, id: ExportId): Promise<ExportView>
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
  /** Enters that one copy is destroyed, and how. @throws Refusal `copy_not_found`, `copy_destroyed` */
  destroyCopy(actor: PersonActor, id: ExportId, no: number, method: Destruction): Promise<ExportView>
  /** Removes the package before its time; copies that are out stay to be asked for. @throws Refusal `not_open` */
  destroy(actor: PersonActor, id: ExportId): Promise<ExportView>
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
    const [view] = await viewsOf(parts, actor, [await known(parts, actor, id)], runs.doneRows)
    if (view === undefined) throw new Refusal('not_found', 'not_found')
    return view
  }
  return {
    async prepare(actor, wanted) {
      const asked = () => prepare(parts, actor, wanted)
      return shown(actor, await alarmed(parts, actor, 'export.ask', { grant: wanted.grantId }, asked))
    },
    async confirm(actor, id) {
      const asked = () => move(parts, actor, id, 'confirm', (row) => confirmed(row, actor))
      runs.start(await alarmed(parts, actor, 'export.confirm', { export: id }, asked))
      return shown(actor, id)
    },
    ...releasing(parts, (actor, id) => known(parts, actor, id), shown),
    async decline(actor, id) {
      await move(parts, actor, id, 'decline', () => ({ state: 'declined', finished_at: parts.clock.now() }))
      return shown(actor, id)
    },
    async retry(actor, id) {
      await move(parts, actor, id, 'retry', () => ({ state: 'awaiting_monitor', monitor_id: null, finished_at: null }))
      return shown(actor, id)
    },
    async list(actor) {
      const rows = await listExports(parts.db, seesAll(parts, actor) ? null : actor.id, MOST_LISTED)
      return viewsOf(parts, actor, rows, runs.doneRows)
    },
    view: shown,
    handover: async (actor, id) => handoverOf(parts, await known(parts, actor, id)),
    download: (actor, id) =>
      alarmed(parts, actor, 'export.download', { export: id }, () => handPackage(parts, actor, id)),
    verifier: (actor, id) => handVerifier(parts, actor, id),
    password: (actor, id) =>
      alarmed(parts, actor, 'export.password', { export: id }, () => handPassword(parts, actor, id)),
    async destroyCopy(actor, id, no, method) {
      await destroyCopy(parts, actor, id, no, method)
      return shown(actor, id)
    },
    async destroy(actor, id) {
      await destroyPackage(parts, actor, id)
      return shown(actor, id)
    },
    async sweep() {
      const swept = await sweepExports(parts)
      const purged = await purgeLeftovers(parts, (id) => runs.doneRows(id) !== null)
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
  const fresh = { rows: null, bytes: null, sha256: null, weight: null }
  return { state: 'running', monitor_id: monitor.id, attempt: row.attempt + 1, done_rows: 0, problem: null, ...fresh }
}

async function handPackage(parts: ExportParts, actor: PersonActor, id: ExportId): Promise<HandedFile> {
  // the bytes that were released, or none: looked at before a copy is entered, and again while they go out
  const before = await known(parts, actor, id)
  if ((await verdictOn(parts, actor, before, 'download')).allowed) await requireUnchanged(parts, before)
  const row = await take(parts, actor, id, 'download')
  const end = row.age_recipient === null ? 'zip' : 'zip.age'
  return handed(packagePath(parts.house, id), `cunzhen-${row.number}.${end}`, row)
}

async function handVerifier(parts: ExportParts, actor: PersonActor, id: ExportId): Promise<HandedFile> {
  const row = await known(parts, actor, id)
  if (row.state !== 'ready') throw new Refusal('conflict', 'not_released')
  return handed(verifierPath(parts.house, id), `cunzhen-${row.number}-verify.html`, null)
}

async function handPassword(parts: ExportParts, actor: PersonActor, id: ExportId): Promise<string> {
  const { password } = await take(parts, actor, id, 'password')
  if (password === null) throw new Refusal('conflict', 'not_released')
  return unwrapPassword(parts.keyring, id, password)
}

async function prepare(parts: ExportParts, actor: PersonActor, wanted: NewExport): Promise<ExportId> {
  const id = newId<ExportId>('exp')
  const about: ActNote = { action: 'export.ask', actor, permit: wanted.grantId, detail: { export: id } }
  const recipient = wanted.ageRecipient ?? null
  const isRecipient = recipient === null || (await isAgeRecipient(recipient))
  await parts.recorder.perform(about, async (tx, draft) => {
    // who may never export is told so, whatever the grant
    requireAllowed(mayEver(actor, 'export.ask', parts.rules()))
    const grant = await parts.grants.readGrant(wanted.grantId)
    draft.request(grant.requestId)
    requireAllowed(await parts.grants.exportDuties(grant.id, actor, 'execute'))
    const formats = [...new Set(wanted.formats)].sort()
    if (formats.length === 0) throw new Refusal('invalid', 'format_missing')
    if (!isRecipient) throw new Refusal('invalid', 'age_recipient_invalid')
    // a package without a password of ours has none to make the workbook's from
    if (recipient !== null && formats.includes('xlsx_locked')) throw new Refusal('invalid', 'locked_needs_password')
    const bulkReason = await bulkReasonFor(parts, grant.id, wanted.bulkReason ?? null)
    const year = new Date(parts.clock.now() + HOUSE_OFFSET).getUTCFullYear()
    const number = `E-${year}-${String(await takeNumber(tx, year)).padStart(4, '0')}`
    draft.detail({
      number,
      names: wanted.names,
      recipient: wanted.recipient ?? 'internal',
      formats,
      sealed: recipient === null ? 'password' : 'age',
    })
    await insertExport(tx, {
      id,
      number,
      grant_id: grant.id,
      grant_number: grant.number,
      request_id: grant.requestId,
      case_no: grant.caseNo,
      requester_id: grant.holderId,
      executor_id: actor.id,
      formats: JSON.stringify(formats),
      names: wanted.names,
      recipient: wanted.recipient ?? 'internal',
      asked_at: parts.clock.now(),
      state: 'awaiting_monitor',
      monitor_id: null,
      finished_at: null,
      attempt: 0,
      done_rows: 0,
      rows: null,
      masked_spans: null,
      bytes: null,
      sha256: null,
      problem: null,
      password: null,
      age_recipient: recipient,
      expires_at: null,
      files: null,
      completeness: null,
      chased_at: null,
      weight: null,
      bulk_reason: bulkReason,
    })
  })
  return id
}

/** One step of an export, with its act, in one transaction. @returns the export as it is after */
async function move(
  parts: ExportParts,
  actor: PersonActor,
  id: ExportId,
  verb: 'confirm' | 'decline' | 'retry',
  change: (row: StoredExport) => ExportChange,
): Promise<StoredExport> {
  const about: ActNote = { action: `export.${verb}`, actor, detail: { export: id } }
  const { value } = await parts.recorder.perform(about, async (tx, draft) => {
    const row = await known(parts, actor, id, tx)
    draft.permit(row.grant_id)
    draft.request(row.request_id)
    requireAllowed(await verdictOn(parts, actor, row, verb))
    const changed = change(row)
    if (!(await changeExport(tx, id, row.state, changed))) throw new Refusal('conflict', 'changed_meanwhile')
    return { ...row, ...changed }
  })
  return value
}

/** What only the holder gets, each time with an act before it. */
async function take(
  parts: ExportParts,
  actor: PersonActor,
  id: ExportId,
  verb: ExportVerb & ('download' | 'password'),
): Promise<StoredExport> {
  const about: ActNote = { action: `export.${verb}`, actor, detail: { export: id } }
  const { value } = await parts.recorder.perform(about, async (tx, draft) => {
    const row = await known(parts, actor, id, tx)
    draft.permit(row.grant_id)
    draft.request(row.request_id)
    requireAllowed(await verdictOn(parts, actor, row, verb))
    // handed out is handed out, also where the line breaks off: the register has it before the first byte
    if (verb === 'download') draft.detail({ copy: await insertCopy(tx, id, actor.id, parts.clock.now()) })
    return row
  })
  return value
}

/** Somebody else's export is answered like one that is not there. */
async function known(parts: ExportParts, actor: PersonActor, id: ExportId, tx?: Tx): Promise<StoredExport> {
  const row = await findExport(tx ?? parts.db, id)
  if (row === undefined || !mayKnow(parts, actor, row)) throw new Refusal('not_found', 'not_found')
  return row
}

function handed(path: string, fileName: string, of: Pick<StoredExport, 'bytes' | 'sha256'> | null): HandedFile {
  const size = statSync(path, { throwIfNoEntry: false })?.size
  if (size === undefined || (of !== null && size !== of.bytes)) {
    throw new Fault(
      'export_missing',
      'a finished package is gone or changed; restore exports/ from a backup, or export again',
    )
  }
  return { path, bytes: size, sha256: of?.sha256 ?? null, fileName }
}

async function recover(parts: ExportParts): Promise<number> {
  durable.ensureDir(exportsDir(parts.house))
  sweepTemporary(exportsDir(parts.house))
  const cut = await listInState(parts.db, 'running')
  for (const state of ['expired', 'destroyed', 'refused'] as const)
    for (const row of await listInState(parts.db, state)) removeFiles(parts.house, row.id)
  for (const row of cut) {
    removeFiles(parts.house, row.id)
    await fail(parts, row.id, 'interrupted', async () => undefined)
  }
  return cut.length
}
