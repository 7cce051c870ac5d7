import { type ObjectPlaces, ObjectWriter } from '#archive'
import type { KeyId } from '#base'
import { parent, serveThread } from '#platform'
import type { ByteSource } from './containers/byte-source.ts'
import { openSpooled, type Spooled } from './containers/spool.ts'
import { writeRefusal } from './disk.ts'
import { fileTypeOf, HEAD_BYTES } from './file-type.ts'

// From the spool into the house's objects, off the main thread: each chunk is encrypted and synced here.

export interface KeepJob {
  readonly upload: Spooled
  readonly sha256: Uint8Array
  readonly objects: ObjectPlaces
}

/** What the thread calls on its starter. */
export interface KeepListener {
  createObjectKey(): Promise<{ id: KeyId; key: Uint8Array }>
  destroyObjectKey(id: KeyId): Promise<void>
}

const STEP = 256 * 1024

function serve() {
  return {
    /** On disk, name included, when it answers. @returns what its first bytes say it is @throws Refusal `disk_full` */
    async keep({ upload, sha256, objects }: KeepJob): Promise<string> {
      const listener = parent<KeepListener>()
      const writer = new ObjectWriter(objects, {
        create: () => listener.createObjectKey(),
        destroy: (id) => listener.destroyObjectKey(id),
      })
      const source = await openSpooled(upload)
      upload.key.fill(0)
      try {
        const head = await source.read(0, Math.min(HEAD_BYTES, source.size))
        await writer.keep(sha256, contentOf(source))
        return fileTypeOf(Buffer.from(head))
      } catch (error) {
        throw writeRefusal(error)
      } finally {
        await source.close()
      }
    },
  }
}

export type KeepHandlers = ReturnType<typeof serve>

async function* contentOf(source: ByteSource): AsyncGenerator<Buffer> {
  for (let at = 0; at < source.size; at += STEP) yield await source.read(at, Math.min(STEP, source.size - at))
}

await serveThread(serve)
