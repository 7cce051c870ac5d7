import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** What one sync costs here, of a page as the journal writes it: the floor under every acknowledgement. Ascending. */
export function syncTimes(dir: string): number[] {
  const path = join(dir, 'sync')
  const file = openSync(path, 'w')
  const page = Buffer.alloc(8192, 1)
  const times = Array.from({ length: 300 }, () => {
    const began = performance.now()
    writeSync(file, page)
    fdatasyncSync(file)
    return performance.now() - began
  })
  closeSync(file)
  rmSync(path)
  return times.sort((a, b) => a - b)
}
