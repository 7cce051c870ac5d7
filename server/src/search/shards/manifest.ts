import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyId } from '#base'
import { durable } from '#platform'
import { isShardName, type ShardName } from './months.ts'

// index/shards.json says which files are the index. Replacing it, durably and at once, is the only way a shard comes,
// goes or is exchanged for its sorted self. It holds no content: months, file names, ids of keys, counts.

export interface ShardEntry {
  name: ShardName
  file: string
  key: KeyId
  /** No record before this belongs to the shard: where to begin again if its file is lost. */
  since: number
}

export interface Manifest {
  /** Every record below is in its shard. It may lag behind the shards' own watermarks, which make repeating harmless. */
  position: number
  /** Number for the next file name. */
  next: number
  shards: ShardEntry[]
  /** Exchanged files and their keys, still to be removed. */
  doomed: { file: string; key: KeyId }[]
}

const VERSION = 1
const NAME = 'shards.json'
const SHARD_FILE = /^[a-z0-9-]{3,8}\.[0-9]{1,9}\.db$/

export function newManifest(): Manifest {
  return { position: 0, next: 1, shards: [], doomed: [] }
}

/** null where there is none, or none that can be read: the index is derived, so it is then made again from the archive. */
export function readManifest(dir: string): Manifest | null {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(join(dir, NAME), 'utf8'))
  } catch {
    return null // absent or damaged: one answer, as said above
  }
  return isManifest(value) ? value : null
}

/** For whoever looks at a house from outside: every record below is searchable. 0 where there is no index. */
export function indexedTo(house: string): number {
  return readManifest(join(house, 'index'))?.position ?? 0
}

export function writeManifest(dir: string, manifest: Manifest): void {
  durable.writeFileDurably(join(dir, NAME), Buffer.from(`${JSON.stringify({ v: VERSION, ...manifest }, null, 1)}\n`))
}

/** Removes shard files that the manifest does not name: what a crash or a lost manifest left behind. */
export function sweepShardFiles(dir: string, manifest: Manifest): void {
  if (!existsSync(dir)) return
  const kept = new Set([...manifest.shards, ...manifest.doomed].map((entry) => entry.file))
  const strays = readdirSync(dir).filter((name) => {
    const file = name.replace(/-(wal|shm)$/, '')
    return SHARD_FILE.test(file) && !kept.has(file)
  })
  durable.removeDurably(strays.map((name) => join(dir, name)))
}

export function shardFilesOf(dir: string, file: string): string[] {
  return [file, `${file}-wal`, `${file}-shm`].map((name) => join(dir, name))
}

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || value.v !== VERSION) return false
  const { position, next, shards, doomed } = value
  return (
    isCount(position) &&
    isCount(next) &&
    Array.isArray(shards) &&
    shards.every((entry) => isFileAndKey(entry) && isCount(entry.since) && isNameOf(entry)) &&
    Array.isArray(doomed) &&
    doomed.every(isFileAndKey)
  )
}

function isFileAndKey(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) && typeof value.file === 'string' && SHARD_FILE.test(value.file) && typeof value.key === 'string'
  )
}

function isNameOf(entry: Record<string, unknown>): boolean {
  return typeof entry.name === 'string' && isShardName(entry.name)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
