import type { FileHandle } from 'node:fs/promises'
import { Refusal } from '#base'

/** Writes all of `bytes` at the end of what was written. @throws Refusal `disk_full` */
export async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
      throw new Refusal('unavailable', 'disk_full')
    throw error
  }
}
