import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { Fault } from '#base'
import { writeAll } from './disk.ts'

// Lines put aside until they are needed again, on disk and never readable there: AES-256-GCM in blocks, under a key that
// lives in this object only and is gone with the process. A file that a crash leaves behind is noise.

const BLOCK = 256 * 1024
const NONCE = 12
const TAG = 16

export class Spool {
  readonly #path: string
  readonly #file: FileHandle
  readonly #key = randomBytes(32)
  #waiting: Uint8Array[] = []
  #waitingLength = 0
  readonly #blocks: number[] = [] // bytes on disk of each

  private constructor(path: string, file: FileHandle) {
    this.#path = path
    this.#file = file
  }

  /** Makes the file; there must be none of this name. */
  static async create(path: string): Promise<Spool> {
    return new Spool(path, await open(path, 'wx+', 0o600))
  }

  /** UTF-8. */
  async add(text: Uint8Array): Promise<void> {
    this.#waiting.push(text)
    this.#waitingLength += text.length
    if (this.#waitingLength >= BLOCK) await this.#flush()
  }

  /** Everything added, in order, in pieces that end where an `add` ended. May be called again. */
  async *read(): AsyncGenerator<string> {
    for await (const bytes of this.readBytes()) yield bytes.toString('utf8')
  }

  /** The same as it was added. */
  async *readBytes(): AsyncGenerator<Buffer> {
    await this.#flush()
    let at = 0
    for (const [number, size] of this.#blocks.entries()) {
      const bytes = Buffer.alloc(size)
      await this.#file.read(bytes, 0, size, at)
      at += size
      yield this.#open(bytes, number)
    }
  }

  /** Forgets the key and removes the file. */
  async remove(): Promise<void> {
    this.#key.fill(0)
    await this.#file.close()
    await rm(this.#path, { force: true })
  }

  async #flush(): Promise<void> {
    if (this.#waiting.length === 0) return
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(this.#blocks.length))
    const sealed = this.#waiting.map((bytes) => cipher.update(bytes))
    const bytes = Buffer.concat([...sealed, cipher.final(), cipher.getAuthTag()])
    this.#waiting = []
    this.#waitingLength = 0
    await writeAll(this.#file, bytes)
    this.#blocks.push(bytes.length)
  }

  #open(bytes: Buffer, number: number): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonceOf(number)).setAuthTag(bytes.subarray(-TAG))
    try {
      return Buffer.concat([decipher.update(bytes.subarray(0, -TAG)), decipher.final()])
    } catch {
      throw new Fault('spool_damaged', 'the temporary file of an export was changed; ask for the export again')
    }
  }
}

/** The key is used by one spool only, so the block's number is a nonce. */
function nonceOf(block: number): Buffer {
  const nonce = Buffer.alloc(NONCE)
  nonce.writeUInt32BE(block, NONCE - 4)
  return nonce
}
