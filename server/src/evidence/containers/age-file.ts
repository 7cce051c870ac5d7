import { createDecipheriv, hkdfSync } from 'node:crypto'
import { ProofError } from '@cunzhen/proof'
import { type ByteSource, openFile } from './byte-source.ts'

// What an age file holds, read at any place (age-encryption.org/v1): behind the header and 16 bytes lie chunks of 64 KiB, each sealed by
// itself under its number, so that a file of any size is opened a chunk at a time. The header is the library's to read.

const CHUNK = 64 * 1024
const TAG = 16
const SEALED = CHUNK + TAG
const NONCE = 16
/** Two recipients take some 300 bytes. */
const MOST_HEADER = 16 * 1024

/** @throws ProofError 'wrong_password' for a key that does not open it, 'bad_zip' for what is no whole age file */
export async function openAgeFile(path: string, identity: string): Promise<ByteSource> {
  const file = await openFile(path)
  try {
    const head = await file.read(0, Math.min(file.size, MOST_HEADER))
    const start = headerEnd(head)
    const fileKey = await fileKeyOf(head.subarray(0, start), identity)
    const key = Buffer.from(hkdfSync('sha256', fileKey, await file.read(start, NONCE), 'payload', 32))
    fileKey.fill(0)
    const chunks = new Chunks(file, start + NONCE, key)
    // the last chunk says that it is the last: a file that was cut short does not open
    await chunks.read(Math.max(0, chunks.size - 1), Math.min(1, chunks.size))
    return chunks
  } catch (error) {
    await file.close()
    throw error
  }
}

function headerEnd(head: Buffer): number {
  const mac = head.indexOf('\n--- ')
  const end = mac < 0 ? -1 : head.indexOf('\n', mac + 1)
  if (end < 0) throw new ProofError('bad_zip')
  return end + 1
}

async function fileKeyOf(header: Uint8Array, identity: string): Promise<Uint8Array> {
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  try {
    return await decrypter.decryptHeader(Uint8Array.from(header))
  } catch {
    throw new ProofError('wrong_password') // the library's message may quote the header
  }
}

class Chunks implements ByteSource {
  readonly size: number
  readonly #file: ByteSource
  readonly #start: number
  readonly #key: Buffer
  readonly #count: number
  /** Read in order, a chunk is asked for several times. */
  #last: { no: number; bytes: Buffer } | null = null

  constructor(file: ByteSource, start: number, key: Buffer) {
    this.#file = file
    this.#start = start
    this.#key = key
    const sealed = file.size - start
    this.#count = Math.ceil(sealed / SEALED)
    const rest = sealed - (this.#count - 1) * SEALED
    if (sealed < TAG || rest < TAG || (rest === TAG && this.#count > 1)) throw new ProofError('bad_zip')
    this.size = sealed - this.#count * TAG
  }

  async read(at: number, length: number): Promise<Buffer> {
    if (at < 0 || at + length > this.size) throw new ProofError('bad_zip')
    const pieces: Buffer[] = []
    for (let from = at; from < at + length; ) {
      const no = Math.floor(from / CHUNK)
      const piece = (await this.#chunk(no)).subarray(from % CHUNK, Math.min(CHUNK, at + length - no * CHUNK))
      pieces.push(piece)
      from += piece.length
    }
    return Buffer.concat(pieces)
  }

  async close(): Promise<void> {
    this.#key.fill(0)
    await this.#file.close()
  }

  async #chunk(no: number): Promise<Buffer> {
    if (this.#last?.no === no) return this.#last.bytes
    const isLast = no === this.#count - 1
    const at = this.#start + no * SEALED
    const sealed = await this.#file.read(at, isLast ? this.#file.size - at : SEALED)
    // 11 bytes of the chunk's number, and one that says whether it is the last
    const nonce = Buffer.alloc(12)
    nonce.writeUIntBE(no, 5, 6)
    nonce[11] = isLast ? 1 : 0
    const cipher = createDecipheriv('chacha20-poly1305', this.#key, nonce, { authTagLength: TAG })
    cipher.setAuthTag(sealed.subarray(-TAG))
    try {
      const bytes = Buffer.concat([cipher.update(sealed.subarray(0, -TAG)), cipher.final()])
      this.#last = { no, bytes }
      return bytes
    } catch {
      throw new ProofError('bad_zip')
    }
  }
}
