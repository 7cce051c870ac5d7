import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

// Public vectors lie beside the repository and are never copied into it.
const root = process.env.CUNZHEN_SHARED ?? resolve(import.meta.dirname, '../../../../shared')

/** Path of a file of the shared data, or null where it is absent: the test then skips and says so. */
export function sharedFile(...parts: string[]): string | null {
  const path = join(root, 'data', ...parts)
  return existsSync(path) ? path : null
}
