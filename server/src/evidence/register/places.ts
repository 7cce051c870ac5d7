import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ExportId } from '#base'

// Where packages lie. Names hold the export's id, which says nothing about what is in them.

export function exportsDir(house: string): string {
  return join(house, 'exports')
}

export function packagePath(house: string, id: ExportId): string {
  return join(exportsDir(house), `${id}.zip`)
}

export function verifierPath(house: string, id: ExportId): string {
  return join(exportsDir(house), `${id}.verify.html`)
}

/** A name that `sweepTemporary` knows. */
export function temporaryPath(house: string, id: ExportId, what: 'zip' | 'spool' | 'facts' | 'age'): string {
  return join(exportsDir(house), `.${id}.${what}.${randomBytes(6).toString('hex')}.new`)
}

export function removeFiles(house: string, id: ExportId, temporary: readonly string[] = []): void {
  for (const path of [...temporary, packagePath(house, id), verifierPath(house, id)]) rmSync(path, { force: true })
}

/** What the verifier page is called where it is handed over; README.txt of the package names it so. */
export const verifierName = (number: string): string => `cunzhen-${number}-verify.html`
