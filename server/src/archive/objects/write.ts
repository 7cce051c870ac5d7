import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { KeyId } from '#base'
import { durable } from '#platform'
import { CHUNK, headerOf, type ObjectName, objectName, sealChunk } from './format.ts'
import { incomingDir, objectPath } from './places.ts'

/** Where objects lie and how they are named; bytes that cross to the thread that writes. */
export interface ObjectPlaces {
  dir: string
  nameKey: Uint8Array
}

/** Keys of objects, from the key register. */
export interface ObjectKeys {
  /** A fresh key, in the register when it resolves. */
  create(): Promise<{ id: KeyId; key: Uint8Array }>
  destroy(id: KeyId): Promise<void>
}

/** Keeps contents, each once. Used by one thread at a time for a house's folder, or by several: the first one wins. */
export class ObjectWriter {
  readonly #places: ObjectPlaces
  readonly #keys: ObjectKeys

  constructor(places: ObjectPlaces, keys: ObjectKeys) {
    this.#places = places
    this.#keys = keys
  }

  /**
   * Keeps a content whose SHA-256 was found before; on disk, name included, when it resolves. In memory: one chunk.
   * @returns false where the content turned out to be another: nothing is kept then
   * @throws what reading the content throws, or writing: nothing is kept
   */
  async keep(sha256: Uint8Array, content: AsyncIterable<Uint8Array>): Promise<boolean> {
    const { dir, nameKey } = this.#places
    const name = objectName(nameKey, sha256)
    const path = objectPath(dir, name)
    if (existsSync(path)) {
      durable.syncDir(dirname(path)) // another import may have named it a moment ago
      return true
    }
    // 1. The folders and a key of its own. A crash leaves a key that opens nothing.
    durable.ensureDir(incomingDir(dir))
    durable.ensureDir(dirname(path))
    const { id, key } = await this.#keys.create()
    const temporary = join(incomingDir(dir), randomBytes(12).toString('hex'))
    const secret = createSecretKey(key)
    key.fill(0)
    let isKept = false
    try {
      // 2. The whole file under a name that means nothing. A crash leaves it; the next start removes it with its key.
      const found = await writeChunks(temporary, name, id, secret, content)
      if (!found.equals(sha256)) return false
      // 3. Its name. A link never replaces: of two who keep the same content the first wins, and its key counts.
      isKept = linkUnlessThere(temporary, path)
      durable.syncDir(dirname(path))
      return true
    } finally {
      // 4. The other name goes. A crash before it leaves two names of one file and, after the next start, one name
      //    whose key the sweep must not have destroyed: sweepIncoming asks how many names a file has.
      removeIfThere(temporary)
      if (!isKept) await this.#keys.destroy(id)
    }
  }
}

/** @returns SHA-256 of what was written; the bytes are on disk */
async function writeChunks(
  path: string,
  name: ObjectName,
  keyId: KeyId,
  key: KeyObject,
  content: AsyncIterable<Uint8Array>,
): Promise<Buffer> {
  const file = openSync(path, 'wx', 0o600)
  try {
    const header = headerOf(keyId)
    const hash = createHash('sha256')
    const held = Buffer.alloc(CHUNK)
    let [length, number] = [0, 0]
    const seal = (isLast: boolean) => {
      writeAll(file, sealChunk(key, { name, header, number, isLast }, held.subarray(0, length)))
      number += 1
      length = 0
    }
    writeAll(file, header)
    for await (const bytes of content) {
      hash.update(bytes)
      for (let at = 0; at < bytes.length; ) {
        // a full chunk waits until more follows: only then is it known not to be the last
        if (length === CHUNK) seal(false)
        const part = bytes.subarray(at, at + CHUNK - length)
        held.set(part, length)
        length += part.length
        at += part.length
      }
    }
    seal(true)
    held.fill(0)
    fsyncSync(file)
    return hash.digest()
  } finally {
    closeSync(file)
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
}

/** @returns false where the name was taken */
function linkUnlessThere(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
