import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// A small disk of one's own, to be filled.

export interface SmallDisk {
  readonly dir: string
  /** Leaves this many bytes free. */
  fill(free: number): void
  /** Takes away what `fill` put there. */
  empty(): void
  resize(megabytes: number): void
  remove(): void
}

/** Null where this process may not mount. */
export function mountSmallDisk(megabytes: number): SmallDisk | null {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-full-'))
  const mount = (options: string) => spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dir]).status === 0
  if (!mount(`size=${megabytes}m`)) {
    rmdirSync(dir)
    return null
  }
  const ballast = join(dir, 'ballast')
  return {
    dir,
    fill(free) {
      rmSync(ballast, { force: true })
      const { bavail, bsize } = statfsSync(dir)
      try {
        writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - free)))
      } catch (error) {
        // somebody else was faster: it is full all the same
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
      }
    },
    empty: () => rmSync(ballast, { force: true }),
    resize(to) {
      if (!mount(`remount,size=${to}m`)) throw new Error('the disk cannot be made larger')
    },
    remove() {
      spawnSync('umount', ['--lazy', dir]) // whatever still has a file of it open
      rmdirSync(dir)
    },
  }
}
