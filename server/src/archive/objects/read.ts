import { createHash, createSecretKey } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Fault, type KeyId } from '#base'
import {
  CHUNK,
  divisionOf,
  HEADER,
  keyOf,
  type ObjectName,
  objectDamaged,
  objectName,
  openChunk,
  TAG,
} from './format.ts'
import { objectPath } from './places.ts'

export interface OpenObject {
  /** Of the content. */
  readonly bytes: number
  /** The content, a chunk at a time, each authenticated before it is handed out. Closes the file. @throws Fault */
  content(): AsyncGenerator<Buffer>
  close(): Promise<void>
}

export type OpenKey = (id: KeyId) => Uint8Array

/**
 * @throws Fault `object_missing`, `object_damaged`; what `openKey` throws: Refusal `key_destroyed` where the content was
 *   destroyed
 */
export async function openObject(dir: string, name: ObjectName, openKey: OpenKey): Promise<OpenObject> {
  const file = await open(objectPath(dir, name), 'r').catch(() => null)
  if (!file) throw objectMissing(name)
  try {
    const division = divisionOf((await file.stat()).size, name)
    const header = await readExactly(file, 0, HEADER, name)
    const key = openKey(keyOf(header, name))
    const secret = createSecretKey(key)
    key.fill(0)
    const content = async function* (): AsyncGenerator<Buffer> {
      try {
        for (let number = 0; number < division.chunks; number++) {
          const isLast = number === division.chunks - 1
          const length = isLast ? division.bytes - number * CHUNK + TAG : CHUNK + TAG
          const sealed = await readExactly(file, HEADER + number * (CHUNK + TAG), length, name)
          yield openChunk(secret, { name, header, number, isLast }, sealed)
        }
      } finally {
        await file.close()
      }
    }
    return { bytes: division.bytes, content, close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}

/**
 * Reads an object from end to end, at once: for fsck. The name must be that of what it holds.
 * @throws Fault `object_missing`, `object_damaged`; what `openKey` throws
 */
export function checkObject(dir: string, name: ObjectName, nameKey: Uint8Array, openKey: OpenKey): { bytes: number } {
  const file = openForCheck(dir, name)
  try {
    const { chunks, bytes } = divisionOf(fstatSync(file).size, name)
    const header = readNow(file, 0, HEADER, name)
    const secret = createSecretKey(openKey(keyOf(header, name)))
    const hash = createHash('sha256')
    for (let number = 0; number < chunks; number++) {
      const isLast = number === chunks - 1
      const length = isLast ? bytes - number * CHUNK + TAG : CHUNK + TAG
      const sealed = readNow(file, HEADER + number * (CHUNK + TAG), length, name)
      hash.update(openChunk(secret, { name, header, number, isLast }, sealed))
    }
    if (objectName(nameKey, hash.digest()) !== name) throw objectDamaged(name)
    return { bytes }
  } finally {
    closeSync(file)
  }
}

function openForCheck(dir: string, name: ObjectName): number {
  try {
    return openSync(objectPath(dir, name), 'r')
  } catch {
    throw objectMissing(name)
  }
}

function readNow(file: number, at: number, length: number, name: string): Buffer {
  const bytes = Buffer.alloc(length)
  if (readSync(file, bytes, 0, length, at) !== length) throw objectDamaged(name)
  return bytes
}

async function readExactly(file: FileHandle, at: number, length: number, name: string): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead !== length) throw objectDamaged(name)
  return buffer
}

function objectMissing(name: string): Fault {
  return new Fault('object_missing', 'put back this file of the objects folder from a backup', { name })
}
