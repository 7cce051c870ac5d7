import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

// A file is there after a power cut only when its bytes were synced, then its name, then the directory holding the
// name. All of it is synchronous: the order is the safety, and the callers are worker threads or tiny files.

export interface FileBytes {
  path: string
  bytes: Uint8Array
}

/** The only ways the house writes files that must survive. A test puts a failing one in its place. */
export interface DurableFiles {
  /** Replaces the whole file or leaves the old one; on disk, name included, when it returns. Mode 0600. */
  writeFileDurably(path: string, bytes: Uint8Array): void
  /** Each file as above, but every directory is synced only once at the end: after a crash any subset may be there. */
  writeGroupDurably(files: readonly FileBytes[]): void
  /** Creates the file; throws EEXIST where one is. A crash may leave the whole file or none. */
  createDurably(path: string, bytes: Uint8Array): void
  /** Adds to the end; a crash may leave a part of `bytes`. */
  appendDurably(path: string, bytes: Uint8Array): void
  /** Removes files (absent ones are no error) and syncs their directories. */
  removeDurably(paths: readonly string[]): void
  /** Makes the directory (0700) and its missing parents, each durable. */
  ensureDir(path: string): void
  syncDir(path: string): void
}

const OPEN_AT_ONCE = 128
const TEMPORARY = /^\..+\.[0-9a-f]{12}\.new$/

export const durable: DurableFiles = {
  writeFileDurably(path, bytes) {
    replace(path, bytes)
    syncDir(dirname(path))
  },
  writeGroupDurably(files) {
    for (let at = 0; at < files.length; at += OPEN_AT_ONCE) replaceGroup(files.slice(at, at + OPEN_AT_ONCE))
    for (const dir of new Set(files.map((file) => dirname(file.path)))) syncDir(dir)
  },
  createDurably(path, bytes) {
    const temporary = temporaryName(path)
    try {
      writeSynced(temporary, bytes, 'wx')
      // a link, unlike a rename, never replaces: two starters cannot both win
      linkSync(temporary, path)
    } finally {
      unlinkIfThere(temporary)
    }
    syncDir(dirname(path))
  },
  appendDurably(path, bytes) {
    writeSynced(path, bytes, 'a')
    syncDir(dirname(path))
  },
  removeDurably(paths) {
    const dirs = new Set<string>()
    for (const path of paths) {
      if (unlinkIfThere(path)) dirs.add(dirname(path))
    }
    for (const dir of dirs) syncDir(dir)
  },
  ensureDir,
  syncDir,
}

/** Removes what an interrupted write left in a directory. Only before anybody else writes there. */
export function sweepTemporary(dir: string): number {
  const left = readdirSync(dir).filter((name) => TEMPORARY.test(name))
  for (const name of left) unlinkSync(join(dir, name))
  return left.length
}

function replace(path: string, bytes: Uint8Array): void {
  replaceGroup([{ path, bytes }])
}

/** Writes all, then syncs all, then names all: the first sync of a journalling file system takes the others with it. */
function replaceGroup(group: readonly FileBytes[]): void {
  const open: { temporary: string; path: string; file: number }[] = []
  try {
    for (const { path, bytes } of group) {
      const temporary = temporaryName(path)
      const file = openSync(temporary, 'wx', 0o600)
      open.push({ temporary, path, file })
      writeAll(file, bytes)
    }
    for (const { file } of open) fsyncSync(file)
    for (const { temporary, path } of open) renameSync(temporary, path)
  } catch (error) {
    for (const { temporary } of open) unlinkIfThere(temporary)
    throw error
  } finally {
    for (const { file } of open) closeSync(file)
  }
}

function writeSynced(path: string, bytes: Uint8Array, flags: 'wx' | 'a'): void {
  const file = openSync(path, flags, 0o600)
  try {
    writeAll(file, bytes)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
}

function ensureDir(path: string): void {
  if (isDirectory(path)) return
  const parent = dirname(path)
  if (parent !== path) ensureDir(parent)
  mkdirSync(path, { mode: 0o700, recursive: true })
  syncDir(parent)
}

function syncDir(path: string): void {
  const dir = openSync(path, 'r')
  try {
    fsyncSync(dir)
  } finally {
    closeSync(dir)
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function unlinkIfThere(path: string): boolean {
  try {
    unlinkSync(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.new`)
}
