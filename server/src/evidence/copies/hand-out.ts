import { statSync } from 'node:fs'
import { type PersonActor, requireAllowed } from '#access'
import type { ActNote } from '#audit'
import { type ExportId, Fault, Refusal } from '#base'
import type { Tx } from '#platform'
import { insertCopy } from '../register/copies.store.ts'
import { unwrapPassword } from '../register/password.ts'
import { packagePath, verifierName, verifierPath } from '../register/places.ts'
import type { ExportParts } from '../register/ports.ts'
import { findExport, type StoredExport } from '../register/store.ts'
import { requireUnchanged } from '../release/release.ts'
import { mayKnow } from '../standing/known-to.ts'
import { type ExportVerb, verdictOn } from '../standing/view.ts'

// What leaves the house at last: the package to the holder of the grant alone, each time entered as a copy; the verifier to whoever
// may know of the export.

export interface HandedFile {
  path: string
  bytes: number
  /** Of what was released, hex; null: of no package. */
  sha256: string | null
  /** For the download; holds the export's number and nothing else. */
  fileName: string
}

export async function handPackage(parts: ExportParts, actor: PersonActor, id: ExportId): Promise<HandedFile> {
  // the bytes that were released, or none: looked at before a copy is entered, and again while they go out
  const before = await knownExport(parts, actor, id)
  if ((await verdictOn(parts, actor, before, 'download')).allowed) await requireUnchanged(parts, before)
  const row = await take(parts, actor, id, 'download')
  const end = row.age_recipient === null ? 'zip' : 'zip.age'
  return handed(packagePath(parts.house, id), `cunzhen-${row.number}.${end}`, row)
}

export async function handVerifier(parts: ExportParts, actor: PersonActor, id: ExportId): Promise<HandedFile> {
  const row = await knownExport(parts, actor, id)
  if (row.state !== 'ready') throw new Refusal('conflict', 'not_released')
  return handed(verifierPath(parts.house, id), verifierName(row.number), null)
}

export async function handPassword(parts: ExportParts, actor: PersonActor, id: ExportId): Promise<string> {
  const { password } = await take(parts, actor, id, 'password')
  if (password === null) throw new Refusal('conflict', 'not_released')
  return unwrapPassword(parts.keyring, id, password)
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
    const row = await knownExport(parts, actor, id, tx)
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
export async function knownExport(
  parts: ExportParts,
  actor: PersonActor,
  id: ExportId,
  tx?: Tx,
): Promise<StoredExport> {
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
