import { basename } from 'node:path'
import { Fault } from '#base'

// What the system says of a file or folder that is not as it must be. Its own message would repeat the path.

const CODES = [
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'ELOOP',
  'ENAMETOOLONG',
  'EADDRINUSE',
]

/** The system's word for what is wrong with a file, folder or port; null: the error is none of those. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || error instanceof Fault || !('syscall' in error) || !('code' in error)) return null
  return CODES.find((code) => code === error.code) ?? null
}

/**
 * Does what needs a folder of the house.
 * @param otherwise what else helps, where something does
 * @throws Fault `folder_unusable`, naming the folder, where the system does not let us; what `work` throws otherwise
 */
export function needingFolder<Result>(dir: string, otherwise: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    const system = systemCode(error)
    if (system === null) throw error
    const name = `${basename(dir)}/`
    const hint = `${name} in the house's folder must be a folder that this user may read and write, and so must all in it: check what lies there, its owner and mode, or ${otherwise}`
    throw new Fault('folder_unusable', hint, { folder: basename(dir), system }, { cause: error })
  }
}
