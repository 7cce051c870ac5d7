import { Refusal } from '#base'

/** What a failed write means for whoever waits for it. @returns Refusal `disk_full` where there is no room; else the error */
export function writeRefusal(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  const isFull = code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL'
  return isFull ? new Refusal('unavailable', 'disk_full') : error
}
