import { createHash } from 'node:crypto'
import { Fault, Refusal } from '#base'
import { startThread, type Thread } from '#platform'
import { type Spooled, spool } from './containers/spool.ts'
import type { KeepHandlers, KeepListener } from './keep.thread.ts'
import { dropUpload } from './queue.ts'
import type { RunParts } from './run-import.ts'

/** A content in the house's objects. */
export interface KeptContent {
  /** Hex. */
  readonly sha256: string
  readonly bytes: number
  /** What its first bytes say it is (a media type). */
  readonly type: string
}

/** Uploads under way at once: each holds a spool file and a connection. */
const AT_ONCE = 8

/** Files that come by themselves, before a message that names them. */
export class FileKeeper {
  readonly #parts: Pick<RunParts, 'db' | 'objects' | 'places'>
  #thread: Promise<Thread<KeepHandlers>> | null = null
  #underway = 0
  #closed = false

  constructor(parts: Pick<RunParts, 'db' | 'objects' | 'places'>) {
    this.#parts = parts
  }

  /**
   * Keeps a stream whose SHA-256 is told beforehand; durable when it resolves.
   * @param most bytes
   * @throws Refusal `intake_behind`, `attachment_too_large`, `attachment_digest_wrong`, `disk_full`, `live_intake_stopped`;
   *   what the stream throws. Nothing of it is named by anything then.
   */
  async keep(sha256: string, content: AsyncIterable<Uint8Array>, most: number): Promise<KeptContent> {
    if (this.#underway >= AT_ONCE) throw new Refusal('too_many', 'intake_behind')
    this.#underway += 1
    try {
      return await this.#keep(sha256, content, most)
    } finally {
      this.#underway -= 1
    }
  }

  async #keep(sha256: string, content: AsyncIterable<Uint8Array>, most: number): Promise<KeptContent> {
    const digest = createHash('sha256')
    const upload = await spool(this.#parts.places.spool, hashed(content, digest, most), most)
    try {
      const found = digest.digest()
      // who names a content must have it: nobody learns from this whether the house does
      if (found.toString('hex') !== sha256) throw new Refusal('invalid', 'attachment_digest_wrong')
      const type = await this.#write(upload, found)
      return { sha256, bytes: upload.size, type }
    } finally {
      dropUpload({ kind: 'upload', upload })
    }
  }

  async #write(upload: Spooled, sha256: Uint8Array): Promise<string> {
    try {
      const { call } = await this.#started()
      return await call.keep({ upload, sha256, objects: this.#parts.objects.places() })
    } catch (error) {
      if (error instanceof Fault && error.code === 'thread_died') {
        throw new Refusal('unavailable', 'live_intake_stopped')
      }
      throw error
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    const thread = await this.#thread?.catch(() => null)
    await thread?.stop()
  }

  /** Starts with the first file, and again after a death. */
  #started(): Promise<Thread<KeepHandlers>> {
    if (this.#closed) throw new Refusal('unavailable', 'live_intake_stopped')
    this.#thread ??= this.#start()
    return this.#thread
  }

  async #start(): Promise<Thread<KeepHandlers>> {
    const { db, objects } = this.#parts
    const serves: KeepListener = {
      // never while a transaction of the house database is open: the register writes on a connection of its own
      createObjectKey: () => db.between(() => objects.createKey()),
      destroyObjectKey: (id) => db.between(() => objects.destroyKey(id)),
    }
    try {
      const url = new URL('./keep.thread.ts', import.meta.url)
      const thread = await startThread<KeepHandlers>(url, { init: undefined, serves })
      thread.onExit(() => {
        this.#thread = null
      })
      return thread
    } catch (error) {
      this.#thread = null
      throw error
    }
  }
}

async function* hashed(
  content: AsyncIterable<Uint8Array>,
  digest: ReturnType<typeof createHash>,
  most: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.length
    if (bytes > most) throw new Refusal('too_large', 'attachment_too_large', { most })
    digest.update(chunk)
    yield chunk
  }
}
