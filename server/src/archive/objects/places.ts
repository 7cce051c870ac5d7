import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyId } from '#base'
import { durable } from '#platform'
import { HEADER, isObjectName, keyOf, type ObjectName } from './format.ts'

// objects/<first two digits of the name>/<name>; what is being written lies in objects/incoming.

export function objectPath(dir: string, name: ObjectName): string {
  return join(dir, name.slice(0, 2), name)
}

export function incomingDir(dir: string): string {
  return join(dir, 'incoming')
}

/** Names of all objects; null for each other file among them. */
export function* objectsIn(dir: string): Generator<ObjectName | null> {
  for (const group of namesIn(dir)) {
    if (group === 'incoming') continue
    for (const name of namesIn(join(dir, group))) yield isObjectName(name) && name.startsWith(group) ? name : null
  }
}

export function countIncoming(dir: string): number {
  return namesIn(incomingDir(dir)).length
}

/**
 * Removes what an interrupted write left, and its keys. Only before anybody writes: at the start of the house.
 */
export function sweepIncoming(dir: string, destroy: (keys: readonly KeyId[]) => void): number {
  const paths = namesIn(incomingDir(dir)).map((name) => join(incomingDir(dir), name))
  // a crash between the two leaves the files, and the next start destroys the keys once more
  destroy(paths.flatMap(keyIn))
  durable.removeDurably(paths)
  return paths.length
}

/** None where the crash came before the header was written: such a key opens nothing. */
function keyIn(path: string): KeyId[] {
  const file = openSync(path, 'r')
  try {
    // a second name: the crash came when the object had its own already, and the key is in use
    if (fstatSync(file).nlink > 1) return []
    const header = Buffer.alloc(HEADER)
    return readSync(file, header, 0, HEADER, 0) === HEADER ? [keyOf(header, 'incoming')] : []
  } catch {
    return [] // no header of ours: nothing that a key was used for
  } finally {
    closeSync(file)
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).sort()
  } catch (error) {
    // nothing was kept yet, or a stray file among the folders
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  }
}
