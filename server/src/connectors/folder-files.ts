import { constants } from 'node:fs'
import { type FileHandle, open, readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'

// What lies below a watched folder. attacker-controlled: whoever may put files there can exchange names, for links too,
// between any two looks.

const MOST_DEPTH = 8
/** Names that programs give to what they have not finished. */
const UNFINISHED = /^\.|\.(part|partial|tmp|crdownload)$/i

/**
 * Regular files, links never followed, in the order of their names.
 * @param onUnreadable a folder below that cannot be looked into: it keeps nobody from the others
 */
export async function filesBelow(dir: string, onUnreadable: () => void, depth = 0): Promise<string[]> {
  const found: string[] = []
  const entries = await readdir(dir, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (UNFINISHED.test(entry.name)) continue
    const path = join(dir, entry.name)
    if (entry.isFile()) found.push(path)
    else if (entry.isDirectory() && depth < MOST_DEPTH) {
      const within = filesBelow(path, onUnreadable, depth + 1).catch((): string[] => {
        onUnreadable()
        return []
      })
      found.push(...(await within))
    }
  }
  return found
}

/**
 * Opens a file that was listed below `place`. Null: it is no regular file any more, or the path leads out of `place` by a
 * link that has come since. Never waits for a pipe.
 */
export async function openBelow(place: string, path: string): Promise<FileHandle | null> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  const isMeant = await isOf(file, place, path).catch(() => false)
  if (isMeant) return file
  await file.close()
  return null
}

/** What was opened is what stands at the path once every link is followed, and that lies below the place. */
async function isOf(file: FileHandle, place: string, path: string): Promise<boolean> {
  const opened = await file.stat()
  const real = await realpath(path)
  if (!opened.isFile() || !real.startsWith(place + sep)) return false
  const there = await stat(real)
  return there.ino === opened.ino && there.dev === opened.dev
}
