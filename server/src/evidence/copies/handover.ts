import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { FileDigest } from '@cunzhen/proof'
import { verifierPath } from '../register/places.ts'
import type { ExportParts } from '../register/ports.ts'
import type { StoredExport } from '../register/store.ts'

/** What goes to the recipient, as the papers name it. */
export interface Handover {
  readonly files: readonly FileDigest[]
  /** Of the verifier page beside the package: published by the house, so that nobody has to trust the page they were sent. */
  readonly verifierSha256: string | null
}

export async function handoverOf(parts: Pick<ExportParts, 'house'>, row: StoredExport): Promise<Handover> {
  const page = verifierPath(parts.house, row.id)
  return {
    files: row.files === null ? [] : (JSON.parse(row.files) as FileDigest[]), // as the run wrote it
    verifierSha256: existsSync(page)
      ? createHash('sha256')
          .update(await readFile(page))
          .digest('hex')
      : null,
  }
}
