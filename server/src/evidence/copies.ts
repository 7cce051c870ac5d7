import { randomBytes } from 'node:crypto'
import { decide, HOUSE, type PersonActor, requireAllowed } from '#access'
import { DAY, type ExportId, Refusal } from '#base'
import type { Tx } from '#platform'
import { sayReports } from './alarm-reports.ts'
import { type Destruction, endCopy, listCopies, listUnsaid, setCopyIndex } from './copies.store.ts'
import type { ExportParts } from './ports.ts'
import { sayDecisions } from './release.ts'
import { removeFiles } from './run.ts'
import { changeExport, findExport, listInState, type StoredExport } from './store.ts'
import { mayKnow, verdictOn } from './view.ts'

// The end of a package. Its file and password go when the grant ends; every copy that was handed out is asked for, day by day,
// until somebody enters how it was destroyed. An entry is a declaration: the house cannot see other people's disks.

/** Enters that one copy is destroyed. @throws Refusal `not_found`, `copy_not_found`, `copy_destroyed`, the reasons of access */
export async function destroyCopy(
  parts: ExportParts,
  actor: PersonActor,
  id: ExportId,
  no: number,
  method: Destruction,
): Promise<void> {
  const about = { action: 'export.destroy_copy', actor, detail: { export: id, copy: no, method } } as const
  await parts.recorder.perform(about, async (tx, draft) => {
    const row = await findExport(tx, id)
    if (row === undefined || !mayKnow(parts, actor, row)) throw new Refusal('not_found', 'not_found')
    draft.permit(row.grant_id)
    draft.request(row.request_id)
    requireAllowed(decide(actor, 'export.destroy_copy', null, parts.rules(), parts.clock.now()))
    const copy = (await listCopies(tx, id)).find((each) => each.no === no)
    if (copy === undefined) throw new Refusal('not_found', 'copy_not_found')
    const salt = new Uint8Array(randomBytes(16))
    const ending = { destroyed_at: parts.clock.now(), method, entered_by: actor.id, salt }
    if (!(await endCopy(tx, id, no, ending))) throw new Refusal('conflict', 'copy_destroyed')
    await closeIfOver(tx, parts, row)
  })
  await sayDestructions(parts).catch(() => undefined) // the schedule finds it waiting
}

/** Removes the package before its time. @throws Refusal `not_found`, `not_open`, the reasons of access */
export async function destroyPackage(parts: ExportParts, actor: PersonActor, id: ExportId): Promise<void> {
  const about = { action: 'export.destroy', actor, detail: { export: id } } as const
  await parts.recorder.perform(about, async (tx, draft) => {
    const row = await findExport(tx, id)
    if (row === undefined || !mayKnow(parts, actor, row)) throw new Refusal('not_found', 'not_found')
    draft.permit(row.grant_id)
    draft.request(row.request_id)
    requireAllowed(await verdictOn(parts, actor, row, 'destroy'))
    await endPackage(tx, parts, row)
  })
  removeFiles(parts.house, id)
}

/** The package's password goes with the transaction; its file right after it, and again at the next start. */
async function endPackage(tx: Tx, parts: ExportParts, row: StoredExport): Promise<void> {
  const ended = { state: 'expired', password: null, expires_at: row.expires_at ?? parts.clock.now() } as const
  if (!(await changeExport(tx, row.id, row.state, ended))) throw new Refusal('conflict', 'changed_meanwhile')
  await closeIfOver(tx, parts, { ...row, state: 'expired' })
}

async function closeIfOver(tx: Tx, _parts: ExportParts, row: Pick<StoredExport, 'id' | 'state'>): Promise<void> {
  const open = (await listCopies(tx, row.id)).filter(({ destroyed_at }) => destroyed_at === null)
  if (row.state === 'expired' && open.length === 0) await changeExport(tx, row.id, 'expired', { state: 'destroyed' })
}

/** Every destruction that the evidence ledger does not have yet. */
async function sayDestructions(parts: ExportParts): Promise<void> {
  for (const copy of await listUnsaid(parts.db)) {
    const row = await findExport(parts.db, copy.export_id)
    if (row === undefined || copy.salt === null) continue
    const statement = {
      v: 1,
      what: 'destruction',
      export: row.number,
      copy: copy.no,
      method: copy.method ?? '',
      by: copy.entered_by ?? '',
      at: copy.destroyed_at ?? 0,
    }
    // 1. the ledger has it; said again after a crash it is the same entry. 2. its index is noted.
    const index = await parts.archive.journal.appendStatement({
      type: 'destruction',
      key: `copy/${copy.export_id}/${copy.no}`,
      salt: new Uint8Array(copy.salt),
      statement,
    })
    await parts.db.write((tx) => setCopyIndex(tx, copy.export_id, copy.no, index))
  }
}

/**
 * For the schedule: packages whose grant is over lose their file and password; open copies of what is over are asked for
 * once a day. @returns how many packages ended, and how many copies are overdue
 */
export async function sweepExports(parts: ExportParts): Promise<{ ended: number; overdue: number }> {
  let ended = 0
  let overdue = 0
  const whole = [...(await listInState(parts.db, 'ready')), ...(await listInState(parts.db, 'awaiting_release'))]
  for (const row of whole) {
    if (!(await isOver(parts, row))) continue
    const about = { action: 'export.expire', actor: HOUSE, permit: row.grant_id, request: row.request_id } as const
    await parts.recorder.perform({ ...about, detail: { export: row.id } }, (tx) => endPackage(tx, parts, row))
    removeFiles(parts.house, row.id)
    ended += 1
  }
  // out there though nobody may have it any more: its time is over, or its release was taken back
  for (const state of ['expired', 'awaiting_release', 'refused', 'failed'] as const)
    for (const row of await listInState(parts.db, state)) overdue += await chase(parts, row)
  await sayDestructions(parts)
  await sayDecisions(parts)
  await sayReports(parts)
  return { ended, overdue }
}

async function isOver(parts: ExportParts, row: StoredExport): Promise<boolean> {
  if (row.expires_at !== null && parts.clock.now() >= row.expires_at) return true
  return !(await parts.grants.grantHolds(row.grant_id))
}

async function chase(parts: ExportParts, row: StoredExport): Promise<number> {
  const open = (await listCopies(parts.db, row.id)).filter(({ destroyed_at }) => destroyed_at === null).length
  const now = parts.clock.now()
  if (open === 0 || (row.chased_at !== null && now < row.chased_at + DAY)) return open
  const about = { action: 'export.chase', actor: HOUSE, permit: row.grant_id, request: row.request_id } as const
  await parts.recorder.perform({ ...about, detail: { export: row.id, copies: open } }, async (tx) => {
    await changeExport(tx, row.id, row.state, { chased_at: now })
  })
  parts.onTrouble?.('export_copies_overdue')
  return open
}
