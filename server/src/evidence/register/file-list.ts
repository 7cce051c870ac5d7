import { createHash } from 'node:crypto'
import type { FileDigest } from '@cunzhen/proof'

// What a package holds, as people read it: on paper file by file, on a screen a folder at a time.

/** More files than these stand in the register by the folder. */
const MOST_LISTED = 300

/** For the register, by name: every file with its digest; of a package of very many, folders of documents as one line. */
export function listedFiles(written: readonly FileDigest[]): FileDigest[] {
  const files = written.map(({ name, size, sha256 }) => ({ name, size, sha256 })).sort(byName)
  return files.length <= MOST_LISTED ? files : byFolder(files)
}

/**
 * Folders of documents as `data/rsmf/ (42)`, the rest as it is. The digest of a folder is that of the list of its files as
 * sha256sum prints it: `sha256sum data/rsmf/* | sha256sum` gives it to whoever has the files.
 */
export function byFolder(files: readonly FileDigest[]): FileDigest[] {
  const folders = Map.groupBy(files, ({ name }) => /^(.+\/.+\/)[^/ ]/.exec(name)?.[1] ?? '')
  const single = folders.get('') ?? []
  folders.delete('')
  const many = [...folders].map(([folder, inside]) => ({
    name: `${folder} (${inside.length})`,
    size: inside.reduce((sum, { size }) => sum + size, 0),
    sha256: digestOfList(inside),
  }))
  return [...single, ...many].sort(byName)
}

function digestOfList(files: readonly FileDigest[]): string {
  const lines = [...files].sort(byName).map(({ name, sha256 }) => `${sha256}  ${name}\n`)
  return createHash('sha256').update(lines.join('')).digest('hex')
}

/** By code unit, as the shell lists names of plain letters in the C locale. */
function byName(a: FileDigest, b: FileDigest): number {
  return a.name < b.name ? -1 : 1
}
