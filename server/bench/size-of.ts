import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes of a file, or of all files below a directory; of one that has just been replaced or removed: none. */
export function sizeOf(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).size
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const size = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return entries.reduce((sum, { parentPath, name }) => sum + size(join(parentPath, name)), 0)
}
