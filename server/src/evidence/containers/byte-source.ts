import { open } from 'node:fs/promises'
import { ProofError } from '@cunzhen/proof'

/** Bytes that are read at any place: a file as it lies there, or what an encrypted file holds. */
export interface ByteSource {
  readonly size: number
  /** Exactly so many bytes from `at`. @throws ProofError 'bad_zip' where there are fewer */
  read(at: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

export async function openFile(path: string): Promise<ByteSource> {
  const file = await open(path, 'r')
  const { size } = await file.stat()
  return {
    size,
    async read(at, length) {
      const bytes = Buffer.alloc(length)
      const { bytesRead } = await file.read(bytes, 0, length, at)
      if (bytesRead !== length) throw new ProofError('bad_zip')
      return bytes
    },
    close: () => file.close(),
  }
}

/** What is in memory already. */
export function bytesSource(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    async read(at, length) {
      if (at < 0 || at + length > bytes.length) throw new ProofError('bad_zip')
      return bytes.subarray(at, at + length)
    },
    close: async () => undefined,
  }
}
