import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// A power cut for a house: a kill proves no sync, because the kernel keeps what a killed process wrote. Here the process
// runs under power-cut.c, which keeps beside the house what was synced; `cut` puts the house back to exactly that.

export interface PowerCut {
  /** For the house's process. */
  readonly env: Readonly<Record<string, string>>
  /** All that lies in the house now is on its disk. Call before each process. */
  settle(): void
  /** Call when the process is dead: what was never synced is gone. */
  cut(): void
  remove(): void
}

/** Null where there is no C compiler. `root`: the house, which may be replaced by a directory of the same name. */
export function preparePowerCut(root: string): PowerCut | null {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-power-'))
  const library = join(dir, 'power-cut.so')
  const source = join(import.meta.dirname, 'power-cut.c')
  if (spawnSync('gcc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl', '-lpthread']).status !== 0) {
    rmSync(dir, { recursive: true, force: true })
    return null
  }
  const kept = join(dir, 'kept')
  const env = { LD_PRELOAD: library, POWER_CUT_ROOT: root, POWER_CUT_KEPT: kept }
  return {
    env,
    settle() {
      rmSync(kept, { recursive: true, force: true })
      mkdirSync(kept)
      // coreutils' sync calls fsync for each of its arguments, so the library itself takes the first stock
      const done = spawnSync('find', [root, '-exec', 'sync', '{}', '+'], { env: { ...process.env, ...env } })
      if (done.status !== 0) throw new Error('the house could not be synced')
    },
    cut() {
      const left = join(dir, 'left')
      restore(kept, keyOf(root), left)
      rmSync(root, { recursive: true, force: true })
      renameSync(left, root)
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

function restore(kept: string, key: string, to: string): void {
  mkdirSync(to)
  for (const line of readFileSync(join(kept, `d-${key}`), 'utf8').split('\n')) {
    const [type, mode = '', ofEntry = ''] = line.split(' ', 3)
    const name = line.slice(`${type} ${mode} ${ofEntry} `.length)
    if (type === 'd') {
      // a directory that was never synced itself has no entries
      if (existsSync(join(kept, `d-${ofEntry}`))) restore(kept, ofEntry, join(to, name))
      else mkdirSync(join(to, name))
    }
    if (type === 'f') restoreFile(join(kept, `f-${ofEntry}`), join(to, name))
    if (type === 'd' || type === 'f') chmodSync(join(to, name), Number.parseInt(mode, 8))
  }
}

/** An entry on disk whose file was never synced: nothing of its content is. */
function restoreFile(from: string, to: string): void {
  if (existsSync(from)) copyFileSync(from, to)
  else writeFileSync(to, '')
}

/** Inode and birth time, as power-cut.c writes them. */
function keyOf(path: string): string {
  const { stdout } = spawnSync('stat', ['--format=%i %.9W', path], { encoding: 'utf8' })
  const [inode = '', born = '0'] = stdout.trim().split(' ')
  return `${inode}-${BigInt(born.replace('.', ''))}`
}
