import type { FileDigest } from '@cunzhen/proof'
import { type PersonActor, requireAllowed } from '#access'
import { Refusal } from '#base'
import { unwrapPassword } from '../register/password.ts'
import { packagePath } from '../register/places.ts'
import type { ExportParts } from '../register/ports.ts'
import { insertLook } from '../register/release.store.ts'
import type { StoredExport } from '../register/store.ts'
import { releaseVerdict } from '../standing/release-rules.ts'
import {
  FIRST_FILE,
  openPreviewFile,
  type PreviewFile,
  type PreviewKey,
  type PreviewPage,
  readPreview,
} from './preview.ts'
import { requireUnchanged } from './release.ts'

// Who looks at what leaves: each look an act, each out of the bytes whose digest is signed, and kept for the yes that may follow.

/**
 * A page of a file of the package, out of the package. The first look at these bytes is noted for the yes that may follow.
 * @throws Refusal of the verdict, `package_changed`, `preview_closed`, `file_not_in_package`
 */
export async function preview(
  parts: ExportParts,
  actor: PersonActor,
  row: StoredExport,
  { file = FIRST_FILE, from }: PreviewAsked,
): Promise<PreviewPage & { sha256: string }> {
  const { sha256, path, key } = await mayLook(parts, actor, row, { file, from })
  const page = await readPreview(path, key, file, from)
  // Seen.
  await parts.db.write((tx) => insertLook(tx, row.id, actor.id, sha256, parts.clock.now()))
  return { ...page, sha256 }
}

export interface PreviewAsked {
  /** Name in the package; left out: the rows as CSV. */
  readonly file?: string
  readonly from: number
}

/**
 * One file of pages out of the package, as a browser draws it.
 * @throws Refusal as preview, `not_shown` for a file that is not made of pages
 */
export async function previewPages(
  parts: ExportParts,
  actor: PersonActor,
  row: StoredExport,
  file: string,
): Promise<PreviewFile & { sha256: string; fileSha256: string | null }> {
  const { sha256, path, key } = await mayLook(parts, actor, row, { file, from: 0 })
  const opened = await openPreviewFile(path, key, file)
  await parts.db.write((tx) => insertLook(tx, row.id, actor.id, sha256, parts.clock.now()))
  return { ...opened, sha256, fileSha256: row.files === null ? null : digestIn(row.files, file) }
}

/** As the signed manifest has it; null where the register keeps a folder's files as one line. */
function digestIn(files: string, name: string): string | null {
  const listed = JSON.parse(files) as FileDigest[] // as `ready` wrote it
  return listed.find((one) => one.name === name)?.sha256 || null
}

async function mayLook(
  parts: ExportParts,
  actor: PersonActor,
  row: StoredExport,
  { file, from }: Required<PreviewAsked>,
): Promise<{ sha256: string; path: string; key: PreviewKey }> {
  const about = { action: 'export.preview', actor, permit: row.grant_id, request: row.request_id } as const
  const sha256 = row.sha256 ?? ''
  // what is no name in a package may be anything that somebody typed
  const named = isFileName(file) ? file : ''
  // 1. May they, and is there a key? Then the act, on disk, before the first byte is opened.
  await parts.recorder.perform({ ...about, detail: { export: row.id, sha256, file: named, from } }, async () => {
    requireAllowed(await releaseVerdict(parts, actor, row, 'preview'))
    if (row.password === null) throw new Refusal('conflict', 'preview_closed')
    if (named === '') throw new Refusal('not_found', 'file_not_in_package')
  })
  // 2. Exactly the bytes that the run made, or nothing.
  await requireUnchanged(parts, row)
  return { sha256, path: packagePath(parts.house, row.id), key: keyOf(parts, row) }
}

const isFileName = (name: string) => /^(?:README\.txt|(?:data|proof)\/[A-Za-z0-9_./-]{1,90})$/.test(name)

function keyOf(parts: ExportParts, row: StoredExport): PreviewKey {
  if (row.password === null) throw new Refusal('conflict', 'preview_closed')
  const secret = unwrapPassword(parts.keyring, row.id, row.password)
  return row.age_recipient === null ? { password: secret } : { identity: secret }
}
