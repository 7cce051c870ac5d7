import { randomBytes } from 'node:crypto'
import { decide, HOUSE, type PersonActor, requireAllowed } from '#access'
import { DAY, type ExportId, Refusal } from '#base'
import type { Tx } from '#platform'
import { sayReports } from '../alarms/alarm-reports.ts'
import {
  type CopyRow,
  changeCopy,
  type Destruction,
  listCopies,
  listUnsaid,
  setCopyIndex,
} from '../register/copies.store.ts'
import { removeFiles } from '../register/places.ts'
import type { ExportParts } from '../register/ports.ts'
import { changeExport, findExport, listInState, type StoredExport } from '../register/store.ts'
import { sayDecisions } from '../release/release.ts'
import { copyVerdicts } from '../standing/view.ts'
import { knownExport } from './hand-out.ts'
import { closeIfOver, endPackage, takesTwo } from './removal.ts'

// The end of a package. Its file and password go when the grant ends; every copy that was handed out is asked for, day by day,
// until somebody enters how it was destroyed. An entry is a declaration: the house cannot see other people's disks.

/**
 * Enters that one copy is destroyed; where the pack asks for two people it counts once another has confirmed it.
 * @throws Refusal `not_found`, `copy_not_found`, `copy_destroyed`, `copy_entered`, the reasons of access
 */
export async function destroyCopy(
  parts: ExportParts,
  actor: PersonActor,
  id: ExportId,
  no: number,
  method: Destruction,
): Promise<void> {
  await aboutCopy(parts, actor, { action: 'export.destroy_copy', id, no, method }, async (tx, row, copy) => {
    requireAllowed(decide(actor, 'export.destroy_copy', null, parts.rules(), parts.clock.now()))
    if (copy.entered_by !== null) throw new Refusal('conflict', 'copy_entered')
    const entry = { method, entered_by: actor.id, entered_at: parts.clock.now() }
    await change(tx, copy, takesTwo(parts) ? entry : { ...entry, ...ended(parts) })
    await closeIfOver(tx, row)
  })
}

/**
 * As another than who entered it: confirms that a copy is destroyed.
 * @throws Refusal as destroyCopy; `own_destruction`, `not_open`
 */
export async function confirmCopy(parts: ExportParts, actor: PersonActor, id: ExportId, no: number): Promise<void> {
  await aboutCopy(parts, actor, { action: 'export.confirm_copy', id, no }, async (tx, row, copy) => {
    requireAllowed(copyVerdicts(parts, actor, copy).confirm)
    await change(tx, copy, { ...ended(parts), confirmed_by: actor.id })
    await closeIfOver(tx, row)
  })
}

/** Says no to what was entered of a copy, or takes one's own entry back: it is asked for again. @throws Refusal as confirmCopy */
export async function reopenCopy(parts: ExportParts, actor: PersonActor, id: ExportId, no: number): Promise<void> {
  await aboutCopy(parts, actor, { action: 'export.reopen_copy', id, no }, async (tx, _row, copy) => {
    requireAllowed(copyVerdicts(parts, actor, copy).reopen)
    await change(tx, copy, { method: null, entered_by: null, entered_at: null })
  })
}

type CopyAct =
  | { readonly action: 'export.destroy_copy'; readonly id: ExportId; readonly no: number; readonly method: Destruction }
  | { readonly action: 'export.confirm_copy' | 'export.reopen_copy'; readonly id: ExportId; readonly no: number }

/** One act on one copy that is not destroyed, in one transaction; what is destroyed by it is said in the ledger. */
async function aboutCopy(
  parts: ExportParts,
  actor: PersonActor,
  { action, id, no, ...more }: CopyAct,
  work: (tx: Tx, row: StoredExport, copy: CopyRow) => Promise<void>,
): Promise<void> {
  await parts.recorder.perform({ action, actor, detail: { export: id, copy: no, ...more } }, async (tx, draft) => {
    const row = await knownExport(parts, actor, id, tx)
    draft.permit(row.grant_id)
    draft.request(row.request_id)
    const copy = (await listCopies(tx, id)).find((each) => each.no === no)
    if (copy === undefined) throw new Refusal('not_found', 'copy_not_found')
    if (copy.destroyed_at !== null) throw new Refusal('conflict', 'copy_destroyed')
    await work(tx, row, copy)
  })
  await sayDestructions(parts).catch(() => undefined) // the schedule finds it waiting
}

async function change(tx: Tx, copy: CopyRow, to: Parameters<typeof changeCopy>[2]): Promise<void> {
  if (!(await changeCopy(tx, copy, to))) throw new Refusal('conflict', 'changed_meanwhile')
}

function ended({ clock }: ExportParts) {
  return { destroyed_at: clock.now(), salt: new Uint8Array(randomBytes(16)) }
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
      confirmed: copy.confirmed_by ?? '',
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
