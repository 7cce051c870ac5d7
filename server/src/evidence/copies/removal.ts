import { type PersonActor, requireAllowed } from '#access'
import { type ExportId, Refusal } from '#base'
import type { Tx } from '#platform'
import { listCopies } from '../register/copies.store.ts'
import { removeFiles } from '../register/places.ts'
import type { ExportParts } from '../register/ports.ts'
import { changeExport, type ExportChange, type StoredExport } from '../register/store.ts'
import { verdictOn } from '../standing/view.ts'
import { knownExport } from './hand-out.ts'

// A package removed before its time: asked for by one person and, where the pack asks for two, done by another. Until then it stands;
// who wants it stopped at once takes its release back, which needs nobody else.

/** @throws Refusal `not_found`, `not_open`, `destruction_asked`, the reasons of access */
export async function destroyPackage(parts: ExportParts, actor: PersonActor, id: ExportId): Promise<void> {
  const asked = { removal_by: actor.id, removal_at: parts.clock.now(), removal_confirmed_by: null }
  await aboutPackage(parts, actor, id, 'destroy', (tx, row) =>
    takesTwo(parts) ? change(tx, row, asked) : endPackage(tx, parts, row, asked),
  )
  if (!takesTwo(parts)) removeFiles(parts.house, id)
}

/** As another than who asked: removes it. @throws Refusal `not_found`, `not_open`, `own_destruction`, the reasons of access */
export async function confirmRemoval(parts: ExportParts, actor: PersonActor, id: ExportId): Promise<void> {
  await aboutPackage(parts, actor, id, 'confirm_destroy', (tx, row) =>
    endPackage(tx, parts, row, { removal_confirmed_by: actor.id }),
  )
  removeFiles(parts.house, id)
}

/** Says no to a removal, or takes one's own back. @throws Refusal `not_found`, `not_open`, the reasons of access */
export async function keepPackage(parts: ExportParts, actor: PersonActor, id: ExportId): Promise<void> {
  await aboutPackage(parts, actor, id, 'keep', (tx, row) => change(tx, row, { removal_by: null, removal_at: null }))
}

async function aboutPackage(
  parts: ExportParts,
  actor: PersonActor,
  id: ExportId,
  verb: 'destroy' | 'confirm_destroy' | 'keep',
  work: (tx: Tx, row: StoredExport) => Promise<void>,
): Promise<void> {
  await parts.recorder.perform({ action: `export.${verb}`, actor, detail: { export: id } }, async (tx, draft) => {
    const row = await knownExport(parts, actor, id, tx)
    draft.permit(row.grant_id)
    draft.request(row.request_id)
    requireAllowed(await verdictOn(parts, actor, row, verb))
    await work(tx, row)
  })
}

/** A pack that cannot be read asks for two: every verdict is no by then. */
export function takesTwo({ rules }: Pick<ExportParts, 'rules'>): boolean {
  const pack = rules()
  return !pack.readable || pack.destruction.persons === 2
}

async function change(tx: Tx, { id, state }: StoredExport, to: ExportChange): Promise<void> {
  if (!(await changeExport(tx, id, state, to))) throw new Refusal('conflict', 'changed_meanwhile')
}

/** The package's password goes with the transaction; its file right after it, and again at the next start. */
export async function endPackage(
  tx: Tx,
  parts: ExportParts,
  row: StoredExport,
  besides: ExportChange = {},
): Promise<void> {
  const expires_at = row.expires_at ?? parts.clock.now()
  await change(tx, row, { ...besides, state: 'expired', password: null, expires_at })
  await closeIfOver(tx, { id: row.id, state: 'expired' })
}

/** What has ended is destroyed once none of its copies is out. */
export async function closeIfOver(tx: Tx, { id, state }: Pick<StoredExport, 'id' | 'state'>): Promise<void> {
  const open = (await listCopies(tx, id)).filter(({ destroyed_at }) => destroyed_at === null)
  if (state === 'expired' && open.length === 0) await changeExport(tx, id, 'expired', { state: 'destroyed' })
}
