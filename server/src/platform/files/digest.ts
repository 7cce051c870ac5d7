import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

const PIECE = 1024 * 1024

export interface FileDigest {
  readonly sha256: Buffer
  readonly bytes: number
}

/**
 * SHA-256 of a file as the disk gives it. It stands in memory a piece at a time, always in the same one: a stream takes a fresh
 * megabyte for each, and leaves half of a large file behind for the collector. Rejects with the error of the file call.
 */
export async function fileDigest(path: string): Promise<FileDigest> {
  const hash = createHash('sha256')
  const piece = Buffer.allocUnsafeSlow(PIECE)
  const file = await open(path, 'r')
  try {
    let bytes = 0
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, PIECE, bytes)
      if (bytesRead === 0) return { sha256: hash.digest(), bytes }
      hash.update(piece.subarray(0, bytesRead))
      bytes += bytesRead
    }
  } finally {
    await file.close()
  }
}
