import { Fault, Refusal } from '#base'

const LOST = ['file_missing', 'file_damaged', 'key_wrong', 'shard_outdated', 'register_damaged']

/** Errors that mean: this shard cannot be used again, and need not be, because it is derived. */
export function isLost(error: unknown): boolean {
  if (error instanceof Refusal) return error.code === 'key_destroyed'
  return error instanceof Fault && LOST.includes(error.code)
}
