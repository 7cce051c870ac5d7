import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

// Real data for tests and benchmarks lies beside the repository and is never copied into it.
const root = process.env.CUNZHEN_SHARED ?? resolve(import.meta.dirname, '../../../../shared')

/** Path of a file or folder of the shared data, or null where it is absent: the test then skips and says so. */
export function sharedData(...parts: string[]): string | null {
  const path = join(root, 'data', ...parts)
  return existsSync(path) ? path : null
}
