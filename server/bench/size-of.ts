import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes of a file, or of all files below a directory. */
export function sizeOf(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).size
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return entries.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}
