import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** One thing to import: a file, or a folder that is one export. */
export interface SampleSource {
  readonly path: string
  readonly kind: 'file' | 'folder'
}

/** Every source below a folder, in the order of their names. What lies in a folder that is one export is that export's. */
export function sourcesBelow(root: string): SampleSource[] {
  if (isOneExport(root)) return [{ path: root, kind: 'folder' }]
  return readdirSync(root, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): SampleSource[] => {
      const path = join(root, entry.name)
      if (entry.isDirectory()) return sourcesBelow(path)
      return entry.isFile() && statSync(path).size > 0 ? [{ path, kind: 'file' }] : []
    })
}

/** Folders that their applications write as one export; told by the files that only such an export has together. */
function isOneExport(folder: string): boolean {
  const has = (...names: string[]) => names.every((name) => existsSync(join(folder, name)))
  if (has('users.json', 'channels.json')) return true // Slack, Mattermost in Slack's form
  if (has('result.json')) return true // Telegram Desktop
  return has('rsmf_manifest.json') && readdirSync(folder).length > 1
}
