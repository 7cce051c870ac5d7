import { Fault, Refusal } from '#base'

const LOST = ['file_missing', 'file_damaged', 'key_wrong', 'shard_outdated', 'register_damaged']

/** Errors of a shard's file or key that mean: it cannot be used again, and need not be, because it is derived. */
export function isLost(error: unknown): boolean {
  if (error instanceof Refusal) return error.code === 'key_destroyed'
  return error instanceof Fault && LOST.includes(error.code)
}

/**
 * Runs `work`, which touches a shard's file and key and nothing else; where the shard proves to be lost, says which one.
 * @throws Fault `shard_damaged` with the shard's name
 */
export function namingShard<T>(shard: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!isLost(error)) throw error
    throw new Fault('shard_damaged', 'a shard of the index is damaged; it is made again', { shard }, { cause: error })
  }
}
